"""What every channel must do, whatever its provider.

A subclass gives `channel`, `provider` (a real server of the protocol) and addresses.
"""

from contextlib import closing
from typing import Protocol

import pytest

from stayflow.act.channel import (
    CHANNELS,
    Channel,
    ChannelDown,
    ChannelKind,
    Delivery,
    OutgoingMessage,
)
from stayflow.act.setting import SettingKind
from stayflow.kernel.errors import InvalidInput
from stayflow.kernel.ids import new_id


class ChannelProvider(Protocol):
    """A server of the provider's protocol that can be told how to behave for an address."""

    def arrived(self, address: str) -> int: ...
    def refuse_for_now(self, address: str) -> None: ...
    def refuse_for_good(self, address: str) -> None: ...
    def unknown_address(self, address: str) -> None: ...
    def cut_after_taking(self, address: str) -> None: ...
    def cut_before_taking(self, address: str) -> None: ...
    def stop(self) -> None: ...


class ChannelContract:
    """Give `kind` (name), `settings`, `channel`, `provider` and `address` fixtures."""

    good_addresses: tuple[str, ...]
    bad_addresses: tuple[str, ...]

    @pytest.fixture
    def plug(self, kind: str) -> ChannelKind:
        return CHANNELS.get(kind)

    @staticmethod
    def message(address: str, text: str = "你好\n.\n..two\n") -> OutgoingMessage:
        return OutgoingMessage(
            new_id(), address, "Subject 主题", text, "<p>你好</p>", "https://x.test/u"
        )

    def test_the_plug_is_registered_under_its_own_name(self, plug: ChannelKind, kind: str) -> None:
        assert plug.name == kind

    def test_its_settings_are_all_asked_for(
        self, plug: ChannelKind, settings: dict[str, object]
    ) -> None:
        read = plug.parse(settings, "")
        assert set(read) == {each.name for each in plug.asks}
        assert {each.name for each in plug.asks if each.is_required} <= set(settings)
        for each in plug.asks:
            if each.is_required:
                with pytest.raises(InvalidInput) as caught:
                    plug.parse({**settings, each.name: None}, "")
                assert caught.value.path == each.name
            if each.kind is SettingKind.CHOICE:
                for choice in each.choices:
                    plug.parse({**settings, each.name: choice.value}, "")

    def test_a_person_can_have_an_address(self, plug: ChannelKind) -> None:
        assert plug.address_names
        assert plug.label.zh != plug.name != plug.label.en

    def test_good_addresses_are_clean_and_cleaning_is_idempotent(self, plug: ChannelKind) -> None:
        for address in self.good_addresses:
            cleaned = plug.clean_address(address)
            assert cleaned is not None
            assert plug.clean_address(cleaned) == cleaned

    def test_bad_addresses_are_told_apart(self, plug: ChannelKind) -> None:
        assert [plug.clean_address(address) for address in self.bad_addresses] == [None] * len(
            self.bad_addresses
        )

    def test_a_message_arrives_once(
        self, channel: Channel, provider: ChannelProvider, address: str
    ) -> None:
        with closing(channel.connect()) as connection:
            assert connection.send(self.message(address)).delivery is Delivery.ACCEPTED
        assert provider.arrived(address) == 1

    def test_one_connection_carries_many_messages(
        self, channel: Channel, provider: ChannelProvider, address: str
    ) -> None:
        with closing(channel.connect()) as connection:
            results = [connection.send(self.message(address)).delivery for _ in range(130)]
        assert set(results) == {Delivery.ACCEPTED}
        assert provider.arrived(address) == 130

    def test_not_now_is_transient(
        self, channel: Channel, provider: ChannelProvider, address: str
    ) -> None:
        provider.refuse_for_now(address)
        with closing(channel.connect()) as connection:
            assert connection.send(self.message(address)).delivery is Delivery.TRANSIENT
            assert provider.arrived(address) == 0
            assert connection.send(self.message(address)).delivery is Delivery.ACCEPTED

    def test_never_is_permanent_and_the_connection_goes_on(
        self, channel: Channel, provider: ChannelProvider, address: str
    ) -> None:
        provider.refuse_for_good(address)
        with closing(channel.connect()) as connection:
            refused = connection.send(self.message(address))
            assert (refused.delivery, refused.is_bad_address) == (Delivery.PERMANENT, False)
            assert refused.detail
            other = f"2{address}"
            assert connection.send(self.message(other)).delivery is Delivery.ACCEPTED
        assert (provider.arrived(address), provider.arrived(other)) == (0, 1)

    def test_an_address_where_nobody_lives_is_bad(
        self, channel: Channel, provider: ChannelProvider, address: str
    ) -> None:
        provider.unknown_address(address)
        with closing(channel.connect()) as connection:
            refused = connection.send(self.message(address))
        assert (refused.delivery, refused.is_bad_address) == (Delivery.PERMANENT, True)

    def test_silence_after_the_body_is_doubt(
        self, channel: Channel, provider: ChannelProvider, address: str
    ) -> None:
        provider.cut_after_taking(address)
        with closing(channel.connect()) as connection:
            assert connection.send(self.message(address)).delivery is Delivery.IN_DOUBT
            other = f"2{address}"
            assert connection.send(self.message(other)).delivery is Delivery.ACCEPTED
        assert (
            provider.arrived(address) == 1
        )  # it did arrive: sending again would have been the second time

    def test_a_cut_before_the_body_is_transient(
        self, channel: Channel, provider: ChannelProvider, address: str
    ) -> None:
        provider.cut_before_taking(address)
        with closing(channel.connect()) as connection:
            assert connection.send(self.message(address)).delivery is Delivery.TRANSIENT
        assert provider.arrived(address) == 0

    def test_a_provider_that_is_down_says_so(
        self, channel: Channel, provider: ChannelProvider, address: str
    ) -> None:
        provider.stop()
        with closing(channel.connect()) as connection, pytest.raises(ChannelDown):
            connection.send(self.message(address))

    def test_closing_twice_is_fine(self, channel: Channel, address: str) -> None:
        connection = channel.connect()
        connection.send(self.message(address))
        connection.close()
        connection.close()

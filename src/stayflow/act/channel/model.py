"""Nouns of the channel room, and what a channel promises."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from stayflow.act.setting import Setting
from stayflow.language.raw import JsonObject
from stayflow.language.sentence import Sentence


class Delivery(StrEnum):
    """What the provider did with one message."""

    ACCEPTED = "accepted"
    TRANSIENT = "transient"  # surely not taken; the same message may be tried again
    PERMANENT = "permanent"  # surely not taken, and never will be
    IN_DOUBT = "in_doubt"  # perhaps taken: must never be tried again


@dataclass(frozen=True, slots=True)
class SendResult:
    """The fate of one message.

    Attributes:
        detail: The provider's words, shortened.
        is_bad_address: The provider says that nobody lives at this address; it should not be
            written to again.
    """

    delivery: Delivery
    detail: str
    is_bad_address: bool = False


@dataclass(frozen=True, slots=True)
class InlinePicture:
    """A PNG that the message's HTML shows as `cid:<name>`."""

    name: str
    png: bytes


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """One rendered message to one address.

    Attributes:
        message_id: Ours; the provider's own id is derived from it, so that a message can be traced.
        unsubscribe_url: One click there unsubscribes (RFC 8058); None for a test message.
    """

    message_id: str
    address: str
    subject: str
    text: str
    html: str | None = None
    unsubscribe_url: str | None = None
    pictures: tuple[InlinePicture, ...] = ()


class Connection(Protocol):
    """An open way to the provider; used by one thread, for many messages."""

    def send(self, message: OutgoingMessage) -> SendResult:
        """Hand one message over.

        Raises:
            ChannelDown: The provider cannot be used at all now; the message was surely not taken.
        """
        ...

    def close(self) -> None:
        """Say goodbye; never raises."""
        ...


class Channel(Protocol):
    """A channel of one project, ready to connect; safe to share between threads."""

    @property
    def per_minute(self) -> int | None:
        """Most messages per minute the provider allows; None: no limit."""
        ...

    def connect(self) -> Connection:
        """A new connection; the first `send` opens it.

        Raises:
            TargetRefused: The provider's host may not be reached from here.
        """
        ...


class ChannelKind(Protocol):
    """A plug: one provider."""

    @property
    def name(self) -> str:
        """Its name in campaigns and settings."""
        ...

    @property
    def label(self) -> Sentence:
        """What people call it."""
        ...

    @property
    def asks(self) -> tuple[Setting, ...]:
        """Its settings: all that `parse` knows, in the order of the form."""
        ...

    @property
    def address_names(self) -> tuple[str, ...]:
        """Where a person's address is found: attributes of these names, then identities of these kinds."""
        ...

    def parse(self, raw: object, path: str) -> JsonObject:
        """Check settings as a caller wrote them; returns all fields, defaults filled in.

        Raises:
            ChannelInvalid: A field does not fit.
        """
        ...

    def open(self, settings: JsonObject, *, allow_private: bool) -> Channel:
        """A channel with settings that `parse` returned."""
        ...

    def clean_address(self, raw: str) -> str | None:
        """An address in the form to send to; None when it cannot be one."""
        ...

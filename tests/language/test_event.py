"""Events in the form in which the log keeps them."""

import msgspec
import pytest

from stayflow.language.event import CONTEXT_FIELDS, EventPack, RawEvent, pack_events, unpack_events


def pack(*events: RawEvent, unread: tuple[str, ...] = ()) -> EventPack:
    return EventPack(source="test", received_at_ms=1, events=events, unread=unread)


def test_what_is_packed_is_unpacked():
    one = RawEvent(
        name="购买",
        time_ms=1,
        identities={"user_id": "u"},
        properties={"a": [1, {"b": None}], "c": 1.5, "d": True},
        revenue=9.9,
    )
    before = pack(one, RawEvent(), unread=("{",))
    assert unpack_events(pack_events(before)) == before


def test_an_event_that_cannot_be_packed_leaves_the_others_alone():
    good, bad = RawEvent(name="good"), RawEvent(name="bad", properties={"n": 2**64})
    torn = RawEvent(name="torn", properties={"text": "\ud83d"})
    after = unpack_events(pack_events(pack(good, bad, torn)))
    assert after.events == (good,)
    assert len(after.unread) == 2


def test_foreign_bytes_are_no_pack():
    with pytest.raises(msgspec.DecodeError):
        unpack_events(b"\xff")


def test_every_context_field_is_a_text_of_the_event():
    event = RawEvent()
    assert all(getattr(event, name) == "" for name in CONTEXT_FIELDS)

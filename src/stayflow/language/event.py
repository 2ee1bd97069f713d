"""An event as it arrives: one thing that happened, before it is cleaned and its person is known.

Every way in (a collector, a file, our own `act` and `reward`) speaks this one shape, the durable
log keeps it as MessagePack, and `intake` turns batches of it into stored events.
"""

from typing import Final

import msgspec

PERSON_KIND: Final = "person_id"
"""Identity kind that names a person we already know by number; only our own rooms may use it."""

Value = object
"""A JSON value: None, bool, int, float, str, list of values or mapping of values."""


OWN_SOURCES: Final = ("act", "reward", "understand")
"""Sources of our own rooms, which say what we did to a person, what they did with it, and what became of them."""
PAGE_SOURCES: Final = ("form", "channel_code")
"""Sources of our own public pages: what people did there is cleaned like any event, and named by us."""
PAGE_EVENTS: Final = ("form.submitted", "channel_code.visited")
OWN_PREFIXES: Final = ("message.", "points.", "identity.")
"""How the events of our own rooms are named; from anywhere else such a name is refused."""
ENTERED, LEFT = "segment.entered", "segment.left"
TAG_CHANGED, SCORE_CHANGED, STAGE_CHANGED = "tag.changed", "score.changed", "stage.changed"
RFM_CHANGED: Final = "rfm.changed"
MERGED, PARTED = "identity.merged", "identity.parted"
FACT_EVENTS: Final = (
    ENTERED,
    LEFT,
    TAG_CHANGED,
    SCORE_CHANGED,
    STAGE_CHANGED,
    RFM_CHANGED,
    MERGED,
    PARTED,
)
"""What became of a person, as `understand` tells it; refused from elsewhere likewise."""
DONE_TO_PEOPLE: Final = (
    "message.dropped",
    "message.failed",
    "message.sent",
    "message.withheld",
    "points.granted",
    *FACT_EVENTS,
)
"""What we did to a person or found of them is no activity of theirs: `*` leaves it out, or who is written to never
churns."""


class RawEvent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One event as the sender told it. Every text is as sent; nothing is trusted yet.

    Attributes:
        name: What happened, such as `purchase`; empty means the sender forgot it.
        time_ms: When, by the sender's clock, in Unix milliseconds; None if absent or unreadable.
        time_text: What the sender wrote as time when it could not be read.
        sent_at_ms: When the sender sent it, by the same clock: corrects a clock that is off.
        received_at_ms: When we took it, by our clock; None means the time of the log entry.
        event_id: The sender's id of the message; a retry carries the same one.
        identities: Kind of identity to its value, such as `{"user_id": "u1"}`.
        properties: Facts about the event.
        attributes: Facts about the person, true from this event on.
        attributes_once: Facts that count only where no earlier event states them.
        unset: Names of facts about the person that no longer hold.
        increments: What is added to facts that are numbers.
        appends: Texts that are added to facts that are lists.
        unbind: Identities that are no longer this person's, by kind.
        revenue: Money earned by the event, in units of `currency`.
        user_agent: The client's own words; device, os and browser are read from it later.
        ip: The client's address; never stored unless the project asks for it.
    """

    name: str = ""
    time_ms: int | None = None
    time_text: str = ""
    sent_at_ms: int | None = None
    received_at_ms: int | None = None
    event_id: str | None = None
    identities: dict[str, str] = {}
    properties: dict[str, Value] = {}
    attributes: dict[str, Value] = {}
    attributes_once: dict[str, Value] = {}
    unset: tuple[str, ...] = ()
    increments: dict[str, float] = {}
    appends: dict[str, list[Value]] = {}
    unbind: dict[str, str] = {}
    session_id: str = ""
    channel: str = ""
    source: str = ""
    medium: str = ""
    campaign: str = ""
    term: str = ""
    content: str = ""
    referrer: str = ""
    search_engine: str = ""
    keyword: str = ""
    url: str = ""
    path: str = ""
    title: str = ""
    device: str = ""
    os: str = ""
    browser: str = ""
    app_version: str = ""
    country: str = ""
    province: str = ""
    city: str = ""
    language: str = ""
    zone: str = ""
    revenue: float | None = None
    currency: str = ""
    user_agent: str = ""
    ip: str = ""


CONTEXT_FIELDS: Final[tuple[str, ...]] = (
    "session_id",
    "channel",
    "source",
    "medium",
    "campaign",
    "term",
    "content",
    "referrer",
    "search_engine",
    "keyword",
    "url",
    "path",
    "title",
    "device",
    "os",
    "browser",
    "app_version",
    "country",
    "province",
    "city",
    "language",
    "zone",
    "currency",
)
"""Text fields of `RawEvent` that are columns of the table `events` under the same name."""


class Replay(msgspec.Struct, frozen=True, array_like=True):
    """Which rejected event an event is, taken again after a fix.

    Attributes:
        batch: The batch that rejected it.
        ordinal: Its place among the rejected ones of that batch.
        reason: Under which it is counted until now.
        event_id: The 16 bytes by which a duplicate of it is told.
    """

    batch: int
    ordinal: int
    reason: str
    event_id: bytes


class EventPack(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one entry of the durable log holds: events taken together from one source.

    Attributes:
        source: Which way they came, such as `segment` or `act`; counts are kept per source.
        received_at_ms: When we took them, in Unix milliseconds by our clock.
        events: In the order in which they were sent.
        unread: What came beside them and was no event, as text: kept and counted, never refused.
        key: Id of the write key that let them in; empty for our own rooms.
        replays: For events taken again, which each of them was; empty otherwise.
    """

    source: str
    received_at_ms: int
    events: tuple[RawEvent, ...]
    unread: tuple[str, ...] = ()
    key: str = ""
    replays: tuple[Replay, ...] = ()


_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(EventPack)


# A number beyond 64 bits, a nesting without end, a lone half of a character.
_WITHOUT_FORM: Final = (OverflowError, RecursionError, UnicodeEncodeError)


def pack_events(pack: EventPack) -> bytes:
    """Write a pack as MessagePack, the form in which the log keeps it.

    An event that has no such form (a number beyond 64 bits, a nesting without end) is kept as what
    could not be read, and does not take the others along.
    """
    try:
        return _ENCODER.encode(pack)
    except _WITHOUT_FORM:
        fitting, unread = [], list(pack.unread)
        for event in pack.events:
            try:
                _ENCODER.encode(event)
                fitting.append(event)
            except _WITHOUT_FORM as error:
                unread.append(f"{event.name} {event.event_id}: {error}")
        return _ENCODER.encode(
            msgspec.structs.replace(pack, events=tuple(fitting), unread=tuple(unread))
        )


def unpack_events(payload: bytes) -> EventPack:
    """Read a pack written by `pack_events`.

    Raises:
        msgspec.DecodeError: The payload is not such a pack.
    """
    return _DECODER.decode(payload)


def is_own_name(name: str) -> bool:
    """Whether an event of this name can only come from our own rooms."""
    return name.startswith(OWN_PREFIXES) or name in FACT_EVENTS

"""Nouns of the room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

import msgspec

from stayflow.act.setting import Setting
from stayflow.language.raw import JsonObject
from stayflow.language.sentence import Sentence

MINOR_MAX: Final = 2**64 - 1
"""Behind every place in a batch, and every person."""

Key = tuple[int, int]
"""Where a row stands in its feed: (batch, place in it), (change of a segment, person), (instant in
milliseconds, person) of what is computed, (number, 0) of people to be forgotten, or (1, person) of a
segment that is handed over once."""

EVENTS: Final = "events"
ATTRIBUTES: Final = "attributes"
SEGMENT: Final = "segment:"
ERASED: Final = "erased"
MEMBERS: Final = "members:"
"""Feeds: recorded events, attributes that recorded events stated, changes of one segment, people to
be forgotten, a segment handed over once; and those of `computed`."""


class DestinationState(StrEnum):
    """Whether a destination is sent to."""

    RUNNING = "running"
    PAUSED = "paused"


class Health(StrEnum):
    """How a destination does."""

    OK = "ok"
    BEHIND = "behind"  # more waits than one delivery, or it waits long
    FAILING = "failing"
    PAUSED = "paused"


class DeliveryState(StrEnum):
    """What became of a delivery."""

    WAITING = "waiting"
    SENT = "sent"
    SPLIT = "split"  # refused as a whole; its halves are deliveries of their own
    DEAD = "dead"  # refused for good; it can be replayed


class EventsWanted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which events leave.

    Attributes:
        names: Empty: all.
        where: An event filter, as it was posted.
        people: A Condition, as it was posted; asked when the events leave.
    """

    names: tuple[str, ...] = ()
    where: dict[str, object] | None = None
    people: dict[str, object] | None = None


class Definition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a destination gets.

    Attributes:
        events: None: no events.
        segments: Segments whose entering and leaving people are told, by id or name.
        attributes: Attributes whose changes are told; `*` stands for all.
        computed: Kinds of what is computed whose changes are told: `stage`, `rfm`, `tag`.
        fields: Name there to what it holds, such as `{"crm_id": "identity.user_id"}`; None: all.
    """

    events: EventsWanted | None = None
    segments: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()
    fields: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Destination:
    """A system that gets a project's data.

    Attributes:
        settings: As they may be shown, without secrets.
        secrets_set: The secrets that have a value.
        failures: Attempts in a row that the other side was down.
        trouble: Its last words, while it is down.
        retry_at: When it is asked again.
    """

    destination_id: str
    name: str
    kind: str
    settings: JsonObject
    secrets_set: tuple[str, ...]
    definition: Definition
    state: DestinationState
    failures: int
    trouble: str | None
    failing_since: datetime | None
    retry_at: datetime | None
    rows_sent: int
    sent_at: datetime | None
    created_at: datetime
    created_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Lag:
    """What waits for a destination.

    Attributes:
        batches: Recorded and not looked at.
        events: In them, before the filter.
        oldest_at: When the oldest of them was recorded; None when nothing waits.
    """

    batches: int
    events: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class Tally:
    """Deliveries of a destination by state, and the rows in the dead ones."""

    waiting: int
    sent: int
    dead: int
    dead_rows: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """Rows handed over at once.

    Attributes:
        delivery_id: The idempotency key: a delivery that goes again goes under the same id.
        feed: `events`, `attributes`, or `segment:` and a segment's id.
        first: Key of the first row.
        last: Key of the last row.
        attempts: Times that the other side refused it.
    """

    delivery_id: str
    destination_id: str
    feed: str
    first: Key
    last: Key
    row_count: int
    state: DeliveryState
    attempts: int
    error: str | None
    due_at: datetime
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Row:
    """One fact on its way out.

    Attributes:
        key: Its place in its feed.
        row_id: Stable: the same fact has the same id whenever it is sent.
        person_id: Whom it is about.
        body: Field to JSON value; instants are ISO 8601.
        erases: Every id of a person who is to be forgotten; empty for any other fact.
        person_field: The field that holds people's ids in other rows; empty when none does.
    """

    key: Key
    row_id: str
    person_id: int
    body: Mapping[str, object]
    erases: tuple[int, ...] = ()
    person_field: str = "person_id"


@dataclass(frozen=True, slots=True)
class Shipment:
    """A delivery with its rows, as a target gets it."""

    delivery_id: str
    destination: str
    feed: str
    created_at: datetime
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a target may use of this machine.

    Attributes:
        exports: Folder of the project's files.
        allow_private: Whether private addresses may be reached.
    """

    exports: Path
    allow_private: bool


class Target(Protocol):
    """An open way to the other side; used by one thread."""

    def send(self, shipment: Shipment) -> None:
        """Hand a shipment over, all of it or as good as nothing: rows that come again are known.

        Raises:
            OutsideDown: The other side cannot be used now; the shipment waits.
            ContentRefused: The other side does not take this content.
        """
        ...

    def close(self) -> None:
        """Let go; never raises."""
        ...


class Kind(Protocol):
    """A plug: one way to hand data over."""

    @property
    def name(self) -> str:
        """Its name in definitions."""
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
    def rows_max(self) -> int:
        """Rows in one delivery."""
        ...

    @property
    def linger_seconds(self) -> int:
        """How long a delivery that is not full waits for more."""
        ...

    def parse(self, raw: object, path: str) -> JsonObject:
        """Check settings as a caller wrote them; returns all fields, defaults filled in.

        Raises:
            DestinationInvalid: A field does not fit.
        """
        ...

    def open(self, settings: JsonObject, around: Surroundings) -> Target:
        """A target with settings that `parse` returned, secrets among them.

        Raises:
            OutsideDown: The other side cannot be reached.
        """
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a trial delivery brought."""

    is_delivered: bool
    detail: str

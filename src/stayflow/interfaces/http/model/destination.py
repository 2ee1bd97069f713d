"""Shapes of destinations and their deliveries."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from stayflow.act.destination import KINDS, DeliveryState, DestinationState, Health
from stayflow.interfaces.http.model.common import Answer, Body, ConditionTree, Instant, Sentence
from stayflow.interfaces.http.model.setting import SettingShape

DestinationKind = Annotated[
    str, Field(description="How data is handed over", json_schema_extra={"enum": [*KINDS.names()]})
]


class DestinationKindShape(Answer):
    """A kind of destination, and what it asks for."""

    kind: DestinationKind
    label: Sentence
    asks: list[SettingShape]


class DestinationKindList(Answer):
    """Every kind of destination there is."""

    kinds: list[DestinationKindShape]


class Start(StrEnum):
    """Where a new destination begins."""

    NOW = "now"
    BEGINNING = "beginning"


class EventsWantedShape(Body):
    """Which events leave."""

    names: list[str] = Field(default=[], description="Empty: all events")
    where: dict[str, JsonValue] | None = Field(default=None, description="An event filter")
    people: ConditionTree | None = None


class DestinationCreateBody(Body):
    """A new destination."""

    name: str
    kind: DestinationKind
    settings: dict[str, JsonValue] = Field(
        description="What the kind `asks` for, by name; docs/collect/destinations.md"
    )
    events: EventsWantedShape | None = Field(default=None, description="Absent: no events leave")
    segments: list[str] = Field(
        default=[], description="Segments, by id or name, whose entering and leaving is told"
    )
    attributes: list[str] = Field(
        default=[], description="Attributes whose changes are told; `*`: all"
    )
    computed: list[Literal["stage", "rfm", "tag"]] = Field(
        default=[], description="What is computed of people whose changes are told"
    )
    fields: dict[str, str] | None = Field(
        default=None,
        description="Name there to what it holds: `property.<name>`, `attribute.<name>`,"
        " `identity.<kind>`, `event`, `time`, `person_id`, …; absent: everything",
    )
    start: Start = Start.NOW


class DestinationChangeBody(Body):
    """What changes; a secret of the settings that is left out keeps its value."""

    name: str | None = None
    settings: dict[str, JsonValue] | None = None
    events: EventsWantedShape | None = None
    segments: list[str] | None = None
    attributes: list[str] | None = None
    computed: list[Literal["stage", "rfm", "tag"]] | None = None
    fields: dict[str, str] | None = None


class EventsWantedAnswer(Answer):
    """Which events leave."""

    names: list[str]
    where: dict[str, JsonValue] | None
    people: dict[str, JsonValue] | None


class LagAnswer(Answer):
    """What waits for a destination, before its filter."""

    batches: int
    events: int
    oldest_at: Instant | None = Field(description="When the oldest that waits was recorded")


class TallyAnswer(Answer):
    """Deliveries by state."""

    waiting: int
    sent: int
    dead: int
    dead_rows: int


class DestinationAnswer(Answer):
    """A destination, and how it does."""

    destination_id: str
    name: str
    kind: DestinationKind
    settings: dict[str, JsonValue]
    secrets_set: list[str] = Field(description="Secrets that have a value; they are never shown")
    events: EventsWantedAnswer | None
    segments: list[str]
    attributes: list[str]
    computed: list[str]
    fields: dict[str, str] | None
    state: DestinationState
    health: Health
    trouble: str | None = Field(description="The other side's last words while it is down")
    failing_since: Instant | None
    retry_at: Instant | None
    rows_sent: int
    sent_at: Instant | None
    lag: LagAnswer
    deliveries: TallyAnswer
    created_at: Instant
    created_by: str
    changed_at: Instant


class DestinationMade(DestinationAnswer):
    """A new destination, with the secrets that were made for it."""

    secrets: dict[str, str] = Field(description="Shown this once, such as the signing secret")


class DestinationList(Answer):
    """A page of destinations, the oldest first."""

    destinations: list[DestinationAnswer]
    next: str | None


class DeliveryAnswer(Answer):
    """Rows handed over at once."""

    delivery_id: str
    feed: str = Field(
        description="`events`, `attributes`, `erased`, or `segment:`, `stage:`, `rfm:`, `tag:` and an id"
    )
    rows: int
    state: DeliveryState
    attempts: int
    error: str | None
    due_at: Instant
    created_at: Instant
    ended_at: Instant | None


class DeliveryList(Answer):
    """A page of deliveries, the newest first."""

    deliveries: list[DeliveryAnswer]
    next: str | None


class DeliveryDetail(DeliveryAnswer):
    """A delivery with its first rows, as they would be sent now."""

    sample: list[dict[str, JsonValue]]


class ReplayBody(Body):
    """What to send again; one of the three."""

    since: Instant | None = Field(default=None, description="Everything recorded from then on")
    batch: int | None = Field(default=None, ge=0, description="Everything from this batch on")
    dead: bool = Field(default=False, description="What was given up")


class ReplayAnswer(Answer):
    """What is sent again."""

    batch_from: int | None
    deliveries: int = Field(description="Dead deliveries that wait again")


class HandoverBody(Body):
    """Where a segment is handed over to, and what for; the purpose stays in the audit log."""

    destination_id: str
    purpose: str = Field(min_length=3, max_length=500)


class HandoverAnswer(Answer):
    """A segment that goes to a destination once."""

    export_id: str
    destination_id: str
    destination: str
    segment_id: str
    people: int
    purpose: str
    at: Instant
    by: str
    is_planned: bool = Field(description="Whether everybody has gone into a delivery")


class HandoverList(Answer):
    """The newest first."""

    handovers: list[HandoverAnswer]


class WithdrawalAnswer(Answer):
    """A person whom every destination is told to forget."""

    person_id: int
    ids: list[int] = Field(description="Every id under which rows of the person may have left")
    destinations: int = Field(description="How many are told")


class TrialAnswer(Answer):
    """What a trial row brought."""

    delivered: bool
    detail: str

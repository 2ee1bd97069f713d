"""The first page: how the project stands."""

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Instant
from stayflow.interfaces.http.model.query import StageLine


class OverviewRange(Answer):
    """First and last day, both included, in the project's zone."""

    from_day: str = Field(alias="from", validation_alias="from_day", serialization_alias="from")
    to: str
    zone: str


class OverviewPoint(Answer):
    """One day."""

    t: str
    active: int
    new: int
    returned: int
    revenue: float


class OverviewAnswer(Answer):
    """The numbers of the range; `kept`, `returned`, `churned` against the equally long one before."""

    people: int = Field(description="Everybody known")
    active: int
    new: int
    kept: int
    returned: int
    churned: int
    payers: int
    revenue: float
    orders: int
    stages: list[StageLine]
    series: list[OverviewPoint]
    range: OverviewRange
    last_event_on: str | None
    definition: str
    note: str | None = Field(
        description="What a reader must know about the data, such as moved dates"
    )


class CatalogueEvent(Answer):
    """An event name that was seen."""

    name: str
    count: int
    last_seen_at: Instant | None


class CatalogueProperty(Answer):
    """A property that was seen, and with which events."""

    name: str
    type: str
    events: list[str]


class CatalogueAttribute(Answer):
    """A person attribute that was seen."""

    name: str
    type: str


class CatalogueAnswer(Answer):
    """Every name a sentence can use."""

    events: list[CatalogueEvent]
    properties: list[CatalogueProperty]
    attributes: list[CatalogueAttribute]


class ValueLine(Answer):
    """A value and how often it occurs."""

    value: str
    count: int


class ValueList(Answer):
    """Most frequent first."""

    values: list[ValueLine]


class IntakeCount(Answer):
    """Events of one day, source and outcome."""

    day: str
    source: str
    outcome: str
    reason: str
    count: int


class IntakeCounts(Answer):
    """accepted + repaired + duplicate + rejected = received, always."""

    received: int
    accepted: int
    repaired: int
    duplicate: int
    rejected: int
    waiting_bytes: int = Field(description="Durable in the log, not yet taken in")
    counts: list[IntakeCount]

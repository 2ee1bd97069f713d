"""The first page: how the project stands."""

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer
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
    """The numbers of the range; `kept`: people of the equally long range before who came back."""

    people: int = Field(description="Everybody known")
    active: int
    new: int
    kept: int
    returned: int
    revenue: float
    orders: int
    stages: list[StageLine]
    series: list[OverviewPoint]
    range: OverviewRange
    last_event_on: str | None
    note: str | None = Field(
        description="What a reader must know about the data, such as moved dates"
    )


class CatalogueEvent(Answer):
    """An event name that was seen."""

    name: str
    count: int
    last_seen_at: str | None


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
    waiting: int = Field(description="Durable, not yet processed")
    counts: list[IntakeCount]

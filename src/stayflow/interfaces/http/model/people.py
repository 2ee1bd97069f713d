"""People: lists, the estimate while editing, the 360° page."""

from pydantic import Field

from stayflow.interfaces.http.model.common import (
    Answer,
    Body,
    ConditionTree,
    Instant,
    Json,
    Money,
    Sentence,
)


class PeopleBody(Body):
    """Who to list; `search` finds people by an identity value or its beginning."""

    condition: ConditionTree = Field(default_factory=dict)
    limit: int = Field(default=50, ge=1, le=1000)
    cursor: str | None = None
    search: str | None = Field(default=None, max_length=200)
    columns: list[str] | None = Field(
        default=None, max_length=50, description="Attributes to show; default: the most filled ones"
    )


class IdentityShape(Answer):
    """A (kind, value) pair; e-mail and phone are masked for roles below operator."""

    kind: str
    value: str
    masked: bool = False


class PersonLine(Answer):
    """One person in a list."""

    person_id: int
    identities: list[IdentityShape]
    attributes: dict[str, Json]
    first_seen_at: Instant | None
    last_seen_at: Instant | None


class PeopleAnswer(Answer):
    """A page of people, by person id; `count` is of all pages."""

    count: int
    people: list[PersonLine]
    next: str | None


class EstimateBody(Body):
    """A condition being edited."""

    condition: ConditionTree


class EstimateAnswer(Answer):
    """How many meet it, of how many, and what it says."""

    count: int
    total: int
    sentence: Sentence
    took_ms: float


class DescribeBody(Body):
    """Either a condition or a query, to be said in words."""

    condition: ConditionTree | None = None
    query: dict[str, Json] | None = None


class PersonAttribute(Answer):
    """A stated fact, newest value."""

    name: str
    value: Json
    type: str
    at: Instant | None
    origin: str | None = None
    masked: bool = False


class PersonStage(Answer):
    """Where the person stands in one lifecycle model."""

    model: str
    stage: str
    since: Instant
    previous: str | None = None


class PersonRfm(Answer):
    """The person's RFM class and what it was decided by."""

    rfm_class: str
    recency_days: float | None
    frequency: float | None
    monetary: Money | None
    at: Instant | None


class PersonValue(Answer):
    """Orders and revenue of the person so far."""

    orders: int
    revenue: Money
    currency: str
    first_order_at: Instant | None = None
    last_order_at: Instant | None = None


class PersonSegment(Answer):
    """A segment the person is in."""

    segment_id: str
    name: str


class PersonPoints(Answer):
    """The person's points."""

    balance: int
    earned: int
    spent: int


class PersonMessage(Answer):
    """A message to the person and their answer to it."""

    campaign_id: str
    campaign: str
    channel: str
    outcome: str
    at: Instant


class PersonAnswer(Answer):
    """The 360° page."""

    person_id: int
    asked_for: int = Field(
        description="Differs from person_id when that person was merged into this one"
    )
    first_seen_at: Instant | None
    last_seen_at: Instant | None
    events: int
    identities: list[IdentityShape]
    attributes: list[PersonAttribute]
    stages: list[PersonStage]
    rfm: PersonRfm | None
    value: PersonValue
    segments: list[PersonSegment]
    points: PersonPoints | None
    messages: list[PersonMessage]
    merged: list[int] = Field(description="Person ids that were merged into this one")


class EventLine(Answer):
    """One event of the person's history."""

    event_id: str
    event: str
    time: Instant
    channel: str
    source: str
    url: str
    title: str
    revenue: Money | None
    currency: str
    properties: dict[str, Json]


class EventPage(Answer):
    """Newest first."""

    events: list[EventLine]
    next: str | None

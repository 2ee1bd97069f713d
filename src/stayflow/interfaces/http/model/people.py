"""People: lists, the estimate while editing, the 360° page."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import (
    Answer,
    Body,
    ConditionTree,
    Instant,
    Json,
    Money,
    QueryTree,
    Sentence,
)
from stayflow.understand.profile import COLUMNS_MAX


class CampaignPeople(Body):
    """The people behind a count of a campaign: its `outcome` as `…/campaigns/{id}/people` has it."""

    campaign_id: str
    outcome: str
    on: date | None = Field(
        default=None, description="One day of the series: sent, opened, clicked or converted then"
    )


class SegmentPeople(Body):
    """The people of a segment as computed; of a version; or who entered or left, with it or in a time."""

    segment_id: str
    version: int | None = Field(default=None, ge=1, description="None: now")
    part: Literal["members", "entered", "left"] = "members"
    since: datetime | None = Field(default=None, description="With `until`, for entered and left")
    until: datetime | None = Field(
        default=None, description="Alone, with members: who was in it at that instant"
    )


class OverlapPeople(Body):
    """The people who are in exactly `inside` of some segments."""

    segments: list[str] = Field(min_length=2, max_length=8)
    inside: list[str] = Field(min_length=1, max_length=8)


class TraitPeople(Body):
    """The people of a segment who have a trait of its profile, or all who have it."""

    segment_id: str
    kind: str
    name: str
    value: str = ""
    everybody: bool = False


class TierMovePeople(Body):
    """Those who went from one value tier to another between two instants; '' is none."""

    since: datetime
    until: datetime
    before: Literal["", "high", "middle", "low"]
    after: Literal["", "high", "middle", "low"]


class ValuePeople(Body):
    """People behind numbers of value: exactly one of the fields."""

    top: int | None = Field(default=None, ge=1, description="So many who bring most")
    move: TierMovePeople | None = None
    won_by: str | None = Field(default=None, description="A source with a cost")


class TagPeople(Body):
    """Who had a value of a tag at the end of a day of the project's zone, or gained or lost it on that day."""

    tag_id: str
    value: str
    on: date
    part: Literal["holders", "gained", "lost"] = "holders"


class TagDraftPeople(Body):
    """Who would have a value of a tag that is not saved."""

    kind: str
    definition: dict[str, Json]
    value: str


class AttributePeople(Body):
    """Who has a value of an attribute, or a number from `start` on and below `end`; or had it on a day."""

    name: str
    value: str | None = Field(default=None, description="Of a time its year; of a list one item")
    start: float | None = None
    end: float | None = None
    on: date | None = Field(
        default=None, description="At the end of this day of the project's zone; None is now"
    )
    origin: str | None = Field(
        default=None, description="Only values that came this way, as `origins` names it"
    )


class ScorePeople(Body):
    """Who has at least `start` and less than `end` points of a score; or who is, or was, in a `band`."""

    score_id: str
    start: float | None = None
    end: float | None = None
    band: str | None = Field(default=None, description="'' is below the lowest")
    on: date | None = Field(
        default=None,
        description="With `band`: the end of this day of the project's zone; None is now",
    )


class ScoreDraftPeople(Body):
    """Who would have at least `start` and less than `end` points of a score that is not saved."""

    definition: dict[str, Json]
    start: float
    end: float


class FadedPeople(Body):
    """Who was in a grade of the early warning as many days ago as it compares."""

    grade: Literal["watch", "warn", "urgent"]


class PeopleSource(Body):
    """People that no condition describes: exactly one of the fields."""

    campaign: CampaignPeople | None = None
    segment: SegmentPeople | None = None
    overlap: OverlapPeople | None = None
    trait: TraitPeople | None = None
    tag: TagPeople | None = None
    attribute: AttributePeople | None = None
    score: ScorePeople | None = None
    tag_draft: TagDraftPeople | None = None
    score_draft: ScoreDraftPeople | None = None
    faded: FadedPeople | None = None
    value: ValuePeople | None = None
    points: Literal["holders"] | None = None


ColumnKind = Literal["stage", "status", "tier", "rfm", "segment", "tag", "score", "band"]


class ColumnBody(Body):
    """A column beside attributes, as `GET …/people/columns` lists them."""

    kind: ColumnKind
    name: str = Field(default="", max_length=200)


class SortBody(Body):
    """By what people are sorted; who has no value comes last either way."""

    by: Literal["first_seen", "attribute", "score"]
    name: str = Field(default="", max_length=200, description="The attribute, or the score's id")
    falling: bool = False


class PeopleBody(Body):
    """Who to list; `search` finds people by a part of an identity's value."""

    condition: ConditionTree = Field(default_factory=dict)
    source: PeopleSource | None = Field(default=None, description="In place of a condition")
    limit: int = Field(default=50, ge=1, le=1000)
    cursor: str | None = None
    search: str | None = Field(default=None, max_length=200)
    columns: list[str] | None = Field(
        default=None, max_length=100, description="Attributes to show; default: all"
    )
    show: list[ColumnBody] = Field(
        default_factory=list, max_length=COLUMNS_MAX, description="What else to show of each"
    )
    sort: SortBody | None = Field(default=None, description="Default: by person id")


class IdentityShape(Answer):
    """A (kind, value) pair; e-mail and phone are masked for roles below operator."""

    kind: str
    value: str
    masked: bool = False


class CellShape(Answer):
    """A value in a column, and as people read it."""

    value: str
    label: Sentence


class PersonLine(Answer):
    """One person in a list; attribute values are text, `cells` are in the order of `show`."""

    person_id: int
    identities: list[IdentityShape]
    attributes: dict[str, str]
    first_seen_at: Instant | None
    last_seen_at: Instant | None
    cells: list[list[CellShape]] = Field(default_factory=list)


class PeopleAnswer(Answer):
    """A page of people; `count` is of all pages."""

    count: int
    people: list[PersonLine]
    next: str | None


class ColumnChoiceShape(Answer):
    """A column that a list of people can show."""

    kind: ColumnKind
    name: str
    label: Sentence
    is_sortable: bool


class PeopleColumns(Answer):
    """Every column beside attributes."""

    columns: list[ColumnChoiceShape]
    masked: list[str] = Field(
        description="Attributes masked for the caller, by which people are not sorted"
    )


class EstimateBody(Body):
    """A condition being edited."""

    condition: ConditionTree


class EstimateAnswer(Answer):
    """How many meet it, of how many, and what it says."""

    count: int
    total: int
    error: int = Field(
        description="With a probability of about 95 % `count` is no further off; 0: everybody was counted"
    )
    sentence: Sentence
    took_ms: float


class DescribeBody(Body):
    """Either a condition or a query, to be said in words."""

    condition: ConditionTree | None = None
    query: QueryTree | None = None


class PersonAttribute(Answer):
    """A stated fact, newest value, as text."""

    name: str
    label: Sentence
    value: str
    at: Instant
    origin: str
    masked: bool = False


class StageEntryShape(Answer):
    """The person entered a stage, and the condition they met then."""

    stage: str
    label: Sentence
    previous: str
    at: Instant
    cause: Sentence


class PersonStage(Answer):
    """Where the person stands in the lifecycle, and all stages before, newest first."""

    stage: str
    label: Sentence
    since: Instant
    history: list[StageEntryShape]


class PersonRfm(Answer):
    """The person's RFM class and what it was decided by."""

    rfm_class: str
    recency_days: float
    frequency: float
    monetary: float
    at: Instant


class PersonValue(Answer):
    """Orders and revenue of the person so far, returns deducted."""

    orders: int
    revenue: Money
    currency: str
    last_order_at: Instant | None


class PersonSegment(Answer):
    """A segment the person was in at its newest refresh."""

    segment_id: str
    name: str
    as_of: Instant | None


class PersonPoints(Answer):
    """The person's points."""

    balance: int
    earned: int
    spent: int


class PersonMessage(Answer):
    """A message to the person, and what became of it."""

    message_id: str
    campaign_id: str
    campaign: str
    channel: str
    state: str
    at: Instant | None


class PersonMerge(Answer):
    """Another person id that turned out to be this person."""

    person_id: int
    at: Instant
    cause: str


class EventLine(Answer):
    """One event; `context` holds the columns of where and how that are not empty."""

    event_id: str
    event: str
    time: Instant
    revenue: Money | None
    currency: str
    context: dict[str, str]
    properties: dict[str, Json]


class PersonTagShape(Answer):
    """A value of a tag the person has."""

    tag_id: str
    name: str
    label: Sentence
    family: str
    value: str
    value_label: Sentence
    since: Instant
    cause: str


class PersonScoreShape(Answer):
    """A score of the person; `band` is '' below the lowest."""

    score_id: str
    name: str
    label: Sentence
    points: float
    band: str
    band_label: Sentence
    at: Instant


class PersonStatusShape(Answer):
    """How active the person is today."""

    status: str
    label: Sentence


class PersonTierShape(Answer):
    """The value tier of the person at the newest run."""

    tier: str
    label: Sentence
    since: Instant


class WhereaboutsShape(Answer):
    """A device and where it was, as events tell; '' where they do not."""

    device: str
    os: str
    browser: str
    country: str
    province: str
    city: str
    events: int
    last_seen_at: Instant


class PersonConsent(Answer):
    """An address of the person: `reason` says why nothing is sent to it, '' that it may be written to."""

    channel: str
    address: str
    masked: bool
    reason: str
    at: Instant | None


class PersonAnswer(Answer):
    """The 360° page."""

    person_id: int
    asked_for: int = Field(description="Differs when that person was merged into this one")
    first_seen_at: Instant | None
    last_seen_at: Instant | None
    events: int
    identities: list[IdentityShape]
    merges: list[PersonMerge]
    attributes: list[PersonAttribute]
    value: PersonValue
    stage: PersonStage | None
    rfm: PersonRfm | None
    segments: list[PersonSegment]
    tags: list[PersonTagShape] = Field(default_factory=list)
    scores: list[PersonScoreShape] = Field(default_factory=list)
    status: PersonStatusShape | None
    tier: PersonTierShape | None
    whereabouts: list[WhereaboutsShape]
    consents: list[PersonConsent]
    points: PersonPoints
    messages: list[PersonMessage]
    timeline: list[EventLine]
    timeline_next: str | None


class EventPage(Answer):
    """Newest first."""

    events: list[EventLine]
    next: str | None

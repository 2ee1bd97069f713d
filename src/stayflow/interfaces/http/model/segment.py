"""Segments: a saved condition, others joined by algebra, a fixed list; and the people in them."""

from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import (
    Answer,
    Body,
    ConditionTree,
    Instant,
    Json,
    QueryTree,
    Sentence,
)
from stayflow.interfaces.http.model.people import PeopleSource

AlgebraTree = dict[str, Json]


class IdentityList(Body):
    """Identities of one kind, such as the lines of an uploaded file."""

    kind: str = Field(min_length=1, max_length=100)
    values: list[str] = Field(min_length=1, max_length=200_000)


class SegmentRefreshShape(Body):
    """When the people are computed; `at` is the local time of a daily one."""

    how: Literal["live", "hourly", "daily", "manual"] = "daily"
    at: str = Field(default="02:00", max_length=5)


class SegmentCreateBody(Body):
    """A new segment, computed at once, of exactly one of the five: what follows `refresh`."""

    name: str = Field(min_length=1, max_length=200)
    description: str = Field(default="", max_length=1000)
    refresh: SegmentRefreshShape | None = None
    condition: ConditionTree | None = None
    algebra: AlgebraTree | None = Field(
        default=None,
        description='{"union" | "intersect" | "minus": [segment or the same again, …]}',
    )
    query: QueryTree | None = Field(default=None, description="With `who`: a fixed list")
    source: PeopleSource | None = Field(default=None, description="A fixed list of those behind")
    identities: IdentityList | None = Field(default=None, description="A fixed list of who has one")


class SegmentChangeBody(Body):
    """What changes; a new definition computes a new version."""

    name: str | None = Field(default=None, min_length=1, max_length=200)
    description: str | None = Field(default=None, max_length=1000)
    condition: ConditionTree | None = None
    algebra: AlgebraTree | None = None
    refresh: SegmentRefreshShape | None = None


class SegmentFillBody(Body):
    """The people of a fixed list anew: exactly one of both."""

    source: PeopleSource | None = None
    identities: IdentityList | None = None


class UseShape(Answer):
    """A definition that names the segment."""

    kind: str
    use_id: str
    name: str


class SegmentAnswer(Answer):
    """A segment."""

    segment_id: str
    name: str
    description: str
    condition: ConditionTree | None = Field(description="None for a fixed list and for algebra")
    algebra: AlgebraTree | None = None
    sentence: Sentence
    people: int | None = Field(description="None until computed")
    version: int
    refresh: SegmentRefreshShape
    refreshed_at: Instant | None
    problem: str = Field(default="", description="Why it could not be computed")
    edition: int
    created_at: Instant
    created_by: str
    changed_at: Instant
    changed_by: str
    used_by: list[str] = Field(default_factory=list, description="Names of what uses it")
    uses: list[UseShape] = Field(default_factory=list)
    unknown: int | None = Field(
        default=None, description="Of uploaded identities: those nobody has"
    )


class SegmentList(Answer):
    """The project's segments, newest first."""

    segments: list[SegmentAnswer]


class SegmentVersion(Answer):
    """One computation of everybody."""

    version: int
    at: Instant
    people: int
    entered: int
    left: int


class SegmentHourShape(Answer):
    """What real time changed in an hour."""

    hour: Instant
    people: int
    entered: int
    left: int


class SegmentHistory(Answer):
    """Oldest first."""

    versions: list[SegmentVersion]
    hours: list[SegmentHourShape] = Field(default_factory=list)


class SegmentEditionShape(Answer):
    """What it was defined as, from `changed_at` on."""

    edition: int
    name: str
    description: str
    condition: ConditionTree | None
    algebra: AlgebraTree | None
    refresh: SegmentRefreshShape
    changed_at: Instant
    changed_by: str


class SegmentEditions(Answer):
    """Newest first."""

    editions: list[SegmentEditionShape]


class TraitShape(Answer):
    """A trait inside and among everybody; `lift` is the share inside over that of everybody."""

    kind: str
    name: str
    value: str
    name_said: Sentence = Field(description="What the name is called")
    value_said: Sentence
    inside: int
    everybody: int
    share: float
    base: float
    lift: float
    p_value: float
    is_significant: bool


class SegmentProfile(Answer):
    """The traits of a segment, the most telling first."""

    people: int
    everybody: int
    traits: list[TraitShape]
    hidden: int = Field(description="Traits of personal data, which the role may not see")


class OverlapBody(Body):
    """Segments to compare."""

    segments: list[str] = Field(min_length=2, max_length=8)


class OverlapPart(Answer):
    """People who are in all of `inside`, and in no other of the segments asked about."""

    inside: list[str]
    people: int


class OverlapSegment(Answer):
    """One of the segments asked about."""

    segment_id: str
    name: str
    people: int | None


class OverlapAnswer(Answer):
    """The parts into which the segments cut their people, the largest first."""

    segments: list[OverlapSegment]
    parts: list[OverlapPart]


class SegmentExportBody(Body):
    """A file of the people now; the purpose stays in the audit log."""

    format: Literal["csv", "parquet"] = "csv"
    purpose: str = Field(min_length=3, max_length=500)
    columns: list[str] = Field(default_factory=list, max_length=100)
    identities: list[str] = Field(
        default_factory=list, max_length=20, description="Kinds; empty: nobody is named"
    )


class SegmentExportAnswer(Answer):
    """An export and how far it is."""

    export_id: str
    segment_id: str
    format: str
    purpose: str
    columns: list[str]
    identities: list[str]
    is_masked: bool
    state: str
    progress: float | None
    error: str | None
    people: int | None
    withheld: int | None = Field(description="Held back, for too few people share their row")
    requested_by: str
    requested_at: Instant


class SegmentExports(Answer):
    """The newest first."""

    exports: list[SegmentExportAnswer]

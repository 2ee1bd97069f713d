"""Segments: a saved condition and the people who met it."""

from pydantic import Field

from stayflow.interfaces.http.model.common import (
    Answer,
    Body,
    ConditionTree,
    Instant,
    QueryTree,
    Sentence,
)
from stayflow.interfaces.http.model.people import PeopleSource


class SegmentCreateBody(Body):
    """A new segment, computed at once: of a condition, or a fixed list of those behind a number."""

    name: str = Field(min_length=1, max_length=200)
    description: str = Field(default="", max_length=1000)
    condition: ConditionTree | None = None
    query: QueryTree | None = Field(default=None, description="With `who`, in place of a condition")
    source: PeopleSource | None = Field(default=None, description="In place of a condition")


class SegmentChangeBody(Body):
    """What changes; a new condition computes a new version."""

    name: str | None = Field(default=None, min_length=1, max_length=200)
    description: str | None = Field(default=None, max_length=1000)
    condition: ConditionTree | None = None


class SegmentAnswer(Answer):
    """A segment."""

    segment_id: str
    name: str
    description: str
    condition: ConditionTree | None = Field(description="None for a fixed list")
    sentence: Sentence
    people: int | None = Field(description="None until computed")
    version: int
    refreshed_at: Instant | None
    created_at: Instant
    used_by: list[str] = Field(default_factory=list, description="Names of what uses it")


class SegmentList(Answer):
    """The project's segments, newest first."""

    segments: list[SegmentAnswer]


class SegmentVersion(Answer):
    """One computation of the segment."""

    version: int
    at: Instant
    people: int
    entered: int
    left: int


class SegmentHistory(Answer):
    """Oldest first."""

    versions: list[SegmentVersion]

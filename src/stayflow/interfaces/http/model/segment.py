"""Segments: a saved condition and the people who met it."""

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Body, ConditionTree, Instant, Sentence


class SegmentCreateBody(Body):
    """A new segment; it is computed at once."""

    name: str = Field(min_length=1, max_length=100)
    description: str = Field(default="", max_length=1000)
    condition: ConditionTree


class SegmentChangeBody(Body):
    """What changes; a new condition computes a new version."""

    name: str | None = Field(default=None, min_length=1, max_length=100)
    description: str | None = Field(default=None, max_length=1000)
    condition: ConditionTree | None = None


class SegmentAnswer(Answer):
    """A segment."""

    segment_id: str
    name: str
    description: str
    condition: ConditionTree
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

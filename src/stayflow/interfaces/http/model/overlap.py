"""Answers of kind `overlap`."""

from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Answered


class SegmentSize(Answer):
    """A segment, and how many are in it."""

    segment_id: str
    name: str
    people: int
    previous: int | None = Field(default=None, description="On the day compared with")


class SegmentsPart(Answer):
    """People who are in exactly these of the segments."""

    inside: list[str] = Field(description="Names of the segments")
    people: int
    previous: int | None = None


class SegmentsPair(Answer):
    """People who are in both, whatever other segments they are in."""

    one: str
    other: str
    people: int
    share_of_one: float | None
    share_of_other: float | None
    jaccard: float | None = Field(description="Of those in either, the share in both")
    previous: int | None = None


class SegmentsOverlapResult(Answer):
    """Of kind `overlap`."""

    people: int = Field(description="In any of the segments")
    segments: list[SegmentSize]
    parts: list[SegmentsPart]
    pairs: list[SegmentsPair]
    previous: int | None = Field(
        default=None, description="In any of them on the day compared with"
    )


class SegmentsOverlapAnswer(Answered):
    """Answer of kind `overlap`."""

    kind: Literal["overlap"]
    result: SegmentsOverlapResult

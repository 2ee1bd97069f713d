"""Overlap 交集: how large segments are, how many people are in several of them, and who.

Segments are taken as they were last computed, with the changes since; a person merged into another counts as one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import msgspec

from stayflow.language.raw import JsonObject, Malformed, join, read_list, read_object, read_text
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence, say_list
from stayflow.language.statement import Statement
from stayflow.measure.analysis.errors import TooMuchAsked, UnknownCell, Unsupported
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.request import check_fields
from stayflow.understand.segment import Segment, SegmentFacet, overlap_people, overlap_segments

SEGMENTS_MIN, SEGMENTS_MAX = 2, 8
SHARED = ("range", "filter", "people", "by")


class SegmentSize(msgspec.Struct, frozen=True):
    """A segment, and how many are in it."""

    segment_id: str
    name: str
    people: int


class SegmentsPart(msgspec.Struct, frozen=True):
    """People who are in exactly the segments of these names."""

    inside: list[str]
    people: int


class SegmentsPair(msgspec.Struct, frozen=True):
    """People who are in both, whatever other segments they are in.

    Attributes:
        one: Name of a segment.
        other: Name of another.
        people: In both.
        share_of_one: Of those in `one`; None when nobody is.
        share_of_other: Of those in `other`.
        jaccard: Of those in either.
    """

    one: str
    other: str
    people: int
    share_of_one: float | None
    share_of_other: float | None
    jaccard: float | None


class SegmentsOverlapResult(msgspec.Struct, frozen=True):
    """People in any of the segments; each segment; the parts, largest first; each pair as asked."""

    people: int
    segments: list[SegmentSize]
    parts: list[SegmentsPart]
    pairs: list[SegmentsPair]


@dataclass(frozen=True, slots=True)
class SegmentsOverlap:
    """A question for the overlap of segments, by name or id."""

    names: tuple[str, ...]

    def answer(self, desk: Desk) -> SegmentsOverlapResult:
        """Sizes, parts and pairs."""
        segments = self._find(desk.scope)
        overlaps = overlap_segments(segments, scope=desk.scope, warehouse=desk.warehouse)
        names = {each.segment_id: each.name for each in segments}
        parts = [
            SegmentsPart([names[one] for one in each.inside], each.people) for each in overlaps
        ]
        sizes = [
            SegmentSize(each.segment_id, each.name, _within(parts, each.name)) for each in segments
        ]
        return SegmentsOverlapResult(
            people=sum(part.people for part in parts),
            segments=sizes,
            parts=parts,
            pairs=[_pair(one, other, parts) for one, other in combinations(sizes, 2)],
        )

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        return Sentence(
            "分群 {names} 各有多少人、同时在其中几个里的有多少人；按分群最近一次计算及之后的变化，合并的人算一人。",
            "How many people are in the segments {names}, and in several of them; as last computed, with the changes "
            "since; merged persons are one.",
        ).say(lang, names=say_list(self.names, lang))

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people in exactly some of the segments (`inside`), or in all of some (`all`) and perhaps others.

        Raises:
            Malformed: Neither is named, or both.
            UnknownCell: A segment is none of the question's.
        """
        read_object(who, "who", known=("inside", "all"))
        if len(who) != 1:
            raise Malformed("expected inside or all", path="who")
        ((field, raw),) = who.items()
        segments = self._find(desk.scope)
        known = {each.name: each.segment_id for each in segments}
        known |= {each.segment_id: each.segment_id for each in segments}
        inside = []
        for index, each in enumerate(read_list(raw, join("who", field))):
            at = f"who.{field}[{index}]"
            name = read_text(each, at)
            if name not in known:
                raise UnknownCell(f'"{name}" is none of the segments asked about', path=at)
            inside.append(known[name])
        if not inside:
            raise UnknownCell("names no segment", path=join("who", field))
        return overlap_people(segments, inside, scope=desk.scope, exactly=field == "inside")

    def _find(self, scope: Scope) -> list[Segment]:
        facet = scope.facets.get("segment", path="segments")
        if not isinstance(facet, SegmentFacet):
            raise Unsupported("segments are not to be had here", path="segments")
        return [facet.find(name, f"segments[{index}]") for index, name in enumerate(self.names)]


def parse_overlap(raw: JsonObject, _frame: Frame) -> SegmentsOverlap:
    """Read `segments`.

    Raises:
        TooMuchAsked: Too few or too many of them.
        Unsupported: A range, filter, people or breakdown: segments are as they are now.
    """
    check_fields(raw, "segments")
    for field in SHARED:
        if raw.get(field):
            raise Unsupported("segments overlap as they are now; ask for others", path=field)
    given = read_list(raw.get("segments"), "segments")
    if not SEGMENTS_MIN <= len(given) <= SEGMENTS_MAX:
        raise TooMuchAsked(
            f"expected {SEGMENTS_MIN} to {SEGMENTS_MAX} segments, got {len(given)}", path="segments"
        )
    return SegmentsOverlap(
        tuple(read_text(each, f"segments[{index}]") for index, each in enumerate(given))
    )


def _within(parts: Sequence[SegmentsPart], *names: str) -> int:
    return sum(part.people for part in parts if set(names) <= set(part.inside))


def _pair(one: SegmentSize, other: SegmentSize, parts: Sequence[SegmentsPart]) -> SegmentsPair:
    both = _within(parts, one.name, other.name)
    either = one.people + other.people - both
    return SegmentsPair(
        one.name,
        other.name,
        both,
        both / one.people if one.people else None,
        both / other.people if other.people else None,
        both / either if either else None,
    )

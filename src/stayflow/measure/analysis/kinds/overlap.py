"""Overlap 交集: how large segments are, how many people are in several of them, and who.

Segments are taken as they were last computed, with the changes since; a person merged into another counts as one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Final

import msgspec

from stayflow.language.raw import (
    JsonObject,
    Malformed,
    join,
    read_boolean,
    read_date,
    read_list,
    read_object,
    read_text,
)
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence, say_list
from stayflow.language.statement import Statement
from stayflow.language.window import midnight
from stayflow.measure.analysis.errors import TooMuchAsked, UnknownCell, Unsupported
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.request import check_fields
from stayflow.understand.segment import Segment, SegmentFacet, overlap_people, overlap_segments

SEGMENTS_MIN, SEGMENTS_MAX = 2, 8
SHARED = ("range", "filter", "people", "by")
_BEFORE_SAID: Final = Sentence(
    "与 {day} 结束时相比：取自各分群当时的成员记录，不按现在的条件重算。",
    " Compared with the end of {day}: who was in them then as recorded, not as their conditions would say today.",
)


class SegmentSize(msgspec.Struct, frozen=True, omit_defaults=True):
    """A segment, and how many are in it; `previous` were on the day compared with."""

    segment_id: str
    name: str
    people: int
    previous: int | None = None


class SegmentsPart(msgspec.Struct, frozen=True, omit_defaults=True):
    """People who are in exactly the segments of these names; `previous` were on the day compared with."""

    inside: list[str]
    people: int
    previous: int | None = None


class SegmentsPair(msgspec.Struct, frozen=True, omit_defaults=True):
    """People who are in both, whatever other segments they are in.

    Attributes:
        one: Name of a segment.
        other: Name of another.
        people: In both.
        share_of_one: Of those in `one`; None when nobody is.
        share_of_other: Of those in `other`.
        jaccard: Of those in either.
        previous: In both on the day compared with.
    """

    one: str
    other: str
    people: int
    share_of_one: float | None
    share_of_other: float | None
    jaccard: float | None
    previous: int | None = None


class SegmentsOverlapResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """People in any of the segments; each segment; the parts, largest first; each pair as asked.

    `previous` were in any of them on the day compared with.
    """

    people: int
    segments: list[SegmentSize]
    parts: list[SegmentsPart]
    pairs: list[SegmentsPair]
    previous: int | None = None


@dataclass(frozen=True, slots=True)
class SegmentsOverlap:
    """A question for the overlap of segments, by name or id; `before` is the day to compare with."""

    names: tuple[str, ...]
    before: date | None = None

    def answer(self, desk: Desk) -> SegmentsOverlapResult:
        """Sizes, parts and pairs.

        Raises:
            Unsupported: A segment was not known on the day to compare with.
        """
        segments = self._find(desk.scope)
        result = self._overlap(segments, desk, None)
        if self.before is None:
            return result
        return _set_beside(result, self._overlap(segments, desk, self._then(segments, desk)))

    def _overlap(
        self, segments: list[Segment], desk: Desk, at: datetime | None
    ) -> SegmentsOverlapResult:
        overlaps = overlap_segments(segments, scope=desk.scope, warehouse=desk.warehouse, at=at)
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

    def _then(self, segments: list[Segment], desk: Desk) -> datetime:
        """The end of the day to compare with, when every segment must have been known."""
        if self.before is None:
            raise UnknownCell("the question is not compared with another day", path="who.compared")
        at = midnight(self.before + timedelta(days=1), desk.scope.zone)
        facet = _facet(desk.scope)
        for each in segments:
            since = facet.known_since(each.segment_id)
            if since is None or since >= at:
                day = "" if since is None else since.astimezone(desk.scope.zone).date()
                raise Unsupported(
                    f"nobody knows who was in {each.name} then: it was first computed on {day or 'no day'}; "
                    "take a later day",
                    path="before",
                )
        return at

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        counted = Sentence(
            "分群 {names} 各有多少人、同时在其中几个里的有多少人；按分群最近一次计算及之后的变化，合并的人算一人。",
            "How many people are in the segments {names}, and in several of them; as last computed, with the changes "
            "since; merged persons are one.",
        ).say(lang, names=say_list(self.names, lang))
        if self.before is None:
            return counted
        return counted + _BEFORE_SAID.say(lang, day=self.before.isoformat())

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people in exactly some of the segments (`inside`), or in all of some (`all`) and perhaps others.

        Raises:
            Malformed: Neither is named, or both.
            UnknownCell: A segment is none of the question's.
        """
        read_object(who, "who", known=("inside", "all", "compared"))
        cells = [name for name in ("inside", "all") if name in who]
        if len(cells) != 1:
            raise Malformed("expected inside or all", path="who")
        field, raw = cells[0], who[cells[0]]
        segments = self._find(desk.scope)
        is_past = read_boolean(who.get("compared", False), "who.compared")
        day = self._then(segments, desk) if is_past else None
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
        exactly = field == "inside"
        return overlap_people(segments, inside, scope=desk.scope, exactly=exactly, at=day)

    def _find(self, scope: Scope) -> list[Segment]:
        facet = _facet(scope)
        return [facet.find(name, f"segments[{index}]") for index, name in enumerate(self.names)]


def parse_overlap(raw: JsonObject, _frame: Frame) -> SegmentsOverlap:
    """Read `segments` and `before`.

    Raises:
        TooMuchAsked: Too few or too many of them.
        Unsupported: A range, filter, people or breakdown: segments are as they are now.
    """
    check_fields(raw, "segments", "before")
    for field in SHARED:
        if raw.get(field):
            raise Unsupported("segments overlap as they are now; ask for others", path=field)
    given = read_list(raw.get("segments"), "segments")
    if not SEGMENTS_MIN <= len(given) <= SEGMENTS_MAX:
        raise TooMuchAsked(
            f"expected {SEGMENTS_MIN} to {SEGMENTS_MAX} segments, got {len(given)}", path="segments"
        )
    names = tuple(read_text(each, f"segments[{index}]") for index, each in enumerate(given))
    before = raw.get("before")
    return SegmentsOverlap(names, None if before is None else read_date(before, "before"))


def _facet(scope: Scope) -> SegmentFacet:
    facet = scope.facets.get("segment", path="segments")
    if not isinstance(facet, SegmentFacet):
        raise Unsupported("segments are not to be had here", path="segments")
    return facet


def _set_beside(now: SegmentsOverlapResult, then: SegmentsOverlapResult) -> SegmentsOverlapResult:
    """Each number beside that of the other day; parts that were there only then come last."""
    sizes = {each.segment_id: each.people for each in then.segments}
    parts = {tuple(each.inside): each.people for each in then.parts}
    pairs = {(each.one, each.other): each.people for each in then.pairs}
    kept = [
        msgspec.structs.replace(each, previous=parts.pop(tuple(each.inside), 0))
        for each in now.parts
    ]
    return SegmentsOverlapResult(
        people=now.people,
        segments=[
            msgspec.structs.replace(each, previous=sizes[each.segment_id]) for each in now.segments
        ],
        parts=kept + [SegmentsPart(list(inside), 0, people) for inside, people in parts.items()],
        pairs=[
            msgspec.structs.replace(each, previous=pairs[each.one, each.other])
            for each in now.pairs
        ],
        previous=then.people,
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

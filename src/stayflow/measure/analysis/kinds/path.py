"""Path 路径: what people did next, before, or around an event, step by step.

A path begins (`after`, `around`) at a person's first anchor in the range or ends (`before`) at the last one, so a
person counts once. The other steps lie within the window of it, the end included, and may lie outside the range.
Steps are in the order of time, and at equal times in the order of arrival. The same step again and again is one,
unless repeats are asked for. Of each step the names that most people have are told apart, the rest are "other".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec

from stayflow.language.metric import EventSelection, describe_selection, parse_selection
from stayflow.language.raw import (
    JsonObject,
    join,
    read_boolean,
    read_choice,
    read_object,
    read_text,
)
from stayflow.language.sentence import Lang, Sentence, say_length
from stayflow.language.statement import Statement
from stayflow.language.window import Length, parse_duration, parse_length
from stayflow.measure.analysis.errors import TooMuchAsked, UnknownCell, Unsupported
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.request import check_fields, read_count
from stayflow.measure.analysis.scan import Scan, all_of
from stayflow.measure.analysis.walks import (
    AFTER,
    BEFORE,
    NAMES_MAX,
    Walk,
    Way,
    again_sql,
    hops_statement,
    leading_sql,
    names_sql,
    paths_sql,
    placed_ctes,
)
from stayflow.measure.analysis.words import describe_frame

DEPTH_MIN, DEPTH_DEFAULT, DEPTH_MAX = 2, 5, 10
WINDOW_DEFAULT = "1d"
WINDOW_MAX = timedelta(days=366)
BY_EVENT = "event"
LINK_ENDS = {
    "source": "from",
    "target": "to",
    "is_source_other": "is_from_other",
    "is_target_other": "is_to_other",
}
"""What the ends of a link are called where they are asked for and answered."""


class PathNode(msgspec.Struct, frozen=True):
    """A name at a step.

    Attributes:
        level: 0 for the anchor, then 1, 2, … after and -1, -2, … before it.
        name: The event, or the value of the property; None for an anchor without it, and for the rest.
        is_other: True for all names of this step beyond the leading ones together.
        people: Whose path has it here.
        ended: Of them, those whose path ends here, though more steps were asked for.
        pending: Of those, the ones whose window is still open.
        begun: Of them, those whose path begins here, though more steps before it were asked for.
    """

    level: int
    name: str | None
    is_other: bool
    people: int
    ended: int = 0
    pending: int = 0
    begun: int = 0


class PathLink(msgspec.Struct, frozen=True, rename=LINK_ENDS):
    """People who went from one name to another.

    Attributes:
        level: The step it leads from; it leads to the next one.
        source: Where from; None for an anchor without a name, and for the rest.
        target: Where to; likewise.
        is_source_other: True where it leads from the names beyond the leading ones.
        is_target_other: True where it leads to them.
        people: Whose path has it.
        count: Paths that have it; a person has one, so as many as people.
        again: Of the people, those who had been at the target before: a loop.
    """

    level: int
    source: str | None
    target: str | None
    is_source_other: bool
    is_target_other: bool
    people: int
    count: int
    again: int


class PathResult(msgspec.Struct, frozen=True):
    """The nodes of every step, more people first and the rest last, and the links between them."""

    people: int
    nodes: list[PathNode]
    links: list[PathLink]


@dataclass(frozen=True, slots=True)
class Path:
    """A question for paths."""

    frame: Frame
    walk: Walk
    window_said: Length

    def answer(self, desk: Desk) -> PathResult:
        """Nodes and links.

        Raises:
            TooMuchAsked: The property has more values than can be told apart.
        """
        rows = desk.read(hops_statement(self.walk, self.frame.top, Scan(self.frame, desk.scope)))
        if rows and rows[0][-1] > NAMES_MAX:
            raise TooMuchAsked(
                f"{self.walk.property_name} has more than {NAMES_MAX:,} values; filter the events",
                path="named_by.property",
            )
        return _shape([_Hop(*row[:-1]) for row in rows], self)

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        named = self.walk.property_name
        counted = _COUNTED[self.walk.way].say(
            lang,
            anchor=describe_selection(self.walk.anchor, lang),
            steps=describe_selection(self.walk.steps, lang),
            named=_BY_EVENT.say(lang) if named is None else _BY_PROPERTY.say(lang, name=named),
            window=say_length(self.window_said.count, self.window_said.unit, lang),
            depth=str(self.walk.depth),
            repeats=(_MERGED if self.walk.merges_repeats else _KEPT).say(lang),
            top=str(self.frame.top),
        )
        return describe_frame(self.frame, counted, lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people at a step, at one of its names, of a link (`to`), or whose path is over there (`ended`, …).

        Raises:
            UnknownCell: The path has no such step.
        """
        spot = _parse_spot(who, self.walk)
        scan = Scan(self.frame, desk.scope)
        ctes = [paths_sql(self.walk, scan)]
        if spot.needs_places:
            ctes.append(placed_ctes(self.walk, scan))
        index = spot.index + 1
        tests = [f"side = {spot.side}", f"length(path) >= {index}"]
        tests += self._name_tests(spot.here, spot.side, spot.index, scan)
        tests += self._name_tests(spot.there, spot.side, spot.index + 1, scan)
        if spot.is_link:
            tests.append(f"length(path) > {index}")
        if spot.is_again:
            tests.append(again_sql(spot.side, str(index)))
        if spot.is_over:
            tests.append(f"length(path) = {index} AND {index} < {self.walk.depth}")
        if spot.is_pending:
            tests.append("is_open")
        listed = ",\n".join(ctes)
        return scan.binder.statement(
            f"WITH\n{listed}\nSELECT person AS person_id\nFROM paths\nWHERE {all_of(tests)}"
        )

    def _name_tests(self, name: "_Name | None", side: int, index: int, scan: Scan) -> list[str]:
        if name is None:
            return []
        code = f"path[{index + 1}]"
        if name.is_other:
            leading = leading_sql(side, index, self.frame.top)
            return [f"{code} NOT IN ({leading})"]
        wanted = scan.binder.bind(name.name or "", "String")
        return [f"{names_sql(self.walk, scan)}[{code}] = {wanted}"]


def parse_path(raw: JsonObject, frame: Frame) -> Path:
    """Read `anchor`, `direction`, `steps`, `named_by`, `depth`, `window` and `repeats`.

    Raises:
        TooMuchAsked: Too many steps, or a window of more than a year.
        Unsupported: A breakdown.
    """
    own = ("anchor", "direction", "steps", "named_by", "depth", "window", "repeats")
    check_fields(raw, *own)
    if frame.by:
        raise Unsupported("paths are not split by values; use people or filter", path="by")
    written = raw.get("window", WINDOW_DEFAULT)
    window_said, window = parse_length(written, "window"), parse_duration(written, "window")
    if window > WINDOW_MAX:
        raise TooMuchAsked(f"at most {WINDOW_MAX.days} days, got {window_said}", path="window")
    walk = Walk(
        way=Way(read_choice(raw.get("direction", Way.AFTER.value), "direction", list(Way))),
        anchor=_parse_selection(raw.get("anchor"), "anchor"),
        steps=_parse_selection(raw.get("steps"), "steps"),
        property_name=_parse_named_by(raw.get("named_by", BY_EVENT)),
        depth=read_count(raw.get("depth", DEPTH_DEFAULT), "depth", least=DEPTH_MIN, most=DEPTH_MAX),
        window=window,
        merges_repeats=not read_boolean(raw.get("repeats", False), "repeats"),
    )
    return Path(frame, walk, window_said)


def _parse_selection(raw: object, path: str) -> EventSelection:
    if raw is None:
        return EventSelection(path=path)
    return parse_selection(read_object(raw, path, known=("event", "where", "name")), path)


def _parse_named_by(raw: object) -> str | None:
    if raw == BY_EVENT:
        return None
    node = read_object(raw, "named_by", known=("property",))
    return read_text(node.get("property"), join("named_by", "property"))


@dataclass(frozen=True, slots=True)
class _Hop:
    """A row of `hops_statement`."""

    side: int
    step: int
    here_place: int
    there_place: int
    here_name: str
    there_name: str
    people: int
    again: int
    pending: int


@dataclass(frozen=True, slots=True)
class _Name:
    """One name of a step, or the rest of it."""

    name: str | None
    is_other: bool = False


@dataclass(frozen=True, slots=True)
class _Spot:
    """Which people: at the step `index` of a side, at the name `here`, who went on to `there`."""

    side: int
    index: int
    here: _Name | None
    there: _Name | None = None
    is_link: bool = False
    is_again: bool = False
    is_over: bool = False
    is_pending: bool = False

    @property
    def needs_places(self) -> bool:
        """True when the rest of a step is asked for."""
        return any(each is not None and each.is_other for each in (self.here, self.there))


@dataclass(slots=True)
class _Tally:
    """What adds up at one node."""

    name: str
    people: int = 0
    ended: int = 0
    pending: int = 0
    begun: int = 0

    def end(self, hop: _Hop) -> None:
        """Count those whose path is over here."""
        if hop.side == AFTER:
            self.ended, self.pending = hop.people, hop.pending
        else:
            self.begun = hop.people


def _shape(hops: Sequence[_Hop], path: Path) -> PathResult:
    top, last = path.frame.top, path.walk.depth - 1
    tallies: dict[tuple[int, int], _Tally] = {}
    anchor_side = path.walk.sides[-1]
    for hop in hops:
        here = tallies.setdefault((hop.side * hop.step, hop.here_place), _Tally(hop.here_name))
        if hop.step or hop.side == anchor_side:
            here.people += hop.people
        if not hop.there_place:
            here.end(hop)
        elif hop.step + 1 == last:
            place = (hop.side * last, hop.there_place)
            tallies.setdefault(place, _Tally(hop.there_name)).people += hop.people
    nodes = [
        PathNode(
            step,
            **_named(tally.name, place, top),
            people=tally.people,
            ended=tally.ended,
            pending=tally.pending,
            begun=tally.begun,
        )
        for (step, place), tally in sorted(tallies.items(), key=lambda each: each[0])
    ]
    return PathResult(
        people=sum(node.people for node in nodes if node.level == 0),
        nodes=nodes,
        links=list(_links(hops, top)),
    )


def _links(hops: Iterable[_Hop], top: int) -> Iterable[PathLink]:
    """The links as time goes; before the anchor a hop leads backwards."""
    for hop in hops:
        if not hop.there_place:
            continue
        level = hop.step
        ends = [(hop.here_name, hop.here_place > top), (hop.there_name, hop.there_place > top)]
        if hop.side == BEFORE:
            level = -hop.step - 1
            ends.reverse()
        (source, from_rest), (target, to_rest) = ends
        yield PathLink(
            level=level,
            source=None if from_rest else source or None,
            target=None if to_rest else target or None,
            is_source_other=from_rest,
            is_target_other=to_rest,
            people=hop.people,
            count=hop.people,
            again=hop.again,
        )


def _named(name: str, place: int, top: int) -> dict[str, Any]:
    is_other = place > top
    return {"name": None if is_other else name or None, "is_other": is_other}


def _parse_spot(who: JsonObject, walk: Walk) -> _Spot:
    read_object(
        who, "who", known=("level", "name", "is_other", *LINK_ENDS.values(), "again", "end")
    )
    least = 1 - walk.depth if BEFORE in walk.sides else 0
    most = walk.depth - 1 if AFTER in walk.sides else 0
    level = read_count(who.get("level", 0), "who.level", least=least, most=most)
    if not set(LINK_ENDS.values()).isdisjoint(who):
        if level == most:
            raise UnknownCell(f"no link leads from level {level}", path="who.level")
        return _parse_link(who, level)
    here = _parse_name(who, "name", "is_other")
    end = who.get("end")
    if end not in {None, "ended", "pending", "begun"}:
        raise UnknownCell("expected ended, pending or begun", path="who.end")
    side = BEFORE if level < 0 or end == "begun" or AFTER not in walk.sides else AFTER
    return _Spot(side, abs(level), here, is_over=end is not None, is_pending=end == "pending")


def _parse_link(who: JsonObject, level: int) -> _Spot:
    source, target = (_parse_name(who, end, f"is_{end}_other") for end in ("from", "to"))
    is_again = read_boolean(who.get("again", False), "who.again")
    if level < 0:
        return _Spot(BEFORE, -level - 1, target, source, is_link=True, is_again=is_again)
    return _Spot(AFTER, level, source, target, is_link=True, is_again=is_again)


def _parse_name(who: JsonObject, field: str, rest: str) -> _Name | None:
    if read_boolean(who.get(rest, False), join("who", rest)):
        return _Name(None, is_other=True)
    if field not in who:
        return None
    name = who[field]
    return _Name(None if name is None else read_text(name, join("who", field)))


_COUNTED = {
    Way.AFTER: Sentence(
        "从每人在所选时间内第一次 {anchor} 起，{window} 内（含终点）依次做了什么：经过 {steps}，{named}，"
        "最多 {depth} 步（含起点）；{repeats}；时间相同按到达先后；每人一条路径；每步列出人数最多的 {top} 个名称，"
        "其余合为其他；窗口未结束者标为待定。",
        "What people did from their first {anchor} in the range on, within {window}, the end included: steps are "
        "{steps}, {named}, {depth} at most with the first; {repeats}; equal times follow the order of arrival; one "
        "path a person; the {top} names of most people are told apart at each step, the rest are other; windows "
        "that are still open are pending.",
    ),
    Way.BEFORE: Sentence(
        "到每人在所选时间内最后一次 {anchor} 为止，之前 {window} 内（含端点）依次做了什么：经过 {steps}，{named}，"
        "最多 {depth} 步（含终点）；{repeats}；时间相同按到达先后；每人一条路径；每步列出人数最多的 {top} 个名称，"
        "其余合为其他。",
        "What people did up to their last {anchor} in the range, within {window} before it, the end included: steps "
        "are {steps}, {named}, {depth} at most with the last; {repeats}; equal times follow the order of arrival; "
        "one path a person; the {top} names of most people are told apart at each step, the rest are other.",
    ),
    Way.AROUND: Sentence(
        "每人在所选时间内第一次 {anchor} 前后各 {window} 内（含端点）依次做了什么：经过 {steps}，{named}，"
        "两侧各最多 {depth} 步（含该事件）；{repeats}；时间相同按到达先后；每人一条路径；"
        "每步列出人数最多的 {top} 个名称，其余合为其他；之后的窗口未结束者标为待定。",
        "What people did before and after their first {anchor} in the range, within {window} of it on either side, "
        "the end included: steps are {steps}, {named}, {depth} at most on each side with the event itself; {repeats}; "
        "equal times follow the order of arrival; one path a person; the {top} names of most people are told apart "
        "at each step, the rest are other; windows after it that are still open are pending.",
    ),
}
_BY_EVENT = Sentence("以事件名命名", "named by the event")
_BY_PROPERTY = Sentence(
    "以属性 {name} 命名（没有该属性的事件不计）", "named by {name} (events without it are left out)"
)
_MERGED = Sentence("连续重复合为一步", "the same step in a row is one")
_KEPT = Sentence("连续重复分别计步", "the same step in a row counts each time")

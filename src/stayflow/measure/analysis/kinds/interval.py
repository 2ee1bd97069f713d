"""Interval 间隔: how long from one event to another, or to the same one again.

An end belongs to the latest start before it, and a start has one end at most: of view, view, buy, buy the second view
and the first buy are a pair. An event that is both ends one pair and starts the next. The start lies in the range; the
end within the window of it, its end included, perhaps after the range. Equal times follow the order of arrival.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from stayflow.language.keys import Keys
from stayflow.language.metric import (
    EventSelection,
    describe_selection,
    selection_sql,
)
from stayflow.language.raw import (
    JsonObject,
    read_choice,
    read_list,
    read_object,
    read_text,
)
from stayflow.language.scope import Scope, ValueType, property_sql
from stayflow.language.sentence import Lang, Sentence, say_length
from stayflow.language.statement import Statement
from stayflow.language.window import Length, parse_duration
from stayflow.measure.analysis.bins import (
    BIN_ENDS,
    bin_index_sql,
    bin_test,
    bins_between,
    read_bin,
    read_edges,
)
from stayflow.measure.analysis.earlier import (
    Comparable,
    compared_cell,
    groups_asked,
    groups_beside,
    parse_comparison,
)
from stayflow.measure.analysis.groups import (
    Values,
    columns_sql,
    event_values,
    group_tests,
    placed_ctes,
    read_group,
    shown_columns,
)
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.request import check_fields, read_events, read_span, refuse_beside
from stayflow.measure.analysis.sampled import Reading, Scaled
from stayflow.measure.analysis.scan import Scan, all_of
from stayflow.measure.analysis.words import describe_frame, with_comparison

WINDOW_DEFAULT, WINDOW_MAX = "90d", timedelta(days=366)
HOUR, DAY = 3600, 86_400
LADDER = (
    *(1, 10, 60, 300, 900, 1800, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 3 * DAY),
    *(7 * DAY, 14 * DAY, 30 * DAY, 60 * DAY, 90 * DAY, 180 * DAY),
)
"""Seconds where bins begin when none are given: from a moment to half a year, as people speak of time."""
_START, _END = 0, 1
"""Bits of a key: what the event is."""
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
Bins = Mapping[int, tuple[int, int]]
"""Pairs and people of each bin that has some, by its place."""


class IntervalQuantiles(msgspec.Struct, frozen=True):
    """Seconds; a quarter of the pairs took no longer than `p25`, the others likewise; None without a pair."""

    p10: float | None
    p25: float | None
    p50: float | None
    p75: float | None
    p90: float | None


class IntervalNumbers(msgspec.Struct, frozen=True):
    """How long pairs took, seconds; None without a pair.

    Attributes:
        people: Who has a pair.
        pairs: Starts with an end.
        quantiles: Of the pairs.
        least: The shortest.
        most: The longest.
        mean: Their mean.
    """

    people: int
    pairs: int
    quantiles: IntervalQuantiles
    least: float | None
    most: float | None
    mean: float | None


class IntervalBin(msgspec.Struct, frozen=True, rename=BIN_ENDS):
    """Pairs that took so many seconds, `from` included and `to` excluded, and whose they are.

    `previous` are the pairs of the range compared with, where there is one.
    """

    at_least: float | None
    below: float | None
    pairs: int
    people: int
    previous: int | UnsetType = UNSET


class IntervalGroup(IntervalNumbers, frozen=True, kw_only=True, omit_defaults=True):
    """The pairs of one breakdown value: a property's value at the start, or a person's attribute.

    `previous` are the numbers of the range compared with.
    """

    by: Values
    is_other: bool
    previous: IntervalNumbers | None = None


class IntervalResult(IntervalNumbers, frozen=True, kw_only=True, omit_defaults=True):
    """All pairs; their histogram; people whose latest start may still find its end; the groups.

    `previous` are the numbers of the range compared with.
    """

    histogram: list[IntervalBin]
    waiting: int
    groups: list[IntervalGroup] | None = None
    previous: IntervalNumbers | None = None


@dataclass(frozen=True, slots=True)
class Interval(Comparable):
    """A question for the time between two events."""

    start: EventSelection
    end: EventSelection
    window: timedelta
    window_said: Length
    edges: tuple[float, ...] | None
    same: str | None

    def answer(self, desk: Desk) -> IntervalResult:
        """The numbers."""
        total, bins, groups = self._read(desk)
        ((waiting,),) = desk.read(self._waiting(Scan(self.frame, desk.scope)))
        shown, before, previous = groups if self.frame.by else None, None, None
        if self.comparison is not None:
            earlier, before, found = self.then(desk, shown)._read(desk)  # noqa: SLF001  the same class
            previous = IntervalNumbers(**earlier)
            shown = groups_beside(
                IntervalGroup, shown, found, IntervalNumbers(**_numbers([0] * 10))
            )
        return IntervalResult(
            **total,
            histogram=self._bins(bins, before),
            waiting=waiting,
            groups=shown,
            previous=previous,
        )

    def _read(self, desk: Desk) -> tuple[dict[str, Any], Bins, list[IntervalGroup]]:
        """The numbers of all pairs, those of each bin, and the groups, the largest first."""
        splits = len(self.frame.by)
        bins: dict[int, tuple[int, int]] = {}
        total, groups = _numbers([0] * 10), []
        for place, *rest in desk.read(self._count(Scan(self.frame, desk.scope))):
            values, (index, *numbers) = rest[:splits], rest[splits:]
            if index is not None:
                bins[index] = (numbers[0], numbers[1])
            elif place:
                group = read_group(self.frame, values, is_other=place > self.frame.top)
                groups.append(
                    (
                        place,
                        IntervalGroup(**_numbers(numbers), by=group.by, is_other=group.is_other),
                    )
                )
            else:
                total = _numbers(numbers)
        return total, bins, [group for _, group in sorted(groups, key=lambda each: each[0])]

    scaled = Scaled(frozenset({"people", "waiting"}), totals=frozenset({"pairs"}))

    def reading(self, scope: Scope) -> Reading:
        """Both events."""
        return Reading(Scan(self.frame, scope), (self.start, self.end))

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        counted = Sentence(
            "从 {start} 到 {end} 的间隔：每个结束归给它之前最近的一个开始，一个开始至多有一个结束{same}；"
            "开始须在所选时间内，结束在其后 {window} 内（含终点），可晚于所选时间；"
            "时间相同按到达先后；一个事件可结束一对并开始下一对。",
            "Time from {start} to {end}: an end belongs to the latest start before it, and a start has one end at "
            "most{same}. The start is in the range, the end within {window} of it, the end included, perhaps after "
            "the range; equal times follow the order of arrival; an event may end one pair and start the next.",
        ).say(
            lang,
            start=describe_selection(self.start, lang),
            end=describe_selection(self.end, lang),
            window=say_length(self.window_said.count, self.window_said.unit, lang),
            same=_SAME.say(lang, name=self.same) if self.same else "",
        )
        return describe_frame(self.frame, with_comparison(counted, self.comparison, lang), lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people with a pair, or with one of a bin or group; or those whose latest start may find its end."""
        read_object(who, "who", known=("of", *BIN_ENDS.values(), "by", "is_other", "compared"))
        if (cell := compared_cell(who)) is not None:
            groups = groups_asked(who, lambda: self._read(desk)[2])
            return self.then(desk, groups).people(cell, desk)
        scan = Scan(self.frame, desk.scope)
        if read_choice(who.get("of", "pairs"), "who.of", ("pairs", "waiting")) == "waiting":
            refuse_beside(who, "waiting", *BIN_ENDS.values(), "by", "is_other")
            return scan.binder.statement(
                f"WITH\n{self._touches_cte(self._last_sql(scan), [], scan)}\n"
                f"SELECT DISTINCT person AS person_id\nFROM touches\nWHERE {self._is_waiting(scan)}"
            )
        tests = [bin_test("seconds", read_bin(who, "who"), scan.binder), *group_tests(who, scan)]
        ctes, source = self._ctes(scan)
        return scan.binder.statement(
            f"WITH\n{ctes}\nSELECT DISTINCT person AS person_id\nFROM {source}\nWHERE {all_of(tests)}"
        )

    def _bins(self, found: Bins, before: Bins | None) -> list[IntervalBin]:
        """Every bin of given edges; of the ladder, those from the first to the last that has a pair."""
        bins = bins_between(self.edges or LADDER)
        used = {*found, *(before or ())}
        if self.edges is None and not used:
            return []
        shown = range(len(bins)) if self.edges else range(min(used), max(used) + 1)
        return [
            IntervalBin(
                bins[index].at_least,
                bins[index].below,
                *found.get(index, (0, 0)),
                UNSET if before is None else before.get(index, (0, 0))[0],
            )
            for index in shown
        ]

    def _keys(self, scan: Scan) -> Keys:
        first, end = scan.bounds()
        return Keys(
            start=first,
            window=self.window,
            span=end - first + self.window,
            arrivals=scan.scope.arrivals,
            steps=1 << _START | 1 << _END,
            shares_events=False,
        )

    def _touches_cte(self, done: str, values: Sequence[str], scan: Scan) -> str:
        """CTE `touches`: one row a person, or a person and value held constant, of both events.

        Args:
            done: SQL of what is made of their keys.
            values: SQL of what else is kept of each event, in the order in which they come in, as `value_0`, ….
            scan: The statement.
        """
        first, end = scan.bounds()
        start_sql, end_sql = (
            selection_sql(each, scan.scope, scan.binder) for each in (self.start, self.end)
        )
        tests = [f"({start_sql} OR {end_sql})", scan.between(first, end + self.window)]
        tests += scan.tests()
        held, grouped = "", "person"
        if self.same is not None:
            same = property_sql(
                scan.scope, scan.binder, self.same, wanted=ValueType.TEXT, path="same.property"
            )
            held, grouped = f", {same} AS held", "person, held"
            tests.append("held != ''")
        served = f"toUInt8(if({start_sql}, {1 << _START}, 0) + if({end_sql}, {1 << _END}, 0))"
        kept = "".join(
            f",\n    groupArray({value}) AS value_{place}" for place, value in enumerate(values)
        )
        return (
            f"touches AS (\n  WITH {served} AS served, {self._keys(scan).key_sql()} AS key\n"
            f"  SELECT {scan.scope.event_person} AS person{held}, {done}{kept}\n"
            f"  FROM events\n  WHERE {all_of(tests)}\n  GROUP BY {grouped}\n)"
        )

    def _ctes(self, scan: Scan) -> tuple[str, str]:
        """CTEs that end in `split`, one row a pair; split questions add `placed`; and the name of the last.

        Every event is a start, an end, or both; so between a start and its end there is nothing, and the two of a
        pair follow one another.
        """
        keys, values = self._keys(scan), event_values(scan)
        done = f"{keys.sorted_sql()} AS keys{', groupArray(key) AS came_in' if values else ''}"
        is_pair = (
            f"bitTest(start, {_START}) AND bitTest(end, {_END}) AND end <= {keys.deadline('start')}"
            f" AND {keys.instant('start')} < {keys.since_start(scan.bounds()[1])}"
        )
        chosen = {
            "starts": "arrayFilter((start, end) -> {}, starting, ending)",
            "ends": "arrayFilter((end, start) -> {}, ending, starting)",
        } | {
            f"values_{place}": "arrayFilter((value, start, end) -> {}, arrayPopBack("
            f"arraySort((value, key) -> key, value_{place}, came_in)), starting, ending)"
            for place in range(len(values))
        }
        paired = ",\n    ".join(f"{sql.format(is_pair)} AS {name}" for name, sql in chosen.items())
        joined = ", ".join(f"{name} AS of_{name}" for name in chosen)
        by = columns_sql(scan, lambda place: f"of_values_{place}")
        ctes = (
            f"{self._touches_cte(done, values, scan)},\n"
            "paired AS (\n  SELECT person, arrayPopBack(keys) AS starting, arrayPopFront(keys) AS ending,\n"
            f"    {paired}\n  FROM touches\n),\n"
            f"pairs AS (\n  SELECT person, {', '.join(f'of_{name}' for name in chosen)}\n"
            f"  FROM paired ARRAY JOIN {joined}\n),\n"
            f"split AS (\n  SELECT person,"
            f" ({keys.instant('of_ends')} - {keys.instant('of_starts')}) / 1000 AS seconds{by}\n"
            f"  FROM pairs{scan.joins('person')}\n)"
        )
        return placed_ctes(scan, ctes, "split")

    def _count(self, scan: Scan) -> Statement:
        """One row in all, one a bin with pairs, and where the question is split one a group."""
        ctes, source = self._ctes(scan)
        shown, sets = "0 AS shown_place", "GROUPING SETS ((), (bin))"
        if self.frame.by:
            columns = shown_columns(self.frame)
            shown = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
            sets = f"GROUPING SETS ((), (bin), ({', '.join(columns)}))"
        levels = ", ".join(str(level) for level in QUANTILES)
        index = bin_index_sql("seconds", self.edges or LADDER, scan.binder)
        return scan.binder.statement(
            f"WITH\n{ctes}\n"
            f"SELECT {shown}, toNullable({index}) AS bin, count(), uniqExact(person), min(seconds),\n"
            f"  quantilesExactInclusive({levels})(seconds), max(seconds), avg(seconds)\n"
            f"FROM {source}\nGROUP BY {sets}"
        )

    def _waiting(self, scan: Scan) -> Statement:
        touches = self._touches_cte(self._last_sql(scan), [], scan)
        return scan.binder.statement(
            f"WITH\n{touches}\nSELECT uniqExactIf(person, {self._is_waiting(scan)})\nFROM touches"
        )

    def _last_sql(self, scan: Scan) -> str:
        return f"{self._keys(scan).narrowed_sql('[max(key)]')}[1] AS last"

    def _is_waiting(self, scan: Scan) -> str:
        """Test of a person: the last of both events is a start in the range, and its window is open."""
        keys = self._keys(scan)
        window = self.window // timedelta(milliseconds=1)
        return (
            f"bitTest(last, {_START}) AND {keys.instant('last')} < {keys.since_start(scan.bounds()[1])}"
            f" AND {keys.instant('last')} + {window} >= {keys.since_start(scan.scope.now)}"
        )


def parse_interval(raw: JsonObject, frame: Frame) -> Interval:
    """Read `from`, `to` (the same as `from` when it is left out), `window`, `bins`, `same` and `compare`.

    Raises:
        TooMuchAsked: A window of more than a year, or more bins than an answer holds.
    """
    check_fields(raw, "from", "to", "window", "bins", "same", "compare")
    start = read_events(raw.get("from"), "from")
    end = start if raw.get("to") is None else read_events(raw["to"], "to")
    said, window = read_span(raw.get("window", WINDOW_DEFAULT), "window", WINDOW_MAX)
    same = None
    if raw.get("same") is not None:
        node = read_object(raw["same"], "same", known=("property",))
        same = read_text(node.get("property"), "same.property")
    edges = None if raw.get("bins") is None else _parse_edges(raw["bins"])
    comparison = parse_comparison(raw.get("compare"), frame.range)
    return Interval(frame, start, end, window, said, edges, same, comparison=comparison)


def _parse_edges(raw: object) -> tuple[float, ...]:
    """Edges as lengths of time (`1h`) or as seconds."""
    seconds = [
        parse_duration(each, f"bins[{index}]").total_seconds() if isinstance(each, str) else each
        for index, each in enumerate(read_list(raw, "bins"))
    ]
    return read_edges(seconds, "bins")


def _numbers(row: Sequence[Any]) -> dict[str, Any]:
    """The fields of `IntervalNumbers`."""
    pairs, people, least, levels, most, mean = row[:6]
    if not pairs:
        pairs, people, least, levels, most, mean = 0, 0, None, [None] * len(QUANTILES), None, None
    return {
        "people": people,
        "pairs": pairs,
        "quantiles": IntervalQuantiles(*levels),
        "least": least,
        "most": most,
        "mean": mean,
    }


_SAME = Sentence("，两者的 {name} 相同", ", both with the same {name}")

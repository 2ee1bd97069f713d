"""Distribution 分布: people by how often they did it, on how many days, how long they stayed, how much it came to.

Each person with such an event in the range has one number: an aggregate over their events, or `duration`, the seconds
of their visits that begin in it. Whose number is missing (no event has the property) is in no bin, and told apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from stayflow.language.aggregate import Aggregate, aggregate_sql, parse_aggregate
from stayflow.language.metric import (
    EventSelection,
    describe_selection,
    parse_selection,
    selection_sql,
)
from stayflow.language.raw import JsonObject, read_choice, read_object, read_text
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Statement
from stayflow.language.window import Granularity, parse_duration, period_sql
from stayflow.measure.analysis.bins import (
    BIN_ENDS,
    Bin,
    all_count_edges,
    bin_index_sql,
    bin_test,
    bins_between,
    count_edges,
    even_edges,
    put_together,
    read_bin,
    read_edges,
)
from stayflow.measure.analysis.earlier import (
    Comparable,
    compared_cell,
    groups_asked,
    parse_comparison,
)
from stayflow.measure.analysis.errors import QueryInvalid
from stayflow.measure.analysis.groups import (
    Grouped,
    Values,
    columns_sql,
    event_columns,
    event_values,
    first_values_sql,
    group_tests,
    placed_ctes,
    read_group,
    same_groups,
    shown_columns,
)
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.periods import Period, find_period, list_periods, period_name
from stayflow.measure.analysis.request import check_fields, refuse_beside
from stayflow.measure.analysis.sampled import Reading, Scaled
from stayflow.measure.analysis.scan import Scan, all_of
from stayflow.measure.analysis.visits import SILENCE_DEFAULT, Cut, Kept, Visits
from stayflow.measure.analysis.words import describe_frame, with_comparison

Span = tuple[datetime, datetime]
DURATION = "duration"
WHOLE = ("count", "days")
"""Aggregates whose numbers are whole and above 0; their bins begin at 1."""
PERS = ("none", "day", "week", "month", "quarter")
OUTLIERS = 0.95
"""Bins found by themselves reach to this quantile; the rest is in the last one."""


class DistributionNumbers(msgspec.Struct, frozen=True):
    """What is known of some people's numbers; None where nobody has one."""

    people: int
    total: float | None
    mean: float | None
    least: float | None
    median: float | None
    p90: float | None
    most: float | None


class DistributionBin(msgspec.Struct, frozen=True, rename=BIN_ENDS):
    """People whose number lies in it, `from` included and `to` excluded; None is no end.

    `previous` are those of the range compared with, where there is one.
    """

    at_least: float | None
    below: float | None
    people: int
    previous: int | UnsetType = UNSET


class DistributionPoint(msgspec.Struct, frozen=True):
    """The numbers of one period; `people` has the people of each bin."""

    t: str
    people: list[int]
    is_incomplete: bool = False


class DistributionGroup(msgspec.Struct, frozen=True, omit_defaults=True):
    """The people of one breakdown value: a property's value at their first such event, or their attribute.

    `previous` are the numbers of the range compared with, `people_previous` its people of each bin.
    """

    by: Values
    is_other: bool
    numbers: DistributionNumbers
    people: list[int]
    previous: DistributionNumbers | None = None
    people_previous: list[int] | None = None


class DistributionResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everybody's numbers, their bins, and each period's and group's people in the same bins.

    Attributes:
        numbers: Of everybody who has one.
        without: People with such an event and without a number.
        bins: How many people have which number.
        series: The same for each period, when periods are asked for.
        groups: The same for each breakdown value.
        previous: The numbers of everybody in the range compared with.
    """

    numbers: DistributionNumbers
    without: int
    bins: list[DistributionBin]
    series: list[DistributionPoint] | None = None
    groups: list[DistributionGroup] | None = None
    previous: DistributionNumbers | None = None


@dataclass(frozen=True, slots=True)
class Distribution(Comparable):
    """A question for a distribution; `aggregate` None is how long, `per` None the whole range only."""

    events: EventSelection
    aggregate: Aggregate | None
    edges: tuple[float, ...] | None
    per: Granularity | None

    def answer(self, desk: Desk) -> DistributionResult:
        """The numbers."""
        edges = self._edges(desk)
        everybody, parts = self._counted(edges, desk)
        bins = self._bins(edges, everybody.numbers)
        shown = self._groups(parts, bins) if self.frame.by else None
        previous: DistributionNumbers | None = None
        before: Sequence[int | UnsetType] = [UNSET] * len(bins)
        if self.comparison is not None:
            earlier = self.then(desk, shown)
            was, found = earlier._counted(edges, desk)  # noqa: SLF001  the same class
            previous, before = was.numbers, put_together(was.people, bins)
            if shown is not None:
                shown = _set_beside(shown, earlier._groups(found, bins), len(bins))  # noqa: SLF001
        return DistributionResult(
            numbers=everybody.numbers,
            without=everybody.all - everybody.numbers.people,
            bins=[
                DistributionBin(each.at_least, each.below, people, was)
                for each, people, was in zip(
                    bins, put_together(everybody.people, bins), before, strict=True
                )
            ],
            series=None if self.per is None else self._series(edges, bins, desk),
            groups=shown,
            previous=previous,
        )

    def _counted(
        self, edges: Sequence[float], desk: Desk
    ) -> tuple["_Counted", dict[int, "_Counted"]]:
        """Everybody, and each group by its place."""
        starts, splits, found = [None, *edges], len(self.frame.by), dict[int, _Counted]()
        for place, *rest in desk.read(self._count(edges, Scan(self.frame, desk.scope))):
            values, (index, people, *numbers) = rest[:splits], rest[splits:]
            part = found.setdefault(place, _Counted(values))
            if index is None:
                part.all, part.numbers = people, _numbers(numbers)
            else:
                part.people[starts[index]] = numbers[0]
        return found.pop(0, _Counted(())), found

    def _own_groups(self, desk: Desk) -> Sequence[Grouped]:
        return self._groups(self._counted((), desk)[1], [])

    scaled = Scaled(
        frozenset({"people", "without", "people_previous"}), totals=frozenset({"total"})
    )

    def reading(self, scope: Scope) -> Reading:
        """The events that are counted."""
        return Reading(Scan(self.frame, scope), (self.events,))

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        events = describe_selection(self.events, lang)
        number = _DURATION.say(lang) if self.aggregate is None else self.aggregate.describe(lang)
        counted = Sentence(
            "所选时间内做过 {events} 的人，按每人的 {number} 分组；分组含下界不含上界；没有该数值的人另计。",
            "People who did {events} in the range, by their own {number}; a bin includes where it begins and not "
            "where it ends; people without such a number are counted apart.",
        ).say(lang, events=events, number=number)
        return describe_frame(self.frame, with_comparison(counted, self.comparison, lang), lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people of a bin, of the whole range or a period (`t`), of everybody or a group; or those `without`."""
        read_object(who, "who", known=(*BIN_ENDS.values(), "t", "of", "by", "is_other", "compared"))
        if (cell := compared_cell(who)) is not None:
            groups = groups_asked(who, lambda: self._own_groups(desk))
            return self.then(desk, groups).people(cell, desk)
        scan = Scan(self.frame, desk.scope)
        of = read_choice(who.get("of", "with"), "who.of", ("with", "without"))
        tests = ["value IS NULL"] if of == "without" else ["value IS NOT NULL"]
        if of == "without":
            refuse_beside(who, of, *BIN_ENDS.values())
        else:
            tests.append(bin_test("value", read_bin(who, "who"), scan.binder))
        span = scan.bounds()
        if who.get("t") is not None:
            period = find_period(self._periods(desk), read_text(who["t"], "who.t"))
            span = max(span[0], period.start), min(span[1], period.end)
        grouped = group_tests(who, scan)
        if who.get("t") is not None and grouped:
            raise QueryInvalid("a period's people are not split by values", path="who.by")
        ctes, source = self._ctes(scan, span)
        return scan.binder.statement(
            f"WITH\n{ctes}\nSELECT person AS person_id\nFROM {source}\nWHERE {all_of([*tests, *grouped])}"
        )

    def _edges(self, desk: Desk) -> tuple[float, ...]:
        """Where people are cut while they are counted; edges of numbers of any size are found beforehand."""
        if self.edges is not None:
            return self.edges
        if self._is_whole:
            return all_count_edges()
        unsplit = replace(self, frame=replace(self.frame, by=()))
        ((people, least, usual),) = desk.read(unsplit._reach(Scan(unsplit.frame, desk.scope)))  # noqa: SLF001  the same class
        if not people:
            return ()
        found = even_edges(least, max(least, usual))
        return found[1:] or found

    def _bins(self, edges: Sequence[float], numbers: DistributionNumbers) -> list[Bin]:
        """The bins that are shown: of whole numbers found by themselves, none is below the first edge."""
        if self.edges is not None:
            return bins_between(edges)
        if numbers.most is None:
            return []
        if self._is_whole:
            return bins_between(count_edges(numbers.most))[1:]
        return bins_between(edges)

    @property
    def _is_whole(self) -> bool:
        return self.aggregate is not None and self.aggregate.kind in WHOLE

    def _periods(self, desk: Desk) -> list[Period]:
        per = self.per or Granularity.DAY
        return list_periods(self.frame.range, per, desk.scope.zone, desk.scope.now)

    def _series(
        self, edges: Sequence[float], bins: Sequence[Bin], desk: Desk
    ) -> list[DistributionPoint]:
        periods, starts, now = self._periods(desk), [None, *edges], desk.scope.now
        found: dict[str, dict[float | None, int]] = {period.t: {} for period in periods}
        for t, index, people in desk.read(self._by_period(edges, Scan(self.frame, desk.scope))):
            found[period_name(t, periods)][starts[index]] = people
        return [
            DistributionPoint(
                period.t, put_together(found[period.t], bins), not period.is_over(now)
            )
            for period in periods
        ]

    def _groups(
        self, parts: Mapping[int, "_Counted"], bins: Sequence[Bin]
    ) -> list[DistributionGroup]:
        groups = []
        for place, each in sorted(parts.items()):
            group = read_group(self.frame, each.values, is_other=place > self.frame.top)
            people = put_together(each.people, bins)
            groups.append(DistributionGroup(group.by, group.is_other, each.numbers, people))
        return groups

    def _ctes(self, scan: Scan, span: Span, per: Granularity | None = None) -> tuple[str, str]:
        """CTEs that end in `split`, one row a person (and period `t`) with `value`; split questions add `placed`.

        And the name of the last.
        """
        measured = (
            self._stays(scan, span, per) if self.aggregate is None else self._done(scan, span, per)
        )
        ctes = (
            f"{measured},\n"
            f"split AS (\n  SELECT person, t, value{columns_sql(scan)}\n  FROM measured{scan.joins('person')}\n)"
        )
        return placed_ctes(scan, ctes, "split")

    def _done(self, scan: Scan, span: Span, per: Granularity | None) -> str:
        """CTE `measured`: the aggregate over the events of a person."""
        assert self.aggregate is not None  # noqa: S101  the caller asks only then
        value = aggregate_sql(self.aggregate, scan.scope, scan.binder)
        tests = [
            selection_sql(self.events, scan.scope, scan.binder),
            scan.between(*span),
            *scan.tests(),
        ]
        t = period_sql("time", per, scan.scope.zone) if per else "0"
        return (
            f"measured AS (\n  SELECT {scan.scope.event_person} AS person, {t} AS t,\n"
            f"    toFloat64({value}) AS value{first_values_sql(scan)}\n"
            f"  FROM events\n  WHERE {all_of(tests)}\n  GROUP BY person, t\n)"
        )

    def _stays(self, scan: Scan, span: Span, per: Granularity | None) -> str:
        """CTE `measured`: how long the visits of a person lasted that begin in the span."""
        silence = parse_duration(SILENCE_DEFAULT)
        visits = Visits(self.events, Cut(silence, at_midnight=False, at_campaign=True))
        firsts = "".join(
            f",\n    argMin(first_{place}, began) AS {column}"
            for place, column in enumerate(event_columns(self.frame))
        )
        t = period_sql("began", per, scan.scope.zone) if per else "0"
        start, end = (scan.binder.instant(at) for at in span)
        return (
            f"{visits.ctes(Kept(firsts=tuple(event_values(scan))), scan)},\n"
            f"measured AS (\n  SELECT person, {t} AS t, sum(seconds) AS value{firsts}\n"
            f"  FROM visits\n  WHERE began >= {start} AND began < {end}\n  GROUP BY person, t\n)"
        )

    def _reach(self, scan: Scan) -> Statement:
        """One row: people with a number, the least, and the quantile that bins reach to."""
        return scan.binder.statement(
            f"WITH\n{self._ctes(scan, scan.bounds())[0]}\n"
            f"SELECT count(value), min(value), quantileExactInclusive({OUTLIERS})(value)\nFROM split"
        )

    def _count(self, edges: Sequence[float], scan: Scan) -> Statement:
        """One row of everybody, and one a bin; where the question is split, one a group, and one a bin of it."""
        index = bin_index_sql("value", edges, scan.binder)
        ctes, source = self._ctes(scan, scan.bounds())
        shown, sets = "0 AS shown_place", "GROUPING SETS ((), (bin))"
        if self.frame.by:
            columns = shown_columns(self.frame)
            names = ", ".join(columns)
            shown = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
            sets = f"GROUPING SETS ((), (bin), ({names}), ({names}, bin))"
        return scan.binder.statement(
            f"WITH\n{ctes}\n"
            f"SELECT {shown}, toNullable({index}) AS bin, count(), {_NUMBERS}\n"
            f"FROM {source}\nGROUP BY {sets}"
        )

    def _by_period(self, edges: Sequence[float], scan: Scan) -> Statement:
        """One row a period and bin: the people whose number of the period is in it."""
        index = bin_index_sql("value", edges, scan.binder)
        return scan.binder.statement(
            f"WITH\n{self._ctes(scan, scan.bounds(), self.per)[0]}\n"
            f"SELECT t, {index} AS bin, count()\nFROM split\nWHERE value IS NOT NULL\nGROUP BY t, bin"
        )


_NOBODY = DistributionNumbers(0, None, None, None, None, None, None)


@dataclass(slots=True)
class _Counted:
    """Everybody, or a group.

    Attributes:
        values: Of the group.
        all: People with such an event, whether they have a number or not.
        people: Those with a number, by where their bin begins.
        numbers: What is known of the numbers.
    """

    values: Sequence[str]
    all: int = 0
    people: dict[float | None, int] = field(default_factory=dict)
    numbers: DistributionNumbers = _NOBODY


def parse_distribution(raw: JsonObject, frame: Frame) -> Distribution:
    """Read `metric`, `bins`, `per` and `compare`.

    Raises:
        QueryInvalid: An aggregate that is none of one person's events.
    """
    check_fields(raw, "metric", "bins", "per", "compare")
    node = read_object(raw.get("metric", {"event": "*"}), "metric")
    read_object(node, "metric", known=("event", "where", "aggregate", "name"))
    events = parse_selection({"event": "*", **node}, "metric")
    aggregate = None
    if node.get("aggregate") != DURATION:
        aggregate = parse_aggregate(node.get("aggregate"), "metric.aggregate")
        if not aggregate.row.of_one:
            raise QueryInvalid(
                f"{aggregate.kind} counts several people; take a number of one person",
                path="metric.aggregate",
            )
    per = read_choice(raw.get("per", "none"), "per", PERS)
    return Distribution(
        frame,
        events,
        aggregate,
        None if raw.get("bins") is None else read_edges(raw["bins"], "bins"),
        None if per == "none" else Granularity(per),
        comparison=parse_comparison(raw.get("compare"), frame.range),
    )


def _set_beside(
    now: Sequence[DistributionGroup], before: Sequence[DistributionGroup], size: int
) -> list[DistributionGroup]:
    """Every group, and beside it what it was in the range compared with."""
    groups = []
    for named, group, was in same_groups(now, before):
        groups.append(
            DistributionGroup(
                named.by,
                named.is_other,
                group.numbers if group else _NOBODY,
                group.people if group else [0] * size,
                was.numbers if was else _NOBODY,
                was.people if was else [0] * size,
            )
        )
    return groups


def _numbers(row: Sequence[Any]) -> DistributionNumbers:
    if not row[0]:
        return _NOBODY
    return DistributionNumbers(*row[:7])


_NUMBERS = (
    "count(value), sum(value), avg(value), min(value), quantileExactInclusive(0.5)(value),"
    " quantileExactInclusive(0.9)(value), max(value)"
)
_DURATION = Sentence("停留时长（秒）", "time spent (seconds)")

"""Distribution 分布: people by how often they did it, on how many days, how long they stayed, how much it came to.

Each person with such an event in the range has one number: an aggregate over their events, or `duration`, the seconds
of their visits that begin in it. Whose number is missing (no event has the property) is in no bin, and told apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    bin_index_sql,
    bin_test,
    bins_between,
    count_edges,
    even_edges,
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
from stayflow.measure.analysis.request import check_fields
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
        summary = self._summed(desk)
        edges, bins = self._cut(summary)
        counts, groups = self._counted(edges, len(bins), desk)
        shown = self._groups(groups) if self.frame.by else None
        previous: DistributionNumbers | None = None
        before: Sequence[int | UnsetType] = [UNSET] * len(bins)
        if self.comparison is not None:
            earlier = self.then(desk, shown)
            previous = _numbers(earlier._summed(desk)[1:8])  # noqa: SLF001  the same class
            before, found = earlier._counted(edges, len(bins), desk)  # noqa: SLF001
            if shown is not None:
                shown = _set_beside(shown, earlier._groups(found), len(bins))  # noqa: SLF001
        return DistributionResult(
            numbers=_numbers(summary[1:8]),
            without=summary[0] - summary[1],
            bins=[
                DistributionBin(each.at_least, each.below, people, was)
                for each, people, was in zip(bins, counts, before, strict=True)
            ],
            series=None if self.per is None else self._series(edges, len(bins), desk),
            groups=shown,
            previous=previous,
        )

    def _summed(self, desk: Desk) -> Sequence[Any]:
        """The row of the summary."""
        unsplit = replace(self, frame=replace(self.frame, by=()))
        rows = desk.read(unsplit._summary(Scan(unsplit.frame, desk.scope)))  # noqa: SLF001  the same class
        return rows[0] if rows else (0, 0, *([None] * 7))

    def _counted(
        self, edges: Sequence[float], size: int, desk: Desk
    ) -> tuple[list[int], dict[int, "_Group"]]:
        """The people of each bin, of everybody and of each group by its place."""
        scan, splits = Scan(self.frame, desk.scope), len(self.frame.by)
        counts, groups = [0] * size, dict[int, _Group]()
        for place, *rest in desk.read(self._count(edges, scan)) if edges else ():
            values, (index, *numbers) = rest[:splits], rest[splits:]
            if not place:
                counts[index - self._shift] = numbers[0]
                continue
            group = groups.setdefault(place, _Group(values, [0] * size, _NOBODY))
            if index is None:
                group.numbers = _numbers(numbers)
            else:
                group.people[index - self._shift] = numbers[0]
        return counts, groups

    def _own_groups(self, desk: Desk) -> Sequence[Grouped]:
        edges, bins = self._cut(self._summed(desk))
        return self._groups(self._counted(edges, len(bins), desk)[1])

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
            "所选时间内做过 {events} 的人，按每人的{number}分组；分组含下界不含上界；没有该数值的人另计。",
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
        if of == "with":
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

    def _cut(self, summary: Sequence[Any]) -> tuple[tuple[float, ...], list[Bin]]:
        """The edges, and the bins they make; of numbers that are at least 1, none is below the first edge."""
        if self.edges is not None:
            return self.edges, bins_between(self.edges)
        people, least, usual, most = summary[1], summary[4], summary[8], summary[7]
        if not people:
            return (), []
        if self._is_whole:
            edges = count_edges(most)
            return edges, bins_between(edges)[1:]
        found = even_edges(least, max(least, usual))
        return found[1:] or found, bins_between(found[1:] or found)

    @property
    def _is_whole(self) -> bool:
        return self.aggregate is not None and self.aggregate.kind in WHOLE

    @property
    def _shift(self) -> int:
        """Whole numbers found by themselves have no bin below the first edge."""
        return 1 if self._is_whole and self.edges is None else 0

    def _periods(self, desk: Desk) -> list[Period]:
        per = self.per or Granularity.DAY
        return list_periods(self.frame.range, per, desk.scope.zone, desk.scope.now)

    def _series(self, edges: Sequence[float], size: int, desk: Desk) -> list[DistributionPoint]:
        periods = self._periods(desk)
        found: dict[str, list[int]] = {period.t: [0] * size for period in periods}
        scan = Scan(self.frame, desk.scope)
        for t, index, people in desk.read(self._by_period(edges, scan)) if edges else ():
            found[period_name(t, periods)][index - self._shift] += people
        now = desk.scope.now
        return [
            DistributionPoint(period.t, found[period.t], not period.is_over(now))
            for period in periods
        ]

    def _groups(self, groups: dict[int, "_Group"]) -> list[DistributionGroup]:
        top = self.frame.top
        found = []
        for place, each in sorted(groups.items()):
            group = read_group(self.frame, each.values, is_other=place > top)
            found.append(DistributionGroup(group.by, group.is_other, each.numbers, each.people))
        return found

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

    def _summary(self, scan: Scan) -> Statement:
        """One row: people, those with a number, and the numbers; last the quantile that bins reach to."""
        return scan.binder.statement(
            f"WITH\n{self._ctes(scan, scan.bounds())[0]}\n"
            f"SELECT count(), {_NUMBERS}, quantileExactInclusive({OUTLIERS})(value)\nFROM split"
        )

    def _count(self, edges: Sequence[float], scan: Scan) -> Statement:
        """One row a bin of everybody; where the question is split, one a group, and one a bin of it."""
        index = bin_index_sql("value", edges, scan.binder)
        ctes, source = self._ctes(scan, scan.bounds())
        shown, sets = "0 AS shown_place", "GROUPING SETS ((bin))"
        if self.frame.by:
            columns = shown_columns(self.frame)
            names = ", ".join(columns)
            shown = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
            sets = f"GROUPING SETS ((bin), ({names}), ({names}, bin))"
        return scan.binder.statement(
            f"WITH\n{ctes}\n"
            f"SELECT {shown}, toNullable({index}) AS bin, {_NUMBERS}\n"
            f"FROM {source}\nWHERE value IS NOT NULL\nGROUP BY {sets}"
        )

    def _by_period(self, edges: Sequence[float], scan: Scan) -> Statement:
        """One row a period and bin: the people whose number of the period is in it."""
        index = bin_index_sql("value", edges, scan.binder)
        return scan.binder.statement(
            f"WITH\n{self._ctes(scan, scan.bounds(), self.per)[0]}\n"
            f"SELECT t, {index} AS bin, count()\nFROM split\nWHERE value IS NOT NULL\nGROUP BY t, bin"
        )


@dataclass(slots=True)
class _Group:
    """What adds up of one group."""

    values: Sequence[str]
    people: list[int]
    numbers: DistributionNumbers


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


_NOBODY = DistributionNumbers(0, None, None, None, None, None, None)
_NUMBERS = (
    "count(value), sum(value), avg(value), min(value), quantileExactInclusive(0.5)(value),"
    " quantileExactInclusive(0.9)(value), max(value)"
)
_DURATION = Sentence("停留时长（秒）", "time spent (seconds)")

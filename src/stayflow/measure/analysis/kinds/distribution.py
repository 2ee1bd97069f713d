"""Distribution 分布: people by how often they did it, on how many days, how long they stayed, how much it came to.

Each person with such an event in the range has one number: an aggregate over their events, or `duration`, the seconds
of their visits that begin in it. Whose number is missing (no event has the property) is in no bin, and told apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec

from stayflow.language.aggregate import Aggregate, aggregate_sql, parse_aggregate
from stayflow.language.metric import (
    EventSelection,
    describe_selection,
    parse_selection,
    selection_sql,
)
from stayflow.language.raw import JsonObject, read_choice, read_object, read_text
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
from stayflow.measure.analysis.errors import QueryInvalid
from stayflow.measure.analysis.groups import (
    Values,
    first_values_sql,
    group_columns,
    group_test,
    parse_group,
    placed_sql,
    read_group,
)
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.periods import Period, find_period, list_periods, period_name
from stayflow.measure.analysis.request import check_fields
from stayflow.measure.analysis.scan import Scan, all_of
from stayflow.measure.analysis.visits import SILENCE_DEFAULT, Cut, Visits
from stayflow.measure.analysis.words import describe_frame

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
    """People whose number lies in it, `from` included and `to` excluded; None is no end."""

    at_least: float | None
    below: float | None
    people: int


class DistributionPoint(msgspec.Struct, frozen=True):
    """The numbers of one period; `people` has the people of each bin."""

    t: str
    people: list[int]
    is_incomplete: bool = False


class DistributionGroup(msgspec.Struct, frozen=True):
    """The people of one breakdown value: a property's value at their first such event, or their attribute."""

    by: Values
    is_other: bool
    numbers: DistributionNumbers
    people: list[int]


class DistributionResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everybody's numbers, their bins, and each period's and group's people in the same bins.

    Attributes:
        numbers: Of everybody who has one.
        without: People with such an event and without a number.
        bins: How many people have which number.
        series: The same for each period, when periods are asked for.
        groups: The same for each breakdown value.
    """

    numbers: DistributionNumbers
    without: int
    bins: list[DistributionBin]
    series: list[DistributionPoint] | None = None
    groups: list[DistributionGroup] | None = None


@dataclass(frozen=True, slots=True)
class Distribution:
    """A question for a distribution; `aggregate` None is how long, `per` None the whole range only."""

    frame: Frame
    events: EventSelection
    aggregate: Aggregate | None
    edges: tuple[float, ...] | None
    per: Granularity | None

    def answer(self, desk: Desk) -> DistributionResult:
        """The numbers."""
        rows = desk.read(self._summary(Scan(self.frame, desk.scope)))
        summary: Sequence[Any] = rows[0] if rows else (0, 0, *([None] * 7))
        edges, bins = self._cut(summary)
        scan = Scan(self.frame, desk.scope)
        counts = [0] * len(bins)
        groups: dict[int, _Group] = {}
        splits = len(self.frame.by)
        shift = 1 if self._is_whole and self.edges is None else 0
        for place, *rest in desk.read(self._count(edges, scan)) if edges else ():
            values, (index, *numbers) = rest[:splits], rest[splits:]
            if not place:
                counts[index - shift] = numbers[0]
                continue
            group = groups.setdefault(place, _Group(values, [0] * len(bins), _NOBODY))
            if index is None:
                group.numbers = _numbers(numbers)
            else:
                group.people[index - shift] = numbers[0]
        return DistributionResult(
            numbers=_numbers(summary[1:8]),
            without=summary[0] - summary[1],
            bins=[
                DistributionBin(each.at_least, each.below, people)
                for each, people in zip(bins, counts, strict=True)
            ],
            series=None if self.per is None else self._series(edges, len(bins), shift, desk),
            groups=self._groups(groups) if splits else None,
        )

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        events = describe_selection(self.events, lang)
        number = _DURATION.say(lang) if self.aggregate is None else self.aggregate.describe(lang)
        counted = Sentence(
            "所选时间内做过 {events} 的人，按每人的{number}分组；分组含下界不含上界；没有该数值的人另计。",
            "People who did {events} in the range, by their own {number}; a bin includes where it begins and not "
            "where it ends; people without such a number are counted apart.",
        ).say(lang, events=events, number=number)
        return describe_frame(self.frame, counted, lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people of a bin, of the whole range or a period (`t`), of everybody or a group; or those `without`."""
        read_object(who, "who", known=(*BIN_ENDS.values(), "t", "of", "by", "is_other"))
        scan = Scan(self.frame, desk.scope)
        of = read_choice(who.get("of", "with"), "who.of", ("with", "without"))
        tests = ["value IS NULL"] if of == "without" else ["value IS NOT NULL"]
        if of == "with":
            tests.append(bin_test("value", read_bin(who, "who"), scan.binder))
        span = scan.bounds()
        if who.get("t") is not None:
            period = find_period(self._periods(desk), read_text(who["t"], "who.t"))
            span = max(span[0], period.start), min(span[1], period.end)
        group = parse_group(who, self.frame)
        if group is not None:
            tests.append(group_test(group, self.frame, scan.binder))
        if who.get("t") is not None and group is not None:
            raise QueryInvalid("a period's people are not split by values", path="who.by")
        return scan.binder.statement(
            f"WITH\n{self._ctes(scan, span)}\nSELECT person AS person_id\n"
            f"FROM {'placed' if group else 'split'}\nWHERE {all_of(tests)}"
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

    def _periods(self, desk: Desk) -> list[Period]:
        per = self.per or Granularity.DAY
        return list_periods(self.frame.range, per, desk.scope.zone, desk.scope.now)

    def _series(
        self, edges: Sequence[float], size: int, shift: int, desk: Desk
    ) -> list[DistributionPoint]:
        periods = self._periods(desk)
        found: dict[str, list[int]] = {period.t: [0] * size for period in periods}
        scan = Scan(self.frame, desk.scope)
        for t, index, people in desk.read(self._by_period(edges, scan)) if edges else ():
            found[period_name(t, periods)][index - shift] += people
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

    def _ctes(self, scan: Scan, span: Span, per: Granularity | None = None) -> str:
        """CTEs that end in `split`, one row a person (and period `t`) with `value`; split questions add `placed`."""
        measured = (
            self._stays(scan, span, per) if self.aggregate is None else self._done(scan, span, per)
        )
        columns = "".join(
            f", {scan.value_sql(each) if each.of == 'attribute' else column} AS {column}"
            for column, each in zip(group_columns(self.frame), self.frame.by, strict=True)
        )
        ctes = (
            f"{measured},\n"
            f"split AS (\n  SELECT person, t, value{columns}\n  FROM measured{scan.joins('person')}\n)"
        )
        return f"{ctes},\n{placed_sql(self.frame, 'split')}" if self.frame.by else ctes

    def _done(self, scan: Scan, span: Span, per: Granularity | None) -> str:
        """CTE `measured`: the aggregate over the events of a person."""
        assert self.aggregate is not None  # noqa: S101  the caller asks only then
        value = aggregate_sql(self.aggregate, scan.scope, scan.binder)
        tests = [
            selection_sql(self.events, scan.scope, scan.binder),
            scan.between(*span),
            *scan.tests(),
        ]
        firsts = self._renamed(first_values_sql(self._values(scan), "1"))
        t = period_sql("time", per, scan.scope.zone) if per else "0"
        return (
            f"measured AS (\n  SELECT {scan.scope.event_person} AS person, {t} AS t,\n"
            f"    toFloat64({value}) AS value{firsts}\n"
            f"  FROM events\n  WHERE {all_of(tests)}\n  GROUP BY person, t\n)"
        )

    def _stays(self, scan: Scan, span: Span, per: Granularity | None) -> str:
        """CTE `measured`: how long the visits of a person lasted that begin in the span."""
        silence = parse_duration(SILENCE_DEFAULT)
        visits = Visits(self.events, Cut(silence, at_midnight=False, at_campaign=True))
        values = self._values(scan)
        firsts = self._renamed(
            "".join(
                f",\n    argMin({visits.value_of('done[1]', index)}, began) AS by_{index}"
                for index in range(len(values))
            )
        )
        t = period_sql("began", per, scan.scope.zone) if per else "0"
        start, end = (scan.binder.instant(at) for at in span)
        return (
            f"{visits.ctes(values, scan)},\n"
            f"measured AS (\n  SELECT person, {t} AS t, sum(seconds) AS value{firsts}\n"
            f"  FROM visits\n  WHERE began >= {start} AND began < {end}\n  GROUP BY person, t\n)"
        )

    def _values(self, scan: Scan) -> list[str]:
        return [scan.value_sql(each) for each in self.frame.by if each.of == "property"]

    def _renamed(self, firsts: str) -> str:
        """First values under the columns of their breakdowns; attributes have columns of their own in between."""
        columns = [
            column
            for column, each in zip(group_columns(self.frame), self.frame.by, strict=True)
            if each.of == "property"
        ]
        for index, column in reversed(list(enumerate(columns))):
            firsts = firsts.replace(f"AS by_{index}", f"AS {column}")
        return firsts

    def _summary(self, scan: Scan) -> Statement:
        """One row: people, those with a number, and the numbers; last the quantile that bins reach to."""
        return scan.binder.statement(
            f"WITH\n{replace(self, frame=replace(self.frame, by=()))._ctes(scan, scan.bounds())}\n"  # noqa: SLF001
            f"SELECT count(), {_NUMBERS}, quantileExactInclusive({OUTLIERS})(value)\nFROM split"
        )

    def _count(self, edges: Sequence[float], scan: Scan) -> Statement:
        """One row a bin of everybody; where the question is split, one a group, and one a bin of it."""
        index = bin_index_sql("value", edges, scan.binder)
        source, shown, sets = "split", "0 AS shown_place", "GROUPING SETS ((bin))"
        if self.frame.by:
            top, columns = self.frame.top, group_columns(self.frame)
            source = "placed"
            shown = f"least(place, {top + 1}) AS shown_place" + "".join(
                f", if(place > {top}, '', {column}) AS shown_{column}" for column in columns
            )
            names = ", ".join(["shown_place", *(f"shown_{column}" for column in columns)])
            sets = f"GROUPING SETS ((bin), ({names}), ({names}, bin))"
        return scan.binder.statement(
            f"WITH\n{self._ctes(scan, scan.bounds())}\n"
            f"SELECT {shown}, toNullable({index}) AS bin, {_NUMBERS}\n"
            f"FROM {source}\nWHERE value IS NOT NULL\nGROUP BY {sets}"
        )

    def _by_period(self, edges: Sequence[float], scan: Scan) -> Statement:
        """One row a period and bin: the people whose number of the period is in it."""
        index = bin_index_sql("value", edges, scan.binder)
        return scan.binder.statement(
            f"WITH\n{self._ctes(scan, scan.bounds(), self.per)}\n"
            f"SELECT t, {index} AS bin, count()\nFROM split\nWHERE value IS NOT NULL\nGROUP BY t, bin"
        )


@dataclass(slots=True)
class _Group:
    """What adds up of one group."""

    values: Sequence[str]
    people: list[int]
    numbers: DistributionNumbers


def parse_distribution(raw: JsonObject, frame: Frame) -> Distribution:
    """Read `metric`, `bins` and `per`.

    Raises:
        QueryInvalid: An aggregate that is none of one person's events.
    """
    check_fields(raw, "metric", "bins", "per")
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
    )


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

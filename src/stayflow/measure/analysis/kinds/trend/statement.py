"""The statements of a trend: a row per period and value with events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from stayflow.language.metric import metric_sql
from stayflow.language.statement import Statement
from stayflow.language.window import Granularity, period_sql
from stayflow.measure.analysis.daily import (
    PERIOD_OF_DAY,
    daily_people_sql,
    is_answered_daily,
)
from stayflow.measure.analysis.groups import group_columns
from stayflow.measure.analysis.kinds.trend.model import TrendQuestion
from stayflow.measure.analysis.periods import (
    CLOCK_SECONDS,
    Period,
    list_periods,
    period_before,
)
from stayflow.measure.analysis.scan import Scan, all_of

ADDED_UP: Final = ("count", "sum")
"""Aggregates whose number of several periods or values is the sum of theirs."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The periods a trend reads: those before its first point that a rolling one still counts, then its points."""

    before: tuple[Period, ...]
    points: tuple[Period, ...]


def spread(question: TrendQuestion, scan: Scan) -> Spread:
    """The periods of the range, and those a rolling form reaches back to.

    Raises:
        TooMuchAsked: There are more points than an answer holds.
    """
    scope, per = scan.scope, question.per
    if per is None:
        start, end = scan.bounds()
        return Spread((), (Period(start.astimezone(scope.zone).date().isoformat(), start, end),))
    points = tuple(list_periods(question.frame.range, per, scope.zone, scope.now))
    many = question.stretch.periods if question.stretch else None
    if many is None or not points:
        return Spread((), points)
    earlier = [points[0]]
    for _ in range(many - 1):
        earlier.insert(0, period_before(earlier[0], per, scope.zone))
    return Spread(tuple(earlier[:-1]), points)


def stretch_bounds(
    question: TrendQuestion, found: Spread, period: Period | None, scan: Scan
) -> tuple[datetime, datetime]:
    """From when (included) to when (excluded) the events of a point lie; of None, those of all points."""
    start, end = scan.bounds()
    rolling = question.stretch is not None and question.stretch.periods is not None
    if rolling and found.before:
        start = found.before[0].start
    if period is None:
        return start, end
    if question.stretch is None:
        return max(start, period.start), min(end, period.end)
    if not rolling:
        return start, min(end, period.end)
    every = [*found.before, *found.points]
    begin = every[every.index(period) - len(found.before)]
    return begin.start, min(end, period.end)


def told_together(question: TrendQuestion, scan: Scan) -> list[list[int]]:
    """The places of the metrics, those together that count the same rows: one statement reads them for all."""
    together: dict[str, list[int]] = {}
    for index, each in enumerate(question.metrics):
        test = metric_sql(each.metric, scan.scope, scan.binder).test
        is_alone = bool(question.frame.by) or is_daily(question, index, scan)
        together.setdefault(str(index) if is_alone else test, []).append(index)
    return list(together.values())


def series_statement(
    question: TrendQuestion, places: Sequence[int], found: Spread, scan: Scan
) -> Statement:
    """One row per period and value with events: `t`, whether it is "other", the values, the number of each metric.

    Args:
        question: What is asked.
        places: Of the metrics, which count the same rows (`told_together`).
        found: The periods that are read.
        scan: A new one.
    """
    index = places[0]
    if is_daily(question, index, scan):
        return _daily_statement(question, index, found, scan)
    if _adds_up(question, index):
        return _added_statement(question, index, found, scan)
    values = ", ".join(
        f"{metric_sql(question.metrics[each].metric, scan.scope, scan.binder).value} AS value_{each}"
        for each in places
    )
    sql, grouped = grouped_sql(question, index, found, scan, values)
    return scan.binder.statement(f"{sql}\nGROUP BY {grouped}\nORDER BY {grouped}")


def _adds_up(question: TrendQuestion, index: int) -> bool:
    """True when the leading values are known from the numbers themselves: of values, they are the sum of all points."""
    return (
        bool(question.frame.by)
        and not question.frame.overlaps
        and question.stretch is None
        and question.led_in is None
        and (index == 0 or not question.formulas)
        and question.metrics[index].metric.aggregate.kind in ADDED_UP
    )


def _added_statement(question: TrendQuestion, index: int, found: Spread, scan: Scan) -> Statement:
    """The same rows; the events are read once, and what does not lead is put together afterwards."""
    number = metric_sql(question.metrics[index].metric, scan.scope, scan.binder).value
    rows = rows_sql(question, index, stretch_bounds(question, found, None, scan), scan)
    columns = group_columns(question.frame)
    values = "".join(
        f"{scan.value_sql(each)} AS {column}, "
        for column, each in zip(columns, question.frame.by, strict=True)
    )
    names = ", ".join(columns)
    shown = "".join(f"if(is_other, '', {column}) AS shown_{column}, " for column in columns)
    grouped = ", ".join(["t", "is_other", *(f"shown_{column}" for column in columns)])
    return scan.binder.statement(
        f"WITH\ncounted AS (\n  SELECT {_points_sql(question, found, scan)} AS t, {values}{number} AS number\n"
        f"{rows}\n  GROUP BY t, {names}\n),\n"
        f"valued AS (\n  SELECT {names}, sum(number) AS whole, groupArray((t, number)) AS points\n"
        f"  FROM counted\n  GROUP BY {names}\n),\n"
        f"placed AS (\n  SELECT *, row_number() OVER (ORDER BY whole DESC, {names}) > {question.frame.top}"
        " AS is_other\n  FROM valued\n)\n"
        f"SELECT point.1 AS t, is_other, {shown}sum(point.2) AS value\n"
        f"FROM placed ARRAY JOIN points AS point\nGROUP BY {grouped}\nORDER BY {grouped}"
    )


def grouped_sql(
    question: TrendQuestion, index: int, found: Spread, scan: Scan, numbers: str
) -> tuple[str, str]:
    """A SELECT of the rows a metric counts without its GROUP BY, and the columns to group by.

    Its columns: `t`, `is_other`, the values, and `numbers`.
    """
    rows = rows_sql(question, index, stretch_bounds(question, found, None, scan), scan)
    values = [scan.value_sql(each) for each in question.frame.by]
    columns = group_columns(question.frame)
    # Groups that overlap are all told apart.
    has_rest = bool(values) and not question.frame.overlaps
    is_other = f"NOT ({leading_test(question, index, scan)})" if has_rest else "0"
    shown = "".join(
        f"if(is_other, '', {value}) AS {column}, "
        for column, value in zip(columns, values, strict=True)
    )
    sql = (
        f"SELECT {_points_sql(question, found, scan)} AS t, {is_other} AS is_other, {shown}"
        f"{numbers}\n{rows}"
    )
    return sql, ", ".join(["t", "is_other", *columns])


def leading_test(question: TrendQuestion, index: int, scan: Scan) -> str:
    """Test of rows of `events`: their values are among the leading ones of the whole range, by the metric itself.

    Formulas need the same values of all metrics: then the first one leads.
    """
    leader = 0 if question.formulas else index
    number = metric_sql(question.metrics[leader].metric, scan.scope, scan.binder).value
    asked = question.led_in or question.frame.range
    rows = rows_sql(question, leader, asked.bounds(scan.scope.zone, scan.scope.now), scan)
    values = ", ".join(scan.value_sql(each) for each in question.frame.by)
    return (
        f"tuple({values}) IN (\n  SELECT tuple({values}) AS leading\n{rows}\n"
        f"  GROUP BY leading\n  ORDER BY {number} DESC, leading\n  LIMIT {question.frame.top}\n)"
    )


def rows_sql(
    question: TrendQuestion,
    index: int,
    bounds: tuple[datetime, datetime],
    scan: Scan,
    more: Sequence[str] = (),
) -> str:
    """FROM and WHERE of the events that a metric counts within `bounds`, and that meet the tests of `more`."""
    test = metric_sql(question.metrics[index].metric, scan.scope, scan.binder).test
    tests = [test, scan.between(*bounds), *scan.tests(), *more]
    return f"FROM events{scan.joins(scan.scope.event_person)}\nWHERE {all_of(tests)}"


def _points_sql(question: TrendQuestion, found: Spread, scan: Scan) -> str:
    """The key of the point an event counts for; in a stretch one row becomes one for each of its points."""
    key = _period_key(question.per, scan)
    if question.stretch is None:
        return key
    keys = _keys_sql(question, [*found.before, *found.points], scan)
    place, first = f"indexOf({keys}, {key})", len(found.before) + 1
    begin = f"greatest({place}, {first})"
    # A rolling point counts the event's period and as many after it as there are before the first point.
    many = f", {place} + {first} - {begin}" if question.stretch.periods else ""
    return f"arrayJoin(if({place} = 0, [], arraySlice({keys}, {begin}{many})))"


def _keys_sql(question: TrendQuestion, periods: Sequence[Period], scan: Scan) -> str:
    if question.per in CLOCK_SECONDS:
        seconds = [int(period.start.astimezone(UTC).timestamp()) for period in periods]
        return scan.binder.bind(seconds, "Array(UInt32)")
    return scan.binder.bind([period.t for period in periods], "Array(Date)")


def _period_key(per: Granularity | None, scan: Scan) -> str:
    if per is None:
        first, _ = scan.frame.range.days(scan.scope.zone, scan.scope.now)
        return scan.binder.bind(first.isoformat(), "Date")
    period = period_sql("time", per, scan.scope.zone)
    return f"toUnixTimestamp({period})" if per in CLOCK_SECONDS else period


def is_daily(question: TrendQuestion, index: int, scan: Scan) -> bool:
    """True when the daily bitmaps know a metric's numbers."""
    metric = question.metrics[index].metric
    return (
        metric.aggregate.kind == "people"
        and question.per not in CLOCK_SECONDS
        and not question.frame.by
        and is_answered_daily(scan, metric.selection)
    )


def _daily_statement(question: TrendQuestion, index: int, found: Spread, scan: Scan) -> Statement:
    first, last = question.frame.range.days(scan.scope.zone, scan.scope.now)
    selection = question.metrics[index].metric.selection
    if found.before:
        first = date.fromisoformat(found.before[0].t)
    span = PERIOD_OF_DAY[question.per] if question.per else _period_key(None, scan)
    people = daily_people_sql(selection, first, last, span, scan)
    source = f"people_per_period AS (\n  {people}\n)"
    if question.stretch is not None:
        source = _stretched_ctes(question, found, people, scan)
    return scan.binder.statement(
        f"WITH {source}\n"
        f"SELECT t, 0 AS is_other, bitmapCardinality(people) AS value\n"
        f"FROM people_per_period\nORDER BY t"
    )


def _stretched_ctes(question: TrendQuestion, found: Spread, people: str, scan: Scan) -> str:
    """`people_per_period` with the people of all periods of each point's stretch; no period is left out."""
    assert question.stretch is not None  # noqa: S101  the caller has one
    keys = _keys_sql(question, [*found.before, *found.points], scan)
    back = question.stretch.periods
    since = "UNBOUNDED PRECEDING" if back is None else f"{back - 1} PRECEDING"
    return (
        f"active AS (\n  {people}\n  UNION ALL\n"
        f"  SELECT arrayJoin({keys}) AS t, bitmapBuild(emptyArrayUInt64()) AS people\n),\n"
        "people_per_period AS (\n  SELECT t, groupBitmapMergeState(people_of_period)"
        f" OVER (ORDER BY t ROWS BETWEEN {since} AND CURRENT ROW) AS people\n"
        "  FROM (SELECT t, groupBitmapMergeState(people) AS people_of_period FROM active GROUP BY t)\n)"
    )

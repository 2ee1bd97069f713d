"""Trend 事件分析: numbers over time, each metric by itself, split by values.

Periods are cut in the project's zone; one that is not over yet is marked. Periods without an event are there, with 0
for counts and sums, None for averages and the like.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import msgspec

from stayflow.language.metric import Metric, describe_metric, metric_sql, parse_metric
from stayflow.language.raw import JsonObject, join, read_choice, read_list, read_object, read_text
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Statement
from stayflow.language.window import Granularity, parse_granularity, period_sql
from stayflow.measure.analysis.daily import (
    PERIOD_OF_DAY,
    daily_people_sql,
    is_answered_daily,
)
from stayflow.measure.analysis.errors import TooMuchAsked, Unsupported
from stayflow.measure.analysis.groups import (
    Group,
    Values,
    group_columns,
    group_values_test,
    parse_group,
    read_group,
)
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.periods import (
    CLOCK_SECONDS,
    Period,
    find_period,
    list_periods,
    period_name,
)
from stayflow.measure.analysis.request import check_fields, read_count
from stayflow.measure.analysis.scan import Scan, all_of
from stayflow.measure.analysis.words import describe_frame

METRICS_MAX = 10
NO_PERIODS = "none"
DEFAULT_METRIC = {"event": "*", "aggregate": "count"}
Value = float | int | None


class Point(msgspec.Struct, frozen=True, omit_defaults=True):
    """One number of a series; `t` is None for the whole range, `is_incomplete` when it is not over."""

    t: str | None
    value: Value
    is_incomplete: bool = False


class Series(msgspec.Struct, frozen=True):
    """One metric (of one breakdown value) over time.

    Attributes:
        metric: What the metric is called.
        index: Its place among those asked for.
        by: The breakdown value.
        is_other: True for all values beyond the leading ones together.
        points: The periods, oldest first.
        previous: The periods of the range before, when asked for.
    """

    metric: str
    index: int
    by: Values
    is_other: bool
    points: list[Point]
    previous: list[Point] | None = None


class TrendResult(msgspec.Struct, frozen=True):
    """One series per metric and breakdown value, leading values first."""

    series: list[Series]


@dataclass(frozen=True, slots=True)
class NamedMetric:
    """A metric and what it is called."""

    metric: Metric
    name: str | None


@dataclass(frozen=True, slots=True)
class Trend:
    """A question for numbers over time; `per` None is one number for the whole range."""

    frame: Frame
    metrics: tuple[NamedMetric, ...]
    per: Granularity | None
    compares: bool

    def answer(self, desk: Desk) -> TrendResult:
        """The series."""
        series: list[Series] = []
        for index in range(len(self.metrics)):
            series += self._series(index, desk)
        return TrendResult(series=series)

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        metrics = ("；" if lang == "zh" else "; ").join(
            describe_metric(each.metric, lang) for each in self.metrics
        )
        per = {
            "zh": PERIODS_SAID_ZH,
            "en": PERIODS_SAID_EN,
        }[lang][self.per]
        counted = Sentence(
            "{metrics}，{per}；按项目时区切分，未结束的周期有标记。",
            "{metrics}, {per}; periods are cut in the project's zone, one that is not over is marked.",
        ).say(lang, metrics=metrics, per=per)
        return describe_frame(self.frame, counted, lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people with an event that a point counts."""
        read_object(who, "who", known=("metric", "t", "by", "is_other"))
        most = len(self.metrics) - 1
        metric = read_count(who.get("metric", 0), "who.metric", least=0, most=most)
        scan = Scan(self.frame, desk.scope)
        start, end = scan.bounds()
        if who.get("t") is not None:
            period = find_period(self._periods(scan), read_text(who["t"], "who.t"))
            start, end = max(start, period.start), min(end, period.end)
        tests = [metric_sql(self.metrics[metric].metric, scan.scope, scan.binder).test]
        tests += [scan.between(start, end), *scan.tests()]
        group = parse_group(who, self.frame)
        if group is not None:
            tests.append(self._group_test(metric, group, scan))
        return scan.binder.statement(
            f"SELECT DISTINCT {scan.scope.event_person} AS person_id\n"
            f"FROM events{scan.joins(scan.scope.event_person)}\nWHERE {all_of(tests)}"
        )

    def _series(self, index: int, desk: Desk) -> list[Series]:
        scan = Scan(self.frame, desk.scope)
        periods = self._periods(scan)
        at_nothing = self.metrics[index].metric.aggregate.row.at_nothing
        found: dict[tuple[bool, tuple[str, ...]], dict[str, Value]] = {}
        if not self.frame.by:
            found[False, ()] = {}
        for t, is_other, *values, value in desk.read(series_statement(self, index, scan)):
            key = (bool(is_other), tuple(values))
            found.setdefault(key, {})[period_name(t, periods)] = _number(value)
        return [
            self._named(
                index,
                read_group(self.frame, values, is_other=is_other),
                self._points(periods, numbers, at_nothing, scan),
                self._previous(index, desk),
            )
            for (is_other, values), numbers in sorted(found.items(), key=lambda each: each[0][0])
        ]

    def _points(
        self,
        periods: Sequence[Period],
        numbers: Mapping[str, Value],
        at_nothing: Value,
        scan: Scan,
    ) -> list[Point]:
        return [
            Point(
                t=period.t if self.per else None,
                value=numbers.get(period.t, at_nothing),
                is_incomplete=not period.is_over(scan.scope.now),
            )
            for period in periods
        ]

    def _named(
        self, index: int, group: Group, points: list[Point], previous: list[Point] | None
    ) -> Series:
        each = self.metrics[index]
        name = each.name or describe_metric(each.metric, "en")
        return Series(name, index, group.by, group.is_other, points, previous)

    def _previous(self, index: int, desk: Desk) -> list[Point] | None:
        if not self.compares:
            return None
        earlier = self.frame.range.previous(desk.scope.zone, desk.scope.now)
        before = replace(self, frame=replace(self.frame, range=earlier), compares=False)
        return before._series(index, desk)[0].points  # noqa: SLF001  the same class

    def _periods(self, scan: Scan) -> list[Period]:
        if self.per is not None:
            return list_periods(self.frame.range, self.per, scan.scope.zone, scan.scope.now)
        start, end = scan.bounds()
        return [Period(start.astimezone(scan.scope.zone).date().isoformat(), start, end)]

    def _group_test(self, index: int, group: Group, scan: Scan) -> str:
        values = [scan.value_sql(each) for each in self.frame.by]
        if group.is_other:
            return f"NOT ({_leading_test(self, index, scan)})"
        return group_values_test(group, self.frame, values, scan.binder)


def parse_trend(raw: JsonObject, frame: Frame) -> Trend:
    """Read `metrics`, `per` and `compare`.

    Raises:
        TooMuchAsked: No metric or too many.
        Unsupported: A comparison of a question that is split.
    """
    check_fields(raw, "metrics", "per", "compare")
    metrics = read_list(raw.get("metrics", [DEFAULT_METRIC]), "metrics")
    if not 1 <= len(metrics) <= METRICS_MAX:
        raise TooMuchAsked(
            f"expected 1 to {METRICS_MAX} metrics, got {len(metrics)}", path="metrics"
        )
    compares = raw.get("compare") is not None
    if compares:
        read_choice(raw["compare"], "compare", ("previous",))
        if frame.by:
            raise Unsupported(
                "a comparison is not offered together with a breakdown", path="compare"
            )
    per = raw.get("per", Granularity.DAY.value)
    return Trend(
        frame,
        tuple(_parse_named(each, f"metrics[{index}]") for index, each in enumerate(metrics)),
        None if per == NO_PERIODS else parse_granularity(per),
        compares,
    )


def _parse_named(raw: object, path: str) -> NamedMetric:
    node = read_object(raw, path)
    name = node.get("name")
    return NamedMetric(
        parse_metric(node, path), None if name is None else read_text(name, join(path, "name"))
    )


def series_statement(trend: Trend, index: int, scan: Scan) -> Statement:
    """One row per period and value with events: `t`, whether it is "other", the values, the number."""
    if _is_daily(trend, index, scan):
        return _daily_statement(trend, index, scan)
    sql = metric_sql(trend.metrics[index].metric, scan.scope, scan.binder)
    tests = [sql.test, scan.between(*scan.bounds()), *scan.tests()]
    values = [scan.value_sql(each) for each in trend.frame.by]
    columns = group_columns(trend.frame)
    is_other = f"NOT ({_leading_test(trend, index, scan)})" if values else "0"
    shown = "".join(
        f"if(is_other, '', {value}) AS {column}, "
        for column, value in zip(columns, values, strict=True)
    )
    grouped = ", ".join(["t", "is_other", *columns])
    return scan.binder.statement(
        f"SELECT {_period_key(trend.per, scan)} AS t, {is_other} AS is_other, {shown}"
        f"{sql.value} AS value\n"
        f"FROM events{scan.joins(scan.scope.event_person)}\n"
        f"WHERE {all_of(tests)}\nGROUP BY {grouped}\nORDER BY {grouped}"
    )


def _is_daily(trend: Trend, index: int, scan: Scan) -> bool:
    metric = trend.metrics[index].metric
    return (
        metric.aggregate.kind == "people"
        and trend.per is not None
        and trend.per not in CLOCK_SECONDS
        and not trend.frame.by
        and is_answered_daily(scan, metric.selection)
    )


def _daily_statement(trend: Trend, index: int, scan: Scan) -> Statement:
    first, last = trend.frame.range.days(scan.scope.zone, scan.scope.now)
    assert trend.per is not None  # noqa: S101  _is_daily says so
    selection = trend.metrics[index].metric.selection
    people = daily_people_sql(selection, first, last, PERIOD_OF_DAY[trend.per], scan)
    return scan.binder.statement(
        f"WITH people_per_period AS (\n  {people}\n)\n"
        f"SELECT t, 0 AS is_other, bitmapCardinality(people) AS value\n"
        f"FROM people_per_period\nORDER BY t"
    )


def _leading_test(trend: Trend, index: int, scan: Scan) -> str:
    """Test of rows of `events`: their values are among the leading ones of the whole range, by the metric itself."""
    sql = metric_sql(trend.metrics[index].metric, scan.scope, scan.binder)
    tests = [sql.test, scan.between(*scan.bounds()), *scan.tests()]
    values = ", ".join(scan.value_sql(each) for each in trend.frame.by)
    return (
        f"tuple({values}) IN (\n  SELECT tuple({values}) AS leading\n"
        f"  FROM events{scan.joins(scan.scope.event_person)}\n  WHERE {all_of(tests)}\n"
        f"  GROUP BY leading\n  ORDER BY {sql.value} DESC, leading\n  LIMIT {trend.frame.top}\n)"
    )


def _period_key(per: Granularity | None, scan: Scan) -> str:
    if per is None:
        first, _ = scan.frame.range.days(scan.scope.zone, scan.scope.now)
        return scan.binder.bind(first.isoformat(), "Date")
    period = period_sql("time", per, scan.scope.zone)
    return f"toUnixTimestamp({period})" if per in CLOCK_SECONDS else period


def _number(value: Decimal | Value) -> Value:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, float) and value != value:  # noqa: PLR0124  NaN: over nothing
        return None
    return value


PERIODS_SAID_EN: Mapping[Granularity | None, str] = {
    None: "over the whole range",
    **{unit: f"per {unit.value}" for unit in Granularity},
}
PERIODS_SAID_ZH: Mapping[Granularity | None, str] = {
    None: "整段时间合计",
    Granularity.MINUTE: "按分钟",
    Granularity.HOUR: "按小时",
    Granularity.DAY: "按天",
    Granularity.WEEK: "按周（周一起）",
    Granularity.MONTH: "按月",
    Granularity.QUARTER: "按季度",
}

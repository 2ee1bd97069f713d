"""A trend told from a share of the people: what is counted or summed is scaled, a mean is not, formulas are anew."""

from collections.abc import Iterator, Mapping
from string import ascii_uppercase
from typing import Final

import msgspec

from stayflow.language.aggregate import Aggregate, aggregate_sql
from stayflow.language.formula import evaluate
from stayflow.language.raw import join
from stayflow.language.sample import Share
from stayflow.language.scope import ValueType, property_sql
from stayflow.measure.analysis.groups import read_group
from stayflow.measure.analysis.kinds.trend import TrendResult
from stayflow.measure.analysis.kinds.trend.model import Point, Series, TrendQuestion, Value
from stayflow.measure.analysis.kinds.trend.statement import Spread, grouped_sql, spread
from stayflow.measure.analysis.model import Desk
from stayflow.measure.analysis.periods import period_name
from stayflow.measure.analysis.sampling.error import (
    Interval,
    Moments,
    people_interval,
    ratio_interval,
    total_interval,
)
from stayflow.measure.analysis.sampling.found import Found
from stayflow.measure.analysis.scan import Scan

SCALED: Final = frozenset({"count", "people", "sum"})
TOTALS: Final = frozenset({"count", "sum"})
RATIOS: Final = frozenset({"avg", "per_person"})
Group = tuple[bool, tuple[str | None, ...]]
Cell = tuple[Group, str | None]
"""A group, and the period's name."""


def estimate_trend(
    question: TrendQuestion, asked: TrendResult, share: Share, part: Desk, found: Found
) -> TrendResult:
    """The series over everybody; `found` gets the interval of every point that has one.

    Args:
        question: What is asked.
        asked: Its answer over the sample.
        share: The sample.
        part: The desk over the sample; the squares of what people add are read there.
        found: Gathers.
    """
    series = [_scaled(question, each, share.one_in) for each in asked.series]
    series = [
        each if each.index < len(question.metrics) else _computed(question, each, series)
        for each in series
    ]
    moments = {
        index: dict(_read_moments(question, index, part))
        for index, each in enumerate(question.metrics)
        if each.metric.aggregate.kind in TOTALS | RATIOS
    }
    for place, (raw, told) in enumerate(zip(asked.series, series, strict=True)):
        if told.index >= len(question.metrics):
            continue
        kind = question.metrics[told.index].metric.aggregate.kind
        for at, (before, point) in enumerate(zip(raw.points, told.points, strict=True)):
            known = moments.get(told.index, {}).get((_group(told), point.t))
            interval = _interval(kind, before.value, known, share.one_in)
            if point.value is not None:
                found.add(f"series[{place}].points[{at}].value", float(point.value), interval)
    return TrendResult(series)


def _interval(kind: str, counted: Value, known: Moments | None, one_in: int) -> Interval | None:
    if kind == "people":
        return people_interval(int(counted or 0), one_in)
    if known is None:
        return None
    return total_interval(known, one_in) if kind in TOTALS else ratio_interval(known, one_in)


def _scaled(question: TrendQuestion, series: Series, one_in: int) -> Series:
    """A series of what is counted or summed, times what the sample is short of."""
    is_metric = series.index < len(question.metrics)
    if not is_metric or question.metrics[series.index].metric.aggregate.kind not in SCALED:
        return series

    def scale(points: list[Point]) -> list[Point]:
        return [
            each if each.value is None else msgspec.structs.replace(each, value=each.value * one_in)
            for each in points
        ]

    before = None if series.previous is None else scale(series.previous)
    return msgspec.structs.replace(series, points=scale(series.points), previous=before)


def _computed(question: TrendQuestion, series: Series, all_series: list[Series]) -> Series:
    """A formula over the scaled metrics of its group."""
    formula = question.formulas[series.index - len(question.metrics)].formula
    beside = {
        each.index: each
        for each in all_series
        if each.index < len(question.metrics) and _group(each) == _group(series)
    }

    def compute(points: list[Point], *, is_previous: bool) -> list[Point]:
        return [
            msgspec.structs.replace(
                point,
                value=evaluate(formula, _named(question, beside, at, is_previous=is_previous)),
            )
            for at, point in enumerate(points)
        ]

    before = None if series.previous is None else compute(series.previous, is_previous=True)
    points = compute(series.points, is_previous=False)
    return msgspec.structs.replace(series, points=points, previous=before)


def _named(
    question: TrendQuestion, beside: Mapping[int, Series], at: int, *, is_previous: bool
) -> dict[str, Value]:
    """The metrics of a point by their letters; one without a series of this group counts nothing."""
    named: dict[str, Value] = {}
    for index, (letter, metric) in enumerate(zip(ascii_uppercase, question.metrics, strict=False)):
        series = beside.get(index)
        points = None if series is None else series.previous if is_previous else series.points
        named[letter] = (
            metric.metric.aggregate.row.at_nothing if points is None else points[at].value
        )
    return named


def _group(series: Series) -> Group:
    return series.is_other, tuple(series.by.values())


def _read_moments(
    question: TrendQuestion, index: int, part: Desk
) -> Iterator[tuple[Cell, Moments]]:
    """Of every cell of one metric, the sums over the people of what each of them adds, and of its squares."""
    scan = Scan(question.frame, part.scope)
    found: Spread = spread(question, scan)
    y, x = _added_sql(question.metrics[index].metric.aggregate, scan)
    numbers = f"{scan.scope.event_person} AS person, toFloat64({y}) AS y, toFloat64({x}) AS x"
    inner, keys = grouped_sql(question, index, found, scan, numbers)
    statement = scan.binder.statement(
        f"SELECT {keys}, count(), sum(y), sum(x), sum(y * y), sum(x * y), sum(x * x)\n"
        f"FROM (\n{inner}\nGROUP BY {keys}, person\n)\nGROUP BY {keys}"
    )
    for t, is_other, *rest in part.read(statement):
        values, sums = rest[:-6], rest[-6:]
        group = read_group(question.frame, values, is_other=bool(is_other))
        name = period_name(t, found.points) if question.per else None
        yield ((group.is_other, tuple(group.by.values())), name), Moments(*sums)


def _added_sql(aggregate: Aggregate, scan: Scan) -> tuple[str, str]:
    """SQL of what one person adds above and below the line."""
    if aggregate.over is None:
        return "count()", "1"
    total = aggregate_sql(Aggregate("sum", aggregate.over, aggregate.path), scan.scope, scan.binder)
    at = join(aggregate.path, aggregate.kind)
    left = property_sql(scan.scope, scan.binder, aggregate.over, wanted=ValueType.NUMBER, path=at)
    return total, f"count({left})"

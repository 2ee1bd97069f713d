"""The question as an analysis: its series, its definition, and the people behind its points."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from string import ascii_uppercase

import msgspec

from stayflow.language.formula import evaluate
from stayflow.language.metric import describe_metric
from stayflow.language.raw import JsonObject, read_boolean, read_object, read_text
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Statement
from stayflow.language.window import Granularity
from stayflow.measure.analysis.errors import UnknownCell
from stayflow.measure.analysis.groups import Group, group_values_test, parse_group, read_group
from stayflow.measure.analysis.kinds.trend.model import (
    Point,
    Series,
    Stretch,
    TrendQuestion,
    TrendResult,
    Value,
)
from stayflow.measure.analysis.kinds.trend.reading import read_events
from stayflow.measure.analysis.kinds.trend.statement import (
    Spread,
    leading_test,
    rows_sql,
    series_statement,
    spread,
    stretch_bounds,
    told_together,
)
from stayflow.measure.analysis.model import Desk
from stayflow.measure.analysis.periods import find_period, period_name
from stayflow.measure.analysis.request import read_count
from stayflow.measure.analysis.sampled import Reading
from stayflow.measure.analysis.scan import Scan
from stayflow.measure.analysis.words import describe_comparison, describe_frame

WHO_FIELDS = ("metric", "t", "compared", "by", "is_other")
GroupKey = tuple[bool, tuple[str, ...]]
Numbers = dict[GroupKey, dict[str, Value]]
"""By group (whether it is "other", its values), the number of each period."""


@dataclass(frozen=True, slots=True)
class Trend:
    """A question for numbers over time."""

    question: TrendQuestion

    def answer(self, desk: Desk) -> TrendResult:
        """The series."""
        question, before = self.question, self._compared(desk)
        counted = _count(question, desk)
        if before is None:
            return TrendResult(series=list(_series(question, counted, desk)))
        earlier = _count(before, desk)
        for now, then in zip(counted, earlier, strict=True):
            _tell_apart_alike(now, then)
        was = {_key(each): each.points for each in _series(before, earlier, desk)}
        return TrendResult(
            series=[
                msgspec.structs.replace(each, previous=was[_key(each)])
                for each in _series(question, counted, desk)
            ]
        )

    def reading(self, scope: Scope) -> Reading:
        """The events of its metrics, where a sample saves more than it costs."""
        scan = Scan(self.question.frame, scope)
        return Reading(scan, read_events(self.question, scan))

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        question, semicolon = self.question, "；" if lang == "zh" else "; "
        metrics = semicolon.join(
            [
                *(describe_metric(each.metric, lang) for each in question.metrics),
                *(each.name for each in question.formulas),
            ]
        )
        per = say_periods(question.per, lang)
        counted = Sentence(
            "{metrics}，{per}{stretch}；按项目时区切分，未结束的周期有标记。",
            "{metrics}, {per}{stretch}; periods are cut in the project's zone, one that is not over is marked. ",
        ).say(lang, metrics=metrics, per=per, stretch=_describe_stretch(question.stretch, lang))
        if question.formulas:
            counted += FORMULAS_SAID.say(lang)
        counted += describe_comparison(question.comparison, lang)
        return describe_frame(question.frame, counted.rstrip(), lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people with an event that a point counts.

        Raises:
            UnknownCell: The answer has no such point, or is not compared.
        """
        read_object(who, "who", known=WHO_FIELDS)
        question = self.question
        if read_boolean(who.get("compared", False), "who.compared"):
            question = self._compared(desk) or _nothing_compared()
        most = len(question.metrics) - 1
        metric = read_count(who.get("metric", 0), "who.metric", least=0, most=most)
        scan = Scan(question.frame, desk.scope)
        found, period = spread(question, scan), None
        if who.get("t") is not None:
            period = find_period(found.points, read_text(who["t"], "who.t"))
        bounds = stretch_bounds(question, found, period, scan)
        group = parse_group(who, question.frame)
        of_group = [] if group is None else [_group_test(question, metric, group, scan)]
        rows = rows_sql(question, metric, bounds, scan, of_group)
        return scan.binder.statement(
            f"SELECT DISTINCT {scan.scope.event_person} AS person_id\n{rows}"
        )

    def _compared(self, desk: Desk) -> TrendQuestion | None:
        """The same question over the range it is compared with, split by the values that lead in its own."""
        question, scope = self.question, desk.scope
        if question.comparison is None:
            return None
        earlier = question.comparison.of(question.frame.range, scope.zone, scope.now)
        frame = replace(question.frame, range=earlier)
        return replace(question, frame=frame, comparison=None, led_in=question.frame.range)


def _series(question: TrendQuestion, counted: list[Numbers], desk: Desk) -> Iterator[Series]:
    """Every metric and formula, of every group, more first and "other" last."""
    found = spread(question, Scan(question.frame, desk.scope))
    for index, each in enumerate(question.metrics):
        name = each.name or describe_metric(each.metric, "en")
        at_nothing = each.metric.aggregate.row.at_nothing
        for key, numbers in _in_order(counted[index]):
            values = {period.t: numbers.get(period.t, at_nothing) for period in found.points}
            yield _one(question, (name, index), key, values, found, desk)
    for place, formula in enumerate(question.formulas):
        for key in _keys_of(counted):
            computed = {
                period.t: evaluate(formula.formula, _named(question, counted, key, period.t))
                for period in found.points
            }
            label = (formula.name, len(question.metrics) + place)
            yield _one(question, label, key, computed, found, desk)


def _count(question: TrendQuestion, desk: Desk) -> list[Numbers]:
    """Every metric's numbers by group and period."""
    found = spread(question, Scan(question.frame, desk.scope))
    counted: list[Numbers] = [
        {} if question.frame.by else {(False, ()): {}} for _ in question.metrics
    ]
    many = len(question.frame.by)
    for places in told_together(question, Scan(question.frame, desk.scope)):
        scan = Scan(question.frame, desk.scope)
        for t, is_other, *cells in desk.read(series_statement(question, places, found, scan)):
            key, period = (bool(is_other), tuple(cells[:many])), period_name(t, found.points)
            for index, value in zip(places, cells[many:], strict=True):
                counted[index].setdefault(key, {})[period] = _number(value)
    return counted


def _in_order(numbers: Numbers) -> list[tuple[GroupKey, dict[str, Value]]]:
    """The groups of a metric: more first, of as much those whose values come first, "other" last."""
    return sorted(numbers.items(), key=lambda item: (item[0][0], -_size(item[1]), item[0][1]))


def _size(numbers: Mapping[str, Value]) -> float:
    """How much a group is of all: what its line adds up to; text is nothing."""
    return sum(each for each in numbers.values() if isinstance(each, int | float))


def _keys_of(counted: list[Numbers]) -> list[GroupKey]:
    """Every group that any metric has, in the order of the first that has it, "other" last."""
    keys = dict.fromkeys(key for numbers in counted for key, _ in _in_order(numbers))
    return sorted(keys, key=lambda key: key[0])


def _named(
    question: TrendQuestion, counted: list[Numbers], key: GroupKey, t: str
) -> Mapping[str, Value]:
    """The metrics of one group and period by their letters."""
    return {
        letter: numbers.get(key, {}).get(t, each.metric.aggregate.row.at_nothing)
        for letter, numbers, each in zip(ascii_uppercase, counted, question.metrics, strict=False)
    }


def _one(
    question: TrendQuestion,
    label: tuple[str, int],
    key: GroupKey,
    values: Mapping[str, Value],
    found: Spread,
    desk: Desk,
) -> Series:
    group = read_group(question.frame, key[1], is_other=key[0])
    points = [
        Point(
            t=period.t if question.per else None,
            value=values[period.t],
            is_incomplete=not period.is_over(desk.scope.now),
        )
        for period in found.points
    ]
    return Series(*label, group.by, group.is_other, points)


def _tell_apart_alike(now: Numbers, then: Numbers) -> None:
    """Both ranges of a metric with the groups of either: one that a range has nothing of is there all the same."""
    for one, other in ((now, then), (then, now)):
        for key in other:
            one.setdefault(key, {})


def _key(series: Series) -> tuple[int, bool, tuple[str | None, ...]]:
    return series.index, series.is_other, tuple(series.by.values())


def _group_test(question: TrendQuestion, index: int, group: Group, scan: Scan) -> str:
    values = [scan.value_sql(each) for each in question.frame.by]
    if group.is_other:
        return f"NOT ({leading_test(question, index, scan)})"
    return group_values_test(group, question.frame, values, scan.binder)


def _number(value: Decimal | Value) -> Value:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, float) and value != value:  # noqa: PLR0124  NaN: over nothing
        return None
    return value


def _nothing_compared() -> TrendQuestion:
    raise UnknownCell("the question is not compared with another range", path="who.compared")


def _describe_stretch(stretch: Stretch | None, lang: Lang) -> str:
    if stretch is None:
        return ""
    if stretch.periods is None:
        return CUMULATIVE_SAID.say(lang)
    return ROLLING_SAID.say(lang, n=str(stretch.periods))


CUMULATIVE_SAID = Sentence(
    "，每点为从所选时间开始累计", ", each point counted from the start of the range"
)
ROLLING_SAID = Sentence(
    "，每点为截至该期的 {n} 期合计", ", each point counted over the {n} periods up to its own"
)
FORMULAS_SAID = Sentence(
    "公式中 A、B、C 依次为各指标，除以零记为缺失。",
    "In formulas A, B, C are the metrics in turn; what is divided by zero is missing. ",
)


def say_periods(per: Granularity | None, lang: Lang) -> str:
    """By which periods numbers are told, in words."""
    return (PERIODS_SAID_ZH if lang == "zh" else PERIODS_SAID_EN)[per]


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

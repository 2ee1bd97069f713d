"""Formula: any combination of saved metrics over time, each computed as a trend of the same frame.

A ratio over the whole range is the ratio of the whole numbers, never the mean of the periods' ratios.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stayflow.kernel.errors import nearest
from stayflow.language.formula import Formula, evaluate, names_in, parse_formula
from stayflow.language.raw import JsonObject, join, read_list, read_object, read_text
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Statement
from stayflow.measure.analysis.errors import QueryInvalid, TooMuchAsked, UnknownCell, Unsupported
from stayflow.measure.analysis.kinds.trend import (
    METRICS_MAX,
    Point,
    Series,
    Trend,
    TrendResult,
    Value,
    parse_trend,
    say_periods,
)
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.request import check_fields, parse_frame
from stayflow.measure.analysis.words import describe_frame, with_comparison

FORMULAS_MAX = 10
LEAVES_MAX = 20
DEPTH_MAX = 20
SHARED = ("range", "per", "compare", "lang")
LIMITS = ("people", "filter")
"""What a saved metric may say of whose events it counts, and of which."""


@dataclass(frozen=True, slots=True)
class NamedFormula:
    """A formula and what it is called."""

    formula: Formula
    text: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Formulas:
    """A question for combinations of saved metrics.

    Attributes:
        frame: The shared part.
        raw: As it was written; each saved metric is asked with its range, periods, filter and people.
        formulas: What is computed.
        shared: A trend of nothing, with its periods and what it is compared with.
    """

    frame: Frame
    raw: JsonObject
    formulas: tuple[NamedFormula, ...]
    shared: Trend

    def answer(self, desk: Desk) -> TrendResult:
        """One series a formula."""
        opened = [_Opened(each, desk.scope) for each in self.formulas]
        leaves = {name: definition for each in opened for name, definition in each.leaves.items()}
        if len(leaves) > LEAVES_MAX:
            raise TooMuchAsked(f"these formulas rest on more than {LEAVES_MAX} metrics")
        series: dict[str, Series] = {}
        for names in _asked_together(leaves):
            trend = self._trend([leaves[name] for name in names], desk.scope)
            series |= zip(names, trend.answer(desk).series, strict=True)
        return TrendResult(
            series=[_combined(each, index, series) for index, each in enumerate(opened)]
        )

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        said = ("；" if lang == "zh" else "; ").join(
            each.text if each.name == each.text else f"{each.name} = {each.text}"
            for each in self.formulas
        )
        counted = Sentence(
            "{said}，{per}；每个名称是一个已存指标，分子分母各按周期计算后再相除，除以零记为缺失。",
            "{said}, {per}; every name is a saved metric, each computed for the period before they are combined; what "
            "is divided by zero is missing.",
        ).say(lang, said=said, per=say_periods(self.shared.question.per, lang))
        counted = with_comparison(counted, self.shared.question.comparison, lang)
        return describe_frame(self.frame, counted, lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people with an event that one of the metrics counts: `metric` is its name.

        Raises:
            UnknownCell: The formulas do not rest on a metric of this name.
        """
        read_object(who, "who", known=("metric", "t"))
        name = read_text(who.get("metric"), "who.metric")
        leaves: dict[str, JsonObject] = {}
        for each in self.formulas:
            leaves |= _Opened(each, desk.scope).leaves
        if name not in leaves:
            raise UnknownCell(
                f'no metric "{name}" in these formulas{nearest(name, list(leaves))}',
                path="who.metric",
            )
        cell = {key: value for key, value in who.items() if key == "t"}
        return self._trend([leaves[name]], desk.scope).people({"metric": 0, **cell}, desk)

    def _trend(self, definitions: Sequence[JsonObject], scope: Scope) -> Trend:
        """The trend of metrics of the same people and events."""
        asked: dict[str, Any] = {name: self.raw[name] for name in SHARED if name in self.raw}
        asked |= {"kind": "trend", "metrics": [each["metric"] for each in definitions]}
        for name in LIMITS:
            parts = [each for each in (definitions[0].get(name), self.raw.get(name)) if each]
            if parts:
                asked[name] = parts[0] if len(parts) == 1 else {"all": parts}
        return parse_trend(asked, parse_frame(asked, scope))


class _Opened:
    """A formula down to the metrics that are counted; metrics that are formulas themselves are put in."""

    def __init__(self, asked: NamedFormula, scope: Scope) -> None:
        self.asked = asked
        self.leaves: dict[str, JsonObject] = {}
        self._saved = scope.metrics()
        self._formulas: dict[str, Formula] = {}
        self._open(asked.formula, ())

    def value(self, numbers: Mapping[str, Value]) -> Value:
        """The formula's value at a point where the leaves have these."""
        known: dict[str, Value] = dict(numbers)

        def find(name: str) -> Value:
            if name not in known:
                inner = self._formulas[name]
                known[name] = evaluate(inner, {each: find(each) for each in names_in(inner)})
            return known[name]

        return evaluate(
            self.asked.formula, {each: find(each) for each in names_in(self.asked.formula)}
        )

    def _open(self, formula: Formula, above: tuple[str, ...]) -> None:
        for name in names_in(formula):
            if name in above or len(above) > DEPTH_MAX:
                raise QueryInvalid(
                    f'the metric "{name}" is computed of itself', path=self.asked.path
                )
            definition = self._saved.get(name)
            if definition is None:
                raise QueryInvalid(
                    f'no metric "{name}" is saved{nearest(name, list(self._saved))}',
                    path=self.asked.path,
                )
            if definition.get("formula") is None:
                self.leaves[name] = definition
                continue
            inner = parse_formula(str(definition["formula"]), self.asked.path)
            self._formulas[name] = inner
            self._open(inner, (*above, name))


def parse_formulas(raw: JsonObject, frame: Frame) -> Formulas:
    """Read `formulas` (texts, or objects of `formula` and `name`), `per` and `compare`.

    Raises:
        TooMuchAsked: None, or too many.
        Unsupported: A breakdown.
        FormulaInvalid: One cannot be read.
    """
    check_fields(raw, "formulas", "per", "compare")
    if frame.by:
        raise Unsupported("formulas are not split; split the trend of one metric", path="by")
    listed = read_list(raw.get("formulas"), "formulas")
    if not 1 <= len(listed) <= FORMULAS_MAX:
        raise TooMuchAsked(
            f"expected 1 to {FORMULAS_MAX} formulas, got {len(listed)}", path="formulas"
        )
    formulas = tuple(_parse(each, f"formulas[{place}]") for place, each in enumerate(listed))
    # The range, the periods and the comparison are a trend's: read once here for their mistakes.
    shared = {name: raw[name] for name in SHARED if name in raw}
    trend = parse_trend({"kind": "trend", **shared}, frame)
    return Formulas(frame, raw, formulas, trend)


def _parse(raw: object, path: str) -> NamedFormula:
    if isinstance(raw, str):
        return NamedFormula(parse_formula(raw, path), raw, raw, path)
    node = read_object(raw, path, known=("formula", "name"))
    at = join(path, "formula")
    text = read_text(node.get("formula"), at)
    name = read_text(node.get("name", text), join(path, "name"))
    return NamedFormula(parse_formula(text, at), text, name, at)


def _asked_together(leaves: Mapping[str, JsonObject]) -> Iterator[list[str]]:
    """Names of metrics that one trend can tell: those that say the same of people and events, so many at once."""
    together: dict[str, list[str]] = {}
    for name, definition in leaves.items():
        together.setdefault(repr([definition.get(each) for each in LIMITS]), []).append(name)
    for names in together.values():
        for start in range(0, len(names), METRICS_MAX):
            yield names[start : start + METRICS_MAX]


def _combined(opened: _Opened, index: int, series: Mapping[str, Series]) -> Series:
    own = {name: series[name] for name in opened.leaves}
    first = next(iter(own.values()), None)
    if first is None:
        raise QueryInvalid("a formula names at least one saved metric", path=opened.asked.path)
    points = [
        Point(
            point.t,
            opened.value({name: each.points[place].value for name, each in own.items()}),
            is_incomplete=point.is_incomplete,
        )
        for place, point in enumerate(first.points)
    ]
    previous = first.previous and [
        Point(
            point.t,
            opened.value(
                {
                    name: each.previous[place].value if each.previous else None
                    for name, each in own.items()
                }
            ),
            is_incomplete=point.is_incomplete,
        )
        for place, point in enumerate(first.previous)
    ]
    return Series(opened.asked.name, index, {}, is_other=False, points=points, previous=previous)

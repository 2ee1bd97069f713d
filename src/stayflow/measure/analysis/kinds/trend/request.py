"""Reading the parameters of a trend."""

from collections.abc import Sequence
from string import ascii_uppercase

from stayflow.kernel.errors import nearest
from stayflow.language.formula import names_in, parse_formula
from stayflow.language.metric import parse_metric
from stayflow.language.raw import JsonObject, join, read_list, read_object, read_text
from stayflow.language.window import Granularity, parse_granularity
from stayflow.measure.analysis.earlier import parse_comparison
from stayflow.measure.analysis.errors import QueryInvalid, TooMuchAsked
from stayflow.measure.analysis.kinds.trend.model import (
    NamedFormula,
    NamedMetric,
    Stretch,
    TrendQuestion,
)
from stayflow.measure.analysis.kinds.trend.trend import Trend
from stayflow.measure.analysis.model import Frame
from stayflow.measure.analysis.request import check_fields, read_count

METRICS_MAX = 10
ROLLING_MAX = 90
NO_PERIODS = "none"
CUMULATIVE = "cumulative"
DEFAULT_METRIC = {"event": "*", "aggregate": "count"}


def parse_trend(raw: JsonObject, frame: Frame) -> Trend:
    """Read `metrics`, `formulas`, `per`, `form` and `compare`.

    Raises:
        TooMuchAsked: No metric or too many.
        FormulaInvalid: A formula cannot be read.
        QueryInvalid: A formula names no metric of the question, or the whole range is to roll.
    """
    check_fields(raw, "metrics", "formulas", "per", "form", "compare")
    written = read_list(raw.get("metrics", [DEFAULT_METRIC]), "metrics")
    if not 1 <= len(written) <= METRICS_MAX:
        raise TooMuchAsked(
            f"expected 1 to {METRICS_MAX} metrics, got {len(written)}", path="metrics"
        )
    metrics = tuple(_parse_metric(each, f"metrics[{n}]") for n, each in enumerate(written))
    formulas = _written(raw.get("formulas"), "formulas")
    if len(formulas) > METRICS_MAX:
        raise TooMuchAsked(f"at most {METRICS_MAX} formulas, got {len(formulas)}", path="formulas")
    per = raw.get("per", Granularity.DAY.value)
    stretch = _parse_stretch(raw.get("form"))
    if stretch is not None and per == NO_PERIODS:
        raise QueryInvalid("the whole range is one number; choose a period", path="per")
    return Trend(
        TrendQuestion(
            frame=frame,
            metrics=metrics,
            per=None if per == NO_PERIODS else parse_granularity(per),
            formulas=tuple(
                _parse_formula(each, f"formulas[{n}]", len(metrics))
                for n, each in enumerate(formulas)
            ),
            stretch=stretch,
            comparison=parse_comparison(raw.get("compare"), frame.range),
        )
    )


def _parse_metric(raw: object, path: str) -> NamedMetric:
    node = read_object(raw, path)
    name = node.get("name")
    return NamedMetric(
        parse_metric(node, path), None if name is None else read_text(name, join(path, "name"))
    )


def _parse_formula(raw: object, path: str, metrics: int) -> NamedFormula:
    """A text such as `A / B`, or `{"formula": …, "name": …}`."""
    node = {"formula": raw} if isinstance(raw, str) else read_object(raw, path)
    read_object(node, path, known=("formula", "name"))
    text = read_text(node.get("formula"), join(path, "formula"))
    formula = parse_formula(text, join(path, "formula"))
    known = list(ascii_uppercase[:metrics])
    for name in names_in(formula):
        if name not in known:
            raise QueryInvalid(
                f'no metric "{name}"{nearest(name, known)}; known: {", ".join(known)}',
                path=join(path, "formula"),
            )
    name = text if node.get("name") is None else read_text(node["name"], join(path, "name"))
    return NamedFormula(formula, name)


def _written(raw: object, path: str) -> Sequence[object]:
    """A list, nothing being an empty one."""
    return [] if raw is None else read_list(raw, path)


def _parse_stretch(raw: object) -> Stretch | None:
    """`cumulative`, or `{"rolling": 7}`."""
    if raw is None:
        return None
    if raw == CUMULATIVE:
        return Stretch(None)
    node = read_object(raw, "form", known=("rolling",))
    return Stretch(read_count(node.get("rolling"), "form.rolling", least=2, most=ROLLING_MAX))

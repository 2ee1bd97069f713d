"""The nouns of a trend: its metrics, formulas and stretches, and the answer."""

from dataclasses import dataclass

import msgspec

from stayflow.language.formula import Formula
from stayflow.language.metric import Metric
from stayflow.language.window import Granularity, Range
from stayflow.measure.analysis.earlier import Comparison
from stayflow.measure.analysis.groups import Values
from stayflow.measure.analysis.model import Frame

Value = float | int | None


class Point(msgspec.Struct, frozen=True, omit_defaults=True):
    """One number of a series; `t` is None for the whole range, `is_incomplete` when it is not over."""

    t: str | None
    value: Value
    is_incomplete: bool = False


class Series(msgspec.Struct, frozen=True):
    """One metric or formula (of one breakdown value) over time.

    Attributes:
        metric: What it is called.
        index: Its place among the metrics asked for; formulas follow after the last metric.
        by: The breakdown value.
        is_other: True for all values beyond the leading ones together.
        points: The periods, oldest first.
        previous: The periods of the range compared with, when asked for.
    """

    metric: str
    index: int
    by: Values
    is_other: bool
    points: list[Point]
    previous: list[Point] | None = None


class TrendResult(msgspec.Struct, frozen=True):
    """One series per metric or formula, and breakdown value, leading values first."""

    series: list[Series]


@dataclass(frozen=True, slots=True)
class NamedMetric:
    """A metric and what it is called."""

    metric: Metric
    name: str | None


@dataclass(frozen=True, slots=True)
class NamedFormula:
    """A number computed of the metrics; these are called A, B, C … by their places."""

    formula: Formula
    name: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a point is counted over: so many periods up to its own, or (None) all since the start of the range."""

    periods: int | None


@dataclass(frozen=True, slots=True)
class TrendQuestion:
    """What is asked.

    Attributes:
        frame: The shared part.
        metrics: Each is counted.
        per: None is one number for the whole range.
        formulas: What is computed of the metrics.
        stretch: None where a point is its own period.
        comparison: The range to compare with.
        led_in: The range whose leading values the numbers are split by; None for the question's own.
    """

    frame: Frame
    metrics: tuple[NamedMetric, ...]
    per: Granularity | None
    formulas: tuple[NamedFormula, ...] = ()
    stretch: Stretch | None = None
    comparison: Comparison | None = None
    led_in: Range | None = None

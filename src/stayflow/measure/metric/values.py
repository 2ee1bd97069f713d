"""What saved metrics are now, beside the range before: the numbers on the nodes of the tree."""

from collections.abc import Mapping
from dataclasses import dataclass

from stayflow.kernel.errors import StayflowError
from stayflow.language.scope import Scope
from stayflow.measure.analysis import TrendResult, answer_query
from stayflow.measure.metric.model import SavedMetric
from stayflow.stores.warehouse import ProjectWarehouse

POINTS_PER = "day"


@dataclass(frozen=True, slots=True)
class MetricValue:
    """One metric over a range.

    Attributes:
        value: Over the whole range; None where it cannot be computed.
        previous: Over as many days before.
        points: Per day, oldest first.
        error: Why there is no value; None where there is one, or nothing to count.
    """

    name: str
    value: float | None
    previous: float | None
    points: tuple[float | None, ...]
    error: str | None = None

    @property
    def change(self) -> float | None:
        """Against the range before, as a share of it."""
        if self.value is None or not self.previous:
            return None
        return (self.value - self.previous) / abs(self.previous)


def is_met(metric: SavedMetric, value: float | None) -> bool | None:
    """Whether a target is reached; None without a target or a value."""
    if metric.target is None or value is None:
        return None
    return value >= metric.target if metric.direction == "up" else value <= metric.target


def value_of(
    name: str, range_: Mapping[str, object], *, scope: Scope, warehouse: ProjectWarehouse
) -> MetricValue:
    """A saved metric over a range, the range before, and per day; a mistake of one metric is its own."""
    asked = {"kind": "formula", "formulas": [name], "range": range_}
    try:
        whole = answer_query(
            {**asked, "per": "none", "compare": "previous"}, scope=scope, warehouse=warehouse
        ).result
        daily = answer_query({**asked, "per": POINTS_PER}, scope=scope, warehouse=warehouse).result
    except StayflowError as error:
        return MetricValue(name, None, None, (), error.message)
    assert isinstance(whole, TrendResult)  # noqa: S101  a kind has one shape of result
    assert isinstance(daily, TrendResult)  # noqa: S101
    before = whole.series[0].previous
    return MetricValue(
        name,
        whole.series[0].points[0].value,
        before[0].value if before else None,
        tuple(point.value for point in daily.series[0].points),
    )

"""Which events of a trend are read one by one, and tell the same of a share of the people."""

from collections.abc import Sequence
from typing import Final

from stayflow.language.aggregate import PERCENTILE
from stayflow.language.metric import EventSelection
from stayflow.measure.analysis.kinds.trend.model import TrendQuestion
from stayflow.measure.analysis.kinds.trend.statement import is_daily
from stayflow.measure.analysis.scan import Scan

CHEAP: Final = frozenset({"count", "sum", "avg"})
"""Aggregates whose work is the reading: a sample saves nothing of that."""
ESTIMATED: Final = CHEAP | {"people", "per_person", "median"}
"""Aggregates that a sample tells; the largest of some people is not the largest of all."""


def read_events(question: TrendQuestion, scan: Scan) -> Sequence[EventSelection]:
    """The events of its metrics; none where a sample tells nothing or saves nothing."""
    metrics = [each.metric for each in question.metrics]
    kinds = {each.aggregate.kind for each in metrics}
    if kinds <= CHEAP or not all(map(_is_estimated, kinds)):
        return ()
    return [metric.selection for n, metric in enumerate(metrics) if not is_daily(question, n, scan)]


def _is_estimated(aggregate: str) -> bool:
    """True for the aggregates that a sample tells: percentiles, and those of `ESTIMATED`."""
    return aggregate in ESTIMATED or PERCENTILE.match(aggregate) is not None

"""Whether a question reads so much that it is first told from a share of the people, and from how many of them."""

from collections.abc import Sequence
from typing import Final, TypeAlias

from stayflow.language.aggregate import PERCENTILE
from stayflow.language.metric import EventSelection, selection_tests
from stayflow.language.sample import Share
from stayflow.measure.analysis.kinds.distribution import Distribution
from stayflow.measure.analysis.kinds.funnel import Funnel
from stayflow.measure.analysis.kinds.interval import Interval
from stayflow.measure.analysis.kinds.path import Path
from stayflow.measure.analysis.kinds.retention import Retention
from stayflow.measure.analysis.kinds.session import Session
from stayflow.measure.analysis.kinds.trend import Trend
from stayflow.measure.analysis.kinds.trend.model import TrendQuestion
from stayflow.measure.analysis.kinds.trend.statement import is_daily
from stayflow.measure.analysis.model import Analysis, Desk
from stayflow.measure.analysis.scan import Scan, all_of

SMALLER: Final = 16
"""At the bound from which on a question is told from a sample, that is one in so many people; beyond it, of fewer."""
PEOPLE_MIN: Final = 10_000
"""People a sample has at least."""
CHEAP: Final = frozenset({"count", "sum", "avg"})
"""Aggregates of a trend whose work is the reading: a sample saves nothing of that."""
ESTIMATED: Final = CHEAP | {"people", "per_person", "median"}
"""Aggregates of a trend that a sample tells; the largest of some people is not the largest of all."""

Told: TypeAlias = Trend | Funnel | Retention | Path | Session | Interval | Distribution
"""Questions whose numbers a sample tells."""


def choose_share(analysis: Analysis, desk: Desk, *, sampled_from: int) -> Share | None:
    """The share of people to tell the answer from; None where it is to be exact.

    Args:
        analysis: The question.
        desk: Of the whole project; what a question would read is asked of the index, not counted.
        sampled_from: With fewer rows than so many the answer is exact.
    """
    if not isinstance(analysis, Told):
        return None
    selections = _read_events(analysis, desk)
    if not selections:
        return None
    rows = _rows(selections, analysis, desk)
    if rows < sampled_from:
        return None
    people = int(desk.warehouse.value("SELECT count() FROM people") or 0)
    wanted = min(rows * SMALLER // max(sampled_from, 1), people // PEOPLE_MIN)
    one_in = 1 << (wanted.bit_length() - 1) if wanted > 0 else 1
    return Share(one_in) if one_in > 1 else None


def _read_events(analysis: Told, desk: Desk) -> Sequence[EventSelection]:
    """The events a question reads one by one; none where a sample tells nothing, or the daily bitmaps know it."""
    found: Sequence[EventSelection] = ()
    match analysis:
        case Trend(question):
            found = _read_of_trend(question, Scan(question.frame, desk.scope))
        case Funnel(question):
            found = [each for step in question.steps for each in step.selections]
        case Retention():
            found = analysis.read_events(Scan(analysis.frame, desk.scope))
        case Path():
            found = (analysis.walk.anchor, analysis.walk.steps)
        case Session():
            found = (analysis.visits.events,)
        case Interval():
            found = (analysis.start, analysis.end)
        case Distribution():
            found = (analysis.events,)
    return found


def _read_of_trend(question: TrendQuestion, scan: Scan) -> Sequence[EventSelection]:
    metrics = [each.metric for each in question.metrics]
    kinds = {each.aggregate.kind for each in metrics}
    if kinds <= CHEAP or not all(map(_is_estimated, kinds)):
        return ()
    return [metric.selection for n, metric in enumerate(metrics) if not is_daily(question, n, scan)]


def _is_estimated(aggregate: str) -> bool:
    """True for the aggregates of a trend that a sample tells: percentiles, and those of `ESTIMATED`."""
    return aggregate in ESTIMATED or PERCENTILE.match(aggregate) is not None


def _rows(selections: Sequence[EventSelection], analysis: Told, desk: Desk) -> int:
    """About how many rows of `events` are read: what the index cannot leave out."""
    frame = analysis.question.frame if isinstance(analysis, Trend | Funnel) else analysis.frame
    scan = Scan(frame, desk.scope)
    names = tuple(sorted({name for each in selections for name in each.events}))
    whole = EventSelection(names if all(each.events for each in selections) else ())
    tests = [*selection_tests(whole, scan.scope, scan.binder), scan.between(*scan.bounds())]
    statement = scan.binder.statement(
        f"EXPLAIN ESTIMATE SELECT person_id FROM events WHERE {all_of(tests)}"
    )
    return sum(int(row[3]) for row in desk.read(statement))

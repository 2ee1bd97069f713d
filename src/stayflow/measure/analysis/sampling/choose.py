"""Whether a question reads so much that it is first told from a share of the people, and from how many of them."""

from typing import Final

from stayflow.language.metric import EventSelection, selection_tests
from stayflow.language.sample import Share
from stayflow.measure.analysis.model import Analysis, Desk
from stayflow.measure.analysis.sampled import Reading, Sampled
from stayflow.measure.analysis.scan import all_of

SMALLER: Final = 16
"""At the bound from which on a question is told from a sample, that is one in so many people; beyond it, of fewer."""
PEOPLE_MIN: Final = 10_000
"""People a sample has at least."""


def choose_share(analysis: Analysis, desk: Desk, *, sampled_from: int) -> Share | None:
    """The share of people to tell the answer from; None where it is to be exact.

    Args:
        analysis: The question.
        desk: Of the whole project; what a question would read is asked of the index, not counted.
        sampled_from: With fewer rows than so many the answer is exact.
    """
    if not isinstance(analysis, Sampled):
        return None
    reading = analysis.reading(desk.scope)
    if not reading.events:
        return None
    rows = _rows(reading, desk)
    if rows < sampled_from:
        return None
    people = int(desk.warehouse.value("SELECT count() FROM people") or 0)
    wanted = min(rows * SMALLER // max(sampled_from, 1), people // PEOPLE_MIN)
    one_in = 1 << (wanted.bit_length() - 1) if wanted > 0 else 1
    return Share(one_in) if one_in > 1 else None


def _rows(reading: Reading, desk: Desk) -> int:
    """About how many rows of `events` are read: what the index cannot leave out."""
    scan, events = reading.scan, reading.events
    names = tuple(sorted({name for each in events for name in each.events}))
    whole = EventSelection(names if all(each.events for each in events) else ())
    tests = [*selection_tests(whole, scan.scope, scan.binder), scan.between(*scan.bounds())]
    statement = scan.binder.statement(
        f"EXPLAIN ESTIMATE SELECT person_id FROM events WHERE {all_of(tests)}"
    )
    return sum(int(row[3]) for row in desk.read(statement))

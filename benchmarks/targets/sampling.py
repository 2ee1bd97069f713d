"""Questions told from one person in sixteen beside the same questions asked of everybody.

What a sample saves is the work after reading: people chosen by a hash are in every part of the table.
"""

from collections.abc import Iterable
from typing import Any

from benchmarks.frame import BenchContext, BenchTarget, Row, alternate
from benchmarks.loaded import Loaded, open_loaded
from benchmarks.targets.funnel import QUESTION as FUNNEL
from benchmarks.targets.funnel import RANGE
from stayflow.language.sample import Share
from stayflow.measure.analysis import Desk, read_query
from stayflow.measure.analysis.sampling import estimate_answer

SHARE = Share(16)
VIEWED = {"event": "page_view"}
QUESTIONS: dict[str, dict[str, Any]] = {
    "funnel of five steps": FUNNEL,
    "viewers a day by category": {
        "kind": "trend",
        "range": RANGE,
        "metrics": [{"event": "product_view", "aggregate": "people"}],
        "by": [{"property": "category"}],
    },
    "retention, two events": {
        "kind": "retention",
        "range": RANGE,
        "start": VIEWED,
        "back": {"event": "purchase"},
    },
    "paths of six steps": {"kind": "path", "range": RANGE, "anchor": VIEWED, "depth": 6},
    "sessions": {"kind": "session", "range": RANGE},
    "intervals": {"kind": "interval", "range": RANGE, "from": VIEWED, "to": {"event": "purchase"}},
    "distribution": {"kind": "distribution", "range": RANGE, "metric": VIEWED},
}


def measure_sampling(context: BenchContext) -> Iterable[Row]:
    """Compare the two ways, question by question."""
    with open_loaded(context) as loaded:
        for name, question in QUESTIONS.items():
            yield _measure(name, question, loaded, context)


def _measure(name: str, question: dict[str, Any], loaded: Loaded, context: BenchContext) -> Row:
    analysis = read_query(question, scope=loaded.scope)

    def told() -> object:
        return estimate_answer(analysis, SHARE, Desk(loaded.scope, loaded.warehouse))

    def exact() -> object:
        return analysis.answer(Desk(loaded.scope, loaded.warehouse))

    told()
    return alternate(f"{name}, from 1/16 of people", told, exact, rounds=context.rounds)


TARGET = BenchTarget("sampling", "questions told from a share of the people", measure_sampling)

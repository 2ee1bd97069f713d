"""Every kind of question beside the plain query, DuckDB, Polars and the physical limit; `kind-…` is one of them."""

from collections.abc import Iterable
from functools import partial
from math import inf

from benchmarks.frame import AnswersDiffer, BenchContext, BenchTarget, Row
from benchmarks.kinds import CASES, Case, measure_case, open_peers
from benchmarks.loaded import open_loaded
from stayflow.stores.errors import QueryTooLarge, QueryTooLong


def measure_kinds(context: BenchContext, cases: Iterable[Case] = CASES) -> Iterable[Row]:
    """Each kind in turn, on the same data; what meets the bounds of a query is said, and the others are measured."""
    with open_loaded(context) as loaded, open_peers(loaded, context) as peers:
        for case in cases:
            try:
                yield from measure_case(case, loaded, peers, context)
            except (QueryTooLarge, QueryTooLong) as bounded:
                yield Row(case.name, 0.0, note=f"not measured any further: {bounded}")
            except AnswersDiffer as differing:
                yield Row(case.name, 0.0, ratio=inf, bound=0, note=str(differing))


TARGET = BenchTarget("kinds", "every kind beside plain query, DuckDB, Polars", measure_kinds)
PARTS = tuple(
    BenchTarget(
        f"kind-{case.name.replace(',', '').replace(' ', '-').lower()}",
        f"{case.name}, cold, computed and kept, beside its peers",
        partial(measure_kinds, cases=(case,)),
    )
    for case in CASES
)

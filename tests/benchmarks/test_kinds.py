"""Every kind of question, asked of a small project: all that is measured beside it gives the same answer."""

import pytest

from benchmarks.frame import BenchContext
from benchmarks.kinds import CASES, answers_of, open_peers
from benchmarks.loaded import open_loaded
from stayflow.measure.analysis import ANALYSES

EVENTS = 20_000
PEERS = {"plain query", "DuckDB", "frame"}
"""What is asked for beside every kind; a frame is Polars or pandas."""


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    context = BenchContext(folder=tmp_path_factory.mktemp("bench"), events=EVENTS)
    with open_loaded(context) as loaded, open_peers(loaded, context) as peers:
        yield loaded, peers


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_way_gives_our_answer(case, opened):
    (_, ours), *others = answers_of(case, *opened)
    assert ours
    assert len(others) > 1, "nothing but the plain query stands beside it"
    for name, answer in others:
        assert answer == ours, name


def test_every_kind_of_question_stands_beside_plain_query_duckdb_and_a_frame():
    ways: dict[str, set[str]] = {kind: set() for kind in ANALYSES.names()}
    for case in CASES:
        has = {
            "plain query": case.plain,
            "DuckDB": case.duckdb,
            "frame": case.polars or case.usual.pandas,
        }
        ways[case.question["kind"]] |= {name for name, way in has.items() if way}
    lacking = {kind: PEERS - found for kind, found in ways.items() if found < PEERS}
    assert not lacking

"""Every kind of question, asked of a small project: all that is measured beside it gives the same answer."""

import pytest

from benchmarks.frame import BenchContext
from benchmarks.kinds import CASES, answers_of, open_peers
from benchmarks.loaded import open_loaded

EVENTS = 20_000


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

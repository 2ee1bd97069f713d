"""Every kind of question, asked of a small project: all that is measured beside it gives the same answer."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.kinds import CASES
from stayflow.measure.analysis import ANALYSES

ROOT = Path(__file__).parent.parent.parent
PEERS = {"plain query", "DuckDB", "frame"}
"""What is asked for beside every kind; a frame is Polars or pandas."""


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench")
    asked = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.every_way", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr[-4000:]
    return json.loads(asked.stdout)


@pytest.mark.parametrize("name", [case.name for case in CASES])
def test_every_way_gives_our_answer(name, said):
    found = said[name]
    assert found["rows"]
    assert len(found["ways"]) > 1, "nothing but the plain query stands beside it"
    assert not found["differing"]


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

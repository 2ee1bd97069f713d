"""The examples run, by the commands that their page shows, and give the numbers that it tells."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import engine_folder
from tests.processes import run

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
LINE = re.compile(r'"([^"]*)"|(\S+)')


def shown_commands() -> list[list[str]]:
    """The commands of the page, split as a shell would."""
    lines = re.findall(r"^    stayflow (.*)$", PAGE, flags=re.MULTILINE)
    return [[quoted or word for quoted, word in LINE.findall(line)] for line in lines]


@pytest.fixture(scope="module")
def answers() -> Iterator[dict[str, Any]]:
    """What each command answers, by its first word, on a data folder of its own."""
    with engine_folder() as folder:
        yield _run_all(folder / "data")


def _run_all(data: Path) -> dict[str, Any]:
    found = {}
    for words in shown_commands():
        done = run(*words, "--json", env={"STAYFLOW_DATA": str(data)})
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        found[words[0]] = json.loads(done.stdout)
    return found


def test_the_import_counts_every_row(answers: dict[str, Any]) -> None:
    counts = answers["import"]
    assert counts["received"] == 17
    assert counts["accepted"] == 16
    assert counts["rejected"] == {"placeholder_identity": 1}


def test_the_funnel_is_as_told(answers: dict[str, Any]) -> None:
    steps = answers["query"]["result"]["steps"]
    assert [step["people"] for step in steps] == [4, 3, 2]


def test_two_people_are_big_spenders(answers: dict[str, Any]) -> None:
    assert answers["people"]["count"] == 2
    assert answers["segment"]["name"] == "Big spenders"


def test_every_invariant_holds(answers: dict[str, Any]) -> None:
    assert answers["check"]["holds"] is True

"""A squash of identities killed with -9 at any moment: no answer changes, and the next run ends it."""

import json
import random
import time
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.server import stayflow, wait_until
from tests.processes import start

ROWS = 120_000
PEOPLE = 20_011
KILLS = 2
MAPPING = """
format: csv
event: {value: visit}
time: {column: at, format: unix_s, zone: UTC}
identities: {user_id: {column: user}, device: {column: device}}
"""
QUESTION = {
    "kind": "trend",
    "metrics": [{"event": "visit", "aggregate": "people"}],
    "per": "month",
    "range": {"from": "2026-01-01", "to": "2026-12-31"},
}


@pytest.mark.slow
def test_a_squash_that_is_killed_changes_no_answer(data_path: Path) -> None:
    data = data_path / "data"
    stayflow(data, "project", "create", "shop", "--zone", "UTC")
    _import(data, data_path)
    before = _answer(data)
    assert before[0] < PEOPLE * 2  # there are merges, and they count
    words = ["identities", "squash", "-p", "shop", "--data", str(data)]
    dice = random.Random(11)
    kills = 0
    for _ in range(KILLS):
        log = data_path / "squash.log"
        with log.open("wb") as told:
            process = start(*words, stderr=told)
        wait_until(log.read_bytes, what="the first step to be reported: it is at work")
        time.sleep(dice.uniform(0, 0.5))
        if process.poll() is None:
            process.kill()
            kills += 1
        process.wait()
    assert kills
    assert _answer(data) == before
    done = stayflow(data, "identities", "squash", "-p", "shop")
    assert (done["state"], done["note"]) == ("done", "queries look up 0 merges")
    assert _answer(data) == before
    assert stayflow(data, "check", "--project", "shop")["holds"]


def _import(data: Path, folder: Path) -> None:
    """Everybody is seen on two devices alone, and in the last row of each logs in: they merge."""
    file, mapping = folder / "visits.csv", folder / "map.yaml"
    mapping.write_text(MAPPING, encoding="utf-8")
    with file.open("w", encoding="utf-8") as out:
        out.write("user,device,at\n")
        for row in range(ROWS):
            device = row % (2 * PEOPLE)
            user = f"u{device % PEOPLE}" if row >= ROWS - 2 * PEOPLE else ""
            out.write(f"{user},d{device},{1_772_000_000 + row * 20}\n")
    stayflow(data, "import", str(file), "--project", "shop", "--mapping", str(mapping))


def _answer(data: Path) -> list[float]:
    answer: Any = stayflow(data, "query", "-", "--project", "shop", stdin=json.dumps(QUESTION))
    points = answer["result"]["series"][0]["points"]
    return [point["value"] for point in points]

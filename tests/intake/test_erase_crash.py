"""kill -9 in the middle of an erasure: taken up again it ends, and its report is as if nothing had happened."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from stayflow.app import HOLDINGS
from tests.intake.erasing_process import EVENTS
from tests.journeys.server import SECONDS

KILLED_AT = ("events", "event_people_daily")
TABLES = [each.table for each in HOLDINGS.facts]


def start(command: str, folder: Path, *words: str) -> tuple[subprocess.Popen[str], Any]:
    """Start a process; with the first thing it says."""
    arguments = [sys.executable, "-m", "tests.intake.erasing_process", command, str(folder), *words]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, json.loads(process.stdout.readline())


def run(command: str, folder: Path) -> Any:
    process, said = start(command, folder)
    assert process.wait(timeout=SECONDS) == 0
    return said


@pytest.mark.slow
def test_killed_again_and_again_it_ends_and_the_report_is_whole(data_path: Path) -> None:
    ann = run("prepare", data_path)
    for table in KILLED_AT:
        process, said = start("erase", data_path, table)
        assert said == table
        process.kill()  # while rows of the table are being taken out, or right after
        assert process.wait() != 0
        halfway = run("report", data_path)
        assert halfway["state"] == "erasing"
        assert halfway["people"] == sorted(ann)
    assert run("erase", data_path) == {"done": 1}
    found = run("report", data_path)
    assert (found["state"], found["people"], found["known_by"]) == ("done", sorted(ann), {})
    assert (found["left"], found["broken"]) == ({}, {})
    assert sum(found["events"].values()) == EVENTS + 2  # Bob's, all of them
    assert not set(found["events"]) & {str(person) for person in ann}
    places = found["places"]
    assert {place.split()[0] for place in places} >= {f"clickhouse.{table}" for table in TABLES}
    assert places["clickhouse.events deleted"] == [EVENTS + 2, 0]
    assert places["postgresql.identities deleted"] == [3, 0]
    assert {left for place, (_, left) in places.items() if not place.endswith(" kept")} == {0}
    assert run("erase", data_path) == {"done": 0}

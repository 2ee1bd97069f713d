"""An import killed with -9 again and again: run once more, every row is there once."""

import json
import random
import time
from pathlib import Path

import httpx
import pytest

from tests.journeys.server import SECONDS, Server, stayflow, wait_until
from tests.processes import start

ROWS = 450_000
MAPPING = """
format: csv
event: {value: visit}
time: {column: at, format: unix_s, zone: UTC}
identities: {user_id: {column: user}, device: {column: device}}
properties: {page: {column: page}}
"""


@pytest.mark.slow
def test_an_import_that_is_killed_goes_on(data_path: Path) -> None:
    data = data_path / "data"
    stayflow(data, "project", "create", "shop")
    file, mapping = data_path / "visits.csv", data_path / "map.yaml"
    mapping.write_text(MAPPING, encoding="utf-8")
    with file.open("w", encoding="utf-8") as out:
        out.write("user,device,at,page\n")
        for row in range(ROWS):
            known = f"u{row % 50_021}" if row % 3 else ""
            out.write(f"{known},d{row % 50_021},{1_781_000_000 + row},p{row % 97}\n")
    words = ["import", str(file), "--project", "shop", "--mapping", str(mapping)]
    dice = random.Random(7)
    kills = 0
    for _ in range(3):
        process = start(*words, "--json", env={"STAYFLOW_DATA": str(data)})
        time.sleep(dice.uniform(2, 5))
        if process.poll() is None:
            process.kill()
            kills += 1
        process.wait()
    assert kills
    done = stayflow(data, *words)
    assert done["received"] == ROWS
    # A quick machine may finish between two kills; then the last run finds it all there.
    assert done["accepted"] + done["duplicate"] == ROWS
    again = stayflow(data, *words)
    assert (again["received"], again["duplicate"]) == (ROWS, ROWS)
    question = {
        "kind": "trend",
        "metrics": [{"event": "visit", "aggregate": "count"}],
        "per": "none",
        "range": {"from": "2026-01-01", "to": "2026-12-31"},
    }
    answer = stayflow(data, "query", "-", "--project", "shop", stdin=json.dumps(question))
    assert answer["result"]["series"][0]["points"][0]["value"] == ROWS
    assert stayflow(data, "check", "--project", "shop")["holds"]


@pytest.mark.slow
def test_an_import_whose_file_vanished_after_a_kill_lets_live_events_go_on(data_path: Path) -> None:
    data = data_path / "data"
    keys = stayflow(data, "project", "create", "shop")
    server = Server(data, key=keys["api_key"])
    rows = "".join(f"u{row % 999},d{row},{1_781_000_000 + row},p\n" for row in range(ROWS))
    upload = {"file": ("visits.csv", f"user,device,at,page\n{rows}".encode())}
    server.start()
    try:
        begun = httpx.post(
            f"{server.url}/api/v1/projects/shop/imports",
            files=upload,
            data={"mapping": MAPPING},
            headers={"Authorization": f"Bearer {server.key}"},
            timeout=SECONDS,
        )
        assert begun.status_code == 201, begun.text
        place = f"/imports/{begun.json()['import_id']}"
        wait_until(lambda: server.call("GET", place, project="shop")["rows_done"], what="a chunk")
        server.kill()
        for file in (data / "uploads").rglob("*.csv"):
            file.unlink()
        server.start()
        ended = wait_until(lambda: _ended(server, place), what="the import to fail")
        assert (ended["state"], ended["error_code"]) == ("failed", "file_missing")
        event = {"type": "track", "event": "bought", "userId": "u1", "messageId": "live"}
        sent = httpx.post(
            f"{server.url}/v1/batch",
            json={"batch": [event]},
            auth=(keys["write_key"], ""),
            timeout=SECONDS,
        )
        assert sent.status_code == 200
        wait_until(lambda: _knows(server, "bought"), what="the live event")
    finally:
        server.stop()
    assert stayflow(data, "check", "--project", "shop")["holds"]


def _ended(server: Server, place: str) -> dict[str, object] | None:
    found = server.call("GET", place, project="shop")
    return None if found["state"] == "running" else found


def _knows(server: Server, event: str) -> bool:
    known = server.call("GET", "/catalogue", project="shop")["events"]
    return event in {each["name"] for each in known}

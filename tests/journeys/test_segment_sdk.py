"""The real Segment SDK for Python, told only another host, against a running server."""

from pathlib import Path

import httpx
import pytest
from segment.analytics.client import Client

from tests.journeys.server import Server, stayflow, wait_until


@pytest.mark.parametrize("gzip", [False, True])
def test_the_python_sdk_needs_only_a_new_host(data_path: Path, gzip: bool) -> None:
    data = data_path / "data"
    keys = stayflow(data, "project", "create", "shop")
    server = Server(data, key=keys["api_key"])
    server.start()
    try:
        refused: list[object] = []
        client = Client(
            keys["write_key"],
            host=server.url,
            gzip=gzip,
            on_error=lambda error, batch: refused.append((error, len(batch))),
        )
        client.track(anonymous_id="a1", event="Viewed", properties={"sku": "s1"})
        client.identify("u1", anonymous_id="a1", traits={"email": "u1@example.com", "age": 30})
        for number in range(250):
            client.track("u1", "Order Done", {"revenue": 9.9, "number": number})
        client.flush()
        client.join()
        assert refused == []
        found = wait_until(lambda: _counts(server), 60, "the events to be stored")
        assert found == {"Viewed": 1, "identify": 1, "Order Done": 250}
        people = server.call(
            "POST", "/people", {"condition": {"did": {"event": "Viewed"}}}, project="shop"
        )
        assert people["count"] == 1
        (person,) = people["people"]
        named = {(each["kind"], each["value"]) for each in person["identities"]}
        assert named == {("user_id", "u1"), ("anonymous_id", "a1")}
    finally:
        assert server.stop() == 0, server.log()


def test_a_body_of_50_mb_is_refused_and_the_rest_unharmed(data_path: Path) -> None:
    data = data_path / "data"
    keys = stayflow(data, "project", "create", "shop")
    server = Server(data, key=keys["api_key"])
    server.start()
    try:
        large = b'{"batch":[' + b" " * 50_000_000 + b"]}"
        answer = httpx.post(
            f"{server.url}/v1/batch", content=large, auth=(keys["write_key"], ""), timeout=60
        )
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
        good = {"batch": [{"type": "track", "event": "Viewed", "userId": "u1"}, {"type": "track"}]}
        answer = httpx.post(f"{server.url}/v1/batch", json=good, auth=(keys["write_key"], ""))
        assert (answer.status_code, answer.json()) == (200, {"success": True})
        assert wait_until(lambda: _counts(server, least=1), 60, "the event") == {"Viewed": 1}
    finally:
        assert server.stop() == 0, server.log()


def _counts(server: Server, least: int = 252) -> dict[str, int]:
    catalogue = server.call("GET", "/catalogue", project="shop")
    counts = {each["name"]: each["count"] for each in catalogue["events"]}
    return counts if sum(counts.values()) >= least else {}

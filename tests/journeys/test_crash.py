"""kill -9 at random moments: nothing is lost, nothing is sent twice, the books balance."""

import random
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx

from stayflow.stores.relational.embedded import EmbeddedPostgres
from tests.journeys.server import SECONDS, MailServer, Poster, Server, stayflow, wait_until
from tests.stores.clickhouse_server import serving

PEOPLE = 240
POINTS = 7


def person_event(number: int) -> dict[str, object]:
    return {
        "type": "identify",
        "messageId": f"person-{number}",
        "userId": f"u{number}",
        "traits": {"email": f"u{number}@example.com", "plan": "free"},
        "timestamp": "2026-01-01T00:00:00Z",
    }


def purchase(number: int) -> dict[str, object]:
    return {
        "type": "track",
        "event": "purchase",
        "messageId": f"purchase-{number}",
        "userId": f"u{number % PEOPLE}",
        "properties": {"amount": 10, "number": number},
        "timestamp": datetime.now(UTC).isoformat(),
    }


@dataclass(frozen=True)
class House:
    """The processes, which of them takes events and which answers.

    `later` are killed when the campaign has been sent: one of several senders that is killed has its claims taken up
    when their lease ends, ten minutes later; the only process of a folder takes its own up at once.
    """

    collect: Server
    api: Server
    write_key: str
    at_once: tuple[Server, ...]
    later: tuple[Server, ...] = ()


def test_one_process_killed_again_and_again(data_path: Path) -> None:
    data = data_path / "data"
    keys = stayflow(data, "project", "create", "shop")
    server = Server(data, key=keys["api_key"])
    _stand_fire(House(server, server, keys["write_key"], (server,)), kills=15)
    assert stayflow(data, "check", "--project", "shop")["holds"]


def test_three_roles_over_two_servers_killed_again_and_again(data_path: Path) -> None:
    postgres = EmbeddedPostgres(data_path / "postgres")
    try:
        with serving(data_path / "clickhouse") as clickhouse:
            data = data_path / "data"
            urls = {"STAYFLOW_CLICKHOUSE_URL": clickhouse, "STAYFLOW_POSTGRES_URL": postgres.url}
            keys = stayflow(data, "project", "create", "shop", env=urls)
            collect, api, work = (
                Server(data, key=keys["api_key"], words=("--role", role), env=urls)
                for role in ("collect", "api", "work")
            )
            house = House(collect, api, keys["write_key"], (collect, api), (work,))
            _stand_fire(house, kills=5)
            assert stayflow(data, "check", "--project", "shop", env=urls)["holds"]
    finally:
        postgres.stop()


def _stand_fire(house: House, *, kills: int) -> None:
    dice = random.Random(20)
    with MailServer() as mail:
        processes = (*house.at_once, *house.later)
        for process in processes:
            process.start()
        try:
            _prepare(house, mail)
            poster = Poster(house.collect, house.write_key, purchase)
            poster.start()
            for _ in range(kills):
                time.sleep(dice.uniform(0.05, 1.2))
                _hit(dice.choice(house.at_once))
            campaign = house.api.call("GET", "/campaigns", project="shop")["campaigns"][0]
            result = wait_until(
                lambda: _settled(house.api, campaign["campaign_id"]), what="the campaign to settle"
            )
            for process in house.later * 2:
                time.sleep(dice.uniform(0.05, 1.2))
                _hit(process)
            poster.stop(after=50)
            _check_events(house.api, poster)
            _check_messages(result, mail)
            _check_points(house.api)
        finally:
            for process in processes:
                assert process.stop() == 0, process.log()


def _hit(process: Server) -> None:
    process.kill()
    process.start()


def _prepare(house: House, mail: MailServer) -> None:
    server, door = house.api, f"{house.collect.url}/v1/batch"
    auth = (house.write_key, "")
    for first in range(0, PEOPLE, 60):
        batch = [person_event(number) for number in range(first, first + 60)]
        answer = httpx.post(door, json={"batch": batch}, auth=auth, timeout=SECONDS)
        assert answer.status_code == 200
    # A rule names an event the project knows; this one came before the rule and earns nothing.
    known = {"batch": [purchase(-1)]}
    assert httpx.post(door, json=known, auth=auth, timeout=SECONDS).status_code == 200
    everyone = {"attribute": {"name": "plan", "op": "eq", "value": "free"}}

    def taken() -> bool:
        catalogue = server.call("GET", "/catalogue", project="shop")
        names = {row["name"] for row in (*catalogue["attributes"], *catalogue["events"])}
        if not {"plan", "purchase"} <= names:
            return False
        asked = {"condition": everyone}
        count = server.call("POST", "/people/estimate", asked, project="shop")["count"]
        return bool(count == PEOPLE)

    wait_until(taken, what="everybody to be known")
    server.call(
        "PUT",
        "/channels/email",
        {
            "host": "127.0.0.1",
            "port": mail.port,
            "security": "plain",
            "from_address": "shop@example.com",
            "per_minute": 1500,
        },
        project="shop",
    )
    server.call(
        "POST",
        "/earning-rules",
        {"name": "per order", "definition": {"event": "purchase", "points": POINTS}},
        project="shop",
    )
    campaign = server.call(
        "POST",
        "/campaigns",
        {
            "name": "hello",
            "audience": everyone,
            "holdout": 0.1,
            "content": {"subject": "Hello", "text": "Hello {{ person.plan }}"},
            "goal": {"event": "purchase", "window": "7d"},
        },
        project="shop",
    )
    server.call("POST", f"/campaigns/{campaign['campaign_id']}/launch", project="shop")


def _settled(server: Server, campaign_id: str) -> dict[str, object] | None:
    result = server.call("GET", f"/campaigns/{campaign_id}/result", project="shop")
    assert isinstance(result, dict)
    return result if result["audience"] == PEOPLE and result["counts"]["queued"] == 0 else None


def _check_events(server: Server, poster: Poster) -> None:
    def stored() -> tuple[int, int]:
        answer = server.call(
            "POST",
            "/query",
            {
                "kind": "trend",
                "metrics": [
                    {"event": "purchase", "aggregate": "count"},
                    {"event": "purchase", "aggregate": {"distinct": "number"}},
                ],
                "filter": {"property": "number", "op": "gte", "value": 0},
                "per": "none",
                "range": {"last": "7d"},
            },
            project="shop",
        )
        total, distinct = (series["points"][0]["value"] for series in answer["result"]["series"])
        return total, distinct

    def drained() -> tuple[int, int] | None:
        counts = stored()
        return counts if counts[0] >= len(poster.acknowledged) else None

    total, distinct = wait_until(drained, what="every acknowledged event to be stored")
    assert total == distinct, "an event is stored twice"
    assert len(poster.acknowledged) <= total <= len(poster.attempted)


def _check_messages(result: dict[str, object], mail: MailServer) -> None:
    deliveries = mail.deliveries()
    assert deliveries, "nothing was sent"
    assert max(deliveries.values()) == 1, "an address got the message twice"
    counts = result["counts"]
    assert isinstance(counts, dict)
    # A send that a kill cut off is in doubt: it may have arrived, and is never repeated.
    assert counts["sent"] <= len(deliveries) <= PEOPLE - int(str(result["holdout"]))


def _check_points(server: Server) -> None:
    def granted() -> bool:
        rule = server.call("GET", "/earning-rules", project="shop")["rules"][0]
        purchases = server.call(
            "POST",
            "/query",
            {
                "kind": "trend",
                "metrics": [{"event": "purchase", "aggregate": "count"}],
                "filter": {"property": "number", "op": "gte", "value": 0},
                "per": "none",
                "range": {"last": "7d"},
            },
            project="shop",
        )["result"]["series"][0]["points"][0]["value"]
        totals = server.call("GET", "/points", project="shop")
        assert totals["balanced"]
        return bool(totals["outstanding"] == rule["points_granted"] == POINTS * purchases)

    wait_until(granted, what="each purchase to be rewarded once")

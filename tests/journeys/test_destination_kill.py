"""kill -9 while data leaves: every event arrives, and what comes again comes under the same ids."""

import random
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from tests.act.destination.receivers import Received, receiving
from tests.journeys.server import Poster, Server, stayflow, wait_until

KILLS = 2


def purchase(number: int) -> dict[str, object]:
    return {
        "type": "track",
        "event": "purchase",
        "messageId": f"purchase-{number}",
        "userId": f"u{number % 20}",
        "properties": {"number": number},
        "timestamp": datetime.now(UTC).isoformat(),
    }


def test_every_event_arrives_whatever_is_killed(data_path: Path) -> None:
    dice = random.Random(4)
    data = data_path / "data"
    keys = stayflow(data, "project", "create", "shop")
    server = Server(data, key=keys["api_key"])
    with receiving() as receiver:

        def say(_: Received) -> tuple[int, dict[str, str]]:
            time.sleep(dice.uniform(0, 0.05))
            return (503 if dice.random() < 0.05 else 200), {}

        receiver.say = say
        server.start()
        try:
            made = server.call(
                "POST",
                "/destinations",
                {
                    "name": "CRM",
                    "kind": "webhook",
                    "settings": {"url": receiver.url, "rows_max": 3},
                    "events": {"names": ["purchase"]},
                },
                project="shop",
            )
            poster = Poster(server, keys["write_key"], purchase)
            poster.start()
            for _ in range(KILLS):
                time.sleep(dice.uniform(0.3, 1.5))
                server.kill()
                server.start()
            poster.stop(after=20)

            def arrived() -> set[str]:
                numbers = [row["properties"]["number"] for row in list(receiver.rows)]
                return {f"purchase-{number}" for number in numbers}

            wait_until(lambda: poster.acknowledged <= arrived(), what="every event to arrive")
            one = f"/destinations/{made['destination_id']}"
            about = wait_until(
                lambda: (
                    found
                    if not (found := server.call("GET", one, project="shop"))["lag"]["events"]
                    else None
                ),
                what="nothing to wait",
            )
        finally:
            assert server.stop() == 0, server.log()
    assert about["deliveries"]["dead"] == 0
    ids_of: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    number_of: dict[str, set[int]] = defaultdict(set)
    for request in receiver.taken:
        ids_of[request.headers["webhook-id"]].add(tuple(request.ids))
        for row in request.json["rows"]:
            number_of[row["id"]].add(row["properties"]["number"])
    assert all(len(each) == 1 for each in ids_of.values())  # a delivery is always the same rows
    assert all(len(each) == 1 for each in number_of.values())  # an id is always the same event
    assert len(number_of) == len({n for each in number_of.values() for n in each})

"""A small club of known people: attributes of every type, events, tags, scores, stages, classes and tiers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Page

from tests.journeys.server import SECONDS, wait_until
from tests.journeys.server import stayflow as command

PROJECT = "members"
PEOPLE, BUYERS, AGAIN, REFUNDS, AT_HOME = 24, 10, 4, 3, 8
"""So many are there; of them the first so many bought, bought twice, and were paid back."""
KEEN = {
    "values": [
        {"value": "much", "label": {"zh": "很热心", "en": "Very keen"}, "when": {"did": {"event": "purchase", "count": 2}}},
        {"value": "some", "label": {"zh": "热心", "en": "Keen"}, "when": {"did": {"event": "purchase"}}},
    ]
}  # fmt: skip
CHANNEL = {"property": "channel", "events": [{"event": "purchase", "weight": 1}], "top": 1}
WARMTH = {
    "rules": [{"name": "buys", "event": "purchase", "points": 10}],
    "bands": [
        {"name": "low", "from": 0, "label": {"zh": "低", "en": "low"}},
        {"name": "high", "from": 15, "label": {"zh": "高", "en": "high"}},
    ],
}
CLASSES = {"event": "purchase", "thresholds": {"fixed": {"r": 30, "f": 2, "m": 15}}}


@dataclass(frozen=True)
class Club:
    """The project: where its console answers, and a key to ask it by."""

    url: str
    key: str = field(repr=False)
    write_key: str = field(repr=False)

    def open(self, page: Page, path: str) -> None:
        """A page of it."""
        page.goto(f"{self.url}/p/{PROJECT}/{path}")

    def call(self, method: str, path: str, body: object = None) -> Any:
        """What its API answers."""
        root = f"{self.url}/api/v1/projects/{PROJECT}"
        headers = {"Authorization": f"Bearer {self.key}"}
        answer = httpx.request(method, f"{root}{path}", json=body, headers=headers, timeout=SECONDS)
        assert answer.is_success, answer.text
        return answer.json()

    def count(self, condition: object) -> int:
        """How many people meet a condition."""
        return int(self.call("POST", "/people/estimate", {"condition": condition})["count"])

    def events(self) -> int:
        """How many there are."""
        every = {
            "kind": "trend",
            "metrics": [{"event": "*"}],
            "per": "none",
            "range": {"last": "90d"},
        }
        series = self.call("POST", "/query", every)["result"]["series"]
        return int(series[0]["points"][0]["value"])

    def send(self, *messages: dict[str, Any]) -> None:
        """Events, as a site sends them."""
        sent = httpx.post(
            f"{self.url}/v1/batch",
            json={"batch": messages},
            auth=(self.write_key, ""),
            timeout=SECONDS,
        )
        assert sent.is_success, sent.text


def traits_of(number: int, today: date) -> dict[str, Any]:
    """What is known of a person; the last has no city."""
    birthday = today + timedelta(days=1 + 4 * number)  # a midnight later as many are within a week
    return {
        "name": f"Member {number}",
        "age": 20 + number,
        "vip": number < 6,
        "birthday": f"1992-{birthday.month:02d}-{birthday.day:02d}T00:00:00Z",
        "hobbies": [["tea"], ["tea", "golf"], ["chess"]][number % 3],
        "email": f"m{number}@example.com",
        **({} if number == PEOPLE - 1 else {"city": "Hangzhou" if number % 2 == 0 else "Shanghai"}),
    }


def _messages() -> Iterator[dict[str, Any]]:
    """Everybody visits twice; the second time five days after; in between some buy, and again, and are paid back."""
    now = datetime.now(UTC).replace(microsecond=0)

    def tell(user: str, event: str, days: float, **properties: Any) -> dict[str, Any]:
        at = (now - timedelta(days=days)).isoformat()
        told = {"type": "track", "event": event, "userId": user, "timestamp": at}
        return {**told, "messageId": f"{user} {event} {days}", "properties": properties}

    for number in range(PEOPLE):
        user = f"m{number}"
        known = {"type": "identify", "userId": user, "messageId": f"{user} is"}
        yield {**known, "traits": traits_of(number, now.date())}
        yield tell(user, "visit", 20, page="home")
        if number < BUYERS:
            yield tell(user, "purchase", 18, channel="app" if number % 2 else "web", revenue=10)
        if number < AGAIN:
            yield tell(user, "purchase", 16, channel="app", revenue=10 * (number + 1))
        if number < REFUNDS:
            yield tell(user, "refund", 17)
        yield tell(user, "visit", 15, page="home" if number < AT_HOME else "sale")


def make_club(url: str, data: Path, owner: dict[str, str]) -> Club:
    """The project on a server, with everything in it, and its owner."""
    made = command(data, "project", "create", PROJECT, "--zone", "UTC", "--currency", "USD")
    club = Club(url, made["api_key"], made["write_key"])
    club.send(*_messages())
    wait_until(lambda: club.events() == 3 * PEOPLE + BUYERS + AGAIN + REFUNDS)
    club.call("POST", "/users", {**owner, "role": "owner"})
    return club


def compute(club: Club) -> None:
    """Everything that conditions can name: tags, a score, stages, classes, tiers, a segment, a campaign."""
    buyers = {"did": {"event": "purchase"}}
    club.call("POST", "/segments", {"name": "Buyers", "condition": buyers})
    club.call("POST", "/tags", {"name": "keen", "kind": "rule", "definition": KEEN})
    club.call("POST", "/tags", {"name": "channel", "kind": "preference", "definition": CHANNEL})
    club.call("POST", "/scores", {"name": "warmth", "definition": WARMTH})
    shipped = {
        each["name"]: each for each in club.call("GET", "/lifecycle-models/shipped")["models"]
    }
    life = {"model": "default", "title": "Life", "definition": shipped["default"]["definition"]}
    club.call("POST", "/lifecycle-models", life)
    club.call("POST", "/lifecycle-models/default/publish", {})
    club.call("PUT", "/rfm/default", {"definition": CLASSES})
    club.call("PUT", "/value", {})
    letter = {"subject": "Hi", "text": "Hello"}
    draft = {"name": "Letter", "channel": "email", "audience": {"segment": {"name": "Buyers"}}}
    club.call("POST", "/campaigns", {**draft, "content": letter, "holdout": 0})

"""Half a year of a small shop, by groups whose stages, classes, values and warnings are known by hand."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Page

from tests.journeys.server import SECONDS, wait_until
from tests.journeys.server import stayflow as command

MAPPING = """
event: {column: event}
time: {column: time, zone: UTC}
identities: {user_id: {column: user}}
attributes: {name: {column: user}}
revenue: {column: amount, currency: USD}
context: {source: {column: source}}
"""


@dataclass(frozen=True)
class Group:
    """People who did the same on the same days.

    Attributes:
        people: How many.
        days: So many days ago they did it, each at noon.
        amount: What each purchase brought; None are looks at a product.
        source: Where they came from.
    """

    people: int
    days: tuple[int, ...]
    amount: int | None = None
    source: str = ""


OFTEN = (*range(5, 90, 10), 115, 145, 175, 205)
"""Every ten days, and every thirty until three months ago."""
USED_TO = tuple(range(28, 111, 4))
"""Every fourth day until four weeks ago: 21 days of the 84 that the early warning compares."""
GROUPS = {
    "big": Group(12, OFTEN, 50, "ads"),
    "regular": Group(48, OFTEN, 10, "search"),
    "cooled": Group(15, tuple(range(45, 150, 10)), 50),
    "lost": Group(20, (150,), 20),
    "new": Group(10, (2, 12), 20),
    "looking": Group(20, (10,)),
    "watch": Group(5, (1, 8, 15, 22, *USED_TO)),
    "warn": Group(4, (1, 10, 19, *USED_TO)),
    "urgent": Group(3, (1, *USED_TO)),
}


@dataclass(frozen=True)
class Year:
    """The project: where its console answers, and a key to ask it by."""

    url: str
    key: str = field(repr=False)

    def open(self, page: Page, path: str) -> None:
        """A page of it."""
        page.goto(f"{self.url}/p/year/{path}")

    def call(self, method: str, path: str, **body: Any) -> Any:
        """What its API answers."""
        root = f"{self.url}/api/v1/projects/year"
        headers = {"Authorization": f"Bearer {self.key}"}
        answer = httpx.request(method, f"{root}{path}", headers=headers, timeout=SECONDS, **body)
        assert answer.is_success, answer.text
        return answer.json()

    def ask(self, **query: Any) -> Any:
        """The result of a question."""
        return self.call("POST", "/query", json=query)["result"]


def people(*groups: str) -> int:
    """How many there are in some groups."""
    return sum(GROUPS[each].people for each in groups)


def _rows() -> Iterator[tuple[str, ...]]:
    today = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    for name, group in GROUPS.items():
        for number in range(group.people):
            for day in group.days:
                at = (today - timedelta(days=day)).isoformat()
                bought = group.amount is not None
                yield (
                    f"{name} {number}",
                    "purchase" if bought else "product_view",
                    at,
                    str(group.amount) if bought else "",
                    group.source,
                )


def make_year(url: str, data: Path, owner: dict[str, str]) -> Year:
    """The project on a server, with everything in it, and its owner."""
    made = command(data, "project", "create", "year", "--zone", "UTC", "--currency", "USD")
    year = Year(url, made["api_key"])
    text = StringIO()
    csv.writer(text).writerows([("user", "event", "time", "amount", "source"), *_rows()])
    started = year.call(
        "POST",
        "/imports",
        files={"file": ("year.csv", text.getvalue(), "text/csv")},
        data={"mapping": MAPPING},
    )
    path = f"/imports/{started['import_id']}"
    wait_until(lambda: year.call("GET", path)["state"] == "done")
    year.call("POST", "/users", json={**owner, "role": "owner"})
    return year

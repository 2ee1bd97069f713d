"""What a project has stored, as the API tells it."""

from dataclasses import dataclass
from typing import Any

from tests.journeys.server import SECONDS, wait_until
from tests.sdks.conftest import Shop


@dataclass(frozen=True)
class Stored:
    """One event as stored, with the identities of its person."""

    event: str
    properties: dict[str, Any]
    context: dict[str, str]
    identities: frozenset[tuple[str, str]]
    time: str
    event_id: str
    revenue: float | None
    currency: str
    person_id: int


def stored_events(shop: Shop, identity: str = "") -> list[Stored]:
    """Every event of every person, or of those with this identity, in the order of their times.

    What a timeline says of merges and partings is no event, and left out.
    """
    found: list[Stored] = []
    asked = {"condition": {}, "search": identity or None, "limit": 1000}
    for person in shop.call("POST", "/people", asked)["people"]:
        named = frozenset((each["kind"], each["value"]) for each in person["identities"])
        lines = shop.call("GET", f"/people/{person['person_id']}/events?limit=500")["events"]
        found += [
            _stored(line, named, person["person_id"])
            for line in lines
            if not line["event"].startswith("identity.")
        ]
    return sorted(found, key=lambda each: each.time)


def _stored(line: dict[str, Any], named: frozenset[tuple[str, str]], person_id: int) -> Stored:
    return Stored(
        line["event"],
        line["properties"],
        line["context"],
        named,
        line["time"],
        line["event_id"],
        None if line["revenue"] is None else float(line["revenue"]),
        line["currency"],
        person_id,
    )


def wait_for_events(
    shop: Shop, names: list[str], identity: str = "", seconds: float = SECONDS
) -> list[Stored]:
    """Wait until exactly these events are stored, in any order; more or others fail at the end."""
    found: list[Stored] = []

    def is_enough() -> bool:
        found[:] = stored_events(shop, identity)
        # Whoever has no identity was merged: that is shown a moment after the events that it follows from.
        return len(found) >= len(names) and all(each.identities for each in found)

    try:
        wait_until(is_enough, seconds)
    finally:
        stored = sorted(each.event for each in found)
        assert stored == sorted(names), f"stored: {stored}"
    return found

"""What one question of a project may cost, through the API: set by its owner, in force at once, no other project's."""

from datetime import timedelta
from typing import Any

import pytest

from stayflow.access import Role
from stayflow.app import App
from stayflow.language.event import RawEvent
from stayflow.stores.warehouse import TooManyQueries
from tests.interfaces.conftest import Browser, Shop, as_role, open_shop, take_in, visitor

QUESTION = {"kind": "trend", "metrics": [{"event": "buy"}], "range": {"last": "7d"}}


def test_an_owner_bounds_the_questions_of_a_project(
    app: App, server: Any, shop: Shop, owner: Browser
) -> None:
    path, analyst = f"{shop.url}/bounds", as_role(server, shop, Role.ANALYST)
    at = round((app.clock.now() - timedelta(days=1)).timestamp() * 1000)
    take_in(app, shop, *(visitor(user, name="buy", time_ms=at) for user in ("ann", "bob", "eve")))
    before = analyst.get(path).json()
    assert before["chosen"] == {
        "seconds": None,
        "memory_bytes": None,
        "rows": None,
        "at_once": None,
    }
    assert before["in_force"] == before["most"]
    assert before["most"]["seconds"] == app.settings.number("query_seconds_max")

    refused = owner.request("PUT", path, json={"seconds": before["most"]["seconds"] + 1})
    assert (refused.status_code, refused.json()["code"]) == (400, "bounds_invalid")
    assert refused.json()["path"] == "seconds"
    assert analyst.request("PUT", path, json={"rows": 1}).status_code == 403

    changed = owner.request("PUT", path, json={"rows": 1, "at_once": 2})
    assert changed.json()["in_force"] == before["most"] | {"rows": 1, "at_once": 2}
    line = owner.get(f"{shop.url}/audit").json()["entries"][0]
    assert (line["action"], line["detail"]["rows"]) == ("set_bounds", 1)

    asked = analyst.post(f"{shop.url}/query", json=QUESTION)
    assert (asked.status_code, asked.json()["code"]) == (400, "query_too_large")
    other = open_shop(app)
    take_in(
        app, other, visitor("ann", name="buy", time_ms=at), visitor("bob", name="buy", time_ms=at)
    )
    assert as_role(server, other, Role.VIEWER).post(f"{other.url}/query", json=QUESTION).is_success

    owner.request("PUT", path, json={})
    assert analyst.post(f"{shop.url}/query", json=QUESTION).is_success


def test_a_project_with_too_many_queries_is_told_to_come_again(
    app: App, server: Any, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise TooManyQueries("ask again in a moment")

    gate = app.warehouse.gate(shop.project.id)
    monkeypatch.setattr(gate, "place", full)
    asked = as_role(server, shop, Role.VIEWER).post(f"{shop.url}/query", json={"kind": "status"})
    assert (asked.status_code, asked.json()["code"]) == (429, "too_many_queries")
    assert int(asked.headers["retry-after"]) > 0


def test_a_kept_answer_is_another_as_soon_as_the_facts_are(
    app: App, server: Any, shop: Shop
) -> None:
    """A late event, a merge of two people, a withdrawal: each changes the answer, which was kept twice before."""
    viewer, facts = as_role(server, shop, Role.VIEWER), app.facts(shop.project.id)

    def happen(days: int, **identities: str) -> None:
        at = round((app.clock.now() - timedelta(days=days)).timestamp() * 1000)
        take_in(app, shop, RawEvent(identities=identities, name="buy", time_ms=at))

    def ask() -> tuple[int, int, int]:
        metrics = [{"event": "buy"}, {"event": "buy", "aggregate": "people"}]
        trend = {"kind": "trend", "metrics": metrics, "per": "month", "range": {"last": "60d"}}
        active = {"kind": "stickiness", "event": "buy", "per": "month", "range": {"last": "60d"}}
        found = []
        for _ in range(2):
            series = viewer.post(f"{shop.url}/query", json=trend).json()["result"]["series"]
            sticky = viewer.post(f"{shop.url}/query", json=active).json()["result"]["periods"]
            counts = [sum(point["value"] for point in each["points"]) for each in series]
            found.append((*counts, sum(each["people"] for each in sticky)))
        assert found[0] == found[1]
        return found[0]

    happen(1, device="d1")
    happen(1, device="d2")
    assert ask() == (2, 2, 2)
    happen(10, device="d1")
    assert ask() == (3, 2, 2)
    happen(1, device="d1", email="ann@example.com")
    happen(1, device="d2", email="ann@example.com")
    app.pipeline(shop.project.id).show_merges()
    assert ask() == (5, 1, 1)
    sync = "SETTINGS mutations_sync = 1"
    facts.execute(f"ALTER TABLE events DELETE WHERE toDate(time) < today() + 3650 {sync}")
    facts.execute(f"ALTER TABLE event_people_daily DELETE WHERE event = 'buy' {sync}")
    assert ask() == (0, 0, 0)

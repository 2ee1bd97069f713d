"""Dashboards over HTTP, and what whoever holds a link gets to see."""

from datetime import timedelta
from typing import Any

import pytest

from stayflow.access import Role
from stayflow.app import App
from stayflow.kernel.settings import Settings
from stayflow.measure.analysis.sampling import choose
from tests.interfaces.conftest import Browser, Shop, as_role, take_in, visitor

PLACE = {"x": 0, "y": 0, "w": 6, "h": 4}


def test_a_dashboard_is_made_asked_shared_and_removed(
    app: App, shop: Shop, server: Any, owner: Browser
) -> None:
    take_in(
        app,
        shop,
        *(
            visitor(
                f"u{n}",
                name="pay",
                revenue=10.0,
                attributes={"email": f"ann{n}@example.com", "ward": f"ward-number-{n}"},
            )
            for n in range(3)
        ),
    )
    boards = f"{shop.url}/dashboards"
    trend = {"kind": "trend", "metrics": [{"event": "pay", "aggregate": "people"}]}
    tiles = [
        {"tile_id": "n", "title": "payers", "place": PLACE, "query": {**trend, "per": "none"}},
        {"tile_id": "t", "place": PLACE, "text": "<b>hello</b>"},
        *(
            {
                "tile_id": name,
                "place": PLACE,
                "query": {**trend, "per": "none", "by": [{"attribute": name}]},
            }
            for name in ("email", "ward")
        ),
    ]
    made = owner.post(boards, json={"name": "weekly", "tiles": tiles})
    assert made.status_code == 201, made.text
    board = f"{boards}/{made.json()['dashboard_id']}"
    answer = owner.post(f"{board}/answer", json={"lang": "zh"}).json()
    numbers, split, _ = answer["tiles"]
    assert numbers["answer"]["result"]["series"][0]["points"][0]["value"] == 3
    assert (numbers["title"], numbers["error"]) == ("payers", None)
    assert numbers["computed_at"].startswith(app.clock.now().isoformat()[:19])
    assert len(split["answer"]["result"]["series"]) == 3
    narrowed = owner.post(f"{board}/answer", json={"people": {"did": {"event": "none"}}}).json()
    assert narrowed["tiles"][0]["error"]["code"] == "unknown_event"

    viewer = as_role(server, shop, Role.VIEWER)
    owner.request("PATCH", f"{shop.url}/attributes/ward", json={"is_sensitive": True})
    hidden = ("ann1@example.com", "ward-number-1")
    told = [asker.post(f"{board}/answer", json={}).text for asker in (owner, viewer)]
    assert [[each in text for each in hidden] for text in told] == [[True] * 2, [False] * 2]
    assert viewer.post(f"{board}/shares", json={}).status_code == 403
    shared = owner.post(f"{board}/shares", json={"days": 1}).json()
    path = shared["url"].partition("/d/")[2]
    stranger = Browser(server)
    page = stranger.get(f"/d/{path}", headers={"accept-language": "en"})
    assert page.status_code == 200
    assert "payers" in page.text
    assert "&lt;b&gt;hello" in page.text
    assert "@example.com" in page.text  # recognised by who knows them, and by nobody else
    assert not [each for each in hidden if each in page.text]
    assert stranger.get(f"/d/{path}x").status_code == 404
    app.clock.advance(timedelta(days=2))
    assert stranger.get(f"/d/{path}").status_code == 404
    app.clock.advance(timedelta(days=-2))
    owner.request("DELETE", f"{board}/shares/{shared['share_id']}")
    assert stranger.get(f"/d/{path}").status_code == 404
    changed = owner.request("PUT", board, json={"name": "daily", "tiles": []}).json()
    assert (changed["name"], changed["tiles"]) == ("daily", [])
    assert owner.request("DELETE", board).status_code == 204
    assert owner.get(boards).json() == {"dashboards": []}


def test_tiles_that_read_much_are_estimates_and_exact_on_demand(
    app: App, shop: Shop, server: Any, owner: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(app, shop, *(visitor(f"u{n}", name="pay") for n in range(8)))
    few = Settings({**app.settings.values, "query_sampled_rows_min": 1})
    monkeypatch.setattr(app, "settings", few)
    monkeypatch.setattr(choose, "PEOPLE_MIN", 1)
    funnel = {"kind": "funnel", "steps": [{"event": "pay"}] * 2, "window": "1d"}
    week = {**funnel, "range": {"last": "7d"}}
    tiles = [
        {"tile_id": "all", "place": PLACE, "query": funnel},
        {"tile_id": "week", "place": PLACE, "query": week},
    ]
    made = owner.post(f"{shop.url}/dashboards", json={"name": "much", "tiles": tiles}).json()
    board = f"{shop.url}/dashboards/{made['dashboard_id']}"
    path = owner.post(f"{board}/shares", json={}).json()["url"].partition("/d/")[2]

    def shares(**asked: Any) -> dict[str, float | None]:
        told = owner.post(f"{board}/answer", json=asked).json()["tiles"]
        samples = {each["tile_id"]: each["answer"].get("sample") for each in told}
        return {name: sample and sample["share"] for name, sample in samples.items()}

    def look(query: str = "") -> str:
        page = Browser(server).get(f"/d/{path}{query}", headers={"accept-language": "en"})
        assert page.status_code == 200
        return str(page.text)

    assert shares(precision="auto") == {"all": 0.125, "week": 0.125}
    assert look().count("estimated from 1/8 of people") == 2
    assert '<a href="?exact=1">Exact</a>' in look()
    assert shares(tiles=["week"]) == {"week": None}
    assert shares(precision="auto") == {"all": 0.125, "week": None}  # what is known exactly is told
    assert "estimated" not in look("?exact=1")
    assert "estimated" not in look()


def test_who_looks_at_links_too_often_is_told_to_wait(server: Any) -> None:
    stranger = Browser(server, {"accept-language": "en"})
    looks = [stranger.get("/d/nobody-x") for _ in range(40)]
    assert (looks[0].status_code, "unknown" in looks[0].text) == (404, True)
    assert (looks[-1].status_code, "try again" in looks[-1].text) == (429, True)

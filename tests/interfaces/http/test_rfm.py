"""The project's RFM over HTTP: tried, kept, asked for by conditions, compared with another day."""

from datetime import timedelta
from typing import Any

from stayflow.access import Role
from stayflow.app import App
from tests.interfaces.conftest import Shop, as_role, take_in, visitor


def test_rfm_is_tried_kept_and_compared(app: App, shop: Shop, server: Any) -> None:
    now = int(app.clock.now().timestamp() * 1000)

    def buys(who: str, days_ago: int, amount: int) -> Any:
        time_ms = now - days_ago * 86_400_000
        return visitor(who, name="purchase", time_ms=time_ms, revenue=amount)

    take_in(app, shop, buys("ann", 40, 90), buys("ann", 2, 90), buys("bob", 50, 5))
    caller = as_role(server, shop, Role.ANALYST)
    fixed = {"event": "purchase", "thresholds": {"fixed": {"r": 30, "f": 2, "m": 100}}}

    tried = caller.post(f"{shop.url}/rfm/preview", json={"definition": fixed}).json()
    sizes = {each["class"]: each["people"] for each in tried["classes"] if each["people"]}
    assert sizes == {"important_value": 1, "general_retain": 1}
    assert caller.get(f"{shop.url}/rfm").json() == {"models": []}

    viewer = as_role(server, shop, Role.VIEWER)
    path = f"{shop.url}/rfm/default"
    assert viewer.request("PUT", path, json={"definition": fixed}).status_code == 403
    wrong = fixed | {"thresholds": {"levels": 50}}
    refused = caller.request("PUT", path, json={"definition": wrong})
    assert (refused.status_code, refused.json()["path"]) == (400, "definition.thresholds.levels")
    kept = caller.request("PUT", path, json={"definition": fixed}).json()
    assert kept["refreshed_at"] is not None
    condition = {"rfm": {"in": ["important_value"]}}
    assert caller.post(f"{shop.url}/people", json={"condition": condition}).json()["count"] == 1

    before = (app.clock.now() - timedelta(days=20)).date().isoformat()
    question = {"kind": "rfm", **fixed, "before": before}
    moves = caller.post(f"{shop.url}/query", json=question).json()["result"]["moves"]
    assert {(m["from"], m["to"], m["people"]) for m in moves} == {
        ("general_develop", "important_value", 1),
        ("general_develop", "general_retain", 1),
    }, "thirty days before that day ended is exactly at the cut"
    who = {"from": "general_develop", "to": "important_value"}
    assert caller.post(f"{shop.url}/query", json=question | {"who": who}).json()["count"] == 1
    levels = {"kind": "rfm", "event": "purchase", "thresholds": {"levels": 2}}
    scores = caller.post(f"{shop.url}/query", json=levels).json()["result"]["scores"]
    assert {(s["r"], s["f"], s["people"]) for s in scores} == {(2, 2, 1), (1, 1, 1)}

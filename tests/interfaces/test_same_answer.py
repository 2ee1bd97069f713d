"""One question, asked of the API, the command line, a saved question and a tile, has one answer; an export says it counts the same."""

import json
from datetime import timedelta
from typing import Any

from stayflow.access import Role
from stayflow.app import App
from stayflow.interfaces.cli.target import InProcessTarget
from tests.interfaces.conftest import LOCAL_TOKEN, Browser, Shop, open_shop, take_in, visitor
from tests.interfaces.http.test_answers import LAST, QUESTIONS

TILES = 12
PLACE = {"x": 0, "y": 0, "w": 6, "h": 4}


def written(answer: dict[str, Any]) -> str:
    """The numbers of an answer as they are sent, in their order."""
    return json.dumps(answer["result"], ensure_ascii=False)


def test_a_question_has_one_answer_wherever_it_is_asked(
    app: App, shop: Shop, server: Any, owner: Browser
) -> None:
    now = app.clock.now()
    for user, name, hours in (
        ("ann", "view", 30),
        ("ann", "buy", 29),
        ("bob", "view", 2),
        ("eve", "buy", 50),
        ("eve", "buy", 1),
    ):
        at = round((now - timedelta(hours=hours)).timestamp() * 1000)
        facts = {"properties": {"kind": user}, "revenue": 12.25 if name == "buy" else None}
        take_in(app, shop, visitor(user, name=name, time_ms=at, **facts))
    shell = InProcessTarget(app, server, LOCAL_TOKEN)
    asked = [{"range": LAST, **question} for question in QUESTIONS]
    told = []
    for number, question in enumerate(asked):
        answer = owner.post(f"{shop.url}/query", json=question)
        assert answer.status_code == 200, answer.text
        told.append(written(answer.json()))
        by_shell = shell.call("POST", f"/projects/{shop.project.id}/query", question)
        assert written(by_shell) == told[-1], question
        saved = owner.post(f"{shop.url}/questions", json={"name": f"q{number}", "query": question})
        assert saved.status_code == 201, saved.text
        again = owner.post(f"{shop.url}/query", json=saved.json()["query"])
        assert written(again.json()) == told[-1], question
        body = {"query": question, "form": "json"}
        export = owner.post(f"{shop.url}/export-answer", json=body).json()
        assert export["definition"] == answer.json()["definition"]
    for first in range(0, len(asked), TILES):
        board = asked[first : first + TILES]
        tiles = [
            {"tile_id": f"t{n}", "place": PLACE, "query": question}
            for n, question in enumerate(board)
        ]
        made = owner.post(f"{shop.url}/dashboards", json={"name": f"b{first}", "tiles": tiles})
        assert made.status_code == 201, made.text
        path = f"{shop.url}/dashboards/{made.json()['dashboard_id']}"
        shown = owner.post(f"{path}/answer", json={}).json()["tiles"]
        assert [written(each["answer"]) for each in shown] == told[first : first + TILES]
        shared = owner.post(f"{path}/shares", json={"days": 1}).json()
        page = Browser(server).get(f"/d/{shared['url'].partition('/d/')[2]}")
        assert page.status_code == 200


def test_another_project_adds_nothing_whatever_it_calls_its_properties(
    app: App, shop: Shop, server: Any, owner: Browser
) -> None:
    """Its names look like SQL, and so do the values that are asked for."""
    odd = "'; DROP TABLE events; --"
    ours = visitor("ann", name="buy", properties={odd: "a`b\\", "kind": odd})
    take_in(app, shop, ours)
    other = open_shop(app)
    trend = {"kind": "trend", "range": LAST, "metrics": [{"event": "buy"}], "per": "none"}
    asked = (
        {**trend, "by": [{"property": odd}]},
        {**trend, "filter": {"property": "kind", "op": "eq", "value": odd}},
        {**trend, "filter": {"property": odd, "op": "contains", "value": "`"}},
        {"kind": "path", "range": LAST, "anchor": {"event": "buy"}, "named_by": {"property": odd}},
    )

    def answers() -> list[str]:
        found = [owner.post(f"{shop.url}/query", json=question) for question in asked]
        assert [each.status_code for each in found] == [200] * len(asked), found[-1].text
        return [written(each.json()) for each in found]

    before = answers()
    for user in ("ann", "bob"):
        take_in(app, other, visitor(user, name="buy", properties={odd: "theirs", "kind": odd}))
    assert answers() == before
    assert "theirs" not in "".join(before)
    key = Browser(server, {"Authorization": f"Bearer {other.keys[Role.OWNER]}"})
    assert key.post(f"{shop.url}/query", json=asked[0]).status_code in {403, 404}

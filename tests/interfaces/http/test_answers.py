"""What the API describes is what it answers: no part of an answer is missing in its model."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import TypeAdapter

from stayflow.access import Role
from stayflow.app import App
from stayflow.interfaces.http.model.query import AnyAnswer
from stayflow.kernel.settings import Settings
from stayflow.measure.analysis.sampling import choose
from tests.interfaces.conftest import Browser, Shop, as_role, take_in, visitor

MODEL: TypeAdapter[Any] = TypeAdapter(AnyAnswer)
LAST = {"last": "7d"}
BUY = {"event": "buy"}
QUESTIONS: tuple[dict[str, Any], ...] = (
    {"kind": "trend", "metrics": [BUY], "compare": "previous"},
    {"kind": "trend", "metrics": [{**BUY, "aggregate": "people"}], "by": [{"property": "kind"}]},
    {"kind": "funnel", "steps": [{"event": "view"}, BUY], "window": "1d"},
    {"kind": "funnel", "steps": [{"event": "view"}, BUY], "by": [{"property": "kind"}]},
    {"kind": "retention", "start": {"event": "view"}, "back": BUY, "periods": 3},
    {"kind": "revenue", "event": "buy"},
    {"kind": "status"},
    {"kind": "rfm", "event": "buy", "amount": "revenue"},
    {"kind": "rfm", "event": "buy", "range": {"from": "2020-01-01", "to": "2020-01-02"}},
    {"kind": "stage"},
    {"kind": "pool", "by": [{"property": "kind"}]},
    {"kind": "session", "by": [{"property": "kind"}], "compare": "previous"},
    {
        "kind": "interval",
        "from": {"event": "view"},
        "to": BUY,
        "by": [{"value": "tier"}],
        "compare": "year",
    },
    {
        "kind": "distribution",
        "metric": BUY,
        "per": "day",
        "by": [{"property": "kind"}],
        "compare": "year",
    },
    {"kind": "web", "view": {"event": "view"}, "dimension": "page", "compare": "previous"},
    {"kind": "heatmap", "view": {"event": "view"}, "click": BUY, "element": {"property": "kind"}},
    {"kind": "path", "anchor": BUY, "direction": "around", "named_by": {"property": "kind"}},
    {"kind": "path", "anchor": BUY, "by": [{"property": "kind"}], "compare": "previous"},
    {"kind": "ltv", "event": "buy", "by": [{"property": "kind"}], "compare": "previous"},
    {"kind": "voice", "event": "buy", "score": "revenue", "compare": "previous"},
    {"kind": "pool", "by": [{"property": "kind"}], "compare": "previous"},
    {
        "kind": "attribution",
        "touch": {"event": "view"},
        "conversion": BUY,
        "by": [{"property": "kind"}, {"value": "tier"}],
        "compare": "previous",
    },
)


def described(answer: dict[str, Any]) -> Any:
    """The parts of an answer that its model knows."""
    return MODEL.dump_python(
        MODEL.validate_python(answer), mode="json", by_alias=True, exclude_unset=True
    )


def test_nothing_of_an_answer_is_dropped(app: App, shop: Shop, server: object) -> None:
    now = app.clock.now()
    for user, name, hours in (("ann", "view", 30), ("ann", "buy", 29), ("bob", "view", 2)):
        at = round((now - timedelta(hours=hours)).timestamp() * 1000)
        take_in(app, shop, visitor(user, name=name, time_ms=at, properties={"kind": user}))
    caller = as_role(server, shop, Role.VIEWER)
    for question in QUESTIONS:
        answer = caller.post(f"{shop.url}/query", json={"range": LAST, **question})
        assert answer.status_code == 200, answer.text
        assert described(answer.json()) == answer.json()


def test_an_answer_says_how_many_rows_were_read(app: App, shop: Shop, server: object) -> None:
    take_in(app, shop, visitor("ann", name="buy", revenue=3.0))
    caller = as_role(server, shop, Role.OWNER)
    for kind in ({"kind": "rfm", "event": "buy", "amount": "revenue"}, {"kind": "trend"}):
        asked = {"range": LAST, "metrics": [BUY], **kind} if kind["kind"] == "trend" else kind
        answer = caller.post(f"{shop.url}/query", json={"range": LAST, **asked}).json()
        assert answer["rows_read"] >= 1, answer


def test_an_estimate_says_from_whom_it_was_told(
    app: App, shop: Shop, server: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(app, shop, *(visitor(f"u{number}", name="buy") for number in range(8)))
    few = Settings({**app.settings.values, "query_sampled_rows_min": 1})
    monkeypatch.setattr(app, "settings", few)
    monkeypatch.setattr(choose, "PEOPLE_MIN", 1)
    caller = as_role(server, shop, Role.ANALYST)
    funnel = {"kind": "funnel", "steps": [BUY, BUY], "window": "1d", "range": LAST}
    told = caller.post(f"{shop.url}/query", json={**funnel, "precision": "auto"}).json()
    assert described(told) == told
    assert (told["precision"], told["sample"]["share"]) == ("sampled", 0.125)
    exact = caller.post(f"{shop.url}/query", json=funnel).json()
    assert exact["result"]["steps"][0]["people"] == 8
    assert "sample" not in exact
    people = {**funnel, "precision": "auto", "who": {"step": 1}}
    assert caller.post(f"{shop.url}/query", json=people).json()["count"] == 8


def test_who_may_not_see_personal_data_sees_none_of_it_in_numbers_either(
    app: App, shop: Shop, server: object
) -> None:
    said = {"email": "ann@shop.com", "phone": 13812345678, "to": [{"mobile": "13987654321"}]}
    take_in(app, shop, visitor("u1", name="buy", properties=said))
    viewer, operator = as_role(server, shop, Role.VIEWER), as_role(server, shop, Role.OPERATOR)
    analyst = as_role(server, shop, Role.ANALYST)
    for name, whole, little in (
        ("email", "ann@shop.com", "a***@shop.com"),
        ("phone", "13812345678", "138****5678"),
    ):
        asked = {
            "kind": "trend", "metrics": [BUY], "by": [{"property": name}], "range": LAST, "per": "day",
        }  # fmt: skip

        def groups(asker: Browser, asked: dict[str, Any] = asked, name: str = name) -> set[str]:
            series = asker.post(f"{shop.url}/query", json=asked).json()["result"]["series"]
            return {str(each["by"][name]) for each in series}

        assert (groups(operator), groups(viewer), groups(analyst)) == ({whole}, {little}, {little})
        export = {"query": asked, "name": "x", "form": "csv"}
        assert whole not in analyst.post(f"{shop.url}/export-answer", json=export).text
        assert whole in operator.post(f"{shop.url}/export-answer", json=export).text
    page = analyst.get(f"{shop.url}/people/1/events").text
    assert not [each for each in ("ann@shop", "13812345678", "13987654321") if each in page]
    assert "13987654321" in operator.get(f"{shop.url}/people/1/events").text


def test_a_group_is_asked_for_by_what_is_shown_of_it(app: App, shop: Shop, server: object) -> None:
    """Two numbers look alike once they are masked: each still leads to its own people."""
    callers = {"u1": "13812345678", "u2": "13899995678", "u3": "13899995678"}
    for user, number in callers.items():
        take_in(
            app, shop, visitor(user, name="buy", properties={"contact": number, "phone": number})
        )
    analyst, operator = as_role(server, shop, Role.ANALYST), as_role(server, shop, Role.OPERATOR)
    split = {"kind": "funnel", "steps": [BUY, BUY], "by": [{"property": "phone"}], "range": LAST}
    paths = {"kind": "path", "anchor": BUY, "named_by": {"property": "contact"}, "range": LAST}

    def ask(asker: Browser, asked: dict[str, Any], **more: Any) -> Any:
        answer = asker.post(f"{shop.url}/query", json={**asked, **more})
        assert answer.status_code == 200, answer.text
        return answer.json()

    groups = ask(analyst, split)["result"]["groups"]
    shown = ["138****5678", "138****5678 (2)"]
    assert [each["by"]["phone"] for each in groups] == shown
    counts = [each["steps"][0]["people"] for each in groups]
    assert counts == [2, 1]
    for name, count in zip(shown, counts, strict=True):
        assert ask(analyst, split, who={"step": 1, "by": {"phone": name}})["count"] == count
    nodes = ask(analyst, paths)["result"]["nodes"]
    assert {each["name"] for each in nodes} == set(shown)
    for node in nodes:
        who = {"level": node["level"], "name": node["name"]}
        assert ask(analyst, paths, who=who)["count"] == node["people"]
    assert {each["name"] for each in ask(operator, paths)["result"]["nodes"]} == set(
        callers.values()
    )
    assert ask(operator, split, who={"step": 1, "by": {"phone": shown[0]}})["count"] == 0
    kept = {"name": "two", "query": {**split, "who": {"step": 1, "by": {"phone": shown[0]}}}}
    made = analyst.post(f"{shop.url}/segments", json=kept).json()
    assert made["people"] == 2
    assert shown[0] in str(made)
    assert callers["u1"] not in str(made)

"""Lifecycle models over HTTP: from a shipped model to a published one, its people, and looking after it."""

from datetime import timedelta
from typing import Any

import pytest

from stayflow.access import Role
from stayflow.app import App
from stayflow.interfaces.worker.handlers import handlers_of
from stayflow.language.event import PERSON_KIND, RawEvent
from tests.interfaces.conftest import Browser, Shop, as_role, take_in, visitor


@pytest.fixture
def caller(app: App, shop: Shop, server: Any) -> Browser:
    """An analyst; Ann has come on twelve days of ten weeks and was last here three weeks ago, Bob came today."""
    now = int(app.clock.now().timestamp() * 1000)
    day = 86_400_000
    days = [*range(21, 93, 6)]
    take_in(
        app,
        shop,
        *(visitor("ann", name="view", time_ms=now - n * day) for n in reversed(days)),
        visitor("ann", name="purchase", time_ms=now - 92 * day),
        visitor("bob", name="view", time_ms=now - day // 2),
    )
    return as_role(server, shop, Role.ANALYST)


def ok(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


def count(caller: Browser, shop: Shop, condition: dict[str, Any]) -> int:
    return int(ok(caller.post(f"{shop.url}/people", json={"condition": condition}))["count"])


def test_a_model_from_a_shipped_one_to_its_people(
    app: App, shop: Shop, caller: Browser, server: Any
) -> None:
    root = f"{shop.url}/lifecycle-models"
    shipped = {each["name"]: each for each in ok(caller.get(f"{root}/shipped"))["models"]}
    definition = shipped["default"]["definition"]
    assert [stage["name"] for stage in shipped["marketing"]["definition"]["stages"]][-1] == "loss"
    body = {"model": "default", "title": "生命周期", "definition": definition}
    assert as_role(server, shop, Role.VIEWER).post(root, json=body).status_code == 403
    assert ok(caller.post(root, json=body), 201)["version"] == 0
    assert caller.post(root, json=body).status_code == 409

    preview = ok(caller.post(f"{root}/preview", json={"definition": definition}))
    people = {stage["stage"]: stage["people"] for stage in preview["stages"]}
    assert people == {"acquisition": 1, "exploration": 0, "growth": 0, "maturity": 0, "churn": 1}
    assert [count(caller, shop, each["condition"]) for each in preview["stages"]] == [1, 0, 0, 0, 1]

    published = ok(caller.post(f"{root}/default/publish", json={"note": "first"}))
    assert (published["version"], published["draft"]) == (1, None)
    assert [stage["people"] for stage in published["stages"]] == [1, 0, 0, 0, 1]
    assert published["stages"][0]["sentence"]["zh"] == "不满足其他阶段的条件"
    assert count(caller, shop, {"stage": {"in": ["churn"]}}) == 1

    first_on = (app.clock.now() - timedelta(days=60)).date().isoformat()
    job = ok(caller.post(f"{root}/default/replay", json={"first_on": first_on}), 202)
    taken = app.jobs.get(shop.project.id, job["job_id"])
    handlers_of(app)[taken.kind](taken, _Silent())
    app.jobs.cancel(shop.project.id, job["job_id"])
    history = ok(caller.get(f"{root}/default/history?last=60d"))
    assert len(history["days"]) >= 2
    assert {each["stage"] for each in history["stays"]} >= {"acquisition", "churn"}
    late = caller.post(f"{root}/default/replay", json={"first_on": "2001-01-01"})
    assert (late.status_code, late.json()["path"]) == (400, "first_on")

    odd = {"stages": [definition["stages"][0], definition["stages"][1], {"name": "x"}]}
    assert (
        ok(caller.request("PUT", f"{root}/default/draft", json={"definition": odd}))["draft"] == odd
    )
    refused = caller.post(f"{root}/default/publish", json={})
    assert (refused.status_code, refused.json()["path"]) == (400, "stages[2].when")
    assert caller.request("DELETE", f"{root}/default/draft").status_code == 204
    (version,) = ok(caller.get(f"{root}/default/versions"))["versions"]
    assert (version["note"], version["changed_by"]) == ("first", "key:analyst")
    assert caller.request("DELETE", f"{root}/default").status_code == 409
    (line,) = ok(caller.get(root))["models"]
    assert (line["stages"], line["has_draft"]) == (5, False)


class _Silent:
    def report(self, **_: object) -> None:
        return None


def test_the_early_warning_grades_people_by_their_own_habit(shop: Shop, caller: Browser) -> None:
    found = ok(caller.get(f"{shop.url}/lifecycle-warning"))
    assert [(grade["name"], grade["people"]) for grade in found["grades"]] == [
        ("watch", 1),  # two of her last 28 days, ten of the 84 before: 40 % less
        ("warn", 0),
        ("urgent", 0),
    ]
    assert count(caller, shop, found["grades"][0]["condition"]) == 1
    for grade in found["grades"]:
        faded = {"source": {"faded": {"grade": grade["name"]}}}
        before = ok(caller.post(f"{shop.url}/people", json=faded))
        assert before["count"] == grade["people_before"]
    grades = found["settings"]["grades"] | {"warn": {"drop": 0.35, "action": "coupon", "note": "x"}}
    changed = {"settings": {"recent": "4w", "grades": grades}}
    kept = ok(caller.request("PUT", f"{shop.url}/lifecycle-warning", json=changed))
    assert [grade["people"] for grade in kept["grades"]] == [0, 1, 0]
    assert "35% 至 70%" in kept["grades"][1]["sentence"]["zh"]
    grades["urgent"] = grades["urgent"] | {"drop": 0.35}
    wrong = caller.request("PUT", f"{shop.url}/lifecycle-warning", json=changed)
    assert (wrong.status_code, wrong.json()["path"]) == (400, "grades.urgent.drop")


def test_a_strategy_has_a_goal_and_its_result(shop: Shop, caller: Browser) -> None:
    root = f"{shop.url}/lifecycle-models"
    shipped = ok(caller.get(f"{root}/shipped"))["models"][0]["definition"]
    ok(caller.post(root, json={"model": "default", "title": "x", "definition": shipped}), 201)
    ok(caller.post(f"{root}/default/publish", json={}))
    plan = {
        "goal": {"metric": {"event": "view"}, "target": 2},
        "plays": [{"kind": "benefit", "name": "Welcome back", "note": "10 %"}],
    }
    stages = ok(caller.request("PUT", f"{root}/default/strategy/churn", json=plan))["stages"]
    churn = stages[-1]
    assert (churn["people_now"], churn["people"], churn["value"]) == (1, 1, 2.0)
    assert churn["plays"][0]["name"] == "Welcome back"
    move = {"goal": {"move_to": "growth"}}
    moved = ok(caller.request("PUT", f"{root}/default/strategy/acquisition", json=move))["stages"][
        0
    ]
    assert (moved["move_to"], moved["people"], moved["value"]) == ("growth", 0, None)
    wrong = caller.request(
        "PUT", f"{root}/default/strategy/churn", json={"goal": {"metric": {"event": "vieww"}}}
    )
    assert wrong.json()["path"] == "goal.metric.event"
    nowhere = caller.request("PUT", f"{root}/default/strategy/nowhere", json=move)
    assert (nowhere.status_code, nowhere.json()["path"]) == (400, "stage")


def test_a_campaign_of_a_stage_shows_what_it_brought(
    app: App, shop: Shop, caller: Browser, server: Any
) -> None:
    root = f"{shop.url}/lifecycle-models"
    shipped = ok(caller.get(f"{root}/shipped"))["models"][0]["definition"]
    ok(caller.post(root, json={"model": "default", "title": "x", "definition": shipped}), 201)
    ok(caller.post(f"{root}/default/publish", json={}))
    body = {
        "name": "come back",
        "channel": "email",
        "audience": {"did": {"event": "view"}},
        "content": {"subject": "Hi", "text": "Hello"},
        "holdout": 0.5,
        "goal": {"event": "view", "window": "1d"},
    }
    operator = as_role(server, shop, Role.OPERATOR)
    campaign = ok(operator.post(f"{shop.url}/campaigns", json=body), 201)["campaign_id"]
    plays = [
        {"kind": "campaign", "name": "come back", "ref": campaign},
        {"kind": "campaign", "name": "gone", "ref": "gone"},
    ]
    put = {"plays": plays}
    (first, gone) = ok(caller.request("PUT", f"{root}/default/strategy/churn", json=put))["stages"][
        -1
    ]["plays"]
    assert (first["result"]["sent"], first["result"]["rate"], gone["result"]) == (0, None, None)
    now = int(app.clock.now().timestamp() * 1000) - 7_200_000
    sent = [
        RawEvent(
            name=name,
            event_id=f"{campaign}{person}",
            time_ms=now,
            identities={PERSON_KIND: str(person)},
            campaign=campaign,
            properties={"campaign": campaign},
        )
        for person, name in ((1, "message.sent"), (2, "message.withheld"))
    ]
    app.emit_message(shop.project.id, sent)
    take_in(app, shop, visitor("ann", name="view", time_ms=now + 60_000, event_id="after"))
    told = ok(caller.get(f"{root}/default/strategy"))["stages"][-1]["plays"][0]["result"]
    whole = ok(caller.get(f"{shop.url}/campaigns/{campaign}/result"))
    assert (told["sent"], told["converted"], told["rate"], told["holdout_rate"]) == (1, 1, 1.0, 0.0)
    assert told["difference"] == whole["lift"]["difference"]


def test_calibration_proposes_and_the_draft_takes_it(shop: Shop, caller: Browser) -> None:
    root = f"{shop.url}/lifecycle-models"
    shipped = ok(caller.get(f"{root}/shipped"))["models"][0]["definition"]
    ok(caller.post(root, json={"model": "default", "title": "x", "definition": shipped}), 201)
    ok(caller.post(f"{root}/default/publish", json={}))
    mark = {"day": "2026-06-01", "kind": "release", "note": "2.3"}
    made = ok(caller.post(f"{shop.url}/lifecycle-marks", json=mark), 201)
    found = ok(caller.get(f"{root}/default/calibration"))
    assert found["now"]["activity"]["p50"] == 6
    assert found["proposals"] == []  # eleven intervals say nothing
    for act in ("draft", "reject"):
        wrong = caller.post(f"{root}/default/calibration/{act}", json={"proposals": ["stages.9"]})
        assert (wrong.status_code, wrong.json()["code"]) == (404, "lifecycle_proposal_not_found")
    kept = ok(caller.post(f"{root}/default/calibration/baseline", json={}))
    assert kept["reference"]["taken_at"] == kept["now"]["taken_at"]
    marks = f"{shop.url}/lifecycle-marks/{made['mark_id']}"
    assert caller.request("DELETE", marks).status_code == 204

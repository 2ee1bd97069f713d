"""Segments over HTTP: made in every way, kept up, looked into, exported with a purpose, not deleted while used."""

from typing import Any

import pytest

from stayflow.access import Role
from stayflow.app import App
from stayflow.intake.pipeline import run_reactors
from stayflow.interfaces.telemetry import Telemetry
from stayflow.interfaces.worker import JobRunner, handlers_of
from stayflow.stores.errors import StoreUnavailable
from tests.interfaces.conftest import Browser, Shop, as_role, take_in, visitor

PAID = {"did": {"event": "pay"}}


@pytest.fixture
def url(app: App, shop: Shop) -> str:
    take_in(
        app,
        shop,
        *(
            visitor(
                f"u{n}",
                name="pay" if n < 7 else "look",
                attributes={"city": "杭州", "email": f"u{n}@x.com"},
            )
            for n in range(10)
        ),
    )
    return f"{shop.url}/segments"


def dies(*_: object, **__: object) -> None:
    """In place of what adds a job: the process ends between the two notes."""
    raise StoreUnavailable("gone")


def made(caller: Browser, url: str, **body: Any) -> dict[str, Any]:
    answer = caller.post(url, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def people(caller: Browser, shop: Shop, **source: Any) -> dict[str, Any]:
    answer = caller.post(f"{shop.url}/people", json={"source": source})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_segment_is_made_of_a_condition_of_others_or_of_a_list_and_looked_into(
    app: App, shop: Shop, owner: Browser, url: str
) -> None:
    payers = made(owner, url, name="payers", condition=PAID, refresh={"how": "live"})
    listed = made(
        owner,
        url,
        name="listed",
        identities={"kind": "user_id", "values": ["u1", "u2", "u9", " ", "nobody"]},
    )
    assert (payers["people"], listed["people"], listed["unknown"]) == (7, 3, 1)
    both = made(owner, url, name="both", algebra={"minus": ["payers", "listed"]})
    assert (both["people"], both["sentence"]["en"]) == (
        5,
        "in segment “payers” and not in segment “listed”",
    )
    overlap = owner.post(
        f"{shop.url}/segment-overlap", json={"segments": ["payers", "listed"]}
    ).json()
    assert sorted(part["people"] for part in overlap["parts"]) == [1, 2, 5]
    asked = {"segments": ["payers", "listed"], "inside": ["payers", "listed"]}
    assert people(owner, shop, overlap=asked)["count"] == 2

    take_in(app, shop, visitor("u9", name="pay"))
    run_reactors(shop.project.id, app.reactors, app.relational)
    assert owner.get(f"{url}/payers").json()["people"] == 8
    history = owner.get(f"{url}/payers/history").json()
    assert [(hour["entered"], hour["people"]) for hour in history["hours"]] == [(1, 8)]
    day = {"since": "2026-01-01T00:00:00Z", "until": "2100-01-01T00:00:00Z"}
    entered = people(owner, shop, segment={"segment_id": "payers", "part": "entered", **day})
    assert entered["count"] == 8
    now = people(owner, shop, segment={"segment_id": "payers"})
    before = people(owner, shop, segment={"segment_id": "payers", "version": 1})
    assert (now["count"], before["count"]) == (8, 7)

    profile = owner.get(f"{url}/payers/profile").json()
    assert {"attribute", "behaviour"} <= {trait["kind"] for trait in profile["traits"]}
    trait = {"segment_id": "payers", "kind": "behaviour", "name": "pay"}
    assert people(owner, shop, trait=trait)["count"] == 8

    for used in ("payers", "listed"):
        refused = owner.request("DELETE", f"{url}/{used}")
        assert (refused.status_code, refused.json()["code"]) == (409, "segment_in_use")
        assert 'segment "both"' in refused.json()["message"]
    assert owner.get(f"{url}/payers").json()["uses"] == [
        {"kind": "segment", "use_id": both["segment_id"], "name": "both"}
    ]
    filled = owner.request(
        "PUT", f"{url}/listed/people", json={"identities": {"kind": "user_id", "values": ["u1"]}}
    )
    assert filled.json()["people"] == 1
    changed = owner.request(
        "PATCH", f"{url}/both", json={"refresh": {"how": "daily", "at": "09:30"}}
    )
    assert changed.json()["refresh"] == {"how": "daily", "at": "09:30"}
    editions = owner.get(f"{url}/both/editions").json()["editions"]
    assert [each["refresh"]["at"] for each in editions] == ["09:30", "02:00"]


def test_an_export_says_what_for_masks_by_role_and_is_in_the_audit_log(
    app: App,
    shop: Shop,
    server: Any,
    owner: Browser,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made(owner, url, name="payers", condition=PAID)
    made(owner, url, name="few", identities={"kind": "user_id", "values": ["u1"]})
    wish = {"purpose": "spring letter", "columns": ["city", "email"], "identities": ["user_id"]}
    with monkeypatch.context() as patch:
        patch.setattr(app.jobs, "enqueue", dies)
        assert owner.post(f"{url}/payers/exports", json=wish).status_code == 503
    assert owner.get(f"{url}/payers/exports").json()["exports"] == []
    small = owner.post(f"{url}/few/exports", json=wish)
    assert (small.status_code, small.json()["code"]) == (409, "export_too_small")
    files = {}
    for role in (Role.OWNER, Role.ANALYST):
        caller = as_role(server, shop, role)
        begun = caller.post(f"{url}/payers/exports", json=wish)
        assert begun.status_code == 201, begun.text
        runner = JobRunner(app.jobs, Telemetry(), handlers_of(app))
        while runner.step():
            pass
        file = caller.get(f"{url}/payers/exports/{begun.json()['export_id']}/file")
        assert file.status_code == 200, file.text
        files[role] = file.content.decode("utf-8-sig")
    assert "u1@x.com" in files[Role.OWNER]
    assert "u1@x.com" not in files[Role.ANALYST]
    assert len(files[Role.ANALYST].splitlines()) == 8
    listed = owner.get(f"{url}/payers/exports").json()["exports"]
    assert [(each["state"], each["people"], each["is_masked"]) for each in listed] == [
        ("done", 7, True),
        ("done", 7, False),
    ]
    first = listed[-1]["export_id"]
    analyst = as_role(server, shop, Role.ANALYST)
    assert analyst.get(f"{url}/payers/exports/{first}/file").status_code == 403
    assert (
        as_role(server, shop, Role.VIEWER).post(f"{url}/payers/exports", json=wish).status_code
        == 403
    )
    with app.relational.project(shop.project.id) as tx:
        details = [
            row
            for (row,) in tx.rows(
                "select detail from audit_entries where action = 'segment.export'"
            )
        ]
    assert {detail["purpose"] for detail in details} == {"spring letter"}


def test_a_profile_compares_all_that_is_known_of_people_by_what_it_is_called(
    app: App, shop: Shop, owner: Browser, url: str
) -> None:
    take_in(
        app,
        shop,
        *(visitor(f"u{n}", name="pay", revenue=9.0 + n, event_id=f"r{n}") for n in range(7)),
    )
    rule = {"values": [{"value": "yes", "label": {"zh": "付过", "en": "has paid"}, "when": PAID}]}
    points = {
        "rules": [{"name": "pays", "event": "pay", "points": 5}],
        "bands": [{"name": "any", "label": {"zh": "有分", "en": "some"}, "from": 0}],
    }
    rfm = {"event": "pay", "thresholds": {"fixed": {"r": 30, "f": 2, "m": 10}}}
    stages = [
        {"name": "out", "label": {"zh": "其他", "en": "others"}},
        {"name": "in", "label": {"zh": "已付", "en": "paid"}, "when": PAID},
        {
            "name": "no",
            "label": {"zh": "无", "en": "none"},
            "when": {"did": {"event": "pay", "count": 99}},
        },
    ]
    for method, path, body in (
        ("POST", "tags", {"name": "payer", "label": {"zh": "付费", "en": "Payer"}, "kind": "rule", "definition": rule}),
        ("POST", "scores", {"name": "activity", "label": {"zh": "活跃度", "en": "Activity"}, "definition": points}),
        ("PUT", "rfm/default", {"definition": rfm}),
        ("POST", "lifecycle-models", {"model": "default", "title": "life", "definition": {"stages": stages}}),
        ("POST", "lifecycle-models/default/publish", {}),
        ("PUT", "value", {"high": 0.9, "middle": 1.0}),
    ):  # fmt: skip
        answer = owner.request(method, f"{shop.url}/{path}", json=body)
        assert answer.status_code < 300, f"{path}: {answer.text}"
    payers = made(owner, url, name="payers", condition=PAID)
    traits = owner.get(f"{url}/{payers['segment_id']}/profile").json()["traits"]
    said = {each["kind"]: (each["name_said"]["en"], each["value_said"]["en"]) for each in traits if each["inside"]}  # fmt: skip
    assert said["tag"] == ("Payer", "has paid")
    assert said["score"] == ("Activity", "some")
    assert said["stage"] == ("Lifecycle stage", "paid")
    assert said["status"] == ("Status", "new")
    assert said["value"] == ("Value tier", "high value")
    assert said["attribute"] == ("City", "杭州")
    for each in traits:
        asked = {field: each[field] for field in ("kind", "name", "value")}
        behind = people(owner, shop, trait={"segment_id": payers["segment_id"], **asked})
        assert behind["count"] == each["inside"], each
        whole = {"segment_id": payers["segment_id"], "everybody": True, **asked}
        assert people(owner, shop, trait=whole)["count"] == each["everybody"], each

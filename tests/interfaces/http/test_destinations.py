"""Destinations over HTTP: who may, what is shown, and that a secret never is."""

from dataclasses import replace
from typing import Any

import pytest

from stayflow.access import Role
from stayflow.act.destination import deliver_due
from stayflow.app import App
from tests.act.destination.receivers import Receiver, receiving
from tests.interfaces.conftest import Browser, Shop, as_role, take_in, visitor


@pytest.fixture
def receiver() -> Any:
    with receiving() as each:
        yield each


def hook(receiver: Receiver, **more: Any) -> dict[str, Any]:
    return {
        "name": "CRM",
        "kind": "webhook",
        "settings": {"url": receiver.url, "rows_max": 2},
        "events": {"names": ["purchase"]},
        **more,
    }


def test_every_kind_says_what_it_asks(owner: Browser, shop: Shop) -> None:
    kinds = {
        each["kind"]: each for each in owner.get(f"{shop.url}/destination-kinds").json()["kinds"]
    }
    assert set(kinds) == {"webhook", "parquet", "postgres", "kafka"}
    assert kinds["postgres"]["label"] == {"zh": "PostgreSQL 表", "en": "PostgreSQL table"}
    asked = {each["name"]: each for each in kinds["postgres"]["asks"]}
    assert asked["host"]["is_required"]
    assert asked["password"]["kind"] == "secret"
    assert asked["security"]["choices"][0]["value"] == "prefer"


def test_a_destination_from_making_to_replay(
    app: App, owner: Browser, shop: Shop, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "forwarding", replace(app.forwarding, allow_private=True))
    url = f"{shop.url}/destinations"
    made = owner.post(url, json=hook(receiver))
    assert made.status_code == 201, made.text
    body = made.json()
    assert body["secrets"]["signing_secret"].startswith("whsec_")
    assert body["secrets_set"] == ["signing_secret"]
    assert body["settings"] == {"url": receiver.url, "rows_max": 2, "timeout_seconds": 15}
    one = f"{url}/{body['destination_id']}"

    assert owner.post(f"{one}/test").json() == {"delivered": True, "detail": ""}
    take_in(app, shop, *(visitor("u1", name="purchase", event_id=f"e{n}") for n in range(3)))
    assert owner.get(one).json()["lag"]["events"] == 3
    deliver_due(app.forwarding, shop.project.id)

    shown = owner.get(url).json()
    assert shown["next"] is None
    (about,) = shown["destinations"]
    assert "secrets" not in about
    assert body["secrets"]["signing_secret"] not in owner.get(url).text
    assert (about["health"], about["rows_sent"], about["lag"]["events"]) == ("ok", 3, 0)
    assert about["deliveries"]["sent"] == 2

    page = owner.get(f"{one}/deliveries", params={"limit": 1}).json()
    assert page["deliveries"][0]["rows"] == 1
    rest = owner.get(f"{one}/deliveries", params={"cursor": page["next"]}).json()
    assert [each["rows"] for each in rest["deliveries"]] == [2]
    assert rest["next"] is None
    detail = owner.get(f"{one}/deliveries/{rest['deliveries'][0]['delivery_id']}").json()
    assert [row["event"] for row in detail["sample"]] == ["purchase", "purchase"]
    assert owner.get(f"{one}/deliveries", params={"state": "dead"}).json()["deliveries"] == []


def test_a_destination_is_paused_replayed_changed_and_removed(
    app: App, owner: Browser, shop: Shop, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "forwarding", replace(app.forwarding, allow_private=True))
    url = f"{shop.url}/destinations"
    one = f"{url}/{owner.post(url, json=hook(receiver)).json()['destination_id']}"
    take_in(app, shop, *(visitor("u1", name="purchase", event_id=f"e{n}") for n in range(3)))
    deliver_due(app.forwarding, shop.project.id)
    metrics = owner.get("/metrics").text
    line = f'stayflow_destination_rows{{destination="CRM",project="{shop.project.id}",state="sent"}} 3.0'
    assert line in metrics
    assert owner.post(f"{one}/pause").json()["health"] == "paused"
    assert owner.post(f"{one}/replay", json={"batch": 1}).json()["batch_from"] == 1
    assert owner.post(f"{one}/replay", json={}).status_code == 400
    assert owner.post(f"{one}/resume").json()["state"] == "running"
    deliver_due(app.forwarding, shop.project.id)
    assert len(receiver.rows) == 6

    changed = owner.request("PATCH", one, json={"fields": {"what": "event"}})
    assert changed.json()["fields"] == {"what": "event"}
    assert changed.json()["events"]["names"] == ["purchase"]
    assert owner.request("DELETE", one).status_code == 204
    assert owner.get(one).status_code == 404


def test_only_owners_decide_where_data_goes(server: Any, shop: Shop) -> None:
    url = f"{shop.url}/destinations"
    raw = {"name": "x", "kind": "parquet", "settings": {"folder": "x"}, "events": {}}
    assert as_role(server, shop, Role.OPERATOR).post(url, json=raw).status_code == 403
    made = as_role(server, shop, Role.OWNER).post(url, json=raw)
    assert made.status_code == 201
    one = f"{url}/{made.json()['destination_id']}"
    assert as_role(server, shop, Role.ANALYST).get(url).status_code == 403
    operator = as_role(server, shop, Role.OPERATOR)
    assert operator.get(one).status_code == 200
    assert operator.post(f"{one}/pause").status_code == 200
    assert operator.post(f"{one}/test").status_code == 403


def test_a_mistake_says_where(owner: Browser, shop: Shop, receiver: Receiver) -> None:
    url = f"{shop.url}/destinations"
    for change, path in (
        ({"settings": {"url": "x"}}, "settings.url"),
        ({"events": None}, "events"),
        ({"kind": "fax"}, "kind"),
        ({"segments": ["nobody"]}, "segments[0]"),
    ):
        answer = owner.post(url, json=hook(receiver, **change))
        assert answer.status_code in {400, 404}, answer.text
        assert answer.json()["path"] == path

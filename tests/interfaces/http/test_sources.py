"""A source is a write key with a name; it says what speaks with it, and what came by it."""

from typing import Any

from stayflow.access import Role
from stayflow.access.key import find_key
from stayflow.app import App
from tests.interfaces.conftest import Shop, as_role


def test_a_source_is_made_named_counted_and_ended(app: App, server: Any, shop: Shop) -> None:
    owner = as_role(server, shop, Role.OWNER)
    made = owner.post(f"{shop.url}/sources", json={"name": "Website", "sdk": "posthog"}).json()
    assert made["write_key"].startswith("sfw_")
    url = f"{shop.url}/sources/{made['key_id']}"
    changed = owner.request("PATCH", url, json={"sdk": "segment"}).json()
    assert (changed["name"], changed["sdk"]) == ("Website", "segment")
    assert changed["day"] == {
        "received": 0,
        "accepted": 0,
        "repaired": 0,
        "duplicate": 0,
        "rejected": 0,
    }
    viewer = as_role(server, shop, Role.VIEWER)
    listed = viewer.get(f"{shop.url}/sources").json()["sources"]
    assert [each["name"] for each in listed] == ["Website", "write"]
    assert "write_key" not in listed[0]
    assert owner.request("DELETE", url).status_code == 204
    assert find_key(made["write_key"], relational=app.relational) is None
    assert owner.get(url).json()["revoked_at"] is not None


def test_a_source_of_another_project_is_none_of_this_one(server: Any, shop: Shop) -> None:
    owner = as_role(server, shop, Role.OWNER)
    answer = owner.get(f"{shop.url}/sources/nobody")
    assert (answer.status_code, answer.json()["code"]) == (404, "key_not_found")

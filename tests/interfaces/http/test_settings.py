"""Keys, members, audit, through the API."""

import re
from pathlib import Path

import stayflow
from stayflow.access import Role
from stayflow.interfaces.http.deeds import say_action
from stayflow.interfaces.http.route import ALL
from tests.interfaces.conftest import PASSWORD, Browser, Shop, as_role


def test_a_key_is_shown_once_and_can_be_revoked(owner: Browser, shop: Shop) -> None:
    made = owner.post(f"{shop.url}/keys", json={"kind": "api", "name": "bot", "role": "viewer"})
    assert made.status_code == 201
    secret = made.json()["secret"]
    bot = Browser(owner.server, {"Authorization": f"Bearer {secret}"})
    assert bot.get(shop.url).json()["role"] == "viewer"
    listed = owner.get(f"{shop.url}/keys").json()["keys"]
    mine = next(key for key in listed if key["name"] == "bot")
    assert secret.startswith(mine["prefix"])
    assert "secret" not in mine
    assert owner.request("DELETE", f"{shop.url}/keys/{mine['key_id']}").status_code == 204
    assert bot.get(shop.url).status_code == 401


def test_a_write_key_opens_no_route_of_the_api(server: object, shop: Shop) -> None:
    caller = Browser(server, {"Authorization": f"Bearer {shop.write_key}"})
    assert caller.get(shop.url).status_code == 401


def test_a_member_comes_in_with_a_role_and_goes(owner: Browser, shop: Shop) -> None:
    body = {"email": f"ana_{shop.project.id}@example.com", "role": "analyst", "password": PASSWORD}
    made = owner.post(f"{shop.url}/users", json=body)
    assert made.status_code == 201, made.text
    user_id = made.json()["user_id"]
    changed = owner.request("PATCH", f"{shop.url}/users/{user_id}", json={"role": "viewer"})
    assert changed.json()["role"] == "viewer"
    assert owner.request("DELETE", f"{shop.url}/users/{user_id}").status_code == 204
    assert [each["email"] for each in owner.get(f"{shop.url}/users").json()["users"]] == [
        shop.email
    ]


def test_the_last_owner_stays(owner: Browser, shop: Shop) -> None:
    user_id = owner.get(f"{shop.url}/users").json()["users"][0]["user_id"]
    answer = owner.request("PATCH", f"{shop.url}/users/{user_id}", json={"role": "viewer"})
    assert (answer.status_code, answer.json()["code"]) == (409, "last_owner")


def test_every_change_leaves_a_line_in_the_audit_log(owner: Browser, shop: Shop) -> None:
    owner.request("PATCH", shop.url, json={"name": "New name"})
    made = owner.post(f"{shop.url}/keys", json={"kind": "write", "name": "web"})
    entries = owner.get(f"{shop.url}/audit").json()["entries"]
    assert [entry["action"] for entry in entries] == ["create_key", "change_project"]
    assert entries[0]["subject"] == made.json()["key_id"]
    assert entries[0]["actor"] == shop.email
    assert entries[0]["said"] == {"zh": "新建密钥", "en": "created a key"}


def test_every_deed_has_words() -> None:
    written = re.findall(
        r'(?:Deed|\b_audit)\([^"()\[]*"([a-z_.]+)"', "\n".join(_sources("interfaces"))
    )
    deeds = [*(route.name for route in ALL if route.is_recorded), *written]
    system = {"sign_in", "create_project", "create_account"}  # of no project
    wordless = {each for each in deeds if say_action(each).en == each} - system
    assert len(written) >= 6
    assert wordless == set()


def _sources(floor: str) -> list[str]:
    root = Path(stayflow.__file__).parent / floor
    return [file.read_text() for file in root.rglob("*.py")]


def test_a_validation_error_names_the_place(owner: Browser, shop: Shop) -> None:
    answer = owner.post(f"{shop.url}/keys", json={"kind": "both", "name": "web"})
    assert answer.status_code == 400
    assert answer.json()["code"] == "request_invalid"
    assert answer.json()["path"] == "kind"


def test_an_unknown_field_is_a_mistake(owner: Browser, shop: Shop) -> None:
    answer = owner.request("PATCH", shop.url, json={"nmae": "x"})
    assert (answer.status_code, answer.json()["path"]) == (400, "nmae")


def test_a_role_below_is_denied(server: object, shop: Shop) -> None:
    answer = as_role(server, shop, Role.OPERATOR).get(f"{shop.url}/keys")
    assert (answer.status_code, answer.json()["code"]) == (403, "denied")

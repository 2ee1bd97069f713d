"""Channels over HTTP: each says what it asks for, whichever it is; a second one is a plug and no more."""

from dataclasses import dataclass, field
from typing import ClassVar

import pytest

from stayflow.access import Role
from stayflow.act.channel import (
    CHANNELS,
    Connection,
    Delivery,
    OutgoingMessage,
    SendResult,
)
from stayflow.act.policy import NotSent, Suppression, add_suppression
from stayflow.act.setting import Setting, SettingKind
from stayflow.app import App
from stayflow.language.event import RawEvent
from stayflow.language.raw import JsonObject, read_object
from stayflow.language.sentence import Sentence
from tests.interfaces.conftest import Browser, Shop, as_role, take_in

SENT: list[OutgoingMessage] = []


@dataclass(frozen=True)
class Pigeons:
    """A provider that takes everything."""

    per_minute: int | None = None
    sent: list[OutgoingMessage] = field(default_factory=lambda: SENT)

    def connect(self) -> Connection:
        return self

    def send(self, message: OutgoingMessage) -> SendResult:
        self.sent.append(message)
        return SendResult(Delivery.ACCEPTED, "taken")

    def close(self) -> None:
        return None


class SmsKind:
    name: ClassVar[str] = "sms"
    label: ClassVar[Sentence] = Sentence("短信", "SMS")
    asks: ClassVar[tuple[Setting, ...]] = (
        Setting("sender", Sentence("签名", "Sender"), is_required=True),
        Setting("token", Sentence("密钥", "Token"), SettingKind.SECRET),
    )
    address_names: ClassVar[tuple[str, ...]] = ("phone", "mobile")

    def parse(self, raw: object, path: str) -> JsonObject:
        fields = read_object(raw, path, known=("sender", "token"))
        return {"sender": fields["sender"], "token": fields.get("token") or ""}

    def open(self, settings: JsonObject, *, allow_private: bool) -> Pigeons:
        assert settings["token"] == "secret"
        return Pigeons()

    def clean_address(self, raw: str) -> str | None:
        digits = raw.strip().removeprefix("+")
        return f"+{digits}" if digits.isdigit() else None


def test_the_mail_server_is_set_by_what_it_asks_for(shop: Shop, server, owner: Browser) -> None:
    url = f"{shop.url}/channels"
    (email,) = owner.get(url).json()["channels"]
    assert (email["channel"], email["configured"], email["settings"]) == ("email", False, {})
    asked = {each["name"]: each for each in email["asks"]}
    assert [name for name, each in asked.items() if each["is_required"]] == ["host", "from_address"]
    assert (asked["password"]["kind"], asked["security"]["default"]) == ("secret", "starttls")
    login = {"username": "shop", "password": "secret"}
    body = {"host": "smtp.example.com", "from_address": "shop@example.com", **login}
    put = owner.request("PUT", f"{url}/email", json=body)
    assert put.status_code == 200, put.text
    assert put.json()["secrets_set"] == ["password"]
    assert "secret" not in put.text.replace('"secret"', "").replace("secrets_set", "")
    assert owner.get(f"{url}/email").json()["settings"]["port"] == 587
    wrong = owner.request("PUT", f"{url}/email", json={**body, "host": "a/b"}).json()
    assert (wrong["code"], wrong["path"]) == ("channel_invalid", "host")
    nowhere = owner.get(f"{url}/emial")
    assert (nowhere.status_code, nowhere.json()["path"]) == (400, "channel")
    operator = as_role(server, shop, Role.OPERATOR)
    assert operator.get(url).status_code == 200
    assert operator.request("PUT", f"{url}/email", json=body).status_code == 403


@pytest.fixture
def sms(monkeypatch: pytest.MonkeyPatch) -> None:
    """The channel of this file, plugged in for one test."""
    monkeypatch.setattr(CHANNELS, "_plugs", dict(CHANNELS._plugs))
    CHANNELS.register("sms", SmsKind())
    SENT.clear()


def test_a_second_channel_is_its_plug_and_no_more(
    sms: None, app: App, shop: Shop, owner: Browser
) -> None:
    take_in(
        app,
        shop,
        RawEvent(name="view", identities={"user_id": "ana", "phone": "+8613800000001"}),
        RawEvent(name="view", identities={"user_id": "bo"}, attributes={"mobile": "8613800000002"}),
        RawEvent(name="view", identities={"user_id": "cy", "email": "cy@example.com"}),
    )
    assert [each["channel"] for each in owner.get(f"{shop.url}/channels").json()["channels"]] == [
        "email",
        "sms",
    ]
    body = {"sender": "Shop", "token": "secret"}
    assert owner.request("PUT", f"{shop.url}/channels/sms", json=body).status_code == 200
    tested = owner.post(f"{shop.url}/channels/sms/test", json={"to": "8613800000009"})
    assert tested.json()["delivery"] == "accepted"
    assert [each.address for each in SENT] == ["+8613800000009"]
    draft = {
        "name": "hello",
        "channel": "sms",
        "audience": {},
        "holdout": 0,
        "content": {"subject": "x", "text": "Hello {{ person.name }}"},
    }
    made = owner.post(f"{shop.url}/campaigns", json=draft)
    assert made.status_code == 201, made.text
    seen = owner.post(f"{shop.url}/campaigns/{made.json()['campaign_id']}/preview", json={})
    assert seen.status_code == 200, seen.text
    assert (seen.json()["audience"], seen.json()["reachable"]) == (3, 2)
    with app.relational.project(shop.project.id) as tx:
        for address in ("+8613800000001", "8613800000002"):
            left = Suppression("sms", address, NotSent.UNSUBSCRIBED, "test", app.clock.now())
            add_suppression(tx, left)
    agreed = {"condition": {"consent": {"channel": "sms"}}}
    assert owner.post(f"{shop.url}/people/estimate", json=agreed).json()["count"] == 1

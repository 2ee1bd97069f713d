"""The same door for every protocol: kept before 2xx, refused in its own words, open to any page."""

import base64
import json
from urllib.parse import quote

import pytest

from stayflow.app import App
from stayflow.intake.protocol import read_entry
from tests.interfaces.conftest import Browser, Shop

_RECORD = {"type": "track", "event": "seen", "distinct_id": "u", "time": 1_781_524_740_000}
_DATA = base64.b64encode(json.dumps([_RECORD]).encode()).decode()
_HIT = "rec=1&_id=0123456789abcdef&e_a=seen&e_c=c&rand=1"

# Method, path and body of one event `seen`; KEY is where the write key goes.
SENT = {
    "sensors": ("POST", "/sa?token=KEY", f"data_list={quote(_DATA)}", 200),
    "sensors image": ("GET", f"/sa.gif?token=KEY&data_list={quote(_DATA)}&data=", "", 200),
    "posthog": (
        "POST",
        "/batch/",
        '{"api_key":"KEY","batch":[{"event":"seen","distinct_id":"u","uuid":"1"}]}',
        200,
    ),
    "ga4": (
        "POST",
        "/mp/collect?api_secret=KEY",
        '{"client_id":"u","events":[{"name":"seen"}]}',
        204,
    ),
    "gtag": ("POST", "/g/collect?tid=KEY&cid=u&en=seen", "", 204),
    "matomo": ("GET", f"/matomo.php?idsite=KEY&{_HIT}", "", 200),
    "ark": (
        "POST",
        "/up",
        '[{"appid":"KEY","xwho":"u","xwhat":"seen","xwhen":1781524740000}]',
        200,
    ),
}
REFUSED = {"sensors": 403, "sensors image": 403}


@pytest.mark.parametrize("name", SENT)
def test_what_was_acknowledged_is_in_the_log(
    browser: Browser, shop: Shop, app: App, name: str
) -> None:
    method, path, body, status = SENT[name]
    headers = {"Origin": "https://shop.example", "Content-Type": "text/plain"}
    place, content = path.replace("KEY", shop.write_key), body.replace("KEY", shop.write_key)
    answer = browser.request(method, place, content=content, headers=headers)
    assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] == "https://shop.example"
    entries = app.log.read(shop.project.id, after=0, limit=10)
    packs = [read_entry(entry.payload) for entry in entries]
    assert [event.name for pack in packs for event in pack.events] == ["seen"]
    assert all(pack.key for pack in packs)


@pytest.mark.parametrize("name", SENT)
def test_a_wrong_key_is_told_in_words(browser: Browser, shop: Shop, name: str) -> None:
    method, path, body, _ = SENT[name]
    place, content = path.replace("KEY", "sfw_unknown"), body.replace("KEY", "sfw_unknown")
    answer = browser.request(method, place, content=content)
    assert answer.status_code == REFUSED.get(name, 401)
    assert answer.json()["code"] in {"key_invalid", 500}
    assert answer.json()["message"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/config/Android.conf?v=", ""),
        ("GET", "/array/KEY/config", ""),
        ("POST", "/flags/?v=2", "{}"),
        ("POST", "/s/", "{}"),
        ("POST", "/debug/mp/collect", "{}"),
    ],
)
def test_what_is_no_event_needs_no_key_and_is_not_kept(
    browser: Browser, shop: Shop, app: App, method: str, path: str, body: str
) -> None:
    assert browser.request(method, path, content=body).status_code == 200
    assert app.log.read(shop.project.id, after=0, limit=10) == []


def test_a_dry_run_keeps_nothing(browser: Browser, shop: Shop, app: App) -> None:
    place, body = f"/debug?token={shop.write_key}", f"data_list={quote(_DATA)}"
    assert browser.post(place, content=body, headers={"Dry-Run": "true"}).status_code == 200
    assert app.log.read(shop.project.id, after=0, limit=10) == []
    assert browser.post(place, content=body).status_code == 200
    assert len(app.log.read(shop.project.id, after=0, limit=10)) == 1


def test_any_page_may_send(browser: Browser, shop: Shop) -> None:
    headers = {"Origin": "https://shop.example", "Access-Control-Request-Headers": "x-own"}
    for path in ("/sa", "/e/", "/mp/collect", "/matomo.php", "/up"):
        answer = browser.request("OPTIONS", path, headers=headers)
        assert answer.status_code == 204
        assert answer.headers["access-control-allow-headers"] == "x-own"

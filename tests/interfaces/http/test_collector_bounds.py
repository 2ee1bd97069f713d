"""What the door knows of a sender: too fast, too much, vouched for, or behind a proxy."""

import asyncio
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from stayflow.access import Role
from stayflow.app import App, Stores, assemble
from stayflow.intake.protocol import read_entry
from stayflow.interfaces.http import build_server
from stayflow.interfaces.http.front import Area, Front
from stayflow.interfaces.http.proxy import proxies_of
from stayflow.interfaces.telemetry import Telemetry
from stayflow.kernel.settings import SettingInvalid, load_settings
from stayflow.stores.errors import LogFull
from tests.interfaces.conftest import Browser, Shop, open_shop
from tests.interfaces.http.stranger import Call, ask
from tests.interfaces.http.test_collector_protocols import SENT

_TRACK = '{"type":"track","event":"seen","userId":"u","messageId":"m","writeKey":"KEY"}'
EVERY = {
    **SENT,
    "segment": ("POST", "/v1/track", _TRACK, 200),
    "rudderstack": ("POST", "/beacon/v1/batch?writeKey=KEY", f'{{"batch":[{_TRACK}]}}', 200),
}
CLIENT = "203.0.113.9"
OLD = {"cdt": "2020-01-01 00:00:00"}
ELSEWHERE = {"cip": "198.51.100.77", "country": "cn"}


def send(server, shop: Shop, name: str):
    method, path, body, status = EVERY[name]
    place, content = path.replace("KEY", shop.write_key), body.replace("KEY", shop.write_key)
    headers = {"Content-Type": "text/plain"}
    return status, Browser(server).request(method, place, content=content, headers=headers)


def words_of(refused) -> object:
    """The code of an error in the words of its protocol; RudderStack's are plain text."""
    if not refused.headers["content-type"].startswith("application/json"):
        assert refused.text
        return None
    told = refused.json()
    assert told["message"]
    return told["code"]


def with_settings(app: App, **values: object) -> App:
    """The same stores under other settings."""
    stores = Stores(app.folder, app.relational, app.warehouse, app.log)
    return assemble(load_settings({**app.settings.values, **values}, {}), stores, app.clock)


def test_a_key_that_is_too_fast_is_asked_to_wait_by_every_protocol(app: App) -> None:
    server = build_server(with_settings(app, key_requests_per_minute_max=1))
    for name in EVERY:
        shop = open_shop(app)
        status, first = send(server, shop, name)
        _, second = send(server, shop, name)
        assert (name, first.status_code, second.status_code) == (name, status, 429)
        assert int(second.headers["retry-after"]) > 0
        assert words_of(second) in {"key_too_fast", 500, None}, name
        assert len(app.log.read(shop.project.id, after=0, limit=9)) == 1


def test_a_full_log_asks_to_wait_by_every_protocol(app: App, shop: Shop, monkeypatch) -> None:
    async def full(topic: str, payload: bytes) -> int:
        raise LogFull("the log is full")

    monkeypatch.setattr(app.log, "append_async", full)
    server = build_server(app)
    for name in EVERY:
        _, told = send(server, shop, name)
        assert (name, told.status_code) == (name, 503)
        assert int(told.headers["retry-after"]) > 0
        assert words_of(told) in {"log_full", 500, None}, name


def hit(browser: Browser, shop: Shop, **fields: str):
    said = {"idsite": shop.write_key, "rec": "1", "_id": "0123456789abcdef", "rand": "1", **fields}
    return browser.get("/matomo.php?" + urlencode(said))


def stored(app: App, shop: Shop):
    entries = app.log.read(shop.project.id, after=0, limit=50)
    return [event for entry in entries for event in read_entry(entry.payload).events]


def test_a_token_of_matomo_is_a_key_that_may_act_on_people(app, browser, shop) -> None:
    good, weak = shop.keys[Role.OPERATOR], shop.keys[Role.ANALYST]
    for bad in ("", "t" * 32, weak, shop.write_key, open_shop(app).keys[Role.OWNER]):
        refused = hit(browser, shop, **OLD, token_auth=bad)
        assert (refused.status_code, "token_auth" in refused.json()["message"]) == (400, True)
        assert hit(browser, shop, **ELSEWHERE, token_auth=bad).status_code == 200
    assert {(each.country, each.ip == ELSEWHERE["cip"]) for each in stored(app, shop)} == {
        ("", False)
    }
    assert hit(browser, shop, **OLD, **ELSEWHERE, token_auth=good).status_code == 200
    last = stored(app, shop)[-1]
    assert (last.country, last.ip, last.time_ms) == ("cn", ELSEWHERE["cip"], 1_577_836_800_000)


@pytest.mark.parametrize(
    ("settings", "headers", "expected"),
    [
        ({}, {"x-forwarded-for": CLIENT}, (CLIENT, "http")),
        (
            {},
            {"x-forwarded-for": f"{CLIENT}:4711", "x-forwarded-proto": "https"},
            (CLIENT, "https"),
        ),
        ({}, {"x-forwarded-for": f"6.6.6.6, {CLIENT}, 127.0.0.1"}, (CLIENT, "http")),
        ({}, {"x-forwarded-for": "[2001:db8::1]:80"}, ("2001:db8::1", "http")),
        ({}, {"x-forwarded-for": "unknown"}, ("127.0.0.1", "http")),
        ({}, {"forwarded": f"for={CLIENT}"}, ("127.0.0.1", "http")),
        ({}, {}, ("127.0.0.1", "http")),
        ({"trusted_proxies": ""}, {"x-forwarded-for": CLIENT}, ("127.0.0.1", "http")),
        ({"trusted_proxies": "10.0.0.0/8"}, {"x-forwarded-for": CLIENT}, ("127.0.0.1", "http")),
        (
            {"proxy_header": "Forwarded"},
            {"forwarded": 'for="[2001:db8::2]:1";proto=https', "x-forwarded-for": CLIENT},
            ("2001:db8::2", "https"),
        ),
        (
            {"proxy_header": "forwarded", "trusted_proxies": "127.0.0.1, 10.0.0.0/8"},
            {"forwarded": f"for=6.6.6.6, for={CLIENT};proto=https, for=10.1.2.3"},
            (CLIENT, "https"),
        ),
    ],
)
def test_only_the_word_of_our_proxies_counts(app: App, settings, headers, expected) -> None:
    seen = []

    async def note(scope, receive, send) -> None:
        seen.append((scope["client"][0], scope["scheme"]))
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    known = load_settings({**app.settings.values, **settings}, {})
    front = Front(
        exact={},
        prefixes={},
        rest=Area("all", note),
        telemetry=Telemetry(),
        proxies=proxies_of(known),
    )
    assert replace(Browser(front), headers=headers).get("/x").status_code == 204
    assert seen == [expected]


def test_the_address_of_an_event_is_that_of_who_asked_the_proxy(app, browser, shop) -> None:
    headers = {"X-Forwarded-For": CLIENT}
    assert hit(browser.with_headers(**headers), shop).status_code == 200
    assert [each.ip for each in stored(app, shop)] == [CLIENT]


@pytest.mark.parametrize(
    "wrong", [{"trusted_proxies": "no network"}, {"proxy_header": "x-real-ip"}]
)
def test_a_setting_that_makes_no_sense_stops_the_start(app: App, wrong) -> None:
    with pytest.raises(SettingInvalid):
        build_server(with_settings(app, **wrong))


def test_a_length_of_thousands_of_digits_is_too_large_and_no_failure(app: App, shop: Shop) -> None:
    server = build_server(app)
    headers = ((b"content-length", b"9" * 5_000),)
    for path in ("/v1/batch", "/api/v1/session"):
        told = asyncio.run(ask(server, Call("POST", path, headers=headers)))
        assert told.status == 413
        assert not told.problem()

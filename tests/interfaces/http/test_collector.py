"""The collector: durable before 2xx, bounded, refused in a way that an SDK understands."""

import asyncio
import gzip
import json
from typing import Any

import httpx
import pytest

from stayflow.access.key import list_keys, revoke_key
from stayflow.app import App
from stayflow.intake.protocol import read_entry
from stayflow.interfaces.http import build_server
from stayflow.interfaces.http import write_keys as cache
from stayflow.stores.errors import LogFull, StoreUnavailable
from tests.interfaces.conftest import Browser, Shop

BATCH = {
    "batch": [
        {"type": "track", "event": "purchase", "userId": "u1", "messageId": "m1"},
        {"type": "identify", "userId": "u1", "traits": {"city": "杭州"}, "messageId": "m2"},
    ]
}


def post(browser: Browser, key: str | None, **arguments: Any) -> httpx.Response:
    auth = httpx.BasicAuth(key, "") if key else None
    arguments.setdefault("json", BATCH)
    if auth:
        header = next(auth.auth_flow(httpx.Request("POST", "http://x"))).headers["authorization"]
        arguments["headers"] = {**arguments.get("headers", {}), "Authorization": header}
    return browser.post("/v1/batch", **arguments)


def test_what_was_acknowledged_is_in_the_log(browser: Browser, shop: Shop, app: App) -> None:
    answer = post(browser, shop.write_key)
    assert (answer.status_code, answer.json()) == (200, {"success": True})
    entries = app.log.read(shop.project.id, after=0, limit=10)
    events = [event for entry in entries for event in read_entry(entry.payload).events]
    assert [(event.name, event.event_id) for event in events] == [
        ("purchase", "m1"),
        ("identify", "m2"),
    ]


def test_the_key_may_stand_in_the_body(browser: Browser, shop: Shop) -> None:
    body = {**BATCH, "writeKey": shop.write_key}
    assert post(browser, None, json=body).status_code == 200


def test_a_packed_body_is_unpacked_whatever_it_says_it_is(browser: Browser, shop: Shop) -> None:
    packed = gzip.compress(json.dumps(BATCH).encode())
    headers = {"Content-Type": "text/plain"}
    answer = post(browser, shop.write_key, json=None, content=packed, headers=headers)
    assert answer.status_code == 200


def test_a_bomb_is_refused_without_being_unpacked(browser: Browser, shop: Shop) -> None:
    bomb = gzip.compress(b"0" * 200_000_000)
    answer = post(browser, shop.write_key, json=None, content=bomb)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_a_body_over_the_bound_is_refused_by_its_length(browser: Browser, shop: Shop) -> None:
    answer = post(browser, shop.write_key, json=None, content=b"x" * 50_000_000)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_half_a_body_is_an_error_of_the_body(browser: Browser, shop: Shop) -> None:
    answer = post(browser, shop.write_key, json=None, content=b'{"batch": [{"type": "tr')
    assert (answer.status_code, answer.json()["path"]) == (400, "body")


def test_keys_of_other_kinds_and_unknown_ones_are_refused(browser: Browser, shop: Shop) -> None:
    for key in (None, "sfw_unknown", next(iter(shop.keys.values()))):
        answer = post(browser, key)
        assert (answer.status_code, answer.json()["code"]) == (401, "key_invalid")


def test_a_revoked_key_stops_working_within_seconds(
    app: App, browser: Browser, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(cache, "monotonic", lambda: now[0])
    assert post(browser, shop.write_key).status_code == 200
    keys = list_keys(shop.project.id, relational=app.relational)
    key_id = next(key.key_id for key in keys if key.kind.value == "write")
    revoke_key(shop.project.id, key_id, relational=app.relational, clock=app.clock)
    assert post(browser, shop.write_key).status_code == 200, "remembered for a moment"
    now[0] += cache.REMEMBERED_SECONDS + 0.01
    assert post(browser, shop.write_key).status_code == 401


@pytest.mark.parametrize("problem", [LogFull("full"), StoreUnavailable("down")])
def test_what_cannot_be_kept_is_to_be_sent_again(
    app: App, shop: Shop, problem: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(topic: str, payload: bytes) -> int:
        raise problem

    monkeypatch.setattr(app.log, "append_async", fail)
    answer = post(Browser(build_server(app)), shop.write_key)
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0


def test_a_page_of_any_origin_may_send(browser: Browser, shop: Shop) -> None:
    asked = {
        "Origin": "https://shop.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    before = browser.request("OPTIONS", "/v1/batch", headers=asked)
    assert before.status_code == 204
    assert before.headers["access-control-allow-origin"] == "https://shop.example"
    assert before.headers["access-control-allow-headers"] == "authorization,content-type"
    assert before.headers["access-control-allow-credentials"] == "true"
    answer = post(browser, shop.write_key, headers={"Origin": "https://shop.example"})
    assert answer.headers["access-control-allow-origin"] == "https://shop.example"


def test_many_at_once_share_a_commit_and_all_are_kept(app: App, server: Any, shop: Shop) -> None:
    async def send_all() -> list[int]:
        transport = httpx.ASGITransport(app=server)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://test", auth=(shop.write_key, "")
        ) as client:
            answers = await asyncio.gather(
                *(
                    client.post("/v1/track", json={"event": "view", "userId": str(n)})
                    for n in range(200)
                )
            )
            return [answer.status_code for answer in answers]

    assert set(asyncio.run(send_all())) == {200}
    entries = app.log.read(shop.project.id, after=0, limit=1000)
    users = {read_entry(entry.payload).events[0].identities["user_id"] for entry in entries}
    assert users == {str(n) for n in range(200)}

"""Health, metrics, the console's files, security headers, bounds, the handbook, unknown paths."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from psycopg_pool import PoolTimeout

from stayflow.access import Role
from stayflow.app import App
from stayflow.interfaces.http import Serves, build_server
from stayflow.interfaces.http.health import ROOM_BYTES_MIN
from stayflow.interfaces.http.static import Console
from stayflow.stores.errors import StoreUnavailable
from tests.interfaces.conftest import Browser, Shop, as_role


def test_health_and_readiness(browser: Browser) -> None:
    assert browser.get("/healthz").json() == {"status": "ok"}
    ready = browser.get("/readyz")
    assert ready.status_code == 200
    assert ready.json() == {
        "ready": True,
        "stores": {"relational": "ok", "warehouse": "ok", "folder": "ok"},
    }


def test_a_store_that_is_down_makes_it_unready_but_alive(
    app: App, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down() -> None:
        raise StoreUnavailable("the state store cannot be reached")

    monkeypatch.setattr(app.relational, "ping", down)
    ready = browser.get("/readyz")
    assert ready.status_code == 503
    assert ready.json()["stores"]["relational"] == "the state store cannot be reached"
    assert browser.get("/healthz").status_code == 200


def test_a_request_waits_shortly_for_the_state_store_and_is_told_to_come_again(
    app: App, browser: Browser, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pool tells in its words how long it waited; what sends events is told by the log as well."""
    event = {"event": "e", "userId": "u", "writeKey": shop.write_key}
    assert browser.post("/v1/track", json=event).status_code == 200
    waited: list[float] = []

    def none_left(timeout: float) -> None:
        waited.append(timeout)
        raise PoolTimeout(f"no connection after {timeout} s")

    monkeypatch.setattr(app.relational._pool, "connection", none_left)
    page = browser.get(f"{shop.url}/segments")
    kept = browser.post("/v1/track", json=event)  # its key is still remembered: the log is asked
    sent = browser.post("/v1/track", json=event | {"writeKey": "another"})
    assert [(each.status_code, each.headers["retry-after"]) for each in (page, kept, sent)] == [
        (503, "2")
    ] * 3
    assert len(waited) >= 3
    assert set(waited) == {3}
    with pytest.raises(StoreUnavailable, match=r"20\.0 s"):
        app.relational.ping()  # by the clock


def test_a_folder_without_room_for_a_batch_makes_it_unready_and_says_how_much_it_needs(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = SimpleNamespace(free=ROOM_BYTES_MIN - 1)
    monkeypatch.setattr("stayflow.interfaces.http.health.disk_usage", lambda _: left)
    ready = browser.get("/readyz")
    assert ready.status_code == 503
    assert ready.json()["stores"]["folder"] == (
        "the data folder has 159 MB left, and a batch needs 160 MB; free some space"
    )
    left.free += 1
    assert browser.get("/readyz").json()["ready"] is True


def test_metrics_count_requests_and_read_the_stores(browser: Browser, shop: Shop) -> None:
    browser.get("/healthz")
    browser.request("NONSENSE", "/healthz")
    text = browser.get("/metrics").text
    assert "NONSENSE" not in text
    assert 'stayflow_requests_total{area="health",method="GET",status="200"}' in text
    assert f'stayflow_log_backlog_bytes{{project="{shop.project.id}"}} 0.0' in text


def test_every_page_carries_the_security_headers(browser: Browser) -> None:
    for path in ("/", "/api/docs", "/api/v1/session"):
        headers = browser.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_the_handbook_needs_no_network_and_no_script(browser: Browser) -> None:
    page = browser.get("/api/docs").text
    assert "/api/v1/projects/{project}/segments" in page
    assert "<script" not in page
    assert "http://" not in page.replace("http://127.0.0.1", "")


def test_unknown_paths_of_the_api_answer_in_the_one_shape(browser: Browser) -> None:
    answer = browser.get("/api/v1/nothing")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_an_unknown_failure_is_logged_under_the_number_it_answers(
    app: App, server: Any, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a secret of the inside")

    monkeypatch.setattr(app, "scope", broken)
    answer = as_role(server, shop, Role.OWNER).get(f"{shop.url}/catalogue")
    assert answer.status_code == 500
    assert answer.json()["code"] == "failed"
    assert answer.json()["reference"] in answer.json()["message"]
    assert "secret" not in answer.text


@pytest.fixture
def built(tmp_path: Path) -> Console:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>console</title>")
    (tmp_path / "assets" / "app-abc123.js").write_text("export const x = 1;" * 100)
    return Console(tmp_path)


def test_assets_are_kept_for_ever_and_packed(built: Console) -> None:
    browser = Browser(built)
    answer = browser.get("/assets/app-abc123.js")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text.startswith("export const x")
    plain = browser.get("/assets/app-abc123.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers


def test_any_path_of_the_console_gets_its_page(built: Console) -> None:
    browser = Browser(built)
    for path in ("/", "/demo/people/12"):
        answer = browser.get(path)
        assert answer.text.endswith("<title>console</title>")
        assert answer.headers["cache-control"] == "no-cache"
    assert browser.get("/assets/gone.js").status_code == 404


def test_a_path_cannot_leave_the_folder(built: Console, tmp_path: Path) -> None:
    (tmp_path.parent / "secret.txt").write_text("secret")
    for path in ("/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt"):
        assert "secret" not in Browser(built).get(path).text


def test_without_a_build_a_page_says_how_to_build(tmp_path: Path) -> None:
    answer = Browser(Console(tmp_path / "nothing")).get("/")
    assert "./run --setup" in answer.text


def test_a_chunked_body_is_counted_while_it_comes(app: App, server: Any, shop: Shop) -> None:
    async def endless() -> Any:
        for _ in range(40):
            yield b" " * 1_000_000

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=server)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.post(
                f"{shop.url}/people",
                content=endless(),
                headers={
                    "Authorization": f"Bearer {shop.keys[Role.OWNER]}",
                    "Content-Type": "application/json",
                },
            )

    answer = asyncio.run(send())
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_only_whoever_may_upload_sends_more_than_a_request(server: Any, shop: Shop) -> None:
    """A framework reads a whole form, files and all, before it asks anybody who sent it."""
    read = 0

    async def endless() -> Any:
        nonlocal read
        yield b'--x\r\nContent-Disposition: form-data; name="other"; filename="a"\r\n\r\n'
        for _ in range(25):
            read += 1
            yield b" " * 1_000_000

    async def send(path: str, **headers: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=server)
        form = {"Content-Type": "multipart/form-data; boundary=x", **headers}
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.post(path, content=endless(), headers=form)

    answer = asyncio.run(send("/api/v1/session"))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    read = 0
    answer = asyncio.run(send(f"{shop.url}/imports"))
    assert (answer.status_code, answer.json()["code"], read) == (401, "signed_out", 0)
    viewer = {"Authorization": f"Bearer {shop.keys[Role.VIEWER]}"}
    answer = asyncio.run(send(f"{shop.url}/imports", **viewer))
    assert (answer.status_code, answer.json()["code"], read) == (403, "denied", 0)
    owner = {"Authorization": f"Bearer {shop.keys[Role.OWNER]}"}
    asyncio.run(send(f"{shop.url}/imports", **owner))
    assert read == 25  # beyond the bound of other requests


def test_a_collecting_process_serves_no_api(app: App, shop: Shop) -> None:
    collect = Browser(build_server(app, serves=Serves.COLLECT))
    assert collect.get("/api/openapi.json").status_code == 404
    assert collect.post("/v1/track", json={"event": "x"}).status_code == 401
    api = Browser(build_server(app, serves=Serves.API))
    assert api.post("/v1/track", json={"event": "x"}).status_code in {404, 405}
    assert api.get("/api/openapi.json").status_code == 200

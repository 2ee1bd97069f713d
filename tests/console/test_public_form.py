"""A form as people meet it: on its own page, in a frame of somebody else's, with axe looking on."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.console.conftest import Shop
from tests.journeys.server import stayflow

pytestmark = pytest.mark.browser
FORM = {
    "name": "trial",
    "title": "申请试用",
    "title_en": "Ask for a trial",
    "intro": "We answer within a day.",
    "fields": [
        {"name": "email", "label": "邮箱", "label_en": "E-mail", "type": "email",
         "is_required": True, "identity": "email", "help": "No newsletter."},
        {"name": "size", "label": "规模", "label_en": "Size", "type": "choice",
         "options": ["small", "large"]},
        {"name": "day", "label": "日期", "label_en": "Day", "type": "date"},
        {"name": "note", "label": "备注", "label_en": "Note", "type": "paragraph"},
    ],
    "consent": "You may call me",
}  # fmt: skip


@pytest.fixture(scope="module")
def shop(market: Shop) -> Shop:
    """These tests add events and people: not in the project whose numbers others know."""
    return market


@pytest.fixture(scope="module")
def form(shop: Shop) -> dict[str, Any]:
    return stayflow(shop.data, "form", "create", "-", "-p", shop.project, stdin=json.dumps(FORM))


@contextmanager
def site(html: str) -> Iterator[str]:
    """A page of somebody else's, on an origin of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [each["id"] for each in found if each["impact"] in {"serious", "critical"}]


def test_a_person_fills_it_in_is_told_what_is_wrong_and_is_thanked(
    visitor: Page, form: dict[str, Any]
) -> None:
    visitor.goto(form["url"])
    expect(visitor.get_by_role("heading", name="Ask for a trial")).to_be_visible()
    assert serious(visitor) == []
    visitor.get_by_label("E-mail").fill("nobody")
    visitor.get_by_label("Size").select_option("large")
    visitor.wait_for_timeout(2_100)  # nobody types faster, says the form
    visitor.get_by_role("button", name="Send").click()
    expect(visitor.get_by_role("alert")).to_have_text("Please check what is marked.")
    expect(visitor.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")
    expect(visitor.get_by_label("E-mail")).to_have_value("nobody")
    expect(visitor.get_by_label("Size")).to_have_value("large")
    assert serious(visitor) == []
    visitor.get_by_label("E-mail").fill("li@example.com")
    visitor.get_by_label("You may call me").check()
    visitor.wait_for_timeout(2_100)
    visitor.get_by_role("button", name="Send").click()
    expect(visitor.get_by_role("status")).to_have_text("Received. Thank you.")


def test_the_snippet_puts_it_into_a_page_as_high_as_it_is(
    visitor: Page, form: dict[str, Any]
) -> None:
    html = f"<!doctype html><h1>Shop</h1>{form['snippet']}<p>after</p>"
    with site(html) as url:
        visitor.goto(f"{url}/landing?utm_source=ad")
        frame = visitor.frame_locator("iframe[title='申请试用']")
        expect(frame.get_by_label("E-mail")).to_be_visible()
        assert "utm_source%3Dad" in str(visitor.locator("iframe").get_attribute("src"))
        visitor.wait_for_function("document.querySelector('iframe').offsetHeight > 400")
        frame.get_by_label("E-mail").fill("wang@example.com")
        frame.get_by_label("You may call me").check()
        visitor.wait_for_timeout(2_100)
        frame.get_by_role("button", name="Send").click()
        expect(frame.get_by_role("status")).to_have_text("Received. Thank you.")

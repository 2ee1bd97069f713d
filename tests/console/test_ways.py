"""Paths, sessions, intervals and a distribution of known numbers, each asked on its page down to the people."""

import json
import urllib.parse

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import BUYERS, CARTS, PEOPLE, Shop

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
RANGE = {"range": {"last": "30d"}}


def _open(page: Page, shop: Shop, query: dict[str, object]) -> None:
    asked = urllib.parse.quote(json.dumps({**query, **RANGE}, separators=(",", ":")))
    shop.open(page, f"{query['kind']}?q={asked}")
    expect(page.get_by_test_id("read-note")).to_contain_text("rows read")


def test_an_operator_follows_people_from_page_to_page(page: Page, shop: Shop) -> None:
    _open(
        page,
        shop,
        {"kind": "path", "anchor": {"event": "product_view"}, "depth": 3, "window": "1d", "top": 5},
    )
    expect(page.get_by_role("heading", name=f"{PEOPLE} people have a path")).to_be_visible()
    page.get_by_role("row", name="add_to_cart purchase").get_by_role("button").first.click()
    expect(page.get_by_test_id("people-count")).to_have_text(f"{BUYERS} people")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Direction: from").click()
    page.get_by_role("button", name="up to", exact=True).click()
    expect(page.get_by_role("button", name="Direction: up to")).to_be_visible()

    page.get_by_role("link", name="Sessions", exact=True).click()
    sessions = page.locator(".stat", has_text="Sessions")
    expect(sessions).to_contain_text(
        str(PEOPLE + CARTS + BUYERS)
    )  # an hour of silence lies between

    pair = {"from": {"event": "product_view"}, "to": {"event": "purchase"}, "window": "7d"}
    _open(page, shop, {"kind": "interval", **pair})
    page.get_by_role("row", name="1 h – 3 h").get_by_role("button").click()
    expect(page.get_by_test_id("people-count")).to_have_text(f"{BUYERS} people")

    _open(page, shop, {"kind": "distribution", "metric": {"event": "*", "aggregate": "count"}})
    page.get_by_role("row", name="2 15").get_by_role("button").click()
    expect(page.get_by_test_id("people-count")).to_have_text(f"{CARTS - BUYERS} people")

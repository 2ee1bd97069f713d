"""Paths, sessions, intervals and a distribution of known numbers, each asked on its page down to the people."""

import json
import re
import urllib.parse

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import BUYERS, CARTS, EMAIL, PASSWORD, PEOPLE, Shop
from tests.journeys.server import SECONDS

pytestmark = pytest.mark.browser
RANGE = {"range": {"last": "30d"}}


def _open(page: Page, shop: Shop, query: dict[str, object]) -> None:
    asked = urllib.parse.quote(json.dumps({**query, **RANGE}, separators=(",", ":")))
    shop.open(page, f"{query['kind']}?q={asked}")
    expect(page.get_by_test_id("read-note")).to_contain_text("rows read")


def _segment(shop: Shop, name: str, event: str) -> None:
    """Save those who did something, as the owner."""
    with httpx.Client(base_url=f"{shop.url}/api/v1", timeout=SECONDS) as client:
        signed_in = client.post("/session", json={"email": EMAIL, "password": PASSWORD}).json()
        condition = {"did": {"event": event}}
        client.post(
            f"/projects/{shop.project}/segments",
            json={"name": name, "condition": condition},
            headers={"X-CSRF-Token": signed_in["csrf"]},
        ).raise_for_status()


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

    _segment(shop, "in the cart", "add_to_cart")
    _segment(shop, "bought", "purchase")
    views = {"event": "product_view", "aggregate": "people"}
    share = {"formula": "A / A", "name": "share"}
    _open(page, shop, {"kind": "trend", "metrics": [views], "formulas": [share], "per": "month"})
    expect(page.get_by_role("button", name="Formula: and share (A / A)")).to_be_visible()
    _open(page, shop, {"kind": "funnel", "steps": [pair["from"], pair["to"]], "window": "7d"})
    page.get_by_role("button", name="Breakdown: no breakdown").click()
    for segment in ("bought", "in the cart"):
        page.get_by_label("Breakdown", exact=True).fill(segment)
        page.get_by_role("button", name=re.compile(f"^{segment} Segment")).click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Breakdown: by bought, in the cart")).to_be_visible()
    row = page.get_by_role("row", name="in none of them")
    expect(row).to_contain_text(str(PEOPLE - CARTS))
    page.get_by_role("row", name="in the cart").get_by_role("button").last.click()
    expect(page.get_by_test_id("people-count")).to_have_text(f"{BUYERS} people")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"kind": "trend"}, "Granularity: day"),
        ({"kind": "path"}, "Steps: 5 steps at most"),
        ({"kind": "interval", "from": {"event": "purchase"}}, "Longest interval: 90 days"),
        ({"kind": "retention", "start": {"event": "purchase"}}, "Granularity: day"),
    ],
)
def test_a_question_written_by_hand_opens_with_what_it_leaves_out(
    page: Page, shop: Shop, query: dict[str, object], said: str
) -> None:
    _open(page, shop, query)
    expect(page.get_by_role("button", name=said)).to_be_visible()

"""What a question can be asked is said by clicking on its sentence: each option is put there, and the answer is another."""

import json
import re
import urllib.parse

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import BUYERS, CARTS, PEOPLE, Shop

pytestmark = pytest.mark.browser
STEPS = [{"event": "product_view"}, {"event": "add_to_cart"}, {"event": "purchase"}]


def _open(page: Page, shop: Shop, query: dict[str, object]) -> None:
    asked = urllib.parse.quote(json.dumps({**query, "range": {"last": "30d"}}))
    shop.open(page, f"{query['kind']}?q={asked}")
    expect(page.get_by_test_id("read-note")).to_contain_text("rows read")


def _pick(page: Page, bracket: str, search: str, line: str) -> None:
    page.get_by_role("button", name=bracket).click()
    page.get_by_label(search, exact=True).fill(line)
    page.get_by_role("button", name=re.compile(f"^{line}")).last.click()


def test_a_funnel_is_split_twice_and_excludes_between_two_steps(page: Page, shop: Shop) -> None:
    _open(page, shop, {"kind": "funnel", "steps": STEPS, "window": "7d"})
    _pick(page, "Breakdown: no breakdown", "Breakdown", "city")
    _pick(page, "Further breakdown: + breakdown", "Further breakdown", "category")
    expect(page.get_by_role("button", name="Further breakdown: and by category")).to_be_visible()
    row = page.get_by_role("row", name="Hangzhou · toys")
    expect(row).to_contain_text(str(PEOPLE // 2))

    page.get_by_role("button", name="What must not lie between: anything between").click()
    page.get_by_role("button", name=re.compile("^add_to_cart")).last.click()
    page.get_by_role("button", name="Between which steps: between any steps").click()
    page.get_by_role("button", name="between steps 1 and 2").click()
    expect(page.get_by_test_id("read-note")).to_contain_text(
        "No add_to_cart may lie between step 1 and step 2"
    )
    page.get_by_role("button", name="Let “add_to_cart” lie between again").click()
    expect(
        page.get_by_role("button", name="What must not lie between: anything between")
    ).to_be_visible()


def test_revenue_says_who_bought_again(page: Page, shop: Shop) -> None:
    _open(page, shop, {"kind": "revenue", "event": "purchase", "per": "week"})
    again = page.locator(".stat", has_text="Bought again in 30 days")
    expect(again).to_contain_text(str(BUYERS))  # nobody's thirty days are over
    again.get_by_role("button").last.click()
    expect(page.get_by_test_id("people-count")).to_have_text(f"{BUYERS} people")


def test_traffic_says_how_visits_are_cut(page: Page, shop: Shop) -> None:
    view = {"event": "product_view"}
    _open(page, shop, {"kind": "web", "view": view, "dimension": "source", "per": "day"})
    visits = page.locator(".stat", has_text="Visits").first
    expect(visits).to_contain_text(str(PEOPLE))
    page.get_by_role("button", name="Silence: 30 minutes").click()
    page.get_by_role("spinbutton", name="Silence").fill("90")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Silence: 90 minutes")).to_be_visible()
    expect(page.get_by_test_id("read-note")).to_contain_text("rows read")


def test_a_filter_is_of_all_events(page: Page, shop: Shop) -> None:
    metrics = [{"event": "*", "aggregate": "count"}]
    toys = {"property": "category", "op": "eq", "value": "books"}
    _open(page, shop, {"kind": "trend", "metrics": metrics, "per": "month"})
    expect(page.get_by_role("button", name="Which events: of all events")).to_be_visible()
    expect(page.get_by_role("table").last).to_contain_text(re.compile(r"\d"))
    _open(page, shop, {"kind": "trend", "metrics": metrics, "per": "month", "filter": toys})
    expect(
        page.get_by_role("button", name="Which events: only events with category = books")
    ).to_be_visible()
    assert CARTS  # the shop sells toys only
    expect(page.get_by_text("No data in this range")).to_be_visible()

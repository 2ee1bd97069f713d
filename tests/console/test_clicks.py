"""A heat map from its first step to the people of an element; how sticky people are; traffic without page views."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import EMAIL, PASSWORD, PEOPLE, Shop
from tests.console.test_accessible import problems, settle
from tests.journeys.server import SECONDS, wait_until
from tests.journeys.server import stayflow as command

pytestmark = pytest.mark.browser
BUTTON = {
    "element_path": "main#hero > a",
    "element_text": "Get it",
    "page_x": 640,
    "page_y": 320,
    "page_width": 1280,
    "page_height": 900,
    "element_x_ratio": 0.5,
    "element_y_ratio": 0.5,
    "element_width": 200,
    "element_height": 60,
}
FORTY_DAYS = 40 * 86400


def send_visits(url: str, key: str) -> int:
    """Four people see a page, three click its button, two of them see the next page; the fourth another one, late.

    Forty days before one had clicked elsewhere on it, and then seen the next page.
    """
    start = datetime.now(UTC) - timedelta(hours=5)
    messages: list[dict[str, Any]] = []

    def tell(user: str, event: str, second: int, path: str, **properties: Any) -> None:
        at = (start + timedelta(seconds=second)).isoformat()
        page = {"path": path, "url": f"https://shop.example{path}"}
        messages.append(
            {
                "type": "track",
                "event": event,
                "userId": user,
                "timestamp": at,
                "messageId": f"m{len(messages)}",
                "context": {"page": page},
                "properties": properties,
            }
        )

    for number in range(4):
        tell(f"u{number}", "page_view", 0, "/")
        if number < 3:
            tell(f"u{number}", "element_click", 5, "/", **BUTTON)
        if number < 2:
            tell(f"u{number}", "page_view", 9, "/cart")
    tell("u3", "page_view", 20 * 60, "/late")
    tell("u9", "page_view", -FORTY_DAYS, "/")
    tell("u9", "element_click", 5 - FORTY_DAYS, "/", **{**BUTTON, "page_x": 100})
    tell("u9", "page_view", 9 - FORTY_DAYS, "/cart")
    sent = httpx.post(f"{url}/v1/batch", json={"batch": messages}, auth=(key, ""), timeout=SECONDS)
    assert sent.is_success, sent.text
    return len(messages)


def make_site(shop: Shop) -> Shop:
    """A project with these visits, and the owner of the shop as its owner."""
    made = command(shop.data, "project", "create", "site", "--zone", "UTC")
    root = f"{shop.url}/api/v1/projects/site"
    headers = {"Authorization": f"Bearer {made['api_key']}"}
    owner = {"email": EMAIL, "password": PASSWORD, "role": "owner"}
    assert httpx.post(f"{root}/users", json=owner, headers=headers, timeout=SECONDS).is_success
    many = send_visits(shop.url, made["write_key"])

    def is_in() -> bool:
        everything = {"metrics": [{"event": "*"}], "per": "none", "range": {"last": "90d"}}
        count = {"kind": "trend", **everything}
        found = httpx.post(f"{root}/query", json=count, headers=headers, timeout=SECONDS).json()
        points = found["result"]["series"][0]["points"]
        return bool(points[0]["value"] == many)

    wait_until(is_in)
    return Shop(shop.url, shop.data, "site")


def test_clicks_are_seen_where_they_are_and_lead_to_their_people(page: Page, shop: Shop) -> None:
    shop.open(page, "heatmap")
    expect(page.get_by_role("heading", name="No clicks are collected yet")).to_be_visible()
    expect(page.get_by_text("/sdk/stayflow.js")).to_be_visible()
    shop.open(page, "web")
    expect(page.get_by_text("This project collects no page views")).to_be_visible()
    page.get_by_role("link", name="Stickiness", exact=True).click()
    page.get_by_role("button", name=str(PEOPLE), exact=True).or_(
        page.locator(".retention-grid button").first
    ).first.click()
    expect(page.get_by_test_id("people-count")).to_be_visible()

    site = make_site(shop)
    site.open(page, "heatmap")
    settle(page)
    assert problems(page, "heatmap") == []
    expect(page.locator(".stat", has_text="Click rate")).to_contain_text("75")
    page.get_by_role("row", name="Get it").get_by_role("button", name="3", exact=True).first.click()
    expect(page.get_by_test_id("people-count")).to_have_text("3 people")
    page.keyboard.press("Escape")
    page.locator("[data-cell]").click(force=True)
    expect(page.get_by_test_id("people-count")).to_have_text("3 people")
    page.keyboard.press("Escape")
    page.get_by_role("row", name="/cart 2").get_by_role("button").first.click()
    expect(page.get_by_test_id("people-count")).to_have_text("2 people")
    page.keyboard.press("Escape")
    the_grid_and_what_says_where_are_words(page)
    silence_ends_a_visit(page)
    the_picture_of_the_month_before_is_a_click_away(page)


def the_grid_and_what_says_where_are_words(page: Page) -> None:
    page.get_by_role("button", name="How fine positions are").click()
    page.get_by_role("spinbutton", name="Columns").fill("10")
    page.get_by_role("spinbutton", name="Row, pixels").fill("100")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Where clicks are: positions as collected").click()
    page.get_by_role("combobox", name="From the top").fill("page_x")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="positions by page_x")).to_be_visible()
    cell = page.locator("[data-cell]")
    expect(cell).to_have_attribute("height", "100")
    expect(cell).to_have_attribute("y", "600")
    cell.click(force=True)
    expect(page.get_by_text("Column 6, row 7")).to_be_visible()
    expect(page.get_by_test_id("people-count")).to_have_text("3 people")
    page.keyboard.press("Escape")


def silence_ends_a_visit(page: Page) -> None:
    expect(page.get_by_role("row", name="/late")).to_be_visible()
    page.get_by_role("button", name="Silence: 30 minutes").click()
    page.get_by_role("spinbutton", name="Silence").fill("10")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name="/late")).to_have_count(0)


def the_picture_of_the_month_before_is_a_click_away(page: Page) -> None:
    page.get_by_role("button", name="Comparison: compared with nothing").click()
    page.get_by_role("button", name="compared with the time before").click()
    expect(page.get_by_role("row", name="/cart 2").first).to_contain_text("Before 1")
    page.get_by_text("Before", exact=True).first.click()
    cell = page.locator("[data-cell]")
    expect(cell).to_have_attribute("y", "100")
    cell.click(force=True)
    expect(page.get_by_test_id("people-count")).to_have_text("1 people")

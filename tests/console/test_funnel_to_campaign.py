"""From a number to its people, to a segment, to a message."""

import json
import urllib.parse

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import BUYERS, CARTS, PEOPLE, Shop

pytestmark = pytest.mark.browser
FUNNEL = {
    "kind": "funnel",
    "steps": [{"event": "product_view"}, {"event": "add_to_cart"}, {"event": "purchase"}],
    "window": "2d",
    "range": {"last": "30d"},
}


def _open_funnel(page: Page, shop: Shop) -> None:
    asked = urllib.parse.quote(json.dumps(FUNNEL, separators=(",", ":")))
    shop.open(page, f"funnel?q={asked}")


def test_those_who_left_become_a_segment(page: Page, shop: Shop) -> None:
    _open_funnel(page, shop)
    numbers = page.locator(".funnel-numbers strong")
    expect(numbers).to_have_text([str(PEOPLE), str(CARTS), str(BUYERS)])
    page.locator(".funnel-lost button").last.click()
    expect(page.get_by_test_id("people-count")).to_have_text(f"{CARTS - BUYERS} people")
    page.get_by_role("button", name="Save as segment").click()
    dialog = page.get_by_role("dialog", name="Save as segment")
    dialog.get_by_label("Name").fill("Left at the till")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Left at the till")).to_be_visible()
    expect(page.locator(".stat .people-link").first).to_have_text(str(CARTS - BUYERS))


def test_the_address_carries_the_question(page: Page, shop: Shop) -> None:
    _open_funnel(page, shop)
    page.get_by_role("button", name="Conversion window: 2 days").click()
    page.get_by_role("spinbutton", name="Conversion window").fill("3")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Conversion window: 3 days")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Conversion window: 3 days")).to_be_visible()
    expect(page.get_by_test_id("read-note")).to_contain_text("rows read")


def test_a_draft_shows_what_a_person_would_get(page: Page, shop: Shop) -> None:
    _open_funnel(page, shop)
    page.locator(".funnel-lost button").first.click()
    page.get_by_role("button", name="Send a campaign").click()
    dialog = page.get_by_role("dialog", name="Send a campaign")
    dialog.get_by_label("Name").fill("Only looked")
    dialog.get_by_role("button", name="Save and write").click()
    expect(page.get_by_text(f"Only looked ({PEOPLE - CARTS} people)")).to_be_visible()
    page.get_by_label("Name", exact=True).fill("Come back")
    page.get_by_label("Subject").fill("For {{ person.name }}")
    page.get_by_role("button", name="Save draft").click()
    preview = page.get_by_test_id("preview")
    expect(preview).to_contain_text("For Person ")
    expect(preview).to_contain_text(f"{PEOPLE - CARTS} in the segment")

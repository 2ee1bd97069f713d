"""What came of it: from a credit to its people, and the pages beside it."""

import json
import urllib.parse

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import BUYERS, PEOPLE, Shop

pytestmark = pytest.mark.browser


def _ask(page: Page, shop: Shop, question: dict[str, object]) -> None:
    asked = urllib.parse.quote(json.dumps(question, separators=(",", ":")))
    shop.open(page, f"{question['kind']}?q={asked}")


def test_a_credit_leads_to_its_people(page: Page, shop: Shop) -> None:
    """Another model joins by the sentence; then the value of whom a category brought, over the pages."""
    _ask(
        page,
        shop,
        {
            "kind": "attribution",
            "touch": {"event": "add_to_cart"},
            "conversion": {"event": "purchase"},
            "lookback": "7d",
            "model": "linear",
            "by": [{"property": "category"}],
            "range": {"last": "30d"},
        },
    )
    table = page.get_by_role("table", name="Credit and cost")
    expect(table.get_by_role("cell").first).to_have_text("toys")
    page.get_by_role("button", name="Models beside it").click()
    page.get_by_role("combobox", name="Models beside it").fill("Markov")
    page.keyboard.press("Enter")
    expect(table.get_by_role("columnheader", name="Markov")).to_be_visible()
    page.keyboard.press("Escape")
    table.locator(".people-link").first.click()
    expect(page.get_by_test_id("people-count")).to_have_text(f"{BUYERS} people")
    _ask(page, shop, {"kind": "ltv", "event": "purchase", "per": "month", "periods": 3, "range": {"last": "60d"}})  # fmt: skip
    expect(page.locator(".stat .people-link").first).to_have_text(str(PEOPLE))
    shop.open(page, "virality")
    expect(page.get_by_text("Pick the property that joins")).to_be_visible()
    shop.open(page, "voice")
    expect(page.get_by_text("Pick the property of the answers")).to_be_visible()
    _ask(page, shop, {"kind": "voice", "event": "purchase", "comment": "category", "method": "nps", "per": "month", "range": {"last": "60d"}})  # fmt: skip
    topics = page.get_by_role("table", name="Topics")
    expect(topics.get_by_role("cell").first).to_have_text("toys")
    topics.locator(".people-link").first.click()
    expect(page.get_by_test_id("people-count")).to_have_text(f"{BUYERS} people")

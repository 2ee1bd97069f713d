"""From nothing to a lifecycle: a shipped model, put in another order by the keyboard, previewed and published."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import PEOPLE, Shop

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


def test_a_lifecycle_is_begun_previewed_published_and_looked_after(page: Page, shop: Shop) -> None:
    shop.open(page, "lifecycle")
    page.get_by_role("button", name="Begin with “Life with the brand”").click()

    expect(page.get_by_role("heading", name="Edit")).to_be_visible()
    preview = page.get_by_test_id("preview")
    expect(preview).to_contain_text("loss")
    stages = page.get_by_test_id("stage-list")
    first = stages.get_by_role("button").nth(3)
    first.focus()
    first.press("ArrowUp")
    expect(stages.get_by_role("listitem").nth(2)).to_contain_text("loyalty")
    stages.get_by_role("button").nth(2).press("ArrowDown")
    expect(stages.get_by_role("listitem").nth(3)).to_contain_text("loyalty")

    page.get_by_label("Why (may stay empty)").fill("as shipped")
    page.get_by_role("button", name="Publish").click()
    cards = page.get_by_test_id("stage-cards")
    expect(cards).to_be_visible()
    counts = [int(each) for each in cards.locator(".value").all_inner_texts()]
    assert sum(counts) == PEOPLE
    bought = cards.get_by_label("purchase", exact=True)
    bought.get_by_role("button", name=re.compile(r"^\d+$")).click()
    expect(page.get_by_role("dialog")).to_contain_text("Person")
    page.keyboard.press("Escape")

    page.get_by_role("link", name="Early warning").click()
    expect(page.get_by_test_id("grades")).to_contain_text("Urgent")
    page.get_by_label("Watch Less by, from (%)").fill("20")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_test_id("grades")).to_contain_text("from 20")

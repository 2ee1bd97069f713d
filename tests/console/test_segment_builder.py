"""A segment is written as a sentence; the count follows every word."""

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import BUYERS, PEOPLE, Shop

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


def test_the_count_follows_the_sentence_and_the_segment_keeps_it(page: Page, shop: Shop) -> None:
    shop.open(page, "segments/new")
    page.get_by_role("button", name="Event: choose an event").click()
    page.get_by_label("choose an event", exact=True).fill("purch")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("estimate")).to_have_text(str(BUYERS))

    page.get_by_role("button", name="Compare: did").click()
    page.get_by_role("button", name="did not", exact=True).click()
    expect(page.get_by_test_id("estimate")).to_have_text(str(PEOPLE - BUYERS))

    page.get_by_role("button", name="Add a condition").click()
    page.get_by_role("menuitem", name="Attribute").click()
    page.get_by_role("button", name="Attribute: choose an attribute").click()
    page.get_by_label("choose an attribute", exact=True).fill("city")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Compare: is …").click()
    page.get_by_role("button", name="Hangzhou").click()
    page.keyboard.press("Escape")
    without = [number for number in range(BUYERS, PEOPLE) if number % 2 == 0]
    expect(page.get_by_test_id("estimate")).to_have_text(str(len(without)))

    page.get_by_label("Name").fill("Hangzhou, not yet bought")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Hangzhou, not yet bought")).to_be_visible()
    expect(page.locator(".stat .people-link").first).to_have_text(str(len(without)))


def test_groups_nest_and_lines_move(page: Page, shop: Shop) -> None:
    shop.open(page, "segments/new")
    page.get_by_text("Structure", exact=True).click()
    line = page.get_by_test_id("clause").first
    line.get_by_role("button", name="Put into a group").click()
    expect(page.locator(".structured .block .block")).to_have_count(1)
    page.get_by_role("button", name="Take out of the group").click()
    expect(page.locator(".structured .block .block")).to_have_count(0)
    page.get_by_role("button", name="Remove this line").click()
    expect(page.get_by_test_id("estimate")).to_have_text(str(PEOPLE))

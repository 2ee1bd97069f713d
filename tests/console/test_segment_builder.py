"""A segment is written as a sentence; the count follows every word."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.console.conftest import BUYERS, CARTS, PEOPLE, Shop

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


def test_every_kind_of_line_is_written_and_lines_are_dragged(page: Page, shop: Shop) -> None:
    """Events in order, a stretch of a person's own time; lines moved by keys and by the mouse."""
    shop.open(page, "segments/new")
    count, said = page.get_by_test_id("estimate"), page.get_by_test_id("said")
    page.get_by_role("button", name="Remove this line").click()
    expect(count).to_have_text(str(PEOPLE))

    page.get_by_role("button", name="Add a condition").click()
    page.get_by_role("menuitem", name="Did in this order").click()
    for event in ("product_view", "purchase"):
        pick_event(page, event)
    expect(count).to_have_text(str(BUYERS))
    page.get_by_role("button", name="+ without").click()
    pick_event(page, "add_to_cart")
    expect(count).to_have_text("0")
    page.get_by_role("button", name="Allow everything in between").click()

    page.get_by_role("button", name="Add a condition").click()
    page.get_by_role("menuitem", name="Did an event").click()
    pick_event(page, "add_to_cart")
    page.get_by_role("button", name="last 30 days").click()
    page.get_by_text("From an event", exact=True).click()
    page.locator(".bracket-body").get_by_role("button", name="Event: choose an event").click()
    page.get_by_label("choose an event", exact=True).fill("product_v")
    page.keyboard.press("Enter")
    page.get_by_label("lasts", exact=True).check()
    expect(said).to_contain_text("did add_to_cart within 7 days from the first product_view")
    page.keyboard.press("Escape")
    expect(count).to_have_text(str(BUYERS))

    lines = page.get_by_test_id("clause")
    lines.nth(1).get_by_role("button", name="Put into a group").click()
    expect(lines).to_have_count(3)
    page.get_by_role("button", name="Move this line", exact=True).first.focus()
    page.keyboard.press("ArrowDown")
    expect(said).to_have_text(re.compile(r"^did add_to_cart .* and did in this order"))
    drag(page, lines.nth(2), "gap-0-0")
    expect(said).to_have_text(re.compile(r"^did in this order .* or did add_to_cart"))
    expect(count).to_have_text(str(CARTS))


def pick_event(page: Page, event: str) -> None:
    page.get_by_role("button", name="Event: choose an event").first.click()
    asked = page.get_by_label("choose an event", exact=True)
    expect(asked).to_have_count(1)  # the one before goes when it is answered
    asked.fill(event)
    page.keyboard.press("Enter")
    expect(asked).to_have_count(0)


def drag(page: Page, line: Locator, gap: str) -> None:
    """By the mouse, slowly enough for the gaps to appear."""
    line.get_by_role("button", name="Move this line", exact=True).hover()
    page.mouse.down()
    page.mouse.move(10, 10, steps=3)
    page.get_by_test_id(gap).hover()
    page.mouse.up()

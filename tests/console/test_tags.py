"""Tags and scores as an operator goes: ready sets, and both written, looked at, saved and changed."""

import os
import re

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import BUYERS, CARTS, PEOPLE, Shop
from tests.console.numbers import behind, listed

pytestmark = pytest.mark.browser


def look(page: Page, name: str) -> None:
    """Keep a picture, where a folder for them is named."""
    folder = os.environ.get("STAYFLOW_SHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_set_is_installed_a_tag_read_and_a_score_explained(shop: Shop, page: Page) -> None:
    shop.open(page, "tags")
    page.get_by_role("button", name="Ready sets").first.click()
    page.get_by_role("button", name=re.compile(r"Install \d+ tags")).click()
    expect(page.get_by_text("All tags (")).to_be_visible()
    look(page, "tags")
    page.get_by_role("link", name="buyer", exact=True).click()
    expect(page.get_by_role("heading", name="buyer")).to_be_visible()
    row = page.get_by_role("row", name="first-time buyer").first
    expect(row.get_by_role("button", name=str(BUYERS))).to_be_visible()
    look(page, "tag")
    row.get_by_role("button", name=str(BUYERS)).click()
    expect(page.get_by_role("dialog")).to_contain_text("first-time buyer")
    shop.open(page, "scores")
    page.get_by_role("button", name="Defaults by industry").first.click()
    page.get_by_text("E-commerce").click()
    page.get_by_role("link", name="loyalty").click()
    page.get_by_label("Person's number").fill("1")
    page.get_by_role("button", name="Explain").click()
    expect(page.get_by_test_id("why")).to_contain_text("buys")
    look(page, "score")


def choose(page: Page, event: str) -> None:
    """Name the event of the first place that is still open."""
    page.get_by_role("button", name="Event: choose an event").first.click()
    page.get_by_label("choose an event", exact=True).fill(event)
    page.keyboard.press("Enter")


def test_a_tag_is_written_put_into_a_folder_changed_and_read_by_day(shop: Shop, page: Page) -> None:
    shop.open(page, "tags/new")
    page.get_by_text("statistic", exact=True).click()
    choose(page, "add_to")
    preview = page.get_by_test_id("tag-preview")
    expect(preview).to_contain_text(f"{PEOPLE} / {PEOPLE}")
    assert behind(page, preview.get_by_role("row", name="some").get_by_role("button")) == CARTS
    page.get_by_label("Name", exact=True).fill("carts_90d")
    page.get_by_label("English name").fill("Carts")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Carts")).to_be_visible()
    expect(page.locator("section", has_text="Computed from")).to_contain_text("add_to_cart")

    page.get_by_role("link", name="Tags", exact=True).click()
    page.get_by_role("textbox", name="Folder").fill("Shopping")
    page.get_by_role("button", name="New folder").click()
    expect(page.get_by_text("Shopping (0)")).to_be_visible()
    page.get_by_role("link", name="Carts").click()
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_label("Folder").click()
    page.get_by_title("Shopping").click()
    page.get_by_label("From (included)").nth(1).fill("2")
    expect(page.get_by_test_id("tag-preview").get_by_role("row", name="none")).to_contain_text(
        str(PEOPLE)
    )
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".stats")).to_contain_text("Version 2")
    expect(page.locator("section", has_text="Versions")).to_contain_text("Version 1")
    moves = page.get_by_role("table", name="Recent moves")
    moved = moves.get_by_role("row", name="some").get_by_role("button")
    expect(moved).to_have_text([str(CARTS)] * 2)  # gained, and lost again by version 2
    assert [behind(page, each) for each in moved.all()] == [CARTS, CARTS]
    page.get_by_role("link", name="Tags", exact=True).click()
    page.get_by_text("Shopping (1)").click()
    expect(page.locator("tbody").get_by_role("link")).to_have_text(["Carts"])


def test_a_score_is_written_looked_at_and_explained(shop: Shop, page: Page) -> None:
    shop.open(page, "scores/new")
    choose(page, "purch")
    page.get_by_label("Points").fill("10")
    page.get_by_label("Most a day").fill("15")
    page.get_by_role("button", name="Add a rule").click()
    choose(page, "product_v")
    page.get_by_label("Half-life").clear()
    page.get_by_label("From (included)").nth(1).fill("5")
    preview = page.get_by_test_id("score-preview")
    bands = {"low": PEOPLE - BUYERS, "high": BUYERS}
    for name, count in bands.items():
        number = preview.get_by_role("row", name=name).get_by_role("button")
        expect(number).to_have_text(str(count))
        assert behind(page, number) == count
    page.get_by_label("Name", exact=True).fill("closeness")
    page.get_by_label("English name").fill("Closeness")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Closeness")).to_be_visible()
    page.get_by_role("row", name="high").get_by_role("button").click()
    first = page.get_by_role("dialog").locator("tbody").get_by_role("link").first
    person = str(first.get_attribute("href")).rpartition("/")[2]
    assert listed(page) == BUYERS
    page.get_by_label("Person's number").fill(person)
    page.get_by_role("button", name="Explain").click()
    why = page.get_by_test_id("why")
    expect(why).to_contain_text("11")  # ten for the purchase, one for the look
    for event, given in (("purchase", "10"), ("product_view", "1")):
        expect(why.get_by_role("row", name=event).first).to_contain_text(given)

    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_label("Half-life").fill("30")
    expect(page.get_by_test_id("score-preview")).to_contain_text("high")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".stats")).to_contain_text("Version 2")
    expect(page.get_by_text("halves every 30 days")).to_be_visible()

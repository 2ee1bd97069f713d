"""Tags and scores as an operator goes: a ready set, a tag with its people, a score and its reasons."""

import os
import re

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import BUYERS, PEOPLE, Shop

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


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
    row = page.get_by_role("row", name="first-time buyer")
    expect(row.get_by_role("button", name=str(BUYERS))).to_be_visible()
    look(page, "tag")
    row.get_by_role("button", name=str(BUYERS)).click()
    expect(page.get_by_role("dialog")).to_contain_text("first-time buyer")
    shop.open(page, "tags/new")
    page.get_by_text("statistic", exact=True).click()
    page.get_by_role("button", name="Event: choose an event").click()
    page.get_by_label("choose an event", exact=True).fill("add_to")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("tag-preview")).to_contain_text(f"{PEOPLE} / {PEOPLE}")
    look(page, "tag-new")
    shop.open(page, "scores")
    page.get_by_role("button", name="Defaults by industry").first.click()
    page.get_by_text("E-commerce").click()
    page.get_by_role("link", name="loyalty").click()
    page.get_by_label("Person's number").fill("1")
    page.get_by_role("button", name="Explain").click()
    expect(page.get_by_test_id("why")).to_contain_text("buys")
    look(page, "score")

"""What is known of people: put into folders, looked into, marked sensitive, and opened from a person."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import PEOPLE, Shop

pytestmark = pytest.mark.browser


def test_an_attribute_is_found_looked_into_and_marked(page: Page, shop: Shop) -> None:
    shop.open(page, "attributes")
    page.get_by_role("button", name="Sort into folders").click()
    expect(page.get_by_text("Basics (2)")).to_be_visible()
    page.get_by_text("Contact (1)").click()
    expect(page.get_by_role("link", name="City")).to_have_count(0)
    page.get_by_text("All attributes (3)").click()
    page.get_by_role("link", name="City").click()

    expect(page.get_by_role("heading", name="City")).to_be_visible()
    row = page.get_by_role("row", name=re.compile("Hangzhou"))
    row.get_by_role("button", name=str(PEOPLE // 2)).click()
    people = page.get_by_role("dialog")
    expect(people).to_contain_text("Person 0")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Edit").click()
    page.get_by_role("textbox", name="Owner").fill("crm")
    page.get_by_role("switch").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("masked", exact=True)).to_be_visible()
    expect(page.get_by_text("crm", exact=True)).to_be_visible()

    page.get_by_role("button", name="Change type").click()
    expect(page.get_by_text(f"0 people's values fit; those of {PEOPLE} do not")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()

    shop.open(page, "people")
    page.get_by_role("combobox", name="Columns to show").click()
    page.get_by_title("Status", exact=True).click()
    page.get_by_title("city", exact=True).click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("columnheader", name="Status")).to_be_visible()
    page.get_by_role("columnheader", name="city").click()
    page.get_by_role("columnheader", name="city").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("Shanghai")
    page.reload()
    expect(page.get_by_role("row").nth(1)).to_contain_text("Shanghai")
    keep_a_view(page, shop)

    shop.open(page, "people/1")
    expect(page.get_by_text("live", exact=True)).to_be_visible()
    page.get_by_title("Which value when").first.click()
    expect(page.get_by_role("tooltip")).to_contain_text("This attribute of everybody")


def keep_a_view(page: Page, shop: Shop) -> None:
    """How the list of people is looked at now is saved, and taken up from a plain list."""
    page.get_by_role("button", name="Save view").click()
    page.get_by_label("Name of the view").fill("By city")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove view")).to_be_visible()
    shop.open(page, "people")
    expect(page.get_by_role("columnheader", name="Status")).to_have_count(0)
    page.get_by_role("combobox", name="Saved views").click()
    page.get_by_title("By city", exact=True).click()
    expect(page.get_by_role("columnheader", name="Status")).to_be_visible()

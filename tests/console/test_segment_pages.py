"""Segments looked into, status and value: each number of these pages leads to its people."""

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import BUYERS, PEOPLE, Shop

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


def test_a_list_becomes_a_segment_that_is_compared_joined_and_exported(
    page: Page, shop: Shop
) -> None:
    shop.open(page, "segments/new")
    page.get_by_text("Upload a list").click()
    page.get_by_label("Name").fill("Ten of them")
    page.get_by_label("Identities, one a line").fill("\n".join(f"u{n}" for n in range(20, 30)))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Ten of them")).to_be_visible()
    expect(page.locator(".stat .people-link").first).to_have_text("10")
    profile = page.locator("section", has=page.get_by_role("heading", name="Profile"))
    row = profile.get_by_role("row", name="purchase")
    expect(row.locator(".people-link").first).to_have_text(str(BUYERS - 20))

    shop.open(page, "segments/new")
    page.get_by_text("Of other segments").click()
    page.get_by_label("How they are joined").click()
    page.get_by_text("Union: in any of them").last.click()
    page.get_by_label("Segments", exact=True).fill("Ten")
    page.get_by_label("Name").fill("Joined")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Choose at least two segments")).to_be_visible()


def test_status_and_value_open_their_people(page: Page, shop: Shop) -> None:
    shop.open(page, "status")
    new = page.locator(".stat", has_text="New").first
    expect(new.locator(".people-link")).to_have_text(str(PEOPLE))
    shop.open(page, "value")
    page.get_by_role("button", name="Save", exact=True).click()
    high = page.locator(".stat", has_text="High value")
    expect(high.locator(".people-link")).to_have_text(str(BUYERS // 5))
    high.locator(".people-link").click()
    expect(page.get_by_role("dialog").get_by_role("row")).to_have_count(BUYERS // 5 + 1)

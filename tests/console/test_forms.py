"""Forms that are clicked: a file with a bad row, the settings, an earning rule; and counts that open."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import BUYERS, Shop

pytestmark = pytest.mark.browser
ROWS = b"user,at,event\nzoe,2026-05-01 10:00:00,visit\n,2026-05-01 11:00:00,visit\n"
MAPPING = """
format: csv
event: {column: event}
time: {column: at, zone: UTC}
identities: {user_id: {column: user}}
"""


@pytest.fixture(scope="module")
def shop(market: Shop) -> Shop:
    """These tests add events and people: not in the project whose numbers others know."""
    return market


def test_a_file_is_tried_imported_and_its_rejected_row_is_shown(page: Page, shop: Shop) -> None:
    shop.open(page, "imports")
    page.locator("input[type=file]").set_input_files(
        {"name": "visits.csv", "mimeType": "text/csv", "buffer": ROWS}
    )
    page.get_by_label("Mapping (YAML, to be edited)").fill(MAPPING)
    page.get_by_role("button", name="Try", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Received 2 · Accepted 1")
    page.get_by_role("button", name="Import", exact=True).click()
    page.wait_for_url("**/imports/*")
    expect(page.get_by_role("heading", level=1, name="visits.csv")).to_be_visible()
    expect(page.get_by_text("done", exact=True)).to_be_visible()
    row = page.get_by_role("row").filter(has_text="2026-05-01 11:00:00")
    expect(row).to_contain_text("identity")


def test_a_mapping_that_makes_no_sense_says_where(page: Page, shop: Shop) -> None:
    shop.open(page, "imports")
    page.locator("input[type=file]").set_input_files(
        {"name": "visits.csv", "mimeType": "text/csv", "buffer": ROWS}
    )
    page.get_by_label("Mapping (YAML, to be edited)").fill("event: {colum: event}")
    page.get_by_role("button", name="Try", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Code:")


def test_settings_are_kept(page: Page, shop: Shop) -> None:
    shop.open(page, "settings/policy")
    page.get_by_label("Cooldown").fill("48")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    shop.open(page, "settings/channels")
    page.get_by_label("Host").fill("mail.example.com")
    page.get_by_label("From address").fill("shop@example.com")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    shop.open(page, "settings/policy")
    expect(page.get_by_label("Cooldown")).to_have_value("48")
    shop.open(page, "settings/channels")
    expect(page.get_by_label("Host")).to_have_value("mail.example.com")
    shop.open(page, "settings/project")
    bounds = page.locator(".panel").filter(has_text="Bounds of queries")
    bounds.get_by_label("Queries at once").fill("3")
    bounds.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    shop.open(page, "settings/project")
    expect(page.get_by_label("Queries at once")).to_have_value("3")


def test_a_key_is_shown_once(page: Page, shop: Shop) -> None:
    shop.open(page, "settings/keys")
    page.get_by_role("button", name="New key").click()
    page.get_by_role("dialog").get_by_label("Name").fill("till")
    page.get_by_role("dialog").get_by_role("button", name="New", exact=True).click()
    secret = page.get_by_role("dialog").get_by_text(re.compile("^sfw_.{20}"))
    expect(secret).to_be_visible()
    shop.open(page, "settings/keys")
    expect(page.get_by_role("row").filter(has_text="till")).to_be_visible()
    expect(page.get_by_text(re.compile("^sf[aw]_.{20}"))).to_have_count(0)


def test_an_earning_rule_is_written_tried_and_kept(page: Page, shop: Shop) -> None:
    shop.open(page, "earning-rules")
    page.get_by_role("button", name="New rule").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("Ten a purchase")
    dialog.get_by_role("button", name="Event: choose an event").click()
    page.get_by_label("choose an event", exact=True).fill("purch")
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Try on the last 30 days").click()
    expect(dialog).to_contain_text(f"{BUYERS} people")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row").filter(has_text="Ten a purchase")).to_be_visible()
    page.get_by_role("switch").click()
    expect(page.get_by_role("switch")).not_to_be_checked()


def test_counts_on_the_way_open_their_people(page: Page, shop: Shop) -> None:
    shop.open(page, "people/1")
    page.get_by_role("button", name="Adjust points").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("spinbutton").fill("5")
    dialog.get_by_role("textbox").last.fill("thanks")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    shop.open(page, "points")
    page.get_by_role("button", name="1", exact=True).click()
    expect(page.get_by_test_id("people-count")).to_have_text("1 people")
    page.get_by_role("button", name="Save as segment").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Holders")).to_be_visible()
    expect(page.get_by_text("people who held points at the time")).to_be_visible()

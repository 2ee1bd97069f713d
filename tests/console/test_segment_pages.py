"""Segments looked into, status and value: each number of these pages leads to its people."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import BUYERS, PEOPLE, Shop

pytestmark = pytest.mark.browser


def test_a_list_becomes_a_segment_that_is_compared_joined_and_exported(
    page: Page, shop: Shop
) -> None:
    """Ten of a list, of whom five bought; joined with the buyers, compared with them, taken out as a file."""
    shop.open(page, "segments/new")
    page.get_by_text("Upload a list").click()
    page.get_by_label("Name").fill("Ten of them")
    lines = "\n".join(f"u{n}" for n in (*range(20, 30), 777))
    page.get_by_label("Identities, one a line").fill(lines)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Ten of them")).to_be_visible()
    expect(page.get_by_text("1 of the identities belong to nobody we know")).to_be_visible()
    expect(page.locator(".stat .people-link").first).to_have_text("10")
    profile = page.locator("section", has=page.get_by_role("heading", name="Profile"))
    bought = profile.locator("tr[data-row-key='behaviour:purchase:']")
    expect(bought.locator(".people-link").first).to_have_text(str(BUYERS - 20))
    # 5 of 10 bought inside, 25 of 60 of everybody.
    expect(bought).to_contain_text("50.0 %")
    expect(bought).to_contain_text("41.7 %")

    write_condition(page, shop)
    join(page, shop)
    compare(page)
    export(page)
    is_in_use(page, shop)


def write_condition(page: Page, shop: Shop) -> None:
    """Everybody who bought."""
    shop.open(page, "segments/new")
    page.get_by_role("button", name="Event: choose an event").click()
    page.get_by_label("choose an event", exact=True).fill("purch")
    page.keyboard.press("Enter")
    page.get_by_label("Name").fill("Who bought")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".stat .people-link").first).to_have_text(str(BUYERS))


def join(page: Page, shop: Shop) -> None:
    """A union of one is refused; the difference is counted by sets and says what it is made of."""
    shop.open(page, "segments/new")
    page.get_by_text("Of other segments").click()
    page.get_by_label("How they are joined").click()
    page.get_by_text("Difference: in the first, not in the others").last.click()
    page.get_by_label("Name").fill("Ten, not yet bought")
    take(page, "Segments", "Ten of them")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Choose at least two segments")).to_be_visible()
    take(page, "Segments", "Who bought")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Ten, not yet bought")).to_be_visible()
    size = page.locator(".stat .people-link").first
    expect(size).to_have_text(str(30 - BUYERS))
    size.click()
    named = page.get_by_role("dialog").locator("tbody a")
    expect(named).to_have_text([f"Person {n}" for n in range(BUYERS, 30)])
    page.keyboard.press("Escape")


def compare(page: Page) -> None:
    """Each row of the overlap is exactly its people."""
    panel = page.locator("section", has=page.get_by_role("heading", name="Overlap"))
    take(page, "Segments to compare with", "Ten of them")
    take(page, "Segments to compare with", "Who bought")
    page.keyboard.press("Escape")
    # In the list and the difference 5; in the list and bought 5; only bought 20.
    expect(panel.locator(".people-link")).to_have_text(["20", "5", "5"])
    both = panel.get_by_role("row").filter(has_text="5").first
    both.locator(".people-link").click()
    expect(page.get_by_test_id("people-count")).to_have_text("5 people")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def export(page: Page) -> None:
    """With what for; nameless rows that too few share are held back; a file has exactly the people."""
    panel = page.locator("section", has=page.get_by_role("heading", name="Export", exact=True))
    panel.get_by_role("button", name="Export").click()
    expect(panel.get_by_text("Say what the list is for")).to_be_visible()
    panel.get_by_label("Purpose").fill("spring letter")
    take(page, "Identities", "user_id")
    take(page, "Attributes", "city")
    panel.get_by_role("button", name="Export").click()
    with page.expect_download() as kept:
        panel.get_by_role("link", name="Download (5 rows)").click()
    with Path(kept.value.path()).open(newline="") as file:
        rows = list(csv.DictReader(file))
    cities = {n: "Hangzhou" if n % 2 == 0 else "Shanghai" for n in range(BUYERS, 30)}
    assert {row["user_id"]: row["city"] for row in rows} == {f"u{n}": c for n, c in cities.items()}
    panel.get_by_label("Remove").first.or_(
        panel.locator(".ant-select-selection-item-remove").first
    ).first.click()
    panel.get_by_role("button", name="Export").click()
    # Three of one city and two of the other: fewer than five are alike.
    expect(panel.get_by_text("5 more held back")).to_be_visible()


def is_in_use(page: Page, shop: Shop) -> None:
    """What another one is made of is not deleted, and says by whom; too few people do not leave."""
    shop.open(page, "segments")
    page.get_by_role("link", name="Ten of them", exact=True).click()
    page.get_by_role("button", name="Delete", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("“Ten of them” is in use")
    dialog.get_by_role("link", name="Ten, not yet bought").click()
    expect(page.get_by_role("heading", name="Ten, not yet bought")).to_be_visible()
    how = page.get_by_label("When it is computed")
    expect(page.locator(".ant-select", has=how)).to_contain_text("Every day")
    how.click()
    page.get_by_title("In real time").click()
    expect(page.locator(".stat", has_text="Entered in 24 hours")).to_contain_text("0")

    shop.open(page, "segments/new")
    page.get_by_text("Upload a list").click()
    page.get_by_label("Name").fill("Two")
    page.get_by_label("Identities, one a line").fill("u1\nu2")
    page.get_by_role("button", name="Save", exact=True).click()
    panel = page.locator("section", has=page.get_by_role("heading", name="Export", exact=True))
    panel.get_by_label("Purpose").fill("nobody's business")
    panel.get_by_role("button", name="Export").click()
    expect(panel.get_by_role("alert")).to_contain_text("an export has at least 5")


def take(page: Page, label: str, option: str) -> None:
    """Add one to a choice of several."""
    page.get_by_role("combobox", name=label, exact=True).fill(option)
    page.locator(f".ant-select-item-option[title='{option}']:visible").click()


def test_status_and_value_open_their_people(page: Page, shop: Shop) -> None:
    shop.open(page, "status")
    new = page.locator(".stat", has_text="New").first
    expect(new.locator(".people-link")).to_have_text(str(PEOPLE))
    page.get_by_role("button", name="Comparison: compared with nothing").click()
    page.get_by_role("button", name="compared with the time before", exact=True).click()
    expect(page.get_by_role("table", name="Growth accounting")).to_contain_text("Before")
    shop.open(page, "value")
    page.get_by_role("button", name="Save", exact=True).click()
    high = page.locator(".stat", has_text="High value")
    expect(high.locator(".people-link")).to_have_text(str(BUYERS // 5))
    high.locator(".people-link").click()
    expect(page.get_by_role("dialog").get_by_role("row")).to_have_count(BUYERS // 5 + 1)

"""Statuses, value and stages as questions: asked by their sentence, opened as people, saved, put on a dashboard."""

import os
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.console.boards import put_on_new_dashboard
from tests.console.conftest import BUYERS, PEOPLE, Shop
from tests.console.numbers import behind, cell, listed

pytestmark = pytest.mark.browser


def look(page: Page, name: str) -> None:
    """Keep a picture, where a folder for them is named."""
    folder = os.environ.get("STAYFLOW_SHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def ready(page: Page) -> None:
    """The answer is there."""
    expect(page.get_by_test_id("read-note")).to_contain_text("rows read")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def save(page: Page, name: str) -> None:
    """Keep the question, and open it again from the list of those that are kept."""
    page.get_by_role("button", name="Save question").click()
    page.get_by_role("dialog").get_by_label("Name of the question").fill(name)
    page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("link", name="Saved questions").click()
    page.get_by_role("link", name=name, exact=True).click()
    ready(page)


POINT = 'svg path[transform^="matrix"]'
BAR = 'svg path[fill="#0F766E" i]'


def mark(tile: Locator, title: str, shape: str, place: int) -> Locator:
    """A point or a bar of a tile's picture, in their order."""
    picture = tile.get_by_role("img", name=title)
    expect(picture.locator(shape).first).to_be_visible()
    return picture.locator(shape).nth(place)


def show_as(page: Page, tile: Locator, how: str) -> None:
    """Draw a tile in another way."""
    page.get_by_role("button", name="Edit", exact=True).click()
    tile.get_by_label("Shown as").click()
    page.get_by_title(how, exact=True).click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("button", name="Edit", exact=True)).to_be_visible()


def test_growth_is_asked_and_put_on_a_dashboard(page: Page, shop: Shop) -> None:
    shop.open(page, "status")
    page.get_by_role("link", name="As a question").click()
    expect(page.get_by_role("heading", name="Growth accounting")).to_be_visible()
    ready(page)
    new = page.locator(".stat", has_text="New").locator(".people-link").first
    assert behind(page, new) == PEOPLE
    page.get_by_role("button", name="Comparison: compared with nothing").click()
    page.get_by_role("button", name="compared with the time before", exact=True).click()
    expect(page.locator(".stat", has_text="New")).to_contain_text("Before")
    ready(page)
    assert behind(page, cell(page, "Transition matrix", "not there yet", "New")) == PEOPLE
    look(page, "ask-status")
    save(page, "How we grow")
    expect(
        page.get_by_role("button", name=re.compile("^Comparison: compared with the"))
    ).to_be_visible()

    put_on_new_dashboard(page, title="Growth", name="Standing")
    tile = page.get_by_test_id("tile")
    expect(tile.get_by_role("img", name="Growth")).to_be_visible()
    look(page, "ask-tile")
    tile.get_by_role("link", name="Growth").click()
    expect(page.get_by_role("heading", name="Growth accounting")).to_be_visible()


def test_value_is_asked_by_rules_of_its_own(page: Page, shop: Shop) -> None:
    shop.open(page, "value")
    page.get_by_role("link", name="As a question").click()
    ready(page)
    expect(page.get_by_role("button", name="Rules: the project's rules")).to_be_visible()
    assert behind(page, cell(page, "Tiers", "High value", "People")) == BUYERS // 5
    page.get_by_role("button", name=re.compile("^Tiers: high are")).click()
    page.get_by_role("spinbutton", name="High value").fill("40")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Rules: rules of its own")).to_be_visible()
    number = cell(page, "Tiers", "High value", "People")
    expect(number).to_have_text(str(BUYERS * 2 // 5))
    assert behind(page, number) == BUYERS * 2 // 5
    look(page, "ask-value")
    save(page, "Who brings it")
    expect(
        page.get_by_role("button", name=re.compile("^Tiers: high are the first 40 %"))
    ).to_be_visible()
    page.get_by_role("button", name="Rules: rules of its own").click()
    page.get_by_role("button", name="the project's rules", exact=True).click()
    expect(cell(page, "Tiers", "High value", "People")).to_have_text(str(BUYERS // 5))

    put_on_new_dashboard(page, title="Who brings it", name="Value")
    tile = page.get_by_test_id("tile")
    mark(tile, "Who brings it", POINT, -1).click()
    assert listed(page) == BUYERS
    look(page, "ask-value-tile")
    show_as(page, tile, "Table")
    expect(tile.get_by_role("cell", name="high value").first).to_be_visible()
    expect(tile.get_by_role("columnheader", name="share of the amount")).to_be_visible()
    look(page, "ask-value-table")


def test_stages_are_asked_of_a_day(page: Page, market: Shop) -> None:
    market.open(page, "analysis/stage")
    start = page.get_by_role("link", name="Choose a lifecycle model")
    sentence = page.get_by_test_id("sentence")
    expect(start.or_(sentence)).to_be_visible()
    if start.is_visible():
        start.click()
        page.get_by_role("button", name="Begin with “Life with the brand”").click()
        page.get_by_role("button", name="Publish").click()
        expect(page.get_by_test_id("stage-cards")).to_be_visible()
        page.get_by_role("link", name="As a question").click()
    ready(page)
    number = cell(page, "People by stage", "purchase", "People")
    assert behind(page, number) == int(number.inner_text())
    moved = page.get_by_role("table", name="Transition matrix").get_by_role("button").first
    assert behind(page, moved) == int(moved.inner_text())
    look(page, "ask-stage")
    page.get_by_role("button", name="As of: at the end of the range").click()
    page.get_by_role("button", name="180 days ago", exact=True).click()
    expect(page.get_by_text("Nobody stood in a stage then")).to_be_visible()
    save(page, "Stages then")
    page.get_by_role("button", name=re.compile(r"^As of: at the end of 2\d{3}-")).click()
    page.get_by_role("button", name="at the end of the range", exact=True).click()
    ready(page)
    sizes = page.get_by_role("table", name="People by stage").get_by_role("button")
    expect(sizes.first).to_be_visible()
    told = sizes.all_inner_texts()
    put_on_new_dashboard(page, title="Stages", name="Stages now")
    tile = page.get_by_test_id("tile")
    expect(tile.get_by_role("img", name="Stages")).to_contain_text("purchase")
    look(page, "ask-stage-tile")
    mark(tile, "Stages", BAR, 0).click()
    assert str(listed(page)) in told

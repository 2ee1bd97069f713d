"""Dashboards, metrics and alerts as an operator goes: from a question to a wall, a link, a tree, a watched number."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.console.boards import put_on_new_dashboard
from tests.console.conftest import BUYERS, CARTS, PEOPLE, Shop
from tests.journeys.server import SECONDS_OF_A_PAGE, wait_until

pytestmark = pytest.mark.browser


def look(page: Page, name: str) -> None:
    """Keep a picture, where a folder for them is named."""
    folder = os.environ.get("STAYFLOW_SHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_question_reaches_a_wall_and_a_link(shop: Shop, page: Page) -> None:
    shop.open(page, "trend")
    expect(page.locator("#content [role=img]:not(.anticon) svg").first).to_be_visible()
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as picture:
        page.get_by_text("PNG", exact=True).click()
    width = int.from_bytes(Path(picture.value.path()).read_bytes()[16:20], "big")
    assert width > 1000  # the chart, and no icon
    put_on_new_dashboard(page, title="Buyers per day", name="Weekly")
    tile = page.get_by_test_id("tile")
    expect(tile).to_contain_text("Computed")
    expect(tile.get_by_role("img", name="Buyers per day")).to_be_visible()
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("Text", exact=True).fill("What we look at on Mondays")
    page.get_by_role("button", name="Add text").click()
    page.get_by_role("button", name="property tests").last.click()
    expect(page.get_by_role("dialog").or_(page.locator(".bracket-body"))).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_label("Move").first.focus()
    page.keyboard.press("ArrowRight")
    look(page, "dashboard-edit")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("What we look at on Mondays")).to_be_visible()
    look(page, "dashboard")
    page.get_by_role("button", name="Share").click()
    page.get_by_role("button", name="Make a link").click()
    address = page.get_by_test_id("share-url").inner_text()
    page.keyboard.press("Escape")
    stranger = page.context.browser.new_page(locale="en-US")
    stranger.goto(shop.url + "/d/" + address.partition("/d/")[2])
    expect(stranger.get_by_text("Buyers per day")).to_be_visible()
    look(stranger, "shared")
    stranger.set_viewport_size({"width": 390, "height": 800})
    wait_until(lambda: one_below_the_other(stranger), SECONDS_OF_A_PAGE, what="both to be in line")
    stranger.close()


def one_below_the_other(page: Page) -> bool:
    """On a phone of two tiles one stands below the other, and none upon another."""
    boxes = [each.bounding_box() for each in page.locator("section").all()]
    sides = sorted((box["y"], box["y"] + box["height"]) for box in boxes if box)
    return len(sides) == 2 and sides[0][1] <= sides[1][0]


def test_a_tree_of_metrics_is_made_and_one_of_them_watched(shop: Shop, page: Page) -> None:
    shop.open(page, "metrics")
    page.get_by_role("button", name="Make the metrics").click()
    node = page.get_by_title("payers", exact=True)
    expect(node).to_contain_text(str(BUYERS))
    look(page, "metrics")
    tree = page.get_by_role("application", name="Metrics").locator("> div")
    before = str(tree.get_attribute("style"))
    page.get_by_role("button", name="Zoom in").click()
    expect(tree).not_to_have_attribute("style", before)
    page.get_by_role("button", name="See all").click()
    page.get_by_role("button", name="Edit “Payers”").click()
    page.get_by_role("dialog").get_by_label("Owner").fill("ann")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(node).to_contain_text("ann")
    page.get_by_role("button", name="Undo the change of “payers”").click()
    expect(node).not_to_contain_text("ann")
    hang_elsewhere(page)
    put_in_order(page)

    shop.open(page, "alerts")
    page.get_by_role("button", name="New alert").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("Too few payers")
    dialog.get_by_label("What is watched").click()
    page.get_by_title("Payers", exact=True).click()
    dialog.get_by_text("By fixed bounds").click()
    dialog.get_by_label("Below").fill("1000")
    dialog.get_by_role("button", name="Try it").click()
    expect(dialog.get_by_text("It would fire")).to_be_visible()
    look(page, "alert-new")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("cell", name="Too few payers", exact=True)).to_be_visible()
    page.get_by_role("button", name="Edit the alert “Too few payers”").click()
    expect(dialog.get_by_label("Below")).to_have_value("1000")
    dialog.get_by_label("Below").fill("2000")
    dialog.get_by_role("switch").click()
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("cell", name="Too few payers off", exact=True)).to_be_visible()
    expect(page.get_by_text("< 2,000 people")).to_be_visible()
    look(page, "alerts")


def hang_elsewhere(page: Page) -> None:
    """A node is hung elsewhere by keys, and by hand; both are taken back."""
    branch = page.locator(".metric-branch", has=page.get_by_role("link", name="Payers", exact=True))
    below = branch.last.locator("> .metric-below")
    handle = page.get_by_role("button", name="Move “Average order”")
    undo = page.get_by_role("button", name="Undo the change of “aov”")
    handle.press("Enter")
    page.get_by_role("button", name="Hang it under “Payers”").press("Enter")
    expect(below).to_contain_text("Average order")
    undo.click()
    expect(undo).to_have_count(0)
    page.get_by_role("button", name="Zoom in").click()
    map_of_all = page.get_by_role("img", name="The whole, and the part that is seen")
    expect(map_of_all).to_be_visible()
    page.get_by_role("button", name="See all").click()
    handle.hover()
    page.mouse.down()
    page.get_by_role("link", name="Payers", exact=True).hover()
    page.get_by_role("button", name="Hang it under “Payers”").hover()
    look(page, "metrics-moving")
    page.mouse.up()
    expect(below).to_contain_text("Average order")
    undo.click()
    expect(undo).to_have_count(0)


def test_the_pool_and_the_pirate_funnel_lead_to_people(
    shop: Shop, market: Shop, page: Page
) -> None:
    market.open(page, "pool")
    page.get_by_role("link", name="Choose a lifecycle model").click()
    page.get_by_role("button", name="Begin with “Life with the brand”").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_test_id("stage-cards")).to_be_visible()
    market.open(page, "pool")
    stages = page.get_by_role("table", name="By stage")
    expect(stages.get_by_role("row", name="loss (outside)")).to_be_visible()
    look(page, "pool")
    the_pool_is_told_of_what_comes_in(market, page)
    stages.get_by_role("row", name="purchase").get_by_role("button").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("Person")
    page.keyboard.press("Escape")

    shop.open(page, "pirate")
    activation = page.get_by_role("region", name="Activation")
    expect(activation).to_contain_text(str(CARTS))
    expect(page.get_by_role("region", name="Revenue")).to_contain_text(str(BUYERS))
    look(page, "pirate")
    referral = page.get_by_role("region", name="Referral")
    referral.get_by_role("button", name="choose an event").click()
    page.get_by_role("combobox", name="Referral").fill("product_view")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(referral).to_contain_text(str(PEOPLE))
    page.get_by_role("button", name="Save the stages").click()
    expect(page.get_by_text("saved by owner@example.com")).to_be_visible()
    page.get_by_role("region", name="Acquisition").get_by_role(
        "button", name=str(PEOPLE)
    ).first.click()
    expect(page.get_by_role("dialog")).to_contain_text(str(PEOPLE))


def the_pool_is_told_of_what_comes_in(market: Shop, page: Page) -> None:
    """A purchase is seen as soon as it is there; without the stream the page asks by itself."""
    note = page.get_by_test_id("read-note")
    expect(note).to_contain_text("again as soon as anything changes")
    paid = page.get_by_role("table", name="By stage").get_by_text("$77", exact=True)
    expect(paid).to_have_count(0)
    now = datetime.now(UTC).isoformat()
    bought = {"type": "track", "event": "purchase", "userId": "u1", "timestamp": now}
    market.send({**bought, "messageId": "pool", "properties": {"revenue": 77, "currency": "USD"}})
    expect(paid).to_have_count(1)
    page.route("**/stream", lambda route: route.abort())
    page.reload()
    expect(note).to_contain_text("again every 5 seconds")
    page.unroute("**/stream")


def put_in_order(page: Page) -> None:
    """A node moves past the one that hangs beside it, and is there the next time as well; it is taken back."""
    down = page.get_by_role("button", name="“Payers” further down")
    undo = page.get_by_role("button", name="Undo the change of “payers”")
    down.click()
    expect(undo).to_be_visible()
    expect(down).to_be_disabled()
    undo.click()
    expect(undo).to_have_count(0)
    expect(down).to_be_enabled()

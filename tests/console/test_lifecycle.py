"""A lifecycle from a shipped model to people who move: replayed, read, planned, calibrated, warned about."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.console.conftest import PEOPLE, Shop
from tests.console.numbers import behind, cell
from tests.console.year import Year, people

pytestmark = pytest.mark.browser


def test_a_lifecycle_is_begun_in_another_order_by_the_keyboard(page: Page, shop: Shop) -> None:
    shop.open(page, "lifecycle")
    page.get_by_role("button", name="Begin with “Life with the brand”").click()

    expect(page.get_by_role("heading", name="Edit")).to_be_visible()
    preview = page.get_by_test_id("preview")
    expect(preview).to_contain_text("loss")
    stages = page.get_by_test_id("stage-list")
    first = stages.get_by_role("button").nth(3)
    first.focus()
    first.press("ArrowUp")
    expect(stages.get_by_role("listitem").nth(2)).to_contain_text("loyalty")
    stages.get_by_role("button").nth(2).press("ArrowDown")
    expect(stages.get_by_role("listitem").nth(3)).to_contain_text("loyalty")

    page.get_by_label("Why (may stay empty)").fill("as shipped")
    page.get_by_role("button", name="Publish").click()
    cards = page.get_by_test_id("stage-cards")
    expect(cards).to_be_visible()
    counts = [int(each) for each in cards.locator(".value").all_inner_texts()]
    assert sum(counts) == PEOPLE
    bought = cards.get_by_label("purchase", exact=True)
    bought.get_by_role("button", name=re.compile(r"^\d+$")).click()
    expect(page.get_by_role("dialog")).to_contain_text("Person")


def test_half_a_year_is_replayed_read_planned_and_calibrated(page: Page, year: Year) -> None:
    year.open(page, "lifecycle")
    page.get_by_role("button", name="Begin with “Life with the product”").click()
    page.get_by_role("button", name="Publish").click()
    cards = page.get_by_test_id("stage-cards")
    expect(cards.locator(".value")).to_have_text(
        [
            str(people(*groups))
            for groups in (
                ("looking",),
                ("new",),
                ("cooled",),
                ("big", "regular"),
                ("lost", "watch", "warn", "urgent"),
            )
        ]
    )

    page.get_by_role("button", name="Replay history").click()
    page.get_by_role("tooltip").get_by_role("button", name="Replay history").click()
    sizes = page.get_by_role("img", name="People by stage")
    expect(sizes).to_be_visible()  # by itself, once the job is done
    expect(page.get_by_role("img", name="Moves between stages")).to_be_visible()
    moved = year.ask(kind="stage", range={"last": "90d"})["moves"]
    told = {(each["from"], each["to"]): each["people"] for each in moved}
    assert told["growth", "maturity"] == people("big", "regular")
    assert told["acquisition", "churn"] == people("watch", "warn", "urgent")
    rows = {"growth": "maturity", "acquisition": "churn", "exploration": "growth"}
    for origin, target in rows.items():
        number = cell(page, "Transition matrix", origin, target)
        assert behind(page, number) == told[origin, target]

    growth = cards.get_by_label("growth", exact=True)
    growth.get_by_role("button", name="Strategy").click()
    page.get_by_label("Kind of goal").click()
    page.get_by_title("go to another stage").click()
    page.get_by_label("Goal", exact=True).click()
    page.get_by_title("maturity", exact=True).last.click()
    page.get_by_label("Target").fill("0.5")
    page.get_by_role("button", name="Add a play").click()
    page.get_by_label("Name", exact=True).fill("A third order for free")
    page.get_by_role("button", name="Save").click()
    expect(growth).to_contain_text("go to maturity")
    # Of those who stood there four weeks ago, all but the cooled are in maturity today.
    expect(growth).to_contain_text("80.0 % in 28 days")
    expect(growth).to_contain_text("A third order for free")

    calibrate(page, year)


def calibrate(page: Page, year: Year) -> None:
    """One threshold is taken, the others are left; what drifted is said beside what was marked."""
    page.get_by_role("link", name="Calibration").click()
    proposals = page.get_by_test_id("proposals")
    expect(proposals).to_contain_text(
        "the median interval between purchases went from 30 to 10 days"
    )
    expect(proposals).to_contain_text("nine of ten come back within 30 days")
    drift = page.get_by_role("row", name="days between purchases")
    expect(drift).to_contain_text("30 → 10")
    page.get_by_label("What happened").fill("a new shop")
    page.get_by_role("button", name="Mark this day").click()
    expect(drift).to_contain_text("a new shop")

    turned_down(page, proposals)
    proposals.get_by_label("All of them").uncheck()
    taken = proposals.get_by_role("row", name="exploration")
    expect(taken).to_contain_text("did any event more than 28 days ago")
    taken.get_by_role("checkbox").check()
    page.get_by_role("button", name="Put into the draft and preview").click()
    # Who only looks, ten days ago, is known for longer than a week.
    moved = page.get_by_test_id("preview")
    expect(moved).to_contain_text(f"{people('looking')} people would change stage")
    assert behind(page, moved.get_by_role("button").last) == people("looking")
    draft = year.call("GET", "/lifecycle-models/default")["draft"]
    before = year.call("GET", "/lifecycle-models/default")["definition"]
    known = draft["stages"][1]["when"]["any"][0]["did"]["within"]
    assert known == {"before": "7d"}
    assert draft["stages"][2:] == before["stages"][2:]  # what was not ticked stays as it was


def turned_down(page: Page, proposals: Locator) -> None:
    """It is not proposed again, says who turned it down, and comes back when asked for."""
    quiet = proposals.get_by_role("row", name="did any event in the last 60 days")
    quiet.get_by_role("button").click()
    expect(quiet).to_be_hidden()
    page.reload()
    rejected = page.get_by_test_id("rejected-proposals").get_by_role("listitem")
    expect(rejected).to_contain_text("turned down on")
    expect(quiet).to_be_hidden()
    rejected.get_by_role("button").click()
    expect(quiet).to_be_visible()
    expect(rejected).to_be_hidden()


def test_who_fades_is_warned_of_in_three_grades(page: Page, year: Year) -> None:
    year.open(page, "lifecycle/warning")
    grades = page.get_by_test_id("grades")
    expected = {
        "Watch": people("watch"),
        "Warn": people("warn"),
        "Urgent": people("urgent", "cooled"),
    }
    for name, count in expected.items():
        assert behind(page, grades.get_by_label(name, exact=True).locator(".value button")) == count
    page.get_by_label("Watch Less by, from (%)").fill("45")
    page.get_by_label("Watch What is done").click()
    page.get_by_title("a coupon", exact=True).last.click()
    page.get_by_role("button", name="Save").click()
    watch = grades.get_by_label("Watch", exact=True)
    expect(watch).to_contain_text("from 45")
    expect(watch).to_contain_text("a coupon")
    expect(watch.locator(".value")).to_have_text("0")

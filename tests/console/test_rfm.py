"""RFM and value of a shop of known buyers: what the pages say is what the API answers, down to the people."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.console.numbers import behind, cell, listed
from tests.console.year import GROUPS, Year, people

pytestmark = pytest.mark.browser
BUYERS = ("big", "regular", "cooled", "lost", "new")
CLASSES = {
    "important_value": "big",
    "important_keep": "cooled",
    "general_value": "regular",
    "general_develop": "new",
    "general_retain": "lost",
}
QUERY = {"kind": "rfm", "event": "purchase", "range": {"last": "365d"}}


def test_the_classes_the_scores_and_the_moves_lead_to_their_people(page: Page, year: Year) -> None:
    year.open(page, "rfm")
    before = (datetime.now(UTC) - timedelta(days=30)).date().isoformat()
    answer = year.ask(**QUERY, before=before)
    for each in answer["classes"]:
        shown = page.get_by_test_id(f"rfm-{each['class']}").locator(".rfm-people")
        assert each["people"] == (people(CLASSES[each["class"]]) if each["people"] else 0)
        expect(shown).to_have_text(str(each["people"]))
    kept = page.get_by_test_id("rfm-important_keep").locator(".rfm-people button")
    assert behind(page, kept) == people("cooled")

    names = {None: "no class"} | {
        name: page.get_by_test_id(f"rfm-{name}").locator("strong").inner_text() for name in CLASSES
    }
    moves = {(each["from"], each["to"]): each["people"] for each in answer["moves"]}
    assert moves["important_value", "important_keep"] == people("cooled")
    assert moves[None, "general_develop"] == people("new")
    for (origin, target), count in moves.items():
        number = cell(page, "Transition matrix", names[origin], names[target])
        expect(number).to_have_text(str(count))
    number = cell(page, "Transition matrix", names["important_value"], names["important_keep"])
    assert behind(page, number) == people("cooled")
    bands = page.get_by_role("img", name=f"Moves since {before}").locator("path[fill^=url]")
    expect(bands).to_have_count(len(moves))
    bands.last.click(force=True)
    assert listed(page) in moves.values()

    page.get_by_role("button", name="Cut by: the mean").click()
    page.get_by_role("button", name="five levels", exact=True).click()
    levels = year.ask(**QUERY, thresholds={"levels": 5, "high": 4})["scores"]
    assert sum(each["people"] for each in levels) == people(*BUYERS)
    for each in levels:
        number = cell(page, "R by F scores", str(each["f"]), str(each["r"]))
        expect(number).to_have_text(str(each["people"]))
    best = max(levels, key=lambda each: (each["r"], each["f"]))
    number = cell(page, "R by F scores", str(best["f"]), str(best["r"]))
    assert behind(page, number) == best["people"]


def test_value_its_tiers_and_what_it_cost_to_win_people(page: Page, year: Year) -> None:
    year.open(page, "value")
    page.get_by_role("button", name="Save", exact=True).click()
    # A fifth of 105 buyers are 21: the twelve big ones with 650 each, nine of the cooled with 550.
    amounts = {
        name: each.amount * len(each.days)
        for name, each in GROUPS.items()
        if each.amount is not None
    }
    whole = sum(amounts[name] * people(name) for name in BUYERS)
    top = people("big") * amounts["big"] + 9 * amounts["cooled"]
    answer = year.call("GET", "/value")
    assert answer["amount"] == whole
    said = f"The top 20.0 % of people bring {100 * top / whole:.1f} % of the value"
    expect(page.get_by_text(said)).to_be_visible()
    gini = page.locator(".stat", has_text="Gini")
    expect(gini).to_contain_text(f"{answer['gini']:.2f}")
    for name, count in (("High value", 21), ("Middle value", 32), ("Low value", 52)):
        number = page.locator(".stat", has_text=name).locator(".people-link")
        assert behind(page, number) == count
    expect(page.get_by_role("img", name="Concentration")).to_be_visible()

    won = datetime.now(UTC) - timedelta(days=GROUPS["big"].days[-1])
    page.get_by_label("Add costs").fill(f"ads, {won:%Y-%m}, 600\nsearch, {won:%Y-%m}, 240")
    page.get_by_role("button", name="Save 2 lines").click()
    costs = page.get_by_role("table", name="Cost and return of sources")
    expect(costs.get_by_role("row").filter(has_text="ads")).to_be_visible()
    returns = {each["source"]: each for each in year.call("GET", "/acquisition-costs")["sources"]}
    for source, group, spend in (("ads", "big", 600), ("search", "regular", 240)):
        cac, ltv = spend / people(group), amounts[group]
        found = returns[source]
        assert (found["cac"], found["ltv"], found["ratio"]) == (cac, ltv, ltv / cac)
        row = costs.get_by_role("row", name=source)
        for said in (f"${cac:.0f}", f"${ltv}", f"{ltv / cac:.1f}"):
            expect(row).to_contain_text(said)
        assert behind(page, row.get_by_role("button")) == people(group)

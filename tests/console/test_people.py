"""People as a list with columns of choice, and one of them all around, as it happens."""

import json
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.console.club import PEOPLE, Club
from tests.journeys.server import wait_until

pytestmark = pytest.mark.browser


def test_a_list_shows_what_was_chosen_and_the_address_keeps_it(page: Page, club: Club) -> None:
    club.open(page, "people")
    columns = page.get_by_role("combobox", name="Columns to show")
    for column in ("age", "vip", "Status"):
        columns.fill(column)
        page.locator(f".ant-select-item-option[title='{column}']:visible").click()
    page.keyboard.press("Escape")
    heads, rows = page.get_by_role("columnheader"), page.locator("tbody tr.ant-table-row")
    expect(heads).to_have_text(["Person", "age", "vip", "Status", "First seen", "Last seen"])
    oldest, youngest = f"Member {PEOPLE - 1}", "Member 0"
    for click, (name, age, vip) in enumerate(
        ((youngest, "20", "yes"), (oldest, str(20 + PEOPLE - 1), "no"))
    ):
        heads.nth(1).click()
        expect(rows.first).to_contain_text(name)
        expect(rows.first.get_by_role("cell").nth(3)).to_have_text("new")
        shown = rows.first.get_by_role("cell").all_inner_texts()
        assert shown[:4] == [name, age, vip, "new"], click
    page.reload()
    expect(rows.first).to_contain_text(oldest)
    expect(heads).to_have_count(6)


def test_a_person_is_seen_all_around_and_as_it_happens(page: Page, club: Club) -> None:
    """Their facts as they were sent; an event that comes in appears by itself, and changes what is told of them."""
    club.open(page, "people?search=1")
    page.get_by_role("link", name="Member 5", exact=True).click()
    expect(page.get_by_role("heading", name="Member 5", level=1)).to_be_visible()
    expect(page.get_by_text("live", exact=True)).to_be_visible()
    timeline = page.locator("ol.timeline")
    expect(timeline.get_by_text("purchase", exact=True)).to_have_count(1)
    body = page.locator("main")
    for fact in ("Shanghai", "chess", "m5@example.com"):
        expect(body).to_contain_text(fact)
    page.evaluate("window.untouched = true")
    wish = {"event": "wish", "properties": {"for": "a green kettle"}}
    told = {"type": "track", "userId": "m5", "messageId": "m5 wishes"}
    at = datetime.now(UTC).isoformat()
    club.send({**told, **wish, "timestamp": at})
    expect(timeline.locator("li").first).to_contain_text("wish")
    known = {"type": "identify", "userId": "m5", "messageId": "m5 moves", "timestamp": at}
    club.send({**known, "traits": {"city": "Suzhou"}})
    expect(body).to_contain_text("Suzhou")
    assert page.evaluate("window.untouched")


def test_a_person_is_erased_after_their_number_was_typed(page: Page, club: Club) -> None:
    """What goes is shown first; then the report stands where the person was."""
    told = {"type": "track", "event": "visit", "userId": "erin", "messageId": "erin visits"}
    name = {"type": "identify", "userId": "erin", "messageId": "erin", "traits": {"name": "Erin"}}
    for each in (told, name):
        club.send({**each, "timestamp": datetime.now(UTC).isoformat()})
    wait_until(lambda: club.count({"attribute": {"name": "name", "value": "Erin"}}) == 1)
    club.open(page, "people?search=1")
    page.get_by_role("link", name="Erin", exact=True).click()
    number = page.url.rpartition("/")[2].partition("?")[0]
    page.get_by_role("button", name="Erase this person…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("clickhouse.events")
    erase = dialog.get_by_role("button", name="Erase for good")
    expect(erase).to_be_disabled()
    dialog.get_by_role("textbox").fill(number)
    erase.click()
    expect(page.get_by_text("Erased 20")).to_be_visible(timeout=60_000)
    events = page.get_by_role("row").filter(has_text="clickhouse.events")
    expect(events.get_by_role("cell").nth(2)).to_have_text("0")
    club.open(page, f"people/{number}")
    expect(page.get_by_text("What comes later for the same identities")).to_be_visible()


def test_a_broken_address_says_what_is_wrong_and_leads_back(page: Page, club: Club) -> None:
    cut = {"kind": "funnel", "steps": "visit"}
    for path, what, heading in (
        (f"funnel?q={json.dumps(cut)}", "“steps” is not what", "Funnel"),
        ("trend?q=nonsense", "its part “q”", "Trend"),
        ("people?people=[1]", "its part “people”", "People"),
        ('funnel?q={"kind":"funnel"}', "“steps” is not what", "Funnel"),
        (
            'funnel?q={"kind":"funnel","steps":[{"event":"visit"}],"by":[null]}',
            "This page failed",
            "Funnel",
        ),
    ):
        club.open(page, path)
        expect(page.get_by_text(what)).to_be_visible()
        page.get_by_role("button", name="Open this page without it").click()
        expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()

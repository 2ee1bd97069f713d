"""From a new source to its first event, what is wrong with it, the plan against it, and a replay."""

import io
import json
import re
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, Route, expect

from tests.console.conftest import Shop
from tests.console.test_accessible import problems
from tests.journeys.server import SECONDS

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shop(market: Shop) -> Shop:
    """These tests add events and people: not in the project whose numbers others know."""
    return market


# The menu as it stands; that the code works is tried in tests/sdks/test_snippets.py.
SDKS = (
    "Stayflow for web and H5",
    "Stayflow for mini-programs",
    "Stayflow for Python",
    "Segment",
    "RudderStack",
    "Sensors Analytics",
    "PostHog",
    "GA4 Measurement Protocol",
    "Matomo",
    "Analysys Ark",
    "HTTP, from any language",
)


def send(shop: Shop, key: str, *events: dict[str, Any]) -> None:
    """As an SDK does."""
    batch = [{"type": "track", "messageId": f"{time.time_ns()}", **each} for each in events]
    answer = httpx.post(
        f"{shop.url}/v1/batch", json={"batch": batch}, auth=(key, ""), timeout=SECONDS
    )
    assert answer.status_code == 200, answer.text


@pytest.fixture(scope="module")
def keys() -> dict[str, str]:
    """Write keys by source, from the test that makes the source to those that send by it."""
    return {}


def test_a_new_source_waits_for_its_first_event_and_shows_it(
    page: Page, shop: Shop, keys: dict[str, str]
) -> None:
    shop.open(page, "sources")
    page.get_by_role("button", name="New source").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Website")
    dialog.get_by_role("button", name="New", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Website")).to_be_visible()
    expect(page.get_by_test_id("waiting")).to_contain_text("Waiting for the first event")
    secret = page.get_by_text(re.compile("^sfw_.{20}")).first.inner_text().strip()
    keys["Website"] = secret
    expect(page.locator(".snippet pre").first).to_contain_text(f'data-write-key="{secret}"')
    send(shop, secret, {"event": "Signed Up", "userId": "u1", "properties": {"plan": "pro"}})
    expect(page.get_by_test_id("waiting")).to_contain_text("Events are coming in")
    row = page.get_by_role("row").filter(has_text="Signed Up")
    expect(row).to_contain_text("repaired")
    row.get_by_role("button").click()
    expect(page.locator("pre.json")).to_contain_text('"plan": "pro"')
    assert problems(page, "source") == []


def test_every_sdk_has_a_snippet_with_this_server_in_it(page: Page, shop: Shop) -> None:
    shop.open(page, "sources")
    page.get_by_role("link", name="Website").click()
    for sdk in SDKS:
        page.get_by_role("combobox", name="Sent by").click()
        page.get_by_title(sdk, exact=True).last.click()
        chosen = page.locator(".ant-select").filter(has_text=sdk)
        expect(chosen.first).to_be_visible()
        expect(page.locator(".snippet pre").first).to_contain_text(shop.url)
        expect(page.locator(".snippet pre").first).to_contain_text("sfw_")


Hours = list[dict[str, Any]]


def _with_a_day_before(hours: Hours, route: Route) -> None:
    """The server's answer and three rejected events of two days ago, whose hours are kept in `hours`."""
    answer = route.fetch()
    told = answer.json()
    hour = (datetime.now(UTC) - timedelta(days=2)).strftime("%Y-%m-%dT10:00:00Z")
    added = {"hour": hour, "group": "Bought", "outcome": "rejected", "events": 3}
    hours[:] = [*told["hours"], added]
    route.fulfill(response=answer, json={**told, "hours": hours})


def _numbers_of(page: Page, name: str) -> dict[str, dict[str, str]]:
    """What a chart says of each period, as somebody reads it who moves over it."""
    chart = page.get_by_role("img", name=name)
    expect(chart.locator("svg").first).to_be_visible()
    box = chart.bounding_box()
    assert box
    said: dict[str, dict[str, str]] = {}
    for x in range(int(box["width"]) - 20, 40, -8):
        chart.hover(position={"x": x, "y": box["height"] / 2})
        lines = chart.locator("xpath=./div[last()]").inner_text().splitlines()
        pairs = [line.replace("\xa0", " ").rsplit("  ", 1) for line in lines[1:]]
        if lines and pairs:
            said[lines[0].strip()] = {pair[0].strip(): pair[-1].strip() for pair in pairs}
        if len(said) == 3:
            break
    return said


def test_what_was_rejected_is_found_read_and_replayed(
    page: Page, shop: Shop, keys: dict[str, str]
) -> None:
    key = keys["Website"]
    shop.open(page, "live")
    expect(page.get_by_role("row").filter(has_text="Signed Up").first).to_be_visible()
    page.evaluate("window.isTheSamePage = true")
    send(shop, key, {"event": "Bought", "userId": "undefined", "properties": {"sku": "s1"}})
    row = page.get_by_role("row").filter(has_text="Bought").first
    expect(row).to_contain_text("rejected")
    expect(row).to_contain_text("Every identity is a placeholder")
    send(shop, key, {"event": "Paid", "userId": "u1", "timestamp": "yesterday at noon"})
    expect(page.get_by_role("row").filter(has_text="Paid").first).to_contain_text(
        "The time could not be read"
    )
    assert page.evaluate("window.isTheSamePage"), "they came by themselves"
    assert problems(page, "live") == []
    hours: Hours = []
    page.route("**/api/**/quality?*", partial(_with_a_day_before, hours))
    shop.open(page, "quality?by=event&last=30d")
    drawn = _numbers_of(page, "Outcomes over time")
    rejected = [each for each in hours if each["outcome"] == "rejected"]
    assert {"Bought", "Paid"} <= {each["group"] for each in rejected}
    counted: Counter[str] = Counter()
    for each in rejected:
        counted[each["hour"][5:10]] += each["events"]
    assert {day: drawn[day]["rejected"] for day in counted} == {
        day: str(count) for day, count in counted.items()
    }
    before = drawn[hours[-1]["hour"][5:10]]
    assert before == {**before, "rejected": "3", "accepted": "0"}
    page.unroute("**/api/**/quality?*")
    shop.open(page, "quality?by=event")
    page.get_by_role("row").filter(has_text="Bought").get_by_role("link", name="1").click()
    expect(page.get_by_test_id("rejected-total")).to_have_text("1 event")
    page.get_by_role("row").filter(has_text="Bought").get_by_role("button").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.locator("pre.json").first).to_contain_text('"sku": "s1"')
    drawer.get_by_role("button", name="Replay the 1 chosen").click()
    page.get_by_role("button", name="OK").click()
    expect(drawer.get_by_role("status")).to_contain_text("Replayed 1")


def test_a_plan_is_drafted_saved_exported_and_held_against_reality(
    page: Page, shop: Shop, keys: dict[str, str]
) -> None:
    shop.open(page, "plan")
    expect(page.get_by_text("No plan yet")).to_be_visible()
    page.get_by_role("button", name="Draft from traffic").first.click()
    expect(page.get_by_text("There are unsaved changes")).to_be_visible()
    row = page.get_by_role("row").filter(has=page.locator("input[value='purchase']"))
    row.get_by_role("combobox", name="If not as planned: purchase").click()
    page.get_by_title("reject", exact=True).last.click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Version 1")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").hover()
        page.get_by_role("menuitem", name="YAML").get_by_role("link").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert "purchase" in text
    assert "reject" in text
    changed = {"name": "plan.yaml", "mimeType": "application/yaml", "buffer": b"events: []\n"}
    page.locator("input[type=file]").set_input_files(changed)
    expect(page.get_by_role("dialog")).to_contain_text("0 events added")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    send(shop, keys["Website"], {"event": "Not Planned", "userId": "u1"})
    page.get_by_text("Plan and reality", exact=True).click()
    row = page.get_by_role("row").filter(has_text="Not Planned")
    expect(row).to_contain_text("event not planned")


def test_a_plan_goes_out_as_a_workbook_and_comes_back_changed(page: Page, shop: Shop) -> None:
    shop.open(page, "plan")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").hover()
        page.get_by_role("menuitem", name="Excel").get_by_role("link").click()
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    heads, *rows = book["events"].iter_rows()
    owner = [cell.value for cell in heads].index("owner")
    (planned,) = [row for row in rows if row[0].value == "purchase"]
    assert [cell.value for cell in planned][1] == "reject"
    planned[owner].value = "Mei of checkout"
    written = io.BytesIO()
    book.save(written)
    by_hand = {"name": "plan.xlsx", "mimeType": "application/zip", "buffer": written.getvalue()}
    page.locator("input[type=file]").set_input_files(by_hand)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("0 events added, 1 changed, 0 removed")
    dialog.get_by_role("button", name="Replace").click()
    expect(page.get_by_text("Version 2")).to_be_visible()
    row = page.get_by_role("row").filter(has=page.locator("input[value='purchase']"))
    expect(row.locator("input[value='Mei of checkout']")).to_be_visible()


def test_cleaning_rules_are_changed_by_an_owner(page: Page, shop: Shop) -> None:
    shop.open(page, "cleaning")
    hosts = page.get_by_label("Internal hosts, such as *.staging.example.com")
    hosts.fill("*.staging.example.com")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_title("*.staging.example.com", exact=True)).to_be_visible()


def test_a_server_that_fails_is_said_on_every_page(page: Page, shop: Shop) -> None:
    words = json.dumps({"code": "failed", "message": "It broke.", "path": None, "reference": "r1"})
    page.route(
        "**/api/v1/projects/**",
        lambda route: route.fulfill(status=500, body=words, content_type="application/json"),
    )
    for path in ("sources", "plan", "plan?view=diff", "quality", "rejected", "cleaning"):
        shop.open(page, path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("alert").first).to_contain_text("It broke.")
        expect(page.get_by_role("alert").first).to_contain_text("r1")

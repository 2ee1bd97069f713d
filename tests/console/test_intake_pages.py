"""From a new source to its first event, what is wrong with it, the plan against it, and a replay."""

import json
import re
import time
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import Shop
from tests.console.test_accessible import problems

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def shop(market: Shop) -> Shop:
    """These tests add events and people: not in the project whose numbers others know."""
    return market


def send(shop: Shop, key: str, *events: dict[str, Any]) -> None:
    """As an SDK does."""
    batch = [{"type": "track", "messageId": f"{time.time_ns()}", **each} for each in events]
    answer = httpx.post(f"{shop.url}/v1/batch", json={"batch": batch}, auth=(key, ""))
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
    for sdk in ("PostHog", "Sensors Analytics", "Matomo", "HTTP, from any language"):
        page.get_by_role("combobox", name="Sent by").click()
        page.get_by_title(sdk, exact=True).last.click()
        chosen = page.locator(".ant-select").filter(has_text=sdk)
        expect(chosen.first).to_be_visible()
        expect(page.locator(".snippet pre").first).to_contain_text(shop.url)
        expect(page.locator(".snippet pre").first).to_contain_text("sfw_")


def test_what_was_rejected_is_found_read_and_replayed(
    page: Page, shop: Shop, keys: dict[str, str]
) -> None:
    key = keys["Website"]
    send(shop, key, {"event": "Bought", "userId": "undefined", "properties": {"sku": "s1"}})
    shop.open(page, "live")
    row = page.get_by_role("row").filter(has_text="Bought").first
    expect(row).to_contain_text("placeholder_identity")
    assert problems(page, "live") == []
    shop.open(page, "quality?by=event")
    page.get_by_role("row").filter(has_text="Bought").get_by_role("link", name="1").click()
    expect(page.get_by_test_id("rejected-total")).to_have_text("1 events")
    page.get_by_role("row").filter(has_text="Bought").get_by_role("button").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.locator("pre.json").first).to_contain_text('"sku": "s1"')
    drawer.get_by_role("button", name="Replay the 1 chosen").click()
    page.get_by_role("button", name="OK").click()
    expect(drawer.get_by_role("status")).to_contain_text("Replayed 1", timeout=90_000)


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
    expect(row).to_contain_text("event not planned", timeout=90_000)


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

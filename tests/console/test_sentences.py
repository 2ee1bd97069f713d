"""What a question can be asked is said by clicking on its sentence: each option is put there, and the answer is another."""

import json
import re
import urllib.parse
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import BUYERS, CARTS, PEOPLE, Shop
from tests.journeys.server import wait_until

pytestmark = pytest.mark.browser
STEPS = [{"event": "product_view"}, {"event": "add_to_cart"}, {"event": "purchase"}]


def _open(page: Page, shop: Shop, query: dict[str, object]) -> None:
    asked = urllib.parse.quote(json.dumps({**query, "range": {"last": "30d"}}))
    shop.open(page, f"{query['kind']}?q={asked}")
    expect(page.get_by_test_id("read-note")).to_contain_text("rows read")


def _pick(page: Page, bracket: str, search: str, line: str) -> None:
    page.get_by_role("button", name=bracket).click()
    page.get_by_label(search, exact=True).fill(line)
    page.get_by_role("button", name=re.compile(f"^{line}")).last.click()


def test_a_funnel_is_split_twice_and_excludes_between_two_steps(page: Page, shop: Shop) -> None:
    _open(page, shop, {"kind": "funnel", "steps": STEPS, "window": "7d"})
    _pick(page, "Breakdown: no breakdown", "Breakdown", "city")
    _pick(page, "Further breakdown: + breakdown", "Further breakdown", "category")
    expect(page.get_by_role("button", name="Further breakdown: and by category")).to_be_visible()
    row = page.get_by_role("row", name="Hangzhou · toys")
    expect(row).to_contain_text(str(PEOPLE // 2))

    page.get_by_role("button", name="What must not lie between: anything between").click()
    page.get_by_role("button", name=re.compile("^add_to_cart")).last.click()
    page.get_by_role("button", name="Between which steps: between any steps").click()
    page.get_by_role("button", name="between steps 1 and 2").click()
    expect(page.get_by_test_id("read-note")).to_contain_text(
        "No add_to_cart may lie between step 1 and step 2"
    )
    page.get_by_role("button", name="Let “add_to_cart” lie between again").click()
    expect(
        page.get_by_role("button", name="What must not lie between: anything between")
    ).to_be_visible()


def test_revenue_says_who_bought_again(page: Page, shop: Shop) -> None:
    _open(page, shop, {"kind": "revenue", "event": "purchase", "per": "week"})
    again = page.locator(".stat", has_text="Bought again in 30 days")
    expect(again).to_contain_text(str(BUYERS))  # nobody's thirty days are over
    again.get_by_role("button").last.click()
    expect(page.get_by_test_id("people-count")).to_have_text(f"{BUYERS} people")


def test_traffic_says_how_visits_are_cut(page: Page, shop: Shop) -> None:
    view = {"event": "product_view"}
    _open(page, shop, {"kind": "web", "view": view, "dimension": "source", "per": "day"})
    visits = page.locator(".stat", has_text="Visits").first
    expect(visits).to_contain_text(str(PEOPLE))
    page.get_by_role("button", name="Silence: 30 minutes").click()
    page.get_by_role("spinbutton", name="Silence").fill("90")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Silence: 90 minutes")).to_be_visible()
    expect(page.get_by_test_id("read-note")).to_contain_text("rows read")


def test_a_filter_is_of_all_events(page: Page, shop: Shop) -> None:
    metrics = [{"event": "*", "aggregate": "count"}]
    toys = {"property": "category", "op": "eq", "value": "books"}
    _open(page, shop, {"kind": "trend", "metrics": metrics, "per": "month"})
    expect(page.get_by_role("button", name="Which events: of all events")).to_be_visible()
    expect(page.get_by_role("table").last).to_contain_text(re.compile(r"\d"))
    _open(page, shop, {"kind": "trend", "metrics": metrics, "per": "month", "filter": toys})
    expect(
        page.get_by_role("button", name="Which events: only events with category = books")
    ).to_be_visible()
    assert CARTS  # the shop sells toys only
    expect(page.get_by_text("No data in this range")).to_be_visible()


def test_a_distribution_is_told_period_by_period(page: Page, shop: Shop) -> None:
    metric = {"event": "purchase", "aggregate": "count"}
    _open(page, shop, {"kind": "distribution", "metric": metric})
    page.get_by_role("button", name="Granularity: not period by period").click()
    page.get_by_role("button", name="day by day", exact=True).click()
    expect(page).to_have_url(re.compile("per%22%3A%22day|%22per%22"))
    periods = page.locator(".panel", has_text="People by their number of each period")
    periods.get_by_role("button", name="3", exact=True).first.click()  # of 25 on ten days
    expect(page.get_by_test_id("people-count")).to_have_text("3 people")


def test_steps_and_metrics_have_names_of_their_own(page: Page, shop: Shop) -> None:
    _open(page, shop, {"kind": "funnel", "steps": STEPS, "window": "7d"})
    page.get_by_role("button", name="Rules of step 1").click()
    page.get_by_label("What it is called").fill("Looked")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="called “Looked”")).to_be_visible()
    expect(page.get_by_label("Funnel chart").get_by_text("Looked")).to_be_visible()

    metrics = [{"event": event, "aggregate": "people"} for event in ("product_view", "purchase")]
    _open(page, shop, {"kind": "trend", "metrics": metrics, "per": "none"})
    page.get_by_role("button", name="What it is called: …").first.click()
    page.get_by_label("What it is called", exact=True).fill("Lookers")
    page.keyboard.press("Enter")
    expect(page.get_by_role("table").last).to_contain_text("Lookers")
    expect(page).to_have_url(re.compile("Lookers"))


def test_two_breakdowns_of_one_name_are_headed_by_what_they_are(page: Page, shop: Shop) -> None:
    by = [{"attribute": "city"}, {"property": "city"}]
    _open(page, shop, {"kind": "funnel", "steps": STEPS, "window": "7d", "by": by})
    for word in ("by city (Attribute)", "and by city (Event property)"):
        expect(page.get_by_role("button", name=word)).to_be_visible()
    heading = "city (attribute) · city (event property)"
    expect(page.get_by_role("columnheader", name=heading)).to_be_visible()
    row = page.get_by_role("row", name="Hangzhou · not set")
    row.get_by_role("button", name=str(PEOPLE // 2), exact=True).first.click()
    expect(page.get_by_test_id("people-count")).to_have_text(f"{PEOPLE // 2} people")


def _tell(market: Shop) -> None:
    """Somebody comes by mail, then from home, and pays; in between they look for half a minute and search."""
    start = datetime.now(UTC) - timedelta(hours=3)
    told = [
        ("arrived", {"channel": "mail"}),
        ("arrived", {"channel": "home"}),
        ("paid", {}),
        ("product_view", {}),
        ("looked_at", {"looked_s": 30}),
        ("sought", {"wanted": "Shoes"}),
    ]
    market.send(
        *(
            {
                "type": "track",
                "event": event,
                "userId": "teller",
                "timestamp": (start + timedelta(minutes=minute)).isoformat(),
                "messageId": f"told{minute}",
                "properties": properties,
            }
            for minute, (event, properties) in enumerate(told)
        )
    )


def test_what_is_direct_and_what_tells_time_and_words_are_chosen(page: Page, market: Shop) -> None:
    _tell(market)
    asked = {
        "kind": "attribution",
        "touch": {"event": "arrived"},
        "conversion": {"event": "paid"},
        "by": [{"property": "channel"}],
        "model": "last_non_direct",
        "lookback": "7d",
    }

    known = f"{market.url}/api/v1/projects/{market.project}/catalogue"
    wait_until(lambda: "wanted" in page.request.get(known).text())
    _open(page, market, asked)
    expect(page.get_by_role("row", name="home")).to_contain_text("100")
    page.get_by_role("button", name="What is direct: direct as usual").click()
    page.get_by_role("combobox", name="What is direct").fill("home")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="What is direct: direct: home")).to_be_visible()
    expect(page.get_by_role("row", name="mail")).to_contain_text("100")

    _open(
        page,
        market,
        {"kind": "web", "view": {"event": "product_view"}, "dimension": "source", "per": "day"},
    )
    _pick(page, "What tells visible time: as collected", "What tells visible time", "looked_at")
    _pick(
        page,
        "Property with the visible time: visible_ms",
        "Property with the visible time",
        "looked_s",
    )
    page.get_by_role("button", name="Unit: in milliseconds").click()
    page.get_by_role("button", name="in seconds").click()
    expect(page.locator(".stat", has_text="Visible time")).to_contain_text("30")
    _pick(page, "What tells search words: as collected", "What tells search words", "sought")
    _pick(page, "Property with the word: the usual property", "Property with the word", "wanted")
    expect(page.get_by_role("row", name="shoes")).to_be_visible()

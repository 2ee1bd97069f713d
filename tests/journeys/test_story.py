"""The whole loop in a real browser: real data, a drop-off, a message, points, and whether it helped."""

import csv
import gzip
import json
import re
import time
import urllib.parse
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

import stayflow.demo
from tests.journeys.server import SECONDS_OF_A_PAGE, MailServer, Server, wait_until
from tests.journeys.server import stayflow as command
from tools.house.chromium import get_chromium

PACKAGE = Path(stayflow.demo.__file__).parent
NEW_YORK = ZoneInfo("America/New_York")
FILES = {
    "campaign_received": "campaigns_received",
    "coupon_redeemed": "coupons_redeemed",
    "purchase": "baskets",
}
STEPS = list(FILES)
WINDOW = timedelta(days=30)
RANGE = {"from": "2016-11-01", "to": "2018-01-01"}
POINTS = 50
PASSWORD = "a long enough secret 42"


@pytest.fixture
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=1000 * SECONDS_OF_A_PAGE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=get_chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield started
        started.close()


def test_from_a_file_to_the_number_that_says_whether_it_helped(
    data_path: Path, browser: Browser
) -> None:
    data = data_path / "data"
    words = ("--zone", "America/New_York", "--currency", "USD")
    keys = command(data, "project", "create", "story", *words)
    command(data, "user", "create", "boss@example.com", "--password", PASSWORD, "-p", "story")
    server = Server(data, key=keys["api_key"])
    with MailServer() as mail:
        server.start()
        try:
            _import_real_data(server, data)
            _prepare(server, mail)
            page = _sign_in(browser, server)
            lost = _find_the_drop_off(page, server)
            campaign = _write_to_them(page, lost)
            _check_delivery(server, campaign, mail, lost)
            buyers = _people_answer(server, mail, data)
            _check_result(page, server, campaign, buyers)
            _check_points(page, server, buyers)
        finally:
            assert server.stop() == 0, server.log()
    assert command(data, "check", "--project", "story")["holds"]


def _import_real_data(server: Server, data: Path) -> None:
    for name in FILES.values():
        file = PACKAGE / "data" / f"{name}.csv.gz"
        mapping = str(PACKAGE / "mapping" / f"{name}.yaml")
        first = command(data, "import", str(file), "-p", "story", "--mapping", mapping)
        with gzip.open(file, "rt") as lines:
            assert first["received"] == sum(1 for _ in lines) - 1
        outcomes = first["accepted"] + first["repaired"] + first["duplicate"]
        assert outcomes + sum(first["rejected"].values()) == first["received"]
        if name == "coupons_redeemed":
            again = command(data, "import", str(file), "-p", "story", "--mapping", mapping)
            assert again["duplicate"] == again["received"]
    emails = data.parent / "emails.csv"
    with emails.open("w") as out:
        out.write("household,email,time\n")
        out.writelines(
            f"{household},h{household}@example.com,2018-01-02 00:00:00\n"
            for household in sorted(_households(), key=int)
        )
    mapping = data.parent / "emails.yaml"
    mapping.write_text(
        "event: {value: signed_up}\ntime: {column: time}\n"
        "identities: {household_id: {column: household}}\n"
        "attributes: {email: {column: email}}\n"
    )
    command(data, "import", str(emails), "-p", "story", "--mapping", str(mapping))
    # Rules and goals name events the project knows; this one is before them and changes nothing.
    assert _import_orders(data, ["1"], "2018-01-02T00:00:00Z") == 1


def _import_orders(data: Path, households: list[str], at: str) -> int:
    orders = data.parent / "orders.csv"
    orders.write_text("household,time\n" + "".join(f"{each},{at}\n" for each in households))
    mapping = data.parent / "orders.yaml"
    mapping.write_text(
        "event: {value: order_after_mail}\ntime: {column: time}\n"
        "identities: {household_id: {column: household}}\n"
    )
    done = command(data, "import", str(orders), "-p", "story", "--mapping", str(mapping))
    return int(done["accepted"])


def _rows(name: str) -> list[dict[str, str]]:
    with gzip.open(PACKAGE / "data" / f"{name}.csv.gz", "rt", newline="") as file:
        return list(csv.DictReader(file))


def _households() -> set[str]:
    return {row["household_id"] for row in _rows("campaigns_received")}


def _slow_funnel() -> tuple[list[int], set[str]]:
    """How many households came how far, by looking at every start; and who never redeemed."""
    times: dict[str, dict[str, list[datetime]]] = {step: defaultdict(list) for step in STEPS}
    for event, name in FILES.items():
        for row in _rows(name):
            at = datetime.strptime(row["time"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=NEW_YORK)
            times[event][row["household_id"]].append(at.astimezone(UTC))
    reached = [0] * len(STEPS)
    lost = set()
    for household, starts in times[STEPS[0]].items():
        deepest = 1
        for start in starts:
            at, level = start, 1
            for step in STEPS[1:]:
                # Equal instants count: the files were imported in the order of the steps.
                later = [t for t in times[step][household] if at <= t <= start + WINDOW]
                if not later:
                    break
                at, level = min(later), level + 1
            deepest = max(deepest, level)
        for index in range(deepest):
            reached[index] += 1
        if deepest == 1:
            lost.add(household)
    return reached, lost


def _prepare(server: Server, mail: MailServer) -> None:
    server.call(
        "PUT",
        "/channels/email",
        {
            "host": "127.0.0.1",
            "port": mail.port,
            "security": "plain",
            "from_address": "shop@example.com",
        },
        project="story",
    )
    server.call(
        "POST",
        "/earning-rules",
        {"name": "new order", "definition": {"event": "order_after_mail", "points": POINTS}},
        project="story",
    )


def _sign_in(browser: Browser, server: Server) -> Page:
    page = browser.new_page(locale="en-US", viewport={"width": 1280, "height": 900})
    page.set_default_timeout(1000 * SECONDS_OF_A_PAGE)
    page.goto(f"{server.url}/p/story/overview")
    page.get_by_label("E-mail").fill("boss@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name=re.compile("sign in", re.IGNORECASE)).click()
    page.get_by_role("navigation").first.wait_for()
    return page


def _find_the_drop_off(page: Page, server: Server) -> set[str]:
    reached, lost = _slow_funnel()
    query = {
        "kind": "funnel",
        "steps": [{"event": step} for step in STEPS],
        "window": "30d",
        "range": RANGE,
    }
    answer = server.call("POST", "/query", query, project="story")
    assert [step["people"] for step in answer["result"]["steps"]] == reached
    page.goto(
        f"{server.url}/p/story/funnel?q={urllib.parse.quote(json.dumps(query, separators=(',', ':')))}"
    )
    columns = page.locator(".funnel-chart > li")
    expect(columns).to_have_count(3)
    for index, people in enumerate(reached):
        expect(columns.nth(index).locator(".funnel-numbers strong")).to_have_text(f"{people:,}")
    columns.nth(1).locator(".funnel-lost button").click()
    expect(page.get_by_test_id("people-count")).to_have_text(re.compile(f"{len(lost):,}"))
    return lost


def _write_to_them(page: Page, lost: set[str]) -> str:
    page.get_by_role("button", name="Send a campaign").click()
    dialog = page.get_by_role("dialog", name="Send a campaign")
    dialog.get_by_label("Name").fill("Got a campaign, redeemed nothing")
    dialog.get_by_role("button", name="Save and write").click()
    page.wait_for_url(re.compile("campaigns/new"))
    expect(page.get_by_text(re.compile(f"redeemed nothing .{len(lost):,} people"))).to_be_visible()
    page.get_by_label("Name", exact=True).fill("Come back")
    page.get_by_label("Subject").fill("We kept your coupon")
    page.get_by_label("Body (HTML, Liquid template)").fill(
        '<p>Dear {{ person.household_comp | default: "friend" }},</p>'
        '<p><a href="https://shop.example.com/coupon">Your coupon</a></p>'
        '<p><a href="{{ unsubscribe_url }}">Unsubscribe</a></p>'
    )
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_url(re.compile(r"campaigns/(?!new)\w+"))
    return page.url.split("/")[-1].split("?")[0]


def _check_delivery(server: Server, campaign: str, mail: MailServer, lost: set[str]) -> None:
    server.call(
        "PATCH",
        f"/campaigns/{campaign}",
        {"goal": {"event": "order_after_mail", "window": "7d"}, "holdout": 0.2},
        project="story",
    )
    server.call("POST", f"/campaigns/{campaign}/launch", project="story")

    def settled() -> dict[str, Any] | None:
        result = server.call("GET", f"/campaigns/{campaign}/result", project="story")
        counts = result["counts"]
        is_done = counts["sent"] and not counts["queued"]
        return result if is_done and counts["sent"] == len(mail.accepted) else None

    result = wait_until(settled, what="the campaign to be sent")
    assert result["audience"] == len(lost)
    assert result["counts"]["sent"] + result["holdout"] == len(lost)
    assert 0.1 < result["holdout"] / len(lost) < 0.3
    addresses = mail.deliveries()
    assert max(addresses.values()) == 1
    assert set(addresses) <= {f"h{household}@example.com" for household in lost}
    assert result["split"]["is_sound"]


def _people_answer(server: Server, mail: MailServer, data: Path) -> list[str]:
    """Ten open, five of them click, and four of these buy."""
    time.sleep(3)  # within two seconds of the sending it would be a scanner of mail, not a person
    bought: list[str] = []
    for place, (address, message) in enumerate(mail.accepted[:10]):
        html = _html(message)
        pixel = re.search(r'src="([^"]*/t/o/[^"]+)"', html)
        link = re.search(r'href="([^"]*/t/c/[^"]+)"', html)
        assert pixel, html
        assert link, html
        assert httpx.get(_here(server, pixel[1])).headers["content-type"] == "image/gif"
        if place < 5:
            answer = httpx.get(_here(server, link[1]), follow_redirects=False)
            assert answer.status_code in {302, 303, 307}
            assert answer.headers["location"].startswith("https://shop.example.com/coupon")
        if place < 4:
            bought.append(address.removeprefix("h").removesuffix("@example.com"))
    assert _import_orders(data, bought, datetime.now(UTC).isoformat()) == len(bought)
    return bought


def _html(message: Any) -> str:
    for part in message.walk():
        if part.get_content_type() == "text/html":
            return str(part.get_payload(decode=True).decode())
    raise AssertionError("the message has no html part")


def _here(server: Server, link: str) -> str:
    return server.url + urllib.parse.urlparse(link.replace("&amp;", "&")).path


def _check_result(page: Page, server: Server, campaign: str, buyers: list[str]) -> None:
    def counted() -> dict[str, Any] | None:
        result = server.call("GET", f"/campaigns/{campaign}/result", project="story")
        counts = result["counts"]
        seen = (counts["opened"], counts["clicked"], counts["converted"])
        return result if seen == (10, 5, 4) else None

    result = wait_until(counted, what="ten opens, five clicks, four conversions")
    lift = result["lift"]
    assert (lift["treated_converted"], lift["holdout_converted"]) == (len(buyers), 0)
    assert lift["difference"] == pytest.approx(len(buyers) / lift["treated_people"])
    assert lift["low"] < lift["difference"] < lift["high"]
    people = server.call("GET", f"/campaigns/{campaign}/people?outcome=converted", project="story")
    assert people["count"] == 4
    page.goto(f"{server.url}/p/story/campaigns/{campaign}")
    expect(page.get_by_role("heading", name="Lift", exact=True)).to_be_visible()
    picture = f"difference +{lift['difference']:.2%}".replace("%", " %")
    expect(page.get_by_role("img", name=re.compile(re.escape(picture)))).to_be_visible()
    page.get_by_role("button", name=f"{lift['treated_people']:,}", exact=True).first.click()
    expect(page.get_by_test_id("people-count")).to_have_text(
        re.compile(f"{lift['treated_people']:,}")
    )


def _check_points(page: Page, server: Server, buyers: list[str]) -> None:
    condition = {"did": {"event": "order_after_mail", "within": {"last": "2d"}}}
    people = server.call("POST", "/people", {"condition": condition}, project="story")["people"]
    values = {each["value"] for person in people for each in person["identities"]}
    assert values == set(buyers)
    person = people[0]["person_id"]

    def rewarded() -> bool:
        return bool(server.call("GET", f"/points/{person}", project="story")["balance"] == POINTS)

    wait_until(rewarded, what="the points of the order")
    page.goto(f"{server.url}/p/story/people/{person}")
    expect(page.get_by_text(f"+{POINTS}").first).to_be_visible()
    totals = server.call("GET", "/points", project="story")
    assert totals["balanced"]
    assert totals["outstanding"] == POINTS * len(buyers)

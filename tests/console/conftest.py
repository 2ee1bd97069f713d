"""A small shop of known numbers behind a real server, and a real browser before it."""

import csv
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright

from tests.conftest import engine_folder
from tests.console.club import Club, make_club
from tests.console.year import Year, make_year
from tests.journeys.server import SECONDS, SECONDS_OF_A_PAGE, Server, wait_until
from tests.journeys.server import stayflow as command
from tools.house.chromium import get_chromium

EMAIL, PASSWORD = "owner@example.com", "a long enough secret 42"
PEOPLE, CARTS, BUYERS = 60, 40, 25
MAPPING = """
event: {column: event}
time: {column: time, zone: UTC}
identities: {user_id: {column: user}}
properties: {category: {column: category}}
attributes: {name: {column: name}, city: {column: city}, email: {column: email}}
revenue: {column: amount, currency: USD}
"""


_servers: list[Server] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show with a failure what the server said: the page shows only a reference into its log."""
    report = yield
    if report.failed and _servers:
        report.sections.append(("the server's log", _servers[-1].log()))
    return report


@dataclass(frozen=True)
class Shop:
    """A project: where the console answers, and the data folder of its server."""

    url: str
    data: Path
    project: str = "shop"
    write_key: str = field(default="", repr=False)

    def sign_in(self, page: Page) -> None:
        """As the owner, on the page of the shop."""
        page.goto(f"{self.url}/p/{self.project}/overview")
        page.get_by_label("E-mail").fill(EMAIL)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="Overview")).to_be_visible()

    def open(self, page: Page, path: str) -> None:
        """A page of the shop."""
        page.goto(f"{self.url}/p/{self.project}/{path}")

    def send(self, *messages: dict[str, Any]) -> None:
        """Events, as a site sends them."""
        sent = httpx.post(
            f"{self.url}/v1/batch",
            json={"batch": messages},
            auth=(self.write_key, ""),
            timeout=SECONDS,
        )
        assert sent.is_success, sent.text


def _write_events(file: Path) -> None:
    """Everybody looks, CARTS of them put into the cart an hour later, BUYERS buy an hour after that."""
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(days=12)
    with file.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["user", "name", "city", "email", "event", "time", "category", "amount"])
        for number in range(PEOPLE):
            steps = ["product_view"]
            steps += ["add_to_cart"] if number < CARTS else []
            steps += ["purchase"] if number < BUYERS else []
            city = "Hangzhou" if number % 2 == 0 else "Shanghai"
            who = [f"u{number}", f"Person {number}", city, f"u{number}@example.com"]
            for hour, event in enumerate(steps):
                at = start + timedelta(days=number % 10, hours=hour)
                amount = "20" if event == "purchase" else ""
                rows.writerow([*who, event, at.isoformat(), "toys", amount])


def _fill(server: Server, events: Path, project: str) -> None:
    """Send the file through the API, wait until all of it is in, and let the owner in."""
    with events.open("rb") as file:
        started = httpx.post(
            f"{server.url}/api/v1/projects/{project}/imports",
            files={"file": ("events.csv", file, "text/csv")},
            data={"mapping": MAPPING},
            headers={"Authorization": f"Bearer {server.key}"},
            timeout=SECONDS,
        )
    assert started.is_success, started.text
    path = f"/imports/{started.json()['import_id']}"
    wait_until(lambda: server.call("GET", path, project=project)["state"] == "done")
    received = server.call("GET", path, project=project)["counts"]["accepted"]
    assert received == PEOPLE + CARTS + BUYERS
    owner = {"email": EMAIL, "password": PASSWORD, "role": "owner"}
    server.call("POST", "/users", owner, project=project)


@pytest.fixture(scope="package")
def shops() -> Iterator[tuple[Shop, Shop]]:
    """The server of the tests of this folder, with two projects of the same people in it."""
    with engine_folder() as folder:
        data, events = folder / "data", folder / "events.csv"
        _write_events(events)
        words = ("--zone", "UTC", "--currency", "USD")
        made = {
            project: command(data, "project", "create", project, *words)
            for project in ("shop", "market")
        }
        server = Server(data)
        server.start()
        _servers.append(server)
        try:
            for project, keys in made.items():
                server.key = keys["api_key"]
                _fill(server, events, project)
            market = Shop(server.url, data, "market", made["market"]["write_key"])
            yield Shop(server.url, data), market
        finally:
            server.stop()


@pytest.fixture(scope="package")
def shop(shops: tuple[Shop, Shop]) -> Shop:
    """People and events of known numbers; no test adds any."""
    return shops[0]


@pytest.fixture(scope="package")
def market(shops: tuple[Shop, Shop]) -> Shop:
    """The same to begin with, for the tests that send events."""
    return shops[1]


@pytest.fixture(scope="package")
def year(shop: Shop) -> Year:
    """Half a year of groups whose stages, classes and values are known by hand; its tests stand in order."""
    return make_year(shop.url, shop.data, {"email": EMAIL, "password": PASSWORD})


@pytest.fixture(scope="package")
def club(shops: tuple[Shop, Shop]) -> Club:
    """A project of known people on the same server: attributes of every type, later what is computed of them."""
    owner = {"email": EMAIL, "password": PASSWORD}
    return make_club(shops[0].url, shops[0].data, owner)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of this folder: its event loop must not outlive them."""
    expect.set_options(timeout=1000 * SECONDS_OF_A_PAGE)  # a slow machine is no defect of a page
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=get_chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield started
        started.close()


@contextmanager
def _fresh(browser: Browser, session: StorageState | None = None) -> Iterator[Page]:
    context = browser.new_context(
        locale="en-US",
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",  # a click must not meet what is still on its way
        storage_state=session,
    )
    page = context.new_page()
    page.set_default_timeout(1000 * SECONDS_OF_A_PAGE)
    yield page
    context.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """A fresh browser in English; nobody is signed in."""
    with _fresh(browser) as page:
        yield page


@pytest.fixture(scope="package")
def session(browser: Browser, shops: tuple[Shop, Shop]) -> StorageState:
    """What the owner's browser keeps once they have signed in."""
    with _fresh(browser) as page:
        shops[0].sign_in(page)
        return page.context.storage_state()


@pytest.fixture
def page(browser: Browser, session: StorageState) -> Iterator[Page]:
    """The owner's fresh browser; an error of the page's own scripts fails the test that meets it."""
    with _fresh(browser, session) as page:
        page.on("pageerror", lambda error: pytest.fail(f"the page failed: {error}"))
        yield page

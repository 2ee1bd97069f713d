"""A running server behind a proxy that can fail on purpose, and the places real SDKs run in."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.conftest import engine_folder
from tests.journeys.server import SECONDS, SECONDS_OF_A_PAGE, Server, stayflow, wait_until
from tests.sdks.faults import FaultyProxy
from tests.sdks.nodes import Node
from tests.sdks.pages import PAGE, Pages
from tools.house.chromium import get_chromium
from tools.house.setup import OTHER_SDKS

RunNode = Callable[..., None]
OpenSite = Callable[..., Page]
# A browser without a window says so, and cleaning takes it for a robot.
AS_OF_A_PERSON = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{} Safari/537.36"
)


class Shop:
    """A project of its own on the running server, and what arrived in it."""

    def __init__(
        self, server: Server, proxy: FaultyProxy, project: str, keys: dict[str, str]
    ) -> None:
        self.server = server
        self.proxy = proxy
        self.project = project
        self.write_key = keys["write_key"]
        self._api_key = keys["api_key"]

    @property
    def url(self) -> str:
        """What the SDK is told as its host: the proxy, which passes everything on."""
        return self.proxy.url

    def call(self, method: str, path: str, body: object = None) -> Any:
        """Call the API of the project."""
        self.server.key = self._api_key
        return self.server.call(method, path, body, project=self.project)

    def counts(self) -> dict[str, int]:
        """Events stored, by name, without those that tell of merges: they come a moment later, of ourselves."""
        named = {each["name"]: each["count"] for each in self.call("GET", "/catalogue")["events"]}
        return {name: count for name, count in named.items() if not name.startswith("identity.")}

    def wait_for(self, expected: dict[str, int], seconds: float = SECONDS) -> None:
        """Wait until at least so many events of each name are stored, then say exactly what is."""

        def enough() -> bool:
            found = self.counts()
            return all(found.get(name, 0) >= count for name, count in expected.items())

        try:
            wait_until(enough, seconds)
        except AssertionError:
            message = f"{expected}; stored: {self.counts()}; requests: {self.proxy.seen}"
            raise AssertionError(message) from None
        found = self.counts()
        assert {name: found[name] for name in expected} == expected

    def identities(self, event: str) -> set[tuple[str, str]]:
        """Those of the one person who did an event: a merge is shown a moment after the events that it follows from."""

        def of_one() -> set[tuple[str, str]]:
            asked = {"condition": {"did": {"event": event}}}
            people = self.call("POST", "/people", asked)["people"]
            named = [(each["kind"], each["value"]) for one in people for each in one["identities"]]
            return set(named) if len(people) == 1 else set()

        return set(wait_until(of_one, what=f"one person who did {event}"))


@pytest.fixture(scope="package")
def server() -> Iterator[Server]:
    """One server for the tests of this folder; each test has a project of its own in it."""
    with engine_folder() as folder:
        data = folder / "data"
        running = Server(data, key=stayflow(data, "project", "create", "first")["api_key"])
        running.start()
        try:
            yield running
        finally:
            assert running.stop() == 0, running.log()


@pytest.fixture
def proxy(server: Server) -> Iterator[FaultyProxy]:
    """What stands between the SDKs and the server: a test's own, as what the last one opened may still send."""
    with FaultyProxy(server.port) as running:
        yield running


@pytest.fixture
def shop(server: Server, proxy: FaultyProxy, request: pytest.FixtureRequest) -> Shop:
    """A fresh project; nothing fails until a test asks for it."""
    project = "p" + hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]
    keys = stayflow(server.data, "project", "create", project, "--zone", "UTC", "--currency", "USD")
    return Shop(server, proxy, project, keys)


@pytest.fixture
def more_proxies(server: Server) -> Iterator[Callable[[], FaultyProxy]]:
    """Further ones, for SDKs that run side by side and meet faults of their own each."""
    with ExitStack() as opened:
        yield lambda: opened.enter_context(FaultyProxy(server.port))


@pytest.fixture(scope="package")
def run_node() -> RunNode:
    """Run an ES module in the folder where the SDKs of the npm registry are installed."""

    def run(script: str, **variables: str) -> None:
        with Node(script, **variables) as process:
            process.end()

    return run


@pytest.fixture(scope="package")
def packages() -> Path:
    """The `node_modules` of the SDKs, for scripts that a page loads."""
    return OTHER_SDKS / "node_modules"


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of this folder: its event loop must not outlive them."""
    expect.set_options(timeout=1000 * SECONDS_OF_A_PAGE)  # a slow machine is no defect of a page
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=get_chromium(),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                # An SDK that finds itself driven by a program sends nothing.
                "--disable-blink-features=AutomationControlled",
                # A page that a test makes up counts as public, and may not ask a server of this machine.
                "--disable-features=LocalNetworkAccessChecks",
            ],
        )
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh browser, with nothing stored."""
    with fresh_page(browser) as opened:
        yield opened


@contextmanager
def fresh_page(browser: Browser) -> Iterator[Page]:
    """A page of a context of its own."""
    context = browser.new_context(
        locale="zh-CN",
        viewport={"width": 1280, "height": 900},
        user_agent=AS_OF_A_PERSON.format(browser.version),
    )
    opened = context.new_page()
    opened.set_default_timeout(1000 * SECONDS_OF_A_PAGE)
    yield opened
    context.close()


@pytest.fixture
def open_site(browser: Browser) -> Iterator[OpenSite]:
    """Open a page of another origin in a fresh browser, with the scripts of a folder.

    With `own_time`, its clock can be held and set forward.
    """
    with ExitStack() as opened:

        def open_page(folder: Path, html: str = PAGE, *, own_time: bool = False) -> Page:
            site = opened.enter_context(Pages(html, folder))
            page = opened.enter_context(fresh_page(browser))
            if own_time:
                page.clock.install()
            page.goto(f"{site.url}/p/1?utm_source=weibo&utm_campaign=618")
            return page

        yield open_page

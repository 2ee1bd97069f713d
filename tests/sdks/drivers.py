"""Plays the calls of a case with each of our SDKs."""

import json
import subprocess
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import Browser

from stayflow_sdk import CallOptions, Client, Problem, Settings
from tests.journeys.server import SECONDS, wait_until
from tests.sdks.conftest import AS_OF_A_PERSON, Shop
from tests.sdks.site import Site
from tools.house.node import node_environment
from tools.house.setup import ROOT, SERVED

Calls = Sequence[Sequence[Any]]
Driver = Callable[[Shop, Calls], None]


def _nothing() -> None:
    """Happens in between, unless a test says what does."""


def play_in_browser(
    browser: Browser,
    once_open: Callable[[], None] = _nothing,
    once_called: Callable[[], None] = _nothing,
) -> Driver:
    """A page of another origin that loads the script by its tag, in a fresh browser.

    Args:
        browser: Whose context is fresh for each case.
        once_open: Happens when the script is there and no call was made.
        once_called: Happens when all calls were made.
    """

    def play(shop: Shop, calls: Calls) -> None:
        site = Site(shop)
        site.attributes = 'data-page-views="off" data-visible-time="off" data-clicks="off"'
        context = browser.new_context(user_agent=AS_OF_A_PERSON.format(browser.version))
        try:
            page = context.new_page()
            site.visit(page)
            once_open()
            page.evaluate("(calls) => { for (const each of calls) stayflow(...each) }", calls)
            once_called()
            page.evaluate("stayflow.flush()")
            waiting = "stayflow.client.waitingCount"
            wait_until(lambda: page.evaluate(waiting) == 0, what="the browser")
        finally:
            context.close()
            site.close()

    return play


def play_in_mini_program(shop: Shop, calls: Calls) -> None:
    """The built file in a fake `wx`, in a process of its own."""
    task = {
        "sdk": str(SERVED / "sdk" / "stayflow-mini-program.js"),
        "host": shop.url,
        "writeKey": shop.write_key,
        "calls": calls,
    }
    script = ROOT / "sdk" / "conformance" / "mini-program.ts"
    done = subprocess.run(
        ["node", "--experimental-strip-types", "--no-warnings", str(script)],
        input=json.dumps(task),
        env={**node_environment(ROOT), "NO_PROXY": "127.0.0.1"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr


class Device:
    """Keeps for the Python SDK, which knows no device, what a device knows."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.user_id: str | None = None
        self.anonymous_id = str(uuid4())

    def play(self, method: str, words: Sequence[Any]) -> None:
        options = _options(words[2] if len(words) > 2 else {})
        data = words[1] if len(words) > 1 else {}
        who = {"anonymous_id": self.anonymous_id, "options": options}
        if method == "identify":
            if self.user_id not in {None, words[0]}:
                self.anonymous_id = who["anonymous_id"] = str(uuid4())
            self.user_id = words[0]
            self.client.identify(self.user_id, data, **who)
        elif method == "alias":
            self.user_id = words[0]
            self.client.alias(words[0], self.anonymous_id, options=options)
        else:
            getattr(self.client, method)(self.user_id, words[0], data, **who)


def play_in_python(shop: Shop, calls: Calls, spool: Path | None = None) -> None:
    """The Python package in this process."""
    problems: list[Problem] = []
    settings = Settings(on_error=problems.append, spool=spool)
    with Client(shop.write_key, shop.url, settings) as client:
        device = Device(client)
        for method, *words in calls:
            device.play(method, words)
        assert client.flush(SECONDS)
    assert problems == []


def _options(said: dict[str, Any]) -> CallOptions:
    moment = said.get("timestamp")
    return CallOptions(
        message_id=said.get("messageId"),
        timestamp=datetime.fromisoformat(moment) if moment else None,
        identities=said.get("identities", {}),
    )

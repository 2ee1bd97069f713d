"""The same calls lead to the same stored events, whichever of our SDKs makes them."""

from collections import Counter, defaultdict
from datetime import datetime
from secrets import token_hex
from threading import Thread
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser

from tests.journeys.server import Server, stayflow, wait_until
from tests.sdks.conftest import Shop
from tests.sdks.drivers import (
    Calls,
    Driver,
    play_in_browser,
    play_in_mini_program,
    play_in_python,
)
from tests.sdks.faults import FaultyProxy
from tests.sdks.stored import Stored, stored_events
from tools.house.setup import ROOT

pytestmark = pytest.mark.browser

CASES = yaml.safe_load((ROOT / "sdk" / "conformance" / "cases.yaml").read_text(encoding="utf-8"))
Case = dict[str, Any]
CLOCK_SECONDS = 60  # how far a busy machine may lie between sending and receiving


@pytest.fixture(scope="module")
def keys(server: Server) -> dict[str, str]:
    words = ("--zone", "UTC", "--currency", "CNY")
    return stayflow(server.data, "project", "create", f"calls{token_hex(4)}", *words)


@pytest.fixture
def shop(server: Server, proxy: FaultyProxy, keys: dict[str, str]) -> Shop:
    return Shop(server, proxy, keys["project"], keys)


@pytest.fixture(params=["browser", "mini-program", "python"])
def driver(request: pytest.FixtureRequest, browser: Browser) -> Driver:
    drivers: dict[str, Driver] = {
        "browser": play_in_browser(browser),
        "mini-program": play_in_mini_program,
        "python": play_in_python,
    }
    return drivers[request.param]


def name_ids(value: Any, run: str) -> Any:
    """The case with ids of its own in the place of `$words`."""
    if isinstance(value, str) and value.startswith("$"):
        return f"{value[1:]}-{run}"
    if isinstance(value, list):
        return [name_ids(each, run) for each in value]
    if isinstance(value, dict):
        return {name: name_ids(each, run) for name, each in value.items()}
    return value


def spread(calls: Calls) -> list[list[Any]]:
    """The calls, those with `times` so many times."""
    found: list[list[Any]] = []
    for method, *words in calls:
        options = dict(words[2]) if len(words) > 2 else {}
        times = options.pop("times", 1)
        found += [[method, *words[:2], *([options] if options else [])]] * times
    return found


def wait_for_stored(shop: Shop, run: str, count: int) -> list[Stored]:
    """What the people of a run did, once there is so much of it."""
    found: list[Stored] = []

    def is_enough() -> bool:
        found[:] = [each for each in stored_events(shop, run) if each.event != "session_start"]
        return len(found) >= count

    try:
        wait_until(is_enough)
    except AssertionError:
        stored = Counter(each.event for each in found)
        pytest.fail(
            f"{count} events of {run} are missing; stored: {stored}, in all {shop.counts()}"
        )
    return found


def is_told(line: Case, stored: Stored) -> bool:
    """Whether an event is what a line says."""
    properties = line.get("properties", {})
    same = {name: stored.properties.get(name) for name in properties} == properties
    is_close = True
    if "time" in line:
        apart = datetime.fromisoformat(stored.time[:19]) - datetime.fromisoformat(line["time"])
        is_close = abs(apart.total_seconds()) < CLOCK_SECONDS
    return (
        same
        and is_close
        and line.get("revenue", stored.revenue) == stored.revenue
        and line.get("currency", stored.currency) == stored.currency
    )


def play(case: Case, shop: Shop, driver: Driver) -> tuple[Case, str]:
    """Play a case with ids of its own; the case with them, and what all of them end with."""
    run = token_hex(4)
    case = name_ids(case, run)
    shop.proxy.heal()
    shop.proxy.fail(*case.get("faults", ()))
    driver(shop, spread(case["calls"]))
    assert shop.proxy.faults_left == 0, case["name"]
    return case, run


def check(case: Case, shop: Shop, run: str) -> None:
    """What is stored is what the case says, and nothing else."""
    lines = [line for line in case["stored"] for _ in range(line.get("times", 1))]
    stored = wait_for_stored(shop, run, len(lines))
    counts = Counter(each.event for each in stored)
    assert counts == Counter(line["event"] for line in lines), case["name"]
    people: dict[str, set[int]] = defaultdict(set)
    for line in case["stored"]:
        named = [each for each in stored if each.event == line["event"]]
        matching = [each for each in named if is_told(line, each)]
        assert matching, f"{case['name']}: {line}: {named}"
        if line.get("times", 1) > 1:
            assert len(matching) == line["times"]
            assert len({each.event_id for each in matching}) == line["times"]
        people[line["person"]] |= {each.person_id for each in matching}
    _check_people(shop, case, stored, people)


def test_calls_are_stored_as_the_cases_say(shop: Shop, driver: Driver) -> None:
    played = [play(case, shop, driver) for case in CASES if "faults" not in case]
    for case, run in played:
        check(case, shop, run)


@pytest.mark.parametrize(
    "case", [case for case in CASES if "faults" in case], ids=lambda case: case["name"]
)
def test_a_failure_on_the_way_loses_and_doubles_nothing(
    shop: Shop, driver: Driver, case: Case
) -> None:
    played, run = play(case, shop, driver)
    check(played, shop, run)


def _check_people(
    shop: Shop, case: Case, stored: list[Stored], people: dict[str, set[int]]
) -> None:
    names = set(people)
    assert len({each.person_id for each in stored}) == len(names)
    if len(names) == 1:
        assert len(people[names.pop()]) == 1
    for identities in case.get("identities", {}).values():
        known = {
            (kind, value) for kind, values in identities.items() if values != 1 for value in values
        }
        (found,) = {each.identities for each in stored if known <= each.identities}
        assert Counter(kind for kind, _ in found) == {
            kind: 1 if values == 1 else len(values) for kind, values in identities.items()
        }
    for wanted in case.get("attributes", {}).values():
        (person_id,) = {each.person_id for each in stored}
        page = shop.call("GET", f"/people/{person_id}")
        attributes = {each["name"]: each["value"] for each in page["attributes"]}
        assert {name: attributes.get(name) for name in wanted} == wanted


@pytest.mark.slow
def test_a_server_that_is_killed_loses_nothing_of_any_sdk(
    shop: Shop, server: Server, browser: Browser
) -> None:
    run = token_hex(4)
    calls = [["identify", f"u-{run}"], *[["track", "Tried", {"n": n}] for n in range(150)]]
    counted = {"python": play_in_python, "mini-program": play_in_mini_program}
    threads = [
        Thread(target=play, args=(shop, _of(calls, name)), name=name)
        for name, play in counted.items()
    ]

    def kill() -> None:
        server.kill()
        for thread in threads:
            thread.start()

    play = play_in_browser(browser, once_open=kill, once_called=server.start)
    play(shop, _of(calls, "browser"))
    for thread in threads:
        thread.join()
    for name in (*counted, "browser"):
        stored = wait_for_stored(shop, f"{name}-u-{run}", 151)
        numbers = Counter(each.properties["n"] for each in stored if each.event == "Tried")
        assert numbers == Counter(range(150)), name


def _of(calls: Calls, name: str) -> list[list[Any]]:
    """The calls of a user of this SDK's own."""
    (method, user), *others = calls
    return [[method, f"{name}-{user}"], *map(list, others)]

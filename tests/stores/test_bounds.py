"""What a question may cost: held by the real engine; and no project makes the others wait."""

import threading
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import replace
from typing import Any

import pytest
from clickhouse_connect.driver.exceptions import StreamFailureError

from stayflow.kernel.settings import load_settings
from stayflow.stores.errors import QueryTooLarge, QueryTooLong, StoreUnavailable
from stayflow.stores.warehouse import (
    Bounds,
    Gate,
    ProjectWarehouse,
    Reading,
    ReadingStopped,
    TooManyQueries,
    most_of,
    read_as,
)
from stayflow.stores.warehouse.bounds import WAITING_LEAST, with_less_in_memory
from tests.journeys.server import wait_until

BOUNDS = Bounds(seconds=60, memory_bytes=1_000_000_000, rows=0, at_once=2)
ENDLESS = "SELECT count() FROM numbers(1000000000000) WHERE cityHash64(number) % 5 = 0"


@pytest.fixture
def facts(engines, project) -> ProjectWarehouse:
    return engines.warehouse.project(project)


def asked(reading: Reading, ask: Callable[[], Any]) -> Any:
    """Ask as a request does: in a context of its own."""

    def run() -> Any:
        read_as(reading)
        return ask()

    return copy_context().run(run)


def bounded(**changed: int) -> Reading:
    return Reading(bounds=replace(BOUNDS, **changed), gate=Gate())


def test_a_query_beyond_its_bounds_is_refused_and_says_what_to_narrow(facts):
    many = "SELECT groupUniqArray(number) FROM numbers(3000000)"
    rows = "SELECT sum(number) FROM numbers_mt(5000)"
    with pytest.raises(QueryTooLarge, match=r"rows.*shorter range"):
        asked(bounded(rows=4_000), lambda: facts.query(rows))
    with pytest.raises(QueryTooLarge, match=r"memory.*shorter range"):
        asked(bounded(memory_bytes=20_000_000), lambda: facts.query(many))
    with pytest.raises(QueryTooLong, match="shorter range"):
        asked(bounded(seconds=1), lambda: facts.arrow(ENDLESS))
    assert asked(bounded(rows=5_000), lambda: facts.value(rows)) == 12_497_500
    assert facts.value(rows) == 12_497_500  # nobody asks: what is done by the clock


# Of one thread, so that it takes the same memory everywhere.
GATHERED = (
    "SELECT sum(length(all)) FROM (SELECT cityHash64(number) % 250000 AS key,"
    " groupArray(toString(number)) AS all FROM numbers(1000000) GROUP BY key) SETTINGS max_threads = 1"
)


def test_a_query_that_fails_for_memory_is_asked_once_more_with_groups_on_disk(facts, monkeypatch):
    little = replace(BOUNDS, memory_bytes=75_000_000)
    asked_with: list[int] = []

    def noted(memory_bytes: int) -> dict[str, str | int]:
        asked_with.append(memory_bytes)
        return with_less_in_memory(memory_bytes)

    monkeypatch.setattr("stayflow.stores.warehouse.project.with_less_in_memory", noted)
    both = (lambda: facts.value(GATHERED), lambda: facts.arrow(GATHERED).num_rows * 1_000_000)
    for ask in both:
        assert asked(Reading(bounds=little, gate=Gate()), ask) == 1_000_000
    assert asked_with == [75_000_000] * 2  # it failed at three quarters, and passed at one
    with pytest.raises(QueryTooLarge, match=r"memory.*shorter range"):
        asked(bounded(memory_bytes=20_000_000), both[0])
    assert len(asked_with) == 3  # once more, and no third time
    by_the_clock = GATHERED + ", max_memory_usage = 20000000"
    with pytest.raises(QueryTooLarge, match=r"memory.*shorter range"):
        facts.value(by_the_clock)
    assert asked_with[3:] == [most_of(load_settings({}, {})).memory_bytes]


BROKEN_OFF = {
    "it is said": StreamFailureError("unrecognized data found in stream: `00be`"),
    "what is no text": UnicodeDecodeError("utf-8", b"\x80", 0, 1, "invalid start byte"),
}


@pytest.mark.parametrize("error", BROKEN_OFF.values(), ids=BROKEN_OFF.keys())
def test_an_answer_that_breaks_off_without_a_word_is_asked_for_once_more(facts, monkeypatch, error):
    facts.value("SELECT 1")
    client, asked_for = type(facts._idle[0]), []
    ask = client.query

    def breaks_off(times: int) -> Callable[..., Any]:
        def query(self: Any, sql: str, **given: Any) -> Any:
            asked_for.append(sql)
            if len(asked_for) <= times:
                raise error
            return ask(self, sql, **given)

        return query

    monkeypatch.setattr(client, "query", breaks_off(1))
    assert facts.value("SELECT 7") == 7
    monkeypatch.setattr(client, "query", breaks_off(9))
    with pytest.raises(StoreUnavailable, match="ask again"):
        facts.value("SELECT 8")
    assert asked_for == ["SELECT 7"] * 2 + ["SELECT 8"] * 2


def test_nothing_comes_of_a_query_that_was_stopped_however_it_ends(facts, monkeypatch):
    facts.value("SELECT 1")
    client, reading = type(facts._idle[0]), bounded()
    ask = client.query

    def stopped(self: Any, sql: str, **given: Any) -> Any:
        reading.is_over = True
        answer = ask(self, sql, **given)
        return answer if sql == "SELECT 7" else answer.result_rows[1]  # as if read beyond its end

    monkeypatch.setattr(client, "query", stopped)
    for sql in ("SELECT 7", "SELECT 8"):
        reading.is_over = False
        with pytest.raises(ReadingStopped):
            asked(reading, lambda sql=sql: facts.value(sql))


def test_as_many_as_may_run_do_others_wait_and_who_is_too_many_is_told(engines, facts):
    """One endless query takes the only place, eight wait, the next is refused; another project goes on."""
    gate, bounds = Gate(), replace(BOUNDS, at_once=1)
    endless, found = Reading(bounds=bounds, gate=gate), []

    def run_endless() -> None:
        with pytest.raises(ReadingStopped):
            asked(endless, lambda: facts.query(ENDLESS))

    def wait() -> None:
        found.append(asked(Reading(bounds=bounds, gate=gate), lambda: facts.value("SELECT 7")))

    threads = [threading.Thread(target=run_endless)]
    threads[0].start()
    wait_until(lambda: gate._running == 1)
    for place in range(1, WAITING_LEAST + 1):
        threads.append(threading.Thread(target=wait))
        threads[-1].start()
        wait_until(lambda place=place: gate._waiting == place)
    with pytest.raises(TooManyQueries):
        asked(Reading(bounds=bounds, gate=gate), lambda: facts.value("SELECT 7"))
    assert asked(Reading(bounds=bounds, gate=Gate()), lambda: facts.value("SELECT 8")) == 8
    assert found == []
    wait_until(lambda: under_way(facts))
    endless.is_over = True
    engines.warehouse.stop(endless)
    for each in threads:
        each.join()
    assert found == [7] * WAITING_LEAST
    assert asked(Reading(bounds=bounds, gate=gate), lambda: facts.value("SELECT 9")) == 9


def test_who_waits_longer_than_a_query_may_run_is_told(facts):
    gate, bounds = Gate(), replace(BOUNDS, at_once=1, seconds=0)
    with gate.place(bounds), pytest.raises(TooManyQueries):
        asked(Reading(bounds=bounds, gate=gate), lambda: facts.value("SELECT 7"))


def under_way(facts: ProjectWarehouse) -> bool:
    found = facts.value("SELECT count() FROM system.processes WHERE query LIKE '%numbers(1000%'")
    return int(found) > 1

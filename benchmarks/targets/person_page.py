"""One person's page beside the bare point query of their newest events, and its worst beside its median.

The worst is p99 over a few hundred different people, each asked once, among them those with the most events of all:
first alone and warm, then while others read pages and a condition over everybody is counted again and again.
"""

import itertools
import statistics
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from benchmarks.frame import (
    BenchContext,
    BenchTarget,
    Row,
    Stopwatch,
    ratio_row,
    stopwatch,
)
from benchmarks.loaded import Loaded, open_loaded
from stayflow.language.condition import compile_people, parse_condition
from stayflow.understand.lifecycle import default_definition, find_run, refresh_stages, save_model
from stayflow.understand.profile import read_person
from stayflow.understand.rfm import find_rfm_model, refresh_rfm, save_rfm_model
from stayflow.understand.segment import create_segment, find_segment, refresh_segment

SEGMENTS = {
    "buyers": {"did": {"event": "purchase"}},
    "window shoppers": {
        "all": [{"did": {"event": "add_to_cart"}}, {"not": {"did": {"event": "purchase"}}}]
    },
    "regulars": {"did": {"event": "purchase", "count": 3, "within": {"last": "60d"}}},
}
PEOPLE_ASKED = 40
ROUNDS_PER_PERSON = 5
DIFFERENT, HEAVIEST = 280, 20
WORST_BOUND = 5
READERS = 2
"""Threads that read pages while the worst is measured under load; one more counts."""
POINT = """
SELECT event, time, event_id, channel, source, url, title, device, revenue, currency, properties
FROM events
WHERE person_id IN (
  SELECT {person:UInt64} UNION ALL SELECT `from` FROM person_merges FINAL WHERE `to` = {person:UInt64})
ORDER BY time DESC LIMIT 50
"""


def measure_page(context: BenchContext) -> Iterable[Row]:
    """Compare the whole page (identities, attributes, totals, stage, RFM, segments, timeline) with one query."""
    with open_loaded(context) as loaded:
        prepare(loaded, context)
        people = ask_people(loaded)
        bare, page = [], []
        for person in itertools.islice(people, PEOPLE_ASKED * ROUNDS_PER_PERSON):
            for read, seconds in ((read_point, bare), (read_page, page)):
                with stopwatch() as watch:
                    read(loaded, person)
                seconds.append(watch.seconds)
        yield ratio_row(
            "one person's page",
            statistics.median(page),
            statistics.median(bare),
            bound=3,
            note=f"median of {len(page)} over {PEOPLE_ASKED} people; the newest 50 events of one person",
        )
        different, heaviest = ask_different(loaded), ask_heaviest(loaded)
        yield worst_row("p99 of the page beside its median", loaded, different, heaviest)
        with others_at_work(loaded):
            busy = worst_row("the same under load", loaded, different, heaviest)
        # what the others take is in it
        yield replace(busy, ours_processor=None, yardstick_processor=None)


def worst_row(name: str, loaded: Loaded, different: Sequence[int], heaviest: Sequence[int]) -> Row:
    """Each person's page once, the heaviest spread among the others; p99 beside the median."""
    step = len(different) // len(heaviest)
    asked = [(person, False) for person in different]
    for n, person in enumerate(heaviest):
        asked.insert(n * (step + 1), (person, True))
    read: list[tuple[Stopwatch, bool]] = []
    for person, is_heavy in asked:
        with stopwatch() as watch:
            read_page(loaded, person)
        read.append((watch, is_heavy))
    told = sorted(watch.seconds for watch, _ in read)
    busy = sorted(watch.processor for watch, _ in read)
    heavy = statistics.median(watch.seconds for watch, is_heavy in read if is_heavy)
    worst = int(len(told) * 0.99)
    row = ratio_row(
        name,
        told[worst],
        statistics.median(told),
        bound=WORST_BOUND,
        note=f"{len(told)} different people; the slowest {told[-1] * 1000:.0f} ms; median of the {len(heaviest)} with "
        f"the most events {heavy * 1000:.0f} ms",
    )
    return replace(row, ours_processor=busy[worst], yardstick_processor=statistics.median(busy))


@contextmanager
def others_at_work(loaded: Loaded) -> Iterator[None]:
    """Pages read and a condition counted by other threads, without a pause."""
    over = threading.Event()
    condition = parse_condition(SEGMENTS["regulars"])
    people = list(itertools.islice(ask_people(loaded), PEOPLE_ASKED))

    def read(first: int) -> None:
        for person in itertools.cycle(people[first:]):
            if over.is_set():
                return
            read_page(loaded, person)

    def count() -> None:
        while not over.is_set():
            people = compile_people(condition, loaded.scope)
            loaded.warehouse.value(f"SELECT count() FROM ({people.sql})", people.parameters)

    threads = [threading.Thread(target=read, args=(n,), daemon=True) for n in range(READERS)]
    threads.append(threading.Thread(target=count, daemon=True))
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def prepare(loaded: Loaded, context: BenchContext) -> None:
    """Give the project its segments, RFM classes and stages, once."""
    scope, warehouse = loaded.scope, loaded.warehouse
    with loaded.app.relational.project(loaded.project) as tx:
        if find_run(tx, "default") is not None and find_rfm_model(tx) is not None:
            return
        context.progress("recording segments, RFM classes and stages")
        for name, condition in SEGMENTS.items():
            if find_segment(tx, name) is None:
                create_segment(tx, name, condition, scope=scope, by="bench")
            refresh_segment(tx, name, scope=scope, warehouse=warehouse)
        save_rfm_model(tx, {"event": "purchase", "amount": "revenue"}, at=scope.now)
        refresh_rfm(tx, scope=scope, warehouse=warehouse)
        save_model(tx, default_definition(), scope=scope)
        refresh_stages(tx, scope=scope, warehouse=warehouse)


def ask_people(loaded: Loaded) -> Iterator[int]:
    """Some people, spread over all and always the same, one after the other without end."""
    rows = loaded.warehouse.query(
        "SELECT person_id FROM people WHERE person_id NOT IN (SELECT `from` FROM person_merges)"
        f" ORDER BY cityHash64(person_id) LIMIT {PEOPLE_ASKED}"
    ).rows
    return itertools.cycle(int(person) for (person,) in rows)


def ask_different(loaded: Loaded) -> list[int]:
    """Other people than those, as many as make a p99."""
    rows = loaded.warehouse.query(
        "SELECT person_id FROM people WHERE person_id NOT IN (SELECT `from` FROM person_merges)"
        f" ORDER BY cityHash64(person_id, 1) LIMIT {DIFFERENT}"
    ).rows
    return [int(person) for (person,) in rows]


def ask_heaviest(loaded: Loaded) -> list[int]:
    """Those with the most events."""
    rows = loaded.warehouse.query(
        f"SELECT {loaded.scope.event_person} AS person FROM events GROUP BY person"
        f" ORDER BY count() DESC, person LIMIT {HEAVIEST}"
    ).rows
    return [int(person) for (person,) in rows]


def read_point(loaded: Loaded, person: int) -> object:
    """The bare point query."""
    return loaded.warehouse.query(POINT, {"person": person}).rows


def read_page(loaded: Loaded, person: int) -> object:
    """The page as the console asks for it."""
    with loaded.app.relational.project(loaded.project) as tx:
        return read_person(
            person,
            tx=tx,
            scope=loaded.scope,
            warehouse=loaded.warehouse,
            panels=loaded.app.panels,
        )


TARGET = BenchTarget(
    "person-page",
    "one person's page beside the bare point query, and its p99 beside its median",
    measure_page,
)

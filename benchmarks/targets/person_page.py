"""One person's page beside the bare point query of their newest events."""

import itertools
import statistics
from collections.abc import Iterable, Iterator

from benchmarks.frame import BenchContext, BenchTarget, Row, ratio_row, stopwatch
from benchmarks.loaded import Loaded, open_loaded
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


TARGET = BenchTarget("person-page", "one person's page beside the bare point query", measure_page)

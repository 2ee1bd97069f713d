"""A project that holds the generated events, kept in the benchmark folder and used again."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa

from benchmarks.dataset import pick
from benchmarks.frame import BenchContext
from benchmarks.generate import (
    CITIES,
    DAY_MS,
    DAYS,
    EVENT_NAMES,
    FIRST_DAY_MS,
    People,
    make_days,
    make_people,
)
from benchmarks.project import Persons, assign_persons, event_tables, milliseconds
from stayflow.access.project import NewProject, create_project
from stayflow.app import App, open_app
from stayflow.intake.columns import PropertySeen
from stayflow.intake.identify import reload_overrides
from stayflow.intake.record import (
    EventSeen,
    add_attributes,
    add_columns,
    add_events,
    add_properties,
    plan_properties,
)
from stayflow.kernel.ids import ProjectId
from stayflow.kernel.settings import load_settings
from stayflow.language.scope import Scope, ValueType
from stayflow.stores.warehouse import ProjectWarehouse

PROJECT = ProjectId("bench")
ZONE = "Asia/Shanghai"
COLUMNS_MAX = 100
PRODUCT_EVENTS = ("product_view", "add_to_cart", "checkout", "purchase")
PROPERTY_TYPES = {
    "category": (ValueType.TEXT, PRODUCT_EVENTS),
    "product": (ValueType.TEXT, PRODUCT_EVENTS),
    "order_id": (ValueType.TEXT, ("purchase",)),
    "amount": (ValueType.NUMBER, ("purchase",)),
}
COUNTED_ABOUT = 1
"""The catalogue counts events by name; nothing measured here reads the counts."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The open app with the loaded project.

    Attributes:
        now: The end of the generated days: what `last: 30d` is counted back from.
    """

    app: App
    project: ProjectId
    now: datetime

    @property
    def warehouse(self) -> ProjectWarehouse:
        """The project's database."""
        return self.app.warehouse.project(self.project)

    @property
    def scope(self) -> Scope:
        """What the compilers know of the project, at the end of its data."""
        return replace(self.app.scope(self.project), now=self.now, has_merges=True)


@contextmanager
def open_loaded(context: BenchContext) -> Iterator[Loaded]:
    """Open the project of this size and seed, loading it first when it is not there yet.

    Args:
        context: Size, seed and folder; 20 M events take about two minutes to load.
    """
    folder = context.folder / f"data-{context.events}-{context.seed}"
    mark = folder / "loaded"
    if not mark.exists():
        shutil.rmtree(folder, ignore_errors=True)
    settings = load_settings({"data": str(folder)}, {})
    app = open_app(settings, command="stayflow bench")
    now_ms = FIRST_DAY_MS + DAYS * DAY_MS
    loaded = Loaded(app, PROJECT, datetime.fromtimestamp(now_ms / 1000, UTC))
    try:
        if not mark.exists():
            context.progress(f"loading {context.events:,} events of {context.people:,} people")
            _load(loaded, context)
            mark.touch()
        yield loaded
    finally:
        app.close()


def _load(loaded: Loaded, context: BenchContext) -> None:
    app, warehouse = loaded.app, loaded.warehouse
    new = NewProject(PROJECT, zone=ZONE, currency="CNY")
    create_project(new, relational=app.relational, warehouse=app.warehouse, clock=app.clock)
    _catalogue(loaded)
    people = make_people(context.people, context.seed)
    persons = assign_persons(people, make_days(people, context.events, context.seed))
    count = 0
    for table, _ in event_tables(people, persons, events=context.events, seed=context.seed):
        warehouse.insert("events", table, token=None)
        count += table.num_rows
    _write_people(warehouse, people, persons)
    reload_overrides(warehouse)
    _write_state(loaded, people, persons)
    _write_batch(loaded, count)
    warehouse.execute("OPTIMIZE TABLE event_people_daily FINAL")


def _catalogue(loaded: Loaded) -> None:
    seen = [
        PropertySeen(event, name, kind, COUNTED_ABOUT)
        for name, (kind, events) in PROPERTY_TYPES.items()
        for event in events
    ]
    planned = plan_properties({}, seen, COLUMNS_MAX)
    add_columns(loaded.warehouse, planned)
    first_at = datetime.fromtimestamp(FIRST_DAY_MS / 1000, UTC)
    with loaded.app.relational.project(PROJECT) as tx:
        add_properties(tx, planned, seen, loaded.now)
        add_events(
            tx,
            [EventSeen(name, COUNTED_ABOUT, first_at, loaded.now) for name in EVENT_NAMES],
            source="generated",
        )
        add_attributes(tx, {"city": ValueType.TEXT}, loaded.now)


def _write_people(warehouse: ProjectWarehouse, people: People, persons: Persons) -> None:
    joined_ms = FIRST_DAY_MS + people.joined_day * DAY_MS
    second = persons.second_id[persons.second_id > people.count]
    ids = np.concatenate((persons.first_id, second)).astype(np.uint64)
    seen_ms = np.concatenate((joined_ms, np.full(len(second), FIRST_DAY_MS)))
    warehouse.insert(
        "people",
        pa.table({"person_id": pa.array(ids), "first_seen_at": milliseconds(seen_ms)}),
        token=None,
    )
    warehouse.insert(
        "person_merges",
        pa.table(
            {
                "from": pa.array(persons.merged_from.astype(np.uint64)),
                "to": pa.array(persons.merged_to.astype(np.uint64)),
                "at": milliseconds(persons.merged_at_ms),
            }
        ),
        token=None,
    )
    count = people.count
    warehouse.insert(
        "person_attributes",
        pa.table(
            {
                "name": pick(np.zeros(count, dtype=np.int64), ("city",)),
                "person_id": pa.array(persons.first_id.astype(np.uint64)),
                "text": pick(people.city, tuple(city for _, city in CITIES)),
                "at": milliseconds(joined_ms),
                "origin": pick(np.zeros(count, dtype=np.int64), ("generated",)),
            }
        ),
        token=None,
    )


def _write_state(loaded: Loaded, people: People, persons: Persons) -> None:
    """Write the persons, and an identity for each device, as ONE-ID would have left them."""
    survivors = dict(zip(persons.merged_from.tolist(), persons.merged_to.tolist(), strict=True))
    second_owner = np.flatnonzero(persons.second_id > people.count)
    devices = [(f"d{person}-1", person + 1) for person in range(people.count)]
    devices += [(f"d{owner}-2", int(persons.second_id[owner])) for owner in second_owner.tolist()]
    with loaded.app.relational.project(PROJECT) as tx:
        tx.copy(
            "persons",
            ("project_id", "person_id", "created_at", "merged_into", "batch"),
            ((PROJECT, person, loaded.now, survivors.get(person), 1) for _, person in devices),
        )
        tx.copy(
            "identities",
            ("project_id", "kind", "value", "identity_id", "person_id", "owns_person",
             "first_seen_at"),
            (
                (PROJECT, "anonymous_id", device, number, person, True, loaded.now)
                for number, (device, person) in enumerate(devices, start=1)
            ),
        )  # fmt: skip
        tx.execute(
            "insert into identity_counters (person_next, identity_next) "
            "values (%(next)s, %(next)s)",
            {"next": len(devices) + 1},
        )


def _write_batch(loaded: Loaded, events: int) -> None:
    """Write down how many events have arrived, as the pipeline would have left it."""
    with loaded.app.relational.project(PROJECT) as tx:
        tx.execute(
            "insert into batches (batch, source, state, import_id, chunk, events, opened_at,"
            " recorded_at, arrival_from, arrival_end)"
            " values (1, 'generated', 'recorded', 'generated', 0, %(events)s, %(now)s, %(now)s, 0,"
            " %(events)s)",
            {"events": events, "now": loaded.now},
        )

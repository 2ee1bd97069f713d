"""A small project whose every event is known: written straight into its tables, and kept as plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pyarrow as pa

from stayflow.kernel.ids import ProjectId
from stayflow.kernel.registry import Registry
from stayflow.language.scope import Facet, PropertyColumn, Scope, Splitter, ValueType
from stayflow.measure.analysis import answer_query, who_people
from stayflow.stores.warehouse import ProjectWarehouse, Warehouse

METRICS = {
    "orders": {"metric": {"event": "buy"}},
    "buyers": {"metric": {"event": "buy", "aggregate": "people"}},
}
"""Saved metrics of every world."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Happened:
    """One event; `person` is the id it came with, before any merge."""

    name: str
    person: int
    at: datetime
    properties: Mapping[str, Any] = field(default_factory=dict)
    revenue: Decimal | None = None


@dataclass(frozen=True)
class KnownNames:
    """A catalogue made of the world's names."""

    events: tuple[str, ...]
    properties: Mapping[str, ValueType]
    attributes: Mapping[str, ValueType]

    def event_names(self):
        return self.events

    def property_names(self):
        return tuple(self.properties)

    def property(self, name):
        return PropertyColumn(name, self.properties[name]) if name in self.properties else None

    def attribute_names(self):
        return tuple(self.attributes)

    def attribute(self, name):
        return self.attributes.get(name)


NAMES = KnownNames(
    ("a", "b", "c", "buy", "view"),
    {"category": ValueType.TEXT, "amount": ValueType.NUMBER, "invoice": ValueType.TEXT},
    {"city": ValueType.TEXT},
)


@dataclass
class World:
    """The events of one project, in the order they arrived."""

    warehouse: ProjectWarehouse
    zone: ZoneInfo
    now: datetime
    events: list[Happened] = field(default_factory=list)
    merges: dict[int, int] = field(default_factory=dict)
    cities: dict[int, str] = field(default_factory=dict)
    knows_arrivals: bool = True
    facets: Registry[Facet] = field(default_factory=lambda: Registry("condition"))
    value_rules: Mapping[str, Any] = field(default_factory=dict)
    splitters: Registry[Splitter] = field(default_factory=lambda: Registry("breakdown"))

    @property
    def scope(self) -> Scope:
        return Scope(
            self.zone,
            self.now,
            NAMES,
            has_merges=bool(self.merges),
            arrivals=len(self.events) if self.knows_arrivals else 0,
            facets=self.facets,
            splitters=self.splitters,
            metrics=lambda: METRICS,
            value_rules=lambda: self.value_rules,
        )

    def ask_among(self, arrivals: int, **question: Any) -> Any:
        """What `ask` says where so many events have come: keys of other widths."""
        scope = replace(self.scope, arrivals=arrivals)
        answer = answer_query(question, scope=scope, warehouse=self.warehouse)
        return msgspec.json.decode(msgspec.json.encode(answer.result))

    def person(self, raw: int) -> int:
        return self.merges.get(raw, raw)

    def ask(self, **question: Any) -> Any:
        """The `result` of an answer, as JSON has it."""
        answer = answer_query(question, scope=self.scope, warehouse=self.warehouse)
        assert answer.rows_read >= 0
        assert answer.definition
        return msgspec.json.decode(msgspec.json.encode(answer.result))

    def who(self, who: Mapping[str, Any], **question: Any) -> set[int]:
        """The people behind a number; each is there once."""
        statement = who_people({**question, "who": who}, scope=self.scope, warehouse=self.warehouse)
        rows = self.warehouse.query(statement.sql, statement.parameters).rows
        people = [person for (person,) in rows]
        assert len(people) == len(set(people))
        return set(people)

    def fill(
        self,
        events: Iterable[Happened],
        merges: Mapping[int, int] | None = None,
        cities: Mapping[int, str] | None = None,
    ) -> "World":
        """Replace everything the project holds. Every fifth event begins a batch."""
        for table in (
            "events",
            "event_people_daily",
            "person_merges",
            "people",
            "person_attributes",
        ):
            self.warehouse.execute(f"TRUNCATE TABLE {table}")
        self.events, self.merges, self.cities = list(events), dict(merges or {}), dict(cities or {})
        self.warehouse.insert("events", self._table())
        ids = sorted({each.person for each in self.events} | set(self.cities))
        self.warehouse.insert(
            "people",
            pa.table(
                {
                    "person_id": pa.array(ids, pa.uint64()),
                    "first_seen_at": instants([EPOCH] * len(ids)),
                }
            ),
        )
        if self.merges:
            self._insert_merges()
        if self.cities:
            self._insert_cities()
        return self

    def _table(self) -> pa.Table:
        rows = self.events
        return pa.table(
            {
                "event": pa.array([each.name for each in rows]),
                "person_id": pa.array([each.person for each in rows], pa.uint64()),
                "time": instants([each.at for each in rows]),
                "event_id": pa.array(
                    [n.to_bytes(16, "big") for n in range(len(rows))], pa.binary(16)
                ),
                "received_at": instants([self.now] * len(rows)),
                "batch": pa.array([n // 5 for n in range(len(rows))], pa.uint64()),
                "arrival": pa.array(range(len(rows)), pa.uint64()),
                "revenue": pa.array([each.revenue for each in rows], pa.decimal128(18, 6)),
                "properties": pa.array(
                    [msgspec.json.encode(dict(each.properties)).decode() for each in rows]
                ),
            }
        )

    def _insert_merges(self) -> None:
        self.warehouse.insert(
            "person_merges",
            pa.table(
                {
                    "from": pa.array(list(self.merges), pa.uint64()),
                    "to": pa.array(list(self.merges.values()), pa.uint64()),
                    "at": instants([self.now] * len(self.merges)),
                }
            ),
        )
        self.warehouse.execute("SYSTEM RELOAD DICTIONARY person_overrides")

    def _insert_cities(self) -> None:
        people = list(self.cities)
        self.warehouse.insert(
            "person_attributes",
            pa.table(
                {
                    "name": pa.array(["city"] * len(people)),
                    "person_id": pa.array(people, pa.uint64()),
                    "text": pa.array(list(self.cities.values())),
                    "at": instants([EPOCH + timedelta(seconds=person) for person in people]),
                    "origin": pa.array(["test"] * len(people)),
                }
            ),
        )


def instants(times: list[datetime]) -> pa.Array:
    return pa.array([(at - EPOCH) // timedelta(milliseconds=1) for at in times]).cast(
        pa.timestamp("ms", tz="UTC")
    )


def make_world(warehouse: Warehouse, name: str, zone: str, now: datetime) -> World:
    """An empty project of its own."""
    warehouse.create_project(ProjectId(name), zone)
    return World(warehouse.project(ProjectId(name)), ZoneInfo(zone), now)

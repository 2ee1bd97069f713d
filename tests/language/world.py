"""A small generated project: people, events, attributes and merges, for the laws and their slow reference."""

import json
import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa

from stayflow.language.scope import PropertyColumn, Scope, ValueType
from stayflow.language.window import midnight
from stayflow.stores.warehouse import ProjectWarehouse

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
EVENTS = ("view", "add_to_cart", "purchase", "refund")
CATEGORIES = ("母婴", "food", "toys", "")
CITIES = ("杭州", "上海", "北京")
PROPERTIES = {
    "amount": PropertyColumn("amount", ValueType.NUMBER, "property_amount"),
    "category": PropertyColumn("category", ValueType.TEXT, "property_category"),
    "loose": PropertyColumn("loose", ValueType.NUMBER, None),
    "gift": PropertyColumn("gift", ValueType.BOOLEAN, None),
}
ATTRIBUTES = {
    "city": ValueType.TEXT,
    "age": ValueType.NUMBER,
    "vip": ValueType.BOOLEAN,
    "birthday": ValueType.TIME,
    "hobbies": ValueType.LIST,
}
COLUMNS = (
    "ALTER TABLE events ADD COLUMN property_amount Nullable(Float64) MATERIALIZED JSONExtract(properties, 'amount', 'Nullable(Float64)')",
    "ALTER TABLE events ADD COLUMN property_category String MATERIALIZED JSONExtractString(properties, 'category')",
)


class KnownNames:
    """A catalogue of fixed names."""

    def event_names(self) -> Collection[str]:
        return EVENTS

    def property_names(self) -> Collection[str]:
        return tuple(PROPERTIES)

    def property(self, name: str) -> PropertyColumn | None:
        return PROPERTIES.get(name)

    def attribute_names(self) -> Collection[str]:
        return tuple(ATTRIBUTES)

    def attribute(self, name: str) -> ValueType | None:
        return ATTRIBUTES.get(name)


@dataclass(frozen=True)
class Event:
    """One event; a property that is None is not sent."""

    person: int
    event: str
    time: datetime
    amount: int | None = None
    category: str = ""
    loose: float | None = None
    gift: bool | None = None
    revenue: int | None = None

    def properties(self) -> str:
        names = ("amount", "category", "loose", "gift")
        return json.dumps(
            {n: getattr(self, n) for n in names if getattr(self, n) not in {None, ""}}
        )


@dataclass(frozen=True)
class Attribute:
    """One statement about a person."""

    person: int
    name: str
    value: object
    at: datetime

    def row(self) -> dict[str, object]:
        text = (
            json.dumps(self.value, ensure_ascii=False)
            if isinstance(self.value, list)
            else str(self.value)
        )
        if isinstance(self.value, bool):
            text = "true" if self.value else "false"
        number = float(self.value) if ATTRIBUTES[self.name] is ValueType.NUMBER else None
        return {
            "name": self.name,
            "person_id": self.person,
            "text": text,
            "number": number,
            "time": self.value if isinstance(self.value, datetime) else None,
            "at": self.at,
            "origin": "test",
        }


@dataclass(frozen=True)
class World:
    """Everything a project knows; `merges` leads from a merged person to the final survivor."""

    zone: ZoneInfo
    people: tuple[int, ...]
    events: tuple[Event, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    merges: dict[int, int] = field(default_factory=dict)

    def scope(self, **changes: object) -> Scope:
        return replace(
            Scope(zone=self.zone, now=NOW, catalogue=KnownNames(), has_merges=bool(self.merges)),
            **changes,
        )

    def survivor(self, person: int) -> int:
        return self.merges.get(person, person)

    def canonical(self) -> list[int]:
        return sorted({self.survivor(person) for person in self.people})

    def squashed(self) -> "World":
        """The same world, its data moved to the survivors, as if the merged had never been others."""
        newest: dict[tuple[int, str], Attribute] = {}
        for each in sorted(self.attributes, key=lambda a: (a.at, a.person)):
            newest[self.survivor(each.person), each.name] = replace(
                each, person=self.survivor(each.person)
            )
        return World(
            self.zone,
            tuple(self.canonical()),
            tuple(replace(each, person=self.survivor(each.person)) for each in self.events),
            tuple(newest.values()),
        )

    def load(self, warehouse: ProjectWarehouse) -> None:
        """Put everything into the tables."""
        for statement in COLUMNS:
            warehouse.execute(statement)
        first = datetime(2025, 1, 1, tzinfo=UTC)
        warehouse.insert(
            "people",
            pa.Table.from_pylist([{"person_id": p, "first_seen_at": first} for p in self.people]),
        )
        warehouse.insert("events", _events_table(self.events))
        if self.attributes:
            warehouse.insert("person_attributes", _attributes_table(self.attributes))
        if self.merges:
            rows = [{"from": a, "to": b, "at": NOW} for a, b in self.merges.items()]
            warehouse.insert("person_merges", pa.Table.from_pylist(rows))
            warehouse.execute("SYSTEM RELOAD DICTIONARY person_overrides")


INSTANT = pa.timestamp("ms", tz="UTC")


def _events_table(events: tuple[Event, ...]) -> pa.Table:
    return pa.table(
        {
            "event": [e.event for e in events],
            "person_id": pa.array([e.person for e in events], pa.uint64()),
            "time": pa.array([e.time for e in events], INSTANT),
            "event_id": pa.array(
                [n.to_bytes(16, "big") for n in range(len(events))], pa.binary(16)
            ),
            "received_at": pa.array([e.time for e in events], INSTANT),
            "batch": pa.array([1] * len(events), pa.uint64()),
            "arrival": pa.array(range(len(events)), pa.uint64()),
            "revenue": pa.array([e.revenue for e in events], pa.decimal128(18, 6)),
            "currency": ["CNY" if e.revenue is not None else "" for e in events],
            "properties": [e.properties() for e in events],
        }
    )


def _attributes_table(attributes: tuple[Attribute, ...]) -> pa.Table:
    schema = pa.schema(
        [
            ("name", pa.string()),
            ("person_id", pa.uint64()),
            ("text", pa.string()),
            ("number", pa.float64()),
            ("time", INSTANT),
            ("at", INSTANT),
            ("origin", pa.string()),
        ]
    )
    return pa.Table.from_pylist([each.row() for each in attributes], schema=schema)


def generate(
    seed: int,
    zone: str,
    *,
    people: int = 60,
    events: int = 900,
    merges: int = 0,
    hard: bool = False,
) -> World:
    """A world drawn from a seed; many events lie at the borders of days of the zone.

    With `hard`, events are tied, days change the clock, and birthdays are of leap years.
    """
    chance = random.Random(seed)
    zone_info = ZoneInfo(zone)
    ids = tuple(range(1, people + 1))
    drawn = [_event(chance, zone_info, chance.randint(1, people * 3 // 4)) for _ in range(events)]
    return World(
        zone_info,
        ids,
        tuple(_hard(chance, zone_info, drawn) if hard else drawn),
        tuple(each for person in ids for each in _attributes(chance, zone_info, person, hard=hard)),
        {
            loser: chance.randint(1, people // 3)
            for loser in chance.sample(range(people // 3 + 1, people + 1), merges)
        },
    )


def _hard(chance: random.Random, zone: ZoneInfo, drawn: list[Event]) -> Iterator[Event]:
    """Some events on days that change the clock, some in the very millisecond of the one before."""
    changes = _changes_of_the_clock(zone)
    before = drawn[0]
    for event in drawn:
        if changes and chance.random() < 0.15:
            begins = midnight(chance.choice(changes), zone)
            offset = chance.choice([-1, 0, 1, 3_600_000, 82_800_000])
            event = replace(event, time=begins + timedelta(milliseconds=offset))  # noqa: PLW2901
        elif chance.random() < 0.1:
            person = chance.choice([before.person, event.person])
            event = replace(event, time=before.time, person=person)  # noqa: PLW2901
        before = event
        yield event


def _changes_of_the_clock(zone: ZoneInfo) -> list[date]:
    """The days of the last year that are not 24 hours long in the zone, and those before and after."""
    days = [NOW.date() - timedelta(days=n) for n in range(365)]
    hours = {day: midnight(day + timedelta(days=1), zone) - midnight(day, zone) for day in days}
    odd = [day for day in days if hours[day] != timedelta(hours=24)]
    return [day + timedelta(days=n) for day in odd for n in (-1, 0, 1)]


def _event(chance: random.Random, zone: ZoneInfo, person: int) -> Event:
    today = NOW.astimezone(zone).date()
    day = today - timedelta(days=int(chance.expovariate(1 / 25)))
    begins = midnight(day, zone)
    edge = chance.random() < 0.4
    offset = chance.choice([-1, 0, 1]) if edge else chance.randint(0, 86_399_999)
    return Event(
        person,
        chance.choice(EVENTS),
        min(begins + timedelta(milliseconds=offset), NOW),
        chance.choice([None, 0, 5, 20, 100, 400]),
        chance.choice(CATEGORIES),
        chance.choice([None, 1.5, -2.0]),
        chance.choice([None, True, False]),
        chance.choice([None, None, 10, 250, -40]),
    )


def _attributes(
    chance: random.Random, zone: ZoneInfo, person: int, *, hard: bool
) -> list[Attribute]:
    def at() -> datetime:
        return NOW - timedelta(days=chance.randint(0, 50), milliseconds=chance.randint(0, 10**6))

    birthday = date(1990, 1, 1) + timedelta(days=chance.randint(0, 4000))
    if hard and chance.random() < 0.1:
        birthday = date(1992, 2, 29)
    values = {
        "city": chance.choice(CITIES),
        "age": chance.choice([17, 18, 30, 65]),
        "vip": chance.choice([True, False]),
        "birthday": datetime(birthday.year, birthday.month, birthday.day, tzinfo=zone).astimezone(
            UTC
        ),
        "hobbies": chance.choice([["food"], ["food", "sport"], ["music"]]),
    }
    stated = [
        Attribute(person, name, value, at())
        for name, value in values.items()
        if chance.random() < 0.7
    ]
    if chance.random() < 0.3:
        stated.append(Attribute(person, "city", chance.choice(CITIES), at()))
    return stated

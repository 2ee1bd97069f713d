"""The catalogue: every event, property and attribute seen, with its type and its column."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pyarrow as pa

from stayflow.intake.columns import PropertySeen, hash_rows
from stayflow.language.scope import PropertyColumn, UnknownProperty, ValueType
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse

_NAME_MAX: Final = 200
# A name that can stand in a column's definition; others are read from the text of the properties.
_PLAIN_NAME: Final = re.compile(r"[\w $:@/-]{1,100}")
_TYPES: Final[Mapping[ValueType, tuple[str, str]]] = {
    ValueType.TEXT: ("String", "JSONExtractString(properties, {name})"),
    ValueType.NUMBER: (
        "Nullable(Float64)",
        "JSONExtract(properties, {name}, 'Nullable(Float64)')",
    ),
    ValueType.BOOLEAN: ("Nullable(Bool)", "JSONExtract(properties, {name}, 'Nullable(Bool)')"),
    ValueType.TIME: (
        "Nullable(DateTime64(3, 'UTC'))",
        "parseDateTime64BestEffortOrNull(JSONExtractString(properties, {name}), 3, 'UTC')",
    ),
    ValueType.LIST: ("Array(String)", "JSONExtract(properties, {name}, 'Array(String)')"),
}
"""Type of the column, and the expression that fills it, by type of the property."""


@dataclass(frozen=True, slots=True)
class EventSeen:
    """How often an event came in a batch, its first and last time, and the key of the last."""

    name: str
    count: int
    first_at: datetime
    last_at: datetime
    last_key: str = ""


@dataclass(frozen=True, slots=True)
class CataloguedProperty:
    """A property as catalogued; `column_name` is None beyond the limit of columns."""

    name: str
    type: ValueType
    column_name: str | None


@dataclass(frozen=True, slots=True)
class _TypeOf:
    name: str
    type: ValueType


@dataclass(frozen=True, slots=True)
class ProjectCatalogue:
    """The catalogue as the compilers ask for it: `stayflow.language.scope.Catalogue`."""

    events: frozenset[str]
    properties: Mapping[str, CataloguedProperty]
    attributes: Mapping[str, ValueType]

    def event_names(self) -> Collection[str]:
        """Every event."""
        return self.events

    def property_names(self) -> Collection[str]:
        """Every property, the built-in ones not among them."""
        return self.properties.keys()

    def property(self, name: str) -> PropertyColumn | None:
        """One property, None when it is unknown."""
        found = self.properties.get(name)
        if found is None:
            return None
        sql = f"`{found.column_name}`" if found.column_name else None
        return PropertyColumn(found.name, ValueType(found.type), sql)

    def attribute_names(self) -> Collection[str]:
        """Every attribute."""
        return self.attributes.keys()

    def attribute(self, name: str) -> ValueType | None:
        """The type of one attribute, None when it is unknown."""
        return self.attributes.get(name)


def read_catalogue(tx: Transaction) -> ProjectCatalogue:
    """The catalogue as it stands."""
    return ProjectCatalogue(
        events=frozenset(str(row[0]) for row in tx.rows("select name from catalogue_events")),
        properties={each.name: each for each in _list_properties(tx)},
        attributes={
            each.name: ValueType(each.type)
            for each in tx.all(_TypeOf, "select name, type from catalogue_attributes")
        },
    )


def _list_properties(tx: Transaction) -> list[CataloguedProperty]:
    return tx.all(
        CataloguedProperty, "select name, type, column_name from catalogue_properties order by name"
    )


def plan_properties(
    known: Mapping[str, CataloguedProperty], seen: Iterable[PropertySeen], columns_max: int
) -> list[CataloguedProperty]:
    """The properties a batch brings for the first time, each of the type it mostly has.

    Args:
        known: The catalogue so far.
        seen: What the batch has.
        columns_max: How many properties may have a column.
    """
    tally: dict[str, Counter[ValueType]] = {}
    for each in seen:
        if each.name not in known and 0 < len(each.name) <= _NAME_MAX and "\0" not in each.name:
            tally.setdefault(each.name, Counter())[each.type] += each.count
    free = columns_max - sum(1 for each in known.values() if each.column_name)
    planned = []
    for name, types in tally.items():
        column = _column_name(name) if free > 0 and _PLAIN_NAME.fullmatch(name) else None
        free -= column is not None
        planned.append(CataloguedProperty(name, _mostly(types), column))
    return planned


def _mostly(types: Mapping[ValueType, int]) -> ValueType:
    """The most frequent type; of equals not text, which everything can be read as."""
    return max(types, key=lambda kind: (types[kind], kind is not ValueType.TEXT, kind))


def add_columns(warehouse: ProjectWarehouse, planned: Sequence[CataloguedProperty]) -> None:
    """Give properties their typed columns; stored events have them too, by computation."""
    columns = [each for each in planned if each.column_name]
    if columns:
        parts = [f"ADD COLUMN IF NOT EXISTS {_definition(each)}" for each in columns]
        warehouse.execute(f"ALTER TABLE events {', '.join(parts)}")


def _definition(planned: CataloguedProperty) -> str:
    """The column of a property as it is declared: its name, its type, what fills it."""
    kind, expression = _TYPES[planned.type]
    literal = "'" + planned.name.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return f"`{planned.column_name}` {kind} MATERIALIZED {expression.format(name=literal)}"


def retype_property(
    tx: Transaction, warehouse: ProjectWarehouse, name: str, kind: ValueType
) -> None:
    """Give a property another type, for stored events too: they keep the text it is read from.

    Raises:
        UnknownProperty: No event has a property of this name.
    """
    known = tx.one(
        CataloguedProperty,
        "select name, type, column_name from catalogue_properties where name = %s for update",
        (name,),
    )
    if known is None:
        raise UnknownProperty(f'no event has a property "{name}"', path="property")
    if ValueType(known.type) is kind:
        return
    if known.column_name:
        changed = CataloguedProperty(name, kind, known.column_name)
        # One statement would keep the values of the old type under the name of the new one.
        warehouse.execute(f"ALTER TABLE events DROP COLUMN IF EXISTS `{known.column_name}`")
        warehouse.execute(f"ALTER TABLE events ADD COLUMN IF NOT EXISTS {_definition(changed)}")
    tx.execute(
        "update catalogue_properties set type = %s, mismatches = 0 where name = %s", (kind, name)
    )


def add_properties(
    tx: Transaction,
    planned: Sequence[CataloguedProperty],
    seen: Sequence[PropertySeen],
    now: datetime,
) -> None:
    """Catalogue new properties, which event has which, and how many values are of another type."""
    for fresh in planned:
        tx.execute(
            "insert into catalogue_properties (name, type, column_name, first_seen_at)"
            " values (%s, %s, %s, %s) on conflict do nothing",
            (fresh.name, fresh.type, fresh.column_name, now),
        )
    known = {each.name: each.type for each in _list_properties(tx)}
    pairs = sorted({(each.name, each.event) for each in seen if each.name in known})
    tx.execute(
        "insert into catalogue_property_events (property, event)"
        " select * from unnest(%s::text[], %s::text[]) on conflict do nothing",
        ([name for name, _ in pairs], [event for _, event in pairs]),
    )
    misfits = Counter[str]()
    for each in seen:
        if each.name in known and known[each.name] != each.type:
            misfits[each.name] += each.count
    for name, count in misfits.items():
        tx.execute(
            "update catalogue_properties set mismatches = mismatches + %s where name = %s",
            (count, name),
        )


def add_events(tx: Transaction, seen: Sequence[EventSeen], *, source: str) -> None:
    """Count the events of a batch by name; part of the transaction that records it.

    Args:
        tx: The transaction that marks the batch as recorded.
        seen: What the batch holds.
        source: The way by which it came.
    """
    for each in seen:
        tx.execute(
            """
            insert into catalogue_events
              (name, count, first_seen_at, last_seen_at, last_source, last_key)
            values (%s, %s, %s, %s, %s, %s)
            on conflict (project_id, name) do update set
              count = catalogue_events.count + excluded.count,
              first_seen_at = least(catalogue_events.first_seen_at, excluded.first_seen_at),
              last_seen_at = greatest(catalogue_events.last_seen_at, excluded.last_seen_at),
              last_source = excluded.last_source, last_key = excluded.last_key
            """,
            (each.name, each.count, each.first_at, each.last_at, source, each.last_key),
        )


def add_attributes(tx: Transaction, types: Mapping[str, ValueType], now: datetime) -> None:
    """Catalogue attributes seen for the first time; count a batch in which one has another type."""
    for name, kind in types.items():
        tx.execute(
            """
            insert into catalogue_attributes (name, type, first_seen_at)
            values (%(name)s, %(type)s, %(now)s)
            on conflict (project_id, name) do update
              set mismatches = catalogue_attributes.mismatches
                + (catalogue_attributes.type <> excluded.type)::int
            """,
            {"name": name, "type": kind, "now": now},
        )


def _column_name(name: str) -> str:
    """A column's name: the property's own where it is plain, else with a hash to tell it apart."""
    slug = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    if slug == name:
        return f"property_{slug}"
    return f"property_{slug}_{int(hash_rows([pa.array([name])])[0, 0]):016x}"

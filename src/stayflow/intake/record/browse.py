"""Looking through what came in: names with their counts, and the values that occur."""

from dataclasses import dataclass
from datetime import datetime

from stayflow.language.scope import Scope, ValueType, attribute_type, check_event, property_sql
from stayflow.language.statement import Binder
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse

VALUES_MAX = 200
# The newest events tell what occurs; all of them would be a long query for a list of suggestions.
EVENTS_SAMPLED = 1_000_000


@dataclass(frozen=True, slots=True)
class NamedEvent:
    """An event name with how often, when, and by which way and write key it was last seen."""

    name: str
    count: int
    last_seen_at: datetime
    last_source: str
    last_key: str


@dataclass(frozen=True, slots=True)
class NamedProperty:
    """A property and the events that carry it, by name."""

    name: str
    type: ValueType
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ValueCount:
    """A value, as text, and how often it occurs among those looked at."""

    value: str
    count: int


def list_named_events(tx: Transaction) -> list[NamedEvent]:
    """Every event, the most frequent first."""
    return tx.all(
        NamedEvent,
        "select name, count, last_seen_at, last_source, last_key from catalogue_events"
        " order by count desc, name",
    )


def list_named_properties(tx: Transaction) -> list[NamedProperty]:
    """Every property by name, each with its events."""
    rows = tx.rows(
        """
        select name, type,
          coalesce(array_agg(event order by event) filter (where event is not null),
          '{}') from catalogue_properties
        left join catalogue_property_events on property = name
        group by name, type order by name
        """
    )
    return [NamedProperty(str(name), ValueType(kind), tuple(events)) for name, kind, events in rows]


def list_property_values(
    name: str, *, event: str | None, scope: Scope, warehouse: ProjectWarehouse
) -> list[ValueCount]:
    """The most frequent values of a property, of one event or of all.

    Raises:
        UnknownProperty: The project has none of this name.
        UnknownEvent: The project has none of this name.
    """
    binder = Binder()
    value = property_sql(scope, binder, name, wanted=ValueType.TEXT, path="property")
    tests = []
    if event is not None:
        tests.append(f"event = {binder.bind(check_event(scope, event, 'event'), 'String')}")
    where = f"WHERE {' AND '.join(tests)}" if tests else ""
    rows = warehouse.query(
        f"SELECT value, count() FROM (SELECT {value} AS value FROM events {where} "
        f"LIMIT {EVENTS_SAMPLED}) WHERE value != '' "
        f"GROUP BY value ORDER BY count() DESC, value LIMIT {VALUES_MAX}",
        binder.parameters,
    ).rows
    return [ValueCount(str(text), int(count)) for text, count in rows]


def list_attribute_values(
    name: str, *, scope: Scope, warehouse: ProjectWarehouse
) -> list[ValueCount]:
    """The most frequent values of an attribute; of a list its items.

    Raises:
        UnknownAttribute: Nobody has an attribute of this name.
    """
    type_ = attribute_type(scope, name, "attribute")
    value = (
        "arrayJoin(arrayDistinct(JSONExtract(text, 'Array(String)')))"
        if type_ is ValueType.LIST
        else "text"
    )
    rows = warehouse.query(
        f"SELECT value, count() FROM (SELECT {value} AS value FROM person_attributes FINAL"
        " WHERE name = {name:String}) WHERE value != ''"
        f" GROUP BY value ORDER BY count() DESC, value LIMIT {VALUES_MAX}",
        {"name": name},
    ).rows
    return [ValueCount(str(text), int(count)) for text, count in rows]


@dataclass(frozen=True, slots=True)
class RejectedEvent:
    """Something that came in and was refused, kept as it came.

    Attributes:
        ordinal: Its place among the refused of the same batches, from 0.
    """

    ordinal: int
    at: datetime
    reason: str
    field: str
    message: str
    payload: str


def list_rejected(
    tx: Transaction, warehouse: ProjectWarehouse, *, import_id: str, after: int, limit: int
) -> list[RejectedEvent]:
    """What an import refused, in the order of the file, from place `after` on."""
    batches = [
        int(row[0])
        for row in tx.rows("select batch from batches where import_id = %s", (import_id,))
    ]
    rows = warehouse.query(
        "SELECT at, reason, field, message, payload FROM rejected_events "
        "WHERE batch IN {batches:Array(UInt64)} ORDER BY batch, at, reason, payload "
        "LIMIT {limit:UInt64} OFFSET {after:UInt64}",
        {"batches": batches, "limit": limit, "after": after},
    ).rows
    return [RejectedEvent(after + place, *row) for place, row in enumerate(rows)]


def sum_outcomes(tx: Transaction) -> list[tuple[str, int]]:
    """Every event received so far by what became of it."""
    rows = tx.rows("select outcome, sum(count) from intake_counts group by outcome")
    return [(str(outcome), int(count)) for outcome, count in rows]

"""The newest events with what was done to them, from the stores: for whoever looks on live."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse

SHOWN_MAX: Final = 200
# Whoever begins to look sees what came in lately, and not all that ever came.
BATCHES_BACK: Final = 500


@dataclass(frozen=True, slots=True)
class StreamFilter:
    """Which events; what is empty does not narrow.

    Attributes:
        source: The way by which they came.
        person_ids: Ids of one person; rejected events and duplicates have none.
    """

    source: str = ""
    key_id: str = ""
    event: str = ""
    outcome: str = ""
    person_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StreamedEvent:
    """One event and what was done to it.

    Attributes:
        batch: Its batch; with `place` the order of arrival.
        outcome: accepted, repaired, duplicate or rejected.
        done: Why or what: reasons, separated by commas.
        warnings: What it does against the tracking plan, and is stored all the same.
        person_id: None for what is not stored.
        content: Properties of a stored event, the whole of another one, as JSON text.
        rejected_id: By which a rejected one is inspected; empty for others.
    """

    batch: int
    place: int
    outcome: str
    done: str
    warnings: str
    received_at: datetime
    time: datetime
    source: str
    key_id: str
    event: str
    person_id: int | None
    content: str
    rejected_id: str


@dataclass(frozen=True, slots=True)
class StreamPart:
    """The newest events behind a batch.

    Attributes:
        events: The newest first.
        last_batch: Up to which they were looked for.
        is_cut: Whether there were more than are shown.
    """

    events: tuple[StreamedEvent, ...]
    last_batch: int
    is_cut: bool


@dataclass(frozen=True, slots=True)
class _Table:
    """Where events of some outcomes are, and how a row of `StreamedEvent` is read there."""

    name: str
    outcomes: frozenset[str]
    columns: str
    protocol: str
    has_person: bool = False
    order: str = "ordinal"
    outcome_test: str = field(default="")


_TABLES: Final = (
    _Table(
        "events",
        frozenset({"accepted", "repaired"}),
        "batch, arrival, if(repairs = '', 'accepted', 'repaired'), repairs, warnings, received_at,"
        " time, protocol, key_id, event, person_id, properties, ''",
        "protocol",
        has_person=True,
        order="arrival",
        outcome_test="if(repairs = '', 'accepted', 'repaired') = {outcome:String}",
    ),
    _Table(
        "rejected_events",
        frozenset({"rejected"}),
        "batch, ordinal, 'rejected', if(grounds = '', reason, grounds), '', received_at,"
        " time, source, key_id, event, NULL, payload, concat(toString(batch), '-', toString(ordinal))",
        "source",
    ),
    _Table(
        "duplicate_events",
        frozenset({"duplicate"}),
        "batch, ordinal, 'duplicate', reason, '', received_at,"
        " time, source, key_id, event, NULL, raw, ''",
        "source",
    ),
)


def last_recorded(tx: Transaction) -> int:
    """Number of the newest batch that is stored; 0 when there is none."""
    return int(tx.value("select coalesce(max(batch), 0) from batches where state = 'recorded'"))


def newest_events(
    warehouse: ProjectWarehouse, wanted: StreamFilter, *, after: int | None, last: int, limit: int
) -> StreamPart:
    """The newest events of the batches behind `after` up to `last`.

    Args:
        warehouse: The project's.
        wanted: Which events.
        after: The last batch that was seen; None to begin.
        last: The newest batch that is stored.
        limit: Most events; `SHOWN_MAX` at most.
    """
    most = min(limit, SHOWN_MAX)
    span = (last - BATCHES_BACK if after is None else after, last)
    found: list[StreamedEvent] = []
    for table in _TABLES:
        if _can_hold(table, wanted):
            found += _rows(warehouse, table, wanted, span, most + 1)
    found.sort(key=lambda each: (each.batch, each.received_at, each.place), reverse=True)
    return StreamPart(tuple(found[:most]), last, is_cut=len(found) > most)


def _can_hold(table: _Table, wanted: StreamFilter) -> bool:
    if wanted.outcome and wanted.outcome not in table.outcomes:
        return False
    return table.has_person or not wanted.person_ids


def _rows(
    warehouse: ProjectWarehouse,
    table: _Table,
    wanted: StreamFilter,
    span: tuple[int, int],
    limit: int,
) -> list[StreamedEvent]:
    tests = ["batch > {after:Int64}", "batch <= {last:Int64}"]
    if wanted.source:
        tests.append(f"{table.protocol} = {{source:String}}")
    if wanted.key_id:
        tests.append("key_id = {key_id:String}")
    if wanted.event:
        tests.append("event = {event:String}")
    if wanted.person_ids:
        tests.append("person_id IN {people:Array(UInt64)}")
    if wanted.outcome and table.outcome_test:
        tests.append(table.outcome_test)
    rows = warehouse.query(
        f"SELECT {table.columns} FROM {table.name} WHERE {' AND '.join(tests)}"
        f" ORDER BY batch DESC, {table.order} DESC LIMIT {{limit:UInt64}}",
        {
            "after": max(span[0], 0),
            "last": span[1],
            "source": wanted.source,
            "key_id": wanted.key_id,
            "event": wanted.event,
            "people": list(wanted.person_ids),
            "outcome": wanted.outcome,
            "limit": limit,
        },
    ).rows
    return [StreamedEvent(*row) for row in rows]

"""Writing a batch into ClickHouse; every insert carries the batch as token, so it counts once."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stayflow.intake.columns import EventColumns, Rows, StatedColumn, as_instants
from stayflow.intake.record.batches import OpenBatch
from stayflow.intake.record.catalogue import EventSeen
from stayflow.intake.record.survivors import write_daily_survivors_again
from stayflow.language.scope import ValueType
from stayflow.language.window import epoch_ms, midnight
from stayflow.stores.warehouse import ProjectWarehouse

# ClickHouse takes at most 100 partitions in one insert; a partition is a month of UTC.
MONTHS_PER_INSERT_MAX: Final = 90
_EVENT: Final = ("batch", "event_id")
_ROW: Final = ("batch", "ordinal")

# Rebuilds what the materialised view adds for one batch; adding it twice changes nothing.
_DAILY_AGAIN = """
INSERT INTO event_people_daily
SELECT event, toDate(time, {zone:String}) AS day, groupBitmapState(person_id) AS people
FROM events WHERE batch = {batch:UInt64} GROUP BY event, day
"""


def write_events(
    warehouse: ProjectWarehouse, events: EventColumns, persons: Rows, *, batch: int, arrival: int
) -> None:
    """Insert the events of a batch, as one block unless they span very many months.

    Args:
        warehouse: The project's.
        events: Those to be stored, in order of arrival.
        persons: Person id of each.
        batch: The batch's number.
        arrival: The number of the first event in the order of arrival.
    """
    table = events_table(events, persons, batch=batch, arrival=arrival)
    months = events.time.astype("datetime64[ms]").astype("datetime64[M]")
    distinct = np.unique(months)
    if len(distinct) <= MONTHS_PER_INSERT_MAX:
        warehouse.insert("events", table, token=f"batch-{batch}", named_by=_EVENT)
        return
    for part, first in enumerate(range(0, len(distinct), MONTHS_PER_INSERT_MAX)):
        chosen = np.isin(months, distinct[first : first + MONTHS_PER_INSERT_MAX])
        some, token = table.filter(pa.array(chosen)), f"batch-{batch}-{part}"
        warehouse.insert("events", some, token=token, named_by=_EVENT)


def events_table(events: EventColumns, persons: Rows, *, batch: int, arrival: int) -> pa.Table:
    """The events with the columns of the table `events`; those left out are empty."""
    rows = len(events)
    columns: dict[str, pa.Array] = {
        "event": events.name.dictionary_encode(),
        "person_id": persons.astype(np.uint64),
        "time": as_instants(events.time),
        "event_id": events.event_id,
        "received_at": as_instants(events.received_at),
        "batch": np.full(rows, batch, dtype=np.uint64),
        "arrival": np.arange(arrival, arrival + rows, dtype=np.uint64),
        "properties": events.properties,
    }
    for name, values in events.context.items():
        columns[name] = pc.fill_null(values, "")
    if events.revenue is not None:
        columns["revenue"] = events.revenue
    return pa.table(columns)


def write_daily_again(warehouse: ProjectWarehouse, *, batch: int, zone: str) -> None:
    """Make sure that the daily bitmaps hold a batch whose first try may have died half-way."""
    warehouse.execute(_DAILY_AGAIN, {"zone": zone, "batch": batch})
    write_daily_survivors_again(warehouse, batch=batch, zone=zone)


def stored_events(warehouse: ProjectWarehouse, *, batch: int) -> list[EventSeen]:
    """What is in the table of one batch."""
    rows = warehouse.query(
        "SELECT event, count(), min(time), max(time) FROM events WHERE batch = {batch:UInt64}"
        " GROUP BY event ORDER BY event",
        {"batch": batch},
    ).rows
    return [EventSeen(str(name), int(count), first, last) for name, count, first, last in rows]


def write_attributes(
    warehouse: ProjectWarehouse, events: EventColumns, persons: Rows, *, batch: int, zone: str
) -> None:
    """Insert the newest value that the batch states of each attribute and person, and of each day.

    Which of all batches is the newest the tables decide by `at`, the time of the event.

    Args:
        warehouse: The project's.
        events: Those to be stored.
        persons: Person id of each.
        batch: The batch's number.
        zone: The project's, in which days are cut.
    """
    if not events.attributes:
        return
    days = _days(events.time, ZoneInfo(zone))
    parts = [
        _newest(name, stated, events, persons, days) for name, stated in events.attributes.items()
    ]
    parts = [part for part in parts if part.num_rows]
    if not parts:
        return
    table = pa.concat_tables(parts)
    newest = table.filter(table["is_newest"]).drop_columns(["is_newest"])
    warehouse.insert("person_attributes", newest, token=f"attributes-{batch}")
    by_day = table.drop_columns(["is_newest", "time"])
    warehouse.insert("attribute_days", by_day, token=f"attribute-days-{batch}")


def _days(times: Rows, zone: ZoneInfo) -> Rows:
    """The number of the zone's day in which each event was, from the first of them."""
    if not len(times):
        return times
    first = datetime.fromtimestamp(int(times.min()) / 1000, zone).date()
    last = datetime.fromtimestamp(int(times.max()) / 1000, zone).date()
    following = [first + timedelta(days=1 + each) for each in range((last - first).days)]
    borders = np.array([epoch_ms(midnight(day, zone)) for day in following], dtype=np.int64)
    return np.searchsorted(borders, times, side="right")


def _newest(
    name: str, stated: StatedColumn, events: EventColumns, persons: Rows, days: Rows
) -> pa.Table:
    """The last value of each person and day, and whether it is the person's last in the batch."""
    text = canonical_text(stated)
    rows = np.flatnonzero(np.asarray(text.is_valid()))
    # Stable: of equal times the later arrival counts.
    order = rows[np.lexsort((events.time[rows], persons[rows]))]
    chosen, is_newest = order[:0], np.zeros(0, dtype=bool)
    if len(order):
        ends = np.append(persons[order][1:] != persons[order][:-1], True)
        of_day = ends | np.append(days[order][1:] != days[order][:-1], True)
        chosen, is_newest = order[of_day], ends[of_day]
    count = len(chosen)
    at = pa.array(chosen)
    is_number, is_time = stated.type is ValueType.NUMBER, stated.type is ValueType.TIME
    instants = pa.timestamp("ms", tz="UTC")
    return pa.table(
        {
            "name": pa.array([name] * count, pa.string()),
            "person_id": persons[chosen].astype(np.uint64),
            "text": text.take(at),
            "number": stated.values.take(at) if is_number else pa.nulls(count, pa.float64()),
            "time": stated.values.take(at).cast(instants) if is_time else pa.nulls(count, instants),
            "at": as_instants(events.time[chosen]),
            "origin": pa.array([events.source] * count, pa.string()),
            "is_newest": is_newest,
        }
    )


def canonical_text(stated: StatedColumn) -> pa.Array:
    """The values as texts, whatever their type; null where none is stated."""
    match stated.type:
        case ValueType.NUMBER:
            numbers = stated.values
            is_whole = pc.and_(pc.equal(numbers, pc.round(numbers)), pc.less(pc.abs(numbers), 1e15))
            whole = pc.if_else(is_whole, numbers, pa.scalar(None, pa.float64()))
            text = pc.coalesce(whole.cast(pa.int64()).cast(pa.string()), numbers.cast(pa.string()))
        case ValueType.TIME:
            instants = stated.values.cast(pa.timestamp("ms", tz="UTC"))
            text = pc.strftime(instants, format="%Y-%m-%dT%H:%M:%SZ")
        case ValueType.BOOLEAN:
            text = stated.values.cast(pa.string())
        case _:
            text = stated.values
    return text if stated.misfits is None else pc.coalesce(text, stated.misfits)


def write_rejected(
    warehouse: ProjectWarehouse, rows: pa.Table, received_ms: Rows, *, opened: OpenBatch
) -> None:
    """Keep rejected events where an operator can inspect them, and take them again after a fix.

    Args:
        warehouse: The project's.
        rows: Columns of `rejected_events`, those of the batch left out.
        received_ms: When each was received, Unix milliseconds.
        opened: Their batch.
    """
    at = np.full(len(received_ms), int(opened.opened_at.timestamp() * 1000), dtype=np.int64)
    whole = (
        _of_batch(rows, opened)
        .append_column("at", as_instants(at))
        .append_column("received_at", as_instants(received_ms.astype(np.int64)))
    )
    token = f"rejected-{opened.batch}"
    warehouse.insert("rejected_events", whole, token=token, named_by=_ROW)


def write_duplicates(warehouse: ProjectWarehouse, rows: pa.Table, *, opened: OpenBatch) -> None:
    """Keep the newest duplicates for a few days, for whoever looks on."""
    table = _of_batch(rows, opened)
    token = f"duplicates-{opened.batch}"
    warehouse.insert("duplicate_events", table, token=token, named_by=_ROW)


def forget_duplicates(warehouse: ProjectWarehouse, before: datetime) -> None:
    """Drop the duplicates received before a day; they are counted all the same."""
    warehouse.forget_days("duplicate_events", before=before.date())


def _of_batch(rows: pa.Table, opened: OpenBatch) -> pa.Table:
    source = pa.array([opened.source] * rows.num_rows, pa.string())
    batch = pa.array(np.full(rows.num_rows, opened.batch, dtype=np.uint64))
    return rows.append_column("source", source).append_column("batch", batch)

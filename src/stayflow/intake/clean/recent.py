"""Steps that look at what came lately: events that look the same, and more than a human can do.

Both ask the warehouse and are off unless the project wants them. What is noted carries the batch,
so that a batch that is done again after a crash does not meet itself.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stayflow.intake.clean.duplicates import Lookup
from stayflow.intake.clean.model import Cleaning
from stayflow.intake.clean.reasons import Reason
from stayflow.intake.columns import Mask, Rows, as_ids, as_instants, hash_rows
from stayflow.language.event import OWN_SOURCES
from stayflow.stores.warehouse import ProjectWarehouse

NEAR_MS: Final = 1_000
_MINUTE_MS: Final = 60_000
_TABLES: Final = ("recent_fingerprints", "recent_rates")
Words = npt.NDArray[np.uint64]


def drop_inhuman_rates(batch: Cleaning, lookup: Lookup) -> Cleaning:
    """More events of one identity within a minute of their time than the project believes."""
    most = batch.guide.rules.events_per_minute_max
    rows = np.flatnonzero(batch.rejected == 0)
    if not _is_wanted(batch, most > 0) or not len(rows):
        return batch
    who, minute = _who(batch)[rows], batch.events.time[rows] // _MINUTE_MS
    earlier = _earlier_counts(lookup, who, minute)
    order = np.lexsort((batch.events.time[rows], minute, who[:, 0]))
    is_first = np.ones(len(rows), dtype=bool)
    is_first[1:] = (np.diff(minute[order]) != 0) | (np.diff(who[order, 0]) != 0)
    starts = np.maximum.accumulate(np.where(is_first, np.arange(len(rows)), 0))
    rank = np.empty(len(rows), dtype=np.int64)
    rank[order] = np.arange(len(rows)) - starts + 1
    too_many = np.zeros(len(batch.events), dtype=bool)
    too_many[rows[rank + earlier > most]] = True
    return batch.drop(too_many, Reason.INHUMAN_RATE, "identities")


def mark_near_duplicates(batch: Cleaning, lookup: Lookup) -> Cleaning:
    """Events of the same identities, name and properties, less than a second after one another."""
    rows = np.flatnonzero(batch.is_kept)
    if not _is_wanted(batch, batch.guide.rules.near_duplicates) or not len(rows):
        return batch
    prints, time = _fingerprints(batch)[rows], batch.events.time[rows]
    order = np.lexsort((rows, time, prints[:, 0]))
    follows = np.zeros(len(rows), dtype=bool)
    follows[order[1:]] = (np.diff(prints[order, 0]) == 0) & (np.diff(time[order]) < NEAR_MS)
    follows |= _has_near(lookup, prints, time)
    near = np.zeros(len(batch.events), dtype=bool)
    near[rows[follows]] = True
    return replace(batch, is_duplicate=batch.is_duplicate | near, is_near=near)


def note_recent(batch: Cleaning, lookup: Lookup) -> None:
    """Keep what the next batches will be compared with."""
    rules, rows = batch.guide.rules, np.flatnonzero(batch.is_kept)
    if _is_wanted(batch, rules.near_duplicates):
        table = pa.table(
            {
                "fingerprint": as_ids(_fingerprints(batch)[rows]),
                "time": as_instants(batch.events.time[rows]),
                "received_at": as_instants(batch.events.received_at[rows]),
                "batch": np.full(len(rows), lookup.batch, dtype=np.uint64),
            }
        )
        lookup.warehouse.insert("recent_fingerprints", table, token=f"near-{lookup.batch}")
    if _is_wanted(batch, rules.events_per_minute_max > 0):
        table = _rates(batch, np.flatnonzero(batch.rejected == 0), lookup.batch)
        named_by = ("batch", "identity", "minute")
        lookup.warehouse.insert(
            "recent_rates", table, token=f"rates-{lookup.batch}", named_by=named_by
        )


def forget_recent(warehouse: ProjectWarehouse, before: datetime) -> None:
    """Drop what was received before a day, to which the rules do not look back."""
    for table in _TABLES:
        warehouse.forget_days(table, before=before.date())


def _is_wanted(batch: Cleaning, is_on: bool) -> bool:  # noqa: FBT001 - says whether its rule is on
    return is_on and batch.events.source not in OWN_SOURCES


def _who(batch: Cleaning) -> Words:
    """A hash of all identities of each event; a null is part of it."""
    events = batch.events
    kinds = sorted(events.identities)
    names = [pa.array([kind]).take(pa.array(np.zeros(len(events), np.int8))) for kind in kinds]
    columns = [each for kind, name in zip(kinds, names, strict=True)
               for each in (name, events.identities[kind])]  # fmt: skip
    return hash_rows(columns or [events.name])


def _fingerprints(batch: Cleaning) -> Words:
    who = _who(batch)
    return hash_rows([who[:, 0], who[:, 1], batch.events.name, batch.events.properties])


def _rates(batch: Cleaning, rows: Rows, number: int) -> pa.Table:
    who, minute = _who(batch)[rows], batch.events.time[rows] // _MINUTE_MS
    keys = np.stack([who[:, 0], who[:, 1], minute.astype(np.uint64)], axis=1)
    distinct, first, counts = np.unique(keys, axis=0, return_index=True, return_counts=True)
    return pa.table(
        {
            "identity": as_ids(np.ascontiguousarray(distinct[:, :2])),
            "minute": pa.array(distinct[:, 2].astype(np.int64) * 60, pa.timestamp("s", tz="UTC")),
            "received_at": as_instants(batch.events.received_at[rows][first]),
            "events": counts.astype(np.uint32),
            "batch": np.full(len(distinct), number, dtype=np.uint64),
        }
    )


def _earlier_counts(lookup: Lookup, who: Words, minute: Rows) -> Rows:
    """Events of earlier batches by the same identities in the same minutes."""
    rows = _ask(
        lookup,
        as_ids(who),
        "SELECT identity AS id, toUnixTimestamp(minute) AS at, sum(events) AS events FROM recent_rates"
        " WHERE minute BETWEEN toDateTime({first:Int64}, 'UTC') AND toDateTime({last:Int64}, 'UTC')"
        " AND batch != {batch:UInt64} AND identity IN (SELECT event_id FROM incoming_ids)"
        " GROUP BY identity, minute",
        (int(minute.min()) * 60, int(minute.max()) * 60),
    )
    known = {(key, at // 60): count for key, at, count in rows}
    if not known:
        return np.zeros(len(who), dtype=np.int64)
    keys = np.ascontiguousarray(who).view("S16").ravel().tolist()
    return np.array(
        [
            known.get((key.ljust(16, b"\0"), at), 0)
            for key, at in zip(keys, minute.tolist(), strict=True)
        ],
        dtype=np.int64,
    )


def _has_near(lookup: Lookup, prints: Words, time: Rows) -> Mask:
    """Where an earlier batch has an event of the same fingerprint within a second."""
    rows = _ask(
        lookup,
        as_ids(prints),
        "SELECT fingerprint AS id, toUnixTimestamp64Milli(time) AS at, 0 AS events"
        " FROM recent_fingerprints"
        " WHERE time BETWEEN fromUnixTimestamp64Milli({first:Int64}, 'UTC')"
        " AND fromUnixTimestamp64Milli({last:Int64}, 'UTC')"
        " AND batch != {batch:UInt64} AND fingerprint IN (SELECT event_id FROM incoming_ids)",
        (int(time.min()) - NEAR_MS, int(time.max()) + NEAR_MS),
    )
    times: dict[bytes, list[int]] = {}
    for key, at, _ in rows:
        times.setdefault(key, []).append(at)
    near = np.zeros(len(prints), dtype=bool)
    if times:
        keys = np.ascontiguousarray(prints).view("S16").ravel().tolist()
        for row, (key, at) in enumerate(zip(keys, time.tolist(), strict=True)):
            near[row] = any(
                abs(at - each) < NEAR_MS for each in times.get(key.ljust(16, b"\0"), ())
            )
    return near


def _ask(
    lookup: Lookup, ids: pa.Array, question: str, span: tuple[int, int]
) -> list[tuple[bytes, int, int]]:
    lookup.warehouse.execute("TRUNCATE TABLE incoming_ids")
    lookup.warehouse.insert("incoming_ids", pa.table({"event_id": ids}))
    found = lookup.warehouse.query(
        f"SELECT lower(hex(id)), at, events FROM ({question})",
        {"first": span[0], "last": span[1], "batch": lookup.batch},
    ).rows
    lookup.warehouse.execute("TRUNCATE TABLE incoming_ids")
    return [(bytes.fromhex(key), int(at), int(events)) for key, at, events in found]

"""Telling apart what is stored already: within the batch, and against the table of events."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from stayflow.intake.clean.model import Cleaning
from stayflow.intake.clean.reasons import REASONS, Reason
from stayflow.intake.columns import Mask
from stayflow.stores.warehouse import ProjectWarehouse

# A retry's corrected time differs by the time its request took; a day is more than any queue waits.
SLACK_MS: Final = 86_400_000
_TIME_PUT_BY_US: Final = tuple(
    REASONS.index(reason) + 1 for reason in (Reason.TIME_MISSING, Reason.TIME_IN_FUTURE)
)


@dataclass(frozen=True, slots=True)
class Lookup:
    """Where the same events could be stored.

    Attributes:
        warehouse: The project's.
        batch: Number of the batch under way; its own rows are no duplicates when it is done again.
        is_needed: False when no stored event can be the same, so that nothing is asked.
    """

    warehouse: ProjectWarehouse
    batch: int
    is_needed: bool = True


def mark_duplicates(cleaning: Cleaning, lookup: Lookup) -> Cleaning:
    """Mark events whose id came earlier in the batch or is stored."""
    candidates = cleaning.rejected == 0
    duplicate = _repeated(cleaning, candidates)
    if lookup.is_needed:
        duplicate |= _stored(cleaning, lookup, candidates & ~duplicate)
    return replace(cleaning, is_duplicate=duplicate)


def _repeated(cleaning: Cleaning, candidates: Mask) -> Mask:
    repeated = np.zeros(len(candidates), dtype=bool)
    rows = np.flatnonzero(candidates)
    if cleaning.events.is_repeat is not None:
        return cleaning.events.is_repeat & candidates
    if not len(rows):
        return repeated
    _, first = np.unique(_keys(cleaning.events.event_id)[rows], return_index=True)
    repeated[rows] = True
    repeated[rows[first]] = False
    return repeated


def _stored(cleaning: Cleaning, lookup: Lookup, candidates: Mask) -> Mask:
    """Ask for the rows in their time range, and without one for those whose time we put."""
    put_by_us = np.isin(cleaning.repaired, _TIME_PUT_BY_US)
    found = np.zeros(len(candidates), dtype=bool)
    for rows, is_bounded in (
        (np.flatnonzero(candidates & ~put_by_us), True),
        (np.flatnonzero(candidates & put_by_us), False),
    ):
        if len(rows):
            found[rows] = _ask(cleaning, lookup, rows, is_bounded=is_bounded)
    return found


def _ask(
    cleaning: Cleaning, lookup: Lookup, rows: npt.NDArray[np.int64], *, is_bounded: bool
) -> Mask:
    events = cleaning.events
    ids = events.event_id.take(pa.array(rows))
    lookup.warehouse.execute("TRUNCATE TABLE incoming_ids")
    lookup.warehouse.insert("incoming_ids", pa.table({"event_id": ids}))
    names = pc.unique(events.name.take(pa.array(rows))).to_pylist()
    parameters: dict[str, object] = {"names": names, "batch": lookup.batch}
    where = ""
    if is_bounded:
        times = events.time[rows]
        parameters |= {"first": int(times.min()) - SLACK_MS, "last": int(times.max()) + SLACK_MS}
        where = (
            " AND time BETWEEN fromUnixTimestamp64Milli({first:Int64}, 'UTC')"
            " AND fromUnixTimestamp64Milli({last:Int64}, 'UTC')"
        )
    stored = lookup.warehouse.arrow(
        "SELECT DISTINCT lower(hex(event_id)) AS id FROM events"
        f" WHERE event IN {{names:Array(String)}}{where} AND batch != {{batch:UInt64}}"
        " AND event_id IN (SELECT event_id FROM incoming_ids)",
        parameters,
    )
    lookup.warehouse.execute("TRUNCATE TABLE incoming_ids")
    if not stored.num_rows:
        return np.zeros(len(rows), dtype=bool)
    known = np.frombuffer(bytes.fromhex("".join(stored["id"].to_pylist())), dtype="S16")
    return np.isin(_keys(ids), known)


def _keys(ids: pa.Array) -> "npt.NDArray[np.bytes_]":
    return np.frombuffer(ids.buffers()[1], dtype="S16")[ids.offset : ids.offset + len(ids)]

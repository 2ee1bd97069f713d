"""Telling apart what is stored already: within the batch, and against the table of events."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from stayflow.intake.clean.model import REASONS, Cleaning, Reason
from stayflow.intake.columns import Mask
from stayflow.stores.warehouse import ProjectWarehouse

# A retry's corrected time differs by the time its request took; a day is more than any queue waits.
SLACK_MS: Final = 86_400_000
_IDS_PER_QUERY: Final = 100_000
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
    if cleaning.events.has_unique_ids or not len(rows):
        return repeated
    _, first = np.unique(_keys(cleaning.events.event_id)[rows], return_index=True)
    repeated[rows] = True
    repeated[rows[first]] = False
    return repeated


def _stored(cleaning: Cleaning, lookup: Lookup, candidates: Mask) -> Mask:
    """Ask once for the rows in their time range, and once without a range for those whose time is ours."""
    put_by_us = np.isin(cleaning.repaired, _TIME_PUT_BY_US)
    found = np.zeros(len(candidates), dtype=bool)
    for rows, is_bounded in (
        (np.flatnonzero(candidates & ~put_by_us), True),
        (np.flatnonzero(candidates & put_by_us), False),
    ):
        for start in range(0, len(rows), _IDS_PER_QUERY):
            some = rows[start : start + _IDS_PER_QUERY]
            found[some] = _ask(cleaning, lookup, some, is_bounded=is_bounded)
    return found


def _ask(
    cleaning: Cleaning, lookup: Lookup, rows: npt.NDArray[np.int64], *, is_bounded: bool
) -> Mask:
    ids = cleaning.events.event_id.take(pa.array(rows))
    texts = [value.hex() for value in ids.to_pylist()]
    where = ""
    parameters: dict[str, object] = {
        "ids": texts,
        "names": pc.unique(cleaning.events.name.take(pa.array(rows))).to_pylist(),
        "batch": lookup.batch,
    }
    if is_bounded:
        times = cleaning.events.time[rows]
        parameters |= {"first": int(times.min()) - SLACK_MS, "last": int(times.max()) + SLACK_MS}
        where = (
            " AND time BETWEEN fromUnixTimestamp64Milli({first:Int64}, 'UTC')"
            " AND fromUnixTimestamp64Milli({last:Int64}, 'UTC')"
        )
    stored = lookup.warehouse.query(
        "SELECT DISTINCT lower(hex(event_id)) FROM events WHERE event IN {names:Array(String)}"
        f"{where} AND batch != {{batch:UInt64}}"
        " AND event_id IN (SELECT CAST(unhex(arrayJoin({ids:Array(String)})), 'FixedString(16)'))",
        parameters,
    ).rows
    known = {text for (text,) in stored}
    return np.fromiter((text in known for text in texts), dtype=bool, count=len(texts))


def _keys(ids: pa.Array) -> "npt.NDArray[np.void]":
    return np.frombuffer(ids.buffers()[1], dtype="V16")[ids.offset : ids.offset + len(ids)]


def distinct_names(names: Sequence[str]) -> tuple[str, ...]:
    """The names once each, sorted."""
    return tuple(sorted(set(names)))

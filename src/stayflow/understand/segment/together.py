"""Many segments for the people of a batch at once: one statement finds everybody who is to enter or leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from stayflow.language.condition import Condition, compile_many
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.fact import take_number
from stayflow.understand.live import LiveBatch
from stayflow.understand.segment.model import Segment
from stayflow.understand.segment.queries import newest_changes
from stayflow.understand.segment.state import State, state_bitmaps, state_sql
from stayflow.understand.segment.store import add_hour, lock_segments, note_change


@dataclass(frozen=True, slots=True)
class Wanted:
    """A segment and its condition."""

    segment: Segment
    condition: Condition


def update_together(tx: Transaction, wanted: Sequence[Wanted], batch: LiveBatch) -> bool:
    """Let the people of a batch enter and leave segments, in one pass over their events.

    Args:
        tx: A transaction of the project; the segments are held until it ends.
        wanted: Segments with a version.
        batch: Whose people.

    Returns:
        False when a write of before was cut off: nothing is done, each segment has to be updated by itself.
    """
    states = lock_segments(tx, [each.segment.segment_id for each in wanted])
    if len(states) < len(wanted):
        return False
    moved = _difference(wanted, states, batch)
    if moved.num_rows:
        newest = newest_changes(batch.warehouse, list(states))
        if any(newest.get(each, 0) > state.change for each, state in states.items()):
            return False
        _write(wanted, states, moved, batch, _numbers(tx, wanted, moved, batch))
    _note(tx, wanted, states, moved, batch)
    return True


def _difference(
    wanted: Sequence[Wanted], states: Mapping[str, State], batch: LiveBatch
) -> pa.Table:
    """Rows of `n` (place in `wanted`, from 1), `person` and `entered`."""
    binder, scope = Binder(), batch.scope
    many = binder.include(compile_many([[each.condition] for each in wanted], scope))
    held = "".join(
        f"    UNION ALL SELECT person, toUInt32({n}) AS n, 0 AS is_new FROM (\n"
        f"{state_sql(states[each.segment.segment_id], scope, binder)})\n"
        for n, each in enumerate(wanted, 1)
    )
    return batch.warehouse.arrow(
        "SELECT n, person, max(is_new) AS entered FROM (\n"
        "    SELECT toUInt64(person_id) AS person, toUInt32(place) AS n, 1 AS is_new\n"
        f"    FROM (\n{many}\n) ARRAY JOIN arrayEnumerate(met) AS place WHERE met[place] > 0\n"
        f"{held}) GROUP BY n, person HAVING count() = 1 ORDER BY n, person",
        binder.parameters,
    )


def _numbers(
    tx: Transaction, wanted: Sequence[Wanted], moved: pa.Table, batch: LiveBatch
) -> list[int]:
    """A number for each segment that somebody enters or leaves, in their order; 0 for the others."""
    places = set(moved["n"].to_pylist())
    return [
        take_number(tx, "segment", batch.cause, lane=each.segment.segment_id) if n in places else 0
        for n, each in enumerate(wanted, 1)
    ]


def _write(
    wanted: Sequence[Wanted],
    states: Mapping[str, State],
    moved: pa.Table,
    batch: LiveBatch,
    numbers: Sequence[int],
) -> None:
    ids = [each.segment.segment_id for each in wanted]
    changes = np.array([states[each].change + 1 for each in ids], dtype=np.uint64)
    place = moved["n"].to_numpy().astype(np.int64) - 1
    count = moved.num_rows
    batch.warehouse.insert(
        "segment_changes",
        pa.table(
            {
                "segment_id": pa.array(ids).take(pa.array(place)),
                "change": pa.array(changes[place]),
                "person_id": moved["person"].cast(pa.uint64()),
                "entered": moved["entered"].cast(pa.uint8()),
                "at": pa.array([batch.now] * count, pa.timestamp("ms", "UTC")),
                "cause": pa.array([batch.cause] * count),
                "number": pa.array(np.array(numbers, dtype=np.uint64)[place]),
            }
        ),
    )


def _note(
    tx: Transaction,
    wanted: Sequence[Wanted],
    states: Mapping[str, State],
    moved: pa.Table,
    batch: LiveBatch,
) -> None:
    place = moved["n"].to_numpy().astype(np.int64) - 1
    has_entered = moved["entered"].to_numpy() > 0
    entered = np.bincount(place[has_entered], minlength=len(wanted))
    gone = np.bincount(place[~has_entered], minlength=len(wanted))
    after = {
        each.segment.segment_id: State(
            each.segment.segment_id,
            states[each.segment.segment_id].version,
            states[each.segment.segment_id].change + int(entered[n] + gone[n] > 0),
        )
        for n, each in enumerate(wanted)
    }
    counts = (
        count_members(list(after.values()), batch.everybody, batch.warehouse)
        if batch.has_moved
        else {}
    )
    for n, each in enumerate(wanted):
        segment_id, moves = each.segment.segment_id, int(entered[n] + gone[n])
        count = (each.segment.people_count or 0) + int(entered[n]) - int(gone[n])
        count = counts.get(segment_id, count)
        if moves or count != each.segment.people_count:
            change = after[segment_id].change
            note_change(tx, segment_id, change=change, people_count=count, at=batch.now)
        if moves:
            add_hour(
                tx,
                segment_id,
                batch.now,
                count=count,
                entered=int(entered[n]),
                gone=int(gone[n]),
            )


def count_members(
    states: Sequence[State], scope: Scope, warehouse: ProjectWarehouse
) -> dict[str, int]:
    """The sizes of segments, by id, as persons of today."""
    binder = Binder()
    bitmaps = state_bitmaps(states, scope, binder)
    sizes = ",\n".join(f"bitmapCardinality({bitmaps.of[each.segment_id]})" for each in states)
    row = warehouse.one(f"SELECT {sizes} FROM {bitmaps.source}", binder.parameters)
    return {each.segment_id: int(size) for each, size in zip(states, row, strict=True)}

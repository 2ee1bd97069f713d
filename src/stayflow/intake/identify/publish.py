"""Telling the warehouse of new persons and of persons that lead elsewhere; safe to repeat."""

from datetime import datetime

import numpy as np
import pyarrow as pa

from stayflow.intake.columns import as_instants
from stayflow.intake.identify.model import PeopleChange
from stayflow.intake.identify.store import list_changed_persons
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse


def publish_people(
    warehouse: ProjectWarehouse, change: PeopleChange, *, batch: int, at_ms: int
) -> None:
    """Write the rows of a batch.

    Args:
        warehouse: The project's.
        change: From `resolve`, or from `recall_change` when the batch is done again.
        batch: Its number; makes the rows count once.
        at_ms: Rises from batch to batch; the newest row of a person decides.
    """
    warehouse.insert(
        "people",
        pa.table(
            {
                "person_id": change.made.astype(np.uint64),
                "first_seen_at": as_instants(change.made_at),
            }
        ),
        token=f"people-{batch}",
        named_by=("person_id",),
    )
    warehouse.insert(
        "person_merges",
        pa.table(
            {
                "from": change.moved.astype(np.uint64),
                "to": change.moved_to.astype(np.uint64),
                "at": as_instants(np.full(len(change.moved), at_ms, dtype=np.int64)),
            }
        ),
        token=f"merges-{batch}",
        named_by=("from", "at"),
    )


def reload_overrides(warehouse: ProjectWarehouse) -> None:
    """Let queries see the merges written so far."""
    warehouse.execute("SYSTEM RELOAD DICTIONARY person_overrides")
    warehouse.execute("SYSTEM RELOAD DICTIONARY person_recent")


def note_squash(warehouse: ProjectWarehouse, number: int, cut: datetime) -> None:
    """Keep that the events tell every merge up to `cut`; `reload_overrides` then leaves those out."""
    warehouse.execute(
        "INSERT INTO squashes SELECT {number:UInt64}, {cut:DateTime64(3, 'UTC')}",
        {"number": number, "cut": cut},
    )


def recall_change(tx: Transaction, batch: int) -> PeopleChange:
    """What an earlier try at a batch changed, as far as it was committed."""
    rows = list_changed_persons(tx, batch)
    made = [row for row in rows if row[3]]
    moved = [row for row in rows if row[0] != row[1] or not row[3]]
    return PeopleChange(
        made=np.array([row[0] for row in made], dtype=np.int64),
        made_at=np.array([int(row[2].timestamp() * 1000) for row in made], dtype=np.int64),
        moved=np.array([row[0] for row in moved], dtype=np.int64),
        moved_to=np.array([row[1] for row in moved], dtype=np.int64),
    )

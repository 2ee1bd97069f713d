"""Counts of what became of events, by hour, way, key, name and reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

import numpy as np
import pyarrow as pa

from stayflow.stores.warehouse import ProjectWarehouse


class QualityBy(StrEnum):
    """What quality is told apart by."""

    SOURCE = "source"
    KEY = "key"
    EVENT = "event"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class HourCount:
    """Events of one hour (UTC), key and name with one outcome; negative where a replay took back.

    Attributes:
        outcome: One of the four, or `warned` for events counted under another one too.
    """

    hour: datetime
    key_id: str
    event: str
    outcome: str
    reason: str
    events: int


@dataclass(frozen=True, slots=True)
class QualityPoint:
    """Events of one hour and one group with one outcome."""

    hour: datetime
    group: str
    outcome: str
    events: int


@dataclass(frozen=True, slots=True)
class QualityTotal:
    """What became of the events of one group in the whole span."""

    group: str
    accepted: int
    repaired: int
    duplicate: int
    rejected: int
    warned: int

    @property
    def received(self) -> int:
        """Every event that came."""
        return self.accepted + self.repaired + self.duplicate + self.rejected

    @property
    def rejected_percent(self) -> float:
        """Share of the received ones that were rejected."""
        return 100 * self.rejected / self.received if self.received else 0.0


_GROUPS: Final = {
    QualityBy.SOURCE: "source",
    QualityBy.KEY: "key_id",
    QualityBy.EVENT: "event",
    QualityBy.REASON: "reason",
}
GROUPS_MAX: Final = 200


def write_hours(
    warehouse: ProjectWarehouse,
    counts: Sequence[HourCount],
    *,
    source: str,
    batch: int,
    mark: str = "hours",
) -> None:
    """Insert the counts of a batch, once by its token.

    Args:
        warehouse: The project's.
        counts: What became of its events.
        source: The way by which they came.
        batch: The batch's number.
        mark: Begins the token; another one than before, where the counts are others.
    """
    warehouse.insert(
        "intake_hours",
        pa.table(
            {
                "hour": pa.array([each.hour for each in counts], pa.timestamp("s", tz="UTC")),
                "source": pa.array([source] * len(counts), pa.string()),
                "key_id": pa.array([each.key_id for each in counts], pa.string()),
                "event": pa.array([each.event for each in counts], pa.string()),
                "outcome": pa.array([each.outcome for each in counts], pa.string()),
                "reason": pa.array([str(each.reason) for each in counts], pa.string()),
                "events": pa.array([each.events for each in counts], pa.int64()),
                "batch": np.full(len(counts), batch, dtype=np.uint64),
            }
        ),
        token=f"{mark}-{batch}",
    )


def forget_hours(warehouse: ProjectWarehouse, *, batch: int) -> None:
    """Take back the counts of a batch that is counted anew."""
    warehouse.execute("DELETE FROM intake_hours WHERE batch = {batch:UInt64}", {"batch": batch})


def quality_totals(
    warehouse: ProjectWarehouse, *, since: datetime, by: QualityBy
) -> list[QualityTotal]:
    """What became of events since an instant, by group, the largest groups first."""
    names = ("accepted", "repaired", "duplicate", "rejected", "warned")
    sums = ", ".join(f"sumIf(events, outcome = '{name}')" for name in names)
    rows = warehouse.query(
        f"SELECT {_GROUPS[by]} AS group, {sums} FROM intake_hours"
        " WHERE hour >= toStartOfHour({since:DateTime('UTC')})"
        f" GROUP BY group ORDER BY sum(events) DESC, group LIMIT {GROUPS_MAX}",
        {"since": since},
    ).rows
    return [QualityTotal(*row) for row in rows]


def quality_points(
    warehouse: ProjectWarehouse, *, since: datetime, by: QualityBy
) -> list[QualityPoint]:
    """The same by hour."""
    rows = warehouse.query(
        f"SELECT hour, {_GROUPS[by]} AS group, outcome, sum(events) AS times FROM intake_hours"
        " WHERE hour >= toStartOfHour({since:DateTime('UTC')})"
        " GROUP BY hour, group, outcome HAVING times != 0 ORDER BY hour, group, outcome LIMIT 50000",
        {"since": since},
    ).rows
    return [QualityPoint(*row) for row in rows]

"""The survivor of every event, as of a squash, and the daily bitmaps of survivors (docs/adr/0014).

`person_id` stays what it was; `survivor` beside it is a copy of what the merges say, and can be
written again at any time.
"""

from collections.abc import Callable
from time import sleep
from typing import Final

from stayflow.language.scope import SURVIVOR
from stayflow.stores.errors import StoreFailed
from stayflow.stores.warehouse import ProjectWarehouse

_POLL_SECONDS: Final = 0.2
_VIEW: Final = "event_survivors_daily_from_events"

# A mutation and a default run outside of a query's session: they must name the dictionary in full.
_ABROAD: Final = "dictGetOrDefault('{database}.person_overrides', 'to', person_id, person_id)"

_MARK = """
INSERT INTO event_survivors_daily
SELECT {number:UInt64}, '', toDate(0), bitmapBuild(emptyArrayUInt64())
"""

_DAILY = """
INSERT INTO event_survivors_daily
SELECT {{number:UInt64}}, event, day,
  bitmapBuild(arrayMap(id -> {survivor}, bitmapToArray(groupBitmapMergeState(people))))
FROM event_people_daily WHERE toYYYYMM(day) = {{month:UInt32}} GROUP BY event, day
"""

_DAILY_AGAIN = f"""
INSERT INTO event_survivors_daily
SELECT (SELECT max(squash) FROM event_survivors_daily) AS squash, event,
  toDate(time, {{zone:String}}) AS day, groupBitmapState({SURVIVOR.format(id="person_id")}) AS people
FROM events
WHERE batch = {{batch:UInt64}} AND (SELECT count() FROM event_survivors_daily) > 0
GROUP BY event, day
"""


def prepare_survivors(warehouse: ProjectWarehouse, number: int, *, zone: str) -> None:
    """Let events that come from now on bring their survivor, in `events` and in the bitmaps.

    No batch may be under way. The bitmaps of the squash before the last are dropped.

    Args:
        warehouse: The project's.
        number: Of the squash.
        zone: The project's zone, in which days are cut.
    """
    default = _ABROAD.format(database=warehouse.database)
    warehouse.execute(
        f"ALTER TABLE events ADD COLUMN IF NOT EXISTS survivor UInt64 DEFAULT {default}"
        " CODEC(Delta, LZ4)"
    )
    old = warehouse.query(
        "SELECT DISTINCT squash FROM event_survivors_daily WHERE squash + 1 < {number:UInt64}",
        {"number": number},
    ).rows
    for (squash,) in old:
        warehouse.execute(f"ALTER TABLE event_survivors_daily DROP PARTITION {squash}")
    warehouse.execute(_MARK, {"number": number})
    warehouse.execute(f"DROP VIEW IF EXISTS {_VIEW} SYNC")
    warehouse.execute(
        f"CREATE MATERIALIZED VIEW {_VIEW} TO event_survivors_daily AS"
        f" SELECT toUInt64({number}) AS squash, event, toDate(time, '{zone}') AS day,"
        " groupBitmapState(survivor) AS people FROM events GROUP BY event, day"
    )


def list_event_partitions(warehouse: ProjectWarehouse) -> list[str]:
    """The partitions of `events`, in order."""
    rows = warehouse.query(
        "SELECT DISTINCT partition_id FROM system.parts WHERE database = {database:String}"
        " AND table = 'events' AND active ORDER BY partition_id",
        {"database": warehouse.database},
    ).rows
    return [str(partition) for (partition,) in rows]


def write_survivors(warehouse: ProjectWarehouse, partition: str, alive: Callable[[], None]) -> None:
    """Write the survivors of the events of a partition; only this column is rewritten.

    Args:
        warehouse: The project's; its overrides are loaded.
        partition: One of `list_event_partitions`.
        alive: Called while it goes on; what it raises ends the work half-done.

    Raises:
        StoreFailed: The engine cannot do it.
    """
    survivor = _ABROAD.format(database=warehouse.database)
    warehouse.execute(
        f"ALTER TABLE events UPDATE survivor = {survivor} IN PARTITION ID '{partition}' WHERE 1"
        " SETTINGS mutations_sync = 0, allow_nondeterministic_mutations = 1"
    )
    here = {"database": warehouse.database}
    try:
        while reasons := warehouse.query(
            "SELECT latest_fail_reason FROM system.mutations"
            " WHERE database = {database:String} AND table = 'events' AND NOT is_done",
            here,
        ).rows:
            if found := next((reason for (reason,) in reasons if reason), None):
                raise StoreFailed(f"survivors of {partition} cannot be written: {found[:500]}")
            alive()
            sleep(_POLL_SECONDS)
    except BaseException:
        warehouse.execute(
            "KILL MUTATION WHERE database = {database:String} AND table = 'events'", here
        )
        raise


def list_daily_months(warehouse: ProjectWarehouse) -> list[int]:
    """The months, as year * 100 + month, that the daily bitmaps have."""
    rows = warehouse.query(
        "SELECT DISTINCT toYYYYMM(day) AS month FROM event_people_daily ORDER BY month"
    ).rows
    return [int(month) for (month,) in rows]


def write_daily_survivors(warehouse: ProjectWarehouse, number: int, month: int) -> None:
    """Write a month of the bitmaps of a squash, from the bitmaps of raw ids; safe to repeat."""
    warehouse.execute(
        _DAILY.format(survivor=SURVIVOR.format(id="id")), {"number": number, "month": month}
    )


def write_daily_survivors_again(warehouse: ProjectWarehouse, *, batch: int, zone: str) -> None:
    """Make sure that the bitmaps of survivors, if there are any, hold a batch."""
    warehouse.execute(_DAILY_AGAIN, {"zone": zone, "batch": batch})

"""Attributes that are not only stated: set once, unset, added to, appended to.

The value of such an attribute is a function of the set of all operations, ordered by the times of
their events, so it is the same whatever order and batches they came in, and each event counts once:

1. the newest `set` or `unset` decides what there is to begin with; a `set_once` counts where
   neither has been since, the oldest one;
2. what was added or appended since then comes on top.

Operations keep the person they were done to; persons that are one are computed together, and each
of them is given the value, so that readers need not know.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stayflow.intake.columns import (
    EventColumns,
    OperationKind,
    Operations,
    Rows,
    StatedColumn,
    as_instants,
)
from stayflow.intake.record.write import canonical_text
from stayflow.language.scope import ValueType
from stayflow.stores.warehouse import ProjectWarehouse

COMPUTED: Final = "computed"
"""Origin of a value that was computed of operations."""

_MIDDLE: Final = 2**62
_NO_EVENT: Final = b"\0" * 16
_ONCE_BY_EVENT: Final = frozenset({OperationKind.ADD, OperationKind.APPEND})

_MEMBERS: Final = """
INSERT INTO operated_members
WITH merges AS (
    SELECT `from`, argMax(`to`, at) AS survivor FROM person_merges GROUP BY `from` HAVING survivor != `from`
),
leaders AS (
    SELECT DISTINCT if(merges.survivor = 0, operated_people.person_id, merges.survivor) AS leader
    FROM operated_people LEFT JOIN merges ON merges.`from` = operated_people.person_id
)
SELECT leader AS person_id, leader FROM leaders
UNION ALL
SELECT `from` AS person_id, survivor AS leader FROM merges WHERE survivor IN (SELECT leader FROM leaders)
"""

# What was stated before anybody operated on the attribute; stating it again changes nothing.
_SEED: Final = """
INSERT INTO attribute_operations SETTINGS insert_deduplicate = 0
WITH forgetful AS (
    SELECT DISTINCT leader FROM operated_members
    WHERE person_id IN (
        SELECT person_id FROM attribute_operations
        WHERE person_id IN (SELECT person_id FROM operated_members) AND name = '*'
    )
)
SELECT person_id, name, 'set' AS kind, toFixedString('', 16) AS event_id,
    toUInt64(4611686018427387904 + toUnixTimestamp64Milli(at)) AS version, at, text, number, time
FROM person_attributes FINAL
WHERE origin != 'computed' AND text != ''
  AND person_id IN (SELECT person_id FROM operated_members)
  AND (
    name IN (SELECT name FROM operated_attributes)
    OR person_id IN (SELECT person_id FROM operated_members WHERE leader IN (SELECT leader FROM forgetful))
  )
"""

_COMPUTE: Final = """
INSERT INTO person_attributes (name, person_id, text, number, time, at, origin) SETTINGS insert_deduplicate = 0
WITH operations AS (
    SELECT leader, name, kind, at, text, number, time,
        maxIf(at, name = '*') OVER (PARTITION BY leader) AS forgotten_at
    FROM (
        SELECT person_id, name, kind, at, text, number, time FROM attribute_operations FINAL
        WHERE person_id IN (SELECT person_id FROM operated_members)
        UNION ALL -- what was computed before must not stay newer than what is computed now
        SELECT person_id, name, 'computed' AS kind, at, '', NULL, NULL FROM person_attributes FINAL
        WHERE person_id IN (SELECT person_id FROM operated_members) AND origin = 'computed'
    ) AS done
    JOIN operated_members ON operated_members.person_id = done.person_id
),
said_of AS (
    SELECT leader, name,
        arraySort(groupArray((at, kind, text, number, time))) AS said,
        greatest(maxIf(at, kind = 'unset'), any(forgotten_at)) AS unset_at,
        greatest(max(at), any(forgotten_at)) AS newest
    FROM operations WHERE name != '*' GROUP BY leader, name
),
begun AS (
    SELECT leader, name, said, newest, unset_at,
        arrayFilter(x -> x.2 = 'set' AND x.1 >= unset_at, said) AS sets,
        arrayFilter(x -> x.2 = 'once' AND x.1 >= unset_at, said) AS onces,
        if(notEmpty(sets), sets[-1], onces[1]) AS base,
        if(notEmpty(sets), sets[-1].1, unset_at) AS reset_at
    FROM said_of
),
topped AS (
    SELECT leader, name, newest, base,
        arrayFilter(x -> x.2 = 'add' AND x.1 >= reset_at, said) AS adds,
        arrayFlatten(arrayMap(
            x -> JSONExtract(x.3, 'Array(String)'),
            arrayFilter(x -> x.2 = 'append' AND x.1 >= reset_at, said)
        )) AS appended
    FROM begun
),
computed AS (
    SELECT leader, name, newest,
        multiIf(
            notEmpty(adds), ifNull(base.4, 0) + arraySum(x -> ifNull(x.4, 0), adds),
            notEmpty(appended), NULL,
            base.4
        ) AS number,
        multiIf(
            notEmpty(adds), toString(assumeNotNull(number)),
            notEmpty(appended), toJSONString(arrayDistinct(
                arrayConcat(JSONExtract(base.3, 'Array(String)'), appended)
            )),
            base.3
        ) AS text,
        if(notEmpty(adds) OR notEmpty(appended), NULL, base.5) AS time
    FROM topped
)
SELECT name, operated_members.person_id AS person_id, text, number, time, newest AS at, 'computed' AS origin
FROM computed JOIN operated_members ON operated_members.leader = computed.leader
"""

# What stood at the end of earlier days was computed in its time.
_COMPUTE_DAYS: Final = """
INSERT INTO attribute_days (name, person_id, at, text, number, origin) SETTINGS insert_deduplicate = 0
SELECT name, person_id, at, text, number, origin FROM person_attributes FINAL
WHERE person_id IN (SELECT person_id FROM operated_members) AND origin = 'computed'
"""


def write_operations(
    warehouse: ProjectWarehouse, events: EventColumns, persons: Rows, moved: Rows, *, batch: int
) -> None:
    """Keep the operations of a batch, and compute the attributes that they touch.

    Comes after the attributes that the batch states. May be done again: everything has the effect
    of once.

    Args:
        warehouse: The project's.
        events: Those to be stored.
        persons: Person id of each.
        moved: Persons that lead elsewhere since this batch, and whom they left or came to.
        batch: The batch's number.
    """
    known = {
        row[0] for row in warehouse.query("SELECT DISTINCT name FROM operated_attributes").rows
    }
    names = known | {each.name for each in events.operations}
    if not names:
        return
    stated = [
        Operations(OperationKind.SET, name, np.arange(len(events)), column)
        for name, column in events.attributes.items()
        if name in names
    ]
    parts = [_rows(each, events, persons) for each in (*events.operations, *stated)]
    table = _reduced(pa.concat_tables(parts)) if parts else None
    touched = np.unique(
        np.concatenate([np.asarray(table["person_id"]) if table else [], moved]).astype(np.uint64)
    )
    if not len(touched):
        return
    new = sorted(names - known)
    warehouse.insert("operated_attributes", pa.table({"name": pa.array(new, pa.string())}))
    if table:
        warehouse.insert("attribute_operations", table, token=f"operations-{batch}")
    _compute(warehouse, touched)


def compute_operations(warehouse: ProjectWarehouse, persons: Rows) -> None:
    """Compute the attributes of persons anew who became one with others, or parted, without an event.

    Args:
        warehouse: The project's; `person_merges` says where they lead now.
        persons: Those who moved, whom they left and to whom they came.
    """
    if len(persons) and warehouse.value("SELECT count() > 0 FROM operated_attributes"):
        _compute(warehouse, np.unique(persons.astype(np.uint64)))


def _compute(warehouse: ProjectWarehouse, touched: npt.NDArray[np.uint64]) -> None:
    for table in ("operated_people", "operated_members"):
        warehouse.execute(f"TRUNCATE TABLE {table}")
    warehouse.insert("operated_people", pa.table({"person_id": touched}))
    for statement in (_MEMBERS, _SEED, _COMPUTE, _COMPUTE_DAYS):
        warehouse.execute(statement)
    for table in ("operated_people", "operated_members"):
        warehouse.execute(f"TRUNCATE TABLE {table}")


def _rows(done: Operations, events: EventColumns, persons: Rows) -> pa.Table:
    """Columns of `attribute_operations`; a statement without a value is none."""
    text = canonical_text(done.stated)
    kept = np.flatnonzero(np.asarray(text.is_valid()))
    rows, at, count = done.rows[kept], pa.array(kept), len(kept)
    times = events.time[rows]
    is_once = done.kind is OperationKind.ONCE
    version = _MIDDLE - times if is_once else _MIDDLE + times
    ids = events.event_id.take(pa.array(rows))
    if done.kind not in _ONCE_BY_EVENT:
        ids = pa.array([_NO_EVENT] * count, pa.binary(16))
    return pa.table(
        {
            "person_id": persons[rows].astype(np.uint64),
            "name": pa.array([done.name] * count, pa.string()),
            "kind": pa.array([str(done.kind)] * count, pa.string()),
            "event_id": ids,
            "version": version.astype(np.uint64),
            "at": as_instants(times),
            "text": text.take(at),
            **_typed(done.stated, at, count),
        }
    )


def _typed(stated: StatedColumn, at: pa.Array, count: int) -> dict[str, pa.Array]:
    instants = pa.timestamp("ms", tz="UTC")
    is_number, is_time = stated.type is ValueType.NUMBER, stated.type is ValueType.TIME
    return {
        "number": stated.values.take(at) if is_number else pa.nulls(count, pa.float64()),
        "time": stated.values.take(at).cast(instants) if is_time else pa.nulls(count, instants),
    }


def _reduced(table: pa.Table) -> pa.Table:
    """Of rows that would replace each other only the one that stays: an SDK repeats itself much."""
    keys = ("person_id", "name", "kind", "event_id")
    ordered = table.sort_by([*((key, "ascending") for key in keys), ("version", "descending")])
    changes = np.zeros(len(ordered), dtype=bool)
    for key in keys:
        codes = np.asarray(ordered[key].combine_chunks().dictionary_encode().indices)
        changes[1:] |= codes[1:] != codes[:-1]
    changes[:1] = True
    return ordered.filter(pa.array(changes))

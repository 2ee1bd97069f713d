"""Recording who gained and who lost a value; `person_tags` follows by itself."""

from collections.abc import Collection, Sequence
from datetime import datetime

import pyarrow as pa

from stayflow.language.scope import Scope
from stayflow.language.statement import Binder
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.tag.compile import ReadTag, compile_tags
from stayflow.understand.tag.kinds import has_order, orders_sql

INSTANT = pa.timestamp("ms", tz="UTC")


def write_differences(
    tags: Sequence[ReadTag],
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
    cause: str,
    number: int,
) -> None:
    """Compute the tags for the people of the scope and record what differs from what stands.

    One statement; where nothing differs it writes nothing. Values of ids that lead to another person are lost by
    them: their survivor has what is computed for both. `number` is of `fact.take_number`.
    """
    if not tags:
        return
    binder = Binder()
    found = binder.include(compile_tags(tags, scope))
    ids = binder.bind([tag.tag_id for tag in tags], "Array(String)")
    asked = scope.people_sql(binder)
    standing = f"tag_id IN {ids}" + (f" AND {asked}" if asked else "")
    warehouse.execute(
        "INSERT INTO tag_changes (tag_id, value, person_id, is_gained, at, cause, number)\n"
        "WITH compared AS (\n"
        "    SELECT tag_id, value, groupBitmapMergeStateIf(people, is_new) AS new,\n"
        "        groupBitmapMergeStateIf(people, NOT is_new) AS old\n"
        "    FROM (\n"
        f"        SELECT tag_id, value, people, 1 AS is_new FROM (\n{found}\n)\n"
        "        UNION ALL\n"
        "        SELECT toString(tag_id) AS tag_id, toString(value) AS value,\n"
        "            groupBitmapState(person_id) AS people, 0 AS is_new\n"
        f"        FROM person_tags FINAL WHERE {standing} GROUP BY tag_id, value\n"
        "    ) GROUP BY tag_id, value\n"
        "),\nmoved AS (\n"
        "    SELECT tag_id, value, arrayJoin([\n"
        "        (1, bitmapToArray(bitmapAndnot(new, old))), (0, bitmapToArray(bitmapAndnot(old, new)))\n"
        "    ]) AS part FROM compared\n"
        ")\n"
        f"SELECT tag_id, value, arrayJoin(part.2), part.1, {binder.instant(scope.now)},"
        f" {binder.bind(cause, 'String')}, {binder.bind(number, 'UInt64')}\nFROM moved",
        binder.parameters,
    )


def write_orders(tags: Sequence[ReadTag], *, scope: Scope, warehouse: ProjectWarehouse) -> None:
    """Record in which order the people of the scope have the values of preferences, where it differs.

    One more statement for each preference of several values; the others have no order.
    """
    for tag in tags:
        if not has_order(tag.found):
            continue
        binder = Binder()
        name, asked = binder.bind(tag.tag_id, "String"), scope.people_sql(binder)
        found = orders_sql(tag.found, scope, binder)
        warehouse.execute(
            "INSERT INTO tag_orders (person_id, tag_id, values, at)\n"
            f"SELECT found.person_id, {name}, found.values, {binder.instant(scope.now)}\n"
            "FROM (\n"
            "    SELECT toUInt64(person_id) AS person_id, values\n"
            f"    FROM (\n{found}\n)\n"
            ") AS found\n"
            "LEFT JOIN (\n"
            "    SELECT person_id, CAST(values, 'Array(String)') AS values FROM tag_orders FINAL\n"
            f"    WHERE tag_id = {name}{f' AND {asked}' if asked else ''}\n"
            ") AS standing ON standing.person_id = found.person_id\n"
            "WHERE found.values != standing.values",
            binder.parameters,
        )


def write_entries(
    tag_id: str,
    rows: Sequence[tuple[int, str]],
    *,
    is_given: bool,
    at: datetime,
    by: str,
    warehouse: ProjectWarehouse,
) -> None:
    """Keep what was given to persons (or taken from them), as (person id, value)."""
    if not rows:
        return
    count = len(rows)
    table = pa.table(
        {
            "tag_id": [tag_id] * count,
            "value": [value for _, value in rows],
            "person_id": pa.array([person for person, _ in rows], pa.uint64()),
            "is_given": pa.array([int(is_given)] * count, pa.uint8()),
            "at": pa.array([at] * count, INSTANT),
            "by": [by] * count,
        }
    )
    warehouse.insert("tag_entries", table)


def forget_tags(tag_ids: Collection[str], warehouse: ProjectWarehouse) -> None:
    """Remove everything recorded of tags."""
    for table in ("tag_changes", "person_tags", "tag_orders", "tag_entries"):
        warehouse.execute(
            f"DELETE FROM {table} WHERE tag_id IN {{ids:Array(String)}}", {"ids": list(tag_ids)}
        )

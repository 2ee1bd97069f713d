"""This room's statements on ClickHouse."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

import pyarrow as pa

from stayflow.language.condition import (
    Condition,
    compile_people,
    compile_reading,
    compile_sample,
    extrapolate,
    sample_of,
)
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder, Statement
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.segment.model import Estimate, Segment
from stayflow.understand.segment.state import State, past_sql, state_sql

SAMPLED_FROM: Final = 3_500_000
"""Rows from which on an estimate is told from a sample: fewer are counted in a tenth of a second or little more, of
which planning a sample alone would take a third."""


class Part(StrEnum):
    """People of a version: all, or those who were not in the segment before, or only before."""

    MEMBERS = "members"
    ENTERED = "entered"
    LEFT = "left"


def version_people(segment_id: str, version: int, part: Part, *, scope: Scope) -> Statement:
    """The people (`person_id`) of a part of a stored version, as persons of today."""
    binder = Binder()
    if part is Part.MEMBERS:
        members = state_sql(State(segment_id, version, version), scope, binder)
        return binder.statement(f"SELECT person AS person_id FROM ({members})")
    tests = f"change = {binder.bind(version, 'UInt64')}"
    return _changed(segment_id, part, tests, scope, binder)


def members_of(segment: Segment, *, scope: Scope) -> Statement:
    """The people (`person_id`) of a segment as computed last, with what real time changed since."""
    binder = Binder()
    return binder.statement(
        f"SELECT person AS person_id FROM ({state_sql(State.of(segment), scope, binder)})"
    )


def changed_people(
    segment: Segment, part: Part, since: datetime, until: datetime, *, scope: Scope
) -> Statement:
    """Who entered or left between two instants (`person_id`), the second not included."""
    binder = Binder()
    tests = (
        f"change <= {binder.bind(segment.change, 'UInt64')}"
        f" AND at >= {binder.instant(since)} AND at < {binder.instant(until)}"
    )
    return _changed(segment.segment_id, part, tests, scope, binder)


def members_at(segment: Segment, at: datetime, *, scope: Scope) -> Statement:
    """Who was in the segment at an instant (`person_id`), from its changes."""
    binder = Binder()
    members = past_sql(State.of(segment), at, scope, binder)
    return binder.statement(f"SELECT person AS person_id FROM ({members})")


def _changed(segment_id: str, part: Part, tests: str, scope: Scope, binder: Binder) -> Statement:
    return binder.statement(
        f"SELECT DISTINCT {scope.person} AS person_id FROM segment_changes\n"
        f"WHERE segment_id = {binder.bind(segment_id, 'String')} AND {tests}\n"
        f"    AND entered = {int(part is Part.ENTERED)}"
    )


def estimate_people(
    condition: Condition,
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
    sampled_from: int = SAMPLED_FROM,
) -> Estimate:
    """How many people meet a condition now: exactly what a refresh of a segment of it would hold.

    Args:
        condition: The tree.
        scope: The project.
        warehouse: Its tables.
        sampled_from: A condition that would read so many rows or more is told from a sample.
    """
    last_id, ids, merged = warehouse.one(
        "SELECT max(person_id), count(),"
        " (SELECT count() FROM person_merges FINAL WHERE `from` != `to`) FROM people",
        {},
    )
    if _rows_read(condition, int(ids), scope=scope, warehouse=warehouse) < sampled_from:
        ids = warehouse.value("SELECT count() FROM people FINAL")  # nobody twice
        count = count_people(compile_people(condition, scope), warehouse)
        return Estimate(count, int(ids) - int(merged))
    total = int(ids) - int(merged)
    blocks = sample_of(int(last_id))
    sample = compile_sample(condition, scope, blocks)
    found = extrapolate(dict(warehouse.query(sample.sql, sample.parameters).rows), blocks)
    return Estimate(min(found.count, total), total, min(found.error, total))


def _rows_read(
    condition: Condition, people: int, *, scope: Scope, warehouse: ProjectWarehouse
) -> int:
    """About how many rows counting everybody would read: what the index cannot leave out."""
    reading = compile_reading(condition, scope)
    rows = reading.sets * people
    if reading.events is not None:
        found = warehouse.query(reading.events.sql, reading.events.parameters).rows
        rows += sum(int(row[3]) for row in found)
    return rows


def count_people(people: Statement, warehouse: ProjectWarehouse) -> int:
    """How many people a statement has."""
    return int(
        warehouse.value(f"SELECT count() FROM (\n{people.sql}\n)", dict(people.parameters)) or 0
    )


def newest_changes(warehouse: ProjectWarehouse, segment_ids: Sequence[str]) -> dict[str, int]:
    """The same of many segments; those without a change are left out."""
    rows = warehouse.query(
        "SELECT segment_id, max(change) FROM segment_changes WHERE segment_id IN {segments:Array(String)}"
        " GROUP BY segment_id",
        {"segments": list(segment_ids)},
    ).rows
    return {str(segment): int(change) for segment, change in rows}


def newest_change(warehouse: ProjectWarehouse, segment_id: str) -> int:
    """The number of the newest change written, also by a write that was cut off; 0 before the first."""
    found = warehouse.value(
        "SELECT max(change) FROM segment_changes WHERE segment_id = {segment:String}",
        {"segment": segment_id},
    )
    return int(found or 0)


def write_members(
    warehouse: ProjectWarehouse, people: Statement, *, segment_id: str, version: int, at: datetime
) -> None:
    """Store the people of a statement (`person_id`) as a version."""
    binder = Binder()
    inner = binder.include(people)
    warehouse.execute(
        "INSERT INTO segment_members (segment_id, version, at, people)\n"
        f"SELECT {binder.bind(segment_id, 'String')}, {binder.bind(version, 'UInt32')}, {binder.instant(at)},\n"
        f"    groupBitmapState(person_id) FROM (SELECT toUInt64(person_id) AS person_id FROM ({inner}))",
        binder.parameters,
    )


@dataclass(frozen=True, slots=True)
class Write:
    """When and why changes are written, and under which number (`fact.take_number`)."""

    at: datetime
    cause: str
    number: int


def write_version_changes(
    warehouse: ProjectWarehouse, scope: Scope, old: State, new: State, write: Write
) -> tuple[int, int, int]:
    """Store what a new version changed; return its size, how many entered and how many left."""
    binder = Binder()
    moved = _difference_sql(
        f"SELECT person FROM ({state_sql(new, scope, binder)})",
        f"SELECT person FROM ({state_sql(old, scope, binder)})",
    )
    warehouse.execute(
        "INSERT INTO segment_changes (segment_id, change, person_id, entered, at, cause, number)\n"
        f"SELECT {binder.bind(new.segment_id, 'String')}, {binder.bind(new.change, 'UInt64')}, person, entered,\n"
        f"    {binder.instant(write.at)}, {binder.bind(write.cause, 'String')},"
        f" {binder.bind(write.number, 'UInt64')}\n"
        f"FROM ({moved})",
        binder.parameters,
    )
    binder = Binder()
    members = state_sql(new, scope, binder)
    rows = (
        "FROM segment_changes"
        f" WHERE segment_id = {binder.bind(new.segment_id, 'String')}"
        f" AND change = {binder.bind(new.change, 'UInt64')}"
    )
    row = warehouse.one(
        f"SELECT (SELECT count() FROM ({members})),\n"
        f"    (SELECT countIf(entered = 1) {rows}), (SELECT countIf(entered = 0) {rows})",
        binder.parameters,
    )
    return int(row[0]), int(row[1]), int(row[2])


def find_difference(
    people: Statement, state: State, *, scope: Scope, warehouse: ProjectWarehouse
) -> pa.Table:
    """Who is to enter (`entered` 1) and who to leave (0): `person`, `entered`.

    Args:
        people: Those of the people of the scope who belong in the segment (`person_id`).
        state: What the segment holds.
        scope: Over the people asked about.
        warehouse: One statement is sent.
    """
    binder = Binder()
    met = f"SELECT toUInt64(person_id) AS person FROM (\n{binder.include(people)}\n)"
    held = f"SELECT person FROM (\n{state_sql(state, scope, binder)}\n)"
    return warehouse.arrow(_difference_sql(met, held), binder.parameters)


def write_changes(warehouse: ProjectWarehouse, state: State, moved: pa.Table, write: Write) -> None:
    """Store a difference as the change `state.change`, in one block."""
    count = moved.num_rows
    warehouse.insert(
        "segment_changes",
        pa.table(
            {
                "segment_id": pa.array([state.segment_id] * count),
                "change": pa.array([state.change] * count, pa.uint64()),
                "person_id": moved["person"].cast(pa.uint64()),
                "entered": moved["entered"].cast(pa.uint8()),
                "at": pa.array([write.at] * count, pa.timestamp("ms", "UTC")),
                "cause": pa.array([write.cause] * count),
                "number": pa.array([write.number] * count, pa.uint64()),
            }
        ),
    )


def _difference_sql(new: str, old: str) -> str:
    return (
        "SELECT person, max(is_new) AS entered FROM (\n"
        f"    SELECT person, 1 AS is_new FROM (\n{new}\n)\n"
        f"    UNION ALL SELECT person, 0 AS is_new FROM (\n{old}\n))\n"
        "GROUP BY person HAVING count() = 1 ORDER BY person"
    )


def given_people(people: Sequence[int]) -> Statement:
    """A list of people as a statement."""
    return Statement(
        "SELECT DISTINCT arrayJoin({p0:Array(UInt64)}) AS person_id", {"p0": list(people)}
    )

"""Reading the recorded stages from ClickHouse."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from stayflow.language.scope import Scope
from stayflow.language.statement import Binder, Statement
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.lifecycle.history import in_force_sql
from stayflow.understand.lifecycle.model import (
    StageChange,
    StageMove,
    StagePoint,
    StageSize,
    StageStay,
)


def standing_sql(model: str, at: datetime, scope: Scope, binder: Binder) -> str:
    """A SELECT of `person` and their `stage` at a moment; a survivor takes the newest stage of the merged."""
    asked = scope.people_sql(binder)
    return (
        f"SELECT {scope.person} AS person, argMax(stage, {scope.newest}) AS stage FROM stage_changes\n"
        f"WHERE {in_force_sql(binder.bind(model, 'String'))} AND at <= {binder.instant(at)}"
        f"{f' AND {asked}' if asked else ''} GROUP BY person"
    )


def count_stages(
    model: str, at: datetime, *, scope: Scope, warehouse: ProjectWarehouse
) -> tuple[StageSize, ...]:
    """Sizes of the stages at a moment, by name; stages without people are left out."""
    binder = Binder()
    standing = standing_sql(model, at, scope, binder)
    rows = warehouse.query(
        f"SELECT stage, count() FROM ({standing}) GROUP BY stage ORDER BY stage", binder.parameters
    ).rows
    return tuple(StageSize(stage, int(people)) for stage, people in rows)


def people_in_stages(model: str, stages: Sequence[str], at: datetime, *, scope: Scope) -> Statement:
    """The people (`person_id`) in one of the stages at a moment."""
    binder = Binder()
    return binder.statement(
        f"SELECT person AS person_id FROM ({standing_sql(model, at, scope, binder)})"
        f" WHERE stage IN {binder.bind(list(stages), 'Array(String)')}"
    )


def list_moves(
    model: str, start: datetime, end: datetime, *, scope: Scope, warehouse: ProjectWarehouse
) -> tuple[StageMove, ...]:
    """How many people stood in which stage at `start` and in which at `end`."""
    binder = Binder()
    moved = moved_sql(model, start, end, scope, binder)
    rows = warehouse.query(
        f"SELECT origin, target, count() FROM ({moved}) GROUP BY origin, target ORDER BY origin, target",
        binder.parameters,
    ).rows
    return tuple(StageMove(origin, target, int(people)) for origin, target, people in rows)


def people_who_moved(
    model: str, move: tuple[str, str], start: datetime, end: datetime, *, scope: Scope
) -> Statement:
    """The people (`person_id`) of one cell of the moves: from a stage ('' for new since) to a stage."""
    binder = Binder()
    moved = moved_sql(model, start, end, scope, binder)
    origin, target = (binder.bind(stage, "String") for stage in move)
    return binder.statement(
        f"SELECT person AS person_id FROM ({moved}) WHERE origin = {origin} AND target = {target}"
    )


def moved_sql(model: str, start: datetime, end: datetime, scope: Scope, binder: Binder) -> str:
    """A SELECT of `person` and their stage at two moments: `origin` ('' for new since) and `target`."""
    return (
        f"SELECT {scope.person} AS person, argMaxIf(stage, {scope.newest}, at <= {binder.instant(start)}) AS origin,\n"
        f"    argMax(stage, {scope.newest}) AS target\n"
        f"FROM stage_changes WHERE {in_force_sql(binder.bind(model, 'String'))}"
        f" AND at <= {binder.instant(end)}\n"
        "GROUP BY person"
    )


def list_changes(
    model: str, *, scope: Scope, warehouse: ProjectWarehouse
) -> tuple[StageChange, ...]:
    """The changes of the one person of the scope, oldest first."""
    binder = Binder()
    rows = warehouse.query(
        "SELECT stage, previous, at, cause, occasion FROM stage_changes"
        f" WHERE {in_force_sql(binder.bind(model, 'String'))} AND {scope.people_sql(binder)} ORDER BY at",
        binder.parameters,
    ).rows
    return tuple(StageChange(*row) for row in rows)


def list_sizes(
    model: str, start: datetime, end: datetime, *, scope: Scope, warehouse: ProjectWarehouse
) -> tuple[StagePoint, ...]:
    """Sizes of the stages at the end of every day with a change between two moments."""
    binder = Binder()
    person = scope.person
    rows = warehouse.query(
        "WITH change AS (\n"
        f"    SELECT {person} AS person, stage, at,\n"
        "        lagInFrame(stage) OVER (PARTITION BY person ORDER BY at, person_id"
        " ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS left_stage\n"
        f"    FROM stage_changes WHERE {in_force_sql(binder.bind(model, 'String'))}"
        f" AND at <= {binder.instant(end)}\n"
        ")\n"
        f"SELECT toString(toDate(at, {binder.bind(scope.zone.key, 'String')})) AS day,"
        " each.1 AS name, sum(each.2) AS change\n"
        "FROM change ARRAY JOIN [(stage, 1), (left_stage, -1)] AS each WHERE name != ''\n"
        "GROUP BY day, name ORDER BY day, name",
        binder.parameters,
    ).rows
    first = start.astimezone(scope.zone).date().isoformat()
    points: list[StagePoint] = []
    sizes: dict[str, int] = {}
    for day, changes in groupby(rows, key=lambda row: str(row[0])):
        for _, stage, change in changes:
            sizes[stage] = sizes.get(stage, 0) + int(change)
        point = StagePoint(day, tuple(StageSize(*each) for each in sorted(sizes.items())))
        if day < first:
            points = [StagePoint(first, point.sizes)]
        elif points and points[-1].day == day:
            points[-1] = point
        else:
            points.append(point)
    return tuple(points)


def list_stays(model: str, *, scope: Scope, warehouse: ProjectWarehouse) -> tuple[StageStay, ...]:
    """The median time people stayed in each stage before they left it."""
    binder = Binder()
    rows = warehouse.query(
        "WITH change AS (\n"
        f"    SELECT {scope.person} AS person, stage, at,\n"
        "        leadInFrame(toNullable(at)) OVER (PARTITION BY person ORDER BY at, person_id"
        " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS left_at\n"
        f"    FROM stage_changes WHERE {in_force_sql(binder.bind(model, 'String'))}\n"
        ")\n"
        "SELECT stage, countIf(left_at IS NOT NULL),\n"
        "    quantileExactInclusiveOrNull(0.5)"
        "((toUnixTimestamp64Milli(left_at) - toUnixTimestamp64Milli(at)) / 86400000)\n"
        "FROM change GROUP BY stage ORDER BY stage",
        binder.parameters,
    ).rows
    return tuple(
        StageStay(stage, int(people), None if days is None else float(days))
        for stage, people, days in rows
    )

"""Recording scores: what differs from before, and who changed band."""

from collections.abc import Collection
from dataclasses import dataclass

from stayflow.language.scope import Scope
from stayflow.language.statement import Binder
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.score.compile import compile_score
from stayflow.understand.score.model import ScoreDefinition


@dataclass(frozen=True, slots=True)
class ScoreWrite:
    """What is written: a score by its definition, why, and under which number (`fact.take_number`)."""

    score_id: str
    definition: ScoreDefinition
    cause: str
    number: int


def write_scores(write: ScoreWrite, *, scope: Scope, warehouse: ProjectWarehouse) -> None:
    """Compute a score for the people of the scope and record what differs from what stands.

    Two statements; each compares with what is recorded, so that after a crash between them the next one mends it.
    Ids that lead to another person lose their score: their survivor's counts the events of both.
    """
    _write_points(write.score_id, write.definition, scope, warehouse)
    _write_changes(write, scope, warehouse)


def forget_scores(score_ids: Collection[str], warehouse: ProjectWarehouse) -> None:
    """Remove everything recorded of scores."""
    for table in ("score_changes", "person_scores"):
        warehouse.execute(
            f"DELETE FROM {table} WHERE score_id IN {{ids:Array(String)}}", {"ids": list(score_ids)}
        )


def _write_points(
    score_id: str, definition: ScoreDefinition, scope: Scope, warehouse: ProjectWarehouse
) -> None:
    binder = Binder()
    found = binder.include(compile_score(definition, scope))
    name = binder.bind(score_id, "String")
    warehouse.execute(
        "INSERT INTO person_scores (score_id, person_id, points, band, at, is_gone)\n"
        "WITH compared AS (\n"
        "    SELECT person_id, maxIf(points, is_new) AS new, maxIf(band, is_new) AS new_band,\n"
        "        maxIf(points, NOT is_new) AS old, maxIf(band, NOT is_new) AS old_band,\n"
        "        max(is_new) AS is_found, max(NOT is_new) AS is_standing\n"
        "    FROM (\n"
        "        SELECT toUInt64(person_id) AS person_id, points, toString(band) AS band, 1 AS is_new\n"
        f"        FROM (\n{found}\n)\n"
        "        UNION ALL\n"
        "        SELECT person_id, points, toString(band) AS band, 0 AS is_new FROM person_scores FINAL\n"
        f"        WHERE score_id = {name}{_asked(scope, binder)}\n"
        "    ) GROUP BY person_id\n"
        ")\n"
        f"SELECT {name}, person_id, new, new_band, {binder.instant(scope.now)}, NOT is_found FROM compared\n"
        "WHERE is_found != is_standing OR new != old OR new_band != old_band",
        binder.parameters,
    )


def _write_changes(write: ScoreWrite, scope: Scope, warehouse: ProjectWarehouse) -> None:
    binder = Binder()
    name, asked = binder.bind(write.score_id, "String"), _asked(scope, binder)
    warehouse.execute(
        "INSERT INTO score_changes (score_id, person_id, band, before, points, is_gone, was_scored, at, cause,"
        " number)\n"
        "WITH compared AS (\n"
        "    SELECT person_id, maxIf(points, is_new) AS points, maxIf(band, is_new) AS new,\n"
        "        maxIf(band, NOT is_new) AS old, max(is_new) AS is_found, max(NOT is_new) AS is_standing\n"
        "    FROM (\n"
        "        SELECT person_id, points, toString(band) AS band, 1 AS is_new FROM person_scores FINAL\n"
        f"        WHERE score_id = {name}{asked}\n"
        "        UNION ALL\n"
        "        SELECT person_id, 0 AS points, argMax(toString(band), at) AS band, 0 AS is_new\n"
        f"        FROM score_changes WHERE score_id = {name}{asked}\n"
        "        GROUP BY person_id HAVING argMax(is_gone, at) = 0\n"
        "    ) GROUP BY person_id\n"
        ")\n"
        f"SELECT {name}, person_id, new, old, points, NOT is_found, is_standing, {binder.instant(scope.now)},"
        f" {binder.bind(write.cause, 'String')}, {binder.bind(write.number, 'UInt64')} FROM compared\n"
        "WHERE is_found != is_standing OR new != old",
        binder.parameters,
    )


def _asked(scope: Scope, binder: Binder) -> str:
    asked = scope.people_sql(binder)
    return f" AND {asked}" if asked else ""

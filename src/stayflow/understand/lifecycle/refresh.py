"""Putting everybody in a stage, and recording who changed."""

from datetime import date, datetime, timedelta

from stayflow.kernel.errors import Conflict
from stayflow.language.condition import compile_classes, parse_condition
from stayflow.language.raw import JsonObject
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder, Statement
from stayflow.language.window import epoch_ms, midnight
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.lifecycle.model import LifecycleModel, Run, StageSize
from stayflow.understand.lifecycle.parse import ModelInvalid, parse_model
from stayflow.understand.lifecycle.store import (
    DEFAULT_MODEL,
    add_version,
    find_run,
    forget_run,
    get_model,
    lock_model,
    record_run,
)

REPLAY_STEPS_MAX = 800
"""Runs of one replay: two years day by day."""


class StagesRecordedLater(Conflict):
    """Stages are recorded forward in time; to record an earlier day, replay."""

    code = "stages_recorded_later"


def save_model(
    tx: Transaction, definition: JsonObject, *, scope: Scope, model: str = DEFAULT_MODEL
) -> LifecycleModel:
    """Keep a definition as the newest version of a model; the next refresh uses it.

    Raises:
        ModelInvalid: The definition cannot be (every error of its conditions too).
    """
    parsed = parse_model(definition, model)
    classify(parsed, scope)
    return add_version(tx, parsed, definition, at=scope.now)


def classify(model: LifecycleModel, scope: Scope) -> Statement:
    """Everybody's stage at `scope.now`: rows of `person_id` and `class`, each person once."""
    rules = [
        (stage.name, parse_condition(stage.when, f"stages[{index}].when", facets=scope.facets))
        for index, stage in enumerate(model.stages)
        if stage.when is not None
    ]
    if not rules:
        raise ModelInvalid("a model needs conditions", path="stages")
    return compile_classes(rules[::-1], model.stages[0].name, scope)


def preview_stages(
    model: LifecycleModel, *, scope: Scope, warehouse: ProjectWarehouse
) -> tuple[StageSize, ...]:
    """How many people would stand where, in the order of the model; nothing is recorded."""
    statement = classify(model, scope)
    rows = warehouse.query(
        f"SELECT class, count() FROM ({statement.sql}) GROUP BY class", statement.parameters
    ).rows
    found = {name: int(people) for name, people in rows}
    return tuple(StageSize(stage.name, found.get(stage.name, 0)) for stage in model.stages)


def refresh_stages(
    tx: Transaction,
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
    model: str = DEFAULT_MODEL,
    day: date | None = None,
) -> Run:
    """Put everybody in a stage as of now, or of the end of a past `day`, and record who changed.

    Doing it twice records nothing more: only changes are written.

    Raises:
        LifecycleModelNotFound: There is no such model.
        StagesRecordedLater: Stages after that moment are recorded already.
    """
    lock_model(tx, model)
    definition = get_model(tx, model)
    then = scope if day is None else scope.at(end_of_day(day, scope))
    last = find_run(tx, model)
    if last is not None and epoch_ms(last.refreshed_at) > epoch_ms(then.now):
        raise StagesRecordedLater(
            f"stages are recorded up to {last.refreshed_at.isoformat()}", path="day"
        )
    _write_changes(definition, then, warehouse)
    run = Run(model, then.now, definition.version)
    record_run(tx, run)
    return run


def replay_stages(
    tx: Transaction,
    first_on: date,
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
    model: str = DEFAULT_MODEL,
    every_days: int = 1,
) -> Run:
    """Record the stages anew from the end of `first_on` to now, every so many days; what was recorded is forgotten.

    Raises:
        ModelInvalid: There are too many steps, or none.
    """
    today = scope.now.astimezone(scope.zone).date()
    days = [first_on + timedelta(days=n) for n in range(0, (today - first_on).days, every_days)]
    if not 0 < len(days) <= REPLAY_STEPS_MAX:
        raise ModelInvalid(
            f"a replay takes 1 to {REPLAY_STEPS_MAX} steps, got {len(days)}", path="from"
        )
    lock_model(tx, model)
    forget_run(tx, model)
    warehouse.execute("DELETE FROM stage_changes WHERE model = {model:String}", {"model": model})
    for day in days:
        refresh_stages(tx, scope=scope, warehouse=warehouse, model=model, day=day)
    return refresh_stages(tx, scope=scope, warehouse=warehouse, model=model)


def end_of_day(day: date, scope: Scope) -> datetime:
    """The last millisecond of a day in the project's zone."""
    return midnight(day + timedelta(days=1), scope.zone) - timedelta(milliseconds=1)


def _write_changes(model: LifecycleModel, scope: Scope, warehouse: ProjectWarehouse) -> None:
    binder = Binder()
    found = binder.include(classify(model, scope))
    name = binder.bind(model.model, "String")
    warehouse.execute(
        "INSERT INTO stage_changes (model, person_id, stage, previous, at, cause)\n"
        f"WITH found AS (\n{found}\n),\n"
        "standing AS (\n"
        f"    SELECT {scope.person} AS person_id, argMax(stage, at) AS stage FROM stage_changes\n"
        f"    WHERE model = {name} GROUP BY 1\n"
        ")\n"
        f"SELECT {name}, found.person_id, found.class, standing.stage, {binder.instant(scope.now)},\n"
        f"    {binder.bind(str(model.version), 'String')}\n"
        "FROM found LEFT JOIN standing ON standing.person_id = found.person_id\n"
        "WHERE found.class != standing.stage",
        binder.parameters,
    )

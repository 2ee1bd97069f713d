"""Putting everybody in a stage, and recording who changed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from stayflow.kernel.errors import Conflict
from stayflow.language.condition import Condition, compile_classes, parse_condition
from stayflow.language.raw import JsonObject
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder, Statement
from stayflow.language.window import EPOCH, epoch_ms, midnight
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.fact import take_number
from stayflow.understand.lifecycle.history import begin_history, newest_sql, put_in_force
from stayflow.understand.lifecycle.model import Cause, LifecycleModel, Run
from stayflow.understand.lifecycle.parse import ModelInvalid, parse_model
from stayflow.understand.lifecycle.replay import plan_days, stays_sql
from stayflow.understand.lifecycle.store import (
    DEFAULT_MODEL,
    add_version,
    find_run,
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
    return compile_classes(rules_of(model, scope), model.stages[0].name, scope)


def rules_of(model: LifecycleModel, scope: Scope) -> list[tuple[str, Condition]]:
    """Stages and their conditions, the last of a life first: the first that holds is the stage.

    Raises:
        ModelInvalid: No stage has one.
    """
    rules = [
        (stage.name, parse_condition(stage.when, f"stages[{index}].when", facets=scope.facets))
        for index, stage in enumerate(model.stages)
        if stage.when is not None
    ]
    if not rules:
        raise ModelInvalid("a model needs conditions", path="stages")
    return rules[::-1]


def refresh_stages(
    tx: Transaction,
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
    model: str = DEFAULT_MODEL,
    day: date | None = None,
    cause: Cause = Cause.CLOCK,
) -> Run:
    """Put everybody in a stage as of now, or of the end of a past `day`, and record who changed.

    Doing it twice records nothing more: only changes are written.

    Args:
        tx: One transaction.
        scope: The project, at its present.
        warehouse: One statement is sent.
        model: Which model.
        day: The end of this day instead of now.
        cause: What made us look: it is recorded with each change.

    Raises:
        LifecycleModelNotFound: There is no such model.
        StagesRecordedLater: Stages after that moment are recorded already.
    """
    lock_model(tx, model)
    definition = get_model(tx, model)
    then = scope if day is None else _at_end_of_day(day, scope)
    last = find_run(tx, model)
    if last is not None and epoch_ms(last.refreshed_at) > epoch_ms(then.now):
        raise StagesRecordedLater(
            f"stages are recorded up to {last.refreshed_at.isoformat()}", path="day"
        )
    told = Cause.MODEL if last is None else cause  # the first time nobody has come from anywhere
    number = take_number(tx, "stage", told.value, lane=model)
    write_changes(definition, then, warehouse, Writing(cause, number))
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
    say: Callable[[int, int], None] = lambda _done, _total: None,
) -> Run:
    """Record the stages anew from the end of `first_on` to now; what was recorded is read until that is done.

    Every day is found in one statement over the events; only a model whose conditions ask for more than days can tell
    (see `plan_days`) is evaluated day by day.

    Args:
        tx: Of the project; holds the model's lock to its end.
        first_on: The first day, of the project's calendar.
        scope: The project, and now.
        warehouse: The project's.
        model: Which.
        say: Told how many of how many days are done; what it raises ends the replay, and what was recorded stays.

    Raises:
        ModelInvalid: There are too many days, or none.
    """
    days = check_replay(first_on, scope=scope)
    say(0, len(days))
    lock_model(tx, model)
    definition = get_model(tx, model)
    replay = begin_history(model, warehouse)
    last_on = scope.now.astimezone(scope.zone).date() - timedelta(days=1)
    if not _replay_days(definition, first_on, last_on, replay, scope=scope, warehouse=warehouse):
        for done, day in enumerate(days):
            say(done, len(days))
            write_changes(definition, _at_end_of_day(day, scope), warehouse, replayed(replay))
    write_changes(definition, scope, warehouse, replayed(replay))
    say(len(days), len(days))
    put_in_force(model, replay, scope.now, warehouse)
    run = Run(model, scope.now, definition.version)
    record_run(tx, run)
    return run


def check_replay(first_on: date, *, scope: Scope) -> list[date]:
    """The days of a replay, the first included, today not.

    Raises:
        ModelInvalid: There are too many, or none.
    """
    today = scope.now.astimezone(scope.zone).date()
    days = [first_on + timedelta(days=n) for n in range((today - first_on).days)]
    if not 0 < len(days) <= REPLAY_STEPS_MAX:
        raise ModelInvalid(
            f"a replay takes 1 to {REPLAY_STEPS_MAX} days, got {len(days)}", path="first_on"
        )
    return days


def replay_sql(
    model: LifecycleModel, first_on: date, last_on: date, *, scope: Scope, binder: Binder
) -> str | None:
    """Every change of stage at the ends of days (see `stays_sql`); None when days cannot tell the model.

    Args:
        model: Its conditions are those of today.
        first_on: First day, in the project's zone.
        last_on: Last day, included.
        scope: The project now.
        binder: Of the statement it will be part of.
    """
    past = replace(scope, until=midnight(last_on + timedelta(days=1), scope.zone))
    plan = plan_days(rules_of(model, scope), model.stages[0].name, past, binder)
    if plan is None:
        return None
    return stays_sql(plan, first_on, last_on, scope=past, binder=binder)


def _replay_days(
    model: LifecycleModel,
    first_on: date,
    last_on: date,
    replay: int,
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
) -> bool:
    """Record the changes of every day in one statement; False when the model cannot be replayed so."""
    binder = Binder()
    stays = replay_sql(model, first_on, last_on, scope=scope, binder=binder)
    if stays is None:
        return False
    days = [first_on + timedelta(days=n) for n in range((last_on - first_on).days + 1)]
    ends = binder.bind([epoch_ms(end_of_day(day, scope)) for day in days], "Array(Int64)")
    first = binder.bind((first_on - EPOCH.date()).days, "Int32")
    warehouse.execute(
        "INSERT INTO stage_changes (model, person_id, stage, previous, at, cause, occasion, replay)\n"
        f"SELECT {binder.bind(model.model, 'String')}, person, stage, previous,\n"
        f"    fromUnixTimestamp64Milli({ends}[day - {first} + 1], 'UTC'),\n"
        f"    {binder.bind(str(model.version), 'String')}, {binder.bind(Cause.REPLAY.value, 'String')},\n"
        f"    {binder.bind(replay, 'UInt32')}\n"
        f"FROM (\n{stays}\n)",
        binder.parameters,
    )
    return True


def end_of_day(day: date, scope: Scope) -> datetime:
    """The last millisecond of a day in the project's zone."""
    return midnight(day + timedelta(days=1), scope.zone) - timedelta(milliseconds=1)


def _at_end_of_day(day: date, scope: Scope) -> Scope:
    """The project as it was when a day ended; its last millisecond counts."""
    return replace(
        scope.at(end_of_day(day, scope)), until=midnight(day + timedelta(days=1), scope.zone)
    )


@dataclass(frozen=True, slots=True)
class Writing:
    """How changes are recorded.

    Attributes:
        cause: What made us look.
        number: Of `fact.take_number`.
        replay: The history they are of; None is the one in force.
    """

    cause: Cause
    number: int
    replay: int | None = None


def replayed(replay: int) -> Writing:
    """Changes of a history that is being made; nobody is told of them."""
    return Writing(Cause.REPLAY, 0, replay)


def write_changes(
    model: LifecycleModel, scope: Scope, warehouse: ProjectWarehouse, writing: Writing
) -> None:
    """Record who stands elsewhere at `scope.now` than before, of everybody or of the people of the scope."""
    binder = Binder()
    found = binder.include(classify(model, scope))
    name = binder.bind(model.model, "String")
    asked = scope.people_sql(binder)
    history = newest_sql(name) if writing.replay is None else binder.bind(writing.replay, "UInt32")
    warehouse.execute(
        "INSERT INTO stage_changes (model, person_id, stage, previous, at, cause, occasion, number, replay)\n"
        f"WITH found AS (\n{found}\n),\n"
        "standing AS (\n"
        f"    SELECT {scope.person} AS person, argMax(stage, {scope.newest}) AS stage FROM stage_changes\n"
        f"    WHERE model = {name} AND replay = {history}{f' AND {asked}' if asked else ''} GROUP BY 1\n"
        ")\n"
        f"SELECT {name}, found.person_id, found.class, standing.stage, {binder.instant(scope.now)},\n"
        f"    {binder.bind(str(model.version), 'String')}, {binder.bind(writing.cause.value, 'String')},\n"
        f"    {binder.bind(writing.number, 'UInt64')}, {history}\n"
        "FROM found LEFT JOIN standing ON standing.person = found.person_id\n"
        "WHERE found.class != standing.stage",
        binder.parameters,
    )

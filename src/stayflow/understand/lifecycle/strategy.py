"""The strategy board: what is done for the people of each stage, towards which goal, and what came of it.

A goal is a stage they should go to (its result: the share of those who stood in the stage `RESULT_DAYS` ago and stand
in the goal now), or a metric (its result: its value a head over `RESULT_DAYS`, of those who stand in the stage).
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from stayflow.kernel.errors import InvalidInput
from stayflow.language.metric import Metric, metric_sql, parse_metric
from stayflow.language.raw import (
    JsonObject,
    join,
    read_choice,
    read_list,
    read_number,
    read_object,
    read_text,
)
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.lifecycle.model import LifecycleModel, StageMove
from stayflow.understand.lifecycle.queries import list_moves, standing_sql

RESULT_DAYS: Final = 28
PLAY_KINDS: Final = ("campaign", "benefit", "content")
PLAYS_MAX: Final = 20
NOTE_MAX: Final = 500
PER_HEAD: Final = frozenset({"count", "sum", "people"})


class StrategyInvalid(InvalidInput):
    """A strategy that cannot be."""

    code = "lifecycle_strategy_invalid"


@dataclass(frozen=True, slots=True)
class Play:
    """Something that is done for the people of a stage.

    Attributes:
        kind: `campaign`, `benefit` or `content`.
        ref: Id of the campaign; '' for what is only named.
    """

    kind: str
    name: str
    ref: str
    note: str


@dataclass(frozen=True, slots=True)
class Strategy:
    """The plan of one stage.

    Attributes:
        move_to: The stage they should go to; None when the goal is a metric, or there is none.
        metric: The metric, as posted; None likewise.
        target: What the result should reach; None when nothing was promised.
    """

    stage: str
    move_to: str | None
    metric: JsonObject | None
    target: float | None
    plays: tuple[Play, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it over the last `RESULT_DAYS`, and over as many days before.

    Attributes:
        people: Who stood in the stage at the start (goal: a stage), or stand in it at the end (a metric).
        reached: Of these, who stand in the goal; None for a metric.
        value: The share, or the metric a head; None of nobody.
        value_before: The same for the days before.
    """

    stage: str
    people: int
    reached: int | None
    value: float | None
    value_before: float | None


def parse_strategy(raw: object, stage: str, stages: list[str], path: str = "") -> Strategy:
    """Read `{goal: {move_to | metric, target}, plays: [{kind, name, ref, note}]}`.

    Raises:
        StrategyInvalid: There are two goals, or too many plays.
        Malformed: A part has the wrong shape; the path names it.
    """
    node = read_object(raw, path, known=("goal", "plays"))
    goal = read_object(
        node.get("goal") or {}, join(path, "goal"), known=("move_to", "metric", "target")
    )
    move_to, metric, target = (goal.get(name) for name in ("move_to", "metric", "target"))
    if move_to is not None and metric is not None:
        raise StrategyInvalid("give move_to or metric, not both", path=join(path, "goal"))
    if move_to is not None:
        others = [name for name in stages if name != stage]
        move_to = read_choice(move_to, join(path, "goal.move_to"), others)
    rows = read_list(node.get("plays") or [], join(path, "plays"))
    if len(rows) > PLAYS_MAX:
        raise StrategyInvalid(f"at most {PLAYS_MAX} plays", path=join(path, "plays"))
    return Strategy(
        stage=stage,
        move_to=move_to,
        metric=None if metric is None else _checked(metric, join(path, "goal.metric")),
        target=None if target is None else read_number(target, join(path, "goal.target")),
        plays=tuple(
            _parse_play(row, join(path, f"plays[{index}]")) for index, row in enumerate(rows)
        ),
    )


def check_strategy(raw: JsonObject, stage: str, stages: list[str], *, scope: Scope) -> None:
    """Read a plan, and compile its goal.

    Raises:
        StrategyInvalid: There are two goals, or too many plays.
        UnknownEvent: The metric counts an event the project has never seen (likewise UnknownProperty).
    """
    found = parse_strategy(raw, stage, stages)
    if found.metric is not None:
        metric_sql(parse_metric(found.metric, "goal.metric"), scope, Binder())


def keep_strategy(
    tx: Transaction, model: str, stage: str, raw: JsonObject, *, at: datetime, by: str
) -> None:
    """Keep the plan of a stage (checked by `parse_strategy`)."""
    tx.execute(
        """
        insert into lifecycle_strategies (model, stage, definition, changed_at, changed_by)
        values (%(model)s, %(stage)s, %(definition)s::jsonb, %(at)s, %(by)s)
        on conflict (project_id, model, stage) do update set definition = excluded.definition,
          changed_at = excluded.changed_at, changed_by = excluded.changed_by
        """,
        {
            "model": model,
            "stage": stage,
            "definition": json.dumps(raw, ensure_ascii=False, default=str),
            "at": at,
            "by": by,
        },
    )


def list_strategies(tx: Transaction, model: LifecycleModel) -> list[Strategy]:
    """The plan of every stage, in the order of the model; empty ones where nothing is planned."""
    rows = tx.rows(
        "select stage, definition from lifecycle_strategies where model = %(model)s",
        {"model": model.model},
    )
    kept = {str(stage): definition for stage, definition in rows}
    names = [stage.name for stage in model.stages]
    return [_read(kept.get(name), name, names) for name in names]


def read_results(
    model: str, strategies: list[Strategy], *, scope: Scope, warehouse: ProjectWarehouse
) -> list[Result]:
    """What came of every strategy with a goal."""
    length = timedelta(days=RESULT_DAYS)
    middle = scope.now - length
    moves: dict[bool, tuple[StageMove, ...]] = {}
    if any(each.move_to for each in strategies):
        moves[True] = list_moves(model, middle, scope.now, scope=scope, warehouse=warehouse)
        moves[False] = list_moves(model, middle - length, middle, scope=scope, warehouse=warehouse)
    results = []
    for each in strategies:
        if each.move_to is not None:
            people, reached = _reached(moves[True], each)
            were, had = _reached(moves[False], each)
            results.append(
                Result(each.stage, people, reached, _share(reached, people), _share(had, were))
            )
        elif each.metric is not None:
            metric = parse_metric(each.metric)
            people, value = _per_head(model, each.stage, metric, scope, warehouse)
            _, before = _per_head(model, each.stage, metric, scope.at(middle), warehouse)
            results.append(Result(each.stage, people, None, value, before))
    return results


def _reached(moves: tuple[StageMove, ...], strategy: Strategy) -> tuple[int, int]:
    mine = [move for move in moves if move.origin == strategy.stage]
    return (
        sum(move.people for move in mine),
        sum(move.people for move in mine if move.target == strategy.move_to),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _per_head(
    model: str, stage: str, metric: Metric, scope: Scope, warehouse: ProjectWarehouse
) -> tuple[int, float | None]:
    binder = Binder()
    sql = metric_sql(metric, scope, binder)
    begin = scope.now - timedelta(days=RESULT_DAYS)
    rows = [
        sql.test,
        f"time >= {binder.instant(begin)}",
        f"time < {binder.instant(scope.now)}",
        *scope.events_sql(binder),
    ]
    standing = standing_sql(model, scope.now, scope, binder)
    people, value = warehouse.one(
        f"WITH mine AS (SELECT person FROM ({standing}) WHERE stage = {binder.bind(stage, 'String')})\n"
        f"SELECT (SELECT count() FROM mine), (SELECT toFloat64({sql.value}) FROM events"
        f" WHERE {' AND '.join(rows)} AND {scope.event_person} IN (SELECT person FROM mine))",
        binder.parameters,
    )
    return int(people), float(value or 0) / int(people) if people else None


def _checked(raw: object, path: str) -> JsonObject:
    metric = parse_metric(raw, path)
    if metric.aggregate.kind not in PER_HEAD:
        raise StrategyInvalid(
            "a goal a head is a count, a sum or people", path=join(path, "aggregate")
        )
    return read_object(raw, path)


def _parse_play(raw: object, path: str) -> Play:
    node = read_object(raw, path, known=("kind", "name", "ref", "note"))
    return Play(
        kind=read_choice(node.get("kind"), join(path, "kind"), PLAY_KINDS),
        name=read_text(node.get("name"), join(path, "name")),
        ref=str(node.get("ref") or ""),
        note=str(node.get("note") or "")[:NOTE_MAX],
    )


def _read(raw: JsonObject | None, stage: str, stages: list[str]) -> Strategy:
    if raw is None:
        return Strategy(stage, None, None, None, ())
    goal = raw.get("goal")
    if isinstance(goal, dict) and goal.get("move_to") not in {None, *stages}:
        raw = dict(raw) | {"goal": {}}  # the stage it led to is gone
    return parse_strategy(raw, stage, stages)

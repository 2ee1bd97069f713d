"""A replay in one statement is the day-by-day evaluation, for every shape of condition it takes."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from stayflow.kernel.ids import ProjectId
from stayflow.language.statement import Binder
from stayflow.understand.lifecycle import (
    default_definition,
    find_run,
    list_sizes,
    parse_model,
    refresh,
    refresh_stages,
    replay_stages,
    save_model,
)
from stayflow.understand.lifecycle.refresh import rules_of
from stayflow.understand.lifecycle.replay import plan_days
from tests.conftest import Engines
from tests.language.world import generate
from tests.understand.conftest import Room, open_room

BUYS = {"did": {"event": "purchase", "count": 2, "within": {"last": "30d"}}}
SPENDS = {"did": {"event": "purchase", "aggregate": {"sum": "amount"}, "op": "gte", "value": 100, "within": {"last": "6w"}}}  # fmt: skip
DAYS = {"did": {"event": ["view", "refund"], "aggregate": "days", "op": "between", "value": [2, 5], "within": {"last": "20d"}}}  # fmt: skip
FEW = {"did": {"event": "view", "count": {"lte": 1}, "within": {"last": "40d"}}}
KNOWN = {"did": {"event": "*", "within": {"before": "28d"}}}
GONE = {"all": [{"did": {"event": "*"}}, {"not": {"did": {"event": "*", "within": {"last": "15d"}}}}]}  # fmt: skip
DATED = {"did": {"event": "view", "count": 2, "within": {"from": "2026-04-10", "to": "2026-05-05"}}}
TOYS = {"did": {"event": "purchase", "where": {"property": "category", "op": "eq", "value": "toys"}}}  # fmt: skip
CITY = {"attribute": {"name": "city", "op": "eq", "value": "杭州"}}
FADED = {"habit": {"drop": 0.3, "recent": "14d", "before": "6w", "at_least": 3}}
WATCH = {"habit": {"event": ["view", "purchase"], "unit": "count", "drop": {"gte": 0.3, "lt": 0.8}, "recent": "2w", "before": "42d", "at_least": 2}}  # fmt: skip
MODELS = [
    (KNOWN, BUYS, SPENDS, GONE),
    (DAYS, {"all": [CITY, TOYS]}, FADED),
    ({"any": [FEW, {"not": DATED}]}, WATCH, {"all": [{"any": [BUYS, DAYS]}, {"not": FADED}]}),
]
FIRST = date(2026, 4, 20)


def definition(*conditions: dict) -> dict:
    stages = [{"name": f"s{n}", "when": when} for n, when in enumerate(conditions, 1)]
    return {"stages": [{"name": "s0"}, *stages]}


@pytest.fixture(scope="module")
def room(engines: Engines) -> Room:
    project = ProjectId("test_replay")
    engines.warehouse.create_project(project, "Asia/Shanghai")
    return open_room(engines, project, generate(5, "Asia/Shanghai", people=40, merges=8))


def changes(room: Room, model: str) -> list[tuple]:
    sql = (
        "SELECT person_id, toUnixTimestamp64Milli(at), previous, stage FROM stage_changes"
        " WHERE model = {model:String} ORDER BY 1, 2"
    )
    return [tuple(row) for row in room.warehouse.query(sql, {"model": model}).rows]


@pytest.mark.parametrize("conditions", MODELS)
def test_a_replay_finds_what_a_refresh_on_each_day_records(room: Room, conditions: tuple) -> None:
    name = f"m{MODELS.index(conditions)}"
    today = room.scope.now.astimezone(room.scope.zone).date()
    with room.tx() as tx:
        save_model(tx, definition(*conditions), scope=room.scope, model=f"{name}_slow")
        save_model(tx, definition(*conditions), scope=room.scope, model=name)
        day = FIRST
        while day < today:
            refresh_stages(
                tx, scope=room.scope, warehouse=room.warehouse, model=f"{name}_slow", day=day
            )
            day += timedelta(days=1)
        refresh_stages(tx, scope=room.scope, warehouse=room.warehouse, model=f"{name}_slow")
        replay_stages(tx, FIRST, scope=room.scope, warehouse=room.warehouse, model=name)
    found = changes(room, name)
    assert found == changes(room, f"{name}_slow")
    assert len({row[3] for row in found}) >= 3
    assert len(found) > 60


def test_what_days_cannot_tell_is_evaluated_day_by_day(room: Room) -> None:
    steps = {"sequence": {"steps": [{"event": "view"}, {"event": "purchase"}], "within": "7d"}}
    odd = definition(KNOWN, steps)
    model = parse_model(odd, "odd")
    assert plan_days(rules_of(model, room.scope), "s0", room.scope, Binder()) is None
    told: list[tuple[int, int]] = []

    def replay(say: Callable[[int, int], None]) -> None:
        with room.tx() as tx:
            replay_stages(
                tx,
                date(2026, 6, 10),
                scope=room.scope,
                warehouse=room.warehouse,
                model="odd",
                say=say,
            )

    def stop(done: int, _total: int) -> None:
        if done == 3:
            raise _Killed

    with room.tx() as tx:
        save_model(tx, odd, scope=room.scope, model="odd")
    with pytest.raises(_Killed):
        replay(stop)
    with room.tx() as tx:
        assert find_run(tx, "odd") is None, "a replay that was stopped is not in force"
    replay(lambda done, total: told.append((done, total)))
    assert {row[3] for row in changes(room, "odd")} == {"s0", "s1", "s2"}
    days = told[-1][1]
    assert told[1:] == [(done, days) for done in range(days + 1)]


def test_the_default_model_is_replayed_in_one_statement(room: Room) -> None:
    model = parse_model(default_definition(), "default")
    assert plan_days(rules_of(model, room.scope), "a", room.scope, Binder()) is not None


class _Killed(Exception):
    pass


@pytest.mark.parametrize("step", ["put_in_force", "record_run"])
def test_a_replay_that_is_cut_off_leaves_a_history_whole(
    room: Room, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"cut_{step}"
    with room.tx() as tx:
        save_model(tx, definition(BUYS, GONE), scope=room.scope, model=name)
        refresh_stages(tx, scope=room.scope, warehouse=room.warehouse, model=name)

    def sizes() -> list[tuple]:
        since = room.scope.now - timedelta(days=90)
        return list(
            list_sizes(name, since, room.scope.now, scope=room.scope, warehouse=room.warehouse)
        )

    def replay() -> None:
        with room.tx() as tx:
            replay_stages(tx, FIRST, scope=room.scope, warehouse=room.warehouse, model=name)

    def die(*_: object) -> None:
        raise _Killed

    before = sizes()
    with monkeypatch.context() as patch:
        patch.setattr(refresh, step, die)
        with pytest.raises(_Killed):
            replay()
    after_cut = sizes()
    replay()
    assert len(sizes()) > len(before)
    assert after_cut == (before if step == "put_in_force" else sizes())
    whole = changes(room, name)
    replay()
    assert changes(room, name) == whole
    with room.tx() as tx:
        refresh_stages(tx, scope=room.scope, warehouse=room.warehouse, model=name)
    assert changes(room, name) == whole

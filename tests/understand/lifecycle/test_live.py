"""What a batch does to stages at once is what the rebuild at night finds."""

from dataclasses import replace
from datetime import timedelta

import pyarrow as pa
import pytest

from stayflow.kernel.ids import ProjectId
from stayflow.understand.lifecycle import (
    default_definition,
    live_stages,
    refresh_stages,
    save_model,
)
from stayflow.understand.lifecycle.live import has_runs
from stayflow.understand.live import LiveBatch
from tests.conftest import Engines
from tests.language.world import NOW, Event, _events_table, generate
from tests.understand.conftest import Room, open_room


@pytest.fixture
def room(engines: Engines, project: ProjectId) -> Room:
    room = open_room(engines, project, generate(21, "Asia/Shanghai", people=30, merges=5))
    with room.tx() as tx:
        save_model(tx, default_definition(), scope=room.scope)
        assert not has_runs(tx)
        refresh_stages(tx, scope=room.scope, warehouse=room.warehouse)
        assert has_runs(tx)
    return room


def standing(room: Room) -> dict[int, str]:
    sql = f"SELECT {room.scope.person} AS person, argMax(stage, at) FROM stage_changes GROUP BY person"
    return dict(room.warehouse.query(sql).rows)


def changes(room: Room, occasion: str) -> int:
    sql = "SELECT count() FROM stage_changes WHERE occasion = {o:String}"
    return room.warehouse.value(sql, {"o": occasion})


def test_a_batch_moves_its_people_alone_and_the_night_finds_nothing_left(
    room: Room, engines: Engines
) -> None:
    before = standing(room)
    later = NOW + timedelta(minutes=5)
    buyers = [room.world.survivor(n) for n in (2, 28, 30)]
    events = tuple(
        Event(person, "purchase", NOW + timedelta(seconds=n), amount=5, revenue=5)
        for person in buyers
        for n in range(7)
    )
    rows = _events_table(events).set_column(
        3,
        "event_id",
        pa.array([(9000 + n).to_bytes(16, "big") for n in range(len(events))], pa.binary(16)),
    )
    room.warehouse.insert("events", rows)
    scope = replace(room.scope, now=later)
    batch = LiveBatch(
        project=room.project,
        first=2,
        last=2,
        people=tuple(buyers),
        has_moved=False,
        scope=scope.with_people(buyers),
        relational=engines.relational,
        warehouse=room.warehouse,
    )
    live_stages().refresh(batch)
    after = standing(room)
    moved = {person for person in after if after[person] != before[person]}
    assert moved
    assert moved <= set(buyers)
    assert changes(room, "event") == len(moved)
    live_stages().refresh(batch)
    assert changes(room, "event") == len(moved)
    with room.tx() as tx:
        refresh_stages(tx, scope=scope, warehouse=room.warehouse)
    assert standing(room) == after
    assert changes(room, "clock") == len(before)
    live_stages().refresh(replace(batch, scope=room.scope.with_people(buyers)))
    assert standing(room) == after

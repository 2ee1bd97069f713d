"""Whoever buys is in their class at once, by the cuts of the newest run; and the night finds the same."""

from dataclasses import replace

import pyarrow as pa
import pytest

from stayflow.kernel.ids import ProjectId
from stayflow.language.condition import compile_people, parse_condition
from stayflow.understand.live import LiveBatch
from stayflow.understand.rfm import RfmClass, live_rfm, refresh_rfm, save_rfm_model
from tests.conftest import Engines
from tests.language.world import World, _events_table
from tests.understand.conftest import Room, bought, open_room

FIXED = {
    "event": "purchase",
    "amount": "revenue",
    "range": {"last": "60d"},
    "thresholds": {"fixed": {"r": 10, "f": 3, "m": 100}},
}
MEAN = FIXED | {"thresholds": "mean"}


@pytest.fixture
def room(engines: Engines, project: ProjectId, zone) -> Room:
    orders = (bought(1, 5, 1, 50), bought(1, 5, 2, 60), bought(2, 6, 14, 10), bought(3, 6, 1, 20))
    room = open_room(engines, project, World(zone, (1, 2, 3, 4), orders))
    with room.tx() as tx:
        for name, definition in (("default", FIXED), ("mean", MEAN)):
            save_rfm_model(tx, definition, at=room.scope.now, model=name)
            refresh_rfm(tx, scope=room.scope, warehouse=room.warehouse, model=name)
    return room


def members(room: Room, model: str, each: RfmClass) -> set[int]:
    clause = {"rfm": {"model": model, "in": [each.value]}}
    return room.people(
        compile_people(parse_condition(clause, facets=room.scope.facets), room.scope)
    )


def changes(room: Room) -> int:
    return room.warehouse.value("SELECT count() FROM rfm_changes")


def test_a_purchase_moves_its_person_and_nobody_else(room: Room, engines: Engines) -> None:
    assert members(room, "default", RfmClass.IMPORTANT_RETAIN) == {1}
    before = changes(room)
    events = _events_table((bought(1, 6, 15, 5), bought(4, 6, 15, 500)))
    room.warehouse.insert("events", events.set_column(3, "event_id", _ids(events)))
    later = room.later(minutes=5)
    batch = LiveBatch(
        project=room.project,
        first=2,
        last=2,
        people=(1, 4),
        has_moved=False,
        scope=later.scope.with_people((1, 4)),
        relational=engines.relational,
        warehouse=room.warehouse,
    )
    with room.tx() as tx:
        assert live_rfm().is_needed(tx)
    live_rfm().refresh(batch)
    standing = {each: members(later, "default", each) for each in RfmClass}
    assert standing[RfmClass.IMPORTANT_VALUE] == {1}
    assert standing[RfmClass.IMPORTANT_DEVELOP] == {4}
    assert standing[RfmClass.GENERAL_DEVELOP] == {2}
    moved = changes(room)
    assert moved > before
    live_rfm().refresh(replace(batch, scope=room.later(minutes=6).scope.with_people((1, 4))))
    assert changes(room) == moved
    night = room.later(minutes=10)
    with room.tx() as tx:
        refresh_rfm(tx, scope=night.scope, warehouse=room.warehouse)
    assert {each: members(night, "default", each) for each in RfmClass} == standing
    assert changes(room) == moved


def test_a_run_that_is_newer_has_seen_the_batch(room: Room, engines: Engines) -> None:
    before = changes(room)
    scope = room.scope.at(room.scope.now.replace(hour=0)).with_people((1,))
    batch = LiveBatch(room.project, 1, 1, (1,), False, scope, engines.relational, room.warehouse)
    live_rfm().refresh(batch)
    assert changes(room) == before


def _ids(events):
    return pa.array([(9000 + n).to_bytes(16, "big") for n in range(len(events))], pa.binary(16))

"""Worlds in the zones where days go wrong: east of UTC, west of it, at a quarter of an hour, a day
ahead, and over a change of clocks."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from stayflow.kernel.ids import ProjectId
from stayflow.understand.segment import SegmentFacet, create_fixed_segment
from tests.measure.world import World, make_world

ZONES = ("Asia/Shanghai", "America/New_York", "Asia/Kathmandu", "Europe/Berlin", "Pacific/Apia")
NOW = datetime(2026, 4, 10, 9, 30, tzinfo=UTC)
"""After the clocks of New York (8 March) and Berlin (29 March) have moved."""


@pytest.fixture(scope="session")
def world_in(engines) -> Callable[[str], World]:
    """The world of a zone; it is filled anew by whoever asks."""
    worlds = {
        zone: make_world(engines.warehouse, "measure_" + zone.lower().replace("/", "_"), zone, NOW)
        for zone in ZONES
    }

    for world in worlds.values():
        add_segments(world, engines)

    def get(zone: str) -> World:
        worlds[zone].now = NOW
        worlds[zone].knows_arrivals = True
        return worlds[zone]

    return get


def add_segments(world: World, engines) -> None:
    """Two segments that nobody is in."""
    project = ProjectId(world.warehouse.database)
    world.facets.register("segment", SegmentFacet(engines.relational, project))
    with engines.relational.project(project) as tx:
        for name in ("one", "two"):
            create_fixed_segment(tx, name, at=NOW, by="test")


@pytest.fixture
def shanghai(world_in) -> World:
    return world_in("Asia/Shanghai")

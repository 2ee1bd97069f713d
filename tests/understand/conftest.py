"""A loaded project with its facets, for the rooms of understanding."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from stayflow.kernel.ids import ProjectId
from stayflow.kernel.registry import Registry
from stayflow.language.scope import Facet, Scope
from stayflow.language.statement import Statement
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.lifecycle import HabitFacet, StageFacet
from stayflow.understand.rfm import RfmFacet
from stayflow.understand.segment import SegmentFacet
from tests.conftest import Engines
from tests.language.world import NOW, Event, World


@dataclass(frozen=True)
class Room:
    """A project with data, and everything its functions ask for."""

    engines: Engines
    project: ProjectId
    world: World
    scope: Scope

    @property
    def warehouse(self) -> ProjectWarehouse:
        return self.engines.warehouse.project(self.project)

    def tx(self) -> "Iterator[Transaction]":
        return self.engines.relational.project(self.project)

    def people(self, statement: Statement) -> set[int]:
        rows = self.warehouse.query(statement.sql, statement.parameters).rows
        found = [person for (person,) in rows]
        assert len(found) == len(set(found))
        return set(found)

    def later(self, **delta: int) -> "Room":
        """The same project at a later moment."""
        return replace(self, scope=replace(self.scope, now=self.scope.now + timedelta(**delta)))


def local(month: int, day: int, hour: int = 12) -> datetime:
    """An instant of 2026 in Shanghai."""
    return datetime(2026, month, day, hour, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


def bought(person: int, month: int, day: int, revenue: int = 10) -> Event:
    return Event(person, "purchase", local(month, day), amount=revenue, revenue=revenue)


def open_room(engines: Engines, project: ProjectId, world: World) -> Room:
    world.load(engines.warehouse.project(project))
    facets: Registry[Facet] = Registry("condition")
    for facet in (SegmentFacet, RfmFacet, StageFacet):
        plug = facet(engines.relational, project)
        facets.register(plug.name, plug)
    facets.register("habit", HabitFacet())
    return Room(engines, project, world, world.scope(now=NOW, facets=facets))


@pytest.fixture
def zone() -> ZoneInfo:
    return ZoneInfo("Asia/Shanghai")

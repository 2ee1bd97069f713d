"""A project whose events can be sent on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from stayflow.access import NewProject, create_project
from stayflow.act.destination import (
    Forwarding,
    create_destination,
    deliver_due,
    get_destination,
    list_deliveries,
    read_standing,
)
from stayflow.app import App, Stores, assemble
from stayflow.intake.pipeline import append_events, consume_log
from stayflow.kernel.clock import FixedClock
from stayflow.kernel.ids import ProjectId, new_id
from stayflow.language.event import RawEvent
from tests.act.destination.receivers import Receiver, receiving
from tests.conftest import Engines

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
NOON_MS = 1_781_524_800_000


@dataclass
class World:
    """One project, its clock, and the usual questions."""

    app: App
    project: ProjectId
    clock: FixedClock
    forwarding: Forwarding

    def record(self, *events: RawEvent) -> None:
        """Bring events in; one batch."""
        append_events(self.project, events, source="test", log=self.app.log, clock=self.clock)
        while consume_log(self.app.pipeline(self.project), self.app.log) is not None:
            pass

    def create(self, **raw: Any) -> str:
        given = {"name": new_id(), "events": {}, **raw}
        with self.app.relational.project(self.project) as tx:
            made = create_destination(
                tx, given, scope=self.app.scope(self.project), box=self.app.box, now=self.clock.now(),
                by="test",
            )  # fmt: skip
        return made.destination.destination_id

    def deliver(self) -> int:
        return deliver_due(self.forwarding, self.project)

    def tx(self) -> Any:
        return self.app.relational.project(self.project)

    def deliveries(self, destination_id: str) -> list[Any]:
        with self.tx() as tx:
            return list(reversed(list_deliveries(tx, destination_id, limit=1000).items))

    def states(self, destination_id: str) -> list[str]:
        return [each.state.value for each in self.deliveries(destination_id)]

    def standing(self, destination_id: str) -> Any:
        with self.tx() as tx:
            destination = get_destination(tx, destination_id, box=self.app.box)
            return read_standing(tx, destination, now=self.clock.now())

    def get(self, destination_id: str) -> Any:
        with self.tx() as tx:
            return get_destination(tx, destination_id, box=self.app.box)


@pytest.fixture
def world(engines: Engines, tmp_path: Path) -> World:
    clock = FixedClock(NOON)
    stores = Stores(engines.folder, engines.relational, engines.warehouse, engines.log)
    app = assemble(engines.settings, stores, clock)
    about = create_project(
        NewProject(f"out_{new_id()}"),
        relational=engines.relational,
        warehouse=engines.warehouse,
        clock=clock,
    )
    forwarding = replace(app.forwarding, allow_private=True, exports_of=lambda _: tmp_path)
    return World(app, about.id, clock, forwarding)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as each:
        yield each


def event(name: str = "purchase", *, user: str = "u1", minute: int = 0, **more: Any) -> RawEvent:
    """An event of a user, so many minutes after noon yesterday."""
    return RawEvent(
        name=name,
        time_ms=NOON_MS - 86_400_000 + minute * 60_000,
        event_id=more.pop("event_id", new_id()),
        identities={"user_id": user},
        **more,
    )

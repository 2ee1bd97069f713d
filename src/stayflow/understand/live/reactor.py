"""From recorded batches to what rooms know of their people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

import structlog

from stayflow.intake.identify import has_moved, reload_overrides
from stayflow.kernel.ids import ProjectId
from stayflow.language.scope import Scope
from stayflow.stores.relational import Relational
from stayflow.stores.warehouse import Warehouse
from stayflow.understand.live.model import LiveBatch, LiveRefresh
from stayflow.understand.live.people import narrowed, people_of

PEOPLE_MAX = 50_000
"""Up to so many people are computed alone; beyond, everybody at once costs less."""
SLOW_SECONDS = 2.0
LIVE_REACTOR = "understand.live"
"""Its name, by which its offset is kept."""
_log = structlog.get_logger("stayflow.live")


@dataclass(frozen=True, slots=True)
class LiveReactor:
    """Runs what rooms registered on recorded batches; what came in meanwhile is taken as one.

    Attributes:
        relational: State.
        warehouse: Facts.
        scope_of: What the compilers know of a project now.
        refreshes: In their order.
        people_max: See `PEOPLE_MAX`.
        name: As its offset is kept.
    """

    relational: Relational
    warehouse: Warehouse
    scope_of: Callable[[ProjectId], Scope]
    refreshes: Sequence[LiveRefresh]
    people_max: int = PEOPLE_MAX
    name: str = LIVE_REACTOR

    def react(self, project: ProjectId, first_batch: int, last_batch: int) -> None:
        """Bring what is known of the people of these batches up to date; again writes nothing."""
        with self.relational.project(project) as tx:
            needed = [each for each in self.refreshes if each.is_needed(tx)]
        if not needed:
            return
        batch = self._batch(project, first_batch, last_batch)
        if batch.people == ():
            return
        for each in needed:
            began = perf_counter()
            each.refresh(batch)
            seconds = perf_counter() - began
            if seconds > SLOW_SECONDS:
                _log.warning("live_slow", refresh=each.name, project=project, seconds=seconds)

    def _batch(self, project: ProjectId, first: int, last: int) -> LiveBatch:
        warehouse = self.warehouse.project(project)
        with self.relational.project(project) as tx:
            moved = has_moved(tx, first, last)
        if moved:
            reload_overrides(warehouse)
        scope = self.scope_of(project)
        with self.relational.project(project) as tx:
            people = people_of(
                first, last, tx=tx, scope=scope, warehouse=warehouse, most=self.people_max
            )
            if people:
                scope = narrowed(scope, people, tx)
        return LiveBatch(project, first, last, people, moved, scope, self.relational, warehouse)

"""From recorded changes to events in the log, each once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import structlog

from stayflow.kernel.clock import Clock
from stayflow.kernel.ids import ProjectId
from stayflow.language.event import RawEvent
from stayflow.stores.relational import Relational
from stayflow.stores.warehouse import ProjectWarehouse, Warehouse
from stayflow.understand.fact.held import get_held, hold_back, next_people, note_end, note_part
from stayflow.understand.fact.mark import (
    Lane,
    list_groups,
    list_untold,
    note_told,
    note_whole,
)
from stayflow.understand.fact.model import FactGroup, FactSource
from stayflow.understand.fact.number import note_batch

FACTS_MAX: Final = 100_000
"""So many changes of one thing at once are told one by one; more are no news of persons."""
EMIT_EVENTS_MAX: Final = 2_000
"""Events handed to intake at a time: what one entry of the log should hold."""
_log = structlog.get_logger("stayflow.facts")

Emit = Callable[[ProjectId, Sequence[RawEvent]], object]
"""Hands events to intake, which has them durably when it returns."""


@dataclass(frozen=True, slots=True)
class FactReactor:
    """Tells what computations of people have recorded; stands behind them among the reactors.

    Attributes:
        relational: Numbers and marks.
        warehouse: The changes.
        clock: When something was held back.
        sources: The rooms' tables of changes.
        emit: Where the events go.
        facts_max: See `FACTS_MAX`.
        name: As its offset is kept.
    """

    relational: Relational
    warehouse: Warehouse
    clock: Clock
    sources: Sequence[FactSource]
    emit: Emit
    facts_max: int = FACTS_MAX
    name: str = "understand.fact"

    def react(self, project: ProjectId, first_batch: int, last_batch: int) -> None:
        """Tell what is untold, whatever batch it came of; again tells nothing."""
        with self.relational.project(project) as tx:
            for source in self.sources:
                if source.written_by and (newest := source.written_by(tx, first_batch, last_batch)):
                    note_batch(tx, source.kind, newest)
        self.tell(project)

    def tell(self, project: ProjectId) -> int:
        """Tell every change that was written under a committed number; return how many events that were.

        Raises:
            StayflowError: A store does not answer, or the log is full; what is untold then is told the next time.
        """
        with self.relational.project(project) as tx:
            lanes = list_untold(tx)
        if not lanes:
            return 0
        warehouse = self.warehouse.project(project)
        return sum(self._tell_lane(project, lane, warehouse) for lane in lanes)

    def tell_held(
        self, project: ProjectId, held_id: str, report: Callable[[int, int], object]
    ) -> None:
        """Tell what was held back, some persons at a time; a part that is told again is taken once.

        Args:
            project: The project.
            held_id: Of the `HeldFacts`.
            report: Gets how many changes are told, and of how many.

        Raises:
            HeldNotFound: Nothing is held back under this id.
            StayflowError: A store does not answer, or the log is full; it goes on from there the next time.
        """
        warehouse = self.warehouse.project(project)
        with self.relational.project(project) as tx:
            held = get_held(tx, held_id)
        source = next(each for each in self.sources if each.kind == held.kind)
        while (group := next_people(held, source, warehouse)) is not None:
            events = source.read(group, warehouse)
            self._emit(project, events)
            with self.relational.project(project) as tx:
                note_part(tx, held_id, last=group.last or 0, told=len(events))
                held = get_held(tx, held_id)
            report(held.told, held.count)
        with self.relational.project(project) as tx:
            note_end(tx, held_id)

    def _emit(self, project: ProjectId, events: Sequence[RawEvent]) -> None:
        for start in range(0, len(events), EMIT_EVENTS_MAX):
            self.emit(project, events[start : start + EMIT_EVENTS_MAX])

    def _tell_lane(self, project: ProjectId, lane: Lane, warehouse: ProjectWarehouse) -> int:
        source = next(each for each in self.sources if each.kind == lane.kind)
        with self.relational.project(project) as tx:
            names = source.names(tx)
        told = 0
        for group in list_groups(lane, source, names, warehouse):
            if group.count > self.facts_max:
                self._hold_back(project, lane, group)
                continue
            events = source.read(group, warehouse)
            self._emit(project, events)
            with self.relational.project(project) as tx:
                note_told(tx, lane, group, told=len(events), now=self.clock.now())
            told += len(events)
        with self.relational.project(project) as tx:
            note_whole(tx, lane)
        return told

    def _hold_back(self, project: ProjectId, lane: Lane, group: FactGroup) -> None:
        with self.relational.project(project) as tx:
            note_told(tx, lane, group, held_back=group.count, now=self.clock.now())
            hold_back(tx, lane, group, now=self.clock.now())
        _log.warning(
            "facts_held_back",
            project=project,
            kind=lane.kind,
            name=group.name,
            count=group.count,
        )

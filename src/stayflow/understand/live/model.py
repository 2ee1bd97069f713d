"""Nouns of the room."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from stayflow.kernel.ids import ProjectId
from stayflow.language.scope import Scope
from stayflow.stores.relational import Relational, Transaction
from stayflow.stores.warehouse import ProjectWarehouse


@dataclass(frozen=True, slots=True)
class LiveBatch:
    """Recorded batches, as one, with everybody whom they may have changed.

    Attributes:
        project: The project.
        first: Number of the first batch.
        last: Number of the last one.
        people: Canonical persons; None when there are so many that everybody is computed.
        has_moved: Whether persons merged or parted in them.
        scope: The project now, over `people` alone when they are given: compile with it.
        relational: Its state.
        warehouse: Its facts.
    """

    project: ProjectId
    first: int
    last: int
    people: tuple[int, ...] | None
    has_moved: bool
    scope: Scope
    relational: Relational
    warehouse: ProjectWarehouse

    @property
    def now(self) -> datetime:
        """The instant of everything that is written."""
        return self.scope.now

    @property
    def everybody(self) -> Scope:
        """The scope over everybody, for what has not been computed yet."""
        return replace(self.scope, people=None, raw_people=None)

    @property
    def cause(self) -> str:
        """As a change tells what it came of."""
        return f"batch {self.last}"


@dataclass(frozen=True, slots=True)
class LiveRefresh:
    """What a room does for the people of recorded batches.

    Attributes:
        name: As logs and the time it takes are told.
        is_needed: Whether the project has anything of the room in real time; cheap, asked for each batch.
        refresh: Computes for `batch.people` (everybody when None) and writes differences alone. It may be called
            again for the same batches after a crash, and must then find nothing to write.
    """

    name: str
    is_needed: Callable[[Transaction], bool]
    refresh: Callable[[LiveBatch], None]

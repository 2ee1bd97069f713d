"""Answers that are kept for as long as the database they came from stands as it stood.

Not a guess about freshness: the engine itself says in which state a database is. Every insert, late or not, every
merge of persons, erasure, refresh of a segment and reload of a dictionary changes that state, and an answer is given
again only in the state it was computed in.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from clickhouse_connect.driver.client import Client

from stayflow.kernel.clock import Clock
from stayflow.stores.warehouse.project import Parameters, ProjectWarehouse, QueryAnswer

CELLS_MAX = 1_000_000
"""Cells of all kept answers together: some 100 MB of Python values."""
ENTRY_CELLS = 20
"""What an answer costs beside its own cells, however small it is: a busy project leaves a new one behind with each
state."""
ANSWER_CELLS_MAX = 50_000
"""Cells of one answer; a larger one is not kept."""
STATE_SQL = """
SELECT concat(toString(count()), ':',
  toString(sum(reinterpretAsUInt128(sipHash128(name, version, size, since))))) FROM (
  SELECT concat(table, '/', name) AS name, '' AS version, bytes_on_disk AS size,
    toUnixTimestamp(modification_time) AS since
  FROM system.parts WHERE database = {database:String} AND active
  UNION ALL
  SELECT name, concat(toString(uuid), toString(loading_duration)), element_count,
    toUnixTimestamp(loading_start_time)
  FROM system.dictionaries WHERE database = {database:String})
"""
"""A part never changes: what is written, mutated or merged is a part of another name, and what is gone lacks."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, and when it was computed."""

    answer: QueryAnswer
    at: datetime


class NotKept(Exception):
    """Only what is kept was asked for, and this is not."""


class KeptAnswers:
    """The answers that this process keeps, of all projects, the least used forgotten first."""

    def __init__(self, clock: Clock, *, cells_max: int = CELLS_MAX) -> None:
        self._clock = clock
        self._cells_max = cells_max
        self._cells = 0
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._working: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: str, compute: Callable[[], QueryAnswer]) -> Kept:
        """The kept answer, or a new one; whoever asks the same meanwhile waits for it."""
        found = self.find(key)
        if found is not None:
            return found
        with self._lock:
            mine = self._working.setdefault(key, threading.Lock())
        with mine:
            found = self.find(key)
            if found is not None:
                return found
            try:
                made = Kept(compute(), self._clock.now())
                self._keep(key, made)
            finally:
                with self._lock:
                    self._working.pop(key, None)
        return made

    def find(self, key: str) -> Kept | None:
        """The kept answer; None where there is none."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def forget(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._kept.clear()
            self._cells = 0

    def _keep(self, key: str, made: Kept) -> None:
        if _cells(made) > ANSWER_CELLS_MAX:
            return
        with self._lock:
            before = self._kept.pop(key, None)  # of somebody who began while another one failed
            self._cells += _cells(made) - (_cells(before) if before else 0)
            self._kept[key] = made
            while self._cells > self._cells_max:
                _, forgotten = self._kept.popitem(last=False)
                self._cells -= _cells(forgotten)


class KeepingWarehouse(ProjectWarehouse):
    """A project's database in one state, that computes a statement once in it.

    Attributes:
        computed_at: When the oldest answer given was computed; None before the first.
    """

    def __init__(
        self,
        warehouse: ProjectWarehouse,
        connect: Callable[[str], Client],
        answers: KeptAnswers,
        state: str,
        *,
        computes: bool = True,
    ) -> None:
        super().__init__(warehouse.database, connect)
        self._warehouse = warehouse
        self._answers = answers
        self._state = state
        self._computes = computes
        self.computed_at: datetime | None = None

    @property
    def state(self) -> str:
        """How the database stood when the handle was made: another text after whatever was written."""
        return self._state

    def query(self, sql: str, parameters: Parameters | None = None) -> QueryAnswer:
        """Run a SELECT as `ProjectWarehouse.query` does, or give its answer again.

        Raises:
            NotKept: The handle gives what is kept only.
        """
        given = sorted((parameters or {}).items())
        asked = f"{self.database}\0{self._state}\0{sql}\0{given!r}"
        key = hashlib.sha256(asked.encode(errors="surrogatepass")).hexdigest()
        if self._computes:
            found = self._answers.get(key, lambda: self._warehouse.query(sql, parameters))
        elif (kept := self._answers.find(key)) is not None:
            found = kept
        else:
            raise NotKept
        self.computed_at = min(self.computed_at or found.at, found.at)
        return replace(found.answer, rows=list(found.answer.rows))

    def again(self, *, computes: bool = True) -> "KeepingWarehouse":
        """Another handle in the same state, with a time of its own; it may give what is kept only."""
        return KeepingWarehouse(
            self._warehouse, self.connect, self._answers, self._state, computes=computes
        )


def keep_answers(warehouse: ProjectWarehouse, answers: KeptAnswers) -> KeepingWarehouse:
    """The project's database as it stands now; one small statement asks how it stands."""
    state = str(warehouse.value(STATE_SQL, {"database": warehouse.database}))
    return KeepingWarehouse(warehouse, warehouse.connect, answers, state)


def _cells(kept: Kept) -> int:
    """What an answer costs: a list in a cell is as many cells as it has items."""
    items = sum(
        len(cell) if isinstance(cell, list | tuple) else 1
        for row in kept.answer.rows
        for cell in row
    )
    return items + ENTRY_CELLS

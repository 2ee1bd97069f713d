"""What one question may cost, and how many of a project are worked on at once, so that none starves the others."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from stayflow.kernel.errors import Kind, StayflowError

MEMORY: Final = "max_memory_usage"
GROUPS_TO_DISK: Final = "max_bytes_before_external_group_by"
WAITING_PER_PLACE: Final = 2
"""So many wait for every one that is worked on; who comes then is told to come again."""
WAITING_LEAST: Final = 8
"""So many wait in any case: a page of the console asks several questions at once."""


class TooManyQueries(StayflowError):
    """As many queries of this project are worked on and waiting as may be; the same call may work in a moment."""

    code = "too_many_queries"
    kind = Kind.TOO_MANY
    retry = True


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of one query, and of all that run at once.

    Attributes:
        seconds: Longest a query may run.
        memory_bytes: Most memory it may take.
        rows: Most rows it may read; 0 is any number.
        at_once: Queries of the project that run at once; others wait.
    """

    seconds: int
    memory_bytes: int
    rows: int
    at_once: int

    @property
    def settings(self) -> dict[str, str | int]:
        """The engine's settings of a query.

        Sorts go to temporary files from half of the memory on, groups from three quarters (docs/adr/0016): a large
        question slows down first, and is asked once more with less in memory if that does not do.
        """
        return {
            "max_execution_time": self.seconds,
            MEMORY: self.memory_bytes,
            GROUPS_TO_DISK: self.memory_bytes // 4 * 3,
            "max_bytes_before_external_sort": self.memory_bytes // 2,
            "max_rows_to_read": self.rows,
        }


def with_less_in_memory(memory_bytes: int) -> dict[str, str | int]:
    """What a query is asked with once more that failed for memory: groups go to disk from a quarter on.

    Args:
        memory_bytes: What it may take; 0 is any number, and then nothing changes.
    """
    return {GROUPS_TO_DISK: memory_bytes // 4}


class Gate:
    """Lets so many queries of a project run at once in this process; a bounded number waits."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._running = 0
        self._waiting = 0

    @contextmanager
    def place(self, bounds: Bounds) -> Iterator[None]:
        """One of the places, for as long as the context lasts.

        Raises:
            TooManyQueries: Too many wait already, or none left within the time a query may run.
        """
        with self._changed:
            if self._running >= bounds.at_once:
                self._wait(bounds)
            self._running += 1
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify()

    def _wait(self, bounds: Bounds) -> None:
        if self._waiting >= max(bounds.at_once * WAITING_PER_PLACE, WAITING_LEAST):
            raise _busy(bounds)
        self._waiting += 1
        try:
            is_free = self._changed.wait_for(
                lambda: self._running < bounds.at_once, timeout=bounds.seconds
            )
        finally:
            self._waiting -= 1
        if not is_free:
            raise _busy(bounds)


def _busy(bounds: Bounds) -> TooManyQueries:
    return TooManyQueries(
        f"{bounds.at_once} queries of this project run already and others wait; ask again in a moment"
    )

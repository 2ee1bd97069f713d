"""Somebody who waits for an answer, may leave before it is there, and whose question may cost so much."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from stayflow.kernel.errors import Kind, StayflowError
from stayflow.kernel.ids import new_id
from stayflow.stores.warehouse.bounds import Bounds, Gate


class ReadingStopped(StayflowError):
    """Whoever asked has left or cancelled; the query was stopped and nothing was written."""

    code = "query_stopped"
    kind = Kind.CALLER


@dataclass(slots=True)
class Reading:
    """All queries that are run for one question, in whatever thread of its context.

    Attributes:
        mark: What the engine knows its queries by.
        is_over: Nobody waits any more; no further query of it begins.
        bounds: Of each of its queries; None leaves them the server's.
        gate: Where its queries wait for those of the same project; None where they need not.
    """

    mark: str = field(default_factory=new_id)
    is_over: bool = False
    bounds: Bounds | None = None
    gate: Gate | None = None


_current: ContextVar[Reading | None] = ContextVar("reading", default=None)


def read_as(reading: Reading) -> None:
    """From here on, queries of this context are run for `reading`."""
    _current.set(reading)


@contextmanager
def admitted() -> Iterator[dict[str, str | int]]:
    """The engine's settings of a query that is begun now, when it is its turn.

    Raises:
        ReadingStopped: Nobody waits for it, or not any more when it ends.
        TooManyQueries: Too many of its project wait.
    """
    reading = _current.get()
    if reading is None:
        yield {}
    elif reading.bounds is None or reading.gate is None:
        with _wanted(reading) as settings:
            yield settings
    else:
        _settings(reading)  # who has left takes no place in the queue
        with reading.gate.place(reading.bounds), _wanted(reading) as settings:
            yield settings | reading.bounds.settings


@contextmanager
def _wanted(reading: Reading) -> Iterator[dict[str, str | int]]:
    """Nothing comes of a query that was stopped under way: chDB may end it with what looks like a whole answer."""
    try:
        yield _settings(reading)
    finally:
        _settings(reading)


def _settings(reading: Reading) -> dict[str, str | int]:
    if reading.is_over:
        raise ReadingStopped("the question was given up; ask it again")
    return {"log_comment": reading.mark}

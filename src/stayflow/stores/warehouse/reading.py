"""Somebody who waits for an answer, and may leave before it is there."""

from contextvars import ContextVar
from dataclasses import dataclass, field

from stayflow.kernel.errors import Kind, StayflowError
from stayflow.kernel.ids import new_id


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
    """

    mark: str = field(default_factory=new_id)
    is_over: bool = False


_current: ContextVar[Reading | None] = ContextVar("reading", default=None)


def read_as(reading: Reading) -> None:
    """From here on, queries of this context are run for `reading`."""
    _current.set(reading)


def reading_settings() -> dict[str, str]:
    """The engine's settings of a query that is begun now.

    Raises:
        ReadingStopped: Nobody waits for it.
    """
    reading = _current.get()
    if reading is None:
        return {}
    if reading.is_over:
        raise ReadingStopped("the question was given up; ask it again")
    return {"log_comment": reading.mark}

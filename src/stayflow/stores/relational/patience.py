"""How long whoever asks waits for a connection: a person at a page not as long as what is done by the clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

PATIENCE_SECONDS: Final = 20.0
"""Of what is done by the clock, while the server starts again or all connections are at work."""

_seconds: ContextVar[float] = ContextVar("patience", default=PATIENCE_SECONDS)


@contextmanager
def waiting_at_most(seconds: float) -> Iterator[None]:
    """Within, and in whatever takes its context along, a connection is waited for so long and no longer."""
    token = _seconds.set(seconds)
    try:
        yield
    finally:
        _seconds.reset(token)


def patience() -> float:
    """Seconds that a connection is waited for here."""
    return _seconds.get()

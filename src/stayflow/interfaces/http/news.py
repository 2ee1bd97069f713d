"""Telling an open page that there is something new, by server-sent events.

What is sent says that something changed, and nothing of what: the page asks for it, and may have to be allowed to.
"""

from collections.abc import AsyncIterator, Callable
from time import monotonic
from typing import Final, Protocol, TypeVar

from anyio import sleep, to_thread

from stayflow.kernel.errors import StayflowError

LOOK_EVERY_SECONDS = 0.5
BEAT_SECONDS = 15.0
"""Without news a stream says this often that it is still there: it keeps proxies from closing it, and the page sure."""
LIVES_SECONDS = 300
"""A stream ends after this; the browser opens it again, and may still."""
STREAMS_MAX = 64
"""Streams of a process at the same time; a further one ends at once and asks to come back later."""
MEDIA: Final = "text/event-stream"
HEADERS: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

_open: set[object] = set()


class Pulse(Protocol):
    """How far a stream has looked."""

    @property
    def mark(self) -> str:
        """What the browser names when it comes again."""

    @property
    def has_news(self) -> bool:
        """Whether this look found something new."""


Looked = TypeVar("Looked", bound=Pulse)


def seconds_for(accept: str) -> int:
    """How long a stream stays open: who does not accept one is told how it stands now, and no more."""
    return LIVES_SECONDS if MEDIA in accept else 0


async def tell(
    first: Looked,
    look: Callable[[Looked], Looked],
    *,
    seconds: int,
    every: float = LOOK_EVERY_SECONDS,
) -> AsyncIterator[str]:
    """The text of a stream: `here` when it begins and now and then, `changed` for news.

    Args:
        first: How it stands as the stream begins.
        look: Looks again, in a thread; a store that does not answer is asked the next time.
        seconds: How long the stream lives.
        every: Seconds between two looks.
    """
    turn, until, beat = object(), monotonic() + seconds, monotonic() + BEAT_SECONDS
    pulse = first
    if len(_open) >= STREAMS_MAX:
        yield f"retry: {round(BEAT_SECONDS * 1000)}\n{_said(pulse, has_news=True)}"
        return
    _open.add(turn)
    try:
        yield f"retry: 1000\n{_said(pulse, has_news=pulse.has_news)}"
        while monotonic() < until:
            await sleep(every)
            has_news = False
            try:
                pulse = await to_thread.run_sync(look, pulse)
                has_news = pulse.has_news
            except StayflowError:
                pass  # the next look finds what this one could not
            if has_news or monotonic() > beat:
                yield _said(pulse, has_news=has_news)
                beat = monotonic() + BEAT_SECONDS
    finally:
        _open.discard(turn)


def _said(pulse: Pulse, *, has_news: bool) -> str:
    return f"id: {pulse.mark}\nevent: {'changed' if has_news else 'here'}\ndata: {{}}\n\n"

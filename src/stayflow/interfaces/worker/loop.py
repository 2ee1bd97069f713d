"""A thread that does steps until it is told to stop, and survives what goes wrong in one."""

import threading
from collections.abc import Callable
from time import monotonic

import structlog

from stayflow.kernel.errors import StayflowError

PAUSE_FIRST_SECONDS = 0.5
PAUSE_LONGEST_SECONDS = 30.0
_log = structlog.get_logger("stayflow.worker")

Step = Callable[[], bool]
Wait = Callable[[float], None]


class Loop:
    """One named thread.

    Args:
        name: As the logs call it.
        step: Does one piece of work; returns whether there may be more at once.
        idle_seconds: How long to wait when there is none.
        wait: Waits at most that long; wakes earlier on news. Default: sleeps.
        apart_seconds: So long lies at least between the beginnings of two steps, where the first found work: what
            comes in a stream is done in a few larger steps.
    """

    def __init__(
        self,
        name: str,
        step: Step,
        *,
        idle_seconds: float,
        wait: Wait | None = None,
        apart_seconds: float = 0.0,
    ) -> None:
        self.name = name
        self._step = step
        self._idle_seconds = idle_seconds
        self._apart_seconds = apart_seconds
        self._stopping = threading.Event()
        self._wait = wait or self._sleep
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def ask_to_stop(self) -> None:
        """End after the present step."""
        self._stopping.set()

    def join(self, seconds: float) -> bool:
        """Wait for the end; return whether it came in time."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        pause = PAUSE_FIRST_SECONDS
        while not self._stopping.is_set():
            began = monotonic()
            try:
                more = self._step()
            except Exception as error:  # noqa: BLE001 - one bad step must not end the thread
                self._tell(error, pause)
                self._sleep(pause)
                pause = min(pause * 2, PAUSE_LONGEST_SECONDS)
                continue
            pause = PAUSE_FIRST_SECONDS
            if more:
                self._sleep(max(0.0, began + self._apart_seconds - monotonic()))
            elif not self._stopping.is_set():
                self._wait(self._idle_seconds)

    def _sleep(self, seconds: float) -> None:
        self._stopping.wait(seconds)

    def _tell(self, error: Exception, pause: float) -> None:
        if isinstance(error, StayflowError) and error.retry:
            _log.warning("step_waits", loop=self.name, reason=error.message, seconds=pause)
        else:
            _log.error("step_failed", loop=self.name, seconds=pause, exc_info=error)

"""One step for each project in turn, where a project that fails keeps the others from nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import monotonic

import structlog

from stayflow.access.project import Project
from stayflow.kernel.errors import StayflowError

PAUSE_FIRST_SECONDS = 0.5
PAUSE_LONGEST_SECONDS = 30.0
_log = structlog.get_logger("stayflow.worker")


@dataclass(frozen=True, slots=True)
class _Pause:
    """How long a project is left out, and until when."""

    seconds: float
    until: float


class Rounds:
    """What a thread does for every project.

    A project whose turn fails is left out for a pause that doubles with every failure; whoever
    comes after it in the round is served as if nothing had happened.

    Args:
        name: As the logs call it.
        turn: Does one piece of work for a project; returns whether there may be more at once.
    """

    def __init__(self, name: str, turn: Callable[[Project], bool]) -> None:
        self.name = name
        self._turn = turn
        self._pauses: dict[str, _Pause] = {}

    def go(self, projects: Iterable[Project]) -> bool:
        """Give each its turn; return whether there may be more to do for any."""
        more = False
        for project in projects:
            pause = self._pauses.get(project.id)
            if pause and monotonic() < pause.until:
                continue
            try:
                more |= self._turn(project)
            except Exception as error:  # noqa: BLE001 - the next project has its turn all the same
                self._leave_out(project, error)
            else:
                self._pauses.pop(project.id, None)
        return more

    def _leave_out(self, project: Project, error: Exception) -> None:
        before = self._pauses.get(project.id)
        seconds = min(before.seconds * 2, PAUSE_LONGEST_SECONDS) if before else PAUSE_FIRST_SECONDS
        self._pauses[project.id] = _Pause(seconds, monotonic() + seconds)
        told = {"loop": self.name, "project": project.id, "seconds": seconds}
        if isinstance(error, StayflowError) and error.retry:
            _log.warning("turn_waits", reason=error.message, **told)
        else:
            _log.error("turn_failed", exc_info=error, **told)

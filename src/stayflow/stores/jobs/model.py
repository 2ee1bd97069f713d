"""What a job is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from stayflow.kernel.errors import Conflict, NotFound
from stayflow.kernel.ids import ProjectId


class JobState(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class NewJob:
    """Work to be done.

    Attributes:
        kind: Name under which the worker knows how.
        payload: What it needs to know; JSON.
        unique_key: While a job of this kind and key waits or runs, another one is the same one.
        run_at: Not before; None for at once.
        attempts_max: How often it is tried.
    """

    kind: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    unique_key: str | None = None
    run_at: datetime | None = None
    attempts_max: int = 3


@dataclass(frozen=True, slots=True)
class Job:
    """A job; `done` of `total` in whatever unit the kind counts."""

    job_id: str
    project: ProjectId
    kind: str
    payload: dict[str, Any]
    unique_key: str | None
    state: JobState
    attempts: int
    attempts_max: int
    done: int
    total: int | None
    note: str
    error: str | None
    cancel_asked: bool
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class JobNotFound(NotFound):
    """There is no such job in this project."""

    code = "job_not_found"


class JobCancelled(Conflict):
    """Somebody asked for the job to stop; raised inside the job at its next report of progress."""

    code = "job_cancelled"

"""Imports of files, and jobs in general."""

from enum import StrEnum

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Instant, Json


class JobState(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ImportCountsShape(Answer):
    """accepted + repaired + duplicate + all rejected = received."""

    received: int
    accepted: int
    repaired: int
    duplicate: int
    rejected: dict[str, int]


class ImportAnswer(Answer):
    """An import and how far it is."""

    import_id: str
    file: str
    state: str
    rows_done: int
    rows_total: int | None = None
    counts: ImportCountsShape
    error: str | None
    created_at: Instant
    finished_at: Instant | None


class ImportList(Answer):
    """Newest first."""

    imports: list[ImportAnswer]


class RejectedRow(Answer):
    """A row that was refused, and why."""

    at: Instant
    reason: str
    field: str
    message: str
    payload: str


class RejectedPage(Answer):
    """The refused rows."""

    rows: list[RejectedRow]
    next: str | None


class ImportPreview(Answer):
    """The first rows of a file and a mapping that fits them as a start."""

    format: str
    columns: list[str]
    rows: list[dict[str, Json]]
    mapping: str = Field(description="YAML to edit")


class JobAnswer(Answer):
    """Work going on behind."""

    job_id: str
    kind: str
    state: JobState
    done: int
    total: int | None
    note: str
    error: str | None
    created_at: Instant
    started_at: Instant | None
    finished_at: Instant | None


class JobList(Answer):
    """Newest first."""

    jobs: list[JobAnswer]

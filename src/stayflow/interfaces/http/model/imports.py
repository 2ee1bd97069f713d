"""Imports of files, and jobs in general."""

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Body, Instant
from stayflow.stores.jobs import JobState


class ImportCountsShape(Answer):
    """accepted + repaired + duplicate + all rejected = received; `skipped` rows `where` left out."""

    received: int
    accepted: int
    repaired: int
    duplicate: int
    rejected: dict[str, int]
    repaired_by: dict[str, int]
    skipped: int


class SampleEventShape(Answer):
    """An event as it would be stored; `properties` is JSON text."""

    name: str
    time_ms: int
    identities: dict[str, str]
    properties: str


class RowProblemShape(Answer):
    """A row that would be refused, and why."""

    reason: str
    field: str
    message: str
    row: str


class ImportAnswer(Answer):
    """An import and how far it is."""

    import_id: str
    job_id: str | None
    file: str
    state: str = Field(description="running, done, failed, cancelled, or dry_run")
    progress: float | None = Field(description="Share of the file that is done, 0 to 1")
    rows_done: int
    counts: ImportCountsShape
    error_code: str | None
    error: str | None
    started_at: Instant
    ended_at: Instant | None
    sample: list[SampleEventShape] = Field(
        default_factory=list, description="Of a dry run: the first events"
    )
    problems: list[RowProblemShape] = Field(
        default_factory=list, description="Of a dry run: the first refused rows"
    )


class ImportList(Answer):
    """Newest first."""

    imports: list[ImportAnswer]


class LocalImportBody(Body):
    """A file that the server itself can read; only for the command line of its machine."""

    file: str
    mapping: str
    dry_run: bool = False


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
    """The first rows of a file, as text, and a mapping that fits them as a start."""

    format: str
    columns: list[str]
    rows: list[dict[str, str | None]]
    mapping: str = Field(description="YAML to edit")


class JobAnswer(Answer):
    """Work going on behind; `done` of `total` in the unit of its kind."""

    job_id: str
    kind: str
    state: JobState
    attempts: int
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


class InvariantShape(Answer):
    """A law that must always hold, and examples of what breaks it."""

    name: str
    sentence: str
    holds: bool
    violations: list[str]


class CheckAnswer(Answer):
    """Every invariant of every room."""

    holds: bool
    invariants: list[InvariantShape]

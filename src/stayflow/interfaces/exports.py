"""Exports of segments as jobs: the HTTP route and the command line ask for them, the worker writes them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from stayflow.access.audit import Deed, record_audit
from stayflow.app import App
from stayflow.kernel.ids import ProjectId
from stayflow.stores.jobs import Job, NewJob
from stayflow.understand.segment import (
    Export,
    ExportReading,
    ExportWish,
    ask_for_export,
    get_export,
    get_segment,
    note_written,
    write_export,
)

EXPORT = "export_segment"
Report = Callable[[int, int], None]
"""Tells people done and people in all."""


@dataclass(frozen=True, slots=True)
class BegunExport:
    """An export and the job that writes it."""

    export: Export
    job: Job


def begin(
    app: App, project: ProjectId, segment_id: str, wish: ExportWish, *, by: str
) -> BegunExport:
    """Note an export with its purpose, in the audit log as well, and enqueue its job.

    Raises:
        SegmentNotFound: There is no such segment.
        SegmentInvalid: The wish cannot be met as it is.
        ExportTooSmall: The segment has too few people.
    """
    with app.relational.project(project) as tx:
        segment = get_segment(tx, segment_id)
        export = ask_for_export(
            tx, segment, wish, people_min=people_min(app), by=by, at=app.clock.now()
        )
        record_audit(
            tx,
            Deed(by, "segment.export", segment.segment_id),
            {
                "export": export.export_id,
                "purpose": export.purpose,
                "format": export.format,
                "people": segment.people_count,
                "masked": export.is_masked,
                "identities": ", ".join(export.identities),
                "columns": ", ".join(export.columns),
            },
            clock=app.clock,
        )
        payload = {"export_id": export.export_id}
        new = NewJob(EXPORT, payload, unique_key=export.export_id)
        job = app.jobs.enqueue(project, new, tx=tx)
    app.jobs.wake()
    return BegunExport(export, job)


def carry_out(app: App, job: Job, report: Report) -> None:
    """Write the file of an export."""
    project = job.project
    with app.relational.project(project) as tx:
        export = get_export(tx, str(job.payload["export_id"]))
        segment = get_segment(tx, export.segment_id)
    written = write_export(
        export,
        segment,
        file_of(app, project, export),
        reading=ExportReading(
            open_tx=lambda: app.relational.project(project),
            scope=app.scope(project),
            warehouse=app.facts(project),
            people_min=people_min(app),
        ),
        report=report,
    )
    with app.relational.project(project) as tx:
        note_written(tx, export.export_id, written, app.clock.now())


def job_of(app: App, project: ProjectId, export_id: str) -> Job | None:
    """The newest job of an export."""
    for job in app.jobs.of_project(project, kind=EXPORT, limit=1000):
        if job.payload["export_id"] == export_id:
            return job
    return None


def stop(app: App, project: ProjectId, export_id: str) -> None:
    """Stop an export at its next page; nothing of it stays."""
    job = job_of(app, project, export_id)
    if job is not None:
        app.jobs.cancel(project, job.job_id)


def file_of(app: App, project: ProjectId, export: Export) -> Path:
    """Where the file of an export lies."""
    return app.folder.exports(project) / "segments" / export.file_name


def people_min(app: App) -> int:
    """So many people a list has at least, and share what a nameless row says."""
    return app.settings.number("export_people_min")

"""Imports as jobs: the HTTP route and the command line begin them, the worker carries them out."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from stayflow.access.project import get_project
from stayflow.app import App
from stayflow.intake.batch import (
    FileChanged,
    FileMissing,
    ImportProgress,
    ImportRecord,
    abandon_import,
    ask_to_cancel,
    begin_import,
    check_still_there,
    parse_mapping,
    run_import,
)
from stayflow.kernel.ids import ProjectId, new_id
from stayflow.stores.jobs import Job, JobCancelled, NewJob

IMPORT = "import"
Report = Callable[[int, int, str], None]
"""Tells bytes done, bytes in all, and a note."""


@dataclass(frozen=True, slots=True)
class BegunImport:
    """An import and the job that does it."""

    record: ImportRecord
    job: Job


def begin(
    app: App, project: ProjectId, file: Path, mapping: str, *, is_upload: bool
) -> BegunImport:
    """Note an import and enqueue its job; an interrupted one of the same file goes on.

    Args:
        app: The application.
        project: Where the events go.
        file: Stays where it is until the import has ended.
        mapping: YAML.
        is_upload: The file is ours and is removed at the end.

    Raises:
        MappingInvalid: Before anything is noted.
        FileMissing: There is no such file.
    """
    parse_mapping(mapping)
    record = begin_import(file, mapping, pipeline=app.pipeline(project))
    payload = {
        "import_id": record.import_id,
        "file": str(file),
        "mapping": mapping,
        "is_upload": is_upload,
    }
    job = app.jobs.enqueue(project, NewJob(IMPORT, payload, unique_key=record.import_id))
    return BegunImport(record, job)


def job_of(app: App, project: ProjectId, import_id: str) -> Job | None:
    """The newest job of an import; None when it was not done as a job."""
    for job in app.jobs.of_project(project, kind=IMPORT, limit=1000):
        if job.payload["import_id"] == import_id:
            return job
    return None


def cancel(app: App, project: ProjectId, import_id: str) -> None:
    """Stop an import at its next chunk; one that has not begun never does."""
    with app.relational.project(project) as tx:
        ask_to_cancel(tx, import_id, app.clock.now())
    job = job_of(app, project, import_id)
    if job is not None:
        app.jobs.cancel(project, job.job_id)


def carry_out(app: App, job: Job, report: Report) -> None:
    """Do an import's job."""
    file = Path(job.payload["file"])
    import_id = str(job.payload["import_id"])

    def on_progress(progress: ImportProgress) -> None:
        try:
            report(progress.bytes_done, progress.bytes_total, f"{progress.rows_done} rows")
        except JobCancelled:  # the import itself ends as cancelled, after what it has recorded
            with app.relational.project(job.project) as tx:
                ask_to_cancel(tx, import_id, app.clock.now())

    pipeline = app.pipeline(job.project)
    zone = ZoneInfo(get_project(job.project, relational=app.relational).zone)
    mapping = str(job.payload["mapping"])
    try:
        check_still_there(import_id, file, pipeline=pipeline)
    except (FileMissing, FileChanged) as error:
        abandon_import(import_id, error, pipeline=pipeline)
        raise
    run_import(file, mapping, pipeline=pipeline, zone=zone, on_progress=on_progress)
    if job.payload["is_upload"]:
        shutil.rmtree(file.parent, ignore_errors=True)


def upload_place(app: App, name: str) -> Path:
    """Where an uploaded file waits: a folder of its own, under its own (harmless) name."""
    plain = "".join(letter if letter.isalnum() or letter in "._-" else "_" for letter in name)
    folder = app.folder.uploads / new_id()
    folder.mkdir(parents=True)
    return folder / (plain.lstrip(".")[-120:] or "file")

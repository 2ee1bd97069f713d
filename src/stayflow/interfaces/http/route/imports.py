"""Files that come in, and the work behind."""

import shutil
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Form, Query, UploadFile

from stayflow.intake.batch import (
    DryRun,
    ImportRecord,
    counts_as_json,
    look_at_file,
)
from stayflow.intake.batch import (
    dry_run as rehearse,
)
from stayflow.intake.batch import (
    get_import as get,
)
from stayflow.intake.batch import (
    list_imports as list_all,
)
from stayflow.intake.record import list_rejected as rejected_of
from stayflow.interfaces import imports as work
from stayflow.interfaces.http.context import Denied, InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.imports import (
    ImportAnswer,
    ImportCountsShape,
    ImportList,
    ImportPreview,
    JobAnswer,
    JobList,
    LocalImportBody,
    RejectedPage,
    RejectedRow,
    RowProblemShape,
    SampleEventShape,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag, Trace
from stayflow.kernel.errors import StayflowError
from stayflow.kernel.paging import Listing
from stayflow.stores.jobs import Job

_PAGES = Listing("rejected rows", (0,))


def list_imports(context: InProject) -> ImportList:
    """All imports."""
    with context.transaction() as tx:
        records = list_all(tx)
    jobs = {
        job.payload["import_id"]: job
        for job in reversed(context.app.jobs.of_project(context.project, kind=work.IMPORT))
    }
    return ImportList(imports=[_answer(each, jobs.get(each.import_id)) for each in records])


def create_import(
    context: InProject,
    file: UploadFile,
    mapping: Annotated[str, Form(description="YAML or JSON, as in the contract")],
    dry_run: Annotated[bool, Form(description="Only say what would happen")] = False,
) -> ImportAnswer:
    """Import a file; the answer is the running import."""
    place = _keep(context, file)
    if dry_run:
        try:
            return _rehearse(context, place, mapping)
        finally:
            shutil.rmtree(place.parent, ignore_errors=True)
    try:
        begun = work.begin(context.app, context.project, place, mapping, is_upload=True)
    except StayflowError:
        shutil.rmtree(place.parent, ignore_errors=True)
        raise
    return _answer(begun.record, begun.job)


def import_local_file(body: LocalImportBody, context: InProject) -> ImportAnswer:
    """Import a file of the server's machine; only its own command line may."""
    if not context.caller.is_local:
        raise Denied("only the command line of the server's machine may name a file of it")
    place = Path(body.file)
    if body.dry_run:
        return _rehearse(context, place, body.mapping)
    begun = work.begin(context.app, context.project, place, body.mapping, is_upload=False)
    return _answer(begun.record, begun.job)


def preview_import(context: InProject, file: UploadFile) -> ImportPreview:
    """The first rows, and a mapping to start from."""
    place = _keep(context, file)
    try:
        return ImportPreview.model_validate(look_at_file(place))
    finally:
        shutil.rmtree(place.parent, ignore_errors=True)


def get_import(import_id: str, context: InProject) -> ImportAnswer:
    """One import and how far it is."""
    with context.transaction() as tx:
        record = get(tx, import_id)
    return _answer(record, work.job_of(context.app, context.project, import_id))


def list_rejected(
    import_id: str,
    context: InProject,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> RejectedPage:
    """The rows that were refused, and why."""
    (after,) = _PAGES.behind(cursor)
    with context.transaction() as tx:
        get(tx, import_id)
        rows = rejected_of(
            tx, context.warehouse(), import_id=import_id, after=after, limit=limit + 1
        )
    return RejectedPage(
        rows=[RejectedRow.model_validate(row) for row in rows[:limit]],
        next=_PAGES.cursor(after + limit) if len(rows) > limit else None,
    )


def cancel_import(import_id: str, context: InProject) -> ImportAnswer:
    """Stop it; what came in stays."""
    work.cancel(context.app, context.project, import_id)
    return get_import(import_id, context)


def list_jobs(context: InProject) -> JobList:
    """Work going on behind."""
    jobs = context.app.jobs.of_project(context.project)
    return JobList(jobs=[JobAnswer.model_validate(job) for job in jobs])


def get_job(job_id: str, context: InProject) -> JobAnswer:
    """One piece of work."""
    return JobAnswer.model_validate(context.app.jobs.get(context.project, job_id))


def cancel_job(job_id: str, context: InProject) -> JobAnswer:
    """Stop it at the next safe point."""
    return JobAnswer.model_validate(context.app.jobs.cancel(context.project, job_id))


def retry_job(job_id: str, context: InProject) -> JobAnswer:
    """Try failed work again."""
    return JobAnswer.model_validate(context.app.jobs.retry(context.project, job_id))


def _keep(context: InProject, file: UploadFile) -> Path:
    """The upload as a file in the data folder; the body's size was bounded while it came in."""
    place = work.upload_place(context.app, file.filename or "file")
    with place.open("wb") as target:
        shutil.copyfileobj(file.file, target, 1 << 20)
    return place


def _rehearse(context: InProject, file: Path, mapping: str) -> ImportAnswer:
    found: DryRun = rehearse(
        file,
        mapping,
        pipeline=context.app.pipeline(context.project),
        zone=ZoneInfo(context.about.zone),
    )
    return ImportAnswer(
        import_id="",
        job_id=None,
        file=file.name,
        state="dry_run",
        progress=1,
        rows_done=found.counts.received + found.counts.skipped,
        counts=ImportCountsShape.model_validate(counts_as_json(found.counts)),
        error_code=None,
        error=None,
        started_at=context.now(),
        ended_at=context.now(),
        sample=[SampleEventShape.model_validate(each) for each in found.sample],
        problems=[RowProblemShape.model_validate(each) for each in found.problems],
    )


def _answer(record: ImportRecord, job: Job | None) -> ImportAnswer:
    progress = job.done / job.total if job and job.total else None
    return ImportAnswer(
        import_id=record.import_id,
        job_id=job.job_id if job else None,
        file=record.file,
        state=record.state.value,
        progress=1 if record.state.value == "done" else progress,
        rows_done=record.rows_done,
        counts=ImportCountsShape.model_validate(counts_as_json(record.counts)),
        error_code=record.error_code,
        error=record.error or (job.error if job else None),
        started_at=record.started_at,
        ended_at=record.ended_at,
    )


_ALL, _JOBS = PROJECT + "/imports", PROJECT + "/jobs"
_ONE, _JOB = _ALL + "/{import_id}", _JOBS + "/{job_id}"
ROUTES = (
    Route("GET", _ALL, list_imports, Least.VIEWER, Tag.DATA, ImportList),
    Route("POST", _ALL, create_import, Least.OPERATOR, Tag.DATA, ImportAnswer, status=201),
    Route(
        "POST",
        _ALL + "/local",
        import_local_file,
        Least.OWNER,
        Tag.DATA,
        ImportAnswer,
        status=201,
    ),
    Route(
        "POST",
        _ALL + "/preview",
        preview_import,
        Least.OPERATOR,
        Tag.DATA,
        ImportPreview,
        trace=Trace.NEVER,
    ),
    Route("GET", _ONE, get_import, Least.VIEWER, Tag.DATA, ImportAnswer),
    Route(
        "GET",
        _ONE + "/rejected",
        list_rejected,
        Least.OPERATOR,
        Tag.DATA,
        RejectedPage,
        trace=Trace.ALWAYS,
    ),
    Route("POST", _ONE + "/cancel", cancel_import, Least.OPERATOR, Tag.DATA, ImportAnswer),
    Route("GET", _JOBS, list_jobs, Least.VIEWER, Tag.DATA, JobList),
    Route("GET", _JOB, get_job, Least.VIEWER, Tag.DATA, JobAnswer),
    Route("POST", _JOB + "/cancel", cancel_job, Least.OPERATOR, Tag.DATA, JobAnswer),
    Route("POST", _JOB + "/retry", retry_job, Least.OPERATOR, Tag.DATA, JobAnswer),
)

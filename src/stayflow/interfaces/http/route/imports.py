"""Files that come in, and the work behind."""

from typing import Annotated

from fastapi import Form, Query, UploadFile

from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.imports import (
    ImportAnswer,
    ImportList,
    ImportPreview,
    JobAnswer,
    JobList,
    RejectedPage,
)
from stayflow.interfaces.http.pending import pending
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag


def list_imports(context: InProject) -> ImportList:
    """All imports."""
    raise pending()


def create_import(
    context: InProject,
    file: UploadFile,
    mapping: Annotated[str, Form(description="YAML or JSON, as in the contract")],
    dry_run: Annotated[bool, Form()] = False,
) -> ImportAnswer:
    """Import a file; the answer is the running import."""
    raise pending()


def preview_import(context: InProject, file: UploadFile) -> ImportPreview:
    """The first rows, and a mapping to start from."""
    raise pending()


def get_import(import_id: str, context: InProject) -> ImportAnswer:
    """One import and how far it is."""
    raise pending()


def list_rejected(
    import_id: str,
    context: InProject,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> RejectedPage:
    """The rows that were refused, and why."""
    raise pending()


def cancel_import(import_id: str, context: InProject) -> ImportAnswer:
    """Stop it; what came in stays."""
    raise pending()


def list_jobs(context: InProject) -> JobList:
    """Work going on behind."""
    raise pending()


def get_job(job_id: str, context: InProject) -> JobAnswer:
    """One piece of work."""
    raise pending()


def cancel_job(job_id: str, context: InProject) -> JobAnswer:
    """Stop it at the next safe point."""
    raise pending()


def retry_job(job_id: str, context: InProject) -> JobAnswer:
    """Try failed work again."""
    raise pending()


ROUTES = (
    Route("GET", PROJECT + "/imports", list_imports, Least.VIEWER, Tag.DATA, ImportList),
    Route(
        "POST",
        PROJECT + "/imports",
        create_import,
        Least.OPERATOR,
        Tag.DATA,
        ImportAnswer,
        status=201,
    ),
    Route(
        "POST",
        PROJECT + "/imports/preview",
        preview_import,
        Least.OPERATOR,
        Tag.DATA,
        ImportPreview,
    ),
    Route(
        "GET", PROJECT + "/imports/{import_id}", get_import, Least.VIEWER, Tag.DATA, ImportAnswer
    ),
    Route(
        "GET",
        PROJECT + "/imports/{import_id}/rejected",
        list_rejected,
        Least.OPERATOR,
        Tag.DATA,
        RejectedPage,
    ),
    Route(
        "POST",
        PROJECT + "/imports/{import_id}/cancel",
        cancel_import,
        Least.OPERATOR,
        Tag.DATA,
        ImportAnswer,
    ),
    Route("GET", PROJECT + "/jobs", list_jobs, Least.VIEWER, Tag.DATA, JobList),
    Route("GET", PROJECT + "/jobs/{job_id}", get_job, Least.VIEWER, Tag.DATA, JobAnswer),
    Route(
        "POST", PROJECT + "/jobs/{job_id}/cancel", cancel_job, Least.OPERATOR, Tag.DATA, JobAnswer
    ),
    Route("POST", PROJECT + "/jobs/{job_id}/retry", retry_job, Least.OPERATOR, Tag.DATA, JobAnswer),
)

"""Reports that are sent by themselves, and answers as files."""

from urllib.parse import quote

import msgspec
from fastapi import Response

from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.alert import (
    ExportBody,
    NoticeList,
    ReportBody,
    ReportList,
    ReportShape,
)
from stayflow.interfaces.http.route.alerts import list_notices
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag
from stayflow.measure import notice, report
from stayflow.measure.analysis import answer_query
from stayflow.measure.dashboard import at_the_minute
from stayflow.measure.report import Report
from stayflow.measure.sheet import plain, sheets_of, write_csv, write_xlsx

_MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def list_reports(context: InProject) -> ReportList:
    """The reports."""
    with context.transaction() as tx:
        return ReportList(reports=[_shape(each) for each in report.list_reports(tx)])


def create_report(body: ReportBody, context: InProject) -> ReportShape:
    """Send a dashboard by itself."""
    return _save(body, context, None)


def put_report(report_id: str, body: ReportBody, context: InProject) -> ReportShape:
    """Change a report."""
    return _save(body, context, report_id)


def remove_report(report_id: str, context: InProject) -> None:
    """Send it no longer."""
    with context.transaction() as tx:
        report.remove_report(tx, report_id)


def send_report_now(report_id: str, context: InProject) -> NoticeList:
    """Send a report at once, beside its hours."""
    with context.transaction() as tx:
        found = report.get_report(tx, report_id)
    app, scope = context.app, at_the_minute(context.scope())
    draft = report.write_report(
        app.relational,
        context.project,
        found,
        scope=scope,
        warehouse=app.kept_facts(context.project),
        head=report.Letterhead(
            f"{app.settings.public_url}/p/{context.project}", context.about.currency
        ),
    )
    with context.transaction() as tx:
        notice.post_notice(tx, draft, found.draft.targets, now=context.now())
    return list_notices(context)


def export_answer(body: ExportBody, context: InProject) -> Response:
    """One analysis as a file for a spreadsheet."""
    answer = answer_query(
        body.query, scope=context.scope(), warehouse=context.app.kept_facts(context.project)
    )
    sheets = sheets_of(
        answer, hides=None if context.sees_personal_data else context.hides_attribute
    )
    if body.form == "json":
        told = {
            "definition": answer.definition,
            "rows_read": answer.rows_read,
            "sheets": [msgspec.to_builtins(each) for each in plain(sheets)],
        }
        return Response(msgspec.json.encode(told), media_type="application/json")
    about = {
        "definition": answer.definition,
        "rows_read": f"{answer.rows_read:,}",
        "computed_at": context.now().isoformat(timespec="seconds"),
        "zone": context.about.zone,
        "query": msgspec.json.encode(body.query).decode(),
    }
    content = (
        write_csv(sheets) if body.form == "csv" else write_xlsx(sheets, about, kind=answer.kind)
    )
    name = quote(f"{body.name}.{body.form}")
    return Response(
        content,
        media_type=_MEDIA[body.form],
        headers={"content-disposition": f"attachment; filename*=UTF-8''{name}"},
    )


def _save(body: ReportBody, context: InProject, report_id: str | None) -> ReportShape:
    with context.transaction() as tx:
        saved = report.save_report(
            tx, body.model_dump(), by=context.caller.actor, now=context.now(), report_id=report_id
        )
    return _shape(saved)


def _shape(found: Report) -> ReportShape:
    fields = {name: getattr(found, name) for name in ReportShape.model_fields if name != "draft"}
    return ReportShape.model_validate({**fields, "draft": msgspec.to_builtins(found.draft)})


_ALL = PROJECT + "/reports"
_ONE = _ALL + "/{report_id}"
_VIEWER, _ANALYST, _TAG = Least.VIEWER, Least.ANALYST, Tag.ANALYSIS
ROUTES = (
    Route("GET", _ALL, list_reports, _VIEWER, _TAG, ReportList),
    Route("POST", _ALL, create_report, _ANALYST, _TAG, ReportShape, status=201),
    Route("PUT", _ONE, put_report, _ANALYST, _TAG, ReportShape),
    Route("DELETE", _ONE, remove_report, _ANALYST, _TAG),
    Route("POST", _ONE + "/send", send_report_now, _ANALYST, _TAG, NoticeList),
    Route("POST", PROJECT + "/export-answer", export_answer, _VIEWER, _TAG, bytes, described=True),
)

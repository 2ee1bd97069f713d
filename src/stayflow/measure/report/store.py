"""Reports in PostgreSQL."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from stayflow.kernel.ids import new_id
from stayflow.language.raw import JsonObject
from stayflow.measure.dashboard import get_dashboard
from stayflow.measure.notice import check_targets
from stayflow.measure.report.model import (
    Report,
    ReportDraft,
    ReportInvalid,
    ReportNameTaken,
    ReportNotFound,
    parse_draft,
)
from stayflow.stores.relational import Transaction

REPORTS_MAX = 200
_SELECT = "select report_id, definition, created_at, created_by, sent_for, trouble from reports"


@dataclass(frozen=True, slots=True)
class _Row:
    report_id: str
    definition: JsonObject
    created_at: datetime
    created_by: str
    sent_for: datetime | None
    trouble: str


def save_report(
    tx: Transaction, raw: object, *, by: str, now: datetime, report_id: str | None = None
) -> Report:
    """Save a new report, or change one; it is sent at its next hour, not for the one that is past.

    Raises:
        ReportNotFound: There is none to change.
        ReportInvalid: A part does not fit.
        ReportNameTaken: Another has the name.
    """
    draft = parse_draft(raw)
    check_targets(tx, draft.targets, "targets")
    get_dashboard(tx, draft.dashboard_id)
    if report_id is not None:
        get_report(tx, report_id)
    elif tx.value("select count(*) from reports") >= REPORTS_MAX:
        raise ReportInvalid(f"a project has at most {REPORTS_MAX} reports; remove one")
    made = report_id or new_id()
    same = "select count(*) from reports where name = %s and report_id <> %s"
    if tx.value(same, (draft.name, made)):
        raise ReportNameTaken(f'a report "{draft.name}" is there already', path="name")
    tx.execute(
        "insert into reports (report_id, name, definition, created_at, created_by, sent_for)"
        " values (%(id)s, %(name)s, %(draft)s::jsonb, %(now)s, %(by)s, %(now)s)"
        " on conflict (project_id, report_id) do update set name = excluded.name,"
        " definition = excluded.definition, sent_for = excluded.sent_for, trouble = ''",
        {
            "id": made,
            "name": draft.name,
            "draft": msgspec.json.encode(draft).decode(),
            "now": now,
            "by": by,
        },
    )
    return get_report(tx, made)


def list_reports(tx: Transaction) -> list[Report]:
    """All reports by name."""
    return [_read(row) for row in tx.all(_Row, f"{_SELECT} order by name")]


def get_report(tx: Transaction, report_id: str) -> Report:
    """The report of this id.

    Raises:
        ReportNotFound: There is none.
    """
    row = tx.one(_Row, f"{_SELECT} where report_id = %s", (report_id,))
    if row is None:
        raise ReportNotFound(f'no report "{report_id}"')
    return _read(row)


def remove_report(tx: Transaction, report_id: str) -> None:
    """Forget a report.

    Raises:
        ReportNotFound: There is none.
    """
    get_report(tx, report_id)
    tx.execute("delete from reports where report_id = %s", (report_id,))


def claim_report(tx: Transaction, report: Report, due: datetime, trouble: str) -> bool:
    """Note that a report was sent for a moment; False when another process did."""
    return bool(
        tx.execute(
            "update reports set sent_for = %s, trouble = %s"
            " where report_id = %s and sent_for is not distinct from %s",
            (due, trouble, report.report_id, report.sent_for),
        )
    )


def _read(row: _Row) -> Report:
    return Report(
        row.report_id,
        msgspec.convert(row.definition, ReportDraft),
        row.created_at,
        row.created_by,
        row.sent_for,
        row.trouble,
    )

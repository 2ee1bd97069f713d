"""Report: dashboards that are sent by themselves, with pictures.

Owns `reports` (PostgreSQL). Reads dashboards; sends by notices. Emits no fact.
"""

from stayflow.measure.report.model import (
    Report,
    ReportDraft,
    ReportInvalid,
    ReportNameTaken,
    ReportNotFound,
    newest_due,
)
from stayflow.measure.report.send import Letterhead, send_due_reports, write_report
from stayflow.measure.report.store import get_report, list_reports, remove_report, save_report

__all__ = [
    "Letterhead",
    "Report",
    "ReportDraft",
    "ReportInvalid",
    "ReportNameTaken",
    "ReportNotFound",
    "get_report",
    "list_reports",
    "newest_due",
    "remove_report",
    "save_report",
    "send_due_reports",
    "write_report",
]

"""The nouns of reports, and when one is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from stayflow.kernel.errors import Conflict, InvalidInput, NotFound

NAME_MAX = 200
DAY_OF_MONTH_MAX = 28
"""Every month has it."""


class ReportNotFound(NotFound):
    """The project has no such report."""

    code = "report_not_found"


class ReportNameTaken(Conflict):
    """Another report has the name."""

    code = "report_name_taken"


class ReportInvalid(InvalidInput):
    """A report that cannot be kept."""

    code = "report_invalid"


class ReportDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A report as its author writes it.

    Attributes:
        dashboard_id: What is sent.
        per: How often.
        hour: Of the day, in the project's zone.
        day: Of the week (1 is Monday) or of the month; without meaning per day.
        targets: Ids of whom it is sent to.
    """

    name: str
    dashboard_id: str
    targets: list[str]
    per: Literal["day", "week", "month"] = "week"
    hour: int = 9
    day: int = 1
    lang: Literal["zh", "en"] = "zh"
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """A saved report; `sent_for` is the newest moment it was due and sent, `trouble` why it was not."""

    report_id: str
    draft: ReportDraft
    created_at: datetime
    created_by: str
    sent_for: datetime | None
    trouble: str


def parse_draft(raw: object) -> ReportDraft:
    """Read a report as its author wrote it.

    Raises:
        ReportInvalid: A part does not fit.
    """
    try:
        draft = msgspec.convert(raw, ReportDraft)
    except msgspec.ValidationError as error:
        raise ReportInvalid(str(error)) from error
    if not 0 < len(draft.name.strip()) <= NAME_MAX:
        raise ReportInvalid(f"expected 1 to {NAME_MAX} characters", path="name")
    if not 0 <= draft.hour <= 23:  # noqa: PLR2004  hours of a day
        raise ReportInvalid("expected 0 to 23", path="hour")
    most = DAY_OF_MONTH_MAX if draft.per == "month" else 7
    if not 1 <= draft.day <= most:
        raise ReportInvalid(f"expected 1 to {most}", path="day")
    if not draft.targets:
        raise ReportInvalid("name at least one target", path="targets")
    return draft


def newest_due(draft: ReportDraft, now: datetime, zone: ZoneInfo) -> datetime:
    """The newest moment at which the report was to be sent: its hour on its day, in the zone."""
    at = now.astimezone(zone).replace(hour=draft.hour, minute=0, second=0, microsecond=0)
    if draft.per == "week":
        at -= timedelta(days=(at.isoweekday() - draft.day) % 7)
    elif draft.per == "month":
        if at.day < draft.day:
            at = at.replace(day=1) - timedelta(days=1)
        at = at.replace(day=draft.day)
    if at <= now:
        return at
    if draft.per == "month":
        return (at.replace(day=1) - timedelta(days=1)).replace(day=draft.day)
    return at - timedelta(days=7 if draft.per == "week" else 1)

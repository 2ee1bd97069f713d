"""Growth accounting: of the people active in a period, who is new, who stayed, who returned, and who was lost.

active(t) = new + kept + returned, churned(t) = active(t - 1) - kept. New is the first event ever, kept was active in
the period before as well, returned was active earlier but not in the period before. Answered by the daily bitmaps.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from stayflow.language.sentence import Sentence
from stayflow.language.statement import Statement
from stayflow.language.window import EPOCH, Granularity
from stayflow.measure.analysis.daily import ANY, PERIOD_OF_DAY, daily_people_sql, is_answered_daily
from stayflow.measure.analysis.errors import Unsupported
from stayflow.measure.analysis.model import Desk
from stayflow.measure.analysis.periods import day_after, first_day
from stayflow.measure.analysis.scan import Scan


class Status(StrEnum):
    """How a person stands in a period."""

    NEW = "new"
    KEPT = "kept"
    RETURNED = "returned"
    CHURNED = "churned"
    SILENT = "silent"

    @property
    def said(self) -> Sentence:
        """Its name in both languages."""
        return _SAID[self]


_SAID: Final = {
    Status.NEW: Sentence("新增", "new"),
    Status.KEPT: Sentence("留住", "kept"),
    Status.RETURNED: Sentence("回流", "returned"),
    Status.CHURNED: Sentence("流失", "churned"),
    Status.SILENT: Sentence("沉默", "silent"),
}
BITMAP_OF = {
    Status.NEW: "bitmapAndnot(people, known)",
    Status.KEPT: "bitmapAnd(people, before)",
    Status.RETURNED: "bitmapAndnot(bitmapAnd(people, known), before)",
    Status.CHURNED: "bitmapAndnot(before, people)",
    Status.SILENT: "bitmapAndnot(bitmapAndnot(known, before), people)",
}
"""From the people of a period, those of the period `before`, and all `known` before it."""


THEN_OF = {
    Status.NEW: "bitmapAndnot(before, known_earlier)",
    Status.KEPT: "bitmapAnd(before, earlier)",
    Status.RETURNED: "bitmapAndnot(bitmapAnd(before, known_earlier), earlier)",
    Status.CHURNED: "bitmapAndnot(earlier, before)",
    Status.SILENT: "bitmapAndnot(bitmapAndnot(known_earlier, earlier), before)",
}
"""The same of the period `before`, seen from the one `earlier` than it, and all `known_earlier` than that one."""

ACTIVE = (Status.NEW, Status.KEPT, Status.RETURNED)
Move = tuple[Status | None, Status]
MOVES: tuple[Move, ...] = (
    (None, Status.NEW),
    *((then, now) for then in ACTIVE for now in (Status.KEPT, Status.CHURNED)),
    *(
        (then, now)
        for then in (Status.CHURNED, Status.SILENT)
        for now in (Status.RETURNED, Status.SILENT)
    ),
)
"""Every way from a status of one period to one of the next; None is nobody yet."""


class Growth(msgspec.Struct, frozen=True):
    """The accounts of one period.

    Attributes:
        t: Its first day.
        active: People with any event in it.
        new: Those whose first event ever is in it.
        kept: Those who were active in the period before.
        returned: Those who were active earlier, not in the period before.
        churned: People active in the period before and not in this one.
        silent: People active earlier, neither in the period before nor in this one.
    """

    t: str
    active: int
    new: int
    kept: int
    returned: int
    churned: int
    silent: int


class GrowthPoint(Growth, frozen=True, kw_only=True):
    """One of several periods; `is_incomplete` when it is not over: who is churned may still come."""

    is_incomplete: bool


@dataclass(frozen=True, slots=True)
class Spans:
    """Periods that follow each other.

    Attributes:
        before: First day of the period before the first.
        days: First day of each.
        last: Last day of the last.
        span: SQL of the first day of the period that `day` lies in.
    """

    before: date
    days: tuple[date, ...]
    last: date
    span: str


def whole_range(scan: Scan) -> Spans:
    """The question's range as one period, and as many days before it as the one before.

    Raises:
        Unsupported: The range is not made of whole days, or events are filtered.
    """
    _check_daily(scan)
    first, last = scan.frame.range.days(scan.scope.zone, scan.scope.now)
    before = first - ((last - first) + timedelta(days=1))
    begin, earlier = (scan.binder.bind(each.isoformat(), "Date") for each in (first, before))
    span = f"multiIf(day >= {begin}, {begin}, day >= {earlier}, {earlier}, toDate(0))"
    return Spans(before, (first,), last, span)


def range_before(scan: Scan) -> Spans:
    """The question's range and as many days before it, each as one period, with as many days again before them.

    Raises:
        Unsupported: The range is not made of whole days, or events are filtered.
    """
    whole = whole_range(scan)
    (first,) = whole.days
    earlier = whole.before - (first - whole.before)
    begins = [scan.binder.bind(day.isoformat(), "Date") for day in (first, whole.before, earlier)]
    cases = ", ".join(f"day >= {day}, {day}" for day in begins)
    return Spans(earlier, (whole.before, first), whole.last, f"multiIf({cases}, toDate(0))")


def each_period(scan: Scan, granularity: Granularity) -> Spans:
    """The days, weeks or months that the question's range touches, whole: a cut one would tell people as churned.

    Raises:
        Unsupported: The range is not made of whole days, or events are filtered.
    """
    _check_daily(scan)
    first, last = scan.frame.range.days(scan.scope.zone, scan.scope.now)
    last = day_after(first_day(last, granularity), granularity) - timedelta(days=1)
    last = min(last, scan.scope.now.astimezone(scan.scope.zone).date())
    day = first_day(first, granularity)
    before = day_after(day, granularity, count=-1)
    days = []
    while day <= last:
        days.append(day)
        day = day_after(day, granularity)
    earlier = scan.binder.bind(before.isoformat(), "Date")
    span = f"if(day >= {earlier}, {PERIOD_OF_DAY[granularity]}, toDate(0))"
    return Spans(before, tuple(days), last, span)


def read_growth(spans: Spans, scan: Scan, desk: Desk) -> list[Growth]:
    """The accounts of each period, oldest first; none of a range that has not begun."""
    if not spans.days:
        return []
    return [
        Growth(str(t), *(int(people) for people in numbers))
        for t, *numbers in desk.read(growth_statement(spans, scan))
    ]


def growth_statement(spans: Spans, scan: Scan) -> Statement:
    """One row a period: its first day, the active people, then those of each status."""
    numbers = ", ".join(f"bitmapCardinality({BITMAP_OF[each]})" for each in Status)
    return scan.binder.statement(
        f"WITH\n{_accounts_ctes(spans, scan)}\n"
        f"SELECT t, bitmapCardinality(people), {numbers}\nFROM accounts\n"
        f"WHERE t >= {scan.binder.bind(spans.days[0].isoformat(), 'Date')}\nORDER BY t"
    )


def status_people_statement(spans: Spans, status: Status | None, t: date, scan: Scan) -> Statement:
    """The people of one status (None: everybody active) in the period that begins on `t`."""
    bitmap = "people" if status is None else BITMAP_OF[status]
    return scan.binder.statement(
        f"WITH\n{_accounts_ctes(spans, scan)}\n"
        f"SELECT arrayJoin(bitmapToArray({bitmap})) AS person_id\nFROM accounts\n"
        f"WHERE t = {scan.binder.bind(t.isoformat(), 'Date')}"
    )


def read_status_moves(scan: Scan, desk: Desk) -> dict[Move, int]:
    """How many people went each way from the days before the question's range to the range."""
    spans = range_before(scan)
    numbers = ", ".join(f"bitmapCardinality({_moved_sql(each)})" for each in MOVES)
    (found,) = desk.read(
        scan.binder.statement(
            f"WITH\n{_moves_ctes(spans, scan)}\nSELECT {numbers}\nFROM moved\n"
            f"WHERE t = {scan.binder.bind(spans.days[-1].isoformat(), 'Date')}"
        )
    )
    return {move: int(people) for move, people in zip(MOVES, found, strict=True)}


def moved_people_statement(move: Move, scan: Scan) -> Statement:
    """The people who went one way."""
    spans = range_before(scan)
    return scan.binder.statement(
        f"WITH\n{_moves_ctes(spans, scan)}\n"
        f"SELECT arrayJoin(bitmapToArray({_moved_sql(move)})) AS person_id\nFROM moved\n"
        f"WHERE t = {scan.binder.bind(spans.days[-1].isoformat(), 'Date')}"
    )


def _moved_sql(move: Move) -> str:
    then, now = move
    return BITMAP_OF[now] if then is None else f"bitmapAnd({THEN_OF[then]}, {BITMAP_OF[now]})"


def _moves_ctes(spans: Spans, scan: Scan) -> str:
    """`moved`: what `accounts` has, and the people of the period two before, and all known before that one."""
    return (
        f"{_accounts_ctes(spans, scan)},\n"
        "moved AS (\n  SELECT t, people, before, known,\n"
        "    groupBitmapMergeState(people) OVER (ORDER BY t ROWS BETWEEN 2 PRECEDING AND 2 PRECEDING) AS earlier,\n"
        "    groupBitmapMergeState(people) OVER"
        " (ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND 2 PRECEDING) AS known_earlier\n"
        "  FROM accounts\n)"
    )


def _accounts_ctes(spans: Spans, scan: Scan) -> str:
    """`accounts`: a row per period with its people, those of the period before it, and all known before it."""
    found = daily_people_sql(ANY, EPOCH.date(), spans.last, spans.span, scan)
    days = [EPOCH.date(), spans.before, *spans.days]
    every = scan.binder.bind([each.isoformat() for each in days], "Array(Date)")
    return (
        f"active_in_period AS (\n  {found}\n  UNION ALL\n"
        f"  SELECT arrayJoin({every}) AS t, bitmapBuild(emptyArrayUInt64()) AS people\n),\n"
        "active AS (\n  SELECT t, groupBitmapMergeState(people) AS people\n  FROM active_in_period\n  GROUP BY t\n),\n"
        "accounts AS (\n  SELECT t, people,\n"
        "    groupBitmapMergeState(people) OVER (ORDER BY t ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING) AS before,\n"
        "    groupBitmapMergeState(people) OVER"
        " (ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS known\n"
        "  FROM active\n)"
    )


def _check_daily(scan: Scan) -> None:
    if scan.frame.filter is not None:
        raise Unsupported("statuses count every event; use people instead", path="filter")
    if not is_answered_daily(scan):
        raise Unsupported("statuses are counted in whole days", path="range")

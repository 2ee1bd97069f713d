"""Cohorts and their returns: from daily bitmaps where these know enough, else from the events."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from stayflow.language.metric import EventSelection, selection_sql
from stayflow.language.scope import Scope
from stayflow.language.statement import Statement
from stayflow.language.window import AHEAD, Granularity, midnight, period_sql
from stayflow.measure.analysis.daily import PERIOD_OF_DAY, daily_people_sql, is_answered_daily
from stayflow.measure.analysis.periods import day_after, first_day
from stayflow.measure.analysis.scan import Scan, all_of


@dataclass(frozen=True, slots=True)
class CohortQuestion:
    """Who starts, who comes back, in which periods.

    Attributes:
        start: The event that begins.
        back: The event that is coming back.
        per: Day, week or month.
        periods: How many periods after the cohort's own are asked for.
        is_unbounded: True when coming back in a later period counts as well.
    """

    start: EventSelection
    back: EventSelection
    per: Granularity
    periods: int
    is_unbounded: bool = False

    def is_over(self, t: date, later: int, scope: Scope) -> bool:
        """True when the period `later` after the one that begins on `t` has ended."""
        return midnight(day_after(t, self.per, count=later + 1), scope.zone) <= scope.now

    @property
    def starts_are_returns(self) -> bool:
        """True when every start event is a back event, so that everybody is back in the first period."""
        if self.back.where is not None:
            return self.back == self.start
        return not self.back.events or (
            bool(self.start.events) and set(self.start.events) <= set(self.back.events)
        )

    def last_day(self, scan: Scan) -> date:
        """The last day whose back events can matter: of the range, also one ahead of our clock."""
        _, last = scan.frame.range.days(scan.scope.zone, scan.scope.now)
        today = scan.scope.now.astimezone(scan.scope.zone).date()
        today = max(today, min(last, today + AHEAD))
        if self.is_unbounded:
            return today
        furthest = day_after(first_day(last, self.per), self.per, count=self.periods + 1)
        return min(today, furthest - timedelta(days=1))

    def is_daily(self, scan: Scan) -> bool:
        """True when the daily bitmaps know everything but who is back in the first period."""
        return is_answered_daily(scan, self.start, self.back) and (
            self.starts_are_returns or not self.is_unbounded
        )


def cohort_size_statement(question: CohortQuestion, scan: Scan) -> Statement:
    """One row a cohort that has people: its first day, and how many."""
    if question.is_daily(scan):
        return scan.binder.statement(
            f"WITH\n{_daily_cohorts(question, scan)}\n"
            "SELECT t, bitmapCardinality(people) AS size\nFROM cohorts\nWHERE size > 0\nORDER BY t"
        )
    return scan.binder.statement(
        f"WITH\n{_starts_cte(question, scan)}\nSELECT t, count() AS size\nFROM starts\nGROUP BY t\nORDER BY t"
    )


def returned_statements(question: CohortQuestion, scans: Callable[[], Scan]) -> list[Statement]:
    """Statements that together have one row a cohort and period with people: its day, `later`, how many."""
    if not question.is_daily(scans()):
        return [_returned_by_events(question, scans())]
    if question.starts_are_returns:
        return [_returned_by_days(question, scans())]
    return [_returned_by_days(question, scans()), _returned_at_once(question, scans())]


def returner_statement(
    question: CohortQuestion, t: date, later: int | None, scan: Scan
) -> Statement:
    """The people of the cohort that begins on `t`; with `later`, those of them back in that period."""
    day = scan.binder.bind(t.isoformat(), "Date")
    if later is None:
        return scan.binder.statement(
            f"WITH\n{_starts_cte(question, scan)}\nSELECT person AS person_id\nFROM starts\nWHERE t = {day}"
        )
    wanted = f"later >= {later}" if question.is_unbounded else f"later = {later}"
    return scan.binder.statement(
        f"WITH\n{_starts_cte(question, scan)},\n{_returns_cte(question, scan)},\n{_returned_cte(question)}\n"
        f"SELECT DISTINCT person AS person_id\nFROM returned\nWHERE t = {day} AND {wanted}"
    )


def _daily_cohorts(question: CohortQuestion, scan: Scan) -> str:
    first, last = scan.frame.range.days(scan.scope.zone, scan.scope.now)
    started = daily_people_sql(question.start, first, last, PERIOD_OF_DAY[question.per], scan)
    return (
        f"started AS (\n  {started}\n),\n"
        "met_before AS (\n  SELECT t, people,\n"
        "    groupBitmapMergeState(people) OVER (ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
        " AS known\n  FROM started\n),\n"
        "cohorts AS (\n  SELECT t, bitmapAndnot(people, known) AS people\n  FROM met_before\n)"
    )


def _daily_returns(question: CohortQuestion, scan: Scan) -> str:
    """CTE `back`: a row per period; unbounded, everybody back in it or later, and no period is left out."""
    first, _ = scan.frame.range.days(scan.scope.zone, scan.scope.now)
    begin = first_day(first, question.per)
    last = question.last_day(scan)
    back = daily_people_sql(question.back, begin, last, PERIOD_OF_DAY[question.per], scan)
    if not question.is_unbounded:
        return f"back AS (\n  {back}\n)"
    days = []
    while begin <= last:
        days.append(begin.isoformat())
        begin = day_after(begin, question.per)
    return (
        f"back_in_period AS (\n  {back}\n  UNION ALL\n"
        f"  SELECT arrayJoin({scan.binder.bind(days, 'Array(Date)')}) AS t,"
        " bitmapBuild(emptyArrayUInt64()) AS people\n),\n"
        "back AS (\n  SELECT t, groupBitmapMergeState(people_of_period) OVER"
        " (ORDER BY t ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS people\n"
        "  FROM (SELECT t, groupBitmapMergeState(people) AS people_of_period FROM back_in_period GROUP BY t)\n)"
    )


def _returned_by_days(question: CohortQuestion, scan: Scan) -> Statement:
    first = "0" if question.starts_are_returns else "1"
    return scan.binder.statement(
        f"WITH\n{_daily_cohorts(question, scan)},\n{_daily_returns(question, scan)}\n"
        f"SELECT cohorts.t AS cohort, dateDiff('{question.per.value}', cohorts.t, back.t) AS later,\n"
        "  bitmapAndCardinality(cohorts.people, back.people) AS returned\n"
        "FROM cohorts CROSS JOIN back\n"
        f"WHERE later BETWEEN {first} AND {question.periods} AND returned > 0\nORDER BY cohort, later"
    )


def _returned_at_once(question: CohortQuestion, scan: Scan) -> Statement:
    """Back in the first period itself: only the events tell what came first.

    They are read for the people who did both in it, as the bitmaps know.
    """
    person = scan.scope.event_person
    start, end = scan.bounds()
    last = midnight(question.last_day(scan) + timedelta(days=1), scan.scope.zone)
    starts = f"{selection_sql(question.start, scan.scope, scan.binder)} AND time < {scan.binder.instant(end)}"
    back = selection_sql(question.back, scan.scope, scan.binder)
    tests = [
        f"({starts} OR {back})",
        scan.between(start, max(start, end, last)),
        *scan.tests(),
        f"bitmapContains((SELECT people FROM did_both), {person})",
    ]
    period, period_back = (
        period_sql(column, question.per, scan.scope.zone) for column in ("started_at", "at")
    )
    return scan.binder.statement(
        f"WITH\n{_daily_cohorts(question, scan)},\n{_daily_returns(question, scan)},\n"
        "did_both AS (\n"
        "  SELECT groupBitmapMergeState(bitmapAnd(cohorts.people, back.people)) AS people\n"
        "  FROM cohorts JOIN back ON cohorts.t = back.t\n),\n"
        "first_start AS (\n"
        f"  SELECT {person} AS person, minIf(time, {starts}) AS started_at, {period} AS cohort,\n"
        f"    arrayExists(at -> at >= started_at AND {period_back} = cohort, groupArrayIf(time, {back}))"
        " AS is_back\n"
        f"  FROM events\n  WHERE {all_of(tests)}\n  GROUP BY person\n)\n"
        "SELECT cohort, 0 AS later, count() AS returned\nFROM first_start\n"
        "WHERE is_back\nGROUP BY cohort\nORDER BY cohort"
    )


def _returned_by_events(question: CohortQuestion, scan: Scan) -> Statement:
    ctes = f"WITH\n{_starts_cte(question, scan)},\n{_returns_cte(question, scan)},\n{_returned_cte(question)}"
    if not question.is_unbounded:
        return scan.binder.statement(
            f"{ctes}\nSELECT t AS cohort, later, count() AS returned\nFROM returned\n"
            f"WHERE later <= {question.periods}\nGROUP BY cohort, later\nORDER BY cohort, later"
        )
    return scan.binder.statement(
        f"{ctes},\nfurthest AS (\n  SELECT t, person, max(later) AS last_period\n"
        "  FROM returned\n  GROUP BY t, person\n)\n"
        f"SELECT t AS cohort, arrayJoin(range(toUInt32(least(last_period, {question.periods}) + 1))) AS later,\n"
        "  count() AS returned\nFROM furthest\nGROUP BY cohort, later\nORDER BY cohort, later"
    )


def _starts_cte(question: CohortQuestion, scan: Scan) -> str:
    tests = [
        selection_sql(question.start, scan.scope, scan.binder),
        scan.between(*scan.bounds()),
        *scan.tests(),
    ]
    period = period_sql("min(time)", question.per, scan.scope.zone)
    return (
        f"starts AS (\n  SELECT {scan.scope.event_person} AS person, min(time) AS started_at, {period} AS t\n"
        f"  FROM events\n  WHERE {all_of(tests)}\n  GROUP BY person\n)"
    )


def _returns_cte(question: CohortQuestion, scan: Scan) -> str:
    start, _ = scan.bounds()
    end = midnight(question.last_day(scan) + timedelta(days=1), scan.scope.zone)
    tests = [
        selection_sql(question.back, scan.scope, scan.binder),
        scan.between(start, max(start, end)),
        *scan.tests(),
    ]
    period = period_sql("time", question.per, scan.scope.zone)
    return (
        f"returns AS (\n  SELECT {scan.scope.event_person} AS person, {period} AS t, max(time) AS last_at\n"
        f"  FROM events\n  WHERE {all_of(tests)}\n  GROUP BY person, t\n)"
    )


def _returned_cte(question: CohortQuestion) -> str:
    return (
        "returned AS (\n"
        "  SELECT starts.t AS t, starts.person AS person,"
        f" dateDiff('{question.per.value}', starts.t, returns.t) AS later\n"
        "  FROM starts JOIN returns ON starts.person = returns.person\n"
        "  WHERE returns.t > starts.t OR (returns.t = starts.t AND returns.last_at >= starts.started_at)\n)"
    )

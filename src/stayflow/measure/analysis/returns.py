"""Returns counted from the events: brackets of periods, summed values, elapsed time, and groups of people.

What the daily bitmaps cannot know. Each person's first start is joined with their back events; what lies before the
start does not count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stayflow.language.metric import EventSelection, selection_sql
from stayflow.language.raw import join
from stayflow.language.scope import Scope, ValueType, property_sql
from stayflow.language.statement import Statement
from stayflow.language.window import Granularity, midnight, period_sql
from stayflow.measure.analysis.groups import (
    Group,
    columns_sql,
    first_values_sql,
    group_columns,
    group_test,
    placed_sql,
    shown_columns,
)
from stayflow.measure.analysis.periods import day_after, first_day
from stayflow.measure.analysis.scan import Scan, all_of

DAYS_OF = {Granularity.DAY: 1, Granularity.WEEK: 7}
FOREVER = 1_000_000
"""A period nobody can reach: the end of an open slot."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The periods whose returns are one number, both included; `last` None has no end."""

    first: int
    last: int | None

    @property
    def needed(self) -> int:
        """The period that must be over before the number is known."""
        return self.first if self.last is None else self.last


@dataclass(frozen=True, slots=True)
class ReturnQuestion:
    """Who starts, who comes back, and how that is counted.

    Attributes:
        start: The event that begins.
        back: The event that is coming back.
        per: Day, week or month.
        slots: One number each.
        value: The property of the back events that is summed; None counts people.
        is_elapsed: True when a period is so many times 24 hours after the start, not a day of the calendar.
    """

    start: EventSelection
    back: EventSelection
    per: Granularity
    slots: tuple[Slot, ...]
    value: str | None = None
    is_elapsed: bool = False

    def is_over(self, t: date, slot: Slot, scope: Scope) -> bool:
        """True when nobody of the cohort that begins on `t` can come back in the slot any more."""
        if self.is_elapsed:
            end = midnight(day_after(t, self.per), scope.zone)
            return end + self.unit * (slot.needed + 1) <= scope.now
        return midnight(day_after(t, self.per, count=slot.needed + 1), scope.zone) <= scope.now

    @property
    def unit(self) -> timedelta:
        """How long a period of elapsed time is."""
        return timedelta(days=DAYS_OF[self.per])

    def end(self, scan: Scan) -> datetime:
        """The first instant whose events cannot matter any more."""
        scope = scan.scope
        _, end = scan.bounds()
        tomorrow = midnight(scope.now.astimezone(scope.zone).date() + timedelta(days=1), scope.zone)
        if any(slot.last is None for slot in self.slots):
            return max(end, tomorrow)
        furthest = max(slot.needed for slot in self.slots)
        if self.is_elapsed:
            return end + self.unit * (furthest + 1)
        _, last = scan.frame.range.days(scope.zone, scope.now)
        day = day_after(first_day(last, self.per), self.per, count=furthest + 1)
        return max(end, min(midnight(day, scope.zone), tomorrow))


def sizes_statement(question: ReturnQuestion, scan: Scan) -> Statement:
    """One row a group and cohort: the place of the group, its values, the cohort's first day, how many people."""
    keys = ", ".join(_group_keys(scan))
    return scan.binder.statement(
        f"WITH\n{_starts_ctes(question, scan)}\nSELECT {keys}, t, count() AS size\nFROM placed\n"
        f"GROUP BY ALL\nORDER BY ALL"
    )


def returns_statement(question: ReturnQuestion, scan: Scan) -> Statement:
    """One row a group, cohort and slot: place, values, the cohort's first day, the slot's place, its number."""
    keys = ", ".join(_group_keys(scan))
    number = "uniqExact(person)" if question.value is None else "sum(amount)"
    return scan.binder.statement(
        f"WITH\n{_starts_ctes(question, scan)},\n{_came_cte(question, scan)}\n"
        f"SELECT {keys}, t, slot, {number} AS returned\n"
        f"FROM (SELECT *, arrayJoin({_slots_sql(question.slots)}) AS slot FROM came)\n"
        "GROUP BY ALL\nORDER BY ALL"
    )


def people_statement(
    question: ReturnQuestion,
    cohorts: Sequence[date],
    slot: int | None,
    group: Group | None,
    scan: Scan,
) -> Statement:
    """The people of some cohorts, of one group where the question is split; with `slot`, those back in it."""
    days = scan.binder.bind([each.isoformat() for each in cohorts], "Array(Date)")
    tests = [f"t IN {days}"]
    if group is not None:
        tests.append(group_test(group, scan.frame, scan.binder))
    if slot is None:
        return scan.binder.statement(
            f"WITH\n{_starts_ctes(question, scan)}\nSELECT person AS person_id\nFROM placed\nWHERE {all_of(tests)}"
        )
    tests.append(f"has({_slots_sql(question.slots)}, {slot})")
    return scan.binder.statement(
        f"WITH\n{_starts_ctes(question, scan)},\n{_came_cte(question, scan)}\n"
        f"SELECT DISTINCT person AS person_id\nFROM came\nWHERE {all_of(tests)}"
    )


def _starts_ctes(question: ReturnQuestion, scan: Scan) -> str:
    """CTEs that end in `placed`: a row a person with their first start, its period `t`, and their group."""
    frame = scan.frame
    tests = [
        selection_sql(question.start, scan.scope, scan.binder),
        scan.between(*scan.bounds()),
        *scan.tests(),
    ]
    period = period_sql("min(time)", question.per, scan.scope.zone)
    started = (
        f"started AS (\n  SELECT {scan.scope.event_person} AS person, min(time) AS started_at,"
        f" {period} AS t{first_values_sql(scan)}\n  FROM events\n  WHERE {all_of(tests)}\n  GROUP BY person\n)"
    )
    starts = (
        f"starts AS (\n  SELECT person, started_at, t{columns_sql(scan)}\n"
        f"  FROM started{scan.joins('person')}\n)"
    )
    placed = (
        placed_sql(scan, "starts") if frame.by else "placed AS (SELECT *, 1 AS place FROM starts)"
    )
    return f"{started},\n{starts},\n{placed}"


def _came_cte(question: ReturnQuestion, scan: Scan) -> str:
    """CTE `came`: a row a person and period `later` with a back event, and what its events sum to."""
    start, _ = scan.bounds()
    tests = [
        selection_sql(question.back, scan.scope, scan.binder),
        scan.between(start, max(start, question.end(scan))),
        *scan.tests(),
    ]
    amount = "0"
    if question.value is not None:
        at = join("value", "sum")
        amount = property_sql(
            scan.scope, scan.binder, question.value, wanted=ValueType.NUMBER, path=at
        )
    later = (
        f"dateDiff('{question.per.value}', t, {period_sql('at', question.per, scan.scope.zone)})"
    )
    if question.is_elapsed:
        gap = "toUnixTimestamp64Milli(at) - toUnixTimestamp64Milli(started_at)"
        later = f"intDiv({gap}, {question.unit // timedelta(milliseconds=1)})"
    columns = ["place", *group_columns(scan.frame)]
    kept = ", ".join(["person", "t", *columns])
    return (
        f"came AS (\n  SELECT {kept}, {later} AS later, sum(ifNull(amount, 0)) AS amount\n"
        f"  FROM placed JOIN (\n    SELECT {scan.scope.event_person} AS back_person, time AS at,"
        f" {amount} AS amount\n    FROM events\n    WHERE {all_of(tests)}\n  ) AS backs ON person = back_person\n"
        f"  WHERE at >= started_at\n  GROUP BY {kept}, later\n)"
    )


def _slots_sql(slots: Sequence[Slot]) -> str:
    """Array of the places of the slots that hold the period `later`."""
    firsts = ", ".join(str(slot.first) for slot in slots)
    lasts = ", ".join(str(FOREVER if slot.last is None else slot.last) for slot in slots)
    return (
        f"arrayFilter((slot, first, last) -> later BETWEEN first AND last,"
        f" range({len(slots)}), [{firsts}], [{lasts}])"
    )


def _group_keys(scan: Scan) -> list[str]:
    return [f"{sql} AS {name}" for name, sql in shown_columns(scan.frame).items()]

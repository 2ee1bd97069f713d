"""People per event and day from the daily bitmaps: what it takes a scan of `events` to count, in a fraction of it.

The bitmaps hold the ids as they were when the events came, or the survivors as of the squash in force. Ids merged
away since are replaced by their survivors here, so a bitmap always counts canonical persons.
"""

from dataclasses import replace
from datetime import date
from typing import Final

from stayflow.language.daily import canonical_sql, daily_table
from stayflow.language.metric import THEIR_OWN_SQL, EventSelection
from stayflow.language.raw import join
from stayflow.language.scope import Scope, check_event
from stayflow.language.statement import Binder, Statement
from stayflow.language.window import Granularity
from stayflow.measure.analysis.scan import Scan, all_of

ANY = EventSelection()
PERIOD_OF_DAY = {
    Granularity.DAY: "day",
    Granularity.WEEK: "toMonday(day)",
    Granularity.MONTH: "toStartOfMonth(day)",
    Granularity.QUARTER: "toStartOfQuarter(day)",
}
# A row is the people of a day: a few are enough for a thread of its own. By itself the engine begins a second one at
# 160,000 rows.
_BY_ALL_THREADS: Final = (
    "SETTINGS merge_tree_min_rows_for_concurrent_read = 1,"
    " merge_tree_min_bytes_for_concurrent_read = 1"
)
# It gives a thread eight granules at least, which are two months of an event. Of many, smaller shares are dearer.
_IN_SMALL_SHARES: Final = ", merge_tree_min_read_task_size = 4"
ONE_BY_ONE: Final = "SETTINGS max_block_size = 1"
"""Of a grouping whose rows are large: each is passed on by itself, so that what follows is shared by the threads."""


def is_answered_daily(scan: Scan, *selections: EventSelection) -> bool:
    """True when the bitmaps know the answer: whole days, and no filter of properties."""
    frame = scan.frame
    return (
        frame.range.is_whole_days
        and frame.filter is None
        and scan.scope.people is None
        and scan.scope.sample is None
        and all(selection.where is None for selection in selections)
    )


def daily_people_sql(
    selection: EventSelection, first: date, last: date, span: str, scan: Scan
) -> str:
    """One row a span with events: `t`, its key, and `people`, the bitmap of its canonical persons.

    Args:
        selection: Which events; it has no property filter.
        first: First day, included.
        last: Last day, included.
        span: SQL of the key of the span that `day` lies in, such as those of `PERIOD_OF_DAY`.
        scan: The question; its people are applied here.
    """
    binder = scan.binder
    tests = [
        *event_tests(selection, scan.scope, binder),
        f"day >= {binder.bind(first.isoformat(), 'Date')}",
        f"day <= {binder.bind(last.isoformat(), 'Date')}",
    ]
    table = daily_table(scan.scope, binder)
    if table.test:
        tests.append(table.test)
    # A day of one event is a row or two: their ids are replaced by the threads that read them. Else there are fewer to
    # replace once the rows are merged.
    is_row_by_row = span == PERIOD_OF_DAY[Granularity.DAY] and len(selection.events) == 1
    raw, people, settings = f"{table.name}.people", "people", _BY_ALL_THREADS
    if is_row_by_row:
        raw = canonical_sql(raw, scan.scope)
        settings += _IN_SMALL_SHARES
    else:
        people = canonical_sql(people, scan.scope)
    merged = (
        f"SELECT {span} AS t, groupBitmapMergeState({raw}) AS people\n"
        f"  FROM {table.name}\n  WHERE {' AND '.join(tests)}\n  GROUP BY t\n  {settings}"
    )
    if scan.frame.people is not None:
        asked = f"(SELECT groupBitmapState(person_id) FROM (\n{scan.people_sql()}\n))"
        people = f"bitmapAnd({people}, {asked})"
    return (
        merged if people == "people" else f"SELECT t, {people} AS people\n  FROM (\n  {merged}\n  )"
    )


def event_tests(selection: EventSelection, scope: Scope, binder: Binder) -> list[str]:
    """Tests of rows of the daily bitmaps for the events of a selection."""
    for name in selection.events:
        check_event(scope, name, join(selection.path, "event"))
    if not selection.events:
        return [THEIR_OWN_SQL]
    return [f"event IN {binder.bind(list(selection.events), 'Array(String)')}"]


def active_people_statement(scan: Scan) -> Statement:
    """The people of the question with any event in its range; its event filter does not matter.

    From the daily bitmaps where the range is made of whole days, else from the events.
    """
    whole = Scan(replace(scan.frame, filter=None), scan.scope, scan.binder)
    if is_answered_daily(whole):
        first, last = scan.frame.range.days(scan.scope.zone, scan.scope.now)
        days = daily_people_sql(ANY, first, last, "0", whole)
        return scan.binder.statement(
            f"SELECT arrayJoin(bitmapToArray(people)) AS person_id\nFROM (\n  {days}\n)"
        )
    tests = [THEIR_OWN_SQL, scan.between(*scan.bounds()), *whole.tests()]
    return scan.binder.statement(
        f"SELECT DISTINCT {scan.scope.event_person} AS person_id\nFROM events\nWHERE {all_of(tests)}"
    )

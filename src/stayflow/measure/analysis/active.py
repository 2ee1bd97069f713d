"""People with any event: from the daily bitmaps where the range is made of whole days, else from the events."""

from dataclasses import replace

from stayflow.language.metric import EventSelection
from stayflow.language.statement import Statement
from stayflow.language.window import Granularity
from stayflow.measure.analysis.daily import daily_people_sql, is_answered_daily
from stayflow.measure.analysis.scan import Scan, all_of

ANY = EventSelection()


def active_people_statement(scan: Scan) -> Statement:
    """The people of the question with any event in its range; its event filter does not matter."""
    whole = Scan(replace(scan.frame, filter=None), scan.scope, scan.binder)
    if is_answered_daily(whole):
        first, last = scan.frame.range.days(scan.scope.zone, scan.scope.now)
        days = daily_people_sql(ANY, first, last, Granularity.QUARTER, whole)
        return scan.binder.statement(
            f"SELECT arrayJoin(bitmapToArray(groupBitmapMergeState(people))) AS person_id\nFROM (\n  {days}\n)"
        )
    tests = [scan.between(*scan.bounds()), *whole.tests()]
    return scan.binder.statement(
        f"SELECT DISTINCT {scan.scope.person} AS person_id\nFROM events\nWHERE {all_of(tests)}"
    )

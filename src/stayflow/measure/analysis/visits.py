"""Visits: the events of a person cut where they fell silent, at midnight if so chosen, and where the campaign changed.

A visit belongs to the range it begins in. Events up to a day before and after the range are read, so that a visit
across its ends is whole; one that goes on for longer than that is cut there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from stayflow.language.metric import EventSelection, selection_sql
from stayflow.language.window import epoch_ms
from stayflow.measure.analysis.scan import Scan, all_of

READ_AROUND = timedelta(days=1)
SILENCE_DEFAULT, SILENCE_MAX = "30min", READ_AROUND
_CAMPAIGN, _DAY, _OWN = 3, 4, 5
"""Places in the tuple of an event; before them its milliseconds since 1970 and its arrival."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a visit ends.

    Attributes:
        silence: A pause longer than this ends it.
        at_midnight: True when midnight in the project's zone ends it.
        at_campaign: True when an event ends it that names another campaign than the visit came with.
    """

    silence: timedelta
    at_midnight: bool
    at_campaign: bool


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits made of some events.

    Attributes:
        events: The events they are made of.
        cut: Where they end.
    """

    events: EventSelection
    cut: Cut

    def ctes(self, values: Sequence[str], scan: Scan) -> str:
        """CTEs that end in `visits`, one row a visit that begins in the range.

        Columns: `person`; `began`; `seconds` from its first to its last event; `size`, its events; `is_open`, it may go
        on; `done`, its events as tuples of milliseconds, arrival, campaign, day, and `values`.

        Args:
            values: SQL over the columns of `events`: what else is kept of each event.
            scan: The question.
        """
        start, end = scan.bounds()
        silence = self.cut.silence // timedelta(milliseconds=1)
        now = epoch_ms(scan.scope.now)
        still = f"is_last AND last_ms + {silence} >= {now}"
        if self.cut.at_midnight:
            today = scan.binder.bind(scan.scope.now.astimezone(scan.scope.zone).date(), "Date")
            still += f" AND done[-1].{_DAY} = {today}"
        return (
            f"{self._touches_cte(values, scan)},\n{self._cut_cte(silence)},\n"
            "parted AS (\n  SELECT person, arraySplit((each, is_start) -> is_start, done, starts) AS parts\n"
            "  FROM cut\n),\n"
            "visits AS (\n"
            "  SELECT person, arrayJoin(arrayZip(parts, arrayEnumerate(parts))) AS part, part.1 AS done,\n"
            "    part.2 = length(parts) AS is_last, done[1].1 AS first_ms, done[-1].1 AS last_ms,\n"
            "    length(done) AS size, (last_ms - first_ms) / 1000 AS seconds,\n"
            f"    fromUnixTimestamp64Milli(first_ms, 'UTC') AS began, {still} AS is_open\n"
            "  FROM parted\n"
            f"  WHERE began >= {scan.binder.instant(start)} AND began < {scan.binder.instant(end)}\n)"
        )

    @staticmethod
    def value_of(event: str, index: int) -> str:
        """SQL of one of the `values` of an event of `done`."""
        return f"{event}.{_OWN + index}"

    def _touches_cte(self, values: Sequence[str], scan: Scan) -> str:
        start, end = scan.bounds()
        campaign = "toString(campaign)" if self.cut.at_campaign else "''"
        day = f"toDate(time, '{scan.scope.zone.key}')" if self.cut.at_midnight else "0"
        kept = ", ".join(["toUnixTimestamp64Milli(time)", "arrival", campaign, day, *values])
        tests = [
            selection_sql(self.events, scan.scope, scan.binder),
            scan.between(start - READ_AROUND, end + READ_AROUND),
            *scan.tests(),
        ]
        return (
            f"touches AS (\n  SELECT {scan.scope.event_person} AS person,\n"
            f"    arraySort(groupArray(tuple({kept}))) AS done\n"
            f"  FROM events\n  WHERE {all_of(tests)}\n  GROUP BY person\n)"
        )

    def _cut_cte(self, silence: int) -> str:
        """One row a person: `starts` says of each event whether a visit begins with it.

        `runs` are the beginnings by silence and midnight; within a run the campaign known so far is carried on.
        """
        pause = f"each.1 - before.1 > {silence}"
        if self.cut.at_midnight:
            pause += f" OR each.{_DAY} != before.{_DAY}"
        runs = (
            f"arrayMap((each, before, n) -> n = 1 OR {pause},"
            " done, arrayPushFront(arrayPopBack(done), done[1]), arrayEnumerate(done))"
        )
        if not self.cut.at_campaign:
            return f"cut AS (\n  SELECT person, done, {runs} AS starts\n  FROM touches\n)"
        return (
            f"cut AS (\n  SELECT person, done, {runs} AS runs,\n"
            f"    arrayMap(each -> each.{_CAMPAIGN}, done) AS campaigns,\n"
            "    arrayFill(each -> each.1 != '' OR each.2, arrayZip(campaigns, runs)) AS known,\n"
            "    arrayMap((campaign, run, before) -> run OR (campaign != '' AND campaign != before.1),\n"
            "      campaigns, runs, arrayPushFront(arrayPopBack(known), known[1])) AS starts\n"
            "  FROM touches\n)"
        )

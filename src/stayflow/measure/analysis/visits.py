"""Visits: the events of a person cut where they fell silent, at midnight if so chosen, and where the campaign changed.

A visit belongs to the range it begins in. Events up to a day before and after the range are read, so that a visit
across its ends is whole; one that goes on for longer than that is cut there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from stayflow.language.keys import Keys
from stayflow.language.metric import EventSelection, selection_sql
from stayflow.language.window import epoch_ms
from stayflow.measure.analysis.scan import Scan, all_of

READ_AROUND = timedelta(days=1)
SILENCE_DEFAULT, SILENCE_MAX = "30min", READ_AROUND
_OWN: Final = 2
"""Place of the first value in the tuple of an event; before it stands its key."""
_NAMED, _SAME = 0, 1
"""Bits of a key: the event names a campaign; it is that of the person's event before that named one."""


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

        Columns: `person`; `began`; `before`, when the person's visit before it began, or the instant 0; `seconds` from
        its first to its last event; `size`, its events; `is_open`, it may go on; where there are values, `done`, its
        events as tuples of a key and `values`.

        Args:
            values: SQL over the columns of `events`: what else is kept of each event.
            scan: The question.
        """
        keys = self._keys(scan)
        ctes = [self._touches_cte(values, scan, keys)]
        if self.cut.at_campaign:
            ctes.append(self._ordered_cte(values, keys))
        return ",\n".join(
            [*ctes, self._cut_cte(values, scan, keys), self._visits_cte(values, scan)]
        )

    @staticmethod
    def value_of(event: str, index: int) -> str:
        """SQL of one of the `values` of an event of `done`."""
        return f"{event}.{_OWN + index}"

    def _keys(self, scan: Scan) -> Keys:
        start, end = scan.bounds()
        return Keys(
            start=start - READ_AROUND,
            window=timedelta(0),
            span=end - start + 2 * READ_AROUND,
            arrivals=scan.scope.arrivals,
            steps=1 << _NAMED | 1 << _SAME if self.cut.at_campaign else 0,
            shares_events=False,
        )

    def _touches_cte(self, values: Sequence[str], scan: Scan, keys: Keys) -> str:
        """One row a person: their events as keys, apart those that name a campaign, and these campaigns."""
        start, end = scan.bounds()
        tests = [
            selection_sql(self.events, scan.scope, scan.binder),
            scan.between(start - READ_AROUND, end + READ_AROUND),
            *scan.tests(),
        ]
        served, columns = "0", [f"{keys.sorted_sql()} AS keys"]
        if self.cut.at_campaign:
            served = "campaign != ''"
            columns = [
                "groupArrayIf(key, NOT served) AS plain",
                "groupArrayIf(key, served) AS named",
                "groupArrayIf(toString(campaign), served) AS campaigns",
            ]
        if values:
            kept = f"groupArray(tuple(key, {', '.join(values)}))"
            columns.append(f"arraySort(each -> each.1, {kept}) AS done")
        listed = ",\n    ".join(columns)
        return (
            f"touches AS (\n  WITH toUInt8({served}) AS served, {keys.key_sql()} AS key\n"
            f"  SELECT {scan.scope.event_person} AS person,\n    {listed}\n"
            f"  FROM events\n  WHERE {all_of(tests)}\n  GROUP BY person\n)"
        )

    @staticmethod
    def _ordered_cte(values: Sequence[str], keys: Keys) -> str:
        """All keys of a person in order; those that name the campaign of the one before that named any are marked."""
        same = f"bitOr(key, {1 << _SAME})"
        marked = (
            f"arrayMap((key, campaign, before, n) -> if(n > 1 AND campaign = before, {same}, key),\n"
            "      arraySort(named), came, arrayRotateRight(came, 1), arrayEnumerate(came))"
        )
        return (
            f"ordered AS (\n  SELECT person{', done' if values else ''},\n"
            "    arraySort((campaign, key) -> key, campaigns, named) AS came,\n"
            f"    {keys.narrowed_sql(f'arraySort(arrayConcat(plain, {marked}))')} AS keys\n  FROM touches\n)"
        )

    def _cut_cte(self, values: Sequence[str], scan: Scan, keys: Keys) -> str:
        """One row a person: `starts` says of each event whether a visit begins with it.

        `runs` are the beginnings by silence and midnight; within a run the campaign known so far is carried on.
        """
        silence = self.cut.silence // timedelta(milliseconds=1)
        source, starts = "touches", "runs AS starts"
        if self.cut.at_campaign:
            source = "ordered"
            is_changed = f"bitTest(key, {_NAMED}) AND NOT (bitTest(key, {_SAME}) AND before = run)"
            starts = (
                "if(empty(came), emptyArrayUInt64(), arrayCumSum(runs)) AS places,\n"
                f"    arrayMap((key, run) -> if(bitTest(key, {_NAMED}), run, 0),"
                " if(empty(came), emptyArrayUInt64(), keys), places) AS marks,\n"
                "    arrayRotateRight(arrayFill(run -> run > 0, marks), 1) AS known,\n"
                f"    if(empty(came), runs, arrayMap((key, is_run, run, before) -> is_run OR ({is_changed}),"
                " keys, runs,\n"
                "      if(empty(came), runs, places), if(empty(came), runs, known))) AS starts"
            )
        runs = f"(n, pause) -> n = 1 OR pause > {silence}, arrayEnumerate(times), arrayDifference(times)"
        if self.cut.at_midnight:
            days = f"arrayDifference(arrayMap(at -> toUInt16({self._day_sql('at', scan)}), times))"
            runs = (
                f"(n, pause, days) -> n = 1 OR pause > {silence} OR days != 0,"
                f" arrayEnumerate(times), arrayDifference(times), {days}"
            )
        return (
            f"cut AS (\n  SELECT person{', done' if values else ''},\n"
            f"    arrayMap(key -> {keys.instant('key')}, keys) AS times,\n"
            f"    arrayMap({runs}) AS runs,\n    {starts}\n  FROM {source}\n)"
        )

    def _visits_cte(self, values: Sequence[str], scan: Scan) -> str:
        start, end = scan.bounds()
        zero = self._keys(scan).since_start
        silence = self.cut.silence // timedelta(milliseconds=1)
        still = f"is_last AND last_ms + {silence} >= {zero(scan.scope.now)}"
        if self.cut.at_midnight:
            today = scan.binder.bind(scan.scope.now.astimezone(scan.scope.zone).date(), "Date")
            still += f" AND {self._day_sql('last_ms', scan)} = {today}"
        parts, done, joined = "", "", ""
        if values:
            parts = ",\n      arraySplit((each, is_start) -> is_start, done, starts) AS parts"
            done, joined = " done,", ", parts AS done"
        moment = f"fromUnixTimestamp64Milli({{}} + {epoch_ms(start - READ_AROUND)}, 'UTC')"
        return (
            f"visits AS (\n  SELECT person,{done} {moment.format('first_ms')} AS began,"
            f" {moment.format('before_ms')} AS before,\n"
            f"    (last_ms - first_ms) / 1000 AS seconds, last_place - place + 1 AS size,"
            f" last_place = total AS is_last,\n    {still} AS is_open\n"
            "  FROM (\n"
            "    SELECT person, length(times) AS total, arrayRotateLeft(starts, 1) AS ends,\n"
            "      arrayFilter((at, is_start) -> is_start, times, starts) AS firsts,\n"
            "      arrayFilter((at, is_end) -> is_end, times, ends) AS lasts,\n"
            "      arrayFilter((n, is_start) -> is_start, arrayEnumerate(times), starts) AS places,\n"
            "      arrayPushBack(arrayMap(place -> toUInt64(place - 1), arrayPopFront(places)), total)"
            " AS last_places,\n"
            f"      arrayPushFront(arrayPopBack(firsts), 0) AS befores{parts}\n"
            "    FROM cut\n  )\n"
            "  ARRAY JOIN firsts AS first_ms, lasts AS last_ms, befores AS before_ms, places AS place,"
            f" last_places AS last_place{joined}\n"
            f"  WHERE first_ms >= {zero(start)} AND first_ms < {zero(end)}\n)"
        )

    @staticmethod
    def _day_sql(instant: str, scan: Scan) -> str:
        """The day of an instant in the project's zone."""
        zero = epoch_ms(scan.bounds()[0] - READ_AROUND)
        return f"toDate(fromUnixTimestamp64Milli({instant} + {zero}, '{scan.scope.zone.key}'))"

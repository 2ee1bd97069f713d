"""Visits: the events of a person cut where they fell silent, at midnight if so chosen, and where the campaign changed.

A visit belongs to the range it begins in. Events up to a day before and after the range are read, so that a visit
across its ends is whole; one that goes on for longer than that is cut there.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from stayflow.language.keys import Keys
from stayflow.language.metric import EventSelection, selection_sql
from stayflow.language.window import epoch_ms
from stayflow.measure.analysis.model import Desk
from stayflow.measure.analysis.scan import Scan, all_of

READ_AROUND = timedelta(days=1)
SILENCE_DEFAULT, SILENCE_MAX = "30min", READ_AROUND
_BEFORE_ALL: Final = READ_AROUND + SILENCE_MAX + timedelta(milliseconds=1)
"""From the instant that counts as zero to the range: the first event of a person comes after a silence since then."""
_NAMED, _SAME = 0, 1
"""Bits of a key: the event names a campaign; it is that of the person's event before that named one."""
_OWN: Final = 2
"""The first bit for what is marked of an event."""
MARK_BITS: Final = 32
"""Bits of a number that hold how often a visit has a mark."""


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
class Kept:
    """What is kept of the events of a visit beside when they were, all of it SQL over the columns of `events`.

    Attributes:
        marks: Tests, two at most: a visit knows how many of its events meet each.
        firsts: Values: a visit has those of its first event.
        each: Values, never NULL: a visit has those of all its events, and their marks.
    """

    marks: tuple[str, ...] = ()
    firsts: tuple[str, ...] = ()
    each: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits made of some events.

    Attributes:
        events: The events they are made of.
        cut: Where they end.
    """

    events: EventSelection
    cut: Cut

    def settled(self, scan: Scan, desk: Desk) -> "Visits":
        """The same visits, which need not look for campaigns where no event names one; `scan` is used up."""
        if not self.cut.at_campaign:
            return self
        named = all_of([*self._tests(scan), "campaign != ''"])
        if desk.read(scan.binder.statement(f"SELECT 1 FROM events\nWHERE {named}\nLIMIT 1")):
            return self
        return replace(self, cut=replace(self.cut, at_campaign=False))

    def ctes(self, kept: Kept, scan: Scan) -> str:
        """CTEs that end in `visits`, one row a visit that begins in the range.

        Columns: `person`; `began`; `before`, when the person's visit before it began, or long before the range;
        `seconds` from its first to its last event; `size`, its events; `is_open`, it may go on; `first_0`, ….
        """
        firsts = [f"first_{place}" for place in range(len(kept.firsts))]
        joined = ["first_ms", "last_ms", "before_ms", "size", "is_open", *firsts]
        arrays = ["begins", "ends", "befores", "sizes", "opens", *(f"{each}s" for each in firsts)]
        pairs = ", ".join(f"{array} AS {name}" for array, name in zip(arrays, joined, strict=True))
        return (
            f"{self.stays_ctes(kept, scan)},\n"
            f"visits AS (\n  SELECT person, {self.moment_sql('first_ms', scan)} AS began,\n"
            f"    {self.moment_sql('before_ms', scan)} AS before, (last_ms - first_ms) / 1000 AS seconds,\n"
            f"    {', '.join(['size', 'is_open', *firsts])}\n"
            "  FROM (SELECT *, arrayPushFront(arrayPopBack(begins), 0) AS befores FROM stays)\n"
            f"  ARRAY JOIN {pairs}\n  WHERE {self.in_range_sql('first_ms', scan)}\n)"
        )

    def stays_ctes(self, kept: Kept, scan: Scan) -> str:
        """CTEs that end in `stays`, one row a person, whose visits are arrays in order.

        Columns: `person`; `begins` and `ends`, milliseconds for `moment_sql`; `sizes`, their events; `opens`, whether
        they may go on; `marks`, how often the first of `kept.marks` is met, and above `MARK_BITS` the second;
        `first_0s`, …; `each_0s`, …, arrays of arrays; beside these `marked`, the marks of the same events as bits.
        """
        keys = self._keys(kept, scan)
        ctes = [self._touches_cte(kept, scan, keys)]
        if self.cut.at_campaign:
            ctes.append(self._ordered_cte(kept, keys))
        return ",\n".join([*ctes, self._cut_cte(kept, scan, keys), self._stays_cte(kept, scan)])

    @staticmethod
    def moment_sql(ms: str, scan: Scan) -> str:
        """SQL of the instant of a number of `begins` or `ends`."""
        return f"fromUnixTimestamp64Milli({ms} + {epoch_ms(_zero(scan))}, 'UTC')"

    @staticmethod
    def in_range_sql(ms: str, scan: Scan) -> str:
        """Test of a visit that begins at such a number: it is in the range."""
        start, end = (epoch_ms(each) - epoch_ms(_zero(scan)) for each in scan.bounds())
        return f"{ms} >= {start} AND {ms} < {end}"

    def _keys(self, kept: Kept, scan: Scan) -> Keys:
        _, end = scan.bounds()
        bits = _OWN + len(kept.marks) if kept.marks or self.cut.at_campaign else 0
        return Keys(
            start=_zero(scan),
            window=self.cut.silence,
            span=end + READ_AROUND - _zero(scan) + self.cut.silence,
            arrivals=scan.scope.arrivals,
            steps=(1 << bits) - 1,
            shares_events=False,
            has_ties=not (self.cut.at_campaign or kept.firsts or kept.each),
        )

    def _touches_cte(self, kept: Kept, scan: Scan, keys: Keys) -> str:
        """One row a person: their events as keys; and the campaigns of those that name one, each told by a number.

        Numbers are kept and compared at less cost than names; two names of one number are met once in 2^64 changes.
        """
        bits = [f"if({mark}, {1 << _OWN + place}, 0)" for place, mark in enumerate(kept.marks)]
        columns = [f"{keys.sorted_sql()} AS keys"]
        if self.cut.at_campaign:
            bits.append(f"if(campaign != '', {1 << _NAMED}, 0)")
            columns = [
                "groupArray(key) AS came_in",
                "groupArrayIf(sipHash64(campaign), campaign != '') AS campaigns",
            ]
        elif _values(kept):
            columns.append("groupArray(key) AS came_in")
        columns += [f"groupArray({value}) AS {name}" for name, value in _values(kept).items()]
        listed = ",\n    ".join(columns)
        return (
            f"touches AS (\n  WITH toUInt8({' + '.join(bits) or '0'}) AS served, {keys.key_sql()} AS key\n"
            f"  SELECT {scan.scope.event_person} AS person,\n    {listed}\n"
            f"  FROM events\n  WHERE {all_of(self._tests(scan))}\n  GROUP BY person\n)"
        )

    def _tests(self, scan: Scan) -> list[str]:
        start, end = scan.bounds()
        return [
            selection_sql(self.events, scan.scope, scan.binder),
            scan.between(start - READ_AROUND, end + READ_AROUND),
            *scan.tests(),
        ]

    @staticmethod
    def _ordered_cte(kept: Kept, keys: Keys) -> str:
        """All keys of a person in order; those that name the campaign of the one before that named any are marked."""
        same = f"bitOr(key, {1 << _SAME})"
        marked = (
            f"arrayMap((key, campaign, before, n) -> if(n > 1 AND campaign = before, {same}, key),\n"
            "      arraySort(named), came, arrayRotateRight(came, 1), arrayEnumerate(came))"
        )
        values = (
            "".join(f", {name}" for name in ["came_in", *_values(kept)]) if _values(kept) else ""
        )
        is_named = f"bitAnd(key, {1 << _NAMED})"
        rest = f"arrayFilter(key -> {is_named} = 0, came_in)"
        done = f"arraySort(if(empty(campaigns), came_in, arrayConcat({rest}, {marked})))"
        return (
            f"ordered AS (\n  SELECT person{values},\n"
            f"    if(empty(campaigns), [], arrayFilter(key -> {is_named} > 0, came_in)) AS named,\n"
            "    arraySort((campaign, key) -> key, campaigns, named) AS came,\n"
            f"    {keys.narrowed_sql(done)} AS keys\n  FROM touches\n)"
        )

    def _cut_cte(self, kept: Kept, scan: Scan, keys: Keys) -> str:
        """One row a person: `starts` says of each event whether a visit begins with it.

        `runs` are the beginnings by silence and midnight; within a run the campaign known so far is carried on.
        """
        source, starts = "touches", "runs AS starts"
        if self.cut.at_campaign:
            source = "ordered"
            is_changed = f"bitTest(key, {_NAMED}) AND NOT (bitTest(key, {_SAME}) AND before = run)"
            starts = (
                "if(empty(came), emptyArrayUInt64(), arrayCumSum(runs)) AS places,\n"
                f"    arrayMap((key, run) -> if(bitTest(key, {_NAMED}), run, 0),"
                " if(empty(came), emptyArrayUInt64(), keys), places) AS marks_of_runs,\n"
                "    arrayRotateRight(arrayFill(run -> run > 0, marks_of_runs), 1) AS known,\n"
                f"    if(empty(came), runs, arrayMap((key, is_run, run, before) -> is_run OR ({is_changed}),"
                " keys, runs,\n"
                "      if(empty(came), runs, places), if(empty(came), runs, known))) AS starts"
            )
        former = "arrayPushFront(arrayPopBack(keys), 0)"
        runs = f"(key, before) -> key > {keys.deadline('before')}, keys, {former}"
        if self.cut.at_midnight:
            days = f"arrayDifference(arrayMap(key -> toUInt16({self._day_sql(keys.instant('key'), scan)}), keys))"
            runs = f"(key, before, days) -> key > {keys.deadline('before')} OR days != 0, keys, {former},\n      {days}"
        values = "".join(
            f"\n    arraySort((value, key) -> key, {name}, came_in) AS {name}_done,"
            for name in _values(kept)
        )
        return (
            f"cut AS (\n  SELECT person, keys,{values}\n    arrayMap({runs}) AS runs,\n"
            f"    {starts}\n  FROM {source}\n)"
        )

    def _stays_cte(self, kept: Kept, scan: Scan) -> str:
        keys = self._keys(kept, scan)
        first, last = (
            f"arrayMap(key -> {keys.instant('key')}, arrayFilter((key, is_it) -> is_it, keys, {which}))"
            for which in ("starts", "stops")
        )
        still = f"last_ms + {self.cut.silence // timedelta(milliseconds=1)} >= {keys.since_start(scan.scope.now)}"
        if self.cut.at_midnight:
            today = scan.binder.bind(scan.scope.now.astimezone(scan.scope.zone).date(), "Date")
            still += f" AND {self._day_sql('last_ms', scan)} = {today}"
        following = "arrayPushBack(arrayPopFront(places), toUInt32(length(keys) + 1))"
        columns = [
            "arrayRotateLeft(starts, 1) AS stops",
            f"{first} AS begins",
            f"{last} AS ends",
            "arrayFilter((n, is_it) -> is_it, arrayEnumerate(keys), starts) AS places",
            f"arrayMap((place, next) -> next - place, places, {following}) AS sizes",
            f"arrayMap((last_ms, n) -> n = length(ends) AND {still}, ends, arrayEnumerate(ends)) AS opens",
            *self._marks_sql(kept),
        ]
        columns += [
            f"arrayFilter((value, is_it) -> is_it, first_{place}_done, starts) AS first_{place}s"
            for place in range(len(kept.firsts))
        ]
        columns += [
            f"arraySplit((value, is_it) -> is_it, each_{place}_done, starts) AS each_{place}s"
            for place in range(len(kept.each))
        ]
        listed = ",\n    ".join(columns)
        return f"stays AS (\n  SELECT person, {listed}\n  FROM cut\n)"

    @staticmethod
    def _marks_sql(kept: Kept) -> list[str]:
        """`marks`, from running sums of both marks in one number; and `marked`."""
        if not kept.marks:
            return []
        bits = [
            f"bitShiftLeft(bitAnd(bitShiftRight(key, {_OWN + place}), 1), {MARK_BITS * place})"
            for place in range(len(kept.marks))
        ]
        sums = (
            f"arrayFilter((n, is_it) -> is_it, arrayCumSum(key -> {' + '.join(bits)}, keys), stops)"
        )
        marks = [
            f"{sums} AS sums",
            "arrayMap((n, before) -> n - before, sums, arrayPushFront(arrayPopBack(sums), 0)) AS marks",
        ]
        if kept.each:
            own = f"bitShiftRight(bitAnd(key, {(1 << _OWN + len(kept.marks)) - 1}), {_OWN})"
            marks.append(
                f"arraySplit((value, is_it) -> is_it, arrayMap(key -> toUInt8({own}), keys), starts) AS marked"
            )
        return marks

    @staticmethod
    def _day_sql(instant: str, scan: Scan) -> str:
        """The day of an instant in the project's zone."""
        return f"toDate(fromUnixTimestamp64Milli({instant} + {epoch_ms(_zero(scan))}, '{scan.scope.zone.key}'))"


def _zero(scan: Scan) -> datetime:
    return scan.bounds()[0] - _BEFORE_ALL


def _values(kept: Kept) -> dict[str, str]:
    """What is kept of every event, by the name of its column."""
    return {f"first_{place}": value for place, value in enumerate(kept.firsts)} | {
        f"each_{place}": value for place, value in enumerate(kept.each)
    }

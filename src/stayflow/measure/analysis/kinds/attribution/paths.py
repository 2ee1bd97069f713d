"""Paths of touches before conversions, made and counted in ClickHouse.

The values that touches are told apart by become small numbers (`codes`), and a person's events 64-bit keys in order.
What leaves is one row per value, or for the Markov chain one per pair of values that follow one another.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from stayflow.language.keys import Keys
from stayflow.language.metric import EventSelection, selection_sql
from stayflow.language.place import PLACE_SQL
from stayflow.language.scope import ValueType, property_sql
from stayflow.language.statement import Statement
from stayflow.language.window import AHEAD
from stayflow.measure.analysis.groups import JOINED_BY
from stayflow.measure.analysis.scan import Scan, all_of

CODES_MAX: Final = 200
"""So many values are told apart; the rest of the touches is one value, "other"."""
MILLIONTHS: Final = 1_000_000
_MS: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Journeys:
    """Which events are touches, which conversions, and how far back a touch may lie.

    Attributes:
        touch: The touches.
        conversion: The conversions.
        amount: The number property that says what a conversion is worth.
        lookback: A touch counts that lies no further before the conversion; the end is included.
    """

    touch: EventSelection
    conversion: EventSelection
    amount: str
    lookback: timedelta

    @property
    def ms(self) -> int:
        """The look-back in milliseconds."""
        return self.lookback // _MS


@dataclass(frozen=True, slots=True)
class ModelSum:
    """What a model credits a value with."""

    conversions: float
    value: float
    people: int


@dataclass(frozen=True, slots=True)
class States:
    """Numbers of the states of the chain that are no code."""

    won: int
    lost: int
    open: int
    begin: int


@dataclass(frozen=True, slots=True)
class Sketch:
    """One statement in the making: the question's scan and the values whose codes are 1, 2 and so on."""

    journeys: Journeys
    scan: Scan
    names: tuple[str, ...]

    @property
    def other(self) -> int:
        """The code of the touches whose value has none of its own."""
        return len(self.names) + 1

    @property
    def is_cut(self) -> bool:
        """True when there may be such touches; else one with a new value came just now, and is left for later."""
        return len(self.names) >= CODES_MAX

    @property
    def untouched(self) -> int:
        """Stands for the touches of a conversion that has none."""
        return len(self.names) + 2

    @property
    def states(self) -> "States":
        """The states of the Markov chain beside the codes."""
        return States(*(self.other + n for n in (1, 2, 3, 4)))

    @property
    def reach(self) -> datetime:
        """Conversions before it decide what became of the touches of the range."""
        end = self.scan.bounds()[1]
        return min(end + self.journeys.lookback, max(end, self.scan.scope.now + AHEAD))

    def keys(self, end: datetime) -> Keys:
        """A key's lowest bits: the code, doubled, plus 1 for a conversion."""
        start = self.scan.bounds()[0] - self.journeys.lookback
        return Keys(
            start=start,
            window=self.journeys.lookback,
            span=end - start,
            arrivals=self.scan.scope.arrivals,
            steps=2 * (self.other if self.is_cut else len(self.names)) + 1,
            shares_events=False,
        )


def values_statement(journeys: Journeys, scan: Scan) -> Statement:
    """The values of the touches, the most frequent first."""
    start, end = scan.bounds()
    tests = [
        selection_sql(journeys.touch, scan.scope, scan.binder),
        scan.between(start - journeys.lookback, end),
        *scan.tests(),
    ]
    return scan.binder.statement(
        f"SELECT {_value_sql(scan)} AS value\nFROM events\nWHERE {all_of(tests)}\n"
        f"GROUP BY value\nORDER BY count() DESC, value\nLIMIT {CODES_MAX}"
    )


def pending_people_statement(sketch: Sketch) -> Statement:
    """The people with a path that may still convert: a touch so late that its look-back is not over."""
    journeys, scan = sketch.journeys, sketch.scan
    start, end = scan.bounds()
    touch = f"{selection_sql(journeys.touch, scan.scope, scan.binder)} AND time < {scan.binder.instant(end)}"
    won = selection_sql(journeys.conversion, scan.scope, scan.binder)
    since = max(start, scan.scope.now - journeys.lookback)
    tests = [
        scan.between(since, max(since, end + journeys.lookback)),
        f"(({touch}) OR ({won}))",
        *scan.tests(),
    ]
    return scan.binder.statement(
        f"SELECT {scan.scope.event_person} AS person_id\nFROM events\nWHERE {all_of(tests)}\nGROUP BY person_id\n"
        f"HAVING maxIf({PLACE_SQL}, {touch}) >= maxIf({PLACE_SQL}, {won}) AND countIf({touch}) > 0"
    )


def codes_sql(keys: Keys, path: str) -> str:
    """The codes of an array of touches."""
    return f"arrayMap(key -> toUInt16(bitShiftRight({keys.served('key')}, 1)), {path})"


def ordered_sql(sketch: Sketch, keys: Keys, until: datetime) -> str:
    """A row per person: `keys` of touches and conversions in order, `amounts` of the conversions of the range in order.

    Among the keys is one that serves nothing for each of these conversions: it stands where its look-back begins.

    Args:
        sketch: The statement.
        keys: The layout.
        until: Conversions before it are looked at.
    """
    journeys, scan = sketch.journeys, sketch.scan
    start, end = scan.bounds()
    binder = scan.binder
    touch = f"{selection_sql(journeys.touch, scan.scope, binder)} AND time < {binder.instant(end)}"
    won = f"{selection_sql(journeys.conversion, scan.scope, binder)} AND time >= {binder.instant(start)}"
    code = f"toUInt16({sketch.other if sketch.is_cut else 0})"
    if sketch.names:
        names = binder.bind(list(sketch.names), "Array(String)")
        numbers = binder.bind(list(range(1, sketch.other)), "Array(UInt16)")
        code = f"transform({_value_sql(scan)}, {names}, {numbers}, {code})"
    amount = property_sql(
        scan.scope, binder, journeys.amount, wanted=ValueType.NUMBER, path="amount"
    )
    worth = f"toInt64(round(toFloat64(ifNull({amount}, 0)) * {MILLIONTHS}))"
    rows = [scan.between(start - journeys.lookback, until), *scan.tests()]
    if journeys.touch.events and journeys.conversion.events:
        both = sorted({*journeys.touch.events, *journeys.conversion.events})
        rows.insert(0, f"event IN {binder.bind(both, 'Array(String)')}")
    rows.append("served > 0")
    inside = f"bitTest(served, 0) AND time < {binder.instant(end)}"
    won_inside = (
        f"bitTest(toUInt64(key), 0) AND {keys.gathered_instant('key')} < {keys.since_start(end)}"
    )
    mark = keys.moment_sql(f"{keys.gathered_instant('key')} - {journeys.ms}")
    in_order = f"arraySort(arrayConcat(came_in, arrayMap(key -> {mark}, won)))"
    return (
        f"        WITH toUInt16(if({touch}, {code}, 0) * 2 + ({won})) AS served, {keys.key_sql()} AS key\n"
        f"        SELECT {scan.scope.event_person} AS person, groupArray(key) AS came_in,\n"
        f"          groupArrayIf({worth}, {inside}) AS worths,\n"
        f"          arrayFilter(key -> {won_inside}, came_in) AS won,\n"
        f"          {keys.narrowed_sql(in_order)} AS keys, arraySort((amount, at) -> at, worths, won) AS amounts\n"
        f"        FROM events\n        WHERE {all_of(rows)}\n        GROUP BY person"
    )


def _value_sql(scan: Scan) -> str:
    """SQL of what touches are told apart by, as text; several properties are joined."""
    values = [
        property_sql(scan.scope, scan.binder, each.name, wanted=ValueType.TEXT, path=each.path)
        for each in scan.frame.by
    ]
    if len(values) == 1:
        return f"toString({values[0]})" if "JSON" in values[0] else values[0]
    parts = ", ".join(f"toString({each})" for each in values)
    return f"arrayStringConcat([{parts}], {scan.binder.bind(JOINED_BY, 'String')})"

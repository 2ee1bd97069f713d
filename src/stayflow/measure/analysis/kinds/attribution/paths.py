"""Paths of touches before conversions, made and counted in ClickHouse.

The values that touches are told apart by become small numbers (`codes`), and a person's events 64-bit keys in order.
What leaves is one row per value, or for the Markov chain one per pair of values that follow one another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from stayflow.language.keys import Keys
from stayflow.language.metric import EventSelection, selection_sql
from stayflow.language.scope import ValueType, property_sql
from stayflow.language.statement import Statement
from stayflow.measure.analysis.kinds.attribution.markov import LOST, START, WON, Transitions
from stayflow.measure.analysis.kinds.attribution.rule import Model, PathSql, Sharing, weights_sql
from stayflow.measure.analysis.scan import Scan, all_of

CODES_MAX: Final = 200
"""So many values are told apart; the rest of the touches is one value, "other"."""
MILLIONTHS: Final = 1_000_000
JOINED_BY: Final = "\x1f"
PAIR: Final = 65536
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
class Credited:
    """The credits of one code by each model, in the order asked for."""

    code: int
    sums: tuple[ModelSum, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """The Markov chain of all paths, and the totals.

    Attributes:
        transitions: States are codes, and those of `markov`.
        people: By code, how many people's conversions it was on the path of.
        totals: Conversions, their value, people.
        untouched: Conversions without a touch, their value, and whose they are.
        pending: Paths that may still convert; they are not part of the chain.
    """

    transitions: Transitions
    people: dict[int, int]
    totals: ModelSum
    untouched: ModelSum
    pending: int


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


def credit_statement(sketch: Sketch, models: Sequence[Model], sharing: Sharing) -> Statement:
    """A row per code with the sums of each model; one of code 0 with everything, its first sum the conversions."""
    sums = ",\n  ".join(
        f"sum(weight_{n}), sum(weight_{n} * amount), uniqExactIf(person, weight_{n} > 0)"
        for n in range(len(models))
    )
    return sketch.scan.binder.statement(
        f"SELECT code, countIf(nth = 1), sumIf(amount, nth = 1), uniqExact(person),\n  {sums}\n"
        f"FROM (\n{_weighed_sql(sketch, models, sharing)}\n)\n"
        "GROUP BY GROUPING SETS ((), (code))\nORDER BY code"
    )


def read_credits(
    rows: Sequence[Sequence[Any]], models: Sequence[Model]
) -> tuple[ModelSum, list[Credited]]:
    """The totals and the credits of rows of `credit_statement`."""
    found = [
        Credited(
            int(row[0]),
            tuple(
                ModelSum(float(row[at]), float(row[at + 1]) / MILLIONTHS, int(row[at + 2]))
                for at in range(4, 4 + 3 * len(models), 3)
            ),
        )
        for row in rows
        if row[0]
    ]
    totals = next((row for row in rows if not row[0]), (0, 0, 0, 0))
    return ModelSum(int(totals[1]), totals[2] / MILLIONTHS, int(totals[3])), found


def credited_people_statement(
    sketch: Sketch, model: Model, sharing: Sharing, codes: Sequence[int] | None
) -> Statement:
    """The people whose conversions one of the codes has a share of; of any conversion where `codes` is None."""
    tests = ["weight_0 > 0"]
    if codes is not None:
        tests.append(f"code IN {sketch.scan.binder.bind(list(codes), 'Array(UInt16)')}")
    return sketch.scan.binder.statement(
        f"SELECT DISTINCT person AS person_id\nFROM (\n{_weighed_sql(sketch, [model], sharing)}\n)\n"
        f"WHERE {all_of(tests)}"
    )


def _weighed_sql(sketch: Sketch, models: Sequence[Model], sharing: Sharing) -> str:
    """A row per conversion and touch: `person`, `amount`, `code`, its place `nth`, `weight_0` and so on."""
    keys = sketch.keys(sketch.scan.bounds()[1])
    direct = [
        n
        for n, name in enumerate(sketch.names, start=1)
        if set(name.split(JOINED_BY)) <= set(sharing.direct)
    ]
    path = PathSql(keys, sharing, sketch.scan.binder.bind(direct, "Array(UInt16)"))
    weights = "".join(
        f",\n    if(empty(path), [1.0], {weights_sql(model, path)}) AS weights_{n}"
        for n, model in enumerate(models)
    )
    joined = "".join(f", weights_{n} AS weight_{n}" for n in range(len(models)))
    columns = "".join(f", weight_{n}" for n in range(len(models)))
    return (
        f"  SELECT person, amount, code, nth{columns}\n  FROM (\n"
        f"    SELECT person, amount, path,\n"
        f"    if(empty(path), [toUInt16({sketch.untouched})], {_codes_sql(keys, 'path')}) AS codes{weights}\n"
        f"    FROM (\n{_paths_sql(sketch, keys)}\n    )\n  )\n"
        f"  ARRAY JOIN codes AS code, arrayEnumerate(codes) AS nth{joined}"
    )


def _paths_sql(sketch: Sketch, keys: Keys) -> str:
    """A row per conversion: `person`, `amount`, and `path`, the keys of its touches in order."""
    _, end = sketch.scan.bounds()
    is_won = f"bitTest({keys.served('key')}, 0)"
    since = f"{keys.instant('keys[place]')} - {sketch.journeys.ms}"
    return (
        f"      SELECT person, amount, arrayFilter(key -> {keys.served('key')} > 1"
        f" AND {keys.instant('key')} >= {since}, arraySlice(keys, 1, place - 1)) AS path\n"
        f"      FROM (\n{_ordered_sql(sketch, keys, end)}\n      HAVING notEmpty(amounts)\n      )\n"
        f"      ARRAY JOIN arrayFilter((nth, key) -> {is_won}, arrayEnumerate(keys), keys) AS place,"
        " amounts AS amount"
    )


def chain_statement(sketch: Sketch) -> Statement:
    """A row per pair of states: how often, and with the pair `0, WON` the values of each person's conversions.

    Pairs of 0 and a code say how many people's conversions it was on the path of, of 0 and the start how many people
    have conversions without a touch.
    """
    keys, journeys, scan = _chain_keys(sketch), sketch.journeys, sketch.scan
    start, end = scan.bounds()
    won, lost, open_, begin = (sketch.other + n for n in (1, 2, 3, 4))
    since, until = keys.since_start(start), keys.since_start(end)
    is_won, instant = f"bitTest({keys.served('key')}, 0)", keys.instant("key")
    last_touch = f"{keys.instant('run[-1]')} + {journeys.ms} >= {keys.since_start(scan.scope.now)}"
    pair = f"toUInt32(source) * {PAIR} + target"
    return scan.binder.statement(
        f"SELECT intDiv(pair, {PAIR}), pair % {PAIR}, count(), sum(touched), sum(untouched)\nFROM (\n"
        # from paths to pairs
        f"  SELECT arrayConcat(\n"
        f"      arrayFlatten(arrayMap(path -> arrayMap((source, target) -> {pair}, arrayPopBack(path),"
        " arrayPopFront(path)), arrayConcat(won, lost))),\n"
        f"      arrayMap(code -> toUInt32(code), arrayDistinct(arrayFilter(code -> code <= {sketch.other},"
        " arrayFlatten(won)))),\n"
        f"      if(empty(won), emptyArrayUInt32(), [toUInt32({won})]),\n"
        f"      if(arrayExists(path -> length(path) = 2, won), [toUInt32({begin})], emptyArrayUInt32())) AS pairs,\n"
        "    arraySum(arrayMap((path, amount) -> if(length(path) > 2, amount, 0), won, worth)) AS touched,\n"
        "    arraySum(worth) - touched AS untouched\n  FROM (\n"
        # from the events of a person to paths
        f"    SELECT arrayMap(path -> arrayConcat([toUInt16({begin})], arrayCompact({_codes_sql(keys, 'path')}),"
        f" [toUInt16({won})]), paths) AS won,\n"
        f"      arrayMap(run -> if({last_touch}, [toUInt16({begin}), toUInt16({open_})],"
        f" arrayConcat([toUInt16({begin})], arrayCompact({_codes_sql(keys, 'run')}), [toUInt16({lost})])),"
        " runs) AS lost, worth\n    FROM (\n"
        f"      SELECT arrayMap(place -> arrayFilter(key -> {keys.served('key')} > 1 AND {instant} >="
        f" {keys.instant('keys[place]')} - {journeys.ms}, arraySlice(keys, 1, place - 1)), places) AS paths,\n"
        "        arrayFilter((amount, is_inside) -> is_inside, amounts, insides) AS worth,\n"
        f"        arrayFilter(run -> notEmpty(run), arraySplit((key, gap) -> gap > {journeys.ms}, free,"
        f" arrayDifference(arrayMap(key -> {instant}, free)))) AS runs\n      FROM (\n"
        f"        SELECT keys, amounts,\n"
        f"          arrayFilter((nth, key) -> {is_won} AND {instant} >= {since} AND {instant} < {until},"
        " arrayEnumerate(keys), keys) AS places,\n"
        f"          arrayMap(key -> {instant} >= {since} AND {instant} < {until},"
        f" arrayFilter(key -> {is_won}, keys)) AS insides,\n"
        f"          arrayFilter((key, next) -> {keys.served('key')} > 1 AND {instant} >= {since}"
        f" AND NOT (bitTest({keys.served('next')}, 0) AND {keys.instant('next')} - {instant} <= {journeys.ms}),"
        f" keys, arrayPushBack(arrayPopFront(arrayReverseFill(key -> {is_won}, keys)), toUInt64(0))) AS free\n"
        f"        FROM (\n{_ordered_sql(sketch, keys, end + journeys.lookback)}\n        )\n      )\n    )\n  )\n)\n"
        "ARRAY JOIN pairs AS pair\nGROUP BY pair"
    )


def read_chain(rows: Sequence[Sequence[Any]], sketch: Sketch) -> Chain:
    """The chain of rows of `chain_statement`."""
    won, lost, open_, begin = (sketch.other + n for n in (1, 2, 3, 4))
    states = {begin: START, won: WON, lost: LOST}
    transitions: dict[tuple[int, int], int] = {}
    people: dict[int, int] = {}
    untouched = untouched_people = pending = persons = 0
    touched_value = untouched_value = 0
    for source, target, count, touched_worth, untouched_worth in rows:
        if source == 0 and target == won:
            persons, touched_value, untouched_value = count, touched_worth, untouched_worth
        elif source == 0 and target == begin:
            untouched_people = count
        elif source == 0:
            people[target] = count
        elif source == begin and target == open_:
            pending = count
        elif source == begin and target == won:
            untouched = count
        else:
            transitions[states.get(source, source), states.get(target, target)] = count
    touched = sum(count for (_, target), count in transitions.items() if target == WON)
    return Chain(
        transitions,
        people,
        ModelSum(
            touched + untouched, (int(touched_value) + int(untouched_value)) / MILLIONTHS, persons
        ),
        ModelSum(untouched, int(untouched_value) / MILLIONTHS, untouched_people),
        pending,
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
        f"HAVING maxIf((time, arrival), {touch}) >= maxIf((time, arrival), {won}) AND countIf({touch}) > 0"
    )


def _chain_keys(sketch: Sketch) -> Keys:
    return sketch.keys(sketch.scan.bounds()[1] + sketch.journeys.lookback)


def _codes_sql(keys: Keys, path: str) -> str:
    return f"arrayMap(key -> toUInt16(bitShiftRight({keys.served('key')}, 1)), {path})"


def _ordered_sql(sketch: Sketch, keys: Keys, until: datetime) -> str:
    """A row per person: `keys` of touches and conversions in order, `amounts` of the conversions in order.

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
    return (
        f"        WITH toUInt16(if({touch}, {code}, 0) * 2 + ({won})) AS served\n"
        f"        SELECT {scan.scope.event_person} AS person, {keys.sorted_sql()} AS keys,\n"
        f"          arrayMap(each -> each.3, arraySort(groupArrayIf((time, arrival, {worth}),"
        " bitTest(served, 0)))) AS amounts\n"
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

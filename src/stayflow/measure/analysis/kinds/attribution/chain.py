"""The Markov chain of all paths: how often one state followed another, counted in ClickHouse."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from stayflow.language.statement import Statement
from stayflow.measure.analysis.kinds.attribution.markov import LOST, START, WON, Transitions
from stayflow.measure.analysis.kinds.attribution.paths import (
    MILLIONTHS,
    ModelSum,
    Sketch,
    codes_sql,
    ordered_sql,
)

PAIR: Final = 65536


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


def chain_statement(sketch: Sketch) -> Statement:
    """A row per pair of states: how often one followed the other.

    Of pairs whose first state is 0: with a code, how many people's conversions it was on the path of; with WON how many
    people have conversions, with START without a touch; with LOST what conversions with a touch are worth, with the
    state of pending paths those without.
    """
    return sketch.scan.binder.statement(
        f"WITH\nordered AS (\n{ordered_sql(sketch, sketch.keys(sketch.reach), sketch.reach)}\n),\n"
        f"{_lost_ctes(sketch)},\n{_won_ctes(sketch)}\n"
        f"SELECT intDiv(pair, {PAIR}), pair % {PAIR}, sum(weight)\nFROM chained\n"
        "ARRAY JOIN pairs AS pair, weights AS weight\nGROUP BY pair"
    )


def _lost_ctes(sketch: Sketch) -> str:
    """CTEs that end in `lost`: a row per person, `lost` the pairs of their touches that led to nothing.

    `free` are touches that no conversion follows in time; a pause longer than the look-back parts them into paths. The
    last of them may still convert.
    """
    keys, journeys, scan, states = (
        sketch.keys(sketch.reach),
        sketch.journeys,
        sketch.scan,
        sketch.states,
    )
    instant, is_won = keys.instant("key"), f"bitTest({keys.served('key')}, 0)"
    is_next = (
        f"bitTest({keys.served('next')}, 0) AND {keys.instant('next')} - {instant} <= {journeys.ms}"
    )
    return (
        "freed AS (\n  SELECT keys, amounts,\n"
        f"    arrayFilter((key, next) -> {keys.served('key')} > 1 AND {instant} >="
        f" {keys.since_start(scan.bounds()[0])} AND NOT ({is_next}), keys,\n"
        f"      arrayPushBack(arrayPopFront(arrayReverseFill(key -> {is_won}, keys)), toUInt64(0))) AS free\n"
        "  FROM ordered\n),\n"
        "parted AS (\n  SELECT keys, amounts,\n"
        f"    arrayMap((n, pause) -> n = 1 OR pause > {journeys.ms}, arrayEnumerate(free),"
        f" arrayDifference(arrayMap(key -> {instant}, free))) AS begins,\n"
        f"    notEmpty(free) AND {keys.instant('free[-1]')} + {journeys.ms} >="
        f" {keys.since_start(scan.scope.now)} AS is_open,\n"
        "    toInt64(if(is_open, arrayLastIndex(is_begin -> is_begin, begins), length(free) + 1)) - 1 AS size,\n"
        f"    arraySlice({codes_sql(keys, 'free')}, 1, size) AS codes,\n"
        "    arraySlice(begins, 1, size) AS firsts\n  FROM freed\n),\n"
        "lost AS (\n  SELECT keys, amounts, arrayConcat(\n"
        f"      arrayMap(code -> {_pair(states.begin, 'code')},"
        " arrayFilter((code, is_first) -> is_first, codes, firsts)),\n"
        f"      arrayFilter(pair -> pair > 0, arrayMap((code, before, is_first) ->"
        f" if(is_first OR code = before, 0, {_pair('before', 'code')}), codes, arrayRotateRight(codes, 1), firsts)),\n"
        f"      arrayMap(code -> {_pair('code', states.lost)},"
        " arrayFilter((code, is_last) -> is_last, codes, arrayRotateLeft(firsts, 1))),\n"
        f"      if(is_open, [{_pair(states.begin, states.open)}], emptyArrayUInt32())) AS lost\n  FROM parted\n)"
    )


def _won_ctes(sketch: Sketch) -> str:
    """CTEs that end in `chained`: a row per person, pairs of states and how often each.

    A conversion's path lies between the mark where its look-back begins and itself. Marks and conversions come in the
    same order, so a touch is on the paths of those conversions whose mark is before it, `opened`, less those that
    themselves are, `closed`: no path is ever written out.
    """
    keys, states = sketch.keys(sketch.reach), sketch.states
    served, is_touch = f"toUInt16({keys.served('key')})", "each > 1"
    whole = [
        *(_pair(0, state) for state in (states.won, states.begin, states.lost, states.open)),
        _pair(states.begin, states.won),
    ]
    at_marks = "arrayFilter((value, each) -> each = 0, {}, serves)"
    at_won = (
        "arraySlice(arrayFilter((value, each) -> bitTest(each, 0), {}, serves), 1, length(amounts))"
    )
    at_touches = "arrayFilter((value, each) -> each > 1, {}, serves)"
    code = "arrayMap(each -> bitShiftRight(each, 1), {})"
    followed = f"arrayReverseFill(each -> {is_touch}, serves)"
    before = f"arrayRotateRight(arrayFill(each -> {is_touch}, serves), 1)"
    touched = "arrayMap((value, each) -> value - (each > 1), touched, serves)"
    return (
        "served AS (\n  SELECT lost, amounts,"
        f" if(empty(amounts), emptyArrayUInt16(), arrayMap(key -> {served}, keys)) AS serves\n  FROM lost\n),\n"
        "swept AS (\n  SELECT lost, amounts, serves,\n"
        "    arrayCumSum(arrayMap(each -> each = 0, serves)) AS opened,\n"
        "    arrayCumSum(arrayMap(each -> bitTest(each, 0), serves)) AS closed,\n"
        f"    arrayCumSum(arrayMap(each -> {is_touch}, serves)) AS touched\n  FROM served\n),\n"
        "won AS (\n  SELECT lost, amounts,\n"
        f"    {code.format(at_touches.format('serves'))} AS codes,\n"
        f"    {at_touches.format('opened')} AS opens,\n    {at_touches.format('closed')} AS closes,\n"
        f"    arrayMap((until, since) -> toInt64(until) - since, {at_won.format(touched)},"
        f" {at_marks.format('touched')}) AS sizes,\n"
        f"    {code.format(at_marks.format(followed))} AS firsts,\n"
        f"    {code.format(at_won.format(before))} AS lasts\n  FROM swept\n),\n"
        "chained AS (\n  SELECT\n"
        "    arrayFilter(each -> each.1 > 0 AND each.2 > 0, arrayMap((source, target, opened, closed) ->"
        f" (if(source = target, 0, {_pair('source', 'target')}), toInt64(opened) - closed),\n"
        "      arrayPopBack(codes), arrayPopFront(codes), arrayPopBack(opens), arrayPopFront(closes))) AS moves,\n"
        "    arrayConcat(lost,\n"
        f"      arrayMap(code -> {_pair(states.begin, 'code')},"
        " arrayFilter((code, size) -> size > 0, firsts, sizes)),\n"
        f"      arrayMap(code -> {_pair('code', states.won)},"
        " arrayFilter((code, size) -> size > 0, lasts, sizes)),\n"
        "      arrayMap(code -> toUInt32(code), arrayDistinct(arrayFilter((code, opened, closed) ->"
        " opened > closed, codes, opens, closes)))) AS once,\n"
        "    arraySum(arrayMap((size, amount) -> if(size > 0, amount, toInt64(0)), sizes, amounts)) AS touched_worth,\n"
        "    countEqual(sizes, 0) AS untouched,\n"
        f"    if(empty(amounts), emptyArrayUInt32(), [{', '.join(whole)}]) AS whole,\n"
        "    arrayConcat(once, moves.1, whole) AS pairs,\n"
        "    arrayConcat(arrayWithConstant(length(once), toInt64(1)), moves.2, if(empty(amounts), emptyArrayInt64(),"
        " [toInt64(1), toInt64(untouched > 0), touched_worth,\n"
        "      arraySum(amounts) - touched_worth, toInt64(untouched)])) AS weights\n"
        "  FROM won\n)"
    )


def _pair(source: str | int, target: str | int) -> str:
    """SQL of a pair of states as one number."""
    return f"toUInt32(toUInt32({source}) * {PAIR} + {target})"


def read_chain(rows: Sequence[Sequence[Any]], sketch: Sketch) -> Chain:
    """The chain of rows of `chain_statement`."""
    states = sketch.states
    named = {states.begin: START, states.won: WON, states.lost: LOST}
    known = {(source, target): int(count) for source, target, count in rows if count}
    whole = {target: known.pop((0, target), 0) for target in (*named, states.open)}
    untouched = known.pop((states.begin, states.won), 0)
    pending = known.pop((states.begin, states.open), 0)
    people = {target: known.pop((0, target)) for source, target in list(known) if source == 0}
    transitions = {
        (named.get(source, source), named.get(target, target)): count
        for (source, target), count in known.items()
    }
    touched = sum(count for (_, target), count in transitions.items() if target == WON)
    touched_value, untouched_value = whole[states.lost], whole[states.open]
    return Chain(
        transitions,
        people,
        ModelSum(
            touched + untouched, (touched_value + untouched_value) / MILLIONTHS, whole[states.won]
        ),
        ModelSum(untouched, untouched_value / MILLIONTHS, whole[states.begin]),
        pending,
    )

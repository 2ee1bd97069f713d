"""Credits by rules: what each conversion gives to the touches before it, summed up by touch, person by person.

No path is ever written out: a person's touches, conversions and the marks where look-backs begin stand in one order,
and what holds for all conversions that a touch lies before is a running sum over it. So the cost grows as the number
of events does, and not as touches times conversions; the Shapley value alone looks at each path.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stayflow.language.statement import Statement
from stayflow.measure.analysis.groups import JOINED_BY
from stayflow.measure.analysis.kinds.attribution.paths import (
    MILLIONTHS,
    ModelSum,
    Sketch,
    ordered_sql,
)
from stayflow.measure.analysis.kinds.attribution.rule import Model, PathSql, Sharing, shares_sql

NOTHING = ModelSum(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Credited:
    """The credits of one code by each model, in the order asked for."""

    code: int
    sums: tuple[ModelSum, ...]


def credit_statement(sketch: Sketch, models: Sequence[Model], sharing: Sharing) -> Statement:
    """A row per code and place of a model, counted from 1: conversions, their value in millionths, people.

    The row of code 0 is of all conversions.
    """
    return sketch.scan.binder.statement(
        f"WITH\n{_shared_ctes(sketch, models, sharing)}\n"
        "SELECT share.1 AS code, share.2 AS model, sum(share.3), sum(share.4), uniqExact(person)\n"
        "FROM shared\nARRAY JOIN shares AS share\nGROUP BY code, model"
    )


def read_credits(
    rows: Sequence[Sequence[Any]], models: Sequence[Model]
) -> tuple[ModelSum, list[Credited]]:
    """The totals and the credits of rows of `credit_statement`."""
    sums = {
        (int(code), int(model)): ModelSum(float(weight), worth / MILLIONTHS, int(people))
        for code, model, weight, worth, people in rows
    }
    codes = sorted({code for code, _ in sums} - {0})
    credited = [
        Credited(code, tuple(sums.get((code, n), NOTHING) for n in range(1, len(models) + 1)))
        for code in codes
    ]
    totals = sums.get((0, 0), NOTHING)
    return ModelSum(int(totals.conversions), totals.value, totals.people), credited


def credited_people_statement(
    sketch: Sketch, model: Model, sharing: Sharing, codes: Sequence[int] | None
) -> Statement:
    """The people whose conversions one of the codes has a share of; of any conversion where `codes` is None."""
    found = "code = 0"
    if codes is not None:
        found = f"code IN {sketch.scan.binder.bind(list(codes), 'Array(UInt16)')}"
    return sketch.scan.binder.statement(
        f"WITH\n{_shared_ctes(sketch, [model], sharing)}\n"
        "SELECT person AS person_id\nFROM shared\n"
        f"WHERE arrayExists(code -> {found}, shares.1)"
    )


def _shared_ctes(sketch: Sketch, models: Sequence[Model], sharing: Sharing) -> str:
    """CTEs that end in `shared`: a row per person with conversions, `shares` as (code, model, weight, worth)."""
    keys = sketch.keys(sketch.scan.bounds()[1])
    direct = [
        n
        for n, name in enumerate(sketch.names, start=1)
        if set(name.split(JOINED_BY)) <= set(sharing.direct)
    ]
    path = PathSql(
        sharing,
        sketch.scan.binder.bind(direct, "Array(UInt16)"),
        keys.span,
    )
    shares = ",\n      ".join(
        f"arrayMap(each -> (each.1, toUInt8({n}), each.2, each.3),\n"
        f"        arrayConcat({shares_sql(model, path)}, without))"
        for n, model in enumerate(models, start=1)
    )
    source = f"if(intDiv(known, {1 << 16}) > since, bitShiftRight(known % {1 << 16}, 1), last)"
    return (
        f"ordered AS (\n{ordered_sql(sketch, keys, sketch.scan.bounds()[1])}\n        HAVING notEmpty(amounts)\n),\n"
        "served AS (\n  SELECT person, amounts, arrayEnumerate(keys) AS places,\n"
        f"    arrayMap(key -> toUInt16({keys.served('key')}), keys) AS serves,\n"
        f"    arrayMap(key -> {keys.instant('key')}, keys) AS times,\n"
        "    arrayCumSum(arrayMap(each -> each = 0, serves)) AS opened,\n"
        "    arrayCumSum(arrayMap(each -> bitTest(each, 0), serves)) AS closed,\n"
        "    arrayCumSum(arrayMap(each -> each > 1, serves)) AS touched,\n"
        f"    arrayFill(each -> each > 0, arrayMap((each, n) -> if(each > 1 AND NOT has({path.direct},"
        f" bitShiftRight(each, 1)), n * {1 << 16} + each, 0), serves, touched)) AS sources\n  FROM ordered\n),\n"
        "swept AS (\n  SELECT person, amounts, serves, times,\n"
        f"    {_at_touches('arrayMap(each -> bitShiftRight(each, 1), serves)')} AS codes,\n"
        f"    {_at_touches('times')} AS moments,\n"
        f"    {_at_touches('opened')} AS opens,\n    {_at_touches('closed')} AS closes,\n"
        "    arrayFilter((place, each) -> each > 1 AND NOT bitTest(each, 0), places, serves) AS touch_places,\n"
        f"    {_at_marks('places')} AS mark_places,\n    {_at_won('places')} AS won_places,\n"
        f"    {_at_marks('touched')} AS sinces,\n"
        "    arrayMap((n, each, since) -> n - (each > 1) - since,"
        f" {_at_won('touched')}, {_at_won('serves')}, sinces) AS sizes,\n"
        f"    {_at_marks(_coded('arrayReverseFill(each -> each > 1, serves)'))} AS firsts,\n"
        f"    {_at_won(_coded(_before('arrayFill(each -> each > 1, serves)')))} AS lasts,\n"
        f"    arrayMap((known, since, last) -> toUInt16({source}), {_at_won(_before('sources'))}, sinces, lasts)"
        " AS origins,\n"
        f"    arrayFilter(each -> each.2 > 0, [(toUInt16({sketch.untouched}), toFloat64(countEqual(sizes, 0)),\n"
        "      toFloat64(arraySum(arrayMap((size, amount) -> if(size = 0, amount, 0), sizes, amounts))))])"
        " AS without\n  FROM served\n),\n"
        "shared AS (\n  SELECT person, arrayConcat(\n"
        "      [(toUInt16(0), toUInt8(0), toFloat64(length(amounts)), toFloat64(arraySum(amounts)))],\n"
        f"      {shares}) AS shares\n  FROM swept\n)"
    )


def _at_touches(values: str) -> str:
    return f"arrayFilter((value, each) -> each > 1, {values}, serves)"


def _at_marks(values: str) -> str:
    return f"arrayFilter((value, each) -> each = 0, {values}, serves)"


def _at_won(values: str) -> str:
    return f"arrayFilter((value, each) -> bitTest(each, 0), {values}, serves)"


def _coded(served: str) -> str:
    return f"arrayMap(each -> bitShiftRight(each, 1), {served})"


def _before(values: str) -> str:
    """At each place, the value of the one before; no conversion is at the first, its mark being before it."""
    return f"arrayRotateRight({values}, 1)"

"""Everybody's score as one statement: one pass over the events, by person and day.

All of it is whole numbers, so a score is the same to the last digit however its events arrived and whoever computes
it: events are counted by person, rule and day; a day gives `min(count × points, bound)` thousandths; an age of n days
leaves a whole number of millionths of them; the sum is divided once. Decay is by days of the project's zone: nothing
changes within a day but by events.
"""

from collections.abc import Sequence
from math import log

from stayflow.language.condition import compile_people
from stayflow.language.metric import selection_tests
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder, Statement
from stayflow.understand.score.model import ScoreDefinition, ScoreRule

SHARES = 1_000_000
"""What is left of points is a whole number of millionths."""
DAY_BITS = 16
"""Bits of a day's number: a date up to the year 2149; a person's number has the others."""
DAY_SUM_MAX = 2**63 // (SHARES * 36_600)
"""Thousandths a day may give so that a century of them still fits 64 bits, which add up faster than 128."""


def compile_score(definition: ScoreDefinition, scope: Scope) -> Statement:
    """Everybody with an event that counts: rows of `person_id`, `points` (thousandths, bounded) and `band`.

    Raises:
        UnknownEvent: A name the project has never seen (every error of `compile_people`).
    """
    binder = Binder()
    summed = _summed_sql(definition, scope, binder)
    points = bounded_sql("worth", definition, binder)
    return binder.statement(
        f"SELECT person AS person_id, points, {band_sql('points', definition, binder)} AS band\n"
        f"FROM (SELECT person, {points} AS points FROM (\n{summed}\n))"
    )


def compile_days(definition: ScoreDefinition, scope: Scope) -> Statement:
    """What makes up the scores of the scope: rows of `person`, `day`, `rule` (from 1), `events`, and what they gave.

    `given` is in thousandths after the day's bound, `cut` what the bound kept back, `share` in millionths.
    """
    binder = Binder()
    days = days_sql(definition, scope, binder)
    parts = ", ".join(
        f"({number}, toInt64(rule_{number}), {_given_sql(rule, number)},"
        f" toInt64(rule_{number}) * {rule.points:d} - {_given_sql(rule, number)})"
        for number, rule in enumerate(definition.rules, 1)
    )
    return binder.statement(
        f"SELECT person, day, part.1 AS rule, part.2 AS events, part.3 AS given, part.4 AS cut,\n"
        f"    {share_sql(definition, scope, binder)} AS share\n"
        f"FROM (\n{days}\n) ARRAY JOIN [{parts}] AS part WHERE events > 0"
    )


def days_sql(definition: ScoreDefinition, scope: Scope, binder: Binder) -> str:
    """A SELECT of `person`, `day` and one count per rule (`rule_1`, …) over days with any event that counts."""
    tests = [_conjuncts(rule, scope, binder) for rule in definition.rules]
    common = [test for test in tests[0] if all(test in other for other in tests)]
    left = [" AND ".join(test for test in each if test not in common) for each in tests]
    counts = ",\n".join(
        f"        {f'countIf({test})' if test else 'count()'} AS rule_{number}"
        for number, test in enumerate(left, 1)
    )
    rows = [*common, *_hull(definition, scope, binder)]
    if all(left) and any(rule.selection.where for rule in definition.rules):
        rows.append(f"({' OR '.join(f'({test})' for test in dict.fromkeys(left))})")
    rows += scope.events_sql(binder)
    zone = binder.bind(scope.zone.key, "String")
    columns = ", ".join(f"rule_{number}" for number in range(1, len(definition.rules) + 1))
    # One number of person and day is grouped faster than the pair of them.
    return (
        f"    SELECT bitShiftRight(person_day, {DAY_BITS}) AS person,\n"
        f"        toDate(toUInt16(bitAnd(person_day, {2**DAY_BITS - 1}))) AS day, {columns}\n"
        f"    FROM (SELECT bitShiftLeft(toUInt64({scope.event_person}), {DAY_BITS})\n"
        f"            + toUInt16(toDate(time, {zone})) AS person_day,\n{counts}\n"
        f"        FROM events WHERE {' AND '.join(rows) or '1'}\n        GROUP BY person_day)"
    )


def bounded_sql(column: str, definition: ScoreDefinition, binder: Binder) -> str:
    """Thousandths within the bounds."""
    sql = column
    if definition.least is not None:
        sql = f"greatest({sql}, {binder.bind(definition.least, 'Int64')})"
    if definition.most is not None:
        sql = f"least({sql}, {binder.bind(definition.most, 'Int64')})"
    return sql


def band_sql(points: str, definition: ScoreDefinition, binder: Binder) -> str:
    """The name of the band of thousandths; '' below the lowest."""
    steps = "".join(
        f"{points} >= {binder.bind(band.start, 'Int64')}, {binder.bind(band.name, 'String')}, "
        for band in reversed(definition.bands)
    )
    return f"multiIf({steps}'')" if steps else "''"


def share_sql(definition: ScoreDefinition, scope: Scope, binder: Binder) -> str:
    """What is left of a `day`'s points today, in whole millionths; `exp` is several times quicker than `exp2`.

    After seven half-lives it is 7812.5 of them, which `exp` finds or misses by its last bit: a half, and what is as
    good as one, counts up.
    """
    if definition.half_life_days is None:
        return f"toInt64({SHARES})"
    today = binder.bind(scope.now.astimezone(scope.zone).date(), "Date")
    rate = binder.bind(-log(2) / definition.half_life_days, "Float64")
    return f"toInt64(floor({SHARES} * exp(greatest(0, {today} - day) * {rate}) + 0.50000001))"


def _summed_sql(definition: ScoreDefinition, scope: Scope, binder: Binder) -> str:
    """A SELECT of `person` and `worth`: thousandths before the bounds."""
    days = days_sql(definition, scope, binder)
    given = [_given_sql(rule, number) for number, rule in enumerate(definition.rules, 1)]
    open_ = [sql for sql, rule in zip(given, definition.rules, strict=True) if rule.people is None]
    wide = _width(definition.rules)
    sums = [f"sum({wide}({' + '.join(open_)}) * share) AS of_all"] if open_ else []
    for number, rule in enumerate(definition.rules, 1):
        if rule.people is not None:
            sums.append(f"sum({wide}({given[number - 1]}) * share) AS of_{number}")
    whole = " + ".join(["of_all"] * bool(open_) + _of_some(definition.rules, scope, binder))
    # Half away from zero: intDiv cuts towards it.
    worth = f"toInt64(intDiv(whole + if(whole < 0, -1, 1) * {SHARES // 2}, {SHARES}))"
    return (
        f"    SELECT person, {worth} AS worth FROM (\n"
        f"        SELECT person, {whole} AS whole FROM (\n"
        f"            SELECT person, {', '.join(sums)}\n"
        f"            FROM (SELECT *, {share_sql(definition, scope, binder)} AS share FROM (\n{days}\n))\n"
        "            GROUP BY person\n        )\n    )"
    )


def _width(rules: Sequence[ScoreRule]) -> str:
    """The integers that hold every sum: 64 bits where the bounds of a day say so."""
    bounds = [rule.per_day_max for rule in rules if rule.per_day_max is not None]
    return "toInt64" if len(bounds) == len(rules) and sum(bounds) < DAY_SUM_MAX else "toInt128"


def _of_some(rules: Sequence[ScoreRule], scope: Scope, binder: Binder) -> list[str]:
    """What rules for some people give: nothing to the others."""
    return [
        f"if(person IN ({binder.include(compile_people(rule.people, scope))}), of_{number}, 0)"
        for number, rule in enumerate(rules, 1)
        if rule.people is not None
    ]


def _given_sql(rule: ScoreRule, number: int) -> str:
    """Thousandths a day gives by a rule."""
    sql = f"toInt64(rule_{number}) * {rule.points:d}"
    if rule.per_day_max is None:
        return sql
    if rule.points > 0:
        return f"least({sql}, {rule.per_day_max:d})"
    return f"greatest({sql}, -{rule.per_day_max:d})"


def _conjuncts(rule: ScoreRule, scope: Scope, binder: Binder) -> list[str]:
    return selection_tests(rule.selection, scope, binder)


def _hull(definition: ScoreDefinition, scope: Scope, binder: Binder) -> list[str]:
    """The stretch of time and the events beyond which nothing counts."""
    hull: list[str] = []
    if definition.within is not None:
        start, end = definition.within.bounds(scope.zone, scope.now)
        hull += [f"time >= {binder.instant(start)}", f"time < {binder.instant(end)}"]
    if len(definition.rules) > 1 and all(rule.selection.events for rule in definition.rules):
        names = sorted({name for rule in definition.rules for name in rule.selection.events})
        hull.append(f"event IN {binder.bind(names, 'Array(String)')}")
    return hull

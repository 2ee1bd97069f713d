"""This room's statements on ClickHouse: everybody's value, the curve, tiers and their changes."""

from datetime import datetime, timedelta

from stayflow.language.scope import Scope, ValueType, check_event, property_sql
from stayflow.language.statement import Binder, Statement
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.value.model import (
    BY_SHARE,
    CurvePoint,
    Tier,
    TierMove,
    TierSize,
    ValueAnswer,
    ValueRules,
)

DIGITS = 6
"""Of an amount, and of a share of the people: what floating point leaves behind them is none of it."""


def values_sql(rules: ValueRules, scope: Scope, binder: Binder) -> str:
    """A SELECT of `person`, each once, and `amount` above zero."""
    amount = property_sql(scope, binder, rules.amount, wanted=ValueType.NUMBER, path="amount")
    tests = [f"isNotNull({amount})", *scope.events_sql(binder)]
    if rules.event is not None:
        tests.append(f"event = {binder.bind(check_event(scope, rules.event, 'event'), 'String')}")
    if rules.last_days is not None:
        today = scope.now.astimezone(scope.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        tests.append(f"time >= {binder.instant(today - timedelta(days=rules.last_days - 1))}")
    return (
        f"SELECT {scope.person} AS person, round(sum(toFloat64({amount})), {DIGITS}) AS amount\n"
        f"FROM events WHERE {' AND '.join(tests)} GROUP BY person HAVING amount > 0"
    )


def tiers_sql(rules: ValueRules, scope: Scope, binder: Binder) -> str:
    """A SELECT of `person`, `amount` and `tier`, over everybody; equal amounts are in the order of persons."""
    high, middle = (binder.bind(each, "Float64") for each in (rules.high, rules.middle))
    ranked = (
        "SELECT person, amount, row_number() OVER (ORDER BY amount DESC, person) AS rank,\n"
        f"    count() OVER () AS people\nFROM (\n{values_sql(rules, scope, binder)}\n)"
    )
    cuts = (f"amount >= {high}", f"amount >= {middle}")
    if rules.by == BY_SHARE:
        cuts = (
            f"rank <= ceil(round(people * {high}, {DIGITS}))",
            f"rank <= ceil(round(people * {middle}, {DIGITS}))",
        )
    return (
        "SELECT person, amount, rank, people,\n"
        f"    multiIf({cuts[0]}, '{Tier.HIGH}', {cuts[1]}, '{Tier.MIDDLE}', '{Tier.LOW}') AS tier\n"
        f"FROM ({ranked})"
    )


def read_value(rules: ValueRules, *, scope: Scope, warehouse: ProjectWarehouse) -> ValueAnswer:
    """The curve, its Gini coefficient and the tiers, in one statement.

    Gini's coefficient of the mean difference: of n amounts x in rising order, 2 Σ i·x / (n Σ x) - (n + 1) / n.
    """
    binder = Binder()
    rows = warehouse.query(
        "SELECT toUInt32(ceil(rank * 100 / people)) AS hundredth, count(), sum(amount), any(people),\n"
        "    sum((people + 1 - rank) * amount),\n"
        "    sumMap(map(tier, 1)), sumMap(map(tier, amount))\n"
        f"FROM ({tiers_sql(rules, scope, binder)}) GROUP BY hundredth ORDER BY hundredth",
        binder.parameters,
    ).rows
    if not rows:
        return ValueAnswer(0, 0.0, 0.0, (), tuple(TierSize(each, 0, 0.0) for each in Tier))
    people, total = int(rows[0][3]), sum(float(row[2]) for row in rows)
    weighted = sum(float(row[4]) for row in rows)
    gini = 2 * weighted / (people * total) - (people + 1) / people
    curve, counted, running = [], 0, 0.0
    for row in rows:
        counted, running = counted + int(row[1]), running + float(row[2])
        curve.append(CurvePoint(counted / people, running / total, counted))
    tiers = tuple(
        TierSize(
            tier,
            sum(int(row[5].get(tier.value, 0)) for row in rows),
            sum(float(row[6].get(tier.value, 0)) for row in rows),
        )
        for tier in Tier
    )
    return ValueAnswer(people, total, max(0.0, gini), tuple(curve), tiers)


def top_people(rules: ValueRules, count: int, *, scope: Scope) -> Statement:
    """The so many people (`person_id`) who bring most."""
    binder = Binder()
    return binder.statement(
        f"SELECT person AS person_id FROM ({tiers_sql(rules, scope, binder)})\n"
        f"WHERE rank <= {binder.bind(count, 'UInt64')}"
    )


def tier_people(rules: ValueRules, tier: Tier, *, scope: Scope) -> Statement:
    """The people (`person_id`) of a tier by these rules, now."""
    binder = Binder()
    return binder.statement(
        f"SELECT person AS person_id FROM ({tiers_sql(rules, scope, binder)})\n"
        f"WHERE tier = {binder.bind(tier.value, 'String')}"
    )


def standing_sql(scope: Scope, binder: Binder, *, until: datetime | None = None) -> str:
    """A SELECT of `person`, each once, and `tier` ('' for none): as of the newest run, or of an instant."""
    tests = [test for test in (scope.people_sql(binder),) if test]
    tests += [f"at <= {binder.instant(until)}"] if until else []
    return (
        f"SELECT {scope.person} AS person, argMax(value_changes.tier, (at, amount, person_id)) AS tier\n"
        f"FROM value_changes WHERE {' AND '.join(tests) or '1'} GROUP BY person"
    )


def write_tiers(rules: ValueRules, *, scope: Scope, warehouse: ProjectWarehouse) -> None:
    """Record whose tier is another than at the newest run."""
    binder = Binder()
    warehouse.execute(
        "INSERT INTO value_changes (person_id, tier, previous, amount, at)\n"
        "SELECT person, now_in, was_in, brought,\n"
        f"    {binder.instant(scope.now)}\n"
        "FROM (\n"
        "    SELECT person, maxIf(tier, is_now) AS now_in, maxIf(tier, NOT is_now) AS was_in, sum(amount) AS brought\n"
        "    FROM (\n"
        f"        SELECT person, tier, amount, 1 AS is_now FROM ({tiers_sql(rules, scope, binder)})\n"
        f"        UNION ALL SELECT person, tier, 0, 0 FROM ({standing_sql(scope, binder)}))\n"
        "    GROUP BY person)\n"
        "WHERE now_in != was_in",
        binder.parameters,
    )


def list_moves(
    since: datetime, until: datetime, *, scope: Scope, warehouse: ProjectWarehouse
) -> list[TierMove]:
    """How many people went from which tier to which between two instants, those who stayed among them."""
    binder = Binder()
    rows = warehouse.query(
        f"SELECT before, after, count() FROM ({_between_sql(since, until, scope, binder)})\n"
        "GROUP BY before, after ORDER BY before, after",
        binder.parameters,
    ).rows
    return [TierMove(str(before), str(after), int(people)) for before, after, people in rows]


def moved_people(
    since: datetime, until: datetime, before: str, after: str, *, scope: Scope
) -> Statement:
    """The people (`person_id`) of one such move."""
    binder = Binder()
    return binder.statement(
        f"SELECT person AS person_id FROM ({_between_sql(since, until, scope, binder)})\n"
        f"WHERE before = {binder.bind(before, 'String')} AND after = {binder.bind(after, 'String')}"
    )


def _between_sql(since: datetime, until: datetime, scope: Scope, binder: Binder) -> str:
    return (
        "SELECT person, maxIf(tier, side = 0) AS before, maxIf(tier, side = 1) AS after FROM (\n"
        f"    SELECT person, tier, 0 AS side FROM ({standing_sql(scope, binder, until=since)})\n"
        f"    UNION ALL SELECT person, tier, 1 FROM ({standing_sql(scope, binder, until=until)}))\n"
        "GROUP BY person HAVING before != '' OR after != ''"
    )

"""What it cost to win people, by source, against what they bring: CAC, LTV : CAC, payback."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from stayflow.language.scope import Scope, ValueType, check_event, property_sql
from stayflow.language.statement import Binder, Statement
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.value.model import ValueInvalid, ValueRules

MONTHS_MAX = 36
"""So many months after their first event people's amounts are looked at for the payback."""


@dataclass(frozen=True, slots=True)
class AcquisitionCost:
    """What was spent on a source in a month; `month` is its first day."""

    source: str
    month: date
    spend: Decimal


@dataclass(frozen=True, slots=True)
class SourceReturn:
    """What a source cost and what its people bring.

    Attributes:
        people: Whose first event names the source, in a month with a cost.
        cac: Spend per person; None when nobody came.
        ltv: What a person has brought so far, on average; None when nobody came.
        ratio: `ltv / cac`; None when nothing was spent or nobody came.
        payback_months: The first month after the first event (0: the same) by whose end a person has brought what
            they cost; None: not yet.
    """

    source: str
    spend: float
    people: int
    cac: float | None
    ltv: float | None
    ratio: float | None
    payback_months: int | None


def save_costs(tx: Transaction, costs: Sequence[AcquisitionCost], *, by: str, at: datetime) -> int:
    """Add costs; one of the same source and month takes the place of the old.

    Raises:
        ValueInvalid: A cost is negative, or names no source.
    """
    for n, each in enumerate(costs):
        if not each.source.strip() or each.spend < 0:
            raise ValueInvalid("a cost has a source, and is not negative", path=f"costs[{n}]")
        tx.execute(
            """
            insert into acquisition_costs (source, month, spend, changed_at, changed_by)
            values (%(source)s, date_trunc('month', %(month)s::date)::date, %(spend)s, %(at)s, %(by)s)
            on conflict (project_id, source, month) do update set spend = excluded.spend,
                changed_at = excluded.changed_at, changed_by = excluded.changed_by
            """,
            {
                "source": each.source.strip(),
                "month": each.month,
                "spend": each.spend,
                "at": at,
                "by": by,
            },
        )
    return len(costs)


def list_costs(tx: Transaction) -> list[AcquisitionCost]:
    """Every cost, by source and month."""
    return tx.all(
        AcquisitionCost,
        "select source, month, spend from acquisition_costs order by source, month",
    )


def read_returns(
    costs: Sequence[AcquisitionCost],
    rules: ValueRules,
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
) -> list[SourceReturn]:
    """What each source with a cost brought, the dearest first."""
    if not costs:
        return []
    binder = Binder()
    acquired = _acquired_sql(costs, scope, binder)
    people = {
        str(source): int(count)
        for source, count in warehouse.query(
            f"SELECT from_source, count() FROM ({acquired}) GROUP BY from_source", binder.parameters
        ).rows
    }
    by_month = _amounts_by_month(costs, rules, scope, warehouse)
    spend: dict[str, float] = {}
    for each in costs:
        spend[each.source] = spend.get(each.source, 0.0) + float(each.spend)
    found = [
        _return(source, spent, people.get(source, 0), by_month.get(source, {}))
        for source, spent in spend.items()
    ]
    return sorted(found, key=lambda each: -each.spend)


def source_people(costs: Sequence[AcquisitionCost], source: str, *, scope: Scope) -> Statement:
    """The people (`person_id`) won by a source in the months with a cost."""
    binder = Binder()
    acquired = _acquired_sql(costs, scope, binder)
    return binder.statement(
        f"SELECT person AS person_id FROM ({acquired})"
        f" WHERE from_source = {binder.bind(source, 'String')}"
    )


def _return(source: str, spend: float, people: int, by_month: dict[int, float]) -> SourceReturn:
    if not people:
        return SourceReturn(source, spend, 0, None, None, None, None)
    cac, running, payback = spend / people, 0.0, None
    for month in range(MONTHS_MAX + 1):
        running += by_month.get(month, 0.0)
        if payback is None and running / people >= cac:
            payback = month
    ltv = sum(by_month.values()) / people
    return SourceReturn(source, spend, people, cac, ltv, ltv / cac if cac else None, payback)


def _acquired_sql(costs: Sequence[AcquisitionCost], scope: Scope, binder: Binder) -> str:
    """A SELECT of `person`, `from_source` and `first_on`: whom a source won in a month with a cost."""
    zone = binder.bind(scope.zone.key, "String")
    months = " OR ".join(
        f"(from_source = {binder.bind(each.source, 'String')}"
        f" AND toStartOfMonth(first_on) = {binder.bind(each.month.isoformat(), 'Date')})"
        for each in costs
    )
    return (
        "SELECT person, from_source, first_on FROM (\n"
        f"    SELECT {scope.person} AS person, argMin(source, time) AS from_source,\n"
        f"        toDate(min(time), {zone}) AS first_on\n"
        "    FROM events GROUP BY person)\n"
        f"WHERE {months}"
    )


def _amounts_by_month(
    costs: Sequence[AcquisitionCost], rules: ValueRules, scope: Scope, warehouse: ProjectWarehouse
) -> dict[str, dict[int, float]]:
    """What the people of each source brought, by calendar months since the month of their first event."""
    binder = Binder()
    zone = binder.bind(scope.zone.key, "String")
    amount = property_sql(scope, binder, rules.amount, wanted=ValueType.NUMBER, path="amount")
    tests = [f"isNotNull({amount})", *scope.events_sql(binder)]
    if rules.event is not None:
        tests.append(f"event = {binder.bind(check_event(scope, rules.event, 'event'), 'String')}")
    rows = warehouse.query(
        "SELECT from_source, dateDiff('month', first_on, paid_on) AS month, sum(amount)\n"
        f"FROM (SELECT {scope.person} AS person, toDate(time, {zone}) AS paid_on, toFloat64({amount}) AS amount\n"
        f"    FROM events WHERE {' AND '.join(tests)}) AS paid\n"
        f"INNER JOIN ({_acquired_sql(costs, scope, binder)}) AS acquired USING (person)\n"
        "GROUP BY from_source, month",
        binder.parameters,
    ).rows
    found: dict[str, dict[int, float]] = {}
    for source, month, brought in rows:
        found.setdefault(str(source), {})[max(0, int(month))] = float(brought)
    return found

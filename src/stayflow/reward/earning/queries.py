"""The statements of earning on ClickHouse: which events earn how many points."""

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from stayflow.kernel.ids import PersonId
from stayflow.language.condition import compile_people
from stayflow.language.event_filter import filter_sql
from stayflow.language.scope import Scope, ValueType, check_event, property_sql
from stayflow.language.statement import Binder, Statement
from stayflow.reward.earning.model import (
    REVENUE,
    Definition,
    Grant,
    Rounding,
    SimulatedDay,
    Simulation,
)
from stayflow.reward.ledger import AMOUNT_MAX
from stayflow.stores.warehouse import ProjectWarehouse

PEOPLE_ASKED_MAX = 5_000
"""Up to so many, a condition is run for just these people; beyond, for everybody at once."""
_FACTOR_MAX = 1e30
"""Numbers beyond are counted as this one: it and any rate fit a decimal of 256 bits."""
ROUNDED = {Rounding.DOWN: "floor({x})", Rounding.NEAREST: "round({x})", Rounding.UP: "ceil({x})"}


@dataclass(frozen=True, slots=True)
class Grants:
    """Events that earn, column by column and in the order of time.

    Attributes:
        refused: Events that would have earned more than a posting may hold; they earn nothing.
        event_ids: Hexadecimal ids of the events.
        people: The canonical person of each.
        times_ms: When each happened, Unix milliseconds.
        points: What each earns, above zero.
    """

    event_ids: list[str]
    people: list[PersonId]
    times_ms: list[int]
    points: list[int]
    refused: int = 0


def check_definition(definition: Definition, scope: Scope) -> None:
    """Raise what is wrong with the names and types of a definition: its event, properties, people.

    Args:
        definition: As parsed.
        scope: The project; its catalogue is asked.
    """
    check_event(scope, definition.event, "event")
    _earning_events(definition, scope, Binder(), "1")
    if definition.people is not None:
        compile_people(definition.people, scope)


def find_grants(
    definition: Definition,
    scope: Scope,
    warehouse: ProjectWarehouse,
    *,
    batch: int,
    received_from: datetime | None,
) -> Grants:
    """Return what the events of one batch earn.

    Args:
        definition: The rule.
        scope: The project, over everybody.
        warehouse: Where events are read: one statement, and one for the people if there is a
            condition.
        batch: Number of the batch.
        received_from: Only events we received at or after this; `None` for all.
    """
    binder = Binder()
    within = f"batch = {binder.bind(batch, 'UInt64')}"
    if received_from is not None:
        within += f" AND received_at >= {binder.instant(received_from)}"
    statement = binder.statement(
        "SELECT hex(event_id) AS event_id, person, toUnixTimestamp64Milli(time) AS time_ms,\n"
        "       points\n"
        f"FROM (\n{_earning_events(definition, scope, binder, within)}\n)\n"
        "WHERE points > 0\n"
        "ORDER BY time, event_id"
    )
    found = warehouse.arrow(statement.sql, statement.parameters)
    earned = found.num_rows
    found = found.filter(pc.less_equal(found["points"], AMOUNT_MAX))
    refused = earned - found.num_rows
    if definition.people is not None and found.num_rows:
        found = _of_people(found, definition, scope, warehouse)
    return Grants(
        event_ids=found["event_id"].to_pylist(),
        people=found["person"].to_pylist(),
        times_ms=found["time_ms"].to_pylist(),
        points=found["points"].to_pylist(),
        refused=refused,
    )


def list_batches(
    event: str, warehouse: ProjectWarehouse, *, first: int, last: int | None
) -> list[int]:
    """Return the batches in which the event occurs, from `first` to `last` (`None`: to the end)."""
    upper = "" if last is None else " AND batch <= {last:UInt64}"
    answer = warehouse.query(
        "SELECT DISTINCT batch FROM events\n"
        f"WHERE event = {{event:String}} AND batch >= {{first:UInt64}}{upper}\n"
        "ORDER BY batch",
        {"event": event, "first": first} | ({} if last is None else {"last": last}),
    )
    return [int(batch) for (batch,) in answer.rows]


def simulate_grants(
    definition: Definition,
    scope: Scope,
    warehouse: ProjectWarehouse,
    *,
    start: datetime,
    end: datetime,
) -> Simulation:
    """Return what the events from `start` until before `end` would have earned."""
    binder = Binder()
    days = warehouse.query(*_simulation(definition, scope, binder, start, end, by="day"))
    binder = Binder()
    people = warehouse.query(*_simulation(definition, scope, binder, start, end, by="person"))
    return Simulation(
        events=sum(row[1] for row in days.rows),
        people=len(people.rows),
        points=sum(row[3] for row in days.rows),
        points_per_person_max=max((row[3] for row in people.rows), default=0),
        days=tuple(SimulatedDay(*row) for row in days.rows),
    )


def _simulation(
    definition: Definition, scope: Scope, binder: Binder, start: datetime, end: datetime, *, by: str
) -> tuple[str, dict[str, object]]:
    within = f"time >= {binder.instant(start)} AND time < {binder.instant(end)}"
    events = _earning_events(definition, scope, binder, within)
    whose = "1"
    if definition.people is not None:
        whose = f"person IN (\n{binder.include(compile_people(definition.people, scope))}\n)"
    zone = binder.bind(scope.zone.key, "String")
    statement = Statement(
        f"SELECT {by}, count() AS events, uniqExact(person) AS people, sum(points) AS points_sum\n"
        f"FROM (SELECT *, toDate(time, {zone}) AS day FROM (\n{events}\n))\n"
        f"WHERE points > 0 AND points <= {AMOUNT_MAX} AND {whose}\n"
        f"GROUP BY {by}\n"
        f"ORDER BY {by}",
        binder.parameters,
    )
    return statement.sql, dict(statement.parameters)


def _earning_events(definition: Definition, scope: Scope, binder: Binder, within: str) -> str:
    chosen = [f"event = {binder.bind(definition.event, 'String')}", within]
    if definition.where is not None:
        chosen.append(filter_sql(definition.where, scope, binder))
    return (
        f"SELECT event_id, {scope.person} AS person, time,\n"
        f"       {_points_sql(definition.grant, scope, binder)} AS points\n"
        f"FROM events\nWHERE {' AND '.join(chosen)}"
    )


def _points_sql(grant: Grant, scope: Scope, binder: Binder) -> str:
    """SQL of the points of a row: exact decimals, so that 0.1 + 0.2 never loses a point.

    An absurd amount gives one point more than a posting may hold, and no error: it would keep every
    event after it from its points.
    """
    if grant.per_amount is None:
        return f"toInt64({binder.bind(grant.points, 'Int64')})"
    rate = f"toDecimal256({binder.bind(str(grant.per_amount), 'String')}, 6)"
    if grant.amount == REVENUE and scope.catalogue.property(REVENUE) is None:
        amount = "toDecimal256(ifNull(revenue, 0), 6)"
    else:
        value = property_sql(scope, binder, grant.amount, wanted=ValueType.NUMBER, path="amount")
        # by way of text: the shortest decimal of a Float64 is what the sender wrote
        bounded = f"toString(least({value}, {_FACTOR_MAX}))"
        amount = f"ifNull(toDecimal256OrNull({bounded}, 6), toDecimal256(0, 6))"
    points = ROUNDED[grant.rounding].format(x=f"greatest({amount}, toDecimal256(0, 6)) * {rate}")
    return f"toInt64(least({points}, toDecimal256({AMOUNT_MAX + 1}, 0)))"


def _of_people(
    found: pa.Table, definition: Definition, scope: Scope, warehouse: ProjectWarehouse
) -> pa.Table:
    """Keep the grants of people who meet the definition's condition."""
    assert definition.people is not None  # noqa: S101  asked by the caller
    asked: list[int] = pc.unique(found["person"]).to_pylist()
    narrowed = scope.with_people(asked) if len(asked) <= PEOPLE_ASKED_MAX else scope
    statement = compile_people(definition.people, narrowed)
    people = warehouse.arrow(statement.sql, statement.parameters)["person_id"]
    return found.filter(pc.is_in(found["person"], value_set=people.combine_chunks()))

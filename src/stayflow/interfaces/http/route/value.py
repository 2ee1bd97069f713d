"""Status and value of people, and what it cost to win them."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

import msgspec
from fastapi import Query

from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.value import (
    CostsAnswer,
    CostsBody,
    CostShape,
    CurvePointShape,
    PeopleStatusAnswer,
    SourceReturnShape,
    StatusPeriod,
    StatusRulesShape,
    StatusSizeShape,
    TierMoves,
    TierMoveShape,
    TierSizeShape,
    ValueRulesShape,
    ValueShape,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag
from stayflow.measure.analysis import answer_query
from stayflow.understand import status as statuses
from stayflow.understand import value as values

_MOVES_DAYS = 30


def get_status(
    context: InProject,
    per: Literal["day", "week", "month"] = "week",
    last: Annotated[int, Query(ge=1, le=120)] = 12,
) -> PeopleStatusAnswer:
    """How everybody stands today, and the accounts of the last periods."""
    scope, warehouse = context.scope(), context.warehouse()
    with context.transaction() as tx:
        rules = statuses.read_status_rules(tx)
    sizes = statuses.count_statuses(rules, scope=scope, warehouse=warehouse)
    days = last * {"day": 1, "week": 7, "month": 30}[per]
    asked = {"kind": "status", "range": {"last": f"{days}d"}, "per": per}
    answer = msgspec.to_builtins(answer_query(asked, scope=scope, warehouse=warehouse))
    return PeopleStatusAnswer(
        rules=StatusRulesShape.model_validate(rules, from_attributes=True),
        people=sum(each.people for each in sizes),
        sizes=[StatusSizeShape(status=each.status, people=each.people) for each in sizes],
        per=per,
        periods=[
            StatusPeriod(
                **{
                    name: each[name]
                    for name in ("t", "active", "new", "kept", "returned", "churned")
                },
                quick_ratio=(
                    (each["new"] + each["returned"]) / each["churned"] if each["churned"] else None
                ),
            )
            for each in answer["result"]["series"]
        ],
    )


def save_status_rules(body: StatusRulesShape, context: InProject) -> PeopleStatusAnswer:
    """Say how statuses are told apart."""
    rules = statuses.StatusRules(body.active_days, body.churn_days, body.drop)
    with context.transaction() as tx:
        statuses.save_status_rules(tx, rules, by=context.caller.actor, at=context.now())
    return get_status(context)


def get_value(context: InProject) -> ValueShape:
    """What people bring, how concentrated it is, and its tiers now."""
    with context.transaction() as tx:
        rules, at = values.read_value_rules(tx), values.value_refreshed_at(tx)
    return _value(context, rules, at)


def preview_value(body: ValueRulesShape, context: InProject) -> ValueShape:
    """The same by other rules, without saving anything."""
    return _value(context, values.parse_value(body.model_dump()), None)


def save_value_rules(body: ValueRulesShape, context: InProject) -> ValueShape:
    """Say what a value is and where tiers are cut; everybody's tier is recorded at once."""
    rules = values.parse_value(body.model_dump())
    with context.transaction() as tx:
        values.save_value_rules(tx, rules, by=context.caller.actor, at=context.now())
        values.refresh_value(tx, scope=context.scope(), warehouse=context.warehouse())
    return get_value(context)


def refresh_value(context: InProject) -> ValueShape:
    """Record everybody's tier now."""
    with context.transaction() as tx:
        values.refresh_value(tx, scope=context.scope(), warehouse=context.warehouse())
    return get_value(context)


def list_value_moves(
    context: InProject, since: datetime | None = None, until: datetime | None = None
) -> TierMoves:
    """Who went from which tier to which, in the last 30 days or between two instants."""
    end = until or context.now()
    start = since or end - timedelta(days=_MOVES_DAYS)
    moves = values.list_moves(start, end, scope=context.scope(), warehouse=context.warehouse())
    return TierMoves(
        since=start, until=end, moves=[TierMoveShape.model_validate(each) for each in moves]
    )


def list_acquisition_costs(context: InProject) -> CostsAnswer:
    """What was spent by source and month, and what came of it."""
    with context.transaction() as tx:
        costs, rules = values.list_costs(tx), values.read_value_rules(tx)
    found = values.read_returns(costs, rules, scope=context.scope(), warehouse=context.warehouse())
    return CostsAnswer(
        costs=[CostShape(source=each.source, month=each.month, spend=each.spend) for each in costs],
        sources=[SourceReturnShape.model_validate(each) for each in found],
    )


def save_acquisition_costs(body: CostsBody, context: InProject) -> CostsAnswer:
    """Add what was spent; of the same source and month the newest counts."""
    costs = [values.AcquisitionCost(each.source, each.month, each.spend) for each in body.costs]
    with context.transaction() as tx:
        values.save_costs(tx, costs, by=context.caller.actor, at=context.now())
    return list_acquisition_costs(context)


def _value(context: InProject, rules: values.ValueRules, at: datetime | None) -> ValueShape:
    answer = values.read_value(rules, scope=context.scope(), warehouse=context.warehouse())
    return ValueShape(
        rules=ValueRulesShape.model_validate(rules, from_attributes=True),
        people=answer.people,
        amount=answer.amount,
        gini=answer.gini,
        curve=[CurvePointShape.model_validate(each) for each in answer.curve],
        tiers=[TierSizeShape.model_validate(each) for each in answer.tiers],
        refreshed_at=at,
    )


_STATUS, _VALUE, _COSTS = PROJECT + "/status", PROJECT + "/value", PROJECT + "/acquisition-costs"
_VIEWER, _ANALYST, _TAG = Least.VIEWER, Least.ANALYST, Tag.SEGMENTS
ROUTES = (
    Route("GET", _STATUS, get_status, _VIEWER, _TAG, PeopleStatusAnswer),
    Route("PUT", _STATUS, save_status_rules, _ANALYST, _TAG, PeopleStatusAnswer),
    Route("GET", _VALUE, get_value, _VIEWER, _TAG, ValueShape),
    Route("PUT", _VALUE, save_value_rules, _ANALYST, _TAG, ValueShape),
    Route("POST", _VALUE + "/preview", preview_value, _ANALYST, _TAG, ValueShape),
    Route("POST", _VALUE + "/refresh", refresh_value, _ANALYST, _TAG, ValueShape),
    Route("GET", _VALUE + "/moves", list_value_moves, _VIEWER, _TAG, TierMoves),
    Route("GET", _COSTS, list_acquisition_costs, _VIEWER, _TAG, CostsAnswer),
    Route("POST", _COSTS, save_acquisition_costs, _ANALYST, _TAG, CostsAnswer),
)

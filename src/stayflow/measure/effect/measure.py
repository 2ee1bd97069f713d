"""From a campaign to its effect: two statements, then arithmetic."""

from dataclasses import dataclass
from typing import Any

from stayflow.language.scope import Scope
from stayflow.measure.effect.lift import check_split, compare_means, compare_rates
from stayflow.measure.effect.model import (
    Arm,
    Effect,
    EffectPoint,
    EffectQuestion,
    Lift,
    Moments,
    NoNumber,
    OutcomeCounts,
    Split,
)
from stayflow.measure.effect.queries import series_sql, totals_sql
from stayflow.stores.warehouse import ProjectWarehouse


@dataclass(frozen=True, slots=True)
class _Total:
    """One row of `totals_sql`."""

    arm: str
    reason: str
    people: int
    sent: int
    failed: int
    in_doubt: int
    opened: int
    clicked: int
    unsubscribed: int
    converted: int
    conversions: int
    revenue: float
    revenue_squares: float
    windows_open: int


_NOBODY = _Total("", "", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.0, 0.0, 0)


def measure_effect(
    question: EffectQuestion, *, scope: Scope, warehouse: ProjectWarehouse
) -> Effect:
    """What a campaign brought so far.

    Where a number would mean nothing, `lift.reason` says why: no goal, no holdout, too few people,
    or a split that chance does not explain.
    """
    statement = totals_sql(question, scope)
    rows = warehouse.query(statement.sql, statement.parameters).rows
    totals = [_Total(*row) for row in rows]
    by_arm = {total.arm: total for total in totals if total.arm != "dropped"}
    treated, holdout = by_arm.get("treated", _NOBODY), by_arm.get("holdout", _NOBODY)
    both = by_arm.get("both", _NOBODY)
    split = check_split(treated.people, holdout.people, question.holdout_share)
    lift, revenue_lift = _lifts(question, treated, holdout, split)
    return Effect(
        counts=_counts(totals, treated, holdout),
        treated=_arm(treated),
        holdout=_arm(holdout),
        lift=lift,
        revenue_lift=revenue_lift,
        split=split,
        windows_open=treated.windows_open + holdout.windows_open,
        in_both_arms=both.people,
        series=_series(question, scope, warehouse),
    )


def _lifts(
    question: EffectQuestion, treated: _Total, holdout: _Total, split: Split
) -> tuple[Lift, Lift]:
    if question.goal is None:
        return Lift(reason=NoNumber.NO_GOAL), Lift(reason=NoNumber.NO_GOAL)
    rates = compare_rates(
        treated=treated.people,
        treated_hits=treated.converted,
        holdout=holdout.people,
        holdout_hits=holdout.converted,
    )
    means = compare_means(_moments(treated), _moments(holdout))
    if rates.reason is None and not split.is_sound:
        return Lift(reason=NoNumber.SPLIT_WRONG), Lift(reason=NoNumber.SPLIT_WRONG)
    return rates, means


def _counts(totals: list[_Total], treated: _Total, holdout: _Total) -> OutcomeCounts:
    return OutcomeCounts(
        audience=sum(total.people for total in totals),
        treated=treated.people,
        sent=sum(total.sent for total in totals),
        failed=treated.failed,
        in_doubt=treated.in_doubt,
        opened=sum(total.opened for total in totals),
        clicked=sum(total.clicked for total in totals),
        unsubscribed=sum(total.unsubscribed for total in totals),
        holdout=holdout.people,
        dropped={total.reason: total.people for total in totals if total.arm == "dropped"},
    )


def _arm(total: _Total) -> Arm:
    people = total.people
    return Arm(
        people=people,
        converted=total.converted,
        conversions=total.conversions,
        rate=total.converted / people if people else None,
        revenue=total.revenue,
        revenue_per_person=total.revenue / people if people else None,
    )


def _moments(total: _Total) -> Moments:
    return Moments(total.people, total.revenue, total.revenue_squares)


def _series(
    question: EffectQuestion, scope: Scope, warehouse: ProjectWarehouse
) -> tuple[EffectPoint, ...]:
    statement = series_sql(question, scope)
    rows: list[tuple[Any, ...]] = warehouse.query(statement.sql, statement.parameters).rows
    return tuple(EffectPoint(*row) for row in rows)

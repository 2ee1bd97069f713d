"""A campaign's result, joined of its outbox lane and its measured effect."""

from stayflow.act.campaign import Campaign
from stayflow.act.outbox import LaneCounts, count_lane
from stayflow.interfaces.http.context import ProjectContext
from stayflow.interfaces.http.model.campaign import (
    CampaignResult,
    LiftAnswer,
    OutcomeCounts,
    OutcomeRates,
    ResultPoint,
    RevenueLift,
    SplitAnswer,
)
from stayflow.interfaces.http.model.lifecycle import PlayResult
from stayflow.language.event_filter import parse_event_filter
from stayflow.measure.effect import (
    Effect,
    EffectGoal,
    EffectQuestion,
    Lift,
    measure_effect,
)


def draw_result(context: ProjectContext, campaign: Campaign) -> CampaignResult:
    """What the campaign brought so far."""
    effect = measure_effect(
        effect_question(campaign), scope=context.scope(), warehouse=context.warehouse()
    )
    with context.transaction() as tx:
        lane = count_lane(tx, campaign.campaign_id)
    sent = effect.counts.sent
    return CampaignResult(
        audience=max(lane.audience, effect.counts.audience),
        holdout=effect.counts.holdout,
        counts=_counts(effect, lane),
        rates=OutcomeRates(
            opened=effect.counts.opened / sent if sent else None,
            clicked=effect.counts.clicked / sent if sent else None,
            converted=effect.treated.rate,
        ),
        lift=_lift(effect),
        revenue_lift=_revenue_lift(effect.revenue_lift),
        split=SplitAnswer.model_validate(effect.split),
        windows_open=effect.windows_open,
        series=[
            ResultPoint(
                t=point.on.isoformat(),
                sent=point.sent,
                opened=point.opened,
                clicked=point.clicked,
                converted=point.converted,
            )
            for point in effect.series
        ],
    )


def draw_play(context: ProjectContext, campaign: Campaign) -> PlayResult:
    """What a campaign brought, as the board of stages tells it."""
    effect = measure_effect(
        effect_question(campaign), scope=context.scope(), warehouse=context.warehouse()
    )
    return PlayResult(
        sent=effect.counts.sent,
        converted=effect.treated.converted,
        rate=effect.treated.rate,
        holdout_rate=effect.holdout.rate,
        difference=effect.lift.difference,
        low=effect.lift.low,
        high=effect.lift.high,
        windows_open=effect.windows_open,
    )


def effect_question(campaign: Campaign) -> EffectQuestion:
    """What the campaign is judged by."""
    goal = campaign.definition.goal
    return EffectQuestion(
        campaign=campaign.campaign_id,
        holdout_share=campaign.definition.holdout,
        goal=None
        if goal is None
        else EffectGoal(
            event=goal.event,
            where=None if goal.where is None else parse_event_filter(goal.where, "goal.where"),
            window=goal.window,
            amount=goal.amount,
        ),
    )


def _counts(effect: Effect, lane: LaneCounts) -> OutcomeCounts:
    counts = effect.counts
    return OutcomeCounts(
        queued=lane.waiting,
        waiting_for=dict(lane.waiting_for),
        treated=counts.treated,
        sent=counts.sent,
        opened=counts.opened,
        clicked=counts.clicked,
        converted=effect.treated.converted,
        failed=counts.failed,
        in_doubt=counts.in_doubt,
        unsubscribed=counts.unsubscribed,
        suppressed=dict(counts.dropped),
    )


def _lift(effect: Effect) -> LiftAnswer:
    lift, treated, holdout = effect.lift, effect.treated, effect.holdout
    return LiftAnswer(
        treated_people=treated.people,
        treated_converted=treated.converted,
        treated_rate=treated.rate,
        treated_revenue=treated.revenue,
        holdout_people=holdout.people,
        holdout_converted=holdout.converted,
        holdout_rate=holdout.rate,
        holdout_revenue=holdout.revenue,
        difference=lift.difference,
        low=lift.low,
        high=lift.high,
        relative=lift.relative,
        p_value=lift.p_value,
        note=lift.reason,
    )


def _revenue_lift(lift: Lift) -> RevenueLift:
    return RevenueLift(
        difference=lift.difference,
        low=lift.low,
        high=lift.high,
        relative=lift.relative,
        p_value=lift.p_value,
        note=lift.reason,
    )

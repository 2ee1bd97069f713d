"""Effect: what a campaign brought, against the people withheld from it at random.

Reads `events` (`message.…` of the campaign, and its goal); owns no table and emits nothing.

Treated are the people a message was handed over for, whether it arrived or not; the holdout passed
every rule of the policy just the same and was withheld at the last step. So both arms are alike in
everything but the message, and their conversion is counted over windows of one length from that
step.
"""

from stayflow.measure.effect.lift import (
    SPLIT_ALARM,
    compare_means,
    compare_rates,
    newcombe_interval,
    split_p_value,
    wilson_interval,
)
from stayflow.measure.effect.measure import measure_effect
from stayflow.measure.effect.model import (
    Arm,
    Effect,
    EffectGoal,
    EffectPoint,
    EffectQuestion,
    Lift,
    Moments,
    NoNumber,
    Outcome,
    OutcomeCounts,
    Split,
)
from stayflow.measure.effect.queries import FIRST_AT, campaign_people_sql

__all__ = [
    "FIRST_AT",
    "SPLIT_ALARM",
    "Arm",
    "Effect",
    "EffectGoal",
    "EffectPoint",
    "EffectQuestion",
    "Lift",
    "Moments",
    "NoNumber",
    "Outcome",
    "OutcomeCounts",
    "Split",
    "campaign_people_sql",
    "compare_means",
    "compare_rates",
    "measure_effect",
    "newcombe_interval",
    "split_p_value",
    "wilson_interval",
]

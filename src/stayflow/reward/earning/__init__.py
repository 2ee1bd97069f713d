"""Earning rules: an event of these people earns points.

A rule is an event, an optional event filter, an optional Condition, and an amount: fixed, or so
many points per unit of money with a rounding rule. `EarningReactor` runs the rules on recorded
batches; an event earns by a rule once, over all its versions. A draft can be simulated on the
last 30 days.

Tables: `earning_rules`, `earning_rule_versions`, `earning_missed`. Facts: the event `points.granted`.
Reads `events`, and what the conditions name.
"""

from stayflow.reward.earning.change import (
    change_rule,
    create_rule,
    get_rule,
    list_granted,
    remove_rule,
    trouble_of,
)
from stayflow.reward.earning.errors import (
    EarningRuleInvalid,
    EarningRuleNameTaken,
    EarningRuleNotFound,
)
from stayflow.reward.earning.model import (
    Definition,
    EarningRule,
    Grant,
    Granted,
    Rounding,
    RuleChange,
    SimulatedDay,
    Simulation,
)
from stayflow.reward.earning.parse import parse_definition
from stayflow.reward.earning.react import EVENT_GRANTED, EarningReactor, grant_key
from stayflow.reward.earning.say import describe_rule
from stayflow.reward.earning.simulate import simulate_rule
from stayflow.reward.earning.store import earning_uses, list_rules

__all__ = [
    "EVENT_GRANTED",
    "Definition",
    "EarningReactor",
    "EarningRule",
    "EarningRuleInvalid",
    "EarningRuleNameTaken",
    "EarningRuleNotFound",
    "Grant",
    "Granted",
    "Rounding",
    "RuleChange",
    "SimulatedDay",
    "Simulation",
    "change_rule",
    "create_rule",
    "describe_rule",
    "earning_uses",
    "get_rule",
    "grant_key",
    "list_granted",
    "list_rules",
    "parse_definition",
    "remove_rule",
    "simulate_rule",
    "trouble_of",
]

"""Value 用户价值: what people bring, how concentrated it is, tiers, and what it cost to win them.

Owns `value_rules`, `value_runs` and `acquisition_costs` (PostgreSQL), `value_changes` (every change of tier;
ClickHouse). Reads `events`. A value is the sum of an amount over a window; only people with a value above zero are
ranked, so shares are of those who brought anything.
"""

from stayflow.understand.value.cost import (
    AcquisitionCost,
    SourceReturn,
    list_costs,
    read_returns,
    save_costs,
    source_people,
)
from stayflow.understand.value.facet import ValueClause, ValueFacet
from stayflow.understand.value.holdings import VALUE_HOLDINGS
from stayflow.understand.value.model import (
    CurvePoint,
    Tier,
    TierMove,
    TierSize,
    ValueAnswer,
    ValueInvalid,
    ValueRules,
    parse_value,
)
from stayflow.understand.value.panel import PersonTier, TierPanel, tier_traits_sql, tier_words
from stayflow.understand.value.queries import (
    list_moves,
    moved_people,
    read_value,
    tier_people,
    top_people,
)
from stayflow.understand.value.split import ValueSplit
from stayflow.understand.value.store import (
    read_value_rules,
    refresh_value,
    save_value_rules,
    value_refreshed_at,
)

__all__ = [
    "VALUE_HOLDINGS",
    "AcquisitionCost",
    "CurvePoint",
    "PersonTier",
    "SourceReturn",
    "Tier",
    "TierMove",
    "TierPanel",
    "TierSize",
    "ValueAnswer",
    "ValueClause",
    "ValueFacet",
    "ValueInvalid",
    "ValueRules",
    "ValueSplit",
    "list_costs",
    "list_moves",
    "moved_people",
    "parse_value",
    "read_returns",
    "read_value",
    "read_value_rules",
    "refresh_value",
    "save_costs",
    "save_value_rules",
    "source_people",
    "tier_people",
    "tier_traits_sql",
    "tier_words",
    "top_people",
    "value_refreshed_at",
]

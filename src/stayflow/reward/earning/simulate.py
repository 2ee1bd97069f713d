"""What a draft would have granted, before anybody gets a point."""

from collections.abc import Mapping
from datetime import timedelta

from stayflow.language.scope import Scope
from stayflow.language.window import midnight
from stayflow.reward.earning.model import Simulation
from stayflow.reward.earning.parse import parse_definition
from stayflow.reward.earning.queries import check_definition, simulate_grants
from stayflow.stores.warehouse import ProjectWarehouse

SIMULATED_DAYS = 30


def simulate_rule(
    definition: Mapping[str, object],
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
    days: int = SIMULATED_DAYS,
) -> Simulation:
    """Return what a rule would have granted over the last `days` days, today not included.

    Conditions on people are taken as they are now.

    Args:
        definition: As `parse_definition` reads it.
        scope: The project.
        warehouse: Where its events are read.
        days: Whole days of the project's zone.

    Raises:
        EarningRuleInvalid: The definition does not say how much.
        UnknownEvent: The project has never seen the event (likewise properties and attributes).
    """
    parsed = parse_definition(definition, facets=scope.facets)
    check_definition(parsed, scope)
    today = scope.now.astimezone(scope.zone).date()
    return simulate_grants(
        parsed,
        scope,
        warehouse,
        start=midnight(today - timedelta(days=days), scope.zone),
        end=midnight(today, scope.zone),
    )

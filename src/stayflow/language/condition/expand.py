"""Puts the definition of a facet's clause in its place, so that a segment compiles in one pass with the rest."""

from stayflow.kernel.errors import InvalidInput
from stayflow.language.condition.parse import parse_condition
from stayflow.language.condition.tree import Condition, FacetTest, Group
from stayflow.language.scope import Scope

EXPANDED_MAX = 500
"""Definitions put in place in one condition: segments built of segments grow fast."""


class ConditionCycle(InvalidInput):
    """A condition that is defined by itself."""

    code = "condition_cycle"


def expand(condition: Condition, scope: Scope) -> Condition:
    """The condition with every defined clause replaced by its definition.

    Raises:
        ConditionCycle: A definition leads back to itself, or there are too many.
    """
    return _Expansion(scope).expand(condition, ())


class _Expansion:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.count = 0

    def expand(self, condition: Condition, above: tuple[tuple[str, object], ...]) -> Condition:
        if isinstance(condition, Group):
            return Group(
                condition.how, tuple(self.expand(member, above) for member in condition.members)
            )
        if not isinstance(condition, FacetTest):
            return condition
        definition = condition.facet.definition(condition.clause)
        if definition is None:
            return condition
        key = (condition.kind, condition.clause)
        self.count += 1
        if key in above or self.count > EXPANDED_MAX:
            raise ConditionCycle(
                f"the {condition.kind} is defined by itself", path=condition.path or None
            )
        inner = parse_condition(definition, condition.path, facets=self.scope.facets)
        return self.expand(inner, (*above, key))

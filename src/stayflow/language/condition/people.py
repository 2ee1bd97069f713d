"""From a condition to one ClickHouse statement over everybody, or over given people."""

from stayflow.language.condition.tree import Condition
from stayflow.language.scope import Scope
from stayflow.language.statement import Statement


def compile_people(condition: Condition, scope: Scope) -> Statement:
    """The people who meet the condition: one row, `person_id`, per canonical person."""
    raise NotImplementedError

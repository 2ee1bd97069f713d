"""Conditions: which people. One tree, two faces: a ClickHouse statement and a sentence.

The door of the room. Reads `people`, `events`, `event_people_daily`, `person_attributes` and what facets name.
"""

from stayflow.language.condition.parse import parse_condition
from stayflow.language.condition.people import compile_classes, compile_people
from stayflow.language.condition.say import describe_condition
from stayflow.language.condition.tree import (
    AttributeTest,
    Behaviour,
    Condition,
    FacetTest,
    Group,
    Sequence,
)

__all__ = [
    "AttributeTest",
    "Behaviour",
    "Condition",
    "FacetTest",
    "Group",
    "Sequence",
    "compile_classes",
    "compile_people",
    "describe_condition",
    "parse_condition",
]

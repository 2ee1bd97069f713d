"""Conditions: which people. One tree, two faces: a ClickHouse statement and a sentence.

The door of the room. Reads `people`, `events`, `event_people_daily`, `person_attributes` and what facets name.
"""

from stayflow.language.condition.attribute import attribute_sql
from stayflow.language.condition.behaviour import compared_sql, holds_at_nothing, is_any
from stayflow.language.condition.bitmaps import compile_bitmaps
from stayflow.language.condition.expand import expand
from stayflow.language.condition.many import compile_many
from stayflow.language.condition.parse import parse_condition
from stayflow.language.condition.people import compile_classes, compile_people
from stayflow.language.condition.reading import Reading, compile_reading
from stayflow.language.condition.sample import Sampled, compile_sample, extrapolate, sample_of
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
    "Reading",
    "Sampled",
    "Sequence",
    "attribute_sql",
    "compared_sql",
    "compile_bitmaps",
    "compile_classes",
    "compile_many",
    "compile_people",
    "compile_reading",
    "compile_sample",
    "describe_condition",
    "expand",
    "extrapolate",
    "holds_at_nothing",
    "is_any",
    "parse_condition",
    "sample_of",
]

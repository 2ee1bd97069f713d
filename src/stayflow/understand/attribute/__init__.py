"""Attributes: the catalogue of what is stated of people, and who has which value or had it on a day.

Owns in PostgreSQL `attribute_notes`: what an operator says of an attribute, and `attribute_types`: which type somebody
gave to it. Names and types are catalogued by `intake.record`, whose `catalogue_attributes` (PostgreSQL),
`person_attributes` and `attribute_days` (ClickHouse) are read here, with `people`. Folders are those of tags: the
catalogue is one.
"""

from stayflow.understand.attribute.change import (
    arrange_attributes,
    attribute_words,
    change_attribute,
    label_of,
    thing_of,
)
from stayflow.understand.attribute.errors import AttributeInvalid
from stayflow.understand.attribute.model import (
    Attribute,
    AttributeChange,
    AttributeDay,
    AttributeSpread,
    Coverage,
    OriginShare,
    PersonStatement,
    ValueShare,
    Wanted,
)
from stayflow.understand.attribute.queries import (
    band_text,
    count_people,
    list_person_statements,
    read_coverage,
    read_history,
    read_spread,
)
from stayflow.understand.attribute.retype import (
    Rereading,
    TypeChange,
    TypeFit,
    ask_for_type,
    carry_out_type,
    find_type_change,
    look_at_type,
)
from stayflow.understand.attribute.store import (
    get_attribute,
    is_folder_used,
    list_attributes,
    read_hidden,
)
from stayflow.understand.attribute.values import holders

__all__ = [
    "Attribute",
    "AttributeChange",
    "AttributeDay",
    "AttributeInvalid",
    "AttributeSpread",
    "Coverage",
    "OriginShare",
    "PersonStatement",
    "Rereading",
    "TypeChange",
    "TypeFit",
    "ValueShare",
    "Wanted",
    "arrange_attributes",
    "ask_for_type",
    "attribute_words",
    "band_text",
    "carry_out_type",
    "change_attribute",
    "count_people",
    "find_type_change",
    "get_attribute",
    "holders",
    "is_folder_used",
    "label_of",
    "list_attributes",
    "list_person_statements",
    "look_at_type",
    "read_coverage",
    "read_hidden",
    "read_history",
    "read_spread",
    "thing_of",
]

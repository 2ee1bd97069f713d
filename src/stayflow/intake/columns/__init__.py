"""Batches of events by column, and the vectorised tools on them; owns no table.

`EventColumns` is what every later room works on; `assemble` makes it of events as they were sent
(a file makes it of its own columns); `hash_rows` gives stable ids; `json_objects` writes
properties.
"""

from stayflow.intake.columns.assemble import assemble, stated_column
from stayflow.intake.columns.by_field import EventsByField, FieldPack
from stayflow.intake.columns.hashing import as_ids, hash_rows
from stayflow.intake.columns.json_text import json_objects
from stayflow.intake.columns.model import (
    REVENUE,
    UNREADABLE_TIME,
    EventColumns,
    Instants,
    Mask,
    Rows,
    as_instants,
    as_mask,
    one_chunk,
)
from stayflow.intake.columns.operations import OperationKind, Operations, operated_types
from stayflow.intake.columns.raw import raw_events
from stayflow.intake.columns.shapes import (
    PropertySeen,
    Shape,
    Shapes,
    shape_of,
    shapes_of_columns,
    value_type,
)
from stayflow.intake.columns.shelf import Placed, Shelf, Shelved
from stayflow.intake.columns.stated import StatedColumn

__all__ = [
    "REVENUE",
    "UNREADABLE_TIME",
    "EventColumns",
    "EventsByField",
    "FieldPack",
    "Instants",
    "Mask",
    "OperationKind",
    "Operations",
    "Placed",
    "PropertySeen",
    "Rows",
    "Shape",
    "Shapes",
    "Shelf",
    "Shelved",
    "StatedColumn",
    "as_ids",
    "as_instants",
    "as_mask",
    "assemble",
    "hash_rows",
    "json_objects",
    "one_chunk",
    "operated_types",
    "raw_events",
    "shape_of",
    "shapes_of_columns",
    "stated_column",
    "value_type",
]

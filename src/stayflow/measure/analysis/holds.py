"""Which fields of an answer hold values of a property: what a step of a path is called may be a phone number."""

from collections.abc import Mapping
from typing import Final

from stayflow.language.raw import JsonObject
from stayflow.measure.analysis.model import Frame

Place = tuple[str, ...]
HELD: Final[Mapping[str, Mapping[Place, Place]]] = {
    "path": {("named_by", "property"): ("name", "from", "to")},
    "heatmap": {
        ("named_by", "property"): ("page",),
        ("element", "property"): ("element",),
        ("label", "property"): ("label",),
    },
    "web": {("dimension",): ("value",), ("search", "property"): ("word",)},
    "voice": {("comment",): ("topic",)},
}
"""By kind: where its question names a property, and the fields that then hold values of it."""


def held_by(question: JsonObject, frame: Frame) -> dict[str, str] | None:
    """The property by the field that holds its values; None where no field does.

    Values of a breakdown stand under its name, which says whose they are, unless two have one name.
    """
    found = {
        field: name
        for place, fields in HELD.get(str(question.get("kind")), {}).items()
        if isinstance(name := _at(question, place), str)
        for field in fields
    }
    found |= {f"by.{each.key}": each.name for each in frame.by if each.shares_its_name}
    return found or None


def _at(question: JsonObject, place: Place) -> object:
    node: object = question
    for name in place:
        node = node.get(name) if isinstance(node, Mapping) else None
    return node

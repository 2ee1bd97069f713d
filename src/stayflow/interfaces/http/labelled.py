"""What tags and scores share in the API: labels, what changes, versions, and the names of ready sets."""

from collections.abc import Mapping
from typing import Any, TypeVar

from stayflow.interfaces.http.model.common import Sentence
from stayflow.interfaces.http.model.label import (
    DefinitionVersionShape,
    LabelBody,
    LabelChangeBody,
    NamedShape,
)
from stayflow.language.sentence import Sentence as Words
from stayflow.stores.relational import Transaction
from stayflow.understand.label import LabelChange, Labelled, Shelf, list_versions

Some = TypeVar("Some", bound=LabelChange)


def read_label(label: LabelBody) -> Words:
    """Labels as a room knows them."""
    return Words(label.zh, label.en)


def read_change(body: LabelChangeBody, change: type[Some]) -> Some:
    """What both tags and scores can be told to change, but for their schedules."""
    return change(
        name=body.name,
        label=None if body.label is None else read_label(body.label),
        note=body.description,
        owner=body.owner,
        definition=body.definition,
    )


def draw_words(words: Words) -> Sentence:
    """Words in both languages."""
    return Sentence(zh=words.zh, en=words.en)


def draw_names(names: Mapping[str, Words]) -> list[NamedShape]:
    """The names a ready set uses, with what they mean."""
    return [NamedShape(name=name, label=draw_words(said)) for name, said in names.items()]


def draw_versions(
    tx: Transaction, shelf: Shelf[Any], thing_id: str
) -> list[DefinitionVersionShape]:
    """Every definition there was, the newest first."""
    return [
        DefinitionVersionShape.model_validate(each) for each in list_versions(tx, shelf, thing_id)
    ]


def facts_of(thing: Labelled) -> dict[str, object]:
    """What a line of either list tells, by the names of its fields."""
    return {
        "name": thing.name,
        "label": draw_words(thing.label),
        "description": thing.note,
        "owner": thing.owner,
        "schedule": thing.schedule,
        "version": thing.version,
        "changed_at": thing.changed_at,
        "changed_by": thing.changed_by,
        "refreshed_at": thing.refreshed_at,
    }

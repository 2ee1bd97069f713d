"""A tag as the API shows it."""

from collections.abc import Mapping
from typing import Any, cast

from stayflow.app import USES
from stayflow.interfaces.http.context import ProjectContext
from stayflow.interfaces.http.labelled import draw_versions, draw_words, facts_of
from stayflow.interfaces.http.model.common import Json, Sentence
from stayflow.interfaces.http.model.segment import UseShape
from stayflow.interfaces.http.model.tag import (
    ReadyTagShape,
    SourceShape,
    SpreadShape,
    TagAnswer,
    TagLine,
    TagSetState,
    ValueSizeShape,
)
from stayflow.kernel.errors import StayflowError
from stayflow.language.sentence import Sentence as Words
from stayflow.stores.relational import Transaction
from stayflow.understand import tag as room
from stayflow.understand.tag import ReadTag, ReadyState, Spread, Tag, TagSet
from stayflow.understand.usage import find_uses

_GONE = Sentence(zh="定义中的名称已不存在", en="its definition names something that is gone")


def draw_line(tag: Tag, spread: Spread) -> TagLine:
    """A line of the catalogue."""
    return TagLine.model_validate(_facts(tag, spread))


def draw_tag(context: ProjectContext, tx: Transaction, tag: Tag) -> TagAnswer:
    """One tag with its lineage and versions."""
    scope = context.scope()
    spreads = room.read_spreads([tag.tag_id], scope=scope, warehouse=context.warehouse())
    sentence, problem = _GONE, None
    try:
        read = room.read_tag(tag.tag_id, tag.kind, tag.definition, scope.facets)
        room.compile_tags([read], scope)
        sentence = say_definition(read, tag.definition)
    except StayflowError as error:
        problem = str(error)
    return TagAnswer.model_validate(
        _facts(tag, spreads[tag.tag_id])
        | {
            "definition": cast("dict[str, Json]", tag.definition),
            "sentence": sentence,
            "problem": problem,
            "sources": [SourceShape.model_validate(each) for each in room.sources_of(tag)],
            "uses": [
                UseShape.model_validate(each)
                for each in dict.fromkeys(find_uses(tx, room.thing_of(tag), USES))
            ],
            "versions": draw_versions(tx, room.TAGS, tag.tag_id),
            "created_at": tag.created_at,
            "created_by": tag.created_by,
        }
    )


def draw_spread(spread: Spread, labels: Mapping[str, Words]) -> SpreadShape:
    """How values are spread, as people read them; values the definition names are there even with nobody."""
    found = {each.value: each.people for each in spread.sizes}
    rest = [value for value in labels if value not in found]
    values = [*(each.value for each in spread.sizes), *rest]
    return SpreadShape(
        sizes=[
            ValueSizeShape(
                value=value,
                label=draw_words(labels.get(value, Words(value, value))),
                people=found.get(value, 0),
            )
            for value in values
        ],
        covered=spread.covered,
        total=spread.total,
    )


def say_definition(read: ReadTag, definition: Mapping[str, Any]) -> Sentence:
    """How a person comes by a value, in both languages."""
    return Sentence(
        zh=read.kind.describe(definition, read.found, "zh"),
        en=read.kind.describe(definition, read.found, "en"),
    )


def draw_states(ready: TagSet, states: tuple[ReadyState, ...]) -> TagSetState:
    """What becomes of the tags of a set."""
    return TagSetState(
        tags=[
            ReadyTagShape.model_validate(
                {
                    "name": each.tag.name,
                    "label": draw_words(each.tag.label),
                    "folder": draw_words(ready.folders[each.tag.folder]),
                    "kind": each.tag.kind,
                    "family": each.tag.family.value,
                    "is_installed": each.is_installed,
                    "why": each.why,
                }
            )
            for each in states
        ]
    )


def _facts(tag: Tag, spread: Spread) -> dict[str, object]:
    return {
        **facts_of(tag),
        "tag_id": tag.tag_id,
        "family": tag.family,
        "folder_id": tag.folder_id,
        "position": tag.position,
        "kind": tag.kind,
        "spread": draw_spread(spread, room.labels_of(tag)),
    }

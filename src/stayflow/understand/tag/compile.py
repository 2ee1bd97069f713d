"""Many tags as one statement: who has which value now.

Rules and statistics are classes, and all their conditions share one pass over `events`; the other kinds bring a
statement each. People are gathered into a bitmap per value, so what follows (counting, comparing with who had the
value before) costs the same for few people and for all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from stayflow.kernel.registry import Registry
from stayflow.language.condition import compile_bitmaps
from stayflow.language.raw import JsonObject, join
from stayflow.language.scope import Facet, Scope
from stayflow.language.statement import Binder, Statement
from stayflow.understand.tag.kinds import KINDS, Classes, Found, Listed, TagKind

NOBODY = "SELECT '' AS tag_id, '' AS value, groupBitmapState(toUInt64(0)) AS people WHERE 0"


@dataclass(frozen=True, slots=True)
class ReadTag:
    """A tag whose definition was read.

    Attributes:
        tag_id: Of a saved tag; any text for one that is only looked at.
        kind: Its plug.
        found: What the kind read.
    """

    tag_id: str
    kind: TagKind
    found: Found


def read_tag(
    tag_id: str, kind: str, definition: JsonObject, facets: Registry[Facet], *, path: str = ""
) -> ReadTag:
    """Read a definition.

    Raises:
        InvalidInput: There is no such kind.
        Malformed: The definition cannot be read (every error of its kind and of its conditions).
    """
    plug = KINDS.get(kind, path=join(path, "kind"))
    return ReadTag(tag_id, plug, plug.parse(definition, join(path, "definition"), facets))


def compile_tags(tags: Sequence[ReadTag], scope: Scope) -> Statement:
    """Who has which value: rows of `tag_id`, `value` and `people` (a state of groupBitmap), without values of nobody.

    Raises:
        UnknownEvent: A name the project has never seen (every error of `compile_people`).
    """
    binder = Binder()
    parts = []
    classes = [(tag, tag.found) for tag in tags if isinstance(tag.found, Classes)]
    if classes:
        parts.append(_classes_sql(classes, scope, binder))
    for tag in tags:
        if isinstance(tag.found, Listed):
            people = tag.kind.people_sql(tag.tag_id, tag.found.definition, scope, binder)
            parts.append(
                f"SELECT {binder.bind(tag.tag_id, 'String')} AS tag_id, toString(value) AS value,\n"
                f"    groupBitmapState(toUInt64(person_id)) AS people\nFROM (\n{people}\n) GROUP BY value"
            )
    return binder.statement("\nUNION ALL\n".join(parts) or NOBODY)


def _classes_sql(tags: Sequence[tuple[ReadTag, Classes]], scope: Scope, binder: Binder) -> str:
    found = binder.include(compile_bitmaps([each.conditions for _, each in tags], scope))
    ids = binder.bind([tag.tag_id for tag, _ in tags], "Array(String)")
    names = binder.bind(
        [[value.value for value in each.values] for _, each in tags], "Array(Array(String))"
    )
    return (
        f"SELECT arrayElement({ids}, place) AS tag_id,\n"
        f"    arrayElement(arrayElement({names}, place), first_met) AS value, people\n"
        f"FROM (\n{found}\n)"
    )

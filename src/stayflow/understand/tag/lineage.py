"""What a definition is computed from: events, properties, attributes, and what other rooms know of people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from stayflow.language.raw import JsonObject
from stayflow.understand.tag.kinds import KINDS
from stayflow.understand.tag.model import Tag

GROUPS = ("all", "any", "not")


@dataclass(frozen=True, slots=True)
class Source:
    """One thing a definition reads.

    Attributes:
        kind: `event`, `property`, `attribute`, or the kind of a condition: `tag`, `segment`, `score`, `stage`, ….
        name: Its name or id as the definition has it.
    """

    kind: str
    name: str


def sources_of(tag: Tag) -> tuple[Source, ...]:
    """What a tag is computed from, each once, in the order of its definition."""
    return tuple(
        dict.fromkeys(
            source
            for condition in KINDS.get(tag.kind).conditions(tag.definition)
            for source in read_sources(condition)
        )
    )


def read_sources(condition: object) -> Iterator[Source]:
    """What a condition, as JSON, reads; its shape was checked when it was saved."""
    for each in _listed(condition):
        yield from read_sources(each)
    for kind, body in condition.items() if isinstance(condition, Mapping) else ():
        if kind in GROUPS:
            yield from read_sources(body)
        elif kind in {"did", "sequence"} and isinstance(body, Mapping):
            yield from _of_behaviour(body)
        elif isinstance(body, Mapping):
            named = body.get("name") or body.get("id") or body.get("model") or "default"
            yield Source(kind, str(named))


def tags_named_by(tag: Tag) -> tuple[str, ...]:
    """The names and ids of the tags that a tag is computed from."""
    return tuple(each.name for each in sources_of(tag) if each.kind == "tag")


def _of_behaviour(body: JsonObject) -> Iterator[Source]:
    events = body.get("event")
    for name in events if isinstance(events, list | tuple) else (events,):
        if name:
            yield Source("event", str(name))
    yield from _of_filter(body.get("where"))
    aggregate = body.get("aggregate")
    if isinstance(aggregate, Mapping):
        yield from (Source("property", str(over)) for over in aggregate.values())
    for step in (*_listed(body.get("steps")), body.get("without")):
        if isinstance(step, Mapping):
            yield from _of_behaviour(step)


def _of_filter(node: object) -> Iterator[Source]:
    if isinstance(node, Mapping):
        if "property" in node:
            yield Source("property", str(node["property"]))
        for how in GROUPS:
            yield from _of_filter(node.get(how))
    for each in _listed(node):
        yield from _of_filter(each)


def _listed(raw: object) -> Sequence[object]:
    return raw if isinstance(raw, list | tuple) else ()

"""Reading what a caller wants a destination to get."""

from typing import Final

import msgspec

from stayflow.act.destination.computed import KINDS_COMPUTED
from stayflow.act.destination.errors import DestinationInvalid
from stayflow.act.destination.model import Definition, EventsWanted
from stayflow.language.condition import parse_condition
from stayflow.language.event import CONTEXT_FIELDS
from stayflow.language.event_filter import parse_event_filter
from stayflow.language.raw import (
    JsonObject,
    join,
    read_choice,
    read_list,
    read_object,
    read_text,
)
from stayflow.language.scope import Scope

NAME_CHARACTERS_MAX: Final = 100
NAMES_MAX: Final = 200
FACTS: Final = (
    "type",
    "event",
    "time",
    "received_at",
    "person_id",
    "revenue",
    "segment",
    "segment_id",
    "model",
    "stage",
    "rfm",
    "previous",
    "tag",
    "tag_id",
    "gained",
    "lost",
    "properties",
    "attributes",
    "identities",
    *CONTEXT_FIELDS,
)
"""What a field may hold beside `property.<name>`, `attribute.<name>` and `identity.<kind>`."""
PREFIXES: Final = ("property.", "attribute.", "identity.")


def parse_name(raw: object) -> str:
    """The name of a destination.

    Raises:
        DestinationInvalid: It is empty or too long.
    """
    name = raw.strip() if isinstance(raw, str) else ""
    if not 0 < len(name) <= NAME_CHARACTERS_MAX:
        raise DestinationInvalid(
            f"expected a name of 1 to {NAME_CHARACTERS_MAX} characters", path="name"
        )
    return name


def parse_definition(raw: JsonObject, scope: Scope) -> Definition:
    """What a destination gets; conditions and filters are tried on the project's catalogue.

    Raises:
        DestinationInvalid: Nothing would ever leave, or a field does not fit.
    """
    definition = Definition(
        events=_events(raw.get("events"), scope),
        segments=_names(raw.get("segments"), "segments"),
        attributes=_names(raw.get("attributes"), "attributes"),
        computed=_computed(raw.get("computed")),
        fields=_fields(raw.get("fields")),
    )
    told = (*definition.segments, *definition.attributes, *definition.computed)
    if definition.events is None and not told:
        raise DestinationInvalid(
            "nothing would leave: choose events, segments, attributes or computed", path="events"
        )
    return definition


def _events(raw: object, scope: Scope) -> EventsWanted | None:
    if raw is None:
        return None
    wanted = read_object(raw, "events", known=("names", "where", "people"))
    where, people = wanted.get("where"), wanted.get("people")
    if where is not None:
        parse_event_filter(where, "events.where")
    if people is not None:
        parse_condition(people, "events.people", facets=scope.facets)
    return EventsWanted(
        names=_names(wanted.get("names"), "events.names"),
        where=_plain(where),
        people=_plain(people),
    )


def _computed(raw: object) -> tuple[str, ...]:
    names = _names(raw, "computed")
    for index, name in enumerate(names):
        read_choice(name, f"computed[{index}]", KINDS_COMPUTED)
    return names


def _plain(raw: object) -> dict[str, object] | None:
    return None if raw is None else msgspec.convert(msgspec.to_builtins(raw), dict[str, object])


def _names(raw: object, path: str) -> tuple[str, ...]:
    if raw is None:
        return ()
    listed = read_list(raw, path)
    if len(listed) > NAMES_MAX:
        raise DestinationInvalid(f"at most {NAMES_MAX} names", path=path)
    names = [read_text(each, f"{path}[{index}]") for index, each in enumerate(listed)]
    return tuple(dict.fromkeys(names))


def _fields(raw: object) -> dict[str, str] | None:
    if raw is None:
        return None
    fields = read_object(raw, "fields")
    if not 0 < len(fields) <= NAMES_MAX:
        raise DestinationInvalid(f"expected 1 to {NAMES_MAX} fields", path="fields")
    found: dict[str, str] = {}
    for name, held in fields.items():
        source = read_text(held, join("fields", name))
        if name == "id":
            raise DestinationInvalid(
                "the field id is ours: it makes a row that comes again known", path="fields.id"
            )
        has_prefix = any(source.startswith(each) and len(source) > len(each) for each in PREFIXES)
        if source not in FACTS and not has_prefix:
            raise DestinationInvalid(
                f"expected {', '.join(PREFIXES)} with a name, or one of {', '.join(FACTS)};"
                f' got "{source}"',
                path=join("fields", name),
            )
        found[name] = source
    return found

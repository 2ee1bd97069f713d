"""Reading a tracking plan from JSON values, and writing it as such."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from enum import StrEnum
from typing import Final, TypeVar

from stayflow.intake.plan.model import (
    Check,
    Listed,
    PlanInvalid,
    PlannedEvent,
    PlannedProperty,
    Status,
    TrackingPlan,
)
from stayflow.language.raw import (
    read_boolean,
    read_choice,
    read_list,
    read_number,
    read_object,
    read_text,
    shown,
)
from stayflow.language.scope import ValueType

EVENTS_MAX: Final = 5_000
PROPERTIES_MAX: Final = 500
VALUES_MAX: Final = 1_000
TEXT_MAX: Final = 2_000
NAME_MAX: Final = 200
Word = TypeVar("Word", bound=StrEnum)


def parse_plan(raw: object) -> TrackingPlan:
    """Read a plan: `{unplanned, events: [{name, check, closed, properties: [...], ...}]}`.

    Raises:
        PlanInvalid: It contradicts itself, or is larger than a plan may be.
        Malformed: A field is unknown, or of the wrong type; `path` says where.
    """
    given = read_object(raw, "", known=_names(TrackingPlan))
    events = tuple(
        _event(each, f"events[{place}]")
        for place, each in enumerate(_listed(given.get("events"), "events", EVENTS_MAX))
    )
    _refuse_repeated([event.name for event in events], "events")
    unplanned = _word(Check, given.get("unplanned"), "unplanned", Check.NONE)
    if unplanned is Check.REPAIR:
        raise PlanInvalid(
            "an event that is not planned cannot be repaired; none, warn or reject",
            path="unplanned",
        )
    return TrackingPlan(events, unplanned)


def plan_as_json(plan: TrackingPlan) -> dict[str, object]:
    """The plan as `parse_plan` reads it; what is as by default is left out."""
    return {
        "unplanned": str(plan.unplanned),
        "events": [
            _told(event) | {"properties": [_told(each) for each in event.properties]}
            for event in plan.events
        ],
    }


def _told(part: PlannedEvent | PlannedProperty) -> dict[str, object]:
    always = {"name", "check", "status", "type"}
    default = {each.name: each.default for each in fields(part)}
    return {
        name: _plain(value)
        for name, value in asdict(part).items()
        if name != "properties" and (name in always or value != default[name])
    }


def _plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _event(raw: object, path: str) -> PlannedEvent:
    given = read_object(raw, path, known=_names(PlannedEvent))
    properties = tuple(
        _property(each, f"{path}.properties[{place}]")
        for place, each in enumerate(
            _listed(given.get("properties"), f"{path}.properties", PROPERTIES_MAX)
        )
    )
    _refuse_repeated([each.name for each in properties], f"{path}.properties")
    return PlannedEvent(
        name=_name(given.get("name"), f"{path}.name"),
        check=_word(Check, given.get("check"), f"{path}.check", Check.WARN),
        closed=read_boolean(given.get("closed", False), f"{path}.closed"),
        properties=properties,
        description=_words(given.get("description"), f"{path}.description"),
        owner=_words(given.get("owner"), f"{path}.owner"),
        status=_word(Status, given.get("status"), f"{path}.status", Status.LIVE),
    )


def _property(raw: object, path: str) -> PlannedProperty:
    given = read_object(raw, path, known=_names(PlannedProperty))
    kind = _word(ValueType, given.get("type"), f"{path}.type", ValueType.TEXT)
    planned = PlannedProperty(
        name=_name(given.get("name"), f"{path}.name"),
        type=kind,
        required=read_boolean(given.get("required", False), f"{path}.required"),
        values=_values(given.get("values"), f"{path}.values", kind),
        minimum=_bound(given, "minimum", path, kind),
        maximum=_bound(given, "maximum", path, kind),
        description=_words(given.get("description"), f"{path}.description"),
        owner=_words(given.get("owner"), f"{path}.owner"),
        status=_word(Status, given.get("status"), f"{path}.status", Status.LIVE),
    )
    least, most = planned.minimum, planned.maximum
    if least is not None and most is not None and least > most:
        raise PlanInvalid(
            f"the least number {least:g} is above the greatest {most:g}", path=f"{path}.minimum"
        )
    return planned


def _values(raw: object, path: str, kind: ValueType) -> tuple[Listed, ...]:
    listed = _listed(raw, path, VALUES_MAX)
    if listed and kind not in {ValueType.TEXT, ValueType.NUMBER}:
        raise PlanInvalid(f"a property of type {kind} has no list of values", path=path)
    read: Callable[[object, str], Listed] = read_number if kind is ValueType.NUMBER else read_text
    return tuple(read(each, f"{path}[{place}]") for place, each in enumerate(listed))


def _bound(given: Mapping[str, object], name: str, path: str, kind: ValueType) -> float | None:
    value = given.get(name)
    if value is None:
        return None
    if kind is not ValueType.NUMBER:
        raise PlanInvalid(f"only a number has a {name}; this is {kind}", path=f"{path}.{name}")
    return read_number(value, f"{path}.{name}")


def _name(raw: object, path: str) -> str:
    name = read_text(raw, path)
    if len(name) > NAME_MAX or not name.isprintable():
        raise PlanInvalid(
            f"a name has at most {NAME_MAX} printable characters, got {shown(name)}", path=path
        )
    return name


def _words(raw: object, path: str) -> str:
    if raw is None or raw == "":
        return ""
    text = read_text(raw, path)
    if len(text) > TEXT_MAX:
        raise PlanInvalid(f"at most {TEXT_MAX:,} characters, got {len(text):,}", path=path)
    return text


def _word(kind: type[Word], raw: object, path: str, default: Word) -> Word:
    if raw is None or raw == "":
        return default
    return kind(read_choice(raw, path, [str(each) for each in kind]))


def _listed(raw: object, path: str, most: int) -> Sequence[object]:
    listed = [] if raw is None else read_list(raw, path)
    if len(listed) > most:
        raise PlanInvalid(f"at most {most:,}, got {len(listed):,}", path=path)
    return listed


def _refuse_repeated(names: Sequence[str], path: str) -> None:
    name, times = max(Counter(names).items(), key=lambda each: each[1], default=("", 0))
    if times > 1:
        raise PlanInvalid(f'"{name}" is there {times} times', path=path)


def _names(kind: type[TrackingPlan | PlannedEvent | PlannedProperty]) -> list[str]:
    return [each.name for each in fields(kind)]

"""A plan drafted from what came in: what is planned already stays, the rest is added."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from stayflow.intake.plan.model import Check, PlannedEvent, PlannedProperty, TrackingPlan
from stayflow.intake.plan.observed import ObservedEvent, ObservedProperty
from stayflow.language.event import is_own_name
from stayflow.language.scope import ValueType

# So few events say nothing of what is always there, and so few of each value no list.
_ALWAYS_MIN: Final = 20
_LISTED_MAX: Final = 12
_EACH_VALUE_MIN: Final = 10
# What is of one type this often is of it; the others are mistakes that the plan will show.
_TYPE_SHARE_MIN: Final = 0.95


def draft_plan(plan: TrackingPlan, observed: Sequence[ObservedEvent]) -> TrackingPlan:
    """The plan with what was observed and is not in it; nothing that is in it changes."""
    known = {each.name for each in plan.events}
    seen = {each.name: each for each in observed if not is_own_name(each.name)}
    events = [
        _with_more(event, seen[event.name]) if event.name in seen else event
        for event in plan.events
    ]
    events += [
        _with_more(PlannedEvent(name, check=Check.WARN), each)
        for name, each in seen.items()
        if name not in known
    ]
    return replace(plan, events=tuple(events))


def _with_more(planned: PlannedEvent, seen: ObservedEvent) -> PlannedEvent:
    known = {each.name for each in planned.properties}
    fresh = [_drafted(each, seen) for each in seen.properties if each.name not in known]
    return replace(planned, properties=(*planned.properties, *fresh))


def _drafted(seen: ObservedProperty, event: ObservedEvent) -> PlannedProperty:
    kind = usual_type(seen)
    is_always = seen.count >= event.sampled >= _ALWAYS_MIN
    is_listed = (
        kind is ValueType.TEXT
        and 0 < len(seen.values) <= _LISTED_MAX
        and seen.count >= len(seen.values) * _EACH_VALUE_MIN
    )
    return PlannedProperty(
        name=seen.name,
        type=kind,
        required=is_always,
        values=tuple(sorted(seen.values)) if is_listed else (),
    )


def usual_type(seen: ObservedProperty) -> ValueType:
    """The type that nearly all values have; text when there is none, which all can be read as."""
    kind, count = max(seen.types.items(), key=lambda each: each[1])
    return kind if count >= _TYPE_SHARE_MIN * seen.count else ValueType.TEXT

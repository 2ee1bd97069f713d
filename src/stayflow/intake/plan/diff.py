"""Plan against reality: what came that is not planned, what is planned and did not come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from stayflow.intake.plan.model import PlannedEvent, PlannedProperty, Status, TrackingPlan
from stayflow.intake.plan.observed import ObservedEvent, ObservedProperty
from stayflow.language.event import PAGE_EVENTS, is_own_name
from stayflow.language.scope import ValueType


class Difference(StrEnum):
    """In which way reality is not as planned."""

    EVENT_UNPLANNED = "event_unplanned"
    EVENT_NOT_SEEN = "event_not_seen"
    EVENT_SEEN_EARLY = "event_seen_early"
    EVENT_DEPRECATED = "event_deprecated"
    PROPERTY_UNPLANNED = "property_unplanned"
    PROPERTY_NOT_SEEN = "property_not_seen"
    PROPERTY_DEPRECATED = "property_deprecated"
    PROPERTY_MISSING = "property_missing"
    PROPERTY_TYPE = "property_type"
    PROPERTY_RANGE = "property_range"
    PROPERTY_VALUE = "property_value"


@dataclass(frozen=True, slots=True)
class PlanDifference:
    """One place where reality is not as planned.

    Attributes:
        property: Empty when it is about the event.
        planned: What the plan says, in words; empty when it says nothing.
        seen: What came, in words; empty when nothing did.
        share: Of the events looked at, how many are concerned, 0 to 1.
        last_at: When last; None when never.
    """

    kind: Difference
    event: str
    property: str
    planned: str
    seen: str
    share: float
    last_at: datetime | None


def compare_plan(plan: TrackingPlan, observed: Sequence[ObservedEvent]) -> list[PlanDifference]:
    """Every difference, event by event, in the order of the plan; what is not planned last."""
    seen = {each.name: each for each in observed}
    found: list[PlanDifference] = []
    for planned in plan.events:
        found += _of_event(planned, seen.pop(planned.name, None))
    found += [
        PlanDifference(
            Difference.EVENT_UNPLANNED, each.name, "", "", f"{each.count} ×", 1.0, each.last_at
        )
        for each in seen.values()
        if not is_own_name(each.name) and each.name not in PAGE_EVENTS
    ]
    return found


def _of_event(planned: PlannedEvent, seen: ObservedEvent | None) -> Iterator[PlanDifference]:
    if seen is None:
        if planned.status is Status.LIVE:
            yield PlanDifference(
                Difference.EVENT_NOT_SEEN, planned.name, "", str(planned.status), "", 0.0, None
            )
        return
    kind = {
        Status.PLANNED: Difference.EVENT_SEEN_EARLY,
        Status.DEPRECATED: Difference.EVENT_DEPRECATED,
    }.get(planned.status)
    if kind:
        said = f"{seen.count} ×"
        yield PlanDifference(kind, planned.name, "", str(planned.status), said, 1.0, seen.last_at)
    stated = {each.name: each for each in seen.properties}
    for each in planned.properties:
        yield from _of_property(planned, each, seen, stated.pop(each.name, None))
    for name, each_seen in stated.items():
        yield _difference(
            Difference.PROPERTY_UNPLANNED, seen, name, ("", _types(each_seen)), each_seen.count
        )


def _of_property(
    event: PlannedEvent,
    planned: PlannedProperty,
    seen: ObservedEvent,
    stated: ObservedProperty | None,
) -> Iterator[PlanDifference]:
    is_wanted = planned.status is Status.LIVE and event.status is not Status.DEPRECATED
    if stated is None:
        if is_wanted:
            words = (str(planned.type), "")
            yield _difference(Difference.PROPERTY_NOT_SEEN, seen, planned.name, words, seen.sampled)
        return
    if planned.status is Status.DEPRECATED:
        words = (str(planned.status), _types(stated))
        yield _difference(Difference.PROPERTY_DEPRECATED, seen, planned.name, words, stated.count)
    if planned.required and is_wanted and stated.count < seen.sampled:
        lacking = seen.sampled - stated.count
        words = ("required", f"{stated.count} / {seen.sampled}")
        yield _difference(Difference.PROPERTY_MISSING, seen, planned.name, words, lacking)
    yield from _of_values(planned, seen, stated)


def _of_values(
    planned: PlannedProperty, seen: ObservedEvent, stated: ObservedProperty
) -> Iterator[PlanDifference]:
    fitting = {planned.type, ValueType.TIME} if planned.type is ValueType.TEXT else {planned.type}
    wrong = sum(count for kind, count in stated.types.items() if kind not in fitting)
    if wrong:
        words = (str(planned.type), _types(stated))
        yield _difference(Difference.PROPERTY_TYPE, seen, planned.name, words, wrong)
    least, most = planned.minimum, planned.maximum
    below = least is not None and stated.least is not None and stated.least < least
    above = most is not None and stated.greatest is not None and stated.greatest > most
    if below or above:
        words = (_span(least, most), _span(stated.least, stated.greatest))
        yield _difference(Difference.PROPERTY_RANGE, seen, planned.name, words, 0)
    unlisted = sorted(set(stated.values) - {str(each) for each in planned.values})
    if planned.values and planned.type is ValueType.TEXT and unlisted:
        words = (", ".join(map(str, planned.values))[:200], ", ".join(unlisted)[:200])
        yield _difference(Difference.PROPERTY_VALUE, seen, planned.name, words, 0)


def _difference(
    kind: Difference, seen: ObservedEvent, name: str, words: tuple[str, str], concerned: int
) -> PlanDifference:
    share = concerned / seen.sampled if seen.sampled else 0.0
    return PlanDifference(kind, seen.name, name, *words, min(share, 1.0), seen.last_at)


def _types(seen: ObservedProperty) -> str:
    ordered = sorted(seen.types.items(), key=lambda each: -each[1])
    return ", ".join(f"{kind} {count} ×" for kind, count in ordered)


def _span(least: float | None, most: float | None) -> str:
    return (
        f"{'' if least is None else f'{least:g}'} … {'' if most is None else f'{most:g}'}".strip()
    )

"""What is not as planned in a batch: asked of the distinct shapes, and of values that have bounds."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from stayflow.intake.columns import EventColumns, Mask, Rows, Shape, StatedColumn, as_mask
from stayflow.intake.plan.model import Check, PlannedEvent, PlannedProperty, Status, TrackingPlan
from stayflow.language.scope import ValueType


class Fault(StrEnum):
    """In which way an event is not as planned."""

    EVENT_UNPLANNED = "event_unplanned"
    PROPERTY_MISSING = "property_missing"
    PROPERTY_UNPLANNED = "property_unplanned"
    PROPERTY_TYPE = "property_type"
    PROPERTY_RANGE = "property_range"
    PROPERTY_VALUE = "property_value"


@dataclass(frozen=True, slots=True)
class Finding:
    """Events of one name that are not as planned in one way.

    Attributes:
        event: The plan of these events; None for events that it does not have.
        fault: In which way.
        name: The property; empty when the event itself is not planned.
        rows: Where in the batch.
    """

    event: PlannedEvent | None
    check: Check
    fault: Fault
    name: str
    rows: Rows


_FITS: Final = {
    ValueType.TEXT: frozenset({ValueType.TEXT, ValueType.TIME}),
    ValueType.NUMBER: frozenset({ValueType.NUMBER}),
    ValueType.BOOLEAN: frozenset({ValueType.BOOLEAN}),
    ValueType.TIME: frozenset({ValueType.TIME}),
    ValueType.LIST: frozenset({ValueType.LIST}),
}
"""A text that looks like a time is a text all the same."""


def find_faults(plan: TrackingPlan, events: EventColumns) -> Iterator[Finding]:
    """Yield what is not as planned, event by event, the plan's order of properties kept."""
    planned = {each.name: each for each in plan.events}
    for name, rows in _rows_by_name(events.name):
        found = planned.get(name)
        if found is None:
            if plan.unplanned is not Check.NONE:
                yield Finding(None, plan.unplanned, Fault.EVENT_UNPLANNED, "", rows)
        elif found.check is not Check.NONE:
            yield from _faults_of(found, events, rows)


def _rows_by_name(names: pa.Array) -> Iterator[tuple[str, Rows]]:
    encoded = names.dictionary_encode()
    codes = np.asarray(encoded.indices)
    order = np.argsort(codes, kind="stable")
    ends = np.cumsum(np.bincount(codes, minlength=len(encoded.dictionary)))
    for place, name in enumerate(encoded.dictionary.to_pylist()):
        yield name, order[(ends[place - 1] if place else 0) : ends[place]]


def _faults_of(planned: PlannedEvent, events: EventColumns, rows: Rows) -> Iterator[Finding]:
    codes = events.shapes.of_row[rows]
    present = np.flatnonzero(np.bincount(codes))
    shapes = {int(code): events.shapes.known[code] for code in present}
    places: dict[tuple[Fault, str], list[int]] = {}
    for code, shape in shapes.items():
        for found in faults_of_shape(planned, shape):
            places.setdefault(found, []).append(code)
    for (fault, name), among in places.items():
        yield Finding(planned, planned.check, fault, name, rows[_is_among(codes, among)])
    for each in planned.properties:
        if each.is_bounded:
            stating = [code for code, shape in shapes.items() if _states(shape, each)]
            here = rows[_is_among(codes, stating)]
            yield from _out_of_bounds(planned, each, events, here)


def faults_of_shape(planned: PlannedEvent, shape: Shape) -> Iterator[tuple[Fault, str]]:
    """Yield what is wrong with every event of a shape, whatever its values."""
    stated = dict(shape)
    for each in planned.properties:
        if each.name not in stated:
            if each.required and each.status is Status.LIVE:
                yield Fault.PROPERTY_MISSING, each.name
        elif not _states(shape, each):
            yield Fault.PROPERTY_TYPE, each.name
    if planned.closed:
        known = {each.name for each in planned.properties}
        for name in stated:
            if name not in known:
                yield Fault.PROPERTY_UNPLANNED, name


def _states(shape: Shape, planned: PlannedProperty) -> bool:
    return any(name == planned.name and kind in _FITS[planned.type] for name, kind in shape)


def _is_among(codes: npt.NDArray[np.int32], among: list[int]) -> Mask:
    table = np.zeros(int(codes.max(initial=0)) + 1, dtype=bool)
    table[among] = True
    chosen: Mask = table[codes]
    return chosen


def _out_of_bounds(
    event: PlannedEvent, planned: PlannedProperty, events: EventColumns, rows: Rows
) -> Iterator[Finding]:
    if not len(rows):
        return
    stated = events.property_values(planned.name, rows)
    for fault, wrong in (
        (Fault.PROPERTY_VALUE, _is_unlisted(planned, stated)),
        (Fault.PROPERTY_RANGE, _is_outside(planned, stated)),
    ):
        if wrong.any():
            yield Finding(event, event.check, fault, planned.name, rows[wrong])


def _is_unlisted(planned: PlannedProperty, stated: StatedColumn) -> Mask:
    values = stated.values
    if not planned.values:
        return np.zeros(len(values), dtype=bool)
    if planned.type is ValueType.NUMBER:
        listed = pa.array([float(each) for each in planned.values], pa.float64())
    else:
        listed = pa.array([str(each) for each in planned.values], pa.string())
        if stated.type is ValueType.TIME:  # texts that look like times are compared as such
            return np.ones(len(values), dtype=bool)
    unlisted: Mask = ~as_mask(pc.is_in(values, value_set=listed))
    return unlisted


def _is_outside(planned: PlannedProperty, stated: StatedColumn) -> Mask:
    outside = np.zeros(len(stated.values), dtype=bool)
    if planned.minimum is not None:
        outside |= as_mask(pc.less(stated.values, planned.minimum))
    if planned.maximum is not None:
        outside |= as_mask(pc.greater(stated.values, planned.maximum))
    return outside

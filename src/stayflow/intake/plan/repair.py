"""Making an event's properties as planned: read what can be read, leave out what cannot."""

import math
from collections.abc import Mapping
from typing import Final

from stayflow.intake.columns import value_type
from stayflow.intake.plan.model import PlannedEvent, PlannedProperty
from stayflow.language.event import Value
from stayflow.language.scope import ValueType

_WORDS: Final = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}


def repair_properties(planned: PlannedEvent, properties: Mapping[str, Value]) -> dict[str, Value]:
    """The properties as planned.

    A value of the wrong type is read as the right one (`"12"` as 12); what cannot be read, is out of
    range or not listed, and what a closed event does not have is left out.
    """
    known = {each.name: each for each in planned.properties}
    kept: dict[str, Value] = {}
    for name, value in properties.items():
        wanted = known.get(name)
        if wanted is None:
            if not planned.closed:
                kept[name] = value
            continue
        read = read_as(value, wanted.type)
        if read is not None and _is_within(wanted, read):
            kept[name] = read
    return kept


def read_as(value: Value, wanted: ValueType) -> Value:
    """The value as one of the wanted type; None when it cannot be read so.

    >>> (
    ...     read_as("12", ValueType.NUMBER),
    ...     read_as(12, ValueType.TEXT),
    ...     read_as("x", ValueType.BOOLEAN),
    ... )
    (12.0, '12', None)
    """
    kind = value_type(value)
    if kind is wanted or kind is None:
        return value
    match wanted:
        case ValueType.TEXT:
            return _as_text(value)
        case ValueType.NUMBER:
            return _as_number(value)
        case ValueType.BOOLEAN:
            return _WORDS.get(str(value).strip().lower())
        case ValueType.LIST:
            return [value]
        case _:
            return None


def _as_text(value: Value) -> Value:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, str | int | float) else None


def _as_number(value: Value) -> Value:
    if isinstance(value, bool):
        return int(value)
    try:
        number = float(str(value).strip().replace(",", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _is_within(planned: PlannedProperty, value: Value) -> bool:
    if planned.values and value not in planned.values:
        return False
    if not isinstance(value, int | float):
        return True
    least = -math.inf if planned.minimum is None else planned.minimum
    most = math.inf if planned.maximum is None else planned.maximum
    return least <= value <= most

"""What events do to attributes beside stating them: set once, unset, add to, append to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stayflow.intake.columns.by_field import EventsByField
from stayflow.intake.columns.stated import StatedColumn
from stayflow.language.event import RawEvent
from stayflow.language.scope import ValueType

EVERY_ATTRIBUTE: Final = "*"
"""As a name to be unset: all attributes of the person."""


_FIELDS: Final = ("attributes_once", "unset", "increments", "appends")


class OperationKind(StrEnum):
    """What is done to an attribute."""

    SET = "set"
    ONCE = "once"
    UNSET = "unset"
    ADD = "add"
    APPEND = "append"


@dataclass(frozen=True, slots=True)
class Operations:
    """Operations of one kind on one attribute: which event does it, and with what value."""

    kind: OperationKind
    name: str
    rows: npt.NDArray[np.int64]
    stated: StatedColumn

    def take(self, places: npt.NDArray[np.int64]) -> "Operations":
        """Those of the events that are left.

        Args:
            places: New row of each event, -1 where it is not left.
        """
        kept = np.flatnonzero(places[self.rows] >= 0)
        return Operations(
            self.kind, self.name, places[self.rows[kept]], self.stated.take(pa.array(kept))
        )


def take_operations(
    operations: Sequence[Operations], rows: npt.NDArray[np.int64], count: int
) -> tuple[Operations, ...]:
    """The operations of the events at `rows` of `count`."""
    if not operations:
        return ()
    places = np.full(count, -1, dtype=np.int64)
    places[rows] = np.arange(len(rows))
    taken = (each.take(places) for each in operations)
    return tuple(each for each in taken if len(each.rows))


Said = Mapping[tuple[OperationKind, str], tuple[list[int], list[object]]]
"""By kind and name: the rows of the events, and the values."""


def operations_said(said: EventsByField) -> Said:
    """The operations of events as they were sent; most events have none."""
    found: dict[tuple[OperationKind, str], tuple[list[int], list[object]]] = {}
    stated = [values for field in _FIELDS if (values := said.stated(field)) is not None]
    for row in sorted({row for values in stated for row, value in enumerate(values) if value}):
        for kind, name, value in _said_by(said.event(row)):
            rows, values = found.setdefault((kind, name), ([], []))
            rows.append(row)
            values.append(value)
    return found


def _said_by(event: RawEvent) -> Iterator[tuple[OperationKind, str, object]]:
    for name, value in event.attributes_once.items():
        yield OperationKind.ONCE, name, value
    for name in event.unset:
        yield OperationKind.UNSET, name, ""
    for name, number in event.increments.items():
        yield OperationKind.ADD, name, number
    for name, values in event.appends.items():
        yield OperationKind.APPEND, name, [v if isinstance(v, str) else str(v) for v in values]


def operated_types(operations: Sequence[Operations]) -> dict[str, ValueType]:
    """Types of the attributes that operations give a value to, for the catalogue."""
    return {each.name: each.stated.type for each in operations if each.kind != OperationKind.UNSET}

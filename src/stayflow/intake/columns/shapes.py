"""Which properties the events of a batch state, by distinct shape: there are few, however many events.

A shape is the list of a batch's property names with their types. Whatever asks "which events lack
this, have that, or have it as text" asks the shapes, and takes the answer to the rows.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stayflow.intake.columns.stated import StatedColumn
from stayflow.language.event import Value
from stayflow.language.scope import ValueType

Shape = tuple[tuple[str, ValueType], ...]
"""(name, type) of every property that an event states."""

_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?")
_INSTANT_SHORTEST: Final = len("2026-01-31T08:00")
_TYPES: Final = {
    bool: ValueType.BOOLEAN,
    int: ValueType.NUMBER,
    float: ValueType.NUMBER,
    list: ValueType.LIST,
    tuple: ValueType.LIST,
}
NAME_MAX: Final = 200
"""Characters of the name of a property or attribute."""


@dataclass(frozen=True, slots=True)
class PropertySeen:
    """How often a property of one type came with one kind of event in a batch."""

    event: str
    name: str
    type: ValueType
    count: int


@dataclass(frozen=True, slots=True)
class Shapes:
    """The distinct shapes of a batch, and the place of each event's among them."""

    known: tuple[Shape, ...]
    of_row: npt.NDArray[np.int32]

    def take(self, rows: npt.NDArray[np.int64] | npt.NDArray[np.int32]) -> "Shapes":
        """The same shapes of some events."""
        return Shapes(self.known, self.of_row[rows])

    def put(self, rows: npt.NDArray[np.int64], shapes: Sequence[Shape]) -> "Shapes":
        """The shapes after the events at `rows` were given others."""
        places = {shape: place for place, shape in enumerate(self.known)}
        of_row = self.of_row.copy()
        of_row[rows] = [places.setdefault(shape, len(places)) for shape in shapes]
        return Shapes(tuple(places), of_row)


def value_type(value: Value) -> ValueType | None:
    """The type of a JSON value; None for null, which states nothing.

    >>> value_type("2026-01-31T08:00:00Z"), value_type("08:00"), value_type([1])
    (<ValueType.TIME: 'time'>, <ValueType.TEXT: 'text'>, <ValueType.LIST: 'list'>)
    """
    if value is None:
        return None
    if isinstance(value, str):
        return ValueType.TIME if _is_time(value) else ValueType.TEXT
    found = _TYPES.get(type(value))
    if found is not None:
        return found
    return ValueType.NUMBER if hasattr(value, "as_tuple") else ValueType.TEXT


def is_name(name: str) -> bool:
    """Whether something can be catalogued under a name; what cannot is nothing one could ask for."""
    return 0 < len(name) <= NAME_MAX and "\0" not in name and name.isprintable()


def shape_of(properties: Mapping[str, Value]) -> Shape:
    """The shape of one event's properties; a null states nothing."""
    return tuple((name, kind) for name, value in properties.items() if (kind := value_type(value)))


def shapes_of(properties: Sequence[Mapping[str, Any]]) -> Shapes:
    """The shapes of events as they were sent.

    Events of the same names and Python types differ only in which texts are times: those are
    looked at, and everything else is looked up.
    """
    places: dict[Shape, int] = {}
    texts: dict[tuple[object, ...], tuple[str, ...]] = {}
    found: dict[tuple[object, ...], int] = {}
    of_row: list[int] = []
    for each in properties:
        kinds = (*each, *map(type, each.values()))
        names = texts.get(kinds)
        if names is None:
            names = texts[kinds] = tuple(name for name, value in each.items() if type(value) is str)
        # Most texts are told to be no time by their length or their fifth character.
        times = [
            name
            for name in names
            if len(text := each[name]) >= _INSTANT_SHORTEST and text[4] == "-" and _is_time(text)
        ]
        key = (*kinds, *times) if times else kinds
        place = found.get(key)
        if place is None:
            place = found[key] = places.setdefault(shape_of(each), len(places))
        of_row.append(place)
    return Shapes(tuple(places), np.array(of_row, dtype=np.int32))


def _is_time(text: str) -> bool:
    return (
        len(text) >= _INSTANT_SHORTEST and text[4] == "-" and _INSTANT.fullmatch(text) is not None
    )


def shapes_of_columns(columns: Mapping[str, StatedColumn], rows: int) -> Shapes:
    """The shapes of events that came by column; a value that misfits its column is text."""
    codes = np.zeros(rows, dtype=np.int64)
    known: list[Shape] = [()]
    for name, column in columns.items():
        states = np.asarray(column.values.is_valid()).astype(np.int64)
        if column.misfits is not None:
            states[np.asarray(column.misfits.is_valid())] = 2
        present, codes = np.unique(codes * 3 + states, return_inverse=True)
        stated = ((), ((name, column.type),), ((name, ValueType.TEXT),))
        known = [known[code // 3] + stated[code % 3] for code in present.tolist()]
    return Shapes(tuple(known), codes.astype(np.int32))


def properties_seen(names: pa.Array, shapes: Shapes) -> tuple[PropertySeen, ...]:
    """How often each property of each type came with each event, for the catalogue."""
    encoded = names.dictionary_encode()
    events = encoded.dictionary.to_pylist()
    pairs = np.asarray(encoded.indices).astype(np.int64) * len(shapes.known) + shapes.of_row
    found: dict[tuple[str, str, ValueType], int] = {}
    for pair, count in zip(*np.unique(pairs, return_counts=True), strict=True):
        event, shape = divmod(int(pair), len(shapes.known))
        for name, kind in shapes.known[shape]:
            if is_name(name):
                key = events[event], name, kind
                found[key] = found.get(key, 0) + int(count)
    return tuple(PropertySeen(*key, count=times) for key, times in found.items())

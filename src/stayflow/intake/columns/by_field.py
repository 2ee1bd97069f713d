"""Events as they were sent, by field: for many of them quicker than one by one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt

from stayflow.intake.columns.shelf import Placed, Shelved
from stayflow.language.event import RawEvent

_UNSTATED: Final = RawEvent()
_astuple: Final = msgspec.structs.astuple
# Turned round in parts that stay in the processor's cache.
_TOGETHER: Final = 128


@dataclass(frozen=True, slots=True)
class EventsByField:
    """What `RawEvent` says, each of its fields for all events.

    Attributes:
        count: How many events there are.
        fields: Values by name of the field; one that no event states may be left out, and an event
            that does not state it has null or what `RawEvent` has.
        identities: By kind, null or empty where an event does not name one.
        unbind: Likewise.
        events: The events one by one, where they came so.
        parts: What was joined.
        shelved: What tells further fields; one in `fields` goes before it.
    """

    count: int
    fields: Mapping[str, Sequence[Any]]
    identities: Mapping[str, Sequence[str | None]]
    unbind: Mapping[str, Sequence[str | None]] = field(default_factory=dict)
    events: Sequence[RawEvent] | None = None
    parts: "Sequence[EventsByField]" = ()
    shelved: Sequence[Shelved] = ()

    @classmethod
    def of(cls, events: Sequence[RawEvent]) -> "EventsByField":
        """The same events by field."""
        columns: list[list[Any]] = [[] for _ in RawEvent.__struct_fields__]
        for first in range(0, len(events), _TOGETHER):
            part = events[first : first + _TOGETHER]
            for column, values in zip(columns, zip(*map(_astuple, part), strict=True), strict=True):
                column.extend(values)
        fields: dict[str, list[Any]] = dict(zip(RawEvent.__struct_fields__, columns, strict=True))
        identities, unbind = _by_kind(fields.pop("identities")), _by_kind(fields.pop("unbind"))
        return cls(len(events), fields, identities, unbind, events)

    @classmethod
    def joined(cls, parts: "Sequence[EventsByField]") -> "EventsByField":
        """The events of several parts, one after the other."""
        if len(parts) == 1:
            return parts[0]
        return cls(
            count=sum(part.count for part in parts),
            fields=_joined_fields(parts),
            identities=_joined_kinds(parts, attrgetter("identities")),
            unbind=_joined_kinds(parts, attrgetter("unbind")),
            parts=parts,
        )

    def __len__(self) -> int:
        return self.count

    def stated(self, name: str) -> Sequence[Any] | None:
        """The values of a field; None when no event states it."""
        values = self._find(name)
        if values is None:
            return None
        told = values.distinct if isinstance(values, Placed) else values
        return values if any(told) else None

    def whole(self, name: str) -> Sequence[Any]:
        """The values of a field, whether any event states it or not."""
        values = self._find(name)
        return [getattr(_UNSTATED, name)] * self.count if values is None else values

    def _find(self, name: str) -> Sequence[Any] | None:
        found = self.fields.get(name)
        if found is not None:
            return found
        return next((each.values(name) for each in self.shelved if name in each.columns), None)

    def event(self, row: int) -> RawEvent:
        """One event by itself."""
        if self.events is not None:
            return self.events[row]
        for part in self.parts:
            if row < part.count:
                return part.event(row)
            row -= part.count
        said = {
            name: column[each.places[row]]
            for each in self.shelved
            for name, column in each.columns.items()
        }
        said |= {name: values[row] for name, values in self.fields.items()}
        return RawEvent(
            identities={kind: value for kind, v in self.identities.items() if (value := v[row])},
            unbind={kind: value for kind, v in self.unbind.items() if (value := v[row])},
            **{
                name: getattr(_UNSTATED, name) if value is None else value
                for name, value in said.items()
            },
        )


@dataclass(frozen=True, slots=True)
class FieldPack:
    """An `EventPack` by field: what one request brought.

    Attributes:
        source: Which way the events came.
        received_at_ms: When we took them, in Unix milliseconds by our clock.
        events: In the order in which they were sent.
        key: Id of the write key that let them in.
    """

    source: str
    received_at_ms: int
    events: EventsByField
    key: str = ""


def _joined_fields(parts: Sequence[EventsByField]) -> dict[str, Sequence[Any]]:
    """The fields of several parts; what is told by a shelf stays apart from who tells it."""
    own = {name for part in parts if part.shelved for name in part.fields}
    shelves = {tuple(id(each.columns) for each in part.shelved): part.shelved for part in parts}
    shelves.pop((), None)
    told = {name: None for every in shelves.values() for each in every for name in each.columns}
    names = {name: None for part in parts for name in part.fields} | told
    placed: dict[str, Sequence[Any]] = {}
    if len(shelves) == 1:
        for number, shelf in enumerate(next(iter(shelves.values()))):
            size = max(map(len, shelf.columns.values()), default=0)
            where = _places(parts, number, size)
            for name in shelf.columns.keys() - own:
                placed[name] = Placed(_distinct(parts, shelf.columns[name], name), where)
    return {
        name: placed[name]
        if name in placed
        else list(chain.from_iterable(part.whole(name) for part in parts))
        for name in names
    }


def _places(parts: Sequence[EventsByField], number: int, beside: int) -> npt.NDArray[np.int32]:
    """By event: the place of its text on a shelf, or one from `beside` on where it has none."""
    places: list[Sequence[int]] = []
    for part in parts:
        if part.shelved:
            places.append(part.shelved[number].places)
        else:
            places.append(range(beside, beside + part.count))
            beside += part.count
    return np.fromiter(chain.from_iterable(places), np.int32, sum(map(len, places)))


def _distinct(parts: Sequence[EventsByField], told: Sequence[Any], name: str) -> Sequence[Any]:
    others = [part.whole(name) for part in parts if not part.shelved]
    return [*told, *chain.from_iterable(others)] if others else told


def _joined_kinds(
    parts: Sequence[EventsByField],
    of: Callable[[EventsByField], Mapping[str, Sequence[str | None]]],
) -> dict[str, Sequence[str | None]]:
    kinds = sorted({kind for part in parts for kind in of(part)})
    return {
        kind: list(chain.from_iterable(of(part).get(kind, (None,) * part.count) for part in parts))
        for kind in kinds
    }


def _by_kind(named: Sequence[Mapping[str, str]]) -> dict[str, list[str | None]]:
    kinds = sorted(set().union(*named)) if any(named) else []
    return {kind: [each.get(kind) for each in named] for kind in kinds}

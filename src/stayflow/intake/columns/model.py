"""A batch of events by column: what cleaning, identifying and recording work on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stayflow.language.scope import ValueType

Mask = npt.NDArray[np.bool_]
Instants = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int64]

REVENUE: Final = pa.decimal128(18, 6)
UNREADABLE_TIME: Final = -1


@dataclass(frozen=True, slots=True)
class StatedColumn:
    """One property or attribute of all events of a batch; null where an event does not state it.

    Attributes:
        type: What the values are.
        values: Texts for text, doubles for numbers, bools, Unix milliseconds for times, and JSON
            arrays of texts for lists.
        misfits: Texts that could not be read as `type`, null elsewhere; None when there are none.
    """

    type: ValueType
    values: pa.Array
    misfits: pa.Array | None = None

    def take(self, rows: pa.Array) -> "StatedColumn":
        """The same column at `rows` only."""
        misfits = None if self.misfits is None else self.misfits.take(rows)
        return StatedColumn(self.type, self.values.take(rows), misfits)


@dataclass(frozen=True, slots=True)
class PropertySeen:
    """How often a property of one type came with one kind of event in a batch."""

    event: str
    name: str
    type: ValueType
    count: int


@dataclass(frozen=True, slots=True)
class EventColumns:
    """A batch of events, one row each; every column has the same length.

    Attributes:
        source: Way by which they came; counts are kept by it.
        name: Texts, empty where the sender forgot it.
        time: Unix milliseconds; where `has_time` is false, 0 if none was stated and
            `UNREADABLE_TIME` if it was no time.
        has_time: Where the sender's time could be read.
        sent_at: Unix milliseconds by the sender's clock, 0 where unknown.
        received_at: Unix milliseconds by our clock.
        event_id: Hashes of 16 bytes; a retry or a second import carries the same one.
        identities: By kind; null where an event does not name one.
        context: Columns of `events` by name; those left out are empty.
        revenue: Decimals or null; None when no event has any.
        properties: JSON objects as text.
        properties_seen: For the catalogue.
        attributes: By name.
        payloads: Gives the events at some rows as they were sent, as JSON, for the rejected ones.
        unread: What was read of rows that were no event at all; received, and rejected.
        lost_money: Where a revenue was stated that is no amount of money.
        is_repeat: Where the id came earlier in the same source; None when the source does not know,
            and otherwise only another source can hold the same event.
    """

    source: str
    name: pa.Array
    time: Instants
    has_time: Mask
    sent_at: Instants
    received_at: Instants
    event_id: pa.Array
    identities: Mapping[str, pa.Array]
    context: Mapping[str, pa.Array]
    revenue: pa.Array | None
    properties: pa.Array
    properties_seen: tuple[PropertySeen, ...]
    attributes: Mapping[str, StatedColumn]
    payloads: Callable[[Rows], list[str]]
    unread: tuple[str, ...] = ()
    lost_money: Mask | None = None
    is_repeat: Mask | None = None

    def __len__(self) -> int:
        return len(self.name)

    def take(self, rows: Rows) -> "EventColumns":
        """The same columns at `rows` only."""
        if len(rows) == len(self):
            return self
        chosen = pa.array(rows)
        outer = self.payloads
        return replace(
            self,
            name=self.name.take(chosen),
            time=self.time[rows],
            has_time=self.has_time[rows],
            sent_at=self.sent_at[rows],
            received_at=self.received_at[rows],
            event_id=self.event_id.take(chosen),
            identities={kind: values.take(chosen) for kind, values in self.identities.items()},
            context={name: values.take(chosen) for name, values in self.context.items()},
            revenue=None if self.revenue is None else self.revenue.take(chosen),
            properties=self.properties.take(chosen),
            attributes={name: stated.take(chosen) for name, stated in self.attributes.items()},
            payloads=lambda inner: outer(rows[inner]),
            lost_money=None if self.lost_money is None else self.lost_money[rows],
            is_repeat=None if self.is_repeat is None else self.is_repeat[rows],
        )


def one_chunk(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """The column as one array, with texts that are not dictionary-encoded."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
        if isinstance(column, pa.ChunkedArray):
            column = column.chunk(0) if column.num_chunks else pa.array([], column.type)
    if pa.types.is_dictionary(column.type):
        return column.dictionary_decode()
    return column


def as_instants(milliseconds: Instants) -> pa.Array:
    """Unix milliseconds as instants in UTC."""
    return pa.array(milliseconds).cast(pa.timestamp("ms", tz="UTC"))


def as_mask(column: pa.Array) -> Mask:
    """A boolean column as a mask; null counts as false."""
    return np.asarray(column.fill_null(False)).astype(bool)  # noqa: FBT003 - Arrow's signature

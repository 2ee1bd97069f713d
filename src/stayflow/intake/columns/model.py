"""A batch of events by column: what cleaning, identifying and recording work on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stayflow.intake.columns.operations import Operations, take_operations
from stayflow.intake.columns.shapes import PropertySeen, Shapes, properties_seen
from stayflow.intake.columns.stated import StatedColumn

Mask = npt.NDArray[np.bool_]
Instants = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int64]
Replays = npt.NDArray[np.object_]
"""Of each event the `Replay` it is, or None."""

REVENUE: Final = pa.decimal128(18, 6)
UNREADABLE_TIME: Final = -1


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
        shapes: Which properties each event states.
        property_values: Gives the values of one property at some rows.
        attributes: By name.
        payloads: Gives the events at some rows as they were sent, as JSON, for the rejected ones.
        unread: What was read of rows that were no event at all; received, and rejected.
        lost_money: Where a revenue was stated that is no amount of money.
        is_repeat: Where the id came earlier in the same source; None when the source does not know,
            and otherwise only another source can hold the same event.
        is_mended: Where a text was sent that is no text, and what could be read of it is kept.
        keys: Id of the write key that let each event in; None when it was none.
        user_agent: The client's own words, empty where unknown; None when nowhere known.
        ip: The client's address, likewise; it is not stored unless the project asks for it.
        raws: Gives the events at some rows as JSON of `RawEvent`; None when they came by column.
        unbinds: By kind: the identity that an event says is no longer its person's, or null.
        operations: What events do to attributes beside stating them.
        replays: Which rejected event each is, taken again; None in the array for all others.
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
    shapes: Shapes
    property_values: Callable[[str, Rows], StatedColumn]
    attributes: Mapping[str, StatedColumn]
    payloads: Callable[[Rows], list[str]]
    unread: tuple[str, ...] = ()
    lost_money: Mask | None = None
    is_repeat: Mask | None = None
    is_mended: Mask | None = None
    keys: pa.Array | None = None
    user_agent: pa.Array | None = None
    ip: pa.Array | None = None
    raws: Callable[[Rows], list[str]] | None = None
    unbinds: Mapping[str, pa.Array] = field(default_factory=dict)
    operations: tuple[Operations, ...] = ()
    replays: Replays | None = None

    def __len__(self) -> int:
        return len(self.name)

    @property
    def properties_seen(self) -> tuple[PropertySeen, ...]:
        """Every property with its events and types, for the catalogue."""
        return properties_seen(self.name, self.shapes)

    def take(self, rows: Rows) -> "EventColumns":
        """The same columns at `rows` only."""
        if len(rows) == len(self):
            return self
        chosen = pa.array(rows)
        outer, values, raws = self.payloads, self.property_values, self.raws
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
            shapes=self.shapes.take(rows),
            property_values=lambda name, inner: values(name, rows[inner]),
            attributes={name: stated.take(chosen) for name, stated in self.attributes.items()},
            payloads=lambda inner: outer(rows[inner]),
            lost_money=_at(self.lost_money, rows),
            is_repeat=_at(self.is_repeat, rows),
            is_mended=_at(self.is_mended, rows),
            keys=None if self.keys is None else self.keys.take(chosen),
            user_agent=None if self.user_agent is None else self.user_agent.take(chosen),
            ip=None if self.ip is None else self.ip.take(chosen),
            raws=None if raws is None else (lambda inner: raws(rows[inner])),
            unbinds={kind: values.take(chosen) for kind, values in self.unbinds.items()},
            operations=take_operations(self.operations, rows, len(self)),
            replays=None if self.replays is None else self.replays[rows],
        )


def _at(mask: Mask | None, rows: Rows) -> Mask | None:
    return None if mask is None else mask[rows]


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

"""One property or attribute of a batch, by column."""

from dataclasses import dataclass

import pyarrow as pa

from stayflow.language.scope import ValueType


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

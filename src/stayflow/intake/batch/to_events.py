"""From rows of a file to events, as the mapping says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from stayflow.intake.batch import convert
from stayflow.intake.batch.mapping import FileMapping, RowTest, ValueColumn
from stayflow.intake.batch.occurrences import Occurrences
from stayflow.intake.batch.rows import ROW, Chunk
from stayflow.intake.columns import (
    UNREADABLE_TIME,
    EventColumns,
    Mask,
    Rows,
    StatedColumn,
    as_ids,
    as_mask,
    hash_rows,
    json_objects,
    one_chunk,
    shapes_of_columns,
)
from stayflow.language.scope import ValueType

SOURCE = "import"
Words = npt.NDArray[np.uint64]


@dataclass(slots=True)
class FileEvents:
    """Turns the chunks of one file into events; must see every chunk, in order.

    Attributes:
        mapping: What is what.
        zone: The project's.
        received_at_ms: The import's beginning: the same when it goes on after a crash.
    """

    mapping: FileMapping
    zone: ZoneInfo
    received_at_ms: int
    _seen: Occurrences = field(default_factory=Occurrences)
    _seen_ids: Occurrences = field(default_factory=Occurrences)

    def convert(self, chunk: Chunk) -> tuple[EventColumns, int]:
        """The events of a chunk, and how many rows the mapping's `where` leaves out."""
        rows = self._taken(chunk.rows)
        event_id, is_repeat = self._event_ids(rows)
        return self._columns(rows, chunk, event_id, is_repeat), chunk.rows.num_rows - rows.num_rows

    def skip(self, chunk: Chunk) -> None:
        """Pass over a chunk that is recorded already, counting its rows."""
        self._event_ids(self._taken(chunk.rows))

    def _taken(self, rows: pa.Table) -> pa.Table:
        if not rows.num_rows:
            return rows
        for test in self.mapping.where:
            rows = rows.filter(pa.array(passes(rows[test.column], test)))
        return rows

    def _event_ids(self, rows: pa.Table) -> tuple[pa.Array, Mask]:
        """Ids from the columns the mapping names, else from content and occurrence number."""
        count = rows.num_rows
        if not count:
            return pa.array([], pa.binary(16)), np.zeros(0, dtype=bool)
        name = self._names(rows)
        content = _row_hash(rows)
        has_id = np.zeros(count, dtype=bool)
        if self.mapping.event_id:
            texts = [convert.as_text(rows[column]) for column in self.mapping.event_id]
            has_id = np.logical_and.reduce([as_mask(text.is_valid()) for text in texts])
            content[has_id] = hash_rows(texts)[has_id]
        keys = hash_rows([name, content[:, 0], content[:, 1]])
        occurrence = np.zeros(count, dtype=np.uint64)
        is_repeat = np.zeros(count, dtype=bool)
        occurrence[~has_id] = self._seen.number(keys[~has_id, 0])
        is_repeat[has_id] = self._seen_ids.number(keys[has_id, 0]) > 0
        return as_ids(hash_rows([keys[:, 0], keys[:, 1], occurrence])), is_repeat

    def _names(self, rows: pa.Table) -> pa.Array:
        event = self.mapping.event
        if event.column is None:
            return _constant(event.value or "", rows.num_rows)
        encoded = convert.as_text(rows[event.column]).fill_null("").dictionary_encode()
        words = [
            word.replace("\0", "\N{REPLACEMENT CHARACTER}")
            for word in encoded.dictionary.to_pylist()
        ]
        renamed = pa.array([event.renamed.get(word, word) for word in words], pa.string())
        return renamed.take(encoded.indices)

    def _columns(
        self, rows: pa.Table, chunk: Chunk, event_id: pa.Array, is_repeat: Mask
    ) -> EventColumns:
        count = rows.num_rows
        if not count:
            rows = _empty(self.mapping)
        name = self._names(rows)
        time, is_read = convert.as_instants_of(
            rows[self.mapping.time.column], self.mapping.time, self.zone
        )
        properties = self._stated(rows, self.mapping.properties)
        revenue, lost_money = self._revenue(rows)
        return EventColumns(
            source=SOURCE,
            name=name,
            time=np.where(is_read, time, UNREADABLE_TIME),
            has_time=is_read,
            sent_at=np.zeros(count, dtype=np.int64),
            received_at=np.full(count, self.received_at_ms, dtype=np.int64),
            event_id=event_id,
            identities={
                kind: convert.as_text(rows[column])
                for kind, column in self.mapping.identities.items()
            },
            context=self._context(rows, revenue),
            revenue=revenue,
            properties=json_objects(properties, count),
            shapes=shapes_of_columns(properties, count),
            property_values=lambda named, places: properties[named].take(pa.array(places)),
            attributes=self._stated(rows, self.mapping.attributes),
            payloads=lambda places: _payloads(rows, places),
            unread=chunk.unread,
            lost_money=lost_money,
            is_repeat=is_repeat,
        )

    def _stated(
        self, rows: pa.Table, columns: Mapping[str, ValueColumn]
    ) -> dict[str, StatedColumn]:
        return {
            name: convert.as_stated(
                rows[value.column],
                value.type,
                None if value.times is None else rows[value.times],
                self.zone,
            )
            for name, value in columns.items()
        }

    def _revenue(self, rows: pa.Table) -> tuple[pa.Array | None, Mask | None]:
        stated = self.mapping.revenue
        if stated is None:
            return None, None
        times = None if stated.times is None else rows[stated.times]
        return convert.as_money(rows[stated.column], times)

    def _context(self, rows: pa.Table, revenue: pa.Array | None) -> dict[str, pa.Array]:
        fields = {
            name: _constant(field.value or "", rows.num_rows)
            if field.column is None
            else convert.as_text(rows[field.column]).fill_null("")
            for name, field in self.mapping.context.items()
        }
        stated = self.mapping.revenue
        if stated and stated.currency and revenue is not None:
            fields["currency"] = pc.if_else(revenue.is_valid(), stated.currency, "")
        return fields


def passes(column: pa.ChunkedArray, test: RowTest) -> Mask:
    """Where a cell passes a test; with a number as value, cells are compared as numbers."""
    texts = convert.as_text(column)
    match test.operator:
        case "is_set":
            return as_mask(texts.is_valid())
        case "is_not_set":
            return ~as_mask(texts.is_valid())
        case "in" | "not_in":
            listed = test.value if isinstance(test.value, list) else [test.value]
            is_in = as_mask(pc.is_in(texts, value_set=pa.array([str(each) for each in listed])))
            return ~is_in if test.operator == "not_in" else is_in
        case _:
            return _compared(column, texts, test)


def _compared(column: pa.ChunkedArray, texts: pa.Array, test: RowTest) -> Mask:
    compare = {
        "eq": pc.equal,
        "ne": pc.not_equal,
        "gt": pc.greater,
        "gte": pc.greater_equal,
        "lt": pc.less,
        "lte": pc.less_equal,
    }[test.operator]
    if isinstance(test.value, int | float) and not isinstance(test.value, bool):
        return as_mask(compare(convert.as_number(column)[0], float(test.value)))
    return as_mask(compare(texts, str(test.value)))


def _row_hash(rows: pa.Table) -> Words:
    """A hash of every cell of a row, whatever the mapping reads of it."""
    if ROW in rows.column_names:
        return hash_rows([one_chunk(rows[ROW])])
    return hash_rows([_hashable(one_chunk(column)) for column in rows.columns])


def _hashable(column: pa.Array) -> pa.Array | Words:
    is_plain = pa.types.is_integer(column.type) or pa.types.is_floating(column.type)
    if is_plain and not column.null_count:
        kind = np.float64 if pa.types.is_floating(column.type) else np.int64
        numbers: Words = np.asarray(column).astype(kind).view(np.uint64)
        return numbers
    if pa.types.is_nested(column.type):
        return convert.as_list(column)
    return column.cast(pa.string())


def _payloads(rows: pa.Table, places: Rows) -> list[str]:
    chosen = rows.take(pa.array(places))
    if ROW in rows.column_names:
        texts: list[str] = chosen[ROW].to_pylist()
        return texts
    written = {
        column: StatedColumn(ValueType.TEXT, one_chunk(values).cast(pa.string()))
        for column, values in zip(chosen.column_names, chosen.columns, strict=True)
        if not pa.types.is_nested(values.type)
    }
    return list(json_objects(written, chosen.num_rows).to_pylist())


def _constant(text: str, count: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(
        pa.array(np.zeros(count, dtype=np.int8)), pa.array([text])
    ).dictionary_decode()


def _empty(mapping: FileMapping) -> pa.Table:
    return pa.table({column: pa.array([], pa.string()) for column in mapping.columns()})

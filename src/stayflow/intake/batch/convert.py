"""Cells to values, a column at a time. What does not fit its type is kept as text beside it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stayflow.intake.batch.mapping import TimeColumn, TimeFormat
from stayflow.intake.columns import REVENUE, Instants, Mask, StatedColumn, as_mask, one_chunk
from stayflow.language.scope import ValueType

_NUMBER: Final = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$"
_TRUE: Final = ("true", "1", "yes", "y", "t", "是")
_FALSE: Final = ("false", "0", "no", "n", "f", "否")
_MONEY_MAX: Final = 1e12
# Directives that Arrow's strptime does not know the way Python's does.
_SLOW_DIRECTIVES: Final = ("%f", "%z", "%Z", "%b", "%B", "%a", "%A", "%p")


def as_text(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Texts without blanks around them; empty is null. Whole numbers lose their `.0`."""
    values = one_chunk(column)
    if pa.types.is_floating(values.type):
        whole = pc.all(pc.equal(pc.round(values), values)).as_py()
        values = values.cast(pa.int64()) if whole else values
    if pa.types.is_nested(values.type):
        return as_list(values)
    texts = pc.ascii_trim_whitespace(values.cast(pa.string()))
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def as_number(column: pa.Array | pa.ChunkedArray) -> tuple[pa.Array, pa.Array | None]:
    """Doubles, and the texts that are no numbers (None when every cell is one or empty)."""
    values = one_chunk(column)
    if not pa.types.is_string(values.type):
        numbers = values.cast(pa.float64())
        return pc.if_else(pc.is_finite(numbers), numbers, pa.scalar(None, pa.float64())), None
    texts = as_text(values)
    try:
        numbers = texts.cast(pa.float64())
    except pa.ArrowInvalid:
        fits = pc.match_substring_regex(texts, _NUMBER)
        numbers = pc.if_else(fits, texts, pa.scalar(None, pa.string())).cast(pa.float64())
    finite = pc.if_else(pc.is_finite(numbers), numbers, pa.scalar(None, pa.float64()))
    if finite.null_count == texts.null_count:
        return finite, None
    return finite, pc.if_else(finite.is_valid(), pa.scalar(None, pa.string()), texts)


def as_money(
    column: pa.Array | pa.ChunkedArray, times: pa.Array | pa.ChunkedArray | None
) -> tuple[pa.Array, Mask]:
    """Decimals of six places, and where a cell is no amount."""
    numbers, misfits = as_number(column)
    lost = np.zeros(len(numbers), dtype=bool) if misfits is None else as_mask(misfits.is_valid())
    if times is not None:
        factors, other_misfits = as_number(times)
        numbers = pc.multiply(numbers, factors)
        if other_misfits is not None:
            lost |= as_mask(other_misfits.is_valid())
    is_amount = pc.less(pc.abs(numbers), _MONEY_MAX)
    lost |= ~as_mask(is_amount.fill_null(True))  # noqa: FBT003 - an empty cell is not lost
    amounts = pc.if_else(is_amount, pc.round(numbers, 6), pa.scalar(None, pa.float64()))
    return amounts.cast(REVENUE), lost


def as_list(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """JSON arrays of texts: of a list column, or of texts with values divided by `,` or `|`."""
    values = one_chunk(column)
    if pa.types.is_nested(values.type):
        return pa.array(
            [
                None if cell is None else json.dumps(cell, ensure_ascii=False, default=str)
                for cell in values.to_pylist()
            ],
            pa.string(),
        )
    texts = as_text(values)
    is_json = pc.starts_with(texts, "[")
    escaped = pc.replace_substring(pc.replace_substring(texts, "\\", "\\\\"), '"', '\\"')
    divided = pc.replace_substring_regex(escaped, r"\s*[,|]\s*", '","')
    return pc.if_else(is_json, texts, pc.binary_join_element_wise('["', divided, '"]', ""))


def as_boolean(column: pa.Array | pa.ChunkedArray) -> tuple[pa.Array, pa.Array | None]:
    """Truth values, and the texts that are none."""
    values = one_chunk(column)
    if pa.types.is_boolean(values.type):
        return values, None
    texts = as_text(values)
    words = pc.utf8_lower(texts)
    yes = pc.is_in(words, value_set=pa.array(_TRUE))
    no = pc.is_in(words, value_set=pa.array(_FALSE))
    truth = pc.if_else(pc.or_(yes, no), yes, pa.scalar(None, pa.bool_()))
    if truth.null_count == texts.null_count:
        return truth, None
    return truth, pc.if_else(truth.is_valid(), pa.scalar(None, pa.string()), texts)


def natural_type(column: pa.ChunkedArray) -> ValueType:
    """The type a column has by itself; text files have only texts."""
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_boolean(kind):
        return ValueType.BOOLEAN
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return ValueType.NUMBER
    if pa.types.is_temporal(kind):
        return ValueType.TIME
    return ValueType.LIST if pa.types.is_nested(kind) else ValueType.TEXT


def as_stated(
    column: pa.ChunkedArray, kind: ValueType | None, times: pa.ChunkedArray | None, zone: ZoneInfo
) -> StatedColumn:
    """A property or attribute of a type, by default the column's own."""
    match kind or natural_type(column):
        case ValueType.NUMBER:
            numbers, misfits = as_number(column)
            if times is not None:
                numbers = pc.round(pc.multiply(numbers, as_number(times)[0]), 6)
            return StatedColumn(ValueType.NUMBER, numbers, misfits)
        case ValueType.BOOLEAN:
            return StatedColumn(ValueType.BOOLEAN, *as_boolean(column))
        case ValueType.TIME:
            instants, is_read = as_instants_of(column, TimeColumn("", TimeFormat.ISO, zone), zone)
            texts = as_text(column) if pa.types.is_string(column.type) else None
            known = pa.array(instants, mask=~is_read)
            misfits = (
                None
                if texts is None
                else pc.if_else(pa.array(is_read), pa.scalar(None, pa.string()), texts)
            )
            has_misfits = misfits is not None and misfits.null_count < len(misfits)
            return StatedColumn(ValueType.TIME, known, misfits if has_misfits else None)
        case ValueType.LIST:
            return StatedColumn(ValueType.LIST, as_list(column))
        case _:
            return StatedColumn(ValueType.TEXT, as_text(column))


def as_instants_of(
    column: pa.ChunkedArray, how: TimeColumn, project_zone: ZoneInfo
) -> tuple[Instants, Mask]:
    """Unix milliseconds, and where the cell is a time.

    Args:
        column: Texts, numbers, or times as the file has them.
        how: Format and zone.
        project_zone: The zone of times that name none, when the mapping names none either.
    """
    values = one_chunk(column)
    zone = how.zone or project_zone
    if pa.types.is_temporal(values.type):
        moments = _in_utc(values.cast(_naive(values.type)), values.type, zone)
    elif how.format in {TimeFormat.UNIX_S, TimeFormat.UNIX_MS}:
        factor = 1000 if how.format == TimeFormat.UNIX_S else 1
        numbers, _ = as_number(values)
        moments = pc.round(pc.multiply(numbers, float(factor))).cast(pa.int64(), safe=False)
    elif how.format == TimeFormat.ISO:
        moments = _iso(as_text(values), zone)
    else:
        moments = _by_pattern(as_text(values), how.format, zone)
    is_read = as_mask(moments.is_valid())
    return np.asarray(moments.fill_null(0)).astype(np.int64), is_read


def _naive(kind: pa.DataType) -> pa.DataType:
    return pa.timestamp("ms", tz=getattr(kind, "tz", None))


def _in_utc(moments: pa.Array, kind: pa.DataType, zone: ZoneInfo) -> pa.Array:
    """Unix milliseconds of timestamps; those without a zone are read in `zone`."""
    if getattr(kind, "tz", None) is None:
        moments = pc.assume_timezone(
            moments, timezone=zone.key, ambiguous="earliest", nonexistent="latest"
        )
    return moments.cast(pa.timestamp("ms", tz="UTC"), safe=False).cast(pa.int64())


def _iso(texts: pa.Array, zone: ZoneInfo) -> pa.Array:
    """ISO 8601: all without a zone or all with one is fast; a mixture is read text by text."""
    try:
        naive = texts.cast(pa.timestamp("us"))
        return _in_utc(naive, naive.type, zone)
    except pa.ArrowInvalid:
        pass
    try:
        aware = texts.cast(pa.timestamp("us", tz="UTC"))
        return aware.cast(pa.timestamp("ms", tz="UTC"), safe=False).cast(pa.int64())
    except pa.ArrowInvalid:
        return _distinct(texts, lambda text: _parsed(datetime.fromisoformat(text), zone))


def _by_pattern(texts: pa.Array, pattern: str, zone: ZoneInfo) -> pa.Array:
    if any(directive in pattern for directive in _SLOW_DIRECTIVES):
        return _distinct(texts, lambda text: _by_python(text, pattern, zone))
    moments = pc.strptime(texts, format=pattern, unit="s", error_is_null=True)
    return _in_utc(moments.cast(pa.timestamp("ms")), moments.type, zone)


def _by_python(text: str, pattern: str, zone: ZoneInfo) -> int:
    return _parsed(datetime.strptime(text, pattern), zone)  # noqa: DTZ007 - the zone follows


def _distinct(texts: pa.Array, read: Callable[[str], int]) -> pa.Array:
    """Read each distinct text once."""
    encoded = texts.dictionary_encode()
    moments: list[int | None] = []
    for text in encoded.dictionary.to_pylist():
        try:
            moments.append(read(text))
        except (ValueError, OverflowError):
            moments.append(None)
    return pa.array(moments, pa.int64()).take(encoded.indices)


def _parsed(moment: datetime, zone: ZoneInfo) -> int:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return round(aware.astimezone(UTC).timestamp() * 1000)

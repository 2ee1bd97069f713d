"""JSON texts built by column: the properties of all events of a batch at once."""

import json
from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stayflow.intake.columns.stated import StatedColumn
from stayflow.language.scope import ValueType

_QUOTE, _BACKSLASH, _FIRST_PRINTABLE = 0x22, 0x5C, 0x20
_CONTROL = {chr(code): f"\\u{code:04x}" for code in range(_FIRST_PRINTABLE)}


def json_objects(columns: Mapping[str, StatedColumn], rows: int) -> pa.Array:
    """One JSON object per row, of the columns that are stated in it.

    A value that does not fit its type stays readable: it is written as text.
    """
    members = [_member(name, column) for name, column in columns.items()]
    if not members:
        return pa.array(["{}"]).take(pa.array(np.zeros(rows, dtype=np.int64)))
    # Joining skips nulls, and would skip a row of nothing but nulls: it begins with an empty text,
    # and the delimiter behind that becomes the opening brace.
    inside = pc.binary_join_element_wise("", *members, ",", null_handling="skip")
    opened = pc.binary_replace_slice(inside, 0, 1, "{")
    return pc.binary_join_element_wise(opened, "}", "")


def _member(name: str, column: StatedColumn) -> pa.Array:
    written = _value(column)
    if column.misfits is not None:
        written = pc.coalesce(written, _quoted(column.misfits))
    return pc.binary_join_element_wise(json.dumps(name, ensure_ascii=False) + ":", written, "")


def _value(column: StatedColumn) -> pa.Array:
    match column.type:
        case ValueType.NUMBER | ValueType.BOOLEAN:
            return column.values.cast(pa.string())
        case ValueType.TIME:
            instants = column.values.cast(pa.timestamp("ms", tz="UTC"))
            return _quoted(pc.strftime(instants, format="%Y-%m-%dT%H:%M:%SZ"))
        case ValueType.LIST:
            return column.values
        case _:
            return _quoted(column.values)


def _quoted(texts: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise('"', escaped(texts), '"', "")


def escaped(texts: pa.Array) -> pa.Array:
    """The texts with quotes, backslashes and control characters escaped as JSON wants it."""
    found = _special_bytes(texts)
    if not len(found):
        return texts
    if _BACKSLASH in found:
        texts = pc.replace_substring(texts, "\\", "\\\\")
    if _QUOTE in found:
        texts = pc.replace_substring(texts, '"', '\\"')
    for code in found[found < _FIRST_PRINTABLE]:
        texts = pc.replace_substring(texts, chr(code), _CONTROL[chr(code)])
    return texts


def _special_bytes(texts: pa.Array) -> "np.ndarray[tuple[int], np.dtype[np.uint8]]":
    texts = texts.cast(pa.large_string())
    data = texts.buffers()[2]
    if data is None or not len(texts):
        return np.empty(0, dtype=np.uint8)
    offsets = np.frombuffer(texts.buffers()[1], dtype=np.int64)[texts.offset :][: len(texts) + 1]
    content = np.frombuffer(data, dtype=np.uint8)[int(offsets[0]) : int(offsets[-1])]
    special = content[(content < _FIRST_PRINTABLE) | (content == _QUOTE) | (content == _BACKSLASH)]
    return np.unique(special)

"""128-bit hashes of rows of text columns, all rows at once.

Event ids are derived from a client's message id or from a row's content, and identities are looked
up by hash. Both must be the same in every process and for ever, and must not cost a Python call
per row. So each text is read as 8-byte words, and word k of all rows is mixed in at once.

Not cryptographic: who holds a write key could make two of their own events collide, and would
lose one of them.

Source:
    The multiply-and-shift mixing of MurmurHash3 and SplitMix64, in two lanes that feed each other.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Words = npt.NDArray[np.uint64]

_SEED: Final = (np.uint64(0x243F6A8885A308D3), np.uint64(0x13198A2E03707344))  # digits of pi
_LANE_1: Final = np.uint64(0x87C37B91114253D5)
_LANE_2: Final = np.uint64(0x4CF5AD432745937F)
_FINISH_1: Final = np.uint64(0xFF51AFD7ED558CCD)
_FINISH_2: Final = np.uint64(0xC4CEB9FE1A85EC53)
_NULL_LENGTH: Final = np.uint64(0xFFFFFFFFFFFFFFFF)
_KEEP_BYTES: Final = np.array([0, *((1 << (8 * n)) - 1 for n in range(1, 9))], dtype=np.uint64)
_WORD: Final = 8


def hash_rows(columns: Sequence[pa.Array | pa.ChunkedArray | Words]) -> Words:
    """Hash each row over its columns; a null is not the same as an empty text.

    Args:
        columns: Text columns, or unsigned 64-bit numbers, of equal length.

    Returns:
        Shape (rows, 2).
    """
    rows = len(columns[0])
    state = np.empty((2, rows), dtype=np.uint64)
    state[0], state[1] = _SEED
    with np.errstate(over="ignore"):
        for column in columns:
            if isinstance(column, np.ndarray):
                _mix(state, column)
            else:
                _mix_texts(state, _text_array(column))
            state[0] += state[1]
            state[1] ^= state[0] >> np.uint64(23)
        _finish(state)
    return np.ascontiguousarray(state.T)


def as_ids(hashes: Words) -> pa.Array:
    """Return hashes of shape (rows, 2) as binary values of 16 bytes."""
    return pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(16), len(hashes), [None, pa.py_buffer(np.ascontiguousarray(hashes))]
    )


def _text_array(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    return column.cast(pa.large_string())


def _mix_texts(state: Words, texts: pa.LargeStringArray) -> None:
    """Mix the length and then every word of each text into its row."""
    rows = len(texts)
    offsets = np.frombuffer(texts.buffers()[1], dtype=np.int64)[texts.offset :][: rows + 1]
    starts, lengths = offsets[:-1], np.diff(offsets)
    if texts.null_count:
        is_null = np.asarray(texts.is_null())
        lengths = np.where(is_null, 0, lengths)
        _mix(state, np.where(is_null, _NULL_LENGTH, lengths.astype(np.uint64)))
    else:
        _mix(state, lengths.astype(np.uint64))
    longest = int(lengths.max(initial=0))
    if longest == 0:
        return
    words = _words_at_every_byte(texts.buffers()[2], int(offsets[0]), int(offsets[-1]))
    starts = starts - offsets[0]
    alive = np.arange(rows)
    for position in range(0, longest, _WORD):
        alive = alive[lengths[alive] > position]
        word = words[starts[alive] + position]
        word &= _KEEP_BYTES[np.minimum(lengths[alive] - position, _WORD)]
        if len(alive) == rows:
            _mix(state, word)
        else:
            part = state[:, alive]
            _mix(part, word)
            state[:, alive] = part


def _words_at_every_byte(data: pa.Buffer, first: int, last: int) -> Words:
    """View bytes [first, last) as one little-endian word per byte position, padded with zeros."""
    padded = np.zeros(last - first + _WORD, dtype=np.uint8)
    padded[: last - first] = np.frombuffer(data, dtype=np.uint8)[first:last]
    return np.ndarray((last - first + 1,), dtype="<u8", buffer=padded.data, strides=(1,))


def _mix(state: Words, word: Words) -> None:
    lane_1, lane_2 = state
    lane_1 ^= word
    lane_1 *= _LANE_1
    lane_1 ^= lane_1 >> np.uint64(29)
    lane_2 += word
    lane_2 *= _LANE_2
    lane_2 ^= lane_2 >> np.uint64(32)
    lane_2 += lane_1


def _finish(state: Words) -> None:
    for multiplier in (_FINISH_1, _FINISH_2, None):
        state ^= state >> np.uint64(33)
        if multiplier is not None:
            state *= multiplier
    state[0] += state[1]
    state[1] += state[0]

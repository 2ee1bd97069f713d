"""The body of a request, unpacked within a bound. Content types lie; the first bytes do not."""

import json
import math
import zlib
from typing import TypeVar

import msgspec

from stayflow.intake.protocol.errors import BatchTooLong, BodyTooLarge, BodyUnreadable
from stayflow.intake.protocol.nesting import cut_nesting
from stayflow.intake.protocol.parts import EVENTS_MAX, has_too_many_parts

_GZIP_MAGIC = b"\x1f\x8b"
_TOO_LARGE = "the body is larger than {:,} bytes; send smaller batches"
_SHOWN_MAX = 2_000
_SHARED_FREE = 10
_MENDED_MAX = 1_000_000
"""Most values of a body that is mended: each becomes an object of Python, half a second of all of them."""
_GZIP_WINDOW = 31  # zlib's 15 bits, plus 16 for the gzip header

Shape = TypeVar("Shape")


def unpack_body(body: bytes, bytes_max: int) -> bytes:
    """The body, gunzipped when it begins like gzip; never more than `bytes_max` bytes in memory.

    Raises:
        BodyTooLarge: It is, or unpacks to, more than `bytes_max`.
        BodyUnreadable: It begins like gzip and is broken or cut off.
    """
    if body[:2] != _GZIP_MAGIC:
        if len(body) > bytes_max:
            raise BodyTooLarge(_TOO_LARGE.format(bytes_max), path="body")
        return body
    stream = zlib.decompressobj(wbits=_GZIP_WINDOW)
    try:
        plain = stream.decompress(body, bytes_max + 1)
    except zlib.error as error:
        raise BodyUnreadable(
            f"the body begins like gzip but is broken ({error})", path="body"
        ) from None
    if len(plain) > bytes_max:
        raise BodyTooLarge(_TOO_LARGE.format(bytes_max), path="body")
    if not stream.eof:
        raise BodyUnreadable("the gzip body is cut off; send it whole", path="body")
    return plain


def bound_batch(events: int, *, shared: int = 0) -> None:
    """Keep a request from becoming more events than memory is for.

    Args:
        events: How many it holds.
        shared: Fields of its address, which each of them gets a copy of: many make each dearer.

    Raises:
        BatchTooLong: They are more than `EVENTS_MAX`.
    """
    if events * max(1, shared // _SHARED_FREE) > EVENTS_MAX:
        raise BatchTooLong(
            f"a request may hold at most {EVENTS_MAX:,} events; send smaller batches", path="body"
        )


def bound_parts(body: bytes) -> bytes:
    """The body as it came, before it is cut into more events than memory is for.

    Args:
        body: JSON: an array of events, or an object that holds them in an array.

    Raises:
        BatchTooLong: They are more than `EVENTS_MAX`.
    """
    if has_too_many_parts(body):
        bound_batch(EVENTS_MAX + 1)
    return body


def read_json(
    decoder: msgspec.json.Decoder[Shape], body: bytes | msgspec.Raw, *, what: str
) -> Shape:
    """The body as JSON of a shape; what a lax writer of JSON leaves behind is mended.

    Args:
        decoder: Of the shape.
        body: Unpacked.
        what: What the body should be, for the error: `a Segment batch`.

    Raises:
        BodyUnreadable: It is no JSON, or of another shape.
    """
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if not isinstance(error, msgspec.ValidationError):
            mend = cut_nesting if isinstance(error, RecursionError) else mend_json
            mended = mend(bytes(body))
            if mended is not None:
                return read_json(decoder, mended, what=what)
        raise BodyUnreadable(f"the body is not {what}: {error}", path="body") from None


def mend_json(body: bytes) -> bytes | None:
    """Strict JSON of what is nearly JSON; None when nothing is to be mended, or too much to look through.

    Lax writers put NaN and Infinity (Python) or numbers beyond all, raw line breaks in texts,
    halves of surrogate pairs (JavaScript that cuts a text), or bytes that are no UTF-8. One of
    them in one event must not take the others along.
    """
    if sum(map(body.count, (b",", b"[", b"{"))) > _MENDED_MAX:
        return None
    try:
        value = json.loads(
            body.decode("utf-8", "replace"),
            strict=False,
            parse_constant=lambda _: None,
            parse_float=_finite,
        )
        mended = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    except (ValueError, RecursionError):
        return None
    return None if mended == body else mended


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


def shown(body: bytes) -> str:
    """The beginning of what could not be read, as text, to be kept for who looks for the cause."""
    return body[:_SHOWN_MAX].decode("utf-8", "replace")

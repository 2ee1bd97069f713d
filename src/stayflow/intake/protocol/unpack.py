"""The body of a request, unpacked within a bound. Content types lie; the first bytes do not."""

import zlib

from stayflow.intake.protocol.errors import BodyTooLarge, BodyUnreadable

_GZIP_MAGIC = b"\x1f\x8b"
TOO_LARGE = "the body is larger than {:,} bytes; send smaller batches"
_GZIP_WINDOW = 31  # zlib's 15 bits, plus 16 for the gzip header


def unpack_body(body: bytes, bytes_max: int) -> bytes:
    """The body, gunzipped when it begins like gzip; never more than `bytes_max` bytes in memory.

    Raises:
        BodyTooLarge: It is, or unpacks to, more than `bytes_max`.
        BodyUnreadable: It begins like gzip and is broken or cut off.
    """
    if body[:2] != _GZIP_MAGIC:
        if len(body) > bytes_max:
            raise BodyTooLarge(TOO_LARGE.format(bytes_max), path="body")
        return body
    stream = zlib.decompressobj(wbits=_GZIP_WINDOW)
    try:
        plain = stream.decompress(body, bytes_max + 1)
    except zlib.error as error:
        raise BodyUnreadable(
            f"the body begins like gzip but is broken ({error})", path="body"
        ) from None
    if len(plain) > bytes_max:
        raise BodyTooLarge(TOO_LARGE.format(bytes_max), path="body")
    if not stream.eof:
        raise BodyUnreadable("the gzip body is cut off; send it whole", path="body")
    return plain

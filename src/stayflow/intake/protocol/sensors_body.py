"""The parameters of a Sensors Analytics request, down to the JSON of its records.

The body is a form whatever its content type says: mini-programs and beacons send it as text/plain.

Source:
    The parameters as the SDKs for Python, Java, Android, web and mini-programs build them; the
    bytes of those that run here are kept in `tests/intake/protocol/captured`.
"""

from typing import Final

import numpy as np

from stayflow.intake.protocol.body import unpack_body
from stayflow.intake.protocol.encoding import Form, read_base64, read_form, unblanked
from stayflow.intake.protocol.errors import (
    BodyDamaged,
    BodyEncrypted,
    BodyTooLarge,
    BodyUnreadable,
)
from stayflow.intake.protocol.model import Request

_BLOCK: Final = 65_536
# Powers of 31 in 32 bits, falling to 31 ** 0; a character outside the first plane is two units.
_POWERS: Final = np.array([31] * (2 * _BLOCK - 1) + [1], dtype=np.uint32)[::-1].cumprod(
    dtype=np.uint32
)[::-1]
_ENCRYPTED: Final = frozenset({"9", "13"})
_OPENING: Final = frozenset({"{", "["})


def read_parameters(request: Request) -> Form:
    """The parameters of a request, of its query and of its body; those of the query come first.

    Raises:
        BodyUnreadable: It has more parameters than any SDK sends.
    """
    return {**read_form(request.body), **read_form(request.query)}


def has_data(parameters: Form) -> bool:
    """Whether the parameters carry records, readable or not."""
    return "data" in parameters or "data_list" in parameters


def read_records(parameters: Form, bytes_max: int) -> bytes:
    """The JSON of the records: an object, or an array of objects.

    Args:
        parameters: Of the request.
        bytes_max: Largest size, unpacked.

    Raises:
        BodyUnreadable: There is no data, or it is not encoded as the SDKs do.
        BodyTooLarge: It unpacks to more than `bytes_max`.
        BodyDamaged: The checksum differs.
        BodyEncrypted: It is encrypted.
    """
    text = parameters.get("data_list") or parameters.get("data") or ""
    if parameters.get("gzip") in _ENCRYPTED:
        raise BodyEncrypted("the data is encrypted; turn encryption off in the SDK", path="gzip")
    if not text:
        raise BodyUnreadable("the request has neither `data` nor `data_list`", path="data")
    if len(text) > bytes_max * 2:
        raise BodyTooLarge(
            f"the body is larger than {bytes_max:,} bytes; send smaller batches", path="data"
        )
    _check(unblanked(text), parameters)
    if text.lstrip()[:1] in _OPENING:
        return text.encode("utf-8", "replace")
    return unpack_body(read_base64(text), bytes_max)


def _check(text: str, parameters: Form) -> None:
    """Compare the checksum, where the SDK states one: Android as `crc`, the web inside `ext`."""
    told = parameters.get("crc") or read_form(parameters.get("ext", "")).get("crc", "")
    if told.strip() and told.strip() != str(java_hash(text)):
        raise BodyDamaged("the data changed on its way: its checksum differs", path="crc")


def java_hash(text: str) -> int:
    """Java's `String.hashCode`, signed 32 bits: the checksum of the SDKs.

    >>> java_hash("eyJhIjoxfQ==")
    -1930075513
    """
    total = 0
    for start in range(0, len(text), _BLOCK):
        block = text[start : start + _BLOCK].encode("utf-16-le", "surrogatepass")
        units = np.frombuffer(block, dtype="<u2").astype(np.uint32)
        own = int((units * _POWERS[-len(units) :]).sum(dtype=np.uint32))
        total = (total * pow(31, len(units), 1 << 32) + own) % (1 << 32)
    return total - (1 << 32) if total >= 1 << 31 else total

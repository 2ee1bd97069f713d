"""Encodings that SDKs wrap JSON in: forms, base64 that was on its way through a form, lz-string."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import parse_qsl

from stayflow.intake.protocol.errors import BodyTooLarge, BodyUnreadable

Form = Mapping[str, str]

_FIELDS_MAX: Final = 1_000
_UNBLANKED: Final = str.maketrans({" ": "+", "-": "+", "_": "/", "\n": None, "\r": None})
_ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_SIX_BITS: Final = str.maketrans(
    {character: f"{place:06b}" for place, character in enumerate(_ALPHABET)}
)
_LETTERS: Final = re.compile(r"[A-Za-z0-9+/]*")
_LZ_CHARACTERS_MAX: Final = 1_000_000  # half a second of work; only old browsers sent lz-string


def read_form(text: str | bytes) -> Form:
    """The fields of a query or of a form's body; of a repeated name the first one.

    Raises:
        BodyUnreadable: It has more fields than any SDK sends.
    """
    plain = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    try:
        pairs = parse_qsl(plain, keep_blank_values=True, max_num_fields=_FIELDS_MAX)
    except ValueError:
        raise BodyUnreadable(
            f"the form has more than {_FIELDS_MAX:,} fields", path="body"
        ) from None
    return dict(reversed(pairs))


def unblanked(text: str) -> str:
    """Base64 whose `+` a form made a blank, with its `+` again."""
    return text.replace(" ", "+")


def read_base64(text: str) -> bytes:
    """Base64 as SDKs write it: blanks for `+`, the alphabet for addresses, padding left out.

    Raises:
        BodyUnreadable: It is no base64.
    """
    plain = text.translate(_UNBLANKED).rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BodyUnreadable(f"the data is no base64: {error}", path="data") from None


def read_lz_string(text: str, bytes_max: int) -> bytes:
    """What lz-string's `compressToBase64` wrote, as UTF-8.

    Args:
        text: Base64 of its own kind: six bits a character, the low bit of each number first.
        bytes_max: Largest text that is unpacked.

    Raises:
        BodyUnreadable: It is not of this form.
        BodyTooLarge: It unpacks to more than `bytes_max`.

    Source:
        The format of github.com/pieroxy/lz-string: LZ78 whose codes grow by a bit whenever the
        dictionary fills, with codes 0 and 1 before a new character of 8 or 16 bits, and 2 at the end.
    """
    if len(text) > _LZ_CHARACTERS_MAX:
        raise BodyTooLarge(
            f"an lz-string has at most {_LZ_CHARACTERS_MAX:,} characters; send gzip", path="data"
        )
    letters = unblanked(text).rstrip("=")
    if not _LETTERS.fullmatch(letters):
        raise BodyUnreadable("the data is no lz-string", path="data")
    reader = _Bits(letters)
    parts: list[str] = []
    room = bytes_max
    try:
        for part in _lz_parts(reader):
            room -= len(part)
            if room < 0:
                raise BodyTooLarge(
                    f"the body is larger than {bytes_max:,} bytes; send smaller batches",
                    path="body",
                )
            parts.append(part)
    except IndexError:
        raise BodyUnreadable("the data is no lz-string", path="data") from None
    return "".join(parts).encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


class _Bits:
    """Numbers of some bits, low bit first, out of six-bit characters, high bit first."""

    def __init__(self, text: str) -> None:
        self._bits = text.translate(_SIX_BITS)
        self._place = 0

    def take(self, bits: int) -> int:
        """The next number.

        Raises:
            IndexError: The text ends before it.
        """
        end = self._place + bits
        if end > len(self._bits):
            raise IndexError
        number = int(self._bits[self._place : end][::-1], 2)
        self._place = end
        return number


_NEW_8, _NEW_16, _END = 0, 1, 2


def _lz_parts(reader: _Bits) -> Iterator[str]:
    first = reader.take(2)
    if first == _END:
        return
    last = chr(reader.take(16 if first == _NEW_16 else 8))
    words = ["", "", "", last]
    width, room = 3, 4  # codes of 3 bits until the dictionary has 4 more entries
    yield last
    while True:
        code = reader.take(width)
        if code == _END:
            return
        if code in {_NEW_8, _NEW_16}:
            words.append(chr(reader.take(16 if code == _NEW_16 else 8)))
            code = len(words) - 1
            room -= 1
            if not room:
                room, width = 1 << width, width + 1
        part = words[code] if code < len(words) else _not_yet(code, words, last)
        yield part
        words.append(last + part[0])
        last = part
        room -= 1
        if not room:
            room, width = 1 << width, width + 1


def _not_yet(code: int, words: list[str], last: str) -> str:
    """The word that this very step adds; any later one cannot be."""
    if code != len(words):
        raise IndexError
    return last + last[0]

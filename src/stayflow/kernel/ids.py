"""Identifiers: typed, and time-ordered where we make them ourselves."""

import os
import time
from typing import NewType

ProjectId = NewType("ProjectId", str)
PersonId = NewType("PersonId", int)

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id() -> str:
    """A new 26-character identifier: 48 bits of milliseconds, 80 random bits, sorted by time.

    Source:
        The layout of ULID (github.com/ulid/spec), lower case.
    """
    number = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10))
    letters = []
    for _ in range(26):
        number, index = divmod(number, 32)
        letters.append(_ALPHABET[index])
    return "".join(reversed(letters))

"""Reading the fields of foreign events: what may be absent, null, or of another type than told."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qs

from stayflow.language.event import Value

Object = dict[str, Value]

# A Unix time in seconds stays below 1e11 until the year 5138.
_SECONDS_BELOW: Final = 1e11
_TIME_MS_MAX: Final = 253_402_300_799_999  # the last millisecond of the year 9999


def as_object(value: Value) -> Object:
    """The value if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_text(value: Value) -> str:
    """A text, or a number as text; empty for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def as_number(value: Value) -> float | None:
    """A number, or a text that is one; None for anything else."""
    if isinstance(value, bool):
        return None
    try:
        return float(value) if isinstance(value, str | int | float) else None
    except (ValueError, OverflowError):
        return None


def as_milliseconds(when: Value) -> int | None:
    """ISO 8601, or Unix time in seconds or milliseconds; None when it is neither.

    >>> as_milliseconds("2026-01-02T11:04:05+08:00"), as_milliseconds(1_767_323_045)
    (1767323045000, 1767323045000)
    """
    if isinstance(when, str):
        if len(when) == _PLAIN_LENGTH and when[-1] == "Z":
            return _plain_milliseconds(when)
        return _any_milliseconds(when) if when else None
    if isinstance(when, int | float) and not isinstance(when, bool):
        if not 0 <= when <= _TIME_MS_MAX:
            return None
        return int(when * 1000) if when < _SECONDS_BELOW else int(when)
    return None


# What JavaScript and most SDKs write: 2026-01-02T03:04:05.678Z. All but the end of it repeats.
_PLAIN_LENGTH: Final = 24
_SECOND_LENGTH: Final = 20


def _plain_milliseconds(when: str) -> int | None:
    begins, rest = _second_milliseconds(when[:_SECOND_LENGTH]), when[_SECOND_LENGTH:-1]
    if begins is None or not (rest.isdigit() and rest.isascii()):
        return _any_milliseconds(when)
    return begins + int(rest)


@lru_cache(maxsize=8192)
def _second_milliseconds(second: str) -> int | None:
    return _any_milliseconds(second + "000Z") if second[-1] == "." else None


class _Seconds(dict[str, int]):
    """Where seconds begin, by their text up to the point."""

    def __missing__(self, second: str) -> int:
        begins = _second_milliseconds(second) if len(second) == _SECOND_LENGTH else None
        if begins is None:
            raise KeyError(second)
        if len(self) >= _SECONDS_KEPT_MAX:
            self.clear()
        self[second] = begins
        return begins


_SECONDS_KEPT_MAX: Final = 100_000
_SECONDS: Final = _Seconds()
_THOUSANDTHS: Final = {f"{number:03}Z": number for number in range(1000)}


def every_milliseconds(when: Sequence[Value]) -> list[int | None]:
    """`as_milliseconds` of each: quicker where they are written as most SDKs do."""
    try:
        return [
            _SECONDS[each[:_SECOND_LENGTH]] + _THOUSANDTHS[each[_SECOND_LENGTH:]]  # type: ignore[index]
            for each in when
        ]
    except (KeyError, TypeError):
        return list(map(as_milliseconds, when))


def _any_milliseconds(when: str) -> int | None:
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        return None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def basic_user(headers: Mapping[str, str]) -> str | None:
    """The user of basic authentication, where SDKs put the write key."""
    scheme, _, packed = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(packed, validate=True).decode().partition(":")[0] or None
    except (binascii.Error, UnicodeDecodeError):
        return None


def query_fields(query: str) -> dict[str, str]:
    """The fields of a query string or of a form's body; of a repeated name the first one."""
    found = parse_qs(query, keep_blank_values=True, errors="replace")
    return {name: values[0] for name, values in found.items()}

"""Events that no store could hold as they are: mended where that keeps them, else set aside.

Off the common path: only a batch that could not be written takes this way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from stayflow.language.event import RawEvent, Value

_DEPTH_MAX: Final = 100
_NUMBER_MAX: Final = 2**64
_JSON: Final = msgspec.json.Encoder(decimal_format="number")
_SHOWN_MAX: Final = 10_000


@dataclass(frozen=True, slots=True)
class Mended:
    """Events after mending.

    Attributes:
        events: In order; None for one that is no event even after it.
        is_mended: Where something was replaced.
        unread: What is left of the others, as text.
    """

    events: tuple[RawEvent | None, ...]
    is_mended: npt.NDArray[np.bool_]
    unread: tuple[str, ...]


def mend_events(events: Sequence[RawEvent]) -> Mended:
    """Replace lone surrogates in texts and numbers beyond 64 bits; drop what nests without end."""
    whole: list[RawEvent | None] = []
    unread: list[str] = []
    for event in events:
        try:
            _JSON.encode(event)
            whole.append(event)
        except (UnicodeEncodeError, OverflowError, RecursionError):
            mended = _mended(event)
            whole.append(mended)
            if mended is None:
                told = f"{event.name} {event.event_id}: its properties nest too deeply"
                unread.append(whole_text(told)[:_SHOWN_MAX])
    touched = [mended is not event for mended, event in zip(whole, events, strict=True)]
    return Mended(tuple(whole), np.array(touched, dtype=bool), tuple(unread))


def whole_text(text: str) -> str:
    """The text without lone surrogates and NULs, for which the replacement character stands.

    >>> whole_text("a" + chr(0xD800) + "b")
    'a?b'
    """
    return text.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


def _mended(event: RawEvent) -> RawEvent | None:
    try:
        fields = {
            name: _value(getattr(event, name), _DEPTH_MAX) for name in event.__struct_fields__
        }
    except RecursionError:
        return None
    return msgspec.convert(fields, RawEvent)


def _value(value: Value, depth: int) -> Value:
    """The value as JSON can carry it.

    Raises:
        RecursionError: It nests deeper than `depth`.
    """
    if depth == 0:
        raise RecursionError
    match value:
        case str():
            return whole_text(value)
        case bool() | float() | None:
            return value
        case int():
            return value if abs(value) < _NUMBER_MAX else float(value)
        case dict():
            return {whole_text(str(k)): _value(v, depth - 1) for k, v in value.items()}
        case list() | tuple():
            return [_value(each, depth - 1) for each in value]
        case _:
            return whole_text(str(value))

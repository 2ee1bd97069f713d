"""How many parts a body would be cut into, counted before any is cut."""

import re
from typing import Final

EVENTS_MAX: Final = 100_000
"""Most events of one request. An SDK sends a hundred; a body of nothing but commas would be millions."""

_DEEPEST: Final = 2_000
"""Below, no reader of ours follows: such a body is refused when it is cut."""

_ARRAY, _OBJECT, _COMMA = b"[", b"{", b","
_TEXT: Final = rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)'
_FLAT: Final = rb'[\[{](?:[^"\[\]{}]++|' + _TEXT + rb")*+[\]}]"
# To the next comma or bracket of an array that is counted; to the next bracket around it; and to the next bracket
# within its values, over those that hold none.
_COUNT: Final = re.compile(rb'(?:[^"\[\]{},]++|' + _TEXT + rb")*+([\[\]{},])", re.DOTALL)
_ENTER: Final = re.compile(rb'(?:[^"\[\]{}]++|' + _TEXT + rb")*+([\[\]{}])", re.DOTALL)
_LEAP: Final = re.compile(
    rb'(?:[^"\[\]{}]++|' + _TEXT + rb"|" + _FLAT + rb")*+([\[\]{}])", re.DOTALL
)


def has_too_many_parts(body: bytes) -> bool:
    """Whether the body is, or holds at once, an array of more than `EVENTS_MAX` values.

    It reads no further than it must: a body of few commas not at all, and no value is made of any.

    Args:
        body: JSON: an array of events, or an object that holds them in an array.
    """
    if body.count(_COMMA) < EVENTS_MAX:
        return False
    of_events = 1 if body.lstrip()[:1] == _ARRAY else 2
    depth, place, room, is_counted = 0, 0, EVENTS_MAX, False
    while depth < _DEEPEST:
        found = _pattern(depth - of_events, is_counted).match(body, place)
        if found is None:
            return False
        place = found.end()
        mark = found[1]
        if mark == _COMMA:
            room -= 1
            if not room:
                return True
        elif mark in {_ARRAY, _OBJECT}:
            depth += 1
            if depth == of_events:
                room, is_counted = EVENTS_MAX, mark == _ARRAY
        else:
            depth -= 1
    return False


def _pattern(below: int, is_counted: bool) -> re.Pattern[bytes]:  # noqa: FBT001 - a state, not a switch
    """How to go on, so many levels below where the events stand."""
    if below < 0:
        return _ENTER
    return _COUNT if is_counted and not below else _LEAP

"""JSON that is nested beyond any reader's depth, cut where it gets too deep."""

import re
from typing import Final

DEPTH_MAX: Final = 100
"""Levels that are kept. No SDK sends ten."""

BYTES_MAX: Final = 1_000_000
"""Largest body that is looked through; a larger one that is nested so deeply is nobody's mistake."""

# A text that nobody closes goes to the end: else it would be looked for again from each quote in it.
_PLACE: Final = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_CUT: Final = b'"(nested too deeply)"'


def cut_nesting(body: bytes) -> bytes | None:
    """The body with a text in place of each value below `DEPTH_MAX` levels.

    Only what is too deep is lost, not its event, and not the neighbours of its event.

    Returns:
        None when nothing is so deep, or the body is larger than `BYTES_MAX`.
    """
    if len(body) > BYTES_MAX:
        return None
    kept: list[bytes] = []
    depth, after = 0, 0
    for found in _PLACE.finditer(body):
        match body[found.start()]:
            case 0x5B | 0x7B:  # [ {
                depth += 1
                if depth == DEPTH_MAX + 1:
                    kept += [body[after : found.start()], _CUT]
            case 0x5D | 0x7D:  # ] }
                if depth == DEPTH_MAX + 1:
                    after = found.end()
                depth -= 1
    if not kept:
        return None
    return b"".join(kept) + (body[after:] if depth <= DEPTH_MAX else b"")

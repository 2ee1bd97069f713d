"""Cursors: where a page ended, opaque to callers, checked when it comes back."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from stayflow.kernel.errors import InvalidInput

Item = TypeVar("Item")
Key = TypeVar("Key", bound=tuple[str | int, ...])


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list; `next` is the cursor of the following page, None on the last."""

    items: tuple[Item, ...]
    next: str | None


def encode_cursor(*parts: str | int) -> str:
    """Pack the sort key of the last row into a cursor."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def decode_cursor(text: str, path: str = "cursor") -> tuple[str | int, ...]:
    """Unpack a cursor made by `encode_cursor`.

    Raises:
        InvalidInput: The text is not a cursor of ours.
    """
    try:
        parts = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        parts = None
    if not isinstance(parts, list) or not all(isinstance(part, str | int) for part in parts):
        raise InvalidInput("the cursor is not one that an earlier page gave as `next`", path=path)
    return tuple(parts)


def begin_behind(cursor: str | None, first: Key, *, path: str = "cursor") -> Key:
    """The sort key that a page begins behind.

    Args:
        cursor: `next` of the page before; None for the first page.
        first: The key before all others; a cursor's parts are of the same types.
        path: Place of the cursor in the request.

    Raises:
        InvalidInput: The cursor is none of ours, or of another list.
    """
    if cursor is None:
        return first
    parts = decode_cursor(cursor, path)
    if [type(part) for part in parts] != [type(part) for part in first]:
        raise InvalidInput("the cursor is of another list", path=path)
    return cast("Key", parts)

"""Cursors: where a page ended, opaque to callers, checked when it comes back."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, TypeVar, cast

from stayflow.kernel.errors import InvalidInput

Item = TypeVar("Item")
Part = str | int | float
Key = TypeVar("Key", bound=tuple[Part, ...])
LAST_INSTANT: Final = "infinity"
"""PostgreSQL's instant after all others."""
LAST_NUMBER: Final = 2**63 - 1
"""The largest that PostgreSQL and ClickHouse count to."""
_NONE_OF_OURS: Final = "the cursor is not one that an earlier page gave as `next`"


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list; `next` is the cursor of the following page, None on the last."""

    items: tuple[Item, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Listing(Generic[Key]):
    """A list that is read page by page; a cursor says of which list it is.

    Attributes:
        name: Unique among the lists.
        first: The sort key before all others: `LAST_INSTANT` stands before a falling time, `LAST_NUMBER`
            before a falling number. A cursor's parts are of the same types.
    """

    name: str
    first: Key

    def cursor(self, *parts: Part) -> str:
        """Pack the sort key of the last row of a page."""
        return (
            base64.urlsafe_b64encode(json.dumps((self.name, *parts)).encode()).decode().rstrip("=")
        )

    def behind(self, cursor: str | None, *, path: str = "cursor") -> Key:
        """The sort key that a page begins behind.

        Args:
            cursor: `next` of the page before; None for the first page.
            path: Place of the cursor in the request.

        Raises:
            InvalidInput: The cursor is none of ours, or of another list.
        """
        if cursor is None:
            return self.first
        name, parts = _read(cursor, path)
        if name != self.name or [type(part) for part in parts] != [
            type(part) for part in self.first
        ]:
            raise InvalidInput("the cursor is of another list", path=path)
        if not all(map(_may_be, parts, self.first)):
            raise InvalidInput(_NONE_OF_OURS, path=path)
        return cast("Key", parts)


def _read(text: str, path: str) -> tuple[object, tuple[object, ...]]:
    try:
        told = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        json.dumps(told, ensure_ascii=False).encode()  # no store takes half of a surrogate pair
    except (ValueError, binascii.Error, RecursionError):
        told = None
    if not isinstance(told, list) or not told:
        raise InvalidInput(_NONE_OF_OURS, path=path)
    return told[0], tuple(told[1:])


def _may_be(part: object, first: Part) -> bool:
    """Whether a store can take it for what it should be: an instant, a number of its size, a text."""
    if isinstance(part, int):
        return min(0, int(first)) <= part <= LAST_NUMBER
    if first != LAST_INSTANT:
        return "\0" not in str(part)
    try:
        return datetime.fromisoformat(str(part)).tzinfo is not None
    except ValueError:
        return False

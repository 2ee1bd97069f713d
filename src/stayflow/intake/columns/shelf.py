"""Texts that come again and again in a window of the log: each is read once.

What was around an event, and what is said of a product, comes with many events to the letter. Where
texts turn out not to, they are no longer looked up.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

import numpy as np
import numpy.typing as npt

Text = TypeVar("Text", bound=Hashable)
_TRIED: Final = 40_000
"""After so many texts of which more than three quarters are new, looking them up does not pay."""


class Shelf(Generic[Text]):
    """What each distinct text says, by its place.

    Attributes:
        columns: By field of `RawEvent`: what the text at each place says of it, or null.
    """

    def __init__(self) -> None:
        self._places: dict[Text, int] = {}
        self._asked = 0
        self._count = 0
        self.columns: dict[str, list[Any]] = {}

    def __len__(self) -> int:
        return self._count

    def put(
        self,
        texts: Sequence[Text],
        read: Callable[[Sequence[Text]], Mapping[str, Sequence[Any]]],
    ) -> "Shelved":
        """The texts of some events.

        Args:
            texts: By event.
            read: Reads those that are new, together: their fields of `RawEvent`, by name.

        Raises:
            Exception: As `read` does; then none of them is put here.
        """
        self._asked += len(texts)
        if self._asked > _TRIED and self._count * 4 > self._asked * 3:
            return Shelved(self.columns, self._add(texts, read(texts)))
        places = list(map(self._places.get, texts))
        if None in places:
            pairs = zip(texts, places, strict=True)
            new = list(dict.fromkeys(text for text, place in pairs if place is None))
            self._places.update(zip(new, self._add(new, read(new)), strict=True))
            places = list(map(self._places.get, texts))
        return Shelved(self.columns, places)  # type: ignore[arg-type]

    def forget(self, count: int) -> None:
        """Take away all but the first `count` texts."""
        while self._places and next(reversed(self._places.values())) >= count:
            self._places.popitem()
        for values in self.columns.values():
            del values[count:]
        self._count = count

    def _add(self, texts: Sequence[Text], told: Mapping[str, Sequence[Any]]) -> range:
        """The places of new texts."""
        before = self._count
        self._count += len(texts)
        for name in told.keys() - self.columns.keys():
            self.columns[name] = [None] * before
        for name, values in self.columns.items():
            values.extend(told.get(name) or [None] * len(texts))
        return range(before, self._count)


@dataclass(frozen=True, slots=True)
class Shelved:
    """The texts of some events.

    Attributes:
        columns: Of the shelf.
        places: Of each event's text.
    """

    columns: Mapping[str, Sequence[Any]]
    places: Sequence[int]

    def values(self, name: str) -> list[Any]:
        """What each event's text says of a field."""
        column = self.columns[name]
        return [column[place] for place in self.places]


class Placed(Sequence[Any]):
    """Values of which few are distinct.

    Attributes:
        distinct: What there is; not all of it need be used.
        where: Place of each value among them.
    """

    __slots__ = ("distinct", "where")

    def __init__(self, distinct: Sequence[Any], where: npt.NDArray[np.int32]) -> None:
        self.distinct = distinct
        self.where = where

    def __len__(self) -> int:
        return len(self.where)

    def __getitem__(self, row: Any) -> Any:  # noqa: ANN401 - any field of an event
        return self.distinct[self.where[row]]

    def __iter__(self) -> Iterator[Any]:
        return map(self.distinct.__getitem__, self.where.tolist())

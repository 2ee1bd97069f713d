"""Texts that come again and again in a window of the log: each is read once.

What was around an event, and what is said of a product, comes with many events to the letter.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

Text = TypeVar("Text", bound=Hashable)


class Shelf(Generic[Text]):
    """What each distinct text says, by its place.

    Attributes:
        columns: By field of `RawEvent`: what the text at each place says of it, or null.
    """

    def __init__(self) -> None:
        self._places: dict[Text, int] = {}
        self.columns: dict[str, list[Any]] = {}

    def __len__(self) -> int:
        return len(self._places)

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
        places = list(map(self._places.get, texts))
        if None in places:
            pairs = zip(texts, places, strict=True)
            new = list(dict.fromkeys(text for text, place in pairs if place is None))
            self._add(new, read(new))
            places = list(map(self._places.get, texts))
        return Shelved(self.columns, places)  # type: ignore[arg-type]

    def forget(self, count: int) -> None:
        """Take away all but the first `count` texts."""
        while len(self._places) > count:
            self._places.popitem()
        for values in self.columns.values():
            del values[count:]

    def _add(self, texts: Sequence[Text], told: Mapping[str, Sequence[Any]]) -> None:
        count = len(self._places)
        for name in told.keys() - self.columns.keys():
            self.columns[name] = [None] * count
        for name, values in self.columns.items():
            values.extend(told.get(name) or [None] * len(texts))
        self._places.update(zip(texts, range(count, count + len(texts)), strict=True))


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

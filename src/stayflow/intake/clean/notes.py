"""What was done to each event, in words that an operator reads beside it.

Few distinct things are done to many events: each row holds the place of its list of notes.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stayflow.intake.clean.reasons import Reason

Places = npt.NDArray[np.int32]


class Note(NamedTuple):
    """A reason, and which part of the event it is about where that is not always the same."""

    reason: Reason
    about: str = ""

    def __str__(self) -> str:
        return f"{self.reason}:{self.about}" if self.about else str(self.reason)


_NONE: Final[tuple[Note, ...]] = ()


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of a batch's events; most have none."""

    known: tuple[tuple[Note, ...], ...]
    of_row: Places

    @classmethod
    def none(cls, rows: int) -> "Notes":
        """No note on any event."""
        return cls((_NONE,), np.zeros(rows, dtype=np.int32))

    def add(self, where: npt.NDArray[np.bool_], note: Note) -> "Notes":
        """The notes with one more on the events at `where`."""
        before = self.of_row[where]
        if not len(before):
            return self
        places = {notes: place for place, notes in enumerate(self.known)}
        moved = np.arange(len(self.known), dtype=np.int32)
        for place in np.flatnonzero(np.bincount(before, minlength=len(self.known))):
            moved[place] = places.setdefault((*self.known[place], note), len(places))
        of_row = self.of_row.copy()
        of_row[where] = moved[before]
        return Notes(tuple(places), of_row)

    def texts(self) -> pa.Array:
        """The notes of each event as one text, empty where there are none."""
        said = pa.array([", ".join(map(str, notes)) for notes in self.known], pa.string())
        return pa.DictionaryArray.from_arrays(pa.array(self.of_row), said)

    def about(self) -> pa.Array:
        """What the first note of each event is about; empty where it does not say."""
        said = pa.array([notes[0].about if notes else "" for notes in self.known], pa.string())
        return said.take(pa.array(self.of_row))

    def take(self, rows: npt.NDArray[np.int64]) -> "Notes":
        """The notes of some events."""
        return Notes(self.known, self.of_row[rows])

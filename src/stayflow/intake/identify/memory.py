"""What a process remembers of the identity graph, so that a batch asks PostgreSQL only for news.

A copy of rows by dense number, and never the truth: it is thrown away when a transaction fails or
another process has written. Numbers are dense, so columns are plain arrays.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from stayflow.intake.identify.model import Ids, Mask
from stayflow.intake.identify.sorted_runs import MISSING, SortedRuns

UNKNOWN_AT: Final = np.iinfo(np.int64).max
_IDENTITIES_MAX: Final = 20_000_000


class Column:
    """An array by dense number that grows as numbers are given."""

    def __init__(self, empty: int, dtype: npt.DTypeLike = np.int64) -> None:
        self._empty = empty
        self.values = np.full(1024, empty, dtype=dtype)

    def grow(self, size: int) -> None:
        """Make room for numbers below `size`."""
        if size > len(self.values):
            more = max(size, len(self.values) * 3 // 2) - len(self.values)
            self.values = np.concatenate(
                (self.values, np.full(more, self._empty, dtype=self.values.dtype))
            )


class GraphMemory:
    """Identities and persons seen since the process began to remember.

    Attributes:
        batch: The last batch whose effect is in here; another one in PostgreSQL means we are stale.
        is_complete: Everything the project has is here, so what is not found is new.
        person: By identity: its `person_id`, 0 unknown.
        owns: By identity: `owns_person`.
        kind: By identity: place of its kind in `kinds`.
        survivor: By person: where it leads, 0 unknown.
        joined_at: By surviving person: latest edge that holds it together.
        loads: By limited kind, then by surviving person: how many identities of the kind it has.
        knows_loads: By surviving person: whether `loads` is filled.
        edges: Key of a pair of identities to the earliest time they were named together.
    """

    def __init__(self, *, is_complete: bool) -> None:
        self.batch = 0
        self.is_complete = is_complete
        self.kinds: list[str] = []
        self._by_hash = SortedRuns()
        self._second = Column(0, np.uint64)
        self.person = Column(0)
        self.owns = Column(0, np.bool_)
        self.kind = Column(MISSING, np.int16)
        self.survivor = Column(0)
        self.joined_at = Column(UNKNOWN_AT)
        self.loads: dict[str, Column] = {}
        self.knows_loads = Column(0, np.bool_)
        self.edges = SortedRuns()

    @property
    def is_too_large(self) -> bool:
        """Whether it is time to forget and begin anew."""
        return len(self._by_hash) > _IDENTITIES_MAX

    def make_room(self, *, identity_next: int, person_next: int, limited_kinds: list[str]) -> None:
        """Grow every column to hold the numbers given so far."""
        for column in (self._second, self.person, self.owns, self.kind):
            column.grow(identity_next)
        for kind in limited_kinds:
            if kind not in self.loads:
                self.loads[kind] = Column(0, np.int32)
                self.knows_loads = Column(0, np.bool_)
        for column in (
            self.survivor,
            self.joined_at,
            self.knows_loads,
            *self.loads.values(),
        ):
            column.grow(person_next)

    def kind_code(self, kind: str) -> int:
        """Place of a kind in `kinds`."""
        if kind not in self.kinds:
            self.kinds.append(kind)
        return self.kinds.index(kind)

    def find(self, hashes: npt.NDArray[np.uint64]) -> Ids:
        """The identity of each hash of shape (n, 2); 0 where it is not remembered."""
        found = self._by_hash.find(hashes[:, 0])
        found[found == MISSING] = 0
        found[self._second.values[found] != hashes[:, 1]] = 0
        return found

    def remember(self, hashes: npt.NDArray[np.uint64], identities: Ids, kinds: Ids) -> None:
        """Keep where to find identities; room must have been made."""
        self._by_hash.put(hashes[:, 0], identities)
        self._second.values[identities] = hashes[:, 1]
        self.kind.values[identities] = kinds

    def component(self, identities: Ids) -> Ids:
        """The surviving person of each identity; minus the identity where it has none yet."""
        persons = self.person.values[identities]
        return np.where(persons > 0, self.survivor.values[persons], -identities)

    def lead(self, losers: Ids, winners: Ids) -> Ids:
        """Lead every person that led to a loser to its winner; return all persons that moved."""
        if not len(losers):
            return losers
        table = np.arange(len(self.survivor.values))
        table[losers] = winners
        led = table[self.survivor.values]
        moved: Mask = led != self.survivor.values
        self.survivor.values = led
        return np.flatnonzero(moved)


def pair_keys(high: Ids, low: Ids) -> npt.NDArray[np.uint64]:
    """One key per pair of identities; dense numbers stay below 2^32."""
    return (high.astype(np.uint64) << np.uint64(32)) | low.astype(np.uint64)

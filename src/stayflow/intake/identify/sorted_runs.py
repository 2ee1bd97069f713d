"""A map from 64-bit keys to numbers for millions of entries, asked for many keys at once."""

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]
MISSING = -1


class SortedRuns:
    """Sorted arrays, the small ones merged into larger as they come: 16 bytes per entry."""

    def __init__(self) -> None:
        self._runs: list[tuple[Keys, Numbers]] = []

    def __len__(self) -> int:
        return sum(len(keys) for keys, _ in self._runs)

    def find(self, keys: Keys) -> Numbers:
        """The number of each key, `MISSING` where there is none; the newest entry counts."""
        found = np.full(len(keys), MISSING, dtype=np.int64)
        order = np.argsort(keys)
        wanted, values = keys[order], found[order]
        open_places = np.arange(len(keys))
        for run_keys, run_numbers in reversed(self._runs):
            places = np.searchsorted(run_keys, wanted[open_places])
            places[places == len(run_keys)] = 0
            hit = run_keys[places] == wanted[open_places]
            values[open_places[hit]] = run_numbers[places[hit]]
            open_places = open_places[~hit]
            if not len(open_places):
                break
        found[order] = values
        return found

    def put(self, keys: Keys, numbers: Numbers) -> None:
        """Add entries, or replace those of the same key; no key twice in one call."""
        if not len(keys):
            return
        order = np.argsort(keys)
        self._runs.append((keys[order], numbers[order]))
        while len(self._runs) > 1 and len(self._runs[-2][0]) < 4 * len(self._runs[-1][0]):
            newer, older = self._runs.pop(), self._runs.pop()
            self._runs.append(_merged(older, newer))


def _merged(older: tuple[Keys, Numbers], newer: tuple[Keys, Numbers]) -> tuple[Keys, Numbers]:
    keys = np.concatenate((older[0], newer[0]))
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    numbers = np.concatenate((older[1], newer[1]))[order]
    # The sort is stable, so the last of equal keys is the newest.
    is_last = np.append(keys[1:] != keys[:-1], True)
    return keys[is_last], numbers[is_last]

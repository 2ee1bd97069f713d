"""Numbering identical rows of a file from 0, so that each stays an event of its own.

Exact but for rows whose 64-bit hashes collide (one pair in 10^5 files of 20 M rows), which then
number each other; their ids differ all the same. 8 bytes a row, and a filter of at most 128 MiB
that keeps rows never seen before from being looked up.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]

_FILTER_BITS: Final = 27
_RUNS_MAX: Final = 8


class Occurrences:
    """Counts how often each hash came; chunks may be cut anywhere."""

    def __init__(self) -> None:
        self._filter = np.zeros(1 << _FILTER_BITS, dtype=np.bool_)
        self._runs: list[Hashes] = []

    def number(self, hashes: Hashes) -> npt.NDArray[np.uint64]:
        """The number of earlier equal rows, for each row of the next chunk."""
        order = np.argsort(hashes, kind="stable")
        ordered = hashes[order]
        is_first = (
            np.append(True, ordered[1:] != ordered[:-1]) if len(ordered) else np.empty(0, bool)
        )
        starts = np.flatnonzero(is_first)
        within = np.arange(len(ordered)) - np.repeat(
            starts, np.diff(np.append(starts, len(ordered)))
        )
        before = np.zeros(len(starts), dtype=np.int64)
        distinct = ordered[starts]
        suspects = np.flatnonzero(self._pass_filter(distinct))
        for run in self._runs:
            low = np.searchsorted(run, distinct[suspects], side="left")
            high = np.searchsorted(run, distinct[suspects], side="right")
            before[suspects] += high - low
        self._add(ordered)
        numbers = np.empty(len(hashes), dtype=np.uint64)
        group = np.cumsum(is_first) - 1
        numbers[order] = (within + before[group]).astype(np.uint64)
        return numbers

    def _pass_filter(self, distinct: Hashes) -> npt.NDArray[np.bool_]:
        """Whether each hash may have come before; afterwards all have."""
        places = (distinct >> np.uint64(64 - _FILTER_BITS)).astype(np.int64)
        seen = self._filter[places]
        self._filter[places] = True
        return seen

    def _add(self, ordered: Hashes) -> None:
        self._runs.append(ordered)
        if len(self._runs) > _RUNS_MAX:
            smaller = sorted(self._runs, key=len)
            merged = np.sort(np.concatenate(smaller[:_RUNS_MAX]), kind="stable")
            self._runs = [*smaller[_RUNS_MAX:], merged]

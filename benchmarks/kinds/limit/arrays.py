"""The compiled loops, the arrays that they read, and how the work is shared out."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import parquet

from benchmarks.frame import BenchContext

SOURCES = tuple(Path(__file__).with_name(f"{name}.c") for name in ("people", "order"))
COMPILERS = ("cc", "gcc", "clang")
WORD_BITS = 64
Counts = npt.NDArray[np.int64]
Found = TypeVar("Found")
Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Limit:
    """The compiled library and the arrays, sorted by person, time and arrival.

    Attributes:
        library: What was compiled.
        person: Whose event it is.
        at: When, Unix milliseconds.
        event: The number of its name.
        numbers: Of each name.
        source: The number of where it came from.
        sources: What each number of a source stands for.
        amount: What was paid; nan for none.
        threads: How many loops run at once.
        bits: What was made by `bits_of`.
    """

    library: ctypes.CDLL
    person: npt.NDArray[np.uint32]
    at: Counts
    event: npt.NDArray[np.uint8]
    numbers: Mapping[str, int]
    source: npt.NDArray[np.uint8]
    sources: Sequence[str]
    amount: npt.NDArray[np.float64]
    threads: int
    bits: dict[tuple[str, int, int], npt.NDArray[np.uint64]] = field(default_factory=dict)

    def count(
        self, loop: str, columns: Sequence[Array], *asked: int | Array, shape: tuple[int, ...]
    ) -> Counts:
        """What the threads counted, each over a share of the people, added up.

        Args:
            loop: A function of the library: of the columns, how many rows these have, what is asked, and the counts.
            columns: Some of the arrays.
            asked: Whole numbers and arrays.
            shape: Of the counts.
        """

        def over(rows: slice) -> Counts:
            counts: Counts = np.zeros(shape, dtype=np.int64)
            self._call(loop, *(each[rows] for each in columns), _length(rows), *asked, counts)
            return counts

        return _added(self._in_threads(over, self._shares()))

    def collect(
        self, loop: str, columns: Sequence[Array], *asked: int, dtype: type, counters: int
    ) -> tuple[Counts, Array]:
        """The same of a loop that writes values, too, at most one a row, and counts these first of all.

        Returns:
            The counts; the values of all shares, one after the other.
        """

        def over(rows: slice) -> tuple[Counts, Array]:
            counts: Counts = np.zeros(counters, dtype=np.int64)
            values: Array = np.empty(_length(rows), dtype=dtype)
            pieces = [each[rows] for each in columns]
            self._call(loop, *pieces, _length(rows), *asked, values, counts)
            return counts, values[: counts[0]]

        found = self._in_threads(over, self._shares())
        return _added([counts for counts, _ in found]), np.concatenate([each for _, each in found])

    def count_bits(
        self, loop: str, bits: npt.NDArray[np.uint64], *asked: int | Array, shape: tuple[int, ...]
    ) -> Counts:
        """What the threads counted, each over a share of the words of each row of bits, added up."""
        words = bits.shape[1]

        def over(share: slice) -> Counts:
            counts: Counts = np.zeros(shape, dtype=np.int64)
            self._call(loop, bits, words, share.start, share.stop, *asked, counts)
            return counts

        cuts = [words * share // self.threads for share in range(self.threads + 1)]
        return _added(self._in_threads(over, _between(cuts)))

    def bits_of(self, event: str, start: int, days: int) -> npt.NDArray[np.uint64]:
        """Who was there on which day: a row per day since `start`, a bit per person; made once, and kept.

        Args:
            event: What they did; `*` for anything.
            start: A midnight, Unix milliseconds.
            days: How many, each of 24 hours.
        """
        asked = event, start, days
        if asked not in self.bits:
            is_new = np.diff(self.person, prepend=self.person[:1]) != 0
            number = np.cumsum(is_new)
            day = (self.at - start) // 86_400_000
            rows = (day >= 0) & (day < days)
            if event != "*":
                rows &= self.event == self.numbers[event]
            words = -(-(int(number[-1]) + 1) // WORD_BITS)
            was_there = np.zeros((days, words * WORD_BITS), dtype=np.bool_)
            was_there[day[rows], number[rows]] = True
            self.bits[asked] = np.packbits(was_there, axis=1).view(np.uint64)
        return self.bits[asked]

    def _shares(self) -> list[slice]:
        """Rows of as many shares as there are threads; a person's rows are of one."""
        rows = len(self.person)
        cuts = [0]
        for share in range(1, self.threads):
            whose = self.person[rows * share // self.threads]
            cuts.append(int(np.searchsorted(self.person, whose)))
        return _between([*cuts, rows])

    def _in_threads(self, over: Callable[[slice], Found], shares: Sequence[slice]) -> list[Found]:
        with ThreadPoolExecutor(self.threads) as pool:
            return list(pool.map(over, shares))

    def _call(self, loop: str, *given: int | Array) -> None:
        """Call a loop: an array as a pointer to its first value, a number as one of 64 bits."""
        getattr(self.library, loop)(
            *(
                ctypes.c_void_p(each.ctypes.data)
                if isinstance(each, np.ndarray)
                else ctypes.c_int64(each)
                for each in given
            )
        )


def load_limit(file: Path, context: BenchContext) -> Limit | None:
    """Compile the loops and read the arrays; None where there is no compiler."""
    compiler = next((found for found in map(shutil.which, COMPILERS) if found), None)
    if compiler is None:
        return None
    library = context.folder / "limit.so"
    options = ("-O3", "-march=native", "-shared", "-fPIC")
    subprocess.run([compiler, *options, "-o", str(library), *map(str, SOURCES)], check=True)
    events = parquet.read_table(
        file,
        columns=["person", "ms", "event", "source", "amount"],
        read_dictionary=["event", "source"],
    ).unify_dictionaries()
    event, names = _numbered(events["event"])
    source, sources = _numbered(events["source"])
    return Limit(
        library=ctypes.CDLL(str(library)),
        person=events["person"].to_numpy().astype(np.uint32),
        at=np.ascontiguousarray(events["ms"].to_numpy()),
        event=event,
        numbers={name: number for number, name in enumerate(names)},
        source=source,
        sources=sources,
        amount=np.ascontiguousarray(events["amount"].to_numpy()),
        threads=os.cpu_count() or 1,
    )


def _numbered(column: pa.ChunkedArray) -> tuple[npt.NDArray[np.uint8], list[str]]:
    codes = column.combine_chunks()
    return codes.indices.to_numpy().astype(np.uint8), codes.dictionary.to_pylist()


def _added(counts: Sequence[Counts]) -> Counts:
    total: Counts = np.sum(counts, axis=0)
    return total


def _length(rows: slice) -> int:
    return int(rows.stop - rows.start)


def _between(cuts: Sequence[int]) -> list[slice]:
    return [slice(first, last) for first, last in pairwise(cuts)]

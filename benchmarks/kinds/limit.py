"""The physical limit: loops in C over arrays in memory, compiled here, a share of the people on each processor."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pyarrow import parquet

from benchmarks.frame import BenchContext

SOURCE = Path(__file__).with_suffix(".c")
COMPILERS = ("cc", "gcc", "clang")
NO_STEP = 255
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Limit:
    """The compiled library and the arrays, sorted by person, time and arrival.

    Attributes:
        library: What was compiled.
        person: Whose event it is.
        at: When, Unix milliseconds.
        event: The number of its name.
        numbers: Of each name.
        threads: How many loops run at once.
    """

    library: ctypes.CDLL
    person: npt.NDArray[np.uint32]
    at: Counts
    event: npt.NDArray[np.uint8]
    numbers: Mapping[str, int]
    threads: int

    def funnel(self, steps: tuple[str, ...], start: int, end: int, window: int) -> Counts:
        """People with at least so many steps."""
        step_of = np.full(256, NO_STEP, dtype=np.uint8)
        for step, name in enumerate(steps):
            step_of[self.numbers[name]] = step
        return self._run(
            lambda arrays, rows, counts: self.library.funnel(
                *arrays, rows, _pointer(step_of), _whole(len(steps)), _whole(start), _whole(end),
                _whole(window), counts
            ),
            (len(steps),),
        )  # fmt: skip

    def retention(self, event: str, start: int, cohorts: int, periods: int) -> Counts:
        """People by the day of their first event since `start` (a row) and the days until they came again."""
        wanted = self.numbers[event]
        return self._run(
            lambda arrays, rows, counts: self.library.retention(
                *arrays,
                rows,
                _whole(wanted),
                _whole(start),
                _whole(cohorts),
                _whole(periods),
                counts,
            ),
            (cohorts, periods + 1),
        )

    def _run(self, loop: Callable[..., object], shape: tuple[int, ...]) -> Counts:
        """Let each thread loop over a share of the people, and add up what they counted."""
        rows = len(self.person)
        cuts = [0]
        for share in range(1, self.threads):
            whose = self.person[rows * share // self.threads]
            cuts.append(int(np.searchsorted(self.person, whose)))
        parts = list(zip(cuts, [*cuts[1:], rows], strict=True))

        def count(part: tuple[int, int]) -> Counts:
            counts: Counts = np.zeros(shape, dtype=np.int64)
            here = slice(*part)
            arrays = [_pointer(each[here]) for each in (self.person, self.at, self.event)]
            loop(arrays, _whole(part[1] - part[0]), _pointer(counts))
            return counts

        with ThreadPoolExecutor(self.threads) as pool:
            return np.sum(list(pool.map(count, parts)), axis=0)


def load_limit(file: Path, context: BenchContext) -> Limit | None:
    """Compile the loops and read the arrays; None where there is no compiler."""
    compiler = next((found for found in map(shutil.which, COMPILERS) if found), None)
    if compiler is None:
        return None
    library = context.folder / "limit.so"
    options = ("-O3", "-march=native", "-shared", "-fPIC")
    subprocess.run([compiler, *options, "-o", str(library), str(SOURCE)], check=True)
    events = parquet.read_table(
        file, columns=["person", "ms", "event"], read_dictionary=["event"]
    ).unify_dictionaries()
    codes = events["event"].combine_chunks()
    names = codes.dictionary.to_pylist()
    return Limit(
        ctypes.CDLL(str(library)),
        events["person"].to_numpy().astype(np.uint32),
        np.ascontiguousarray(events["ms"].to_numpy()),
        codes.indices.to_numpy().astype(np.uint8),
        {name: number for number, name in enumerate(names)},
        os.cpu_count() or 1,
    )


def _pointer(array: npt.NDArray[np.generic]) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)


def _whole(number: int) -> ctypes.c_int64:
    return ctypes.c_int64(number)

"""The frame: measure two ways of doing one thing next to each other, and say what came out.

A time alone says little about a machine nobody else has; a ratio to a yardstick that ran in the
same minute on the same data says a lot. So both sides alternate, round by round, the order
flipping each time, and the medians are compared. Both must give the same answer: a faster way to
something else is no result.
"""

import os
import platform
import resource
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import msgspec

ROUNDS_DEFAULT = 7
WARM_UP_ROUNDS = 1
EVENTS_DEFAULT = 20_000_000
EVENTS_PER_PERSON = 20
SEED_DEFAULT = 8420
SECONDS_DEFAULT = 60.0
HEADS = ("ours", "yardstick", "ratio", "as usually written", "bound", "")
USUAL_PLACE = 4
RULES = ["---", *["---:"] * 5, "---"]


class AnswersDiffer(Exception):
    """Our way and the yardstick did not give the same answer, so their times do not compare."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a report.

    Attributes:
        name: What was done, e.g. `funnel of 5 steps`.
        ours_seconds: Median of our way.
        yardstick_seconds: Median of the yardstick; `None` when there is only a time or a rate.
        ratio: Ours divided by yardstick; `None` without a yardstick.
        bound: Largest ratio that is good enough; `None` when the row only informs.
        note: What the yardstick was, a rate, or a remark.
        ours_processor: Processor seconds of our way, all threads of this process together, at the least of its rounds:
            what else runs on the machine moves them less than the time by the clock.
        yardstick_processor: The same of the yardstick.
        usual: Ours beside the yardstick as it is usually written, where the yardstick itself is what an expert would
            write for this very question.
    """

    name: str
    ours_seconds: float
    yardstick_seconds: float | None = None
    ratio: float | None = None
    bound: float | None = None
    note: str = ""
    ours_processor: float | None = None
    yardstick_processor: float | None = None
    usual: "Row | None" = None

    @property
    def processor_said(self) -> str:
        """The processor seconds of both sides and their ratio; empty where they were not measured."""
        if self.ours_processor is None or not self.yardstick_processor:
            return ""
        ratio = self.ours_processor / self.yardstick_processor
        return f"; processor {self.ours_processor:.2f} / {self.yardstick_processor:.2f} s = {ratio:.2f}"

    @property
    def is_within_bound(self) -> bool | None:
        """Whether the ratio keeps its bound; `None` when there is nothing to keep."""
        if self.bound is None or self.ratio is None:
            return None
        return self.ratio <= self.bound


@dataclass(frozen=True, slots=True)
class Report:
    """What a target found, with the machine it ran on."""

    target: str
    rows: tuple[Row, ...]
    events: int
    people: int
    seed: int
    peak_memory_mib: int
    seconds: float
    machine: str
    versions: str

    def as_json(self) -> str:
        """Return the report as one JSON document."""
        document = asdict(self) | {
            "rows": [asdict(row) | {"is_within_bound": row.is_within_bound} for row in self.rows]
        }
        return msgspec.json.format(msgspec.json.encode(document).decode(), indent=2)

    def as_table(self) -> str:
        """Return the report as a Markdown table with its circumstances below."""
        circumstances = (
            f"{self.events:,} events of {self.people:,} people, seed {self.seed}; "
            f"peak memory {self.peak_memory_mib:,} MiB; {self.seconds:.0f} s in all; "
            f"{self.machine}; {self.versions}"
        )
        is_wide = any(row.usual for row in self.rows)
        lines = [
            _line([self.target, *HEADS], is_wide=is_wide),
            _line(RULES, is_wide=is_wide),
            *(_line(_cells(row), is_wide=is_wide) for row in self.rows),
            "",
            circumstances,
        ]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class BenchContext:
    """What a target gets: how much data, where it may be kept, and how often to repeat.

    Attributes:
        folder: Generated files and loaded projects are kept here and used again.
        events: Size of the data set; people are `events / EVENTS_PER_PERSON`.
        seed: Seed of the generator.
        rounds: Measured rounds of `side_by_side`.
        seconds: How long a target lasts that measures for a time.
        progress: Called with a sentence when something slow begins.
    """

    folder: Path
    events: int = EVENTS_DEFAULT
    seed: int = SEED_DEFAULT
    rounds: int = ROUNDS_DEFAULT
    seconds: float = SECONDS_DEFAULT
    progress: Callable[[str], None] = field(default=lambda _sentence: None)

    @property
    def people(self) -> int:
        """How many people the data set has."""
        return max(1, self.events // EVENTS_PER_PERSON)


@dataclass(frozen=True, slots=True)
class BenchTarget:
    """A benchmark: a name for the command line, one sentence, and the function that measures."""

    name: str
    summary: str
    run: Callable[[BenchContext], Iterable[Row]]


@dataclass(slots=True)
class Stopwatch:
    """Seconds spent inside `with stopwatch() as watch:`, by the clock and of this process's threads together."""

    seconds: float = 0.0
    processor: float = 0.0
    _began: tuple[float, float] = (0.0, 0.0)

    def __enter__(self) -> "Stopwatch":
        self._began = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.seconds = time.perf_counter() - self._began[0]
        self.processor = time.process_time() - self._began[1]


def stopwatch() -> Stopwatch:
    """Return a fresh stopwatch."""
    return Stopwatch()


def resident_mib(process: int | None = None) -> int:
    """Memory that a process holds now, this one by default; 0 where the system does not say."""
    status = Path(f"/proc/{process or os.getpid()}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    found = [line.split()[1] for line in lines if line.startswith("VmRSS:")]
    return int(found[0]) // 1024 if found else 0


class Memory:
    """Resident memory of a process, this one by default, watched beside the work.

    Attributes:
        before: MiB when it began.
        worst: MiB at the worst so far.
    """

    def __init__(self, process: int | None = None, *, interval: float = 0.2) -> None:
        self._process, self._interval = process, interval
        self.before = self.worst = resident_mib(process)
        self._began = time.perf_counter()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Memory":
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def note(self) -> str:
        """Before, now, and at the worst so far."""
        now = resident_mib(self._process)
        self.worst = max(self.worst, now)
        return f"{self.before:,} MiB before, {now:,} now, {self.worst:,} at the worst"

    @property
    def seconds(self) -> float:
        """Since it is watched."""
        return time.perf_counter() - self._began

    def _watch(self) -> None:
        while not self._stop.wait(self._interval):
            self.worst = max(self.worst, resident_mib(self._process))


def side_by_side(
    name: str,
    ours: Callable[[], object],
    yardstick: Callable[[], object],
    *,
    context: BenchContext,
    bound: float | None = None,
    note: str = "",
) -> Row:
    """Measure `ours` and `yardstick` in alternation and return their medians and ratio.

    Args:
        name: Name of the row.
        ours: Our way; its answer must equal the yardstick's.
        yardstick: What it is held against.
        context: How many rounds.
        bound: Largest acceptable ratio.
        note: Remark for the row.

    Raises:
        AnswersDiffer: The two answers are not equal.
    """
    for _ in range(WARM_UP_ROUNDS):
        _compare(name, ours(), yardstick())
    row = alternate(name, ours, yardstick, rounds=context.rounds, bound=bound)
    return replace(row, note=note)


def alternate(
    name: str,
    ours: Callable[[], object],
    yardstick: Callable[[], object],
    *,
    rounds: int,
    bound: float | None = None,
    before: Callable[[], object] = lambda: None,
) -> Row:
    """Measure two ways in alternation as `side_by_side` does, whatever they answer and without a warm-up.

    `before` is run before each, and not measured.
    """
    mine: list[Stopwatch] = []
    theirs: list[Stopwatch] = []
    for round_number in range(rounds):
        pair = [(ours, mine), (yardstick, theirs)]
        for run, watches in pair if round_number % 2 == 0 else reversed(pair):
            before()
            with stopwatch() as watch:
                run()
            watches.append(watch)
    row = ratio_row(
        name,
        statistics.median(watch.seconds for watch in mine),
        statistics.median(watch.seconds for watch in theirs),
        bound=bound,
    )
    return replace(
        row,
        ours_processor=min(watch.processor for watch in mine),
        yardstick_processor=min(watch.processor for watch in theirs),
    )


def ratio_row(
    name: str,
    ours_seconds: float,
    yardstick_seconds: float,
    *,
    bound: float | None = None,
    note: str = "",
) -> Row:
    """Return a row from two times that were measured elsewhere."""
    ratio = ours_seconds / yardstick_seconds if yardstick_seconds > 0 else None
    return Row(name, ours_seconds, yardstick_seconds, ratio, bound, note)


def median_seconds(run: Callable[[], object], *, rounds: int) -> float:
    """Return the median time of `run` over `rounds` rounds, after one warm-up."""
    run()
    seconds = []
    for _ in range(rounds):
        with stopwatch() as watch:
            run()
        seconds.append(watch.seconds)
    return statistics.median(seconds)


def peak_memory_mib() -> int:
    """Return the high-water mark of this process's memory, the embedded engine included."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit_bytes = 1 if sys.platform == "darwin" else 1024
    return int(peak * unit_bytes / 2**20)


def describe_machine() -> str:
    """Return processors, memory and system in a few words."""
    memory_gib = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return f"{os.cpu_count()} cores, {memory_gib:.0f} GiB, {platform.system()} {platform.machine()}"


def _compare(name: str, ours: object, yardstick: object) -> None:
    if ours != yardstick:
        message = f"{name}: ours gave {str(ours)[:300]}, the yardstick {str(yardstick)[:300]}"
        raise AnswersDiffer(message)


def _cells(row: Row) -> list[str]:
    verdict = {True: "", False: "**over** ", None: ""}[row.is_within_bound]
    return [
        row.name,
        _seconds(row.ours_seconds),
        "" if row.yardstick_seconds is None else _seconds(row.yardstick_seconds),
        "" if row.ratio is None else f"{row.ratio:.2f}",
        _usual(row.usual),
        "" if row.bound is None else f"≤ {row.bound:g}",
        verdict + row.note + row.processor_said,
    ]


def _usual(row: Row | None) -> str:
    """The time of the yardstick as it is usually written, and the ratio to it."""
    if row is None or row.yardstick_seconds is None or row.ratio is None:
        return ""
    return f"{_seconds(row.yardstick_seconds)}: {row.ratio:.3f}{row.processor_said}"


def _line(cells: list[str], *, is_wide: bool) -> str:
    """A line of the table; without the column `as usually written` where no row has one."""
    kept = cells if is_wide else cells[:USUAL_PLACE] + cells[USUAL_PLACE + 1 :]
    return "| " + " | ".join(kept) + " |"


def _seconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"

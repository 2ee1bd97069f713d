"""The backlog of the log, raw requests as SDKs sent them, into cleaned, identified, stored events.

Of the identities that a batch of requests names first, 30 % are of people known already and 10 % of
the events bring a new one; 1 % join two persons. The yardstick is the rate asked for, 100,000
events/s on two cores: by the clock, and by the processor time of this process (chDB is in it) and of
PostgreSQL, of which two cores have 20 µs an event at that rate. Memory is that of this process; a
row for each quarter of the backlog says whether it grows.

Between filling the log and draining it the machine is given the time to write what was filled in:
gigabytes that it would else write while the clock runs, and that are no part of draining.

Of `drain` a page and what is said of its product come ten times in a batch, as 20,000 products are
looked at; of `drain-unlike` no two events say the same, and each is read anew.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from time import process_time

import msgspec
import numpy as np

from benchmarks.frame import BenchContext, BenchTarget, Memory, Row, ratio_row, stopwatch
from stayflow.access.project import NewProject, create_project
from stayflow.app import App, open_app
from stayflow.intake.pipeline import consume_log
from stayflow.intake.protocol import Request, keep_request, protocol_of
from stayflow.interfaces.interpreter import suit_memory, suit_serving
from stayflow.kernel.ids import ProjectId
from stayflow.kernel.settings import load_settings

EVENTS_PER_SECOND = 100_000
PROCESSORS = 2
QUARTERS = 4
BEGIN_HOUR = 8
_DISORDER = 0x3FF
MESSAGES = 100
APPENDED_TOGETHER = 64
NEW_SHARE = 0.10
KNOWN_SHARE = 0.30
MERGE_SHARE = 0.01
NOW_MS = 1_772_366_400_000
PROJECT = ProjectId("drain")
ACTIVE = 20_000
"""People who are at it while the backlog is made; the rest of the events is theirs."""
EVENTS_MAX = 5_000_000


def measure_drain(context: BenchContext, *, is_unlike: bool = False) -> Iterable[Row]:
    """Fill the log, then let the pipeline drain it.

    Args:
        context: How many events, at most `EVENTS_MAX`.
        is_unlike: Whether no two events say the same of page and product.

    Raises:
        RuntimeError: Fewer or more events are stored than were sent.
    """
    events = min(context.events, EVENTS_MAX)
    with open_fresh(context) as app:
        new = NewProject(PROJECT, zone="Asia/Shanghai", currency="CNY")
        create_project(new, relational=app.relational, warehouse=app.warehouse, clock=app.clock)
        world = World(context.seed, is_unlike=is_unlike)
        known = max(ACTIVE, events // 10)
        context.progress(f"making {known:,} people known")
        fill(app, (world.first_of(person) for person in range(known)))
        drain(app)
        world.known = known
        context.progress(f"filling the log with {events:,} events")
        fill(app, (world.next() for _ in range(events)))
        context.progress("waiting until it is written")
        os.sync()
        context.progress("draining it")
        memory = Memory()
        quarters: list[Row] = []
        spent = ProcessorTime(app.settings.data)
        with stopwatch() as watch, memory:
            taken = drain(app, partial(_note_quarter, quarters, memory, events))
        ours, theirs = spent.seconds()
        if taken != events:
            message = f"{events:,} events were sent and {taken:,} are stored"
            raise RuntimeError(message)
        yield ratio_row(
            "requests in the log to stored events",
            watch.seconds,
            events / EVENTS_PER_SECOND,
            bound=1.0,
            note=f"{events / watch.seconds:,.0f} events/s; {(ours + theirs) / watch.seconds:.2f}"
            " processors busy",
        )
        yield ratio_row(
            "the same by processor time",
            ours + theirs,
            PROCESSORS * events / EVENTS_PER_SECOND,
            bound=1.0,
            note=f"{ours / events * 1e6:.1f} µs an event here,"
            f" {theirs / events * 1e6:.1f} µs in PostgreSQL",
        )
        yield from quarters


def _note_quarter(quarters: list[Row], memory: Memory, events: int, stored: int) -> None:
    """A row whenever another quarter of the backlog is stored."""
    while len(quarters) < QUARTERS and stored >= events * (len(quarters) + 1) // QUARTERS:
        name = f"{len(quarters) + 1}/{QUARTERS} of the backlog"
        quarters.append(Row(name, memory.seconds, note=f"memory {memory.note}"))


class ProcessorTime:
    """Processor time from now on, of this process and of the PostgreSQL that it started."""

    def __init__(self, folder: Path) -> None:
        self._postmaster = (folder / "postgres" / "postmaster.pid").read_text().split()[0]
        self._began = self._read()

    def seconds(self) -> tuple[float, float]:
        """Of this process, and of PostgreSQL."""
        ours, theirs = self._read()
        return ours - self._began[0], theirs - self._began[1]

    def _read(self) -> tuple[float, float]:
        ticks = 0
        for status in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # it has ended meanwhile
                fields = status.read_text().rpartition(")")[2].split()
                own, ended = map(int, fields[11:13]), map(int, fields[13:15])
                if status.parent.name == self._postmaster:
                    ticks += sum(own) + sum(ended)
                elif fields[1] == self._postmaster:
                    ticks += sum(own)
        return process_time(), ticks / os.sysconf("SC_CLK_TCK")


class World:
    """Makes messages of a shop whose people are partly known."""

    def __init__(self, seed: int, *, is_unlike: bool = False) -> None:
        self._is_unlike = is_unlike
        self._random = np.random.default_rng(seed)
        self._draws: Iterator[tuple[float, float, int]] = iter(())
        self._count = 0
        self._new = 0
        self.known = 0

    def first_of(self, person: int) -> dict[str, object]:
        """The event that makes a person known."""
        return self._message(f"u{person}", f"a{person}")

    def next(self) -> dict[str, object]:
        """One event more."""
        kind, choice, active = self._draw()
        if (
            kind < MERGE_SHARE
        ):  # a device that was somebody for itself turns out to be a known person's
            self._new += 1
            return self._message(f"u{int(choice * self.known)}", f"n{self._new - 1}")
        if kind < MERGE_SHARE + NEW_SHARE:
            self._new += 1
            return self._message(None, f"n{self._new}")
        if kind < MERGE_SHARE + NEW_SHARE + KNOWN_SHARE:
            person = int(choice * self.known)
            return self._message(f"u{person}", f"a{person}")
        return self._message(f"u{active}", None)

    def _draw(self) -> tuple[float, float, int]:
        found = next(self._draws, None)
        if found is None:
            size = 10_000
            kinds, choices = self._random.random(size), self._random.random(size)
            active = self._random.integers(0, ACTIVE, size)
            self._draws = zip(kinds.tolist(), choices.tolist(), active.tolist(), strict=True)
            found = next(self._draws)
        return found

    def _message(self, user: str | None, anonymous: str | None) -> dict[str, object]:
        self._count += 1
        number = self._count
        page = f"https://shop.example.com/p/{number % 20_000}"
        properties = {"category": "母婴", "product": f"p{number % 20_000}", "price": 12.5}
        if self._is_unlike:
            page += f"?visit={number}"
            properties["order"] = f"o{number}"
        return {
            "type": "track",
            "event": ("product_view", "add_to_cart", "search", "purchase")[number % 4],
            "userId": user,
            "anonymousId": anonymous,
            "messageId": f"m{number}",
            "timestamp": _time_of(number),
            "context": {
                "page": {"url": page, "title": "A cup"},
                "library": {"name": "analytics.js", "version": "2.1"},
                "locale": "zh-CN",
            },
            "properties": properties,
        }


def _time_of(number: int) -> str:
    """A thousand events a second, out of order within a second, as they come over networks."""
    seconds, milliseconds = divmod(number ^ _DISORDER, 1000)
    minutes, second = divmod(seconds, 60)
    return f"2026-03-01T{BEGIN_HOUR + minutes // 60:02}:{minutes % 60:02}:{second:02}.{milliseconds:03}Z"


def fill(app: App, messages: Iterable[dict[str, object]]) -> None:
    """Append requests of 100 messages each, many under way at once."""
    protocol = protocol_of("/v1/batch")
    if protocol is None:
        message = "nobody speaks Segment's batches"
        raise RuntimeError(message)
    headers = {"content-type": "application/json"}
    waiting: list[bytes] = []
    part: list[dict[str, object]] = []
    for each in messages:
        part.append(each)
        if len(part) == MESSAGES:
            body = msgspec.json.encode({"batch": part, "sentAt": "2026-03-01T12:00:00Z"})
            request = Request("POST", "/v1/batch", "", headers, body, NOW_MS, "203.0.113.7")
            waiting.append(keep_request(protocol, request, key="k"))
            part = []
        if len(waiting) == APPENDED_TOGETHER:
            _append(app, waiting)
    _append(app, waiting)


def _append(app: App, waiting: list[bytes]) -> None:
    with ThreadPoolExecutor(APPENDED_TOGETHER) as pool:
        list(pool.map(lambda entry: app.log.append(PROJECT, entry), waiting))
    waiting.clear()


def drain(app: App, note: Callable[[int], None] = lambda _: None) -> int:
    """Take batches until there are no more; return how many events were stored.

    Args:
        app: With a project whose log holds something.
        note: Called after each batch with the number of events stored so far.
    """
    pipeline, stored = app.pipeline(PROJECT), 0
    while (counts := consume_log(pipeline, app.log)) is not None:
        stored += counts.stored
        note(stored)
    return stored


@contextmanager
def open_fresh(context: BenchContext) -> Iterator[App]:
    """An app on an empty data folder that goes away afterwards."""
    folder = context.folder / "drain"
    shutil.rmtree(folder, ignore_errors=True)
    settings = load_settings({"data": str(folder)}, {"STAYFLOW_LOG_BYTES_MAX": "40000000000"})
    suit_memory()  # as `stayflow serve` does
    app = open_app(settings, command="stayflow bench drain")
    suit_serving()
    try:
        yield app
    finally:
        app.close()
        shutil.rmtree(folder, ignore_errors=True)


TARGET = BenchTarget("drain", "the log's backlog into stored events", measure_drain)
PARTS = (
    BenchTarget(
        "drain-unlike",
        "the same, where no two events say the same",
        partial(measure_drain, is_unlike=True),
    ),
)

"""The backlog of the log, raw requests as SDKs sent them, into cleaned, identified, stored events.

Of the identities that a batch of requests names first, 30 % are of people known already and 10 % of
the events bring a new one; 1 % join two persons. The yardstick is the rate asked for, 100,000
events/s. Memory is that of the whole process with chDB in it, before the backlog and at its worst.
"""

import shutil
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import msgspec
import numpy as np

from benchmarks.frame import BenchContext, BenchTarget, Row, ratio_row, resident_mib, stopwatch
from stayflow.access.project import NewProject, create_project
from stayflow.app import App, open_app
from stayflow.intake.pipeline import consume_log
from stayflow.intake.protocol import Request, keep_request, protocol_of
from stayflow.kernel.ids import ProjectId
from stayflow.kernel.settings import load_settings

EVENTS_PER_SECOND = 100_000
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


def measure_drain(context: BenchContext) -> Iterable[Row]:
    """Fill the log, then let the pipeline drain it."""
    events = min(context.events, EVENTS_MAX)
    with open_fresh(context) as app:
        new = NewProject(PROJECT, zone="Asia/Shanghai", currency="CNY")
        create_project(new, relational=app.relational, warehouse=app.warehouse, clock=app.clock)
        world = World(context.seed)
        known = max(ACTIVE, events // 10)
        context.progress(f"making {known:,} people known")
        fill(app, (world.first_of(person) for person in range(known)))
        drain(app)
        world.known = known
        context.progress(f"filling the log with {events:,} events")
        fill(app, (world.next() for _ in range(events)))
        context.progress("draining it")
        memory = Memory()
        with stopwatch() as watch, memory:
            taken = drain(app)
        if taken != events:
            message = f"{events:,} events were sent and {taken:,} are stored"
            raise RuntimeError(message)
        yield ratio_row(
            "requests in the log to stored events",
            watch.seconds,
            events / EVENTS_PER_SECOND,
            bound=1.0,
            note=f"{events / watch.seconds:,.0f} events/s; memory {memory.note}",
        )


class World:
    """Makes messages of a shop whose people are partly known."""

    def __init__(self, seed: int) -> None:
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
        return {
            "type": "track",
            "event": ("product_view", "add_to_cart", "search", "purchase")[number % 4],
            "userId": user,
            "anonymousId": anonymous,
            "messageId": f"m{number}",
            "timestamp": f"2026-03-01T11:59:{number // 1000 % 60:02}.{number % 1000:03}Z",
            "context": {
                "page": {"url": f"https://shop.example.com/p/{number % 20_000}", "title": "A cup"},
                "library": {"name": "analytics.js", "version": "2.1"},
                "locale": "zh-CN",
            },
            "properties": {"category": "母婴", "product": f"p{number % 20_000}", "price": 12.5},
        }


def fill(app: App, messages: Iterable[dict[str, object]]) -> None:
    """Append requests of 100 messages each, many under way at once."""
    protocol = protocol_of("/v1/batch")
    if protocol is None:
        message = "nobody speaks Segment's batches"
        raise RuntimeError(message)
    headers = {"content-type": "application/json"}
    waiting: list[bytes] = []
    part: list[dict[str, object]] = []
    for message in messages:
        part.append(message)
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


def drain(app: App) -> int:
    """Take batches until there are no more; return how many events were stored."""
    pipeline, stored = app.pipeline(PROJECT), 0
    while (counts := consume_log(pipeline, app.log)) is not None:
        stored += counts.stored
    return stored


class Memory:
    """Resident memory of this process, watched beside the work."""

    def __init__(self) -> None:
        self._before = self._worst = resident_mib()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Memory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def note(self) -> str:
        """Before, and at the worst."""
        return f"{self._before:,} MiB before, {self._worst:,} MiB at the worst"

    def _watch(self) -> None:
        while not self._stop.wait(0.2):
            self._worst = max(self._worst, resident_mib())


@contextmanager
def open_fresh(context: BenchContext) -> Iterator[App]:
    """An app on an empty data folder that goes away afterwards."""
    folder = context.folder / "drain"
    shutil.rmtree(folder, ignore_errors=True)
    settings = load_settings({"data": str(folder)}, {"STAYFLOW_LOG_BYTES_MAX": "40000000000"})
    app = open_app(settings, command="stayflow bench drain")
    try:
        yield app
    finally:
        app.close()
        shutil.rmtree(folder, ignore_errors=True)


TARGET = BenchTarget("drain", "the log's backlog into stored events", measure_drain)

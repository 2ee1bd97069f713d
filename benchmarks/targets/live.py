"""From an event's arrival to its person's being in a segment, at 2,000 events a second.

The whole way on the threads of a real worker: log, decode, clean, identify, record, and the live reactor with five
segments over a project of known people. A marker, the only event by which anybody enters the segment `marked`, is sent
twice a second; it has arrived when the segment's size counts it. The yardstick is the promise of two seconds.
"""

import statistics
import threading
from collections.abc import Iterable
from time import monotonic, sleep

from benchmarks.frame import BenchContext, BenchTarget, Row, ratio_row
from benchmarks.targets.drain import open_fresh
from stayflow.access.project import NewProject, create_project
from stayflow.app import App
from stayflow.intake.pipeline import append_events, consume_log
from stayflow.interfaces.telemetry import Telemetry
from stayflow.interfaces.worker import Worker
from stayflow.kernel.ids import ProjectId
from stayflow.language.event import RawEvent
from stayflow.understand.segment import (
    Plan,
    Refresh,
    SegmentChange,
    change_segment,
    create_segment,
    get_segment,
    refresh_segment,
)

PROJECT = ProjectId("live")
EVENTS_PER_SECOND, TICKS_PER_SECOND = 2_000, 10
SECONDS = 30
PROMISE_SECONDS = 2.0
PEOPLE = 20_000
EVENTS_EACH = 5
LEARN = 2_000
CONDITIONS = {
    "marked": {"did": {"event": "marker"}},
    "buyers": {"did": {"event": "purchase", "count": 2, "within": {"last": "30d"}}},
    "lookers": {"all": [{"did": {"event": "view"}}, {"not": {"did": {"event": "purchase"}}}]},
    "idle": {"not": {"did": {"event": "view", "within": {"last": "7d"}}}},
    "nested": {"any": [{"segment": {"name": "buyers"}}, {"segment": {"name": "lookers"}}]},
}


def measure_live(context: BenchContext) -> Iterable[Row]:
    """Make people known, then send and watch."""
    with open_fresh(context) as app:
        new = NewProject(PROJECT, zone="Asia/Shanghai", currency="CNY")
        create_project(new, relational=app.relational, warehouse=app.warehouse, clock=app.clock)
        _make_known(app)
        _make_segments(app)
        worker = Worker(app, Telemetry())
        worker.start()
        try:
            waits, sent, lag = _send(app)
        finally:
            worker.stop()
        waits.sort()
        worst = waits[int(len(waits) * 0.99)]
        note = f"{sent / SECONDS:,.0f} events/s for {SECONDS} s, {len(waits)} markers, then {lag:.1f} s behind"
        median = statistics.median(waits)
        yield ratio_row("event to segment, median", median, PROMISE_SECONDS, bound=1.0, note=note)
        yield ratio_row("event to segment, p99", worst, PROMISE_SECONDS, bound=1.0)


def _make_known(app: App) -> None:
    for start in range(0, PEOPLE * EVENTS_EACH, LEARN):
        events = [
            _event("purchase" if n % 4 == 0 else "view", n % PEOPLE)
            for n in range(start, start + LEARN)
        ]
        if start == 0:
            events.append(_marker(-1))
        append_events(PROJECT, events, source="bench", log=app.log, clock=app.clock)
    while consume_log(app.pipeline(PROJECT), app.log) is not None:
        pass


def _make_segments(app: App) -> None:
    live = SegmentChange(refresh=Plan(Refresh.LIVE))
    for name, condition in CONDITIONS.items():
        scope = app.scope(PROJECT)
        with app.relational.project(PROJECT) as tx:
            create_segment(tx, name, condition, scope=scope, by="bench")
        with app.relational.project(PROJECT) as tx:
            refresh_segment(tx, name, scope=scope, warehouse=app.facts(PROJECT))
            change_segment(tx, name, live, scope=scope)


def _send(app: App) -> tuple[list[float], int, float]:
    """The wait of each marker, how many events were sent, and how long the last marker took after the end."""
    sent_at: list[float] = []
    waits: list[float] = []
    over = threading.Event()

    def watch() -> None:
        while not over.is_set() or len(waits) < len(sent_at):
            with app.relational.project(PROJECT) as tx:
                arrived = (get_segment(tx, "marked").people_count or 0) - 1
            now = monotonic()
            waits.extend(now - sent_at[n] for n in range(len(waits), min(arrived, len(sent_at))))
            sleep(0.02)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    began, sent = monotonic(), 0
    for tick in range(SECONDS * TICKS_PER_SECOND):
        events = [
            _event("purchase" if n % 9 == 0 else "view", n * 7919 % PEOPLE)
            for n in range(sent, sent + EVENTS_PER_SECOND // TICKS_PER_SECOND)
        ]
        if tick % (TICKS_PER_SECOND // 2) == 0:
            events.append(_marker(len(sent_at)))
            sent_at.append(monotonic())
        append_events(PROJECT, events, source="bench", log=app.log, clock=app.clock)
        sent += len(events)
        sleep(max(0.0, began + (tick + 1) / TICKS_PER_SECOND - monotonic()))
    ended = monotonic()
    over.set()
    watcher.join(60)
    return waits, sent, monotonic() - ended


def _event(name: str, person: int) -> RawEvent:
    return RawEvent(name=name, identities={"user_id": f"u{person}"})


def _marker(number: int) -> RawEvent:
    return RawEvent(name="marker", identities={"user_id": f"marked{number}"})


TARGET = BenchTarget(
    "live", "from an event to its person in a segment at 2,000 events/s", measure_live
)

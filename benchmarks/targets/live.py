"""From an event's arrival to its person's standing in a segment, with a tag, a score and in a stage, at 2,000 events/s.

The whole way on the threads of a real worker: log, decode, clean, identify, record, and the live reactor with three
tags, two scores, two lifecycle models and five segments over a project of known people. A marker, the only event that
leads into the segment, the tag, the score and the stage `marked`, is sent twice a second. It has arrived when the
segment's size counts it, and when rows of it stand in the tables that conditions and pages read; that is looked up
ten times a second, which is part of the load. The yardstick is the promise of two seconds.
"""

import statistics
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf
from time import monotonic, process_time, sleep

from benchmarks.frame import BenchContext, BenchTarget, Row, ratio_row
from benchmarks.targets.drain import open_fresh
from stayflow.access.project import NewProject, create_project
from stayflow.app import App
from stayflow.intake.pipeline import append_events, consume_log
from stayflow.interfaces.telemetry import Telemetry
from stayflow.interfaces.worker import Worker
from stayflow.kernel.ids import ProjectId
from stayflow.language.event import RawEvent
from stayflow.language.raw import JsonObject
from stayflow.understand.lifecycle import default_definition, refresh_stages, save_model
from stayflow.understand.score import ScoreDraft, create_score, refresh_scores
from stayflow.understand.segment import (
    Plan,
    Refresh,
    SegmentChange,
    change_segment,
    create_segment,
    get_segment,
    refresh_segment,
)
from stayflow.understand.tag import Schedule as TagSchedule
from stayflow.understand.tag import TagDraft, create_tag, refresh_tags

PROJECT = ProjectId("live")
EVENTS_PER_SECOND, TICKS_PER_SECOND = 2_000, 10
SECONDS = 30
MARKERS_PER_SECOND = 2
MARKERS = SECONDS * MARKERS_PER_SECOND
LOOK_SECONDS = 0.1
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
MARKED = CONDITIONS["marked"]
TAGS: dict[str, JsonObject] = {
    "marked": {"values": [{"value": "yes", "when": MARKED}]},
    "buys": {
        "values": [
            {"value": "often", "when": {"did": {"event": "purchase", "count": 4}}},
            {"value": "some", "when": {"did": {"event": "purchase"}}},
        ]
    },
    "looks": {
        "values": [{"value": "yes", "when": {"did": {"event": "view", "within": {"last": "7d"}}}}]
    },
}
SCORES: dict[str, JsonObject] = {
    "marked": {"rules": [{"name": "marks", "event": "marker", "points": 1}]},
    "activity": {
        "rules": [
            {"name": "buys", "event": "purchase", "points": 10, "per_day_max": 50},
            {"name": "looks", "event": "view", "points": 1, "per_day_max": 10},
        ],
        "half_life": "30d",
        "bands": [{"name": "low", "from": 0}, {"name": "high", "from": 30}],
    },
}
STAGES: JsonObject = {
    "stages": [
        {"name": "new"},
        {"name": "buyer", "when": {"did": {"event": "purchase"}}},
        {"name": "marked", "when": MARKED},
    ]
}


def measure_live(context: BenchContext) -> Iterable[Row]:
    """Make people known, then send and watch."""
    with open_fresh(context) as app:
        new = NewProject(PROJECT, zone="Asia/Shanghai", currency="CNY")
        create_project(new, relational=app.relational, warehouse=app.warehouse, clock=app.clock)
        _make_known(app)
        _make_segments(app)
        watched = Watched(app, *_make_labels(app), _make_stages(app))
        worker = Worker(app, Telemetry())
        worker.start()
        try:
            _let_it_settle(app)
            busy = process_time()
            waits, sent, lag = _send(app, watched)
            busy = (process_time() - busy) / (SECONDS + lag)
        finally:
            worker.stop()
        note = (
            f"{sent / SECONDS:,.0f} events/s for {SECONDS} s, {MARKERS} markers, then {lag:.1f} s behind;"
            f" this process took {busy:.1f} processors"
        )
        for kind, found in waits.items():
            yield from _rows(kind, sorted(found), note)


def _let_it_settle(app: App) -> None:
    """Wait for what a worker that begins has to do, the night's computation among it."""
    is_busy = True
    while is_busy:
        sleep(1)
        with app.relational.system() as tx:
            is_busy = tx.value(
                "select exists (select from jobs where state in ('waiting', 'running'))"
            )


def _rows(kind: str, waits: list[float], note: str) -> Iterable[Row]:
    if len(waits) < MARKERS:
        name = f"event to {kind}: {MARKERS - len(waits)} markers never arrived"
        yield Row(name, 0.0, ratio=inf, bound=1.0)
        return
    median, worst = statistics.median(waits), waits[int(len(waits) * 0.99)]
    yield ratio_row(f"event to {kind}, median", median, PROMISE_SECONDS, bound=1.0, note=note)
    yield ratio_row(f"event to {kind}, p99", worst, PROMISE_SECONDS, bound=1.0)


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


def _make_labels(app: App) -> tuple[str, str]:
    """The ids of the tag and the score that a marker gives; two more of each are kept up beside them."""
    with app.relational.project(PROJECT) as tx:
        scope = app.scope(PROJECT)
        tags = [
            create_tag(tx, TagDraft(name, "rule", definition, schedule=TagSchedule.LIVE), scope=scope, by="bench")
            for name, definition in TAGS.items()
        ]  # fmt: skip
        scores = [
            create_score(tx, ScoreDraft(name, definition), scope=scope, by="bench")
            for name, definition in SCORES.items()
        ]
        warehouse = app.facts(PROJECT)
        refresh_tags(tx, scope=scope, warehouse=warehouse, cause="bench")
        refresh_scores(tx, scope=scope, warehouse=warehouse, cause="bench")
    return tags[0].tag_id, scores[0].score_id


def _make_stages(app: App) -> str:
    """The model with the stage of the markers; the default model is kept up beside it."""
    with app.relational.project(PROJECT) as tx:
        scope = app.scope(PROJECT)
        for name, definition in (("default", default_definition()), ("marks", STAGES)):
            save_model(tx, definition, scope=scope, model=name)
            refresh_stages(tx, scope=scope, warehouse=app.facts(PROJECT), model=name)
    return "marks"


@dataclass(frozen=True, slots=True)
class Watched:
    """What a marker leads into, and how many arrived there; who was there before anything was sent is left out."""

    app: App
    tag_id: str
    score_id: str
    model: str

    def arrived(self) -> dict[str, int]:
        """How many markers stand in the segment, have the tag, a score and the stage."""
        with self.app.relational.project(PROJECT) as tx:
            members = get_segment(tx, "marked").people_count or 0
        tagged, scored, staged = self.app.facts(PROJECT).one(
            "SELECT (SELECT count() FROM person_tags WHERE tag_id = {tag:String}),"
            " (SELECT count() FROM score_changes WHERE score_id = {score:String}),"
            " (SELECT count() FROM stage_changes WHERE model = {model:String} AND stage = 'marked')",
            {"tag": self.tag_id, "score": self.score_id, "model": self.model},
        )
        found = {"segment": members, "tag": tagged, "score": scored, "stage": staged}
        return {kind: int(count) - 1 for kind, count in found.items()}


def _send(app: App, watched: Watched) -> tuple[dict[str, list[float]], int, float]:
    """The waits of the markers, how many events were sent, and how long the last marker took after the end."""
    sent_at: list[float] = []
    waits: dict[str, list[float]] = {kind: [] for kind in watched.arrived()}
    over = threading.Event()

    def watch() -> None:
        while not over.is_set() or any(len(found) < len(sent_at) for found in waits.values()):
            arrived = watched.arrived()
            now = monotonic()
            for kind, found in waits.items():
                known = range(len(found), min(arrived[kind], len(sent_at)))
                found.extend(now - sent_at[n] for n in known)
            sleep(LOOK_SECONDS)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    began, sent = monotonic(), 0
    for tick in range(SECONDS * TICKS_PER_SECOND):
        events = [
            _event("purchase" if n % 9 == 0 else "view", n * 7919 % PEOPLE)
            for n in range(sent, sent + EVENTS_PER_SECOND // TICKS_PER_SECOND)
        ]
        if tick % (TICKS_PER_SECOND // MARKERS_PER_SECOND) == 0:
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
    "live",
    "from an event to its person's segment, tag, score and stage at 2,000 events/s",
    measure_live,
)

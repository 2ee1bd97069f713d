"""From an event's being sent to its standing in the live debugger with what was done to it.

The whole way over HTTP, against a server with its worker as a process of its own: the collector, the log, the batch,
and the debugger's answer to whoever waits for news of one event, as the console does. Five markers a second, first
with nothing beside, then beside 2,000 events a second in requests of 100. The yardstick is the promise of one second.
"""

import json
import shutil
import statistics
import sys
import threading
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlencode

from benchmarks.frame import BenchContext, BenchTarget, Row, ratio_row
from benchmarks.served import free_port, run_server
from benchmarks.wires import HOST
from stayflow.access import Role
from stayflow.access.key import KeyKind, NewKey, issue_key
from stayflow.access.project import NewProject, create_project
from stayflow.app import open_app
from stayflow.kernel.ids import ProjectId
from stayflow.kernel.settings import load_settings

PROJECT = ProjectId("debugger")
PROMISE_SECONDS = 1.0
MARKERS_PER_SECOND = 5
EVENTS_PER_SECOND, REQUEST = 2_000, 100
SECONDS = 20
WAIT_SECONDS = 20
PEOPLE = 20_000


@dataclass(slots=True)
class Served:
    """A server, asked by several threads.

    Attributes:
        port: Where it listens.
        write_key: For what is sent.
        api_key: For what is asked.
        sent_at: By marker: when its request was begun.
        seen_at: By marker: when an answer of the debugger had it.
    """

    port: int
    write_key: str
    api_key: str
    sent_at: dict[int, float] = field(default_factory=dict)
    seen_at: dict[int, float] = field(default_factory=dict)

    def send(self, events: list[dict[str, object]]) -> None:
        """One request of Segment's form."""
        body = {"batch": events, "writeKey": self.write_key}
        self._open("/v1/batch", json.dumps(body).encode(), "")

    def ask(self, **query: object) -> Any:  # noqa: ANN401 - JSON
        """The debugger's answer."""
        path = f"/api/v1/projects/{PROJECT}/debugger?{urlencode(query)}"
        return self._open(path, None, f"Bearer {self.api_key}")

    def _open(self, path: str, body: bytes | None, authorization: str) -> Any:  # noqa: ANN401
        headers = {"Content-Type": "application/json"}
        if authorization:
            headers["Authorization"] = authorization
        request = urllib.request.Request(f"http://{HOST}:{self.port}{path}", body, headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)


def measure_debugger(context: BenchContext) -> Iterable[Row]:
    """Alone, then beside a steady load."""
    folder = context.folder / "debugger"
    shutil.rmtree(folder, ignore_errors=True)
    with _serve(folder) as served:
        served.send([_event("marker", "first", {"n": -1})])
        sleep(WAIT_SECONDS / 10)
        for name, rate in (("alone", 0), (f"at {EVENTS_PER_SECOND:,} events/s", EVENTS_PER_SECOND)):
            context.progress(f"{SECONDS} s {name}")
            waits, lost = _measure(served, rate)
            note = f"{len(waits)} markers in {SECONDS} s, {lost} never seen"
            median, worst = statistics.median(waits), waits[int(len(waits) * 0.99)]
            yield ratio_row(f"{name}, median", median, PROMISE_SECONDS, bound=1.0, note=note)
            yield ratio_row(f"{name}, p99", worst, PROMISE_SECONDS, bound=1.0)
    shutil.rmtree(folder, ignore_errors=True)


def _measure(served: Served, rate: int) -> tuple[list[float], int]:
    """Seconds from sending to seeing, shortest first, and how many markers were not seen."""
    served.sent_at.clear()
    served.seen_at.clear()
    over, began = threading.Event(), monotonic()
    first = served.ask(event="marker")["next"]
    watcher = threading.Thread(target=_watch, args=(served, first, over), daemon=True)
    loader = threading.Thread(target=_load, args=(served, rate, over), daemon=True)
    watcher.start()
    loader.start()
    for number in range(SECONDS * MARKERS_PER_SECOND):
        served.sent_at[number] = monotonic()
        served.send([_event("marker", f"marked{number}", {"n": number})])
        sleep(max(0.0, began + (number + 1) / MARKERS_PER_SECOND - monotonic()))
    until = monotonic() + WAIT_SECONDS
    while len(served.seen_at) < len(served.sent_at) and monotonic() < until:
        sleep(0.01)
    over.set()
    loader.join(WAIT_SECONDS)
    watcher.join(2 * WAIT_SECONDS)
    waits = [at - served.sent_at[number] for number, at in served.seen_at.items()]
    return sorted(waits), len(served.sent_at) - len(waits)


def _watch(served: Served, after: str, over: threading.Event) -> None:
    """Ask as the console does: again as soon as an answer is there."""
    while not over.is_set():
        answer = served.ask(event="marker", after=after, wait=1)
        after, now = answer["next"], monotonic()
        for each in answer["events"]:
            served.seen_at.setdefault(int(json.loads(each["content"])["n"]), now)


def _load(served: Served, rate: int, over: threading.Event) -> None:
    began, sent = monotonic(), 0
    while rate and not over.is_set():
        served.send([_event("view", f"u{n % PEOPLE}", {}) for n in range(sent, sent + REQUEST)])
        sent += REQUEST
        sleep(max(0.0, began + sent / rate - monotonic()))


def _event(name: str, user: str, properties: dict[str, object]) -> dict[str, object]:
    return {"type": "track", "event": name, "userId": user, "properties": properties}


@contextmanager
def _serve(folder: Path) -> Iterator[Served]:
    app = open_app(load_settings({"data": str(folder)}, {}), command="stayflow bench debugger")
    try:
        new = NewProject(PROJECT)
        create_project(new, relational=app.relational, warehouse=app.warehouse, clock=app.clock)
        write_key, api_key = (
            issue_key(PROJECT, each, relational=app.relational, clock=app.clock)[1]
            for each in (
                NewKey(KeyKind.WRITE, "bench"),
                NewKey(KeyKind.API, "bench", Role.OPERATOR),
            )
        )
    finally:
        app.close()
    port = free_port()
    serve = "from stayflow.interfaces.cli import main; main()"
    words = [sys.executable, "-c", serve, "serve", "--data", str(folder), "--port", str(port)]
    with run_server(words, port):
        yield Served(port, write_key, api_key)


TARGET = BenchTarget(
    "debugger", "from an event's being sent to its standing in the live debugger", measure_debugger
)

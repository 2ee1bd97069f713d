"""Events over HTTP, durable before the answer, beside a bare endpoint on the same log.

Both servers run as processes of their own with the same uvicorn; one load generator in this
process, on the same cores, asks them in turns. Ours also checks the write key, cleans the wire
format into our events, counts, and answers as Segment's SDKs expect.
"""

import asyncio
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, perf_counter, sleep

import msgspec

from benchmarks.frame import BenchContext, BenchTarget, Row, ratio_row
from stayflow.access.key import KeyKind, NewKey, issue_key
from stayflow.access.project import NewProject, create_project
from stayflow.app import open_app
from stayflow.kernel.ids import ProjectId
from stayflow.kernel.settings import load_settings

PROJECT = ProjectId("collect")
CONNECTIONS = 32
ROUND_SECONDS = 3.0
START_SECONDS_MAX = 60.0
BATCHES = (1, 20, 100)
LOG_BYTES_MAX = 40_000_000_000
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server under load: where, and the bytes of one request of each size."""

    port: int
    requests: dict[int, bytes]


def measure_collect(context: BenchContext) -> Iterable[Row]:
    """Load both servers in turns, for requests of 1, 20 and 100 events."""
    folder = context.folder / "collect"
    shutil.rmtree(folder, ignore_errors=True)
    write_key = make_project(folder / "ours")
    with serve_ours(folder / "ours") as ours, serve_bare(folder / "bare") as bare:
        for size in BATCHES:
            yield compare(
                size,
                Endpoint(ours, {size: make_request(ours, size, write_key)}),
                Endpoint(bare, {size: make_request(bare, size, write_key)}),
                context,
            )
    shutil.rmtree(folder, ignore_errors=True)


def compare(size: int, ours: Endpoint, bare: Endpoint, context: BenchContext) -> Row:
    """Alternate rounds; times are per 1,000 events."""
    seconds: dict[int, list[float]] = {ours.port: [], bare.port: []}
    for endpoint in (ours, bare):
        asyncio.run(load(endpoint, size, 1.0))
    for round_number in range(context.rounds):
        pair = (ours, bare) if round_number % 2 == 0 else (bare, ours)
        for endpoint in pair:
            rate = asyncio.run(load(endpoint, size, ROUND_SECONDS))
            seconds[endpoint.port].append(1000 / rate)
    mine = statistics.median(seconds[ours.port])
    theirs = statistics.median(seconds[bare.port])
    return ratio_row(
        f"1,000 events, {size} a request",
        mine,
        theirs,
        bound=2.0,
        note=f"{1000 / mine:,.0f} events/s; bare {1000 / theirs:,.0f} events/s",
    )


async def load(endpoint: Endpoint, size: int, seconds: float) -> float:
    """Keep `CONNECTIONS` requests under way; return acknowledged events per second."""
    began = perf_counter()
    deadline = began + seconds
    counts = await asyncio.gather(*(_ask(endpoint, size, deadline) for _ in range(CONNECTIONS)))
    return sum(counts) * size / (perf_counter() - began)


async def _ask(endpoint: Endpoint, size: int, deadline: float) -> int:
    reader, writer = await asyncio.open_connection(HOST, endpoint.port)
    request, answered = endpoint.requests[size], 0
    try:
        while perf_counter() < deadline:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            status, length = _read_head(head)
            body = await reader.readexactly(length)
            if status != 200:
                message = f"the server answered {status}: {body[:300]!r}"
                raise RuntimeError(message)
            answered += 1
    finally:
        writer.close()
    return answered


def _read_head(head: bytes) -> tuple[int, int]:
    lines = head.split(b"\r\n")
    lengths = [line for line in lines if line.lower().startswith(b"content-length:")]
    return int(lines[0].split()[1]), int(lengths[0].split(b":")[1]) if lengths else 0


def make_request(port: int, size: int, write_key: str) -> bytes:
    """One POST of `size` messages in Segment's shape."""
    messages = [
        {
            "type": "track",
            "event": "product_view",
            "userId": f"u{number}",
            "anonymousId": f"d{number}",
            "messageId": f"bench-{size}-{number}",
            "timestamp": "2026-03-01T12:00:00.000Z",
            "context": {"page": {"url": "https://shop.example.com/p/1", "title": "A cup"}},
            "properties": {"category": "母婴", "product": f"p{number}", "price": 12.5},
        }
        for number in range(size)
    ]
    body = msgspec.json.encode({"batch": messages, "writeKey": write_key})
    head = (
        f"POST /v1/batch HTTP/1.1\r\nHost: {HOST}:{port}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def make_project(folder: Path) -> str:
    """Make the project and return its write key."""
    app = open_app(load_settings({"data": str(folder)}, {}), command="stayflow bench collect")
    try:
        create_project(
            NewProject(PROJECT),
            relational=app.relational,
            warehouse=app.warehouse,
            clock=app.clock,
        )
        new = NewKey(KeyKind.WRITE, "bench")
        return issue_key(PROJECT, new, relational=app.relational, clock=app.clock)[1]
    finally:
        app.close()


@contextmanager
def serve_ours(folder: Path) -> Iterator[int]:
    """Our collector, as it is installed."""
    start = "from stayflow.interfaces.cli import main; main()"
    port = free_port()
    words = ["serve", "--role", "collect", "--data", str(folder), "--port", str(port)]
    with _process([sys.executable, "-c", start, *words], port):
        yield port


@contextmanager
def serve_bare(folder: Path) -> Iterator[int]:
    """The yardstick."""
    port = free_port()
    module = "benchmarks.targets._bare_collector"
    with _process([sys.executable, "-m", module, str(folder), str(port)], port):
        yield port


@contextmanager
def _process(words: list[str], port: int) -> Iterator[None]:
    environ = os.environ | {"STAYFLOW_LOG_BYTES_MAX": str(LOG_BYTES_MAX)}
    server = subprocess.Popen(words, env=environ, stdout=subprocess.DEVNULL)
    try:
        _wait_for(server, port)
        yield
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(START_SECONDS_MAX)


def _wait_for(server: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = monotonic() + START_SECONDS_MAX
    while monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        sleep(0.1)
    message = f"the server did not listen on {port}"
    raise RuntimeError(message)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


TARGET = BenchTarget("collect", "events over HTTP, durable before the answer", measure_collect)

"""Events over HTTP, durable before the answer, beside a bare endpoint on the same log.

Both servers run as processes of their own with the same uvicorn; one load generator in this
process, on the same cores, asks them in turns, with the bodies of three families of SDKs. The bare
endpoint decodes the whole body and appends it; ours checks the write key and that the body is of
its format, appends it, counts, and answers as the SDK expects; decoding is left to the consumer,
which `drain` measures. Latency is that of requests sent at half of the rate that was reached.
"""

import asyncio
import shutil
import statistics
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from benchmarks.frame import BenchContext, BenchTarget, Row, ratio_row, resident_mib
from benchmarks.served import free_port, run_server
from benchmarks.wires import HOST, WIRES
from stayflow.access.key import KeyKind, NewKey, issue_key
from stayflow.access.project import NewProject, create_project
from stayflow.app import open_app
from stayflow.kernel.ids import ProjectId
from stayflow.kernel.settings import load_settings

PROJECT = ProjectId("collect")
CONNECTIONS = 32
ROUND_SECONDS = 3.0
BATCHES = (1, 20, 100)
LATENCY_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server under load: where, the bytes of one request, and how many events it holds."""

    port: int
    request: bytes
    events: int


def measure_collect(context: BenchContext) -> Iterable[Row]:
    """Load both servers in turns, for requests of 1, 20 and 100 events of each format."""
    folder = context.folder / "collect"
    shutil.rmtree(folder, ignore_errors=True)
    write_key = make_project(folder / "ours")
    with serve_ours(folder / "ours") as served, serve_bare(folder / "bare") as (bare, _):
        ours, process = served
        before = resident_mib(process)
        for wire in WIRES:
            for size in BATCHES:
                yield from compare(
                    f"{wire.name}, {size} a request",
                    Endpoint(ours, wire.request(ours, size, write_key), size),
                    Endpoint(bare, wire.request(bare, size, write_key), size),
                    context,
                )
        after = resident_mib(process)
        yield Row(
            "memory of the collector",
            0.0,
            note=f"{before:,} MiB before, {after:,} MiB after",
        )
    shutil.rmtree(folder, ignore_errors=True)


def compare(name: str, ours: Endpoint, bare: Endpoint, context: BenchContext) -> Iterable[Row]:
    """Alternate rounds; times are per 1,000 events. Then the latency of ours at half of its rate."""
    seconds: dict[int, list[float]] = {ours.port: [], bare.port: []}
    for endpoint in (ours, bare):
        asyncio.run(load(endpoint, 1.0))
    for round_number in range(context.rounds):
        pair = (ours, bare) if round_number % 2 == 0 else (bare, ours)
        for endpoint in pair:
            rate = asyncio.run(load(endpoint, ROUND_SECONDS))
            seconds[endpoint.port].append(1000 / rate)
    mine = statistics.median(seconds[ours.port])
    theirs = statistics.median(seconds[bare.port])
    waits = asyncio.run(waits_at(ours, 1000 / mine / ours.events / 2))
    yield ratio_row(
        name,
        mine,
        theirs,
        bound=2.0,
        note=f"{1000 / mine:,.0f} events/s; bare {1000 / theirs:,.0f} events/s; "
        f"at half load p50 {1000 * waits[len(waits) // 2]:.1f} ms, "
        f"p99 {1000 * waits[int(len(waits) * 0.99)]:.1f} ms",
    )


async def waits_at(
    endpoint: Endpoint, per_second: float, seconds: float = LATENCY_SECONDS
) -> list[float]:
    """Seconds that requests sent at a steady rate wait from their due time, shortest first."""
    due: asyncio.Queue[float] = asyncio.Queue()
    waits: list[float] = []
    clients = [asyncio.create_task(_answer_due(endpoint, due, waits)) for _ in range(CONNECTIONS)]
    began, count = perf_counter(), 0
    while perf_counter() < began + seconds:
        while count < (perf_counter() - began) * per_second:
            due.put_nowait(began + count / per_second)
            count += 1
        await asyncio.sleep(0.001)
    for _ in clients:
        due.put_nowait(float("inf"))
    await asyncio.gather(*clients)
    return sorted(waits)


async def _answer_due(endpoint: Endpoint, due: "asyncio.Queue[float]", waits: list[float]) -> None:
    reader, writer = await asyncio.open_connection(HOST, endpoint.port)
    try:
        while (at := await due.get()) != float("inf"):
            await _send(endpoint, reader, writer)
            waits.append(perf_counter() - at)
    finally:
        writer.close()


async def load(endpoint: Endpoint, seconds: float) -> float:
    """Keep `CONNECTIONS` requests under way; return acknowledged events per second."""
    began = perf_counter()
    deadline = began + seconds
    counts = await asyncio.gather(*(_ask(endpoint, deadline) for _ in range(CONNECTIONS)))
    return sum(counts) * endpoint.events / (perf_counter() - began)


async def _ask(endpoint: Endpoint, deadline: float) -> int:
    reader, writer = await asyncio.open_connection(HOST, endpoint.port)
    answered = 0
    try:
        while perf_counter() < deadline:
            await _send(endpoint, reader, writer)
            answered += 1
    finally:
        writer.close()
    return answered


async def _send(
    endpoint: Endpoint, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    writer.write(endpoint.request)
    head = await reader.readuntil(b"\r\n\r\n")
    status, length = _read_head(head)
    body = await reader.readexactly(length)
    if status != 200:
        message = f"the server answered {status}: {body[:300]!r}"
        raise RuntimeError(message)


def _read_head(head: bytes) -> tuple[int, int]:
    lines = head.split(b"\r\n")
    lengths = [line for line in lines if line.lower().startswith(b"content-length:")]
    return int(lines[0].split()[1]), int(lengths[0].split(b":")[1]) if lengths else 0


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
def serve_ours(folder: Path) -> Iterator[tuple[int, int]]:
    """Our collector, without its consumer."""
    port = free_port()
    module = "benchmarks.targets._our_collector"
    with run_server([sys.executable, "-m", module, str(folder), str(port)], port) as process:
        yield port, process


@contextmanager
def serve_bare(folder: Path) -> Iterator[tuple[int, int]]:
    """The yardstick."""
    port = free_port()
    module = "benchmarks.targets._bare_collector"
    with run_server([sys.executable, "-m", module, str(folder), str(port)], port) as process:
        yield port, process


TARGET = BenchTarget("collect", "events over HTTP, durable before the answer", measure_collect)

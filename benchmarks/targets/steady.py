"""Our collector at half of the rate that it reaches, for long: its latency, and whether its memory stays.

`--seconds 600` for ten minutes. Requests of 20 events of Segment, as `collect` sends them; a row for
each quarter of the time. Memory is that of the server's process.
"""

import asyncio
import shutil
import statistics
from collections.abc import Iterable

from benchmarks.frame import BenchContext, BenchTarget, Memory, Row
from benchmarks.targets.collect import (
    ROUND_SECONDS,
    Endpoint,
    load,
    make_project,
    serve_ours,
    waits_at,
)
from benchmarks.wires import WIRES

QUARTERS = 4
BATCH = 20
GROWTH_MAX = 1.05
"""Largest memory in the last quarter, of that in the first."""


def measure_steady(context: BenchContext) -> Iterable[Row]:
    """Find the rate, then send at half of it."""
    folder = context.folder / "steady"
    shutil.rmtree(folder, ignore_errors=True)
    write_key = make_project(folder)
    with serve_ours(folder) as (port, process):
        endpoint = Endpoint(port, WIRES[0].request(port, BATCH, write_key), BATCH)
        rates = [asyncio.run(load(endpoint, ROUND_SECONDS)) for _ in range(context.rounds)]
        rate = statistics.median(rates) / 2
        context.progress(f"{context.seconds:.0f} seconds at {rate:,.0f} events/s")
        worst: list[int] = []
        for quarter in range(1, QUARTERS + 1):
            with Memory(process) as memory:
                part = context.seconds / QUARTERS
                waits = asyncio.run(waits_at(endpoint, rate / BATCH, part))
            worst.append(memory.worst)
            p50, p99 = (waits[int(len(waits) * share)] for share in (0.5, 0.99))
            yield Row(
                f"{quarter}/{QUARTERS} of {context.seconds:.0f} s at {rate:,.0f} events/s: p99",
                p99,
                note=f"p50 {1000 * p50:.1f} ms; {len(waits):,} requests; memory {memory.note}",
            )
        yield Row(
            "memory of the last quarter, of that of the first",
            0.0,
            ratio=worst[-1] / worst[0],
            bound=GROWTH_MAX,
        )
    shutil.rmtree(folder, ignore_errors=True)


TARGET = BenchTarget("steady", "the collector at half load: latency and memory", measure_steady)

"""Questions in which the order of a person's events decides, as compiled loops."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from benchmarks.kinds.limit.arrays import Limit
from benchmarks.kinds.peers import Moments

NO_STEP = 255
QUANTILES = (0.25, 0.5, 0.75, 0.9)


def funnel(
    limit: Limit, moments: Moments, steps: Sequence[str], window: int
) -> Iterable[tuple[int, int]]:
    """People with at least so many steps within the window of the first."""
    step_of = np.full(NO_STEP + 1, NO_STEP, dtype=np.uint8)
    for step, name in enumerate(steps):
        step_of[limit.numbers[name]] = step
    counts = limit.count(
        "funnel",
        (limit.person, limit.at, limit.event),
        *(step_of, len(steps), moments.start, moments.end, window),
        shape=(len(steps),),
    )
    return [(step, int(people)) for step, people in enumerate(counts, start=1)]


def path(
    limit: Limit, moments: Moments, anchor: str, window: int, depth: int
) -> Iterator[tuple[int, str, str, int]]:
    """People per link of the first `depth` steps within the window of the first `anchor`."""
    names = list(limit.numbers)
    counts = limit.count(
        "path",
        (limit.person, limit.at, limit.event),
        *(limit.numbers[anchor], moments.start, moments.end, window, depth, len(names)),
        shape=(depth - 1, len(names), len(names)),
    )
    for step, here, there in np.argwhere(counts).tolist():
        yield step, names[here], names[there], int(counts[step, here, there])


def chain(
    limit: Limit,
    moments: Moments,
    names: tuple[str, str],
    lookback: int,
    states: tuple[str, str, str],
) -> Iterator[tuple[str, str, int]]:
    """How often each source follows another on the paths to a conversion, and on those that led to none.

    See `in_polars.order.chain`.
    """
    touch, conversion = (limit.numbers[name] for name in names)
    called = [*(f"={source}" for source in limit.sources), *states]
    counts = limit.count(
        "chain",
        (limit.person, limit.at, limit.event, limit.source),
        *(touch, conversion, lookback, moments.start, moments.end, moments.now, len(called)),
        shape=(len(called), len(called)),
    )
    for here, there in np.argwhere(counts).tolist():
        yield called[here], called[there], int(counts[here, there])


def session(limit: Limit, moments: Moments, silence: int, around: int) -> list[tuple[int, ...]]:
    """Visits that begin in the range, and whose."""
    counts = limit.count(
        "session",
        (limit.person, limit.at),
        *(silence, around, moments.start, moments.end),
        shape=(2,),
    )
    return [tuple(counts.tolist())]


def interval(
    limit: Limit, moments: Moments, names: tuple[str, str], window: int
) -> list[tuple[float, ...]]:
    """Pairs of two names next to each other, whose, and the least, the quantiles and the most of their seconds."""
    counts, gaps = limit.collect(
        "interval",
        (limit.person, limit.at, limit.event),
        *(limit.numbers[name] for name in names),
        *(moments.start, moments.end, window),
        dtype=np.int64,
        counters=2,
    )
    seconds = gaps / 1000
    return [(*counts.tolist(), seconds.min(), *np.quantile(seconds, QUANTILES), seconds.max())]

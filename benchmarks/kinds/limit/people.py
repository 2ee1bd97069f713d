"""Questions that count people and what they did over days, as compiled loops."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np

from benchmarks.kinds.limit.arrays import Limit
from benchmarks.kinds.peers import Moments

DAY_MS = 86_400_000
NOON = timedelta(hours=12)
"""The same day in UTC and in the zone, which is eight hours before it."""


def active(limit: Limit, moments: Moments, per: str) -> Iterator[tuple[str, int]]:
    """People by day, week or month: the union of the bits of its days."""
    names, first = _periods(moments, per)
    bits = limit.bits_of("*", moments.start, first[-1])
    counts = limit.count_bits("active", bits, np.array(first), len(names), shape=(len(names),))
    return ((name, int(people)) for name, people in zip(names, counts, strict=True) if people)


def stickiness(
    limit: Limit, moments: Moments, event: str, per: str
) -> Iterator[tuple[str, int, int]]:
    """People by period and on how many of its days they were there."""
    names, first = _periods(moments, per)
    most = max(after - before for before, after in pairwise(first))
    bits = limit.bits_of(event, moments.start, first[-1])
    counts = limit.count_bits(
        "stickiness", bits, np.array(first), len(names), most, shape=(len(names), most + 1)
    )
    for name, row in zip(names, counts.tolist(), strict=True):
        for days, people in enumerate(row):
            if people:
                yield name, days, people


def retention(
    limit: Limit, moments: Moments, event: str, periods: int
) -> Iterator[tuple[str, int, int]]:
    """People by the day they began and the days until they came again."""
    days = _days(moments)
    counts = limit.count(
        "retention",
        (limit.person, limit.at, limit.event),
        *(limit.numbers[event], moments.start, len(days), periods),
        shape=(len(days), periods + 1),
    )
    for day, row in zip(days, counts.tolist(), strict=True):
        for later, people in enumerate(row):
            if people:
                yield day.isoformat(), later, people


def distribution(
    limit: Limit, moments: Moments, event: str, edges: Sequence[int]
) -> Iterable[tuple[float, ...]]:
    """People, total, least, median, ninth decile and most of each person's sum; then people by bin."""
    counts, totals = limit.collect(
        "distribution",
        (limit.person, limit.at, limit.event, limit.amount),
        *(limit.numbers[event], moments.start, moments.end),
        dtype=np.float64,
        counters=1,
    )
    middle = np.quantile(totals, (0.5, 0.9))
    bins = np.histogram(totals, edges)[0].tolist()
    return [(int(counts[0]), totals.sum(), totals.min(), *middle, totals.max(), *bins)]


def _periods(moments: Moments, per: str) -> tuple[list[str], list[int]]:
    """What each period is called, and its first day counted from the start; at last, how many days there are."""
    days = _days(moments)
    named = [_begin_of(per, day).isoformat() for day in days]
    names = sorted(set(named))
    return names, [*(named.index(name) for name in names), len(days)]


def _begin_of(per: str, day: date) -> date:
    if per == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if per == "month" else day


def _days(moments: Moments) -> list[date]:
    first = (datetime.fromtimestamp(moments.start / 1000, UTC) + NOON).date()
    return [first + timedelta(days=day) for day in range((moments.end - moments.start) // DAY_MS)]

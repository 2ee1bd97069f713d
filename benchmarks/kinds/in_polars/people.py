"""Questions that count people and what they did over days, in Polars."""

from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING

from benchmarks.kinds.in_polars.neighbours import DAY_MS, is_new, within
from benchmarks.kinds.peers import Moments

if TYPE_CHECKING or find_spec("polars"):
    import polars as pl

STATUS_DAYS_MS = 30 * DAY_MS


def trend(
    events: "pl.LazyFrame", moments: Moments, event: str, by: str
) -> Iterator[tuple[str, str, float]]:
    """The sum of amounts by value and day."""
    sums = (
        events.filter((pl.col("event") == event) & within(moments))
        .group_by(by, "day")
        .agg(pl.col("amount").sum())
        .collect()
    )
    return ((value, day.isoformat(), amount) for value, day, amount in sums.rows())


def active(events: "pl.LazyFrame", moments: Moments, per: str) -> Iterator[tuple[str, int]]:
    """People by day, week or month: each person's days first, then the periods of those."""
    people = (
        events.filter(within(moments))
        .select("person", "day")
        .filter(is_new("day"))
        .select("person", _period_of(per))
        .filter(is_new("t"))
        .group_by("t")
        .len()
        .collect()
    )
    return ((t.isoformat(), count) for t, count in people.rows())


def stickiness(
    events: "pl.LazyFrame", moments: Moments, event: str, per: str
) -> Iterator[tuple[str, int, int]]:
    """People by period and on how many of its days they were there."""
    people = (
        events.filter((pl.col("event") == event) & within(moments))
        .select("person", "day")
        .filter(is_new("day"))
        .group_by("person", _period_of(per))
        .len("days")
        .group_by("t", "days")
        .len()
        .collect()
    )
    return ((t.isoformat(), days, count) for t, days, count in people.rows())


def status(events: "pl.LazyFrame", moments: Moments) -> list[tuple[int, ...]]:
    """People active, then new, kept, returned, silent, lost: by when they were there, one bit each."""
    earlier, before, here = 1, 2, 4
    at = pl.col("ms")
    part = (
        pl.when(at >= moments.start)
        .then(here)
        .when(at >= moments.start - STATUS_DAYS_MS)
        .then(before)
        .otherwise(earlier)
        .cast(pl.UInt8)
        .alias("part")
    )
    parts = (
        events.filter(at < moments.end)
        .select("person", part)
        .filter(is_new("part"))
        .group_by("person")
        .agg(pl.col("part").sum())
        .group_by("part")
        .len()
        .collect()
    )
    people = dict(parts.rows())
    told = (
        {here, here + before, here + earlier, here + before + earlier},
        {here},
        {here + before, here + before + earlier},
        {here + earlier},
        {before, before + earlier},
        {earlier},
    )
    return [tuple(sum(people.get(part, 0) for part in each) for each in told)]


def retention(
    events: "pl.LazyFrame", moments: Moments, event: str, periods: int
) -> Iterator[tuple[str, int, int]]:
    """People by the day they began and the days until they came again."""
    until = moments.end + periods * DAY_MS
    days = (
        events.filter(
            (pl.col("event") == event) & (pl.col("ms") >= moments.start) & (pl.col("ms") < until)
        )
        .select("person", "day", (pl.col("ms") < moments.end).alias("begins"))
        .filter(is_new("day"))
    )
    first = pl.when(is_new()).then("day").forward_fill()
    found = (
        days.with_columns(first.alias("first"), pl.when(is_new()).then("begins").forward_fill())
        .with_columns((pl.col("day") - pl.col("first")).dt.total_days().alias("later"))
        .filter(pl.col("begins") & (pl.col("later") <= periods))
        .group_by("first", "later")
        .len()
        .collect()
    )
    return ((first.isoformat(), later, people) for first, later, people in found.rows())


def distribution(
    events: "pl.LazyFrame", moments: Moments, event: str, edges: Sequence[int]
) -> list[tuple[float, ...]]:
    """People, total, least, median, ninth decile and most of each person's sum; then people by bin."""
    value = pl.col("value")
    numbers = (
        events.filter((pl.col("event") == event) & within(moments))
        .group_by("person")
        .agg(pl.col("amount").sum().alias("value"))
        .select(
            pl.len().alias("people"),
            value.sum().alias("total"),
            value.min().alias("least"),
            value.median().alias("median"),
            value.quantile(0.9, interpolation="linear").alias("p90"),
            value.max().alias("most"),
            *(
                value.is_between(low, high, closed="left").sum().alias(f"from {low}")
                for low, high in pairwise(edges)
            ),
        )
    )
    return numbers.collect().rows()


def overlap(
    events: "pl.LazyFrame", moments: Moments, least: Mapping[str, int]
) -> list[tuple[object, ...]]:
    """People by which of these events they did at least so often."""
    counted = [
        ((pl.col("event") == name).sum() >= times).alias(name) for name, times in least.items()
    ]
    parts = (
        events.filter(pl.col("event").is_in(list(least)) & within(moments))
        .group_by("person")
        .agg(counted)
        .filter(pl.any_horizontal(*least))
        .group_by(*least)
        .len()
    )
    return parts.collect().rows()


def _period_of(per: str) -> "pl.Expr":
    truncated = {"day": "1d", "week": "1w", "month": "1mo"}  # a week begins on Monday
    return pl.col("day").dt.truncate(truncated[per]).alias("t")

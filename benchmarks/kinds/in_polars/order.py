"""Questions in which the order of a person's events decides, in Polars."""

from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from benchmarks.kinds.in_polars.neighbours import DAY_MS, instant_key, is_new, looked_back
from benchmarks.kinds.peers import Moments

if TYPE_CHECKING or find_spec("polars"):
    import polars as pl

Links = Iterable[Sequence[object]]


def funnel(
    events: "pl.LazyFrame", moments: Moments, steps: Sequence[str], window: int
) -> Iterable[tuple[int, int]]:
    """People with at least so many steps within the window of the first."""
    rows = events.filter(
        pl.col("event").is_in(list(steps))
        & (pl.col("ms") >= moments.start)
        & (pl.col("ms") < moments.end + window)
    ).select("person", "event", "ms", instant_key())
    begun = (pl.col("event") == steps[0]) & (pl.col("ms") < moments.end)
    rows = rows.with_columns(pl.when(begun).then("key").otherwise(0).alias("step1"))
    for step, name in enumerate(steps[1:], start=2):
        latest = pl.col(f"step{step - 1}").cum_max().shift(1, fill_value=0)
        reached = (pl.col("event") == name) & (pl.col("key") - latest <= window)
        rows = rows.with_columns(pl.when(reached).then(latest).otherwise(0).alias(f"step{step}"))
    counted = rows.select(
        pl.col("person").filter(pl.col(f"step{step}") > 0).n_unique().alias(str(step))
        for step in range(1, len(steps) + 1)
    ).collect()
    return [(int(step), int(people)) for step, people in counted.row(0, named=True).items()]


def path(
    events: "pl.LazyFrame", moments: Moments, anchor: str, depth: int
) -> Iterable[tuple[int, str, str, int]]:
    """People per link of the first `depth` steps within a day of the first `anchor`, the same step twice being one."""
    person, name, place = pl.col("person"), pl.col("event"), pl.col("place")
    is_anchor = (name == anchor) & (pl.col("ms") < moments.end)
    earlier = pl.col("anchors") - pl.col("is_anchor")
    is_first = pl.col("is_anchor") & (earlier == pl.when(is_new()).then(earlier).forward_fill())
    steps = (
        events.filter((pl.col("ms") >= moments.start) & (pl.col("ms") < moments.end + DAY_MS))
        .select(
            "person",
            "event",
            instant_key(),
            is_anchor.alias("is_anchor"),
            is_anchor.cum_sum().cast(pl.Int64).alias("anchors"),
        )
        .with_columns(pl.when(is_first).then("key").forward_fill().alias("begun"))
        # an instant of somebody else is further away
        .filter(pl.col("key") - pl.col("begun") <= DAY_MS)
        .select("person", "event")
        .filter(is_new("event"))
        .with_columns(pl.int_range(pl.len()).alias("place"))
    )
    links = (
        steps.select(
            (place - pl.when(is_new()).then(place).forward_fill()).alias("step"),
            name,
            pl.when(person.shift(-1) == person).then(name.shift(-1)).alias("after"),
        )
        .filter(pl.col("after").is_not_null() & (pl.col("step") < depth - 1))
        .group_by("step", "event", "after")
        .len()
        .collect()
    )
    return [(int(step), here, there, int(people)) for step, here, there, people in links.rows()]


def chain(
    events: "pl.LazyFrame",
    moments: Moments,
    names: tuple[str, str],
    lookback: int,
    states: tuple[str, str, str],
) -> list[tuple[str, str, int]]:
    """How often each source follows another on the paths to a conversion, and on those that led to none.

    Args:
        events: The file.
        moments: The range.
        names: A touch and a conversion.
        lookback: How far before a conversion a touch may lie, ms.
        states: What begun, won and lost are called.
    """
    touch, conversion = names
    at = pl.col("ms")
    rows = (
        events.filter(
            ((pl.col("event") == touch) & (at >= moments.start - lookback) & (at < moments.end))
            | (
                (pl.col("event") == conversion)
                & (at >= moments.start)
                & (at < moments.end + lookback)
            )
        )
        .select(
            instant_key(),
            "ms",
            ("=" + pl.col("source")).cast(pl.Categorical).alias("source"),
            (pl.col("event") == conversion).alias("is_won"),
        )
        .collect()
    )
    begun, won, lost = states
    counts: Counter[tuple[str, str]] = Counter()
    counts.update(_steps(_won(rows, moments, lookback), begun, won))
    counts.update(_steps(_lost(rows, moments, lookback), begun, lost))
    return [(here, there, count) for (here, there), count in counts.items()]


def _won(rows: "pl.DataFrame", moments: Moments, lookback: int) -> "pl.DataFrame":
    """A row per conversion and touch of its look-back: `path` and `source`, in order."""
    is_won = rows["is_won"].to_numpy() & (rows["ms"].to_numpy() < moments.end)
    touches, path = looked_back(rows, is_won, lookback)
    return (
        rows.select("source", "is_won")[touches]
        .with_columns(pl.Series("path", path))
        .filter(~pl.col("is_won"))
        .select("path", "source")
    )


def _lost(rows: "pl.DataFrame", moments: Moments, lookback: int) -> "pl.DataFrame":
    """The same of runs of touches that no conversion follows, those left out that may still convert."""
    following = pl.when("is_won").then("key").backward_fill()
    is_converting = (following - pl.col("key") <= lookback).fill_null(value=False)
    free = rows.filter(~pl.col("is_won") & (pl.col("ms") >= moments.start) & ~is_converting)
    is_cut = (pl.col("key").diff() > lookback).fill_null(value=True)
    free = free.with_columns(is_cut.cum_sum().alias("path"))
    ended = pl.col("ms").max().over("path") + lookback < moments.now
    return free.filter(ended).select("path", "source")


def _steps(paths: "pl.DataFrame", begun: str, end: str) -> Counter[tuple[str, str]]:
    path, source = pl.col("path"), pl.col("source")
    begins = (path != path.shift()).fill_null(value=True)
    ends = (path != path.shift(-1)).fill_null(value=True)
    moved = paths.select(pl.when(~begins).then(source.shift()).alias("here"), source.alias("there"))
    moved = moved.filter(pl.col("here").is_null() | (pl.col("here") != pl.col("there")))
    found = Counter(
        {
            (here or begun, there): count
            for here, there, count in moved.group_by("here", "there").len().rows()
        }
    )
    for here, count in paths.filter(ends).group_by("source").len().rows():
        found[here, end] += count
    return found

"""Attribution by rules, in Polars: a row per path and source of it, and what each rule gives that."""

from importlib.util import find_spec
from typing import TYPE_CHECKING

from benchmarks.kinds.case import Rows
from benchmarks.kinds.in_polars.neighbours import instant_key, looked_back, within
from benchmarks.kinds.peers import Moments

if TYPE_CHECKING or find_spec("polars"):
    import polars as pl

CREDITS = ("begins", "ends", "names", "share", "placed", "decayed", "fair")
"""In the order of `kinds.credit.RULES`."""


def rules(
    events: "pl.LazyFrame",
    moments: Moments,
    names: tuple[str, str],
    lookback: int,
    half_life: int,
) -> Rows:
    """Conversions and amounts credited to each source by each rule.

    Args:
        events: The file.
        moments: The range.
        names: A touch and a conversion.
        lookback: How far before a conversion a touch may lie, ms.
        half_life: After so long a touch weighs half, ms.
    """
    parts = _parts(events, moments, names, lookback, half_life)
    times, first, last, size = (pl.col(name) for name in ("times", "first", "last", "size"))
    paths = parts.group_by("path").agg(
        times.sum().alias("size"),
        first.min().alias("began"),
        last.max().alias("ended"),
        last.filter(pl.col("source") != "").max().alias("named"),
        pl.col("weight").sum().alias("whole"),
        (1 / pl.len()).alias("fair"),
    )
    begins, ends = pl.col("begins").cast(pl.Int64), pl.col("ends").cast(pl.Int64)
    between = 0.2 * (times - begins - ends) / (size - 2)
    credited = (
        parts.join(paths, on="path")
        .with_columns(
            (first == pl.col("began")).alias("begins"),
            (last == pl.col("ended")).alias("ends"),
            (last == pl.coalesce("named", "ended")).alias("names"),
            (times / size).alias("share"),
            (pl.col("weight") / pl.col("whole")).alias("decayed"),
        )
        .with_columns(
            pl.when(size <= 2)
            .then("share")
            .otherwise(0.4 * begins + 0.4 * ends + between)
            .alias("placed")
        )
        .group_by("source")
        .agg(
            *(pl.col(name).sum() for name in CREDITS),
            *((pl.col(name) * pl.col("worth")).sum().alias(f"{name} worth") for name in CREDITS),
        )
        .collect()
    )
    for source, *numbers in credited.rows():
        yield source, numbers[: len(CREDITS)], numbers[len(CREDITS) :]


def _parts(
    events: "pl.LazyFrame",
    moments: Moments,
    names: tuple[str, str],
    lookback: int,
    half_life: int,
) -> "pl.LazyFrame":
    """How often a source is on a path, where first and last, and what its touches weigh together."""
    touch, conversion = names
    at, is_won = pl.col("ms"), pl.col("event") == conversion
    is_touch = (pl.col("event") == touch) & (at >= moments.start - lookback) & (at < moments.end)
    rows = (
        events.filter(is_touch | (is_won & within(moments)))
        .select(
            instant_key(),
            "ms",
            "amount",
            pl.col("source").cast(pl.Categorical),
            is_won.alias("is_won"),
        )
        .collect()
    )
    touches, path = looked_back(rows, rows["is_won"].to_numpy(), lookback)
    waited = (pl.col("ms") - pl.col("won")) / half_life
    return (
        rows.select("source", "is_won", "ms")[touches]
        .lazy()
        .with_columns(
            pl.Series("path", path),
            rows["ms"][path].alias("won"),
            rows["amount"][path].alias("worth"),
        )
        .filter(~pl.col("is_won"))
        .with_row_index("place")
        .group_by("path", "source")
        .agg(
            pl.len().cast(pl.Int64).alias("times"),
            pl.col("place").min().alias("first"),
            pl.col("place").max().alias("last"),
            pl.lit(2.0).pow(waited).sum().alias("weight"),
            pl.col("worth").first(),
        )
    )

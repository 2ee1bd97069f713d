"""Questions in which order decides, in Polars as they are usually written: each row beside its person's, by `over`.

Like `benchmarks.kinds.usual` they begin with the events as exported (`peers.Exported`).
"""

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from benchmarks.kinds.case import Rows
from benchmarks.kinds.in_polars.neighbours import DAY_MS, within
from benchmarks.kinds.in_polars.visits import QUANTILES
from benchmarks.kinds.peers import Exported, Moments
from benchmarks.kinds.usual import walk

if TYPE_CHECKING or find_spec("polars"):
    import polars as pl

ORDER = ["person", "ms", "arrival"]


def path(exported: Exported, moments: Moments, anchor: str, depth: int) -> Rows:
    """Each row beside the one before and the one after of its person."""
    event, at = pl.col("event"), pl.col("ms")
    began = at.filter((event == anchor) & (at < moments.end)).min().over("person")
    links = (
        _rows(exported, moments.start, moments.end + DAY_MS)
        .filter(at.is_between(began, began + DAY_MS))
        .filter(event.ne_missing(event.shift().over("person")))
        .with_columns(
            pl.int_range(pl.len()).over("person").alias("step"),
            event.shift(-1).over("person").alias("after"),
        )
        .filter(pl.col("after").is_not_null() & (pl.col("step") < depth - 1))
        .group_by("step", "event", "after")
        .len()
    )
    return links.collect().rows()


def chain(
    exported: Exported,
    moments: Moments,
    names: tuple[str, str],
    lookback: int,
    states: tuple[str, str, str],
) -> Rows:
    """Touches joined with the conversions of their person, sources as lists. See `in_polars.order.chain`."""
    touch, conversion = names
    event, at, place = pl.col("event"), pl.col("ms"), pl.col("place")
    rows = (
        _rows(exported, moments.start - lookback, moments.end + lookback, names)
        .with_row_index("place")
        .collect()
    )
    touches = rows.filter((event == touch) & (at < moments.end))
    wins = rows.filter((event == conversion) & (at >= moments.start))
    pairs = touches.join(wins, on="person", suffix="_won").filter(
        (place < pl.col("place_won")) & (pl.col("ms_won") - at <= lookback)
    )
    won = pairs.filter(pl.col("ms_won") < moments.end).group_by("place_won")
    free = touches.filter(at >= moments.start).join(pairs, on="place", how="anti").sort("place")
    is_cut = (at.diff().over("person") > lookback).fill_null(value=True)
    runs = free.group_by(is_cut.cum_sum().alias("run")).agg("source", at.max())
    lost = runs.filter(at + lookback < moments.now)
    lists = (won.agg(pl.col("source").sort_by("place"))["source"], lost["source"])
    return walk([each.to_list() for each in lists], states)


def session(exported: Exported, moments: Moments, silence: int) -> Rows:
    """Visits that begin in the range, and whose."""
    begun = (
        _rows(exported, moments.start - DAY_MS, moments.end + DAY_MS)
        .filter(_begins(silence))
        .filter(within(moments))
        .select(pl.len().alias("visits"), pl.col("person").n_unique().alias("people"))
    )
    return begun.collect().rows()


def web(exported: Exported, moments: Moments, view: str, silence: int) -> Rows:
    """Views, visitors, visits, new visitors, bounces, visits still open, and the median of seconds."""
    at, views = pl.col("ms"), pl.col("views")
    ended = pl.col("ended") + silence >= moments.now
    known = _persons(exported).filter(at < moments.start).select("person", known=True).unique()
    visits = (
        _rows(exported, moments.start - DAY_MS, moments.end + DAY_MS)
        .with_columns(_begins(silence).cum_sum().alias("visit"))
        .group_by("person", "visit")
        .agg(
            at.min().alias("began"),
            at.max().alias("ended"),
            pl.len().alias("size"),
            (pl.col("event") == view).sum().alias("views"),
        )
        .filter((views > 0) & (pl.col("began") >= moments.start) & (pl.col("began") < moments.end))
        .join(known, on="person", how="left")
        .select(
            views.sum(),
            pl.col("person").n_unique().alias("visitors"),
            pl.len().alias("visits"),
            pl.col("person").filter(pl.col("known").is_null()).n_unique().alias("new"),
            ((views == 1) & (pl.col("size") == 1) & ~ended).sum().alias("bounces"),
            ended.sum().alias("open"),
            ((pl.col("ended") - pl.col("began")).median() / 1000).alias("seconds"),
        )
    )
    return visits.collect().rows()


def interval(exported: Exported, moments: Moments, names: tuple[str, str], window: int) -> Rows:
    """Pairs of two names next to each other, whose, and the least, the quantiles and the most of their seconds."""
    origin, target = names
    event, at = pl.col("event"), pl.col("ms")
    seconds = pl.col("seconds")
    pairs = (
        _rows(exported, moments.start, moments.end + window, names)
        .with_columns(
            event.shift().over("person").alias("before"), at.shift().over("person").alias("began")
        )
        .filter((event == target) & (pl.col("before") == origin))
        .filter((pl.col("began") < moments.end) & (at - pl.col("began") <= window))
        .with_columns(((at - pl.col("began")) / 1000).alias("seconds"))
        .select(
            pl.len().alias("pairs"),
            pl.col("person").n_unique().alias("people"),
            seconds.min().alias("least"),
            *(
                seconds.quantile(part, interpolation="linear").alias(f"quantile {part}")
                for part in QUANTILES
            ),
            seconds.max().alias("most"),
        )
    )
    return pairs.collect().rows()


def _begins(silence: int) -> "pl.Expr":
    return (pl.col("ms").diff().over("person") > silence).fill_null(value=True)


def _rows(exported: Exported, since: int, until: int, names: Sequence[str] = ()) -> "pl.LazyFrame":
    """The events of a range, of today's persons, in order; only those called so, when given."""
    is_named = pl.col("event").is_in(names) if names else pl.lit(value=True)
    return (
        _persons(exported)
        .filter((pl.col("ms") >= since) & (pl.col("ms") < until) & is_named)
        .sort(*ORDER)
    )


def _persons(exported: Exported) -> "pl.LazyFrame":
    merges = pl.scan_parquet(exported.merges)
    return (
        pl.scan_parquet(exported.events)
        .join(merges, left_on="person_id", right_on="merged", how="left")
        .with_columns(pl.coalesce("survivor", "person_id").alias("person"))
    )

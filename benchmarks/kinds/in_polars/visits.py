"""Visits and pairs of neighbours, in Polars: a row beside the one before it is all that they need."""

from importlib.util import find_spec
from typing import TYPE_CHECKING

from benchmarks.generate import FIRST_DAY_MS
from benchmarks.kinds.case import Rows
from benchmarks.kinds.in_polars.neighbours import DAY_MS, instant_key, is_new, within
from benchmarks.kinds.peers import Moments

if TYPE_CHECKING or find_spec("polars"):
    import polars as pl

ARRIVALS = 1 << 27
"""More than there are events: an instant and an arrival in one whole number."""
QUANTILES = (0.25, 0.5, 0.75, 0.9)


def session(events: "pl.LazyFrame", moments: Moments, silence: int) -> list[tuple[int, int]]:
    """Visits that begin in the range, and whose."""
    begun = (
        _around(events, moments)
        .select("person", "ms", instant_key())
        .filter(_begins(silence) & within(moments))
        .select(pl.len().alias("visits"), is_new().sum().alias("people"))
    )
    return begun.collect().rows()


def web(
    events: "pl.LazyFrame", moments: Moments, view: str, silence: int
) -> list[tuple[object, ...]]:
    """Views, visitors, visits, new visitors, bounces, visits still open, and the median of seconds.

    A visit is told at its last row: what was counted until there, less what was counted until the last row of the visit
    before it.
    """
    at, size, views = pl.col("ms"), pl.col("size"), pl.col("views")
    begins, ended = _begins(silence), at + silence >= moments.now
    first = pl.when(is_new()).then("ms").forward_fill()
    visits = (
        _around(events.with_columns(first.alias("first")), moments)
        .select("person", "ms", "first", instant_key(), (pl.col("event") == view).alias("view"))
        .select(
            "person",
            "ms",
            "first",
            pl.when(begins).then("ms").forward_fill().alias("began"),
            begins.shift(-1, fill_value=True).alias("is_last"),
            pl.int_range(1, pl.len() + 1).alias("size"),
            pl.col("view").cum_sum().cast(pl.Int64).alias("views"),
        )
        .filter("is_last")
        .with_columns(size - size.shift(fill_value=0), views - views.shift(fill_value=0))
        .filter((views > 0) & (pl.col("began") >= moments.start) & (pl.col("began") < moments.end))
        .select(
            views.sum(),
            is_new().sum().alias("visitors"),
            pl.len().alias("visits"),
            (is_new() & (pl.col("first") >= moments.start)).sum().alias("new"),
            ((views == 1) & (size == 1) & ~ended).sum().alias("bounces"),
            ended.sum().alias("open"),
            ((at - pl.col("began")).median() / 1000).alias("seconds"),
        )
    )
    return visits.collect().rows()


def interval(
    events: "pl.LazyFrame", moments: Moments, names: tuple[str, str], window: int
) -> list[tuple[float, ...]]:
    """Pairs of two names next to each other, whose, and the least, the quantiles and the most of their seconds."""
    _, target = names
    seconds = pl.col("gap") / 1000
    pairs = (
        events.filter(
            pl.col("event").is_in(names)
            & (pl.col("ms") >= moments.start)
            & (pl.col("ms") < moments.end + window)
        )
        .select("person", "ms", instant_key(), (pl.col("event") == target).alias("is_target"))
        .select(
            "person",
            (pl.col("is_target") & ~pl.col("is_target").shift()).alias("is_pair"),
            pl.col("key").diff().alias("gap"),
            pl.col("ms").shift().alias("began"),
        )
        .filter(pl.col("is_pair") & (pl.col("gap") <= window) & (pl.col("began") < moments.end))
        .select(
            pl.len().alias("pairs"),
            is_new().sum().alias("people"),
            seconds.min().alias("least"),
            *(
                seconds.quantile(part, interpolation="linear").alias(f"quantile {part}")
                for part in QUANTILES
            ),
            seconds.max().alias("most"),
        )
    )
    return pairs.collect().rows()


def virality(events: "pl.LazyFrame", moments: Moments, names: tuple[str, str], link: str) -> Rows:
    """People who came by the link of another and the median of their seconds; invitations and inviters; people active.

    Whoever first invites with a link owns it; whoever accepts it later and does not own it came by it.
    """
    invite, accepted = names
    key = ((pl.col("ms") - FIRST_DAY_MS) * ARRIVALS + pl.col("arrival").cast(pl.Int64)).alias("key")
    until = events.filter(pl.col("ms") < moments.end)
    owned = (
        until.filter((pl.col("event") == invite) & (pl.col(link) != ""))
        .select("person", "ms", link, key)
        .group_by(link)
        .agg(
            pl.col("key").min().alias("since"),
            pl.col("ms").min().alias("sent"),
            pl.col("person").get(pl.col("key").arg_min()).alias("owner"),
        )
    )
    came = (
        until.filter(pl.col("event") == accepted)
        .select("person", "ms", link, key)
        .join(owned, on=link, maintain_order="left")
        .filter((pl.col("person") != pl.col("owner")) & (pl.col("key") >= pl.col("since")))
        .filter(is_new())
        .filter(pl.col("ms") >= moments.start)
    )
    ours = events.filter(within(moments))
    invited, sent, active = pl.collect_all(
        [
            came.select(pl.len(), (pl.col("ms") - pl.col("sent")).median() / 1000),
            ours.filter(pl.col("event") == invite)
            .select("person")
            .select(pl.len(), is_new().sum()),
            ours.select("person").select(is_new().sum()),
        ]
    )
    for each in (invited, sent, active):
        yield from each.rows()


def _around(events: "pl.LazyFrame", moments: Moments) -> "pl.LazyFrame":
    """The rows of the range and of a day before and after it."""
    at = pl.col("ms")
    return events.filter((at >= moments.start - DAY_MS) & (at < moments.end + DAY_MS))


def _begins(silence: int) -> "pl.Expr":
    return (pl.col("key").diff() > silence).fill_null(value=True)

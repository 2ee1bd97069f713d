"""Questions about what people bring, in Polars."""

from collections.abc import Iterator
from datetime import date, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from benchmarks.kinds.case import Rows
from benchmarks.kinds.in_polars.neighbours import is_new, within
from benchmarks.kinds.peers import Moments
from benchmarks.kinds.words import ZONE

if TYPE_CHECKING or find_spec("polars"):
    import polars as pl

PURCHASE = "purchase"


def revenue(events: "pl.LazyFrame", moments: Moments, names: tuple[str, str, str]) -> Rows:
    """Orders, revenue and payers of the whole range and of each day; people active; payers of two orders or more.

    Args:
        events: The file.
        moments: The range.
        names: What the rows of the whole, of people active and of those who ordered again are called.
    """
    everything, active, again = names
    ours = events.filter(within(moments))
    paid = (
        ours.filter(pl.col("event") == PURCHASE)
        .select("person", "day", "order_id", "amount")
        .with_columns(is_new().alias("payer"), is_new("day").alias("payer_of_day"))
    )
    orders, amount = pl.col("order_id").n_unique(), pl.col("amount").sum()
    ordered = paid.group_by("person").agg(orders)
    whole, days, people, twice = pl.collect_all(
        [
            paid.select(orders, amount, pl.col("payer").sum()),
            paid.group_by("day").agg(orders, amount, pl.col("payer_of_day").sum()),
            ours.select("person").select(is_new().sum()),
            ordered.select((pl.col("order_id") >= 2).sum()),
        ]
    )
    yield everything, *whole.row(0)
    yield from ((day.isoformat(), *numbers) for day, *numbers in days.rows())
    yield active, people.item()
    yield again, twice.item()


def value(events: "pl.LazyFrame") -> list[tuple[str, int, float]]:
    """People and what they paid by tier: the first fifth, up to the half, the rest."""
    rank, people = pl.col("rank"), pl.len()
    tier = (
        pl.when(rank <= (people * 0.2).ceil())
        .then(pl.lit("high"))
        .when(rank <= (people * 0.5).ceil())
        .then(pl.lit("middle"))
        .otherwise(pl.lit("low"))
    )
    tiers = (
        events.filter(pl.col("event") == PURCHASE)
        .group_by("person")
        .agg(pl.col("amount").sum())
        .filter(pl.col("amount") > 0)
        .sort("amount", "person", descending=[True, False])
        .with_row_index("rank", offset=1)
        .with_columns(tier.alias("tier"))
        .group_by("tier")
        .agg(pl.len(), pl.col("amount").sum())
    )
    return tiers.collect().rows()


def rfm(events: "pl.LazyFrame", moments: Moments) -> list[tuple[object, ...]]:
    """People and what they paid by whether recency, frequency and money are high, cut by the mean."""
    recency, often, paid = pl.col("r"), pl.col("f"), pl.col("m")
    classes = (
        events.filter((pl.col("event") == PURCHASE) & within(moments))
        .group_by("person")
        .agg(
            (pl.lit(_today(moments)) - pl.col("day").max()).dt.total_days().alias("r"),
            pl.len().alias("f"),
            pl.col("amount").sum().alias("m"),
        )
        .with_columns(
            (recency <= recency.mean()).alias("is_recent"),
            (often >= often.mean()).alias("is_frequent"),
            (paid >= paid.mean()).alias("is_high"),
        )
        .group_by("is_recent", "is_frequent", "is_high")
        .agg(pl.len(), paid.sum())
    )
    return classes.collect().rows()


def lifetime_value(events: "pl.LazyFrame", moments: Moments) -> Rows:
    """People and payers by the month they came; and what these paid so many months later, of months that are over."""
    today = _today(moments)
    month = pl.col("day").dt.month_start()
    came = (
        events.filter(pl.col("ms") < moments.end)
        .select("person", "ms", month.alias("t"))
        .filter(is_new() & (pl.col("ms") >= moments.start))
        .select("person", "t")
    )
    paid = (
        events.filter(pl.col("event") == PURCHASE)
        .group_by("person", month.alias("paid_in"))
        .agg(pl.col("amount").sum())
    )
    both = came.join(paid, on="person").with_columns(
        (_months("paid_in") - _months("t")).alias("later")
    )
    payers = both.filter(pl.col("amount") > 0).group_by("t").agg(pl.col("person").n_unique())
    is_over = _months("t") + pl.col("later") < today.year * 12 + today.month
    amounts = both.group_by("t", "later").agg(pl.col("amount").sum()).filter(is_over)
    sizes = came.group_by("t").len("people").join(payers, on="t", how="left")
    cohorts, cells = pl.collect_all([sizes, amounts])
    yield from ((t.isoformat(), "people", size, many or 0) for t, size, many in cohorts.rows())
    yield from ((t.isoformat(), later, amount) for t, later, amount in cells.rows())


def voice(
    events: "pl.LazyFrame", moments: Moments, everything: str
) -> Iterator[tuple[object, ...]]:
    """Answers, people, happy, neutral, unhappy and the mean score, of all and by month."""
    score = pl.col("score")
    given = (
        events.filter((pl.col("event") == PURCHASE) & within(moments))
        .filter(pl.col("amount").is_between(1, 100))
        .select(
            "person", pl.col("amount").alias("score"), pl.col("day").dt.month_start().alias("t")
        )
        .with_columns(is_new().alias("person_new"), is_new("t").alias("person_of_month"))
    )

    def numbers(people: str) -> list["pl.Expr"]:
        return [
            pl.len().alias("answers"),
            pl.col(people).sum(),
            (score >= 99).sum().alias("happy"),
            ((score >= 50.5) & (score < 99)).sum().alias("neutral"),
            (score < 50.5).sum().alias("unhappy"),
            score.mean(),
        ]

    whole, months = pl.collect_all(
        [
            given.select(numbers("person_new")),
            given.group_by("t").agg(numbers("person_of_month")),
        ]
    )
    yield everything, *whole.row(0)
    yield from ((t.isoformat(), *rest) for t, *rest in months.rows())


def _today(moments: Moments) -> date:
    return datetime.fromtimestamp(moments.now / 1000, ZoneInfo(ZONE)).date()


def _months(column: str) -> "pl.Expr":
    return pl.col(column).dt.year().cast(pl.Int32) * 12 + pl.col(column).dt.month().cast(pl.Int32)

"""Questions for what somebody set up or recorded before, in Polars."""

from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

from benchmarks.kinds.case import Rows
from benchmarks.kinds.in_polars.neighbours import DAY_MS, instant_key, is_new, within
from benchmarks.kinds.peers import Moments

if TYPE_CHECKING or find_spec("polars"):
    import polars as pl


def heatmap(
    events: "pl.LazyFrame", moments: Moments, page: str, names: tuple[str, str], silence: int
) -> Rows:
    """Views, viewers, clicks and clickers of a page; and who of its viewers looked at a page after it, in one visit.

    Args:
        events: The file.
        moments: The range.
        page: The category that is the page.
        names: A view and a click.
        silence: What a visit ends with, ms.
    """
    view, click = names
    is_view, is_click = pl.col("event") == view, pl.col("event") == click
    is_here = (pl.col("category") == page) & within(moments)
    here = (
        events.filter(is_here & (is_view | is_click))
        .select("person", is_view.alias("view"))
        .with_columns(is_new("view").alias("new"))
    )
    key, moved = pl.col("key"), pl.col("view").shift(-1)
    is_last = (key.shift(-1) - key > silence).fill_null(value=True)
    hop = pl.when(is_last).then(0).when(moved).then(1).backward_fill()
    after = (
        events.filter((pl.col("ms") >= moments.start) & (pl.col("ms") < moments.end + DAY_MS))
        .select("person", instant_key(), is_view.alias("view"), (is_view & is_here).alias("here"))
        .filter(pl.col("here") & (hop == 1))
    )
    numbers, movers = pl.collect_all(
        [
            here.group_by("view").agg(pl.len(), pl.col("person").n_unique()),
            after.select(is_new().sum()),
        ]
    )
    found = {is_of_views: counts for is_of_views, *counts in numbers.rows()}
    yield *found.get(True, (0, 0)), *found.get(False, (0, 0))
    yield (movers.item(),)


def formula(events: "pl.LazyFrame", moments: Moments, event: str) -> Iterator[tuple[str, float]]:
    """The mean amount by day."""
    days = (
        events.filter((pl.col("event") == event) & within(moments))
        .group_by("day")
        .agg(pl.col("amount").sum() / pl.len())
        .collect()
    )
    return ((day.isoformat(), mean) for day, mean in days.rows())


def stage(stages: "pl.LazyFrame", moments: Moments) -> Rows:
    """People by the stage they stand in at the end, and by where they stood when the range began."""
    standing = _standing(stages, moments)
    yield from standing.group_by("target").len().rows()
    yield from standing.group_by("origin", "target").len().rows()


def pool(stages: "pl.LazyFrame", moments: Moments, lost: str) -> list[tuple[int, ...]]:
    """People in the pool at the end, those who came in, and those who left it."""
    was, here = (~pl.col(name).is_in(["", lost]) for name in ("origin", "target"))
    standing = _standing(stages, moments)
    return standing.select(
        here.sum().alias("people"),
        (here & ~was).sum().alias("entered"),
        (was & ~here).sum().alias("left"),
    ).rows()


def _standing(stages: "pl.LazyFrame", moments: Moments) -> "pl.DataFrame":
    """Each person's last stage before the range, empty without one, and before its end."""
    name = pl.col("stage").cast(pl.Categorical)
    known = pl.when(pl.col("ms") < moments.start).then(name)
    origin = known.when(is_new()).then(pl.lit("")).forward_fill()
    is_last = pl.col("person").ne_missing(pl.col("person").shift(-1))
    return (
        stages.filter(pl.col("ms") < moments.end)
        .select(origin.alias("origin"), name.alias("target"), is_last.alias("is_last"))
        .filter("is_last")
        .collect()
    )

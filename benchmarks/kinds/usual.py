"""Questions in which order decides, as they are usually written: what a competent analyst writes on the first day.

All begin with the events as exported (`peers.Exported`): in the order of arrival, names as texts. So each joins the
merges, sorts, and goes on person by person: window functions in DuckDB, lists by person and a `Counter` in pandas,
`over` or such lists in Polars. None is what its engine does best, which stands in `order` and `in_polars`; none does
anything in vain, either: only the columns, events and days that are asked for are read.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from itertools import count, groupby, pairwise
from typing import TYPE_CHECKING

import pandas as pd

from benchmarks.kinds.peers import Exported, Moments

if TYPE_CHECKING or find_spec("polars"):
    import polars as pl

DAY_MS = 86_400_000
ORDER = ["person", "ms", "arrival"]
Rows = Iterable[Sequence[object]]


def path_in_pandas(exported: Exported, moments: Moments, anchor: str, depth: int) -> Rows:
    """Each person's names as a list; repeats fall together, the first `depth` are walked."""
    events = _pandas(exported, moments.start, moments.end + DAY_MS, ["event"])
    anchors = events[(events["event"] == anchor) & (events["ms"] < moments.end)]
    began = anchors.groupby("person")["ms"].min().rename("began")
    events = events.merge(began, on="person")
    events = events[events["ms"].between(events["began"], events["began"] + DAY_MS)]
    links: Counter[tuple[int, str, str]] = Counter()
    for names in events.groupby("person")["event"].agg(list):
        path = [name for name, _ in groupby(names)][:depth]
        links.update(zip(count(), path, path[1:], strict=False))
    return ((*link, people) for link, people in links.items())


def path_in_polars(exported: Exported, moments: Moments, anchor: str, depth: int) -> Rows:
    """Each row beside the one before and the one after of its person."""
    event, at = pl.col("event"), pl.col("ms")
    began = at.filter((event == anchor) & (at < moments.end)).min().over("person")
    links = (
        _polars(exported, moments.start, moments.end + DAY_MS)
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


def chain_in_pandas(
    exported: Exported,
    moments: Moments,
    names: tuple[str, str],
    lookback: int,
    states: tuple[str, str, str],
) -> Rows:
    """Touches merged with the conversions of their person; each conversion's sources as a list.

    What no conversion follows is cut where nothing happened for as long as the look-back. See `in_polars.chain`.
    """
    touch, conversion = names
    rows = _pandas(
        exported, moments.start - lookback, moments.end + lookback, ["event", "source"], names
    ).reset_index(names="place")
    touches = rows[(rows["event"] == touch) & (rows["ms"] < moments.end)]
    wins = rows[(rows["event"] == conversion) & (rows["ms"] >= moments.start)]
    pairs = touches.merge(wins[["person", "place", "ms"]], on="person", suffixes=("", "_won"))
    pairs = pairs[pairs["place"] < pairs["place_won"]]
    pairs = pairs[pairs["ms_won"] - pairs["ms"] <= lookback]
    won = pairs[pairs["ms_won"] < moments.end].groupby("place_won")["source"].agg(list)
    free = touches[(touches["ms"] >= moments.start) & ~touches["place"].isin(pairs["place"])]
    is_near = free.groupby("person")["ms"].diff() <= lookback
    runs = free.groupby((~is_near).cumsum())
    lost = runs["source"].agg(list)[runs["ms"].max() + lookback < moments.now]
    return _walk((won, lost), states)


def chain_in_polars(
    exported: Exported,
    moments: Moments,
    names: tuple[str, str],
    lookback: int,
    states: tuple[str, str, str],
) -> Rows:
    """The same."""
    touch, conversion = names
    event, at, place = pl.col("event"), pl.col("ms"), pl.col("place")
    rows = (
        _polars(exported, moments.start - lookback, moments.end + lookback, names)
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
    return _walk([each.to_list() for each in lists], states)


def _walk(paths: Iterable[Iterable[Sequence[str]]], states: tuple[str, str, str]) -> Rows:
    """How often each source follows another on the lists that were won, and on those that were lost."""
    begun, *ends = states
    chain: Counter[tuple[str, str]] = Counter()
    for each, end in zip(paths, ends, strict=True):
        for path in each:
            chain.update(pairwise([begun, *(f"={source}" for source, _ in groupby(path)), end]))
    return ((here, there, times) for (here, there), times in chain.items())


def _pandas(
    exported: Exported, since: int, until: int, columns: list[str], names: Sequence[str] = ()
) -> "pd.DataFrame":
    """The events of a range, of today's persons, in order; only those called so, when given."""
    named = [("event", "in", names)] if names else []
    events = pd.read_parquet(
        exported.events,
        columns=["person_id", "ms", "arrival", *columns],
        filters=[("ms", ">=", since), ("ms", "<", until), *named],
    )
    merges = pd.read_parquet(exported.merges)
    events = events.merge(merges, left_on="person_id", right_on="merged", how="left")
    events["person"] = events["survivor"].fillna(events["person_id"]).astype("int64")
    return events[[*ORDER, *columns]].sort_values(ORDER, ignore_index=True)


def _polars(
    exported: Exported, since: int, until: int, names: Sequence[str] = ()
) -> "pl.LazyFrame":
    """The same."""
    is_named = pl.col("event").is_in(names) if names else pl.lit(value=True)
    return (
        pl.scan_parquet(exported.events)
        .filter((pl.col("ms") >= since) & (pl.col("ms") < until) & is_named)
        .join(pl.scan_parquet(exported.merges), left_on="person_id", right_on="merged", how="left")
        .with_columns(pl.coalesce("survivor", "person_id").alias("person"))
        .sort(*ORDER)
    )

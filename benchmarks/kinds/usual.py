"""Questions in which order decides, as they are usually written: what a competent analyst writes on the first day.

All begin with the events as exported (`peers.Exported`): in the order of arrival, names as texts. So each joins the
merges, sorts, and goes on person by person: window functions in DuckDB (`in_duckdb.usual`), `over` or lists by person
in Polars (`in_polars.usual`), such lists and a `Counter` in pandas, which stand here. None is what its engine does
best, which stands in `in_duckdb` and `in_polars`; none does anything in vain, either: only the columns, events and days
that are asked for are read.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import count, groupby, pairwise

import pandas as pd

from benchmarks.kinds.peers import Exported, Moments

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


def chain_in_pandas(
    exported: Exported,
    moments: Moments,
    names: tuple[str, str],
    lookback: int,
    states: tuple[str, str, str],
) -> Rows:
    """Touches merged with the conversions of their person; each conversion's sources as a list.

    What no conversion follows is cut where nothing happened for as long as the look-back. See `in_polars.order.chain`.
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
    return walk((won, lost), states)


def walk(paths: Iterable[Iterable[Sequence[str]]], states: tuple[str, str, str]) -> Rows:
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

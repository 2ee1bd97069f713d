"""Markov attribution beside the plain query on the same table, and beside pandas over the same rows.

All three make the same chain of paths, won and lost, and leave what may still convert out; the removal effect of its
few states is the same function of ours. Ours also finds the values that are told apart, who stands behind each, and
what is credited to them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from pyarrow import parquet

from benchmarks.frame import BenchContext, BenchTarget, Row, side_by_side
from benchmarks.loaded import Loaded, open_loaded
from stayflow.language.window import epoch_ms, parse_range
from stayflow.measure.analysis import AttributionResult, answer_query
from stayflow.measure.analysis.kinds.attribution.markov import LOST, START, WON, removal_shares

TOUCH, CONVERSION = "page_view", "purchase"
LOOKBACK = timedelta(days=30)
LOOKBACK_MS = LOOKBACK // timedelta(milliseconds=1)
RANGE = {"last": "60d"}
QUESTION = {
    "kind": "attribution",
    "range": RANGE,
    "touch": {"event": TOUCH},
    "conversion": {"event": CONVERSION},
    "amount": "amount",
    "lookback": "30d",
    "by": {"property": "source"},
    "model": "markov",
    "top": 50,
}
BEGUN, WON_SAID, LOST_SAID = "begun", "won", "lost"
"""States that are no source: those are written `=source`."""
ROWS = f"""
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    toUnixTimestamp64Milli(time) AS at, arrival, source, event = '{CONVERSION}' AS is_won
  FROM events
  WHERE event IN ('{TOUCH}', '{CONVERSION}')
    AND at >= {{start:Int64}} - {LOOKBACK_MS} AND at < {{end:Int64}} + {LOOKBACK_MS}
    AND if(event = '{TOUCH}', at < {{end:Int64}}, at >= {{start:Int64}})
"""
PLAIN = f"""
SELECT step.1, step.2, count() FROM (
  SELECT arraySort(groupArray((at, arrival, source, is_won))) AS done,
    arrayFilter(each -> each.4 = 1, done) AS conversions,
    arrayFilter(each -> each.4 = 0, done) AS touches,
    arrayMap(won -> arrayFilter(each -> (each.1, each.2) < (won.1, won.2) AND each.1 >= won.1 - {LOOKBACK_MS},
      touches), arrayFilter(won -> won.1 < {{end:Int64}}, conversions)) AS paths,
    arrayFilter(each -> each.1 >= {{start:Int64}} AND NOT arrayExists(won -> (won.1, won.2) > (each.1, each.2)
      AND won.1 <= each.1 + {LOOKBACK_MS}, conversions), touches) AS free,
    arrayFilter(run -> notEmpty(run) AND run[-1].1 + {LOOKBACK_MS} < {{now:Int64}}, arraySplit((each, gap) ->
      gap > {LOOKBACK_MS}, free, arrayDifference(arrayMap(each -> each.1, free)))) AS runs,
    arrayJoin(arrayConcat(
      arrayMap(path -> (path, '{WON_SAID}'), arrayFilter(path -> notEmpty(path), paths)),
      arrayMap(run -> (run, '{LOST_SAID}'), runs))) AS journey,
    arrayConcat(['{BEGUN}'], arrayCompact(arrayMap(each -> concat('=', each.3), journey.1)),
      [journey.2]) AS states,
    arrayJoin(arrayZip(arrayPopBack(states), arrayPopFront(states))) AS step
  FROM ({ROWS}) GROUP BY person
)
GROUP BY step.1, step.2
"""
Credits = dict[str, float]


def measure_attribution(context: BenchContext) -> Iterable[Row]:
    """Compare the ways."""
    with open_loaded(context) as loaded:
        yield side_by_side(
            "Markov attribution of purchases, 60 days",
            lambda: ask_credits(loaded),
            lambda: count_by_hand(loaded),
            context=context,
            bound=1.3,
            note="plain ClickHouse query of the chain, merges applied",
        )
        file = export(loaded, context.folder)
        yield side_by_side(
            "Markov attribution of purchases, 60 days, beside a file",
            lambda: ask_credits(loaded),
            lambda: count_in_pandas(read(file), loaded),
            context=context,
            bound=1 / 15,
            note="pandas, from a Parquet file of these columns, merges applied",
        )
        kept = read(file)
        yield side_by_side(
            "Markov attribution of purchases, 60 days, beside memory",
            lambda: ask_credits(loaded),
            lambda: count_in_pandas(kept, loaded),
            context=context,
            note="pandas, the rows in memory already, merges applied",
        )


def ask_credits(loaded: Loaded) -> Credits:
    """Each source's share of the conversions that had a touch, by our question."""
    answer = answer_query(QUESTION, scope=loaded.scope, warehouse=loaded.warehouse)
    assert isinstance(answer.result, AttributionResult)
    touched = answer.result.conversions - answer.result.untouched
    return {
        str(line.by["source"] or ""): round(line.conversions / touched, 9)
        for line in answer.result.credits
    }


def count_by_hand(loaded: Loaded) -> Credits:
    """The same by the statement above."""
    return shares(loaded.warehouse.query(PLAIN, _bounds(loaded)).rows)


def export(loaded: Loaded, folder: Path) -> Path:
    """The rows of the range and its look-back, people merged, as a Parquet file."""
    file = folder / "attribution-rows.parquet"
    bounds = {name: at for name, at in _bounds(loaded).items() if name != "now"}
    parquet.write_table(loaded.warehouse.arrow(f"SELECT * FROM ({ROWS})", bounds), file)
    return file


def read(file: Path) -> pd.DataFrame:
    """The rows as a frame; sources as categories."""
    return parquet.read_table(file, read_dictionary=["source"]).to_pandas()


def count_in_pandas(frame: pd.DataFrame, loaded: Loaded) -> Credits:
    """The same by sorting the frame and looking up each row's neighbours, a column at a time."""
    bounds = _bounds(loaded)
    rows = frame.sort_values(["person", "at", "arrival"], kind="stable", ignore_index=True)
    is_won = rows["is_won"].astype(bool)
    chain: Counter[tuple[str, str]] = Counter()
    chain.update(_count_steps(_won_paths(rows, is_won, bounds["end"]), WON_SAID))
    chain.update(_count_steps(_lost_paths(rows, is_won, bounds), LOST_SAID))
    return shares([(here, there, count) for (here, there), count in chain.items()])


def _won_paths(rows: pd.DataFrame, is_won: "pd.Series[bool]", end: int) -> pd.DataFrame:
    """A row per conversion and touch: `path` and `source`, in order."""
    places = np.flatnonzero(is_won & (rows["at"] < end))
    # the first row of the same person within the look-back
    key = rows["person"].to_numpy().astype(np.int64) * (1 << 42) + rows["at"].to_numpy()
    first = np.searchsorted(key, key[places] - LOOKBACK_MS, side="left")
    person = rows["person"].to_numpy()
    begin = np.searchsorted(person, person[places], side="left")
    first = np.maximum(first, begin)
    lengths = places - first
    path = np.repeat(np.arange(len(places)), lengths)
    at = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    at += np.repeat(first, lengths)
    found = pd.DataFrame({"path": path, "source": rows["source"].to_numpy()[at]})
    return found[~is_won.to_numpy()[at]]


def _lost_paths(
    rows: pd.DataFrame, is_won: "pd.Series[bool]", bounds: dict[str, int]
) -> pd.DataFrame:
    """The same of runs of touches that no conversion follows, those left out that may still convert."""
    following = rows["at"].where(is_won).groupby(rows["person"]).bfill()
    is_free = ~is_won & (rows["at"] >= bounds["start"])
    is_free &= ~(following - rows["at"] <= LOOKBACK_MS)
    free = rows[is_free]
    is_cut = (free["person"] != free["person"].shift()) | (free["at"].diff() > LOOKBACK_MS)
    free = free.assign(path=is_cut.cumsum())
    last = free.groupby("path")["at"].transform("max")
    return free[last + LOOKBACK_MS < bounds["now"]][["path", "source"]]


def _count_steps(paths: pd.DataFrame, end: str) -> Counter[tuple[str, str]]:
    named = "=" + paths["source"].astype(str)
    begins = paths["path"] != paths["path"].shift()
    before = named.shift().where(~begins, BEGUN)
    ends = paths["path"] != paths["path"].shift(-1)
    moved = before[before != named].to_frame("here").assign(there=named)
    counts = Counter(moved.groupby(["here", "there"]).size().to_dict())
    for source, count in named[ends].value_counts().items():
        counts[str(source), end] += int(count)
    return counts


def shares(rows: Sequence[Sequence[object]]) -> Credits:
    """Each source's share of the conversions, from how often each state of the chain follows another."""
    names = sorted({str(here) for here, _, _ in rows} - {BEGUN})
    states = {name: n for n, name in enumerate(names)}
    states |= {BEGUN: START, WON_SAID: WON, LOST_SAID: LOST}
    chain = {(states[str(here)], states[str(there)]): int(str(n)) for here, there, n in rows}
    return {names[n][1:]: round(share, 9) for n, share in removal_shares(chain).items()}


def _bounds(loaded: Loaded) -> dict[str, int]:
    start, end = parse_range(RANGE).bounds(loaded.scope.zone, loaded.now)
    return {"start": epoch_ms(start), "end": epoch_ms(end), "now": epoch_ms(loaded.now)}


TARGET = BenchTarget(
    "attribution", "Markov attribution beside the plain query and pandas", measure_attribution
)

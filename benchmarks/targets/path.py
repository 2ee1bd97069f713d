"""Paths of six steps beside the plain query on the same table, and beside pandas over the same rows.

Ours also answers what these leave out: equal times in the order of arrival, loops, open windows, and leading names.
"""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pandas as pd
from pyarrow import parquet

from benchmarks.frame import BenchContext, BenchTarget, Row, side_by_side
from benchmarks.loaded import Loaded, open_loaded
from stayflow.language.window import epoch_ms, parse_range
from stayflow.measure.analysis import PathResult, answer_query

ANCHOR, DEPTH = "page_view", 6
WINDOW = timedelta(days=1)
RANGE = {"last": "60d"}
QUESTION = {
    "kind": "path",
    "range": RANGE,
    "anchor": {"event": ANCHOR},
    "depth": DEPTH,
    "window": "1d",
    "top": 50,
}
ROWS = """
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, time, event
  FROM events
  WHERE time >= fromUnixTimestamp64Milli({start:Int64}, 'UTC')
    AND time < fromUnixTimestamp64Milli({end:Int64}, 'UTC') + INTERVAL 1 DAY
"""
PLAIN = f"""
SELECT hop.1, hop.2, hop.3, count() FROM (
  SELECT person, arraySort(groupArray((time, event))) AS done,
    arrayFirstIndex(each -> each.2 = '{ANCHOR}' AND each.1 < fromUnixTimestamp64Milli({{end:Int64}}, 'UTC'),
      done) AS at,
    arraySlice(arrayCompact(arrayMap(each -> each.2,
      arrayFilter(each -> each.1 <= done[at].1 + INTERVAL 1 DAY, arraySlice(done, at)))), 1, {DEPTH}) AS path,
    arrayJoin(arrayMap(i -> (i, path[i], path[i + 1]), range(1, length(path)))) AS hop
  FROM ({ROWS}) GROUP BY person HAVING at > 0
)
GROUP BY hop.1, hop.2, hop.3
"""
Links = dict[tuple[int, str, str], int]


def measure_path(context: BenchContext) -> Iterable[Row]:
    """Compare the ways."""
    with open_loaded(context) as loaded:
        yield side_by_side(
            f"paths of {DEPTH} steps, 60 days",
            lambda: ask_links(loaded),
            lambda: count_by_hand(loaded),
            context=context,
            bound=1.3,
            note="plain ClickHouse query, merges applied",
        )
        file = export(loaded, context.folder)
        kept = read(file)
        yield side_by_side(
            f"paths of {DEPTH} steps, 60 days, beside a file",
            lambda: ask_links(loaded),
            lambda: count_in_pandas(read(file), loaded),
            context=context,
            bound=1 / 15,
            note="pandas, from a Parquet file of these columns, merges applied",
        )
        yield side_by_side(
            f"paths of {DEPTH} steps, 60 days, beside memory",
            lambda: ask_links(loaded),
            lambda: count_in_pandas(kept, loaded),
            context=context,
            note="pandas, the rows in memory already, merges applied",
        )


def ask_links(loaded: Loaded) -> Links:
    """People per link by our question."""
    answer = answer_query(QUESTION, scope=loaded.scope, warehouse=loaded.warehouse)
    assert isinstance(answer.result, PathResult)
    return {
        (link.level, str(link.source), str(link.target)): link.people
        for link in answer.result.links
    }


def count_by_hand(loaded: Loaded) -> Links:
    """People per link by the statement above."""
    rows = loaded.warehouse.query(PLAIN, _bounds(loaded)).rows
    return {(step - 1, here, there): people for step, here, there, people in rows}


def export(loaded: Loaded, folder: Path) -> Path:
    """The rows of the range, people merged, as a Parquet file."""
    file = folder / "path-rows.parquet"
    parquet.write_table(loaded.warehouse.arrow(f"SELECT * FROM ({ROWS})", _bounds(loaded)), file)
    return file


def read(file: Path) -> pd.DataFrame:
    """The rows as a frame; names as categories."""
    return parquet.read_table(file, read_dictionary=["event"]).to_pandas()


def count_in_pandas(frame: pd.DataFrame, loaded: Loaded) -> Links:
    """People per link by sorting the frame and comparing each row with the one before."""
    _, end = parse_range(RANGE).bounds(loaded.scope.zone, loaded.now)
    anchors = frame[(frame["event"] == ANCHOR) & (frame["time"] < end)]
    anchored = anchors.groupby("person")["time"].min()
    steps = frame.assign(at=frame["person"].map(anchored))
    steps = steps[(steps["time"] >= steps["at"]) & (steps["time"] <= steps["at"] + WINDOW)]
    steps = steps.sort_values(["person", "time"], kind="stable")
    is_same = (steps["person"] == steps["person"].shift()) & (
        steps["event"] == steps["event"].shift()
    )
    steps = steps[~is_same]
    by_person = steps.groupby("person", sort=False)
    steps = steps.assign(step=by_person.cumcount(), after=by_person["event"].shift(-1))
    links = steps[steps["after"].notna() & (steps["step"] < DEPTH - 1)]
    counts = links.groupby(["step", "event", "after"], observed=True).size()
    return {(int(step), str(here), str(there)): int(n) for (step, here, there), n in counts.items()}


def _bounds(loaded: Loaded) -> dict[str, int]:
    start, end = parse_range(RANGE).bounds(loaded.scope.zone, loaded.now)
    return {"start": epoch_ms(start), "end": epoch_ms(end)}


TARGET = BenchTarget("path", "paths of six steps beside the plain query and pandas", measure_path)

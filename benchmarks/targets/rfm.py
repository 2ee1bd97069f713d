"""RFM of everybody beside a plain query that computes the same, DuckDB and pandas."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial

from benchmarks.frame import BenchContext, BenchTarget, Row, side_by_side
from benchmarks.loaded import Loaded, open_loaded
from benchmarks.people import Ways, beside_peers, open_files
from benchmarks.people.rfm import Cut, Window, rfm_in_duckdb, rfm_in_pandas
from stayflow.language.window import epoch_ms
from stayflow.understand.rfm import RfmClass, count_classes, parse_rfm

BOUND = 1.2
BUYERS = """
WITH buyer AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    dateDiff('day', toDate(max(time), 'Asia/Shanghai'), {today:Date}) AS r, count() AS f, sum(property_amount) AS m
  FROM events
  WHERE event = 'purchase' AND time >= fromUnixTimestamp64Milli({start:Int64}, 'UTC')
    AND time < fromUnixTimestamp64Milli({end:Int64}, 'UTC')
  GROUP BY person
)
"""
BY_MEAN = (
    BUYERS
    + """, cut AS (SELECT avg(r) AS cut_r, avg(f) AS cut_f, avg(m) AS cut_m FROM buyer)
SELECT r <= cut_r, f >= cut_f, m >= cut_m, count(), sum(m) FROM buyer CROSS JOIN cut GROUP BY 1, 2, 3
"""
)
BY_FIFTHS = (
    BUYERS
    + """, cut AS (
  SELECT quantileExactInclusive(0.4)(r) AS cut_r, quantileExactInclusive(0.6)(f) AS cut_f,
    quantileExactInclusive(0.6)(m) AS cut_m FROM buyer)
SELECT r <= cut_r, f >= cut_f, m >= cut_m, count(), sum(m) FROM buyer CROSS JOIN cut GROUP BY 1, 2, 3
"""
)
CASES: tuple[tuple[str, object, str, Cut], ...] = (
    ("eight classes, cut by the mean", "mean", BY_MEAN, "mean"),
    ("eight classes, five levels", {"levels": 5, "high": 4}, BY_FIFTHS, "fifths"),
)
HIGH = {
    RfmClass.IMPORTANT_VALUE: (1, 1, 1),
    RfmClass.IMPORTANT_KEEP: (0, 1, 1),
    RfmClass.IMPORTANT_DEVELOP: (1, 0, 1),
    RfmClass.IMPORTANT_RETAIN: (0, 0, 1),
    RfmClass.GENERAL_VALUE: (1, 1, 0),
    RfmClass.GENERAL_KEEP: (0, 1, 0),
    RfmClass.GENERAL_DEVELOP: (1, 0, 0),
    RfmClass.GENERAL_RETAIN: (0, 0, 0),
}
Sizes = dict[tuple[int, int, int], int]


def measure_rfm(context: BenchContext) -> Iterable[Row]:
    """Compare the two ways, for each way to cut."""
    with open_loaded(context) as loaded:
        for name, thresholds, by_hand, _ in CASES:
            yield side_by_side(
                name,
                lambda thresholds=thresholds: sizes(loaded, thresholds),
                lambda by_hand=by_hand: sizes_by_hand(loaded, by_hand),
                context=context,
                bound=BOUND,
                note="plain query, merges applied",
            )
        with open_files(loaded, context) as files:
            window = read_window(loaded)
            for name, thresholds, _, cut in CASES:
                yield from beside_peers(
                    name,
                    partial(sizes, loaded, thresholds),
                    Ways(
                        in_duckdb=partial(rfm_in_duckdb, window, cut),
                        in_pandas=partial(rfm_in_pandas, window, cut),
                    ),
                    files,
                    context,
                )


def sizes(loaded: Loaded, thresholds: object) -> Sizes:
    """People of each class; parsing and compiling are part of it."""
    definition = parse_rfm(
        {
            "event": "purchase",
            "amount": "amount",
            "range": {"last": "90d"},
            "thresholds": thresholds,
        }
    )
    found = count_classes(definition, scope=loaded.scope, warehouse=loaded.warehouse)
    return {HIGH[each.rfm_class]: each.people for each in found.classes if each.people}


def sizes_by_hand(loaded: Loaded, sql: str) -> Sizes:
    """The same by a statement above."""
    window = read_window(loaded)
    today = date(1970, 1, 1) + timedelta(days=window.today)
    parameters = {"today": today, "start": window.start, "end": window.end}
    rows = loaded.warehouse.query(sql, parameters).rows
    return {(int(r), int(f), int(m)): int(people) for r, f, m, people, _ in rows}


def read_window(loaded: Loaded) -> Window:
    """The ninety days that end today."""
    zone = loaded.scope.zone
    today = loaded.now.astimezone(zone)
    midnight = datetime(today.year, today.month, today.day, tzinfo=zone)
    return Window(
        epoch_ms(midnight - timedelta(days=89)),
        epoch_ms(midnight + timedelta(days=1)),
        (today.date() - date(1970, 1, 1)).days,
    )


TARGET = BenchTarget("rfm", "RFM beside a plain query, DuckDB, pandas", measure_rfm)

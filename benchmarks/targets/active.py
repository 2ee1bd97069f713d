"""Daily active people from daily bitmaps, beside the plain query over the events."""

from collections.abc import Iterable

from benchmarks.frame import BenchContext, BenchTarget, Row, side_by_side
from benchmarks.loaded import ZONE, Loaded, open_loaded
from stayflow.language.window import epoch_ms, parse_range
from stayflow.measure.analysis import TrendResult, answer_query

RANGE = {"last": "60d"}
YARDSTICK = """
SELECT toString(toDate(time, {zone:String})) AS day,
  uniqExact(dictGetOrDefault('person_overrides', 'to', person_id, person_id)) AS people
FROM events
WHERE time >= fromUnixTimestamp64Milli({start:Int64}, 'UTC')
  AND time < fromUnixTimestamp64Milli({end:Int64}, 'UTC')
GROUP BY day
"""


def measure_active(context: BenchContext) -> Iterable[Row]:
    """Compare the two ways."""
    with open_loaded(context) as loaded:
        yield side_by_side(
            "daily active people, 60 days",
            lambda: ask_active(loaded),
            lambda: count_by_hand(loaded),
            context=context,
            bound=0.4,
            note="uniqExact per day, merges applied",
        )


def ask_active(loaded: Loaded) -> dict[str, int]:
    """People per day by our question, days without people left out."""
    question = {
        "kind": "trend",
        "range": RANGE,
        "metrics": [{"event": "*", "aggregate": "people"}],
        "per": "day",
    }
    answer = answer_query(question, scope=loaded.scope, warehouse=loaded.warehouse)
    assert isinstance(answer.result, TrendResult)
    (series,) = answer.result.series
    return {str(point.t): int(point.value) for point in series.points if point.value}


def count_by_hand(loaded: Loaded) -> dict[str, int]:
    """People per day by the statement above."""
    start, end = parse_range(RANGE).bounds(loaded.scope.zone, loaded.now)
    parameters = {"zone": ZONE, "start": epoch_ms(start), "end": epoch_ms(end)}
    return dict(loaded.warehouse.query(YARDSTICK, parameters).rows)


TARGET = BenchTarget("active", "daily active people beside the plain query", measure_active)

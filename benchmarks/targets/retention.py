"""Retention of thirty days from daily bitmaps, beside the plain query over the events."""

from collections.abc import Iterable
from datetime import date

from benchmarks.frame import BenchContext, BenchTarget, Row, side_by_side
from benchmarks.loaded import ZONE, Loaded, open_loaded
from stayflow.language.window import epoch_ms, parse_range
from stayflow.measure.analysis import RetentionResult, answer_query

RANGE = {"from": "2026-01-15", "to": "2026-02-13"}
PERIODS = 30
SAME_EVENT = """
SELECT day, later, count() FROM (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupUniqArray(toDate(time, {zone:String})) AS days,
    arrayMin(days) AS day,
    arrayJoin(days) - day AS later
  FROM events
  WHERE event = {start:String} AND time >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
    AND time < fromUnixTimestamp64Milli({until:Int64}, 'UTC')
  GROUP BY person
)
WHERE day < toDate(fromUnixTimestamp64Milli({to:Int64}, 'UTC'), {zone:String}) AND later <= {periods:UInt16}
GROUP BY day, later
"""
TWO_EVENTS = """
WITH started AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, min(time) AS first_at
  FROM events
  WHERE event = {start:String} AND time >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
    AND time < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
  GROUP BY person
),
came_back AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    toDate(time, {zone:String}) AS day, max(time) AS last_at
  FROM events
  WHERE event = {back:String} AND time >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
    AND time < fromUnixTimestamp64Milli({until:Int64}, 'UTC')
  GROUP BY person, day
)
SELECT toDate(first_at, {zone:String}) AS started_on, came_back.day - started_on AS later, count()
FROM started JOIN came_back ON started.person = came_back.person
WHERE last_at >= first_at AND later <= {periods:UInt16}
GROUP BY started_on, later
"""
FIRST_DAY_NOTE = "who came back on the first day itself, after the start, only the events know"
Returned = dict[tuple[date, int], int]


def measure_retention(context: BenchContext) -> Iterable[Row]:
    """Compare the two ways, for one event and for two."""
    with open_loaded(context) as loaded:
        for start, back, sql, bound, note in (
            ("page_view", "page_view", SAME_EVENT, 0.4, "plain query, merges applied"),
            ("page_view", "purchase", TWO_EVENTS, None, FIRST_DAY_NOTE),
        ):
            yield side_by_side(
                f"retention of {PERIODS} days, {start} → {back}",
                lambda start=start, back=back: ask_returned(loaded, start, back),
                lambda start=start, back=back, sql=sql: count_by_hand(loaded, start, back, sql),
                context=context,
                bound=bound,
                note=note,
            )


def ask_returned(loaded: Loaded, start: str, back: str) -> Returned:
    """People per cohort and period by our question; zeros and periods to come left out."""
    question = {
        "kind": "retention",
        "range": RANGE,
        "start": {"event": start},
        "back": {"event": back},
        "periods": PERIODS,
    }
    answer = answer_query(question, scope=loaded.scope, warehouse=loaded.warehouse)
    assert isinstance(answer.result, RetentionResult)
    return {
        (date.fromisoformat(cohort.t), later): people
        for cohort in answer.result.cohorts
        for later, people in enumerate(cohort.values)
        if people
    }


def count_by_hand(loaded: Loaded, start: str, back: str, sql: str) -> Returned:
    """People per cohort and period by one of the statements above."""
    first, end = parse_range(RANGE).bounds(loaded.scope.zone, loaded.now)
    parameters = {
        "zone": ZONE,
        "start": start,
        "back": back,
        "from": epoch_ms(first),
        "to": epoch_ms(end),
        "until": epoch_ms(end) + PERIODS * 86_400_000,
        "periods": PERIODS,
    }
    rows = loaded.warehouse.query(sql, parameters).rows
    return {(day, later): people for day, later, people in rows}


TARGET = BenchTarget(
    "retention", "retention of thirty days beside the plain query", measure_retention
)

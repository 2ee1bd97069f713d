"""Conditions of three clauses over everybody, beside hand-written statements on the same tables."""

from collections.abc import Iterable
from datetime import timedelta

from benchmarks.frame import BenchContext, BenchTarget, Row, side_by_side
from benchmarks.loaded import Loaded, open_loaded
from stayflow.language.condition import compile_people, parse_condition
from stayflow.language.raw import JsonObject
from stayflow.language.window import epoch_ms

BIG_SPENDERS = {
    "all": [
        {"attribute": {"name": "city", "op": "in", "value": ["杭州", "上海"]}},
        {
            "did": {
                "event": "purchase",
                "aggregate": {"sum": "amount"},
                "op": "gte",
                "value": 300,
                "within": {"last": "30d"},
            }
        },
        {"not": {"did": {"event": "purchase", "within": {"last": "7d"}}}},
    ]
}
BIG_SPENDERS_BY_HAND = """
SELECT count(), sum(person) FROM (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person
  FROM events
  WHERE event = 'purchase' AND time >= fromUnixTimestamp64Milli({month:Int64}, 'UTC')
    AND time < fromUnixTimestamp64Milli({end:Int64}, 'UTC')
  GROUP BY person
  HAVING sum(property_amount) >= 300
    AND countIf(time >= fromUnixTimestamp64Milli({week:Int64}, 'UTC')) = 0
)
WHERE person IN (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person
  FROM person_attributes WHERE name = 'city'
  GROUP BY person HAVING argMax(text, at) IN ('杭州', '上海')
)
"""
WINDOW_SHOPPERS = {
    "all": [
        {"did": {"event": "product_view", "count": 5, "within": {"last": "30d"}}},
        {"did": {"event": "add_to_cart", "within": {"last": "30d"}}},
        {"not": {"did": {"event": "purchase", "within": {"last": "30d"}}}},
    ]
}
WINDOW_SHOPPERS_BY_HAND = """
SELECT count(), sum(person) FROM (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person
  FROM events
  WHERE event IN ('product_view', 'add_to_cart', 'purchase')
    AND time >= fromUnixTimestamp64Milli({month:Int64}, 'UTC')
    AND time < fromUnixTimestamp64Milli({end:Int64}, 'UTC')
  GROUP BY person
  HAVING countIf(event = 'product_view') >= 5 AND countIf(event = 'add_to_cart') >= 1
    AND countIf(event = 'purchase') = 0
)
"""
LOST_VISITORS = {
    "all": [
        {"attribute": {"name": "city", "op": "is_set"}},
        {"not": {"did": {"event": "purchase", "within": {"last": "60d"}}}},
        {"not": {"did": {"event": "login", "within": {"last": "30d"}}}},
    ]
}
LOST_VISITORS_BY_HAND = """
SELECT count(), sum(person) FROM (
  SELECT DISTINCT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person FROM people
)
WHERE person IN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person
    FROM person_attributes WHERE name = 'city'
    GROUP BY person HAVING argMax(text, at) != '')
  AND person NOT IN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) FROM events
    WHERE event = 'purchase' AND time >= fromUnixTimestamp64Milli({two_months:Int64}, 'UTC')
      AND time < fromUnixTimestamp64Milli({end:Int64}, 'UTC')
    UNION ALL SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) FROM events
    WHERE event = 'login' AND time >= fromUnixTimestamp64Milli({month:Int64}, 'UTC')
      AND time < fromUnixTimestamp64Milli({end:Int64}, 'UTC'))
"""
CASES = (
    ("attribute, sum and not in a week", BIG_SPENDERS, BIG_SPENDERS_BY_HAND),
    ("three events of 30 days, one of them not done", WINDOW_SHOPPERS, WINDOW_SHOPPERS_BY_HAND),
    ("an attribute and two events not done", LOST_VISITORS, LOST_VISITORS_BY_HAND),
)
DAYS = {"week": 7, "month": 30, "two_months": 60}


def measure_conditions(context: BenchContext) -> Iterable[Row]:
    """Compare the two ways, for each condition."""
    with open_loaded(context) as loaded:
        for name, condition, by_hand in CASES:
            yield side_by_side(
                name,
                lambda condition=condition: count_people(loaded, condition),
                lambda by_hand=by_hand: count_by_hand(loaded, by_hand),
                context=context,
                bound=1.1,
                note="hand-written, merges applied",
            )


def count_people(loaded: Loaded, condition: JsonObject) -> tuple[int, int]:
    """How many people meet a condition, and the sum of their ids; parsing and compiling are part of it."""
    people = compile_people(parse_condition(condition), loaded.scope)
    sql = f"SELECT count(), sum(person_id) FROM ({people.sql})"
    count, checksum = loaded.warehouse.one(sql, people.parameters)
    return int(count), int(checksum)


def count_by_hand(loaded: Loaded, sql: str) -> tuple[int, int]:
    """The same by a statement above."""
    tomorrow = (loaded.now.astimezone(loaded.scope.zone) + timedelta(days=1)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    starts = {name: epoch_ms(tomorrow - timedelta(days=days)) for name, days in DAYS.items()}
    parameters = {
        name: at
        for name, at in {**starts, "end": epoch_ms(tomorrow)}.items()
        if f"{{{name}:" in sql
    }
    count, checksum = loaded.warehouse.one(sql, parameters)
    return int(count), int(checksum)


TARGET = BenchTarget(
    "condition",
    "three-clause conditions over everybody beside hand-written SQL",
    measure_conditions,
)

"""Scores of everybody from history, beside one scan of the same events with the same aggregation."""

from collections.abc import Iterable

from benchmarks.frame import BenchContext, BenchTarget, Row, side_by_side
from benchmarks.loaded import Loaded, open_loaded
from stayflow.understand.score import compile_score, parse_score

ACTIVITY = {
    "rules": [
        {"name": "buys", "event": "purchase", "points": 20, "per_day_max": 40},
        {"name": "adds", "event": "add_to_cart", "points": 5, "per_day_max": 20},
        {"name": "looks", "event": "product_view", "points": 1, "per_day_max": 10},
        {"name": "comes", "event": "login", "points": 2, "per_day_max": 2},
    ],
    "half_life": "30d",
    "bounds": {"min": 0, "max": 100},
    "bands": [{"name": "low", "from": 0}, {"name": "medium", "from": 20}, {"name": "high", "from": 60}],
}  # fmt: skip
BY_HAND = """
SELECT uniqExact(person), sum(buys) + sum(adds) + sum(looks) + sum(comes) FROM (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    toDate(time, 'Asia/Shanghai') AS day,
    countIf(event = 'purchase') AS buys, countIf(event = 'add_to_cart') AS adds,
    countIf(event = 'product_view') AS looks, countIf(event = 'login') AS comes
  FROM events WHERE event IN ('purchase', 'add_to_cart', 'product_view', 'login')
  GROUP BY person, day
)
"""
BOUND = 1.5


def measure_scores(context: BenchContext) -> Iterable[Row]:
    """Compare a score with the bare aggregation it needs."""
    with open_loaded(context) as loaded:
        yield side_by_side(
            "a score of four rules, capped and faded, over the whole history",
            lambda: count_scored(loaded),
            lambda: count_by_hand(loaded),
            context=context,
            bound=BOUND,
            note="counts by person, day and rule, merges applied, nothing added up",
        )


def count_scored(loaded: Loaded) -> int:
    """How many people have a score; compiling is part of it, and all points are computed."""
    statement = compile_score(parse_score(ACTIVITY, loaded.scope.facets), loaded.scope)
    people, _, _ = loaded.warehouse.one(
        f"SELECT count(), sum(points), uniqExact(band) FROM ({statement.sql})", statement.parameters
    )
    return int(people)


def count_by_hand(loaded: Loaded) -> int:
    """The same people by the bare aggregation."""
    people, _ = loaded.warehouse.one(BY_HAND)
    return int(people)


TARGET = BenchTarget(
    "scores",
    "everybody's score from history beside one scan with the same aggregation",
    measure_scores,
)

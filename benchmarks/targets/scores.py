"""Scores of everybody from history, beside one scan with the same aggregation, DuckDB and pandas."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from benchmarks.frame import BenchContext, BenchTarget, Row, side_by_side
from benchmarks.loaded import Loaded, open_loaded
from benchmarks.people import Ways, beside_peers, open_files
from benchmarks.people.scores import PointRules, Scored, scores_in_duckdb, scores_in_pandas
from stayflow.understand.score import compile_score, parse_score

ACTIVITY: dict[str, Any] = {
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
        with open_files(loaded, context) as files:
            today = (loaded.now.astimezone(loaded.scope.zone).date() - date(1970, 1, 1)).days
            rules = PointRules.read(ACTIVITY, today)
            yield from beside_peers(
                "the same score",
                lambda: add_up(loaded),
                Ways(
                    in_duckdb=partial(scores_in_duckdb, rules),
                    in_pandas=partial(scores_in_pandas, rules),
                ),
                files,
                context,
            )


def count_scored(loaded: Loaded) -> int:
    """How many people have a score; compiling is part of it, and all points are computed."""
    statement = compile_score(parse_score(ACTIVITY, loaded.scope.facets), loaded.scope)
    people, _, _ = loaded.warehouse.one(
        f"SELECT count(), sum(points), uniqExact(band) FROM ({statement.sql})", statement.parameters
    )
    return int(people)


def add_up(loaded: Loaded) -> Scored:
    """How many have a score, their thousandths together, and the sizes of the bands."""
    statement = compile_score(parse_score(ACTIVITY, loaded.scope.facets), loaded.scope)
    bands = ", ".join(f"countIf(band = '{each['name']}')" for each in ACTIVITY["bands"])
    people, points, *sizes = loaded.warehouse.one(
        f"SELECT count(), sum(points), {bands} FROM ({statement.sql})", statement.parameters
    )
    return int(people), int(points), tuple(int(each) for each in sizes)


def count_by_hand(loaded: Loaded) -> int:
    """The same people by the bare aggregation."""
    people, _ = loaded.warehouse.one(BY_HAND)
    return int(people)


TARGET = BenchTarget(
    "scores",
    "everybody's score from history beside one scan with the same aggregation, DuckDB, pandas",
    measure_scores,
)

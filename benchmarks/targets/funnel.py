"""A funnel of five steps in seven days beside a hand-written `windowFunnel` on the same table.

Ours also answers what `windowFunnel` cannot: median times, open windows, and equal times in the
order of arrival.
"""

from collections.abc import Iterable

from benchmarks.frame import BenchContext, BenchTarget, Row, side_by_side
from benchmarks.loaded import Loaded, open_loaded
from stayflow.language.window import epoch_ms, parse_range
from stayflow.measure.analysis import FunnelResult, answer_query

STEPS = ("page_view", "product_view", "add_to_cart", "checkout", "purchase")
WINDOW_MS = 7 * 86_400_000
RANGE = {"last": "60d"}
QUESTION = {
    "kind": "funnel",
    "range": RANGE,
    "steps": [{"event": name} for name in STEPS],
    "window": "7d",
}
YARDSTICK = """
SELECT level, count() FROM (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    windowFunnel({window:UInt64})(
      toUInt64(toUnixTimestamp64Milli(time)),
      event = 'page_view' AND time < fromUnixTimestamp64Milli({end:Int64}, 'UTC'),
      event = 'product_view', event = 'add_to_cart', event = 'checkout', event = 'purchase'
    ) AS level
  FROM events
  WHERE event IN ('page_view', 'product_view', 'add_to_cart', 'checkout', 'purchase')
    AND time >= fromUnixTimestamp64Milli({start:Int64}, 'UTC')
    AND time < fromUnixTimestamp64Milli({end:Int64}, 'UTC') + INTERVAL 7 DAY
  GROUP BY person
)
GROUP BY level
"""


def measure_funnel(context: BenchContext) -> Iterable[Row]:
    """Compare the two ways."""
    with open_loaded(context) as loaded:
        yield side_by_side(
            f"funnel of {len(STEPS)} steps, 60 days",
            lambda: ask_people(loaded),
            lambda: count_by_hand(loaded),
            context=context,
            bound=1.2,
            note="windowFunnel over milliseconds, merges applied",
        )


def ask_people(loaded: Loaded) -> list[int]:
    """People per step by our question."""
    answer = answer_query(QUESTION, scope=loaded.scope, warehouse=loaded.warehouse)
    assert isinstance(answer.result, FunnelResult)
    return [step.people for step in answer.result.steps]


def count_by_hand(loaded: Loaded) -> list[int]:
    """People per step by the statement above."""
    start, end = parse_range(RANGE).bounds(loaded.scope.zone, loaded.now)
    parameters = {"window": WINDOW_MS, "start": epoch_ms(start), "end": epoch_ms(end)}
    levels: dict[int, int] = dict(loaded.warehouse.query(YARDSTICK, parameters).rows)
    deepest = len(STEPS)
    return [
        sum(levels.get(level, 0) for level in range(step, deepest + 1))
        for step in range(1, deepest + 1)
    ]


TARGET = BenchTarget(
    "funnel", "a funnel of five steps beside a hand-written windowFunnel", measure_funnel
)

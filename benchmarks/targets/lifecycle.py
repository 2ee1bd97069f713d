"""Where everybody would have stood on each of 365 days, and on this one, beside one full scan of the events."""

from collections.abc import Iterable
from datetime import date, timedelta

from benchmarks.frame import BenchContext, BenchTarget, Row, median_seconds, ratio_row
from benchmarks.loaded import Loaded, open_loaded
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder
from stayflow.understand.lifecycle import (
    LifecycleModel,
    Signs,
    default_definition,
    parse_model,
    preview_model,
    replay_sql,
)

DAYS = 365
REPLAY_BOUND = 20.0
FULL_SCAN = """
SELECT count(), sum(events) FROM (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    count() AS events, uniqExact(toDate(time, 'Asia/Shanghai')) AS days, max(time) AS last_at
  FROM events GROUP BY person
)
"""


def measure_lifecycle(context: BenchContext) -> Iterable[Row]:
    """Replay and evaluate the default model, each beside a scan that counts every person's events and days."""
    with open_loaded(context) as loaded:
        scope = loaded.scope
        signs = Signs(interest=("add_to_cart",))
        model = parse_model(default_definition(signs), "default")
        rounds = min(context.rounds, 3)
        scan = median_seconds(lambda: loaded.warehouse.one(FULL_SCAN), rounds=rounds)
        replay = median_seconds(lambda: count_replay(loaded, model, scope), rounds=rounds)
        yield ratio_row(
            f"replay of {DAYS} days, default model",
            replay,
            scan,
            bound=REPLAY_BOUND,
            note="one full scan: events and active days of every person",
        )
        today = median_seconds(
            lambda: preview_model(model, scope=scope, warehouse=loaded.warehouse), rounds=rounds
        )
        yield ratio_row("everybody's stage now, default model", today, scan, note="the same scan")


def count_replay(loaded: Loaded, model: LifecycleModel, scope: Scope) -> int:
    """How many changes of stage a replay finds."""
    today = loaded.now.astimezone(scope.zone).date()
    last: date = today - timedelta(days=1)
    binder = Binder()
    stays = replay_sql(model, last - timedelta(days=DAYS - 1), last, scope=scope, binder=binder)
    if stays is None:
        message = "the default model is not replayed in one statement"
        raise ValueError(message)
    return int(loaded.warehouse.value(f"SELECT count() FROM (\n{stays}\n)", binder.parameters))


TARGET = BenchTarget(
    "lifecycle",
    "replay of a lifecycle over 365 days beside one full scan",
    measure_lifecycle,
)

"""Where everybody would have stood on each of 365 days, beside one full scan, DuckDB and pandas; and on this day."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

from benchmarks.frame import BenchContext, BenchTarget, Row, median_seconds, ratio_row
from benchmarks.loaded import Loaded, open_loaded
from benchmarks.people import Ways, beside_peers, open_files
from benchmarks.people.stages import Days, Moves, replay_in_duckdb, replay_in_pandas
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder, Statement
from stayflow.understand.lifecycle import (
    DefaultThresholds,
    LifecycleModel,
    Signs,
    default_definition,
    parse_model,
    preview_model,
    replay_sql,
)

DAYS = 365
EPOCH = date(1970, 1, 1)
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
        with open_files(loaded, context) as files:
            thresholds = DefaultThresholds()
            days = Days(*((day - EPOCH).days for day in replayed_days(loaded)))
            yield from beside_peers(
                f"replay of {DAYS} days",
                lambda: count_moves(loaded, model, scope),
                Ways(
                    in_duckdb=partial(replay_in_duckdb, days, thresholds),
                    in_pandas=partial(replay_in_pandas, days, thresholds),
                    rounds=1,
                ),
                files,
                context,
            )


def count_replay(loaded: Loaded, model: LifecycleModel, scope: Scope) -> int:
    """How many changes of stage a replay finds."""
    stays = find_stays(loaded, model, scope)
    return int(loaded.warehouse.value(f"SELECT count() FROM (\n{stays.sql}\n)", stays.parameters))


def count_moves(loaded: Loaded, model: LifecycleModel, scope: Scope) -> Moves:
    """The changes from each stage to each, and the sum of their days."""
    stays = find_stays(loaded, model, scope)
    rows = loaded.warehouse.query(
        f"SELECT previous, stage, count(), sum(day) FROM (\n{stays.sql}\n) GROUP BY 1, 2",
        stays.parameters,
    ).rows
    return {(str(was), str(now)): (int(count), int(days)) for was, now, count, days in rows}


def find_stays(loaded: Loaded, model: LifecycleModel, scope: Scope) -> Statement:
    """Every change of stage, as a statement; compiling is part of it."""
    binder = Binder()
    stays = replay_sql(model, *replayed_days(loaded), scope=scope, binder=binder)
    if stays is None:
        message = "the default model is not replayed in one statement"
        raise ValueError(message)
    return binder.statement(stays)


def replayed_days(loaded: Loaded) -> tuple[date, date]:
    """The first and the last day."""
    last = loaded.now.astimezone(loaded.scope.zone).date() - timedelta(days=1)
    return last - timedelta(days=DAYS - 1), last


TARGET = BenchTarget(
    "lifecycle",
    "replay of a lifecycle over 365 days beside one full scan, DuckDB, pandas",
    measure_lifecycle,
)

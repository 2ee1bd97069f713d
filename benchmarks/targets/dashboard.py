"""A dashboard of twelve tiles beside the same tiles asked one by one, without and with answers that are kept."""

from collections.abc import Iterable
from datetime import UTC, datetime

from benchmarks.frame import BenchContext, BenchTarget, Row, ratio_row, stopwatch
from benchmarks.loaded import Loaded, open_loaded
from stayflow.kernel.clock import SystemClock
from stayflow.language.scope import Scope
from stayflow.measure.analysis import answer_query
from stayflow.measure.dashboard import Controls, Dashboard, Place, Tile, answer_dashboard
from stayflow.stores.warehouse import KeptAnswers, keep_answers

RANGE = {"last": "30d"}
ASKS = 10
"""Of the warm dashboard: one alone is a few milliseconds."""
FUNNEL = {
    "kind": "funnel",
    "steps": [{"event": "product_view"}, {"event": "add_to_cart"}, {"event": "purchase"}],
    "window": "7d",
}
RETENTION = {
    "kind": "retention",
    "start": {"event": "product_view"},
    "back": {"event": "product_view"},
    "per": "day",
    "periods": 14,
}
REVENUE = {"kind": "revenue", "event": "purchase", "amount": "amount", "per": "day"}


def _trend(event: str, aggregate: object, per: str = "day", **more: object) -> dict[str, object]:
    return {
        "kind": "trend",
        "metrics": [{"event": event, "aggregate": aggregate}],
        "per": per,
        **more,
    }


TILES: tuple[dict[str, object], ...] = (
    _trend("*", "people"),
    _trend("*", "people", "none"),
    _trend("purchase", "people"),
    _trend("purchase", {"sum": "amount"}),
    _trend("purchase", "count", by=[{"property": "category"}]),
    FUNNEL,
    FUNNEL,
    REVENUE,
    REVENUE,
    RETENTION,
    RETENTION,
    _trend("purchase", {"sum": "amount"}),
)
"""As people build them: the funnel, the revenue and the retention stand there as a number and as a picture."""


def measure_dashboard(context: BenchContext) -> Iterable[Row]:
    """Cold, then warm, beside one by one."""
    with open_loaded(context) as loaded:
        board = _board()
        scope = loaded.scope
        for tile in TILES:  # the files are in memory for both
            answer_query({**tile, "range": RANGE}, scope=scope, warehouse=loaded.warehouse)
        with stopwatch() as single:
            for tile in TILES:
                answer_query(
                    {**tile, "range": RANGE}, scope=loaded.scope, warehouse=loaded.warehouse
                )
        answers = KeptAnswers(SystemClock())
        with stopwatch() as cold:
            _ask(loaded, board, answers, loaded.scope)
        with stopwatch() as warm:
            for _ in range(ASKS):
                _ask(loaded, board, answers, loaded.scope)
        note = "12 tiles; three of them stand there twice, as a number and as a picture"
        yield ratio_row("dashboard, cold", cold.seconds, single.seconds, bound=0.5, note=note)
        yield ratio_row(
            "dashboard, cold, by processor",
            cold.processor,
            single.processor,
            bound=0.5,
            note="the same; other processes do not count",
        )
        yield ratio_row(
            "dashboard, warm, by processor",
            warm.processor / ASKS,
            single.processor,
            bound=0.05,
            note=f"nothing written since; mean of {ASKS}",
        )


def _ask(loaded: Loaded, board: Dashboard, answers: KeptAnswers, scope: Scope) -> None:
    found = answer_dashboard(
        board, {}, scope=scope, warehouse=keep_answers(loaded.warehouse, answers)
    )
    wrong = [each.error for each in found.tiles if each.error]
    assert not wrong, wrong


def _board() -> Dashboard:
    tiles = [
        Tile(f"t{place}", Place(), query={**tile, "range": RANGE})
        for place, tile in enumerate(TILES)
    ]
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Dashboard("board", "board", tiles, Controls(), at, "bench", at)


TARGET = BenchTarget(
    "dashboard",
    "twelve tiles together, cold and warm, beside one by one",
    measure_dashboard,
)

"""A dashboard of twelve tiles beside the same tiles asked one by one, without and with answers that are kept."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from benchmarks.frame import BenchContext, BenchTarget, Row, alternate
from benchmarks.loaded import Loaded, open_loaded
from stayflow.kernel.clock import SystemClock
from stayflow.measure.analysis import answer_query
from stayflow.measure.dashboard import Controls, Dashboard, Place, Tile, answer_dashboard
from stayflow.stores.warehouse import KeptAnswers, keep_answers

RANGE = {"last": "30d"}
ROUNDS_MAX = 3
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
    rounds = min(context.rounds, ROUNDS_MAX)
    with open_loaded(context) as loaded:
        board = _board()

        def single() -> None:
            for tile in TILES:
                answer_query(
                    {**tile, "range": RANGE}, scope=loaded.scope, warehouse=loaded.warehouse
                )

        def cold() -> None:
            _ask(loaded, board, KeptAnswers(SystemClock()))

        answers = KeptAnswers(SystemClock())
        _ask(loaded, board, answers)  # and the files are in memory for both
        row = alternate("dashboard, cold", cold, single, rounds=rounds, bound=0.5)
        note = "12 tiles; four of them stand there twice, as a number and as a picture"
        yield replace(row, note=note)
        row = alternate(
            "dashboard, warm",
            lambda: _ask(loaded, board, answers),
            single,
            rounds=rounds,
            bound=0.05,
        )
        yield replace(row, note="nothing written since")


def _ask(loaded: Loaded, board: Dashboard, answers: KeptAnswers) -> None:
    found = answer_dashboard(
        board, {}, scope=loaded.scope, warehouse=keep_answers(loaded.warehouse, answers)
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

"""Answering a dashboard: every tile once, some side by side, the same statement never twice."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import datetime
from time import perf_counter

import msgspec

from stayflow.kernel.errors import StayflowError
from stayflow.language.raw import JsonObject
from stayflow.language.scope import Scope
from stayflow.measure.analysis import QueryAnswer, answer_query
from stayflow.measure.dashboard.board import Controls, Dashboard, Tile
from stayflow.measure.dashboard.questions import Question
from stayflow.measure.sheet import Figure, Hides, Sheet, figure_of, number_of, sheets_of
from stayflow.stores.warehouse import KeepingWarehouse, NotKept

TILES_AT_ONCE = 3
"""More would take turns on the warehouse's own threads, and hold as many results in memory."""
ROWS_MAX = 100
"""Rows of a table that a tile shows; the question's own page has them all."""
GONE = "question_not_found"


class TileError(msgspec.Struct, frozen=True):
    """Why a tile has no answer; the others have theirs. What `may_pass` is worth asking again."""

    code: str
    message: str
    path: str | None = None
    may_pass: bool = False


class TileAnswer(msgspec.Struct, frozen=True):
    """One tile's numbers.

    Attributes:
        tile_id: Which tile.
        title: The tile's own, or the name of its question.
        query: As it was asked, with what is set for all tiles.
        answer: None where there is an error.
        number: The one number of the answer, where it has one.
        figure: Its picture, where it has one.
        sheets: Its tables.
        computed_at: When its numbers were computed; nothing they count has changed since.
    """

    tile_id: str
    title: str
    query: JsonObject | None
    answer: QueryAnswer | None
    error: TileError | None
    computed_at: datetime | None
    number: float | None = None
    figure: Figure | None = None
    sheets: list[Sheet] = []


class DashboardAnswer(msgspec.Struct, frozen=True):
    """All tiles with numbers, in the order of the dashboard; texts have none."""

    tiles: list[TileAnswer]
    as_of: datetime
    rows_read: int
    took_ms: float


def answer_dashboard(
    dashboard: Dashboard,
    questions: Mapping[str, Question],
    *,
    scope: Scope,
    warehouse: KeepingWarehouse,
    lang: str = "en",
) -> DashboardAnswer:
    """The numbers of every tile.

    Args:
        dashboard: What to answer; its `controls` hold for every tile.
        questions: The kept questions by id.
        scope: The project at this moment.
        warehouse: The project's facts as they stand now.
        lang: Language of the definitions, `en` or `zh`.
    """
    began = perf_counter()
    asked = [tile for tile in dashboard.tiles if tile.text is None]
    queries = {tile.tile_id: _query_of(tile, questions, dashboard.controls) for tile in asked}
    keys = {name: msgspec.json.encode(query, order="sorted") for name, query in queries.items()}
    once = {key: queries[name] for name, key in keys.items()}
    found = _answer_all(once, scope=scope, warehouse=warehouse, lang=lang)
    tiles = [
        _tile(tile, questions, queries[tile.tile_id], found[keys[tile.tile_id]]) for tile in asked
    ]
    return DashboardAnswer(
        tiles=tiles,
        as_of=scope.now,
        rows_read=sum(each.answer.rows_read for each in tiles if each.answer),
        took_ms=round((perf_counter() - began) * 1000, 1),
    )


def hide_people(numbers: DashboardAnswer, hides: Hides) -> DashboardAnswer:
    """Tables and pictures of every tile without values that are masked; the answers themselves stay as they are."""
    return msgspec.structs.replace(
        numbers, tiles=[_hidden_tile(each, hides) for each in numbers.tiles]
    )


def _hidden_tile(tile: TileAnswer, hides: Hides) -> TileAnswer:
    if tile.answer is None:
        return tile
    sheets = sheets_of(tile.answer, hides=hides)
    figure = figure_of(tile.answer.kind, sheets)
    return msgspec.structs.replace(tile, sheets=list(_cut(sheets)), figure=figure)


def _cut(sheets: list[Sheet]) -> tuple[Sheet, ...]:
    return tuple(replace(each, rows=each.rows[:ROWS_MAX]) for each in sheets)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """What one question has, for every tile that asks it."""

    answer: QueryAnswer | None
    error: TileError | None
    computed_at: datetime | None = None
    sheets: tuple[Sheet, ...] = ()
    number: float | None = None
    figure: Figure | None = None


def _query_of(
    tile: Tile, questions: Mapping[str, Question], controls: Controls
) -> JsonObject | None:
    """The question of a tile with what is set; None where it was removed."""
    question = questions.get(tile.question or "")
    own: JsonObject | None = question.query if question else tile.query
    if own is None:
        return None
    return controlled(controlled(own, Controls(filter=tile.filter)), controls)


def _answer_all(
    queries: Mapping[bytes, JsonObject | None],
    *,
    scope: Scope,
    warehouse: KeepingWarehouse,
    lang: str,
) -> dict[bytes, _Numbers]:
    """What is kept at once; what is not, some side by side: threads would only take turns on what is kept."""
    found: dict[bytes, _Numbers] = {}
    for key, query in queries.items():
        with suppress(NotKept):
            kept = warehouse.again(computes=False)
            found[key] = _answer_query(query, scope=scope, warehouse=kept, lang=lang)

    def compute(query: JsonObject | None) -> _Numbers:
        return _answer_query(query, scope=scope, warehouse=warehouse.again(), lang=lang)

    missing = {key: query for key, query in queries.items() if key not in found}
    with ThreadPoolExecutor(TILES_AT_ONCE) as pool:
        # Each in the context of whoever asks: when they leave, every tile stops.
        answers = {
            key: pool.submit(copy_context().run, compute, query) for key, query in missing.items()
        }
        return found | {key: each.result() for key, each in answers.items()}


def _answer_query(
    query: JsonObject | None, *, scope: Scope, warehouse: KeepingWarehouse, lang: str
) -> _Numbers:
    if query is None:
        gone = "the question of this tile was removed; choose another"
        return _Numbers(None, TileError(GONE, gone))
    try:
        answer = answer_query({**query, "lang": lang}, scope=scope, warehouse=warehouse)
    except StayflowError as error:
        return _Numbers(None, TileError(error.code, error.message, error.path, error.kind.may_pass))
    sheets = sheets_of(answer)
    return _Numbers(
        answer,
        None,
        warehouse.computed_at or scope.now,
        _cut(sheets),
        number_of(sheets),
        figure_of(answer.kind, sheets),
    )


def _tile(
    tile: Tile, questions: Mapping[str, Question], query: JsonObject | None, found: _Numbers
) -> TileAnswer:
    question = questions.get(tile.question or "")
    return TileAnswer(
        tile.tile_id,
        tile.title or (question.name if question else ""),
        query,
        found.answer,
        found.error,
        found.computed_at,
        found.number,
        found.figure,
        list(found.sheets),
    )


def controlled(query: JsonObject, controls: Controls) -> dict[str, object]:
    """The question with what is set for all tiles: its days replaced, its people and events narrowed."""
    made = dict(query)
    if controls.range is not None:
        made["range"] = controls.range
    for name, extra in (("people", controls.people), ("filter", controls.filter)):
        if extra:
            made[name] = {"all": [made[name], extra]} if made.get(name) else extra
    return made


def with_controls(dashboard: Dashboard, chosen: Controls) -> Dashboard:
    """The dashboard as a reader sets it for the moment: what they leave open stays as saved."""
    saved = dashboard.controls
    merged = Controls(
        range=saved.range if chosen.range is None else chosen.range,
        people=saved.people if chosen.people is None else chosen.people,
        filter=saved.filter if chosen.filter is None else chosen.filter,
    )
    return replace(dashboard, controls=merged)


def at_the_minute(scope: Scope) -> Scope:
    """The project as of the last full minute: what the answers say, so that readers within it share them."""
    return replace(scope, now=scope.now.replace(second=0, microsecond=0))

"""Answering a dashboard: every tile once, some side by side, the same statement never twice."""

from collections.abc import Collection, Mapping
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
from stayflow.language.sentence import Lang
from stayflow.measure.analysis import Precision, QueryAnswer, answer_query
from stayflow.measure.dashboard.board import Controls, Dashboard, Tile
from stayflow.measure.dashboard.questions import Question
from stayflow.measure.sheet import (
    Cell,
    ColumnUnit,
    Figure,
    Hides,
    Sheet,
    figure_of,
    number_of,
    say_column,
    sheets_of,
    unit_of_column,
)
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


class TileSheet(msgspec.Struct, frozen=True):
    """A table of a tile: the first rows of a `Sheet`, its columns by their `titles` in words and by their `units`."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    titles: tuple[str, ...]
    units: tuple[ColumnUnit, ...]


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
    sheets: list[TileSheet] = []


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
    lang: Lang = "en",
    sampled_from: int | None = None,
) -> DashboardAnswer:
    """The numbers of every tile.

    Args:
        dashboard: What to answer; its `controls` hold for every tile.
        questions: The kept questions by id.
        scope: The project at this moment.
        warehouse: The project's facts as they stand now.
        lang: Language of the definitions, `en` or `zh`.
        sampled_from: A tile that would read so many rows or more is told from a share of the people, unless its exact
            answer is kept; None answers every tile exactly.
    """
    asking = _Asking(scope, warehouse, lang, sampled_from)
    began = perf_counter()
    asked = [tile for tile in dashboard.tiles if tile.text is None]
    queries = {tile.tile_id: _query_of(tile, questions, dashboard.controls) for tile in asked}
    keys = {name: msgspec.json.encode(query, order="sorted") for name, query in queries.items()}
    once = {key: queries[name] for name, key in keys.items()}
    found = _answer_all(once, asking)
    tiles = [
        _tile(tile, questions, queries[tile.tile_id], found[keys[tile.tile_id]]) for tile in asked
    ]
    return DashboardAnswer(
        tiles=tiles,
        as_of=scope.now,
        rows_read=sum(each.answer.rows_read for each in tiles if each.answer),
        took_ms=round((perf_counter() - began) * 1000, 1),
    )


def hide_people(numbers: DashboardAnswer, hides: Hides, lang: Lang) -> DashboardAnswer:
    """Tables and pictures of every tile without values that are masked; the answers themselves stay as they are."""
    return msgspec.structs.replace(
        numbers, tiles=[_hidden_tile(each, hides, lang) for each in numbers.tiles]
    )


def _hidden_tile(tile: TileAnswer, hides: Hides, lang: Lang) -> TileAnswer:
    if tile.answer is None:
        return tile
    sheets = sheets_of(tile.answer, hides=hides)
    figure = figure_of(tile.answer.kind, sheets)
    shown = [_shown(each, tile.answer.kind, lang) for each in sheets]
    return msgspec.structs.replace(tile, sheets=shown, figure=figure)


def _shown(sheet: Sheet, kind: str, lang: Lang) -> TileSheet:
    return TileSheet(
        sheet.name,
        sheet.columns,
        sheet.rows[:ROWS_MAX],
        tuple(say_column(each, lang) for each in sheet.columns),
        tuple(unit_of_column(each, kind) for each in sheet.columns),
    )


@dataclass(frozen=True, slots=True)
class _Numbers:
    """What one question has, for every tile that asks it."""

    answer: QueryAnswer | None
    error: TileError | None
    computed_at: datetime | None = None
    sheets: tuple[TileSheet, ...] = ()
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


@dataclass(frozen=True, slots=True)
class _Asking:
    """For whom the tiles are answered; see `answer_dashboard`."""

    scope: Scope
    warehouse: KeepingWarehouse
    lang: Lang
    sampled_from: int | None

    def kept(self, query: JsonObject | None) -> _Numbers | None:
        """What is kept of a question: the exact answer before an estimate; None where neither is."""
        for precision in dict.fromkeys((Precision.EXACT, self.precision)):
            with suppress(NotKept):
                return self.answer(query, precision, self.warehouse.again(computes=False))
        return None

    def computed(self, query: JsonObject | None) -> _Numbers:
        """The answer, as exact as is asked for."""
        return self.answer(query, self.precision, self.warehouse.again())

    @property
    def precision(self) -> Precision:
        """How exact the tiles are to be at least."""
        return Precision.EXACT if self.sampled_from is None else Precision.AUTO

    def answer(
        self, query: JsonObject | None, precision: Precision, warehouse: KeepingWarehouse
    ) -> _Numbers:
        """One question, or why it has no answer."""
        if query is None:
            gone = "the question of this tile was removed; choose another"
            return _Numbers(None, TileError(GONE, gone))
        asked = {**query, "lang": self.lang, "precision": precision.value}
        try:
            answer = answer_query(
                asked, scope=self.scope, warehouse=warehouse, sampled_from=self.sampled_from
            )
        except StayflowError as error:
            failed = TileError(error.code, error.message, error.path, error.kind.may_pass)
            return _Numbers(None, failed)
        sheets = sheets_of(answer)
        return _Numbers(
            answer,
            None,
            warehouse.computed_at or self.scope.now,
            tuple(_shown(each, answer.kind, self.lang) for each in sheets),
            number_of(sheets),
            figure_of(answer.kind, sheets),
        )


def _answer_all(
    queries: Mapping[bytes, JsonObject | None], asking: _Asking
) -> dict[bytes, _Numbers]:
    """What is kept at once; what is not, some side by side: threads would only take turns on what is kept."""
    kept = {key: asking.kept(query) for key, query in queries.items()}
    found = {key: numbers for key, numbers in kept.items() if numbers is not None}
    missing = {key: query for key, query in queries.items() if key not in found}
    with ThreadPoolExecutor(TILES_AT_ONCE) as pool:
        # Each in the context of whoever asks: when they leave, every tile stops.
        answers = {
            key: pool.submit(copy_context().run, asking.computed, query)
            for key, query in missing.items()
        }
        return found | {key: each.result() for key, each in answers.items()}


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


def only_tiles(dashboard: Dashboard, tile_ids: Collection[str]) -> Dashboard:
    """The dashboard with these tiles alone; ids that it has not are left out."""
    return replace(dashboard, tiles=[each for each in dashboard.tiles if each.tile_id in tile_ids])

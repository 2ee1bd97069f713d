"""Dashboards: tiles on a grid, and what is set for all of them."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import msgspec

from stayflow.kernel.errors import Conflict, InvalidInput, NotFound, nearest
from stayflow.kernel.ids import new_id
from stayflow.language.event_filter import parse_event_filter
from stayflow.language.raw import JsonObject, join
from stayflow.language.scope import Scope
from stayflow.measure.analysis import read_query
from stayflow.stores.relational import Transaction

NAME_MAX = 200
TEXT_MAX = 5_000
TILES_MAX = 40
DASHBOARDS_MAX = 200
COLUMNS = 12
ROWS_MAX = 400
SELECT = (
    "select dashboard_id, name, tiles, controls, created_at, created_by, changed_at from dashboards"
)
Shown = Literal["auto", "number", "chart", "table"]


class DashboardNotFound(NotFound):
    """The project has no such dashboard."""

    code = "dashboard_not_found"


class DashboardNameTaken(Conflict):
    """Another dashboard has the name."""

    code = "dashboard_name_taken"


class DashboardInvalid(InvalidInput):
    """A tile, its place or a control that does not fit."""

    code = "dashboard_invalid"


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a tile lies on a grid of twelve columns, in cells."""

    x: int = 0
    y: int = 0
    w: int = 6
    h: int = 4


class Tile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One field of a dashboard: a kept question (its id), a question of its own, or a text.

    Attributes:
        tile_id: Stays when the tile is moved.
        filter: An event filter of this tile alone; the question's own holds as well.
        shown: How an answer is drawn; `auto` is as the kind is known for.
    """

    tile_id: str
    place: Place
    title: str = ""
    text: str | None = None
    question: str | None = None
    query: dict[str, object] | None = None
    filter: dict[str, object] | None = None
    shown: Shown = "auto"


class Controls(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is set for all tiles at once; what is None is as each question says.

    Attributes:
        range: Days, as in a question.
        people: A condition; a question's own holds as well.
        filter: An event filter; a question's own holds as well.
    """

    range: dict[str, object] | None = None
    people: dict[str, object] | None = None
    filter: dict[str, object] | None = None


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A dashboard as its author writes it."""

    name: str
    tiles: list[Tile] = []
    controls: Controls = Controls()


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A saved dashboard."""

    dashboard_id: str
    name: str
    tiles: list[Tile]
    controls: Controls
    created_at: datetime
    created_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class _Row:
    dashboard_id: str
    name: str
    tiles: list[JsonObject]
    controls: JsonObject
    created_at: datetime
    created_by: str
    changed_at: datetime


def parse_draft(raw: object) -> Draft:
    """Read a dashboard as its author wrote it.

    Raises:
        DashboardInvalid: A part has the wrong shape; the message names it.
    """
    try:
        draft = msgspec.convert(raw, Draft)
    except msgspec.ValidationError as error:
        raise DashboardInvalid(str(error)) from error
    if not 0 < len(draft.name.strip()) <= NAME_MAX:
        raise DashboardInvalid(f"expected 1 to {NAME_MAX} characters", path="name")
    if len(draft.tiles) > TILES_MAX:
        raise DashboardInvalid(f"expected at most {TILES_MAX} tiles", path="tiles")
    for index, tile in enumerate(draft.tiles):
        _check_tile(tile, f"tiles[{index}]")
    if len({tile.tile_id for tile in draft.tiles}) < len(draft.tiles):
        raise DashboardInvalid("two tiles have the same tile_id", path="tiles")
    return draft


def create_dashboard(tx: Transaction, raw: object, *, scope: Scope, by: str) -> Dashboard:
    """Save a new dashboard.

    Args:
        tx: A transaction of the project.
        raw: See `Draft`.
        scope: The project at this moment.
        by: Who saves it.

    Raises:
        DashboardInvalid: A part does not fit, or there are too many dashboards.
        DashboardNameTaken: Another has the name.
    """
    draft = parse_draft(raw)
    _check_queries(draft, scope)
    if tx.value("select count(*) from dashboards") >= DASHBOARDS_MAX:
        raise DashboardInvalid(f"a project has at most {DASHBOARDS_MAX} dashboards; remove one")
    made = Dashboard(
        new_id(), draft.name.strip(), draft.tiles, draft.controls, scope.now, by, scope.now
    )
    added = tx.execute(
        """
        insert into dashboards (dashboard_id, name, tiles, controls, created_at, created_by, changed_at)
        values (%(id)s, %(name)s, %(tiles)s::jsonb, %(controls)s::jsonb, %(at)s, %(by)s, %(at)s)
        on conflict (project_id, name) do nothing
        """,
        {**_written(made), "at": made.created_at, "by": by},
    )
    if not added:
        raise DashboardNameTaken(_taken(made.name), path="name")
    return made


def change_dashboard(tx: Transaction, dashboard_id: str, raw: object, *, scope: Scope) -> Dashboard:
    """Replace what a dashboard shows.

    Raises:
        DashboardNotFound: There is none.
        DashboardInvalid: A part does not fit.
        DashboardNameTaken: Another has the name.
    """
    before = get_dashboard(tx, dashboard_id)
    draft = parse_draft(raw)
    _check_queries(draft, scope)
    name = draft.name.strip()
    same = "select count(*) from dashboards where name = %s and dashboard_id <> %s"
    if tx.value(same, (name, before.dashboard_id)):
        raise DashboardNameTaken(_taken(name), path="name")
    made = Dashboard(
        before.dashboard_id,
        name,
        draft.tiles,
        draft.controls,
        before.created_at,
        before.created_by,
        scope.now,
    )
    tx.execute(
        "update dashboards set name = %(name)s, tiles = %(tiles)s::jsonb,"
        " controls = %(controls)s::jsonb, changed_at = %(at)s where dashboard_id = %(id)s",
        {**_written(made), "at": made.changed_at},
    )
    return made


def list_dashboards(tx: Transaction) -> list[Dashboard]:
    """All dashboards by name."""
    return [_read(row) for row in tx.all(_Row, f"{SELECT} order by name")]


def get_dashboard(tx: Transaction, name_or_id: str) -> Dashboard:
    """The dashboard of this id or name.

    Raises:
        DashboardNotFound: There is none; the message lists the nearest.
    """
    row = tx.one(
        _Row,
        f"{SELECT} where dashboard_id = %(key)s or name = %(key)s"
        " order by dashboard_id = %(key)s desc limit 1",
        {"key": name_or_id},
    )
    if row is None:
        names = [name for (name,) in tx.rows("select name from dashboards")]
        raise DashboardNotFound(f'no dashboard "{name_or_id}"{nearest(name_or_id, names)}')
    return _read(row)


def remove_dashboard(tx: Transaction, dashboard_id: str) -> None:
    """Forget a dashboard and every link to it.

    Raises:
        DashboardNotFound: There is none.
    """
    if not tx.execute("delete from dashboards where dashboard_id = %s", (dashboard_id,)):
        raise DashboardNotFound(f'no dashboard "{dashboard_id}"')


def dashboards_showing(tx: Transaction, question_id: str) -> list[str]:
    """Names of the dashboards that show a kept question."""
    rows = tx.rows(
        "select name from dashboards where tiles @> %s::jsonb order by name",
        (json.dumps([{"question": question_id}]),),
    )
    return [name for (name,) in rows]


def _check_tile(tile: Tile, path: str) -> None:
    place = tile.place
    fits = 1 <= place.w <= COLUMNS and 0 <= place.x <= COLUMNS - place.w
    if not (fits and 1 <= place.h <= COLUMNS and 0 <= place.y <= ROWS_MAX):
        raise DashboardInvalid(
            f"a tile lies within {COLUMNS} columns, 1 to {COLUMNS} cells high",
            path=join(path, "place"),
        )
    if (
        not tile.tile_id
        or sum(each is not None for each in (tile.text, tile.question, tile.query)) != 1
    ):
        raise DashboardInvalid("a tile has an id and one of text, question, query", path=path)
    if tile.filter is not None:
        parse_event_filter(tile.filter, join(path, "filter"))
    if len(tile.text or "") > TEXT_MAX:
        raise DashboardInvalid(f"expected at most {TEXT_MAX} characters", path=join(path, "text"))


def _check_queries(draft: Draft, scope: Scope) -> None:
    """Mistakes in questions are found when they are saved, below the tile they are in."""
    for index, tile in enumerate(draft.tiles):
        if tile.query is None:
            continue
        try:
            read_query(tile.query, scope=scope)
        except InvalidInput as error:
            error.path = join(f"tiles[{index}].query", error.path or "")
            raise


def _written(dashboard: Dashboard) -> dict[str, object]:
    return {
        "id": dashboard.dashboard_id,
        "name": dashboard.name,
        "tiles": msgspec.json.encode(dashboard.tiles).decode(),
        "controls": msgspec.json.encode(dashboard.controls).decode(),
    }


def _read(row: _Row) -> Dashboard:
    return Dashboard(
        row.dashboard_id,
        row.name,
        msgspec.convert(row.tiles, list[Tile]),
        msgspec.convert(row.controls, Controls),
        row.created_at,
        row.created_by,
        row.changed_at,
    )


def _taken(name: str) -> str:
    return f'a dashboard "{name}" is there already'

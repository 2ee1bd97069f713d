"""Dashboards, their tiles and answers, and links to them."""

from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Body, Instant, Json, QueryTree
from stayflow.interfaces.http.model.query import AnyAnswer


class PlaceShape(Body):
    """Where a tile lies on a grid of twelve columns, in cells."""

    x: int = 0
    y: int = 0
    w: int = 6
    h: int = 4


class TileShape(Body):
    """A kept question by its id, a question of its own, or a text."""

    tile_id: str
    place: PlaceShape
    title: str = ""
    text: str | None = None
    question: str | None = None
    query: QueryTree | None = None
    filter: dict[str, Json] | None = Field(default=None, description="Of this tile alone")
    shown: Literal["auto", "number", "chart", "table"] = "auto"


class ControlsShape(Body):
    """What is set for all tiles; None is as each question says."""

    range: dict[str, Json] | None = None
    people: dict[str, Json] | None = None
    filter: dict[str, Json] | None = None


class DashboardBody(Body):
    """A dashboard as its author writes it."""

    name: str = Field(min_length=1, max_length=200)
    tiles: list[TileShape] = Field(default_factory=list)
    controls: ControlsShape = ControlsShape()


class DashboardShape(Answer):
    """A saved dashboard."""

    dashboard_id: str
    name: str
    tiles: list[TileShape]
    controls: ControlsShape
    created_at: Instant
    created_by: str
    changed_at: Instant


class DashboardList(Answer):
    """By name."""

    dashboards: list[DashboardShape]


class DashboardAskBody(ControlsShape):
    """What a reader sets for the moment, how exact the numbers are to be, and the language of the definitions."""

    lang: Literal["zh", "en"] = "en"
    precision: Literal["exact", "auto"] = Field(
        default="exact",
        description="`auto`: a tile that reads much is told from a share of the people, unless its exact answer is"
        " kept",
    )
    tiles: list[str] | None = Field(
        default=None, description="Ids of the tiles that are wanted; None: all of them"
    )


class TileErrorShape(Answer):
    """Why a tile has no answer."""

    code: str
    message: str
    path: str | None


class LineShape(Answer):
    """One series of a picture."""

    name: str
    values: list[float | None]


class FigureShape(Answer):
    """The picture of an answer: `labels` along the axis, one value of every line at each; shares are 0 to 1."""

    shape: Literal["line", "bar"]
    labels: list[str]
    lines: list[LineShape]
    is_share: bool


class SheetShape(Answer):
    """A table of an answer, its first rows; its columns by their `titles` in words, and by their `units`."""

    name: str
    columns: list[str]
    rows: list[list[Json]]
    titles: list[str]
    units: list[Literal["none", "share", "seconds", "money"]]


class TileAnswerShape(Answer):
    """One tile's numbers; `computed_at`: nothing they count has changed since."""

    tile_id: str
    title: str
    query: QueryTree | None
    answer: AnyAnswer | None
    error: TileErrorShape | None
    computed_at: Instant | None
    number: float | None
    figure: FigureShape | None
    sheets: list[SheetShape]


class DashboardAnswerShape(Answer):
    """All tiles with numbers."""

    tiles: list[TileAnswerShape]
    as_of: Instant
    rows_read: int
    took_ms: float


class ShareBody(Body):
    """How long a link is valid."""

    days: int = Field(default=30, ge=1, le=365)


class ShareShape(Answer):
    """A link as it is listed."""

    share_id: str
    dashboard_id: str
    created_at: Instant
    created_by: str
    expires_at: Instant
    seen_at: Instant | None


class ShareCreated(ShareShape):
    """A new link; its address is shown this once."""

    url: str


class ShareList(Answer):
    """The newest first."""

    shares: list[ShareShape]

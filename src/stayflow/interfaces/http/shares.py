"""Shared dashboards: /d/<project>-<token> shows the numbers of one; no sign-in, nobody behind them.

Drawn here as plain HTML: whoever holds a link reaches no route of the API.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Final
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import structlog

from stayflow.access.project import Project, get_project
from stayflow.app import App
from stayflow.interfaces.http.asgi import Receive, Scope, Send, answer
from stayflow.interfaces.http.form_page import Lang, choose_lang
from stayflow.interfaces.http.visitor import Pace, address, words
from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId
from stayflow.measure.analysis import Sample
from stayflow.measure.dashboard import (
    Dashboard,
    DashboardAnswer,
    ShareNotFound,
    Tile,
    TileAnswer,
    answer_dashboard,
    at_the_minute,
    list_questions,
    open_share,
)
from stayflow.measure.sheet import (
    SUMMARY,
    Cell,
    Hides,
    Sheet,
    Writing,
    draw_svg,
    figure_of,
    say_cell,
    say_column,
    say_figure,
    say_group,
    say_number,
    sheets_of,
)
from stayflow.stores.warehouse import read_as
from stayflow.understand.attribute import read_hidden

PREFIX = "/d/"
PER_MINUTE = 30
ROWS_MAX = 30
_GONE = 404
COLUMNS_MAX = 12
_HEADERS: Final = (
    (b"cache-control", b"no-store, max-age=0"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-robots-tag", b"noindex"),
)
_WORDS: Final[dict[str, dict[Lang, str]]] = {
    "gone": {
        "zh": "链接不存在、已撤回或已过期。请向分享者索取新链接。",
        "en": "This link is unknown, was withdrawn, or has expired. Ask whoever sent it for a new one.",
    },
    "later": {"zh": "请稍后再试。", "en": "Please try again in a moment."},
    "read": {"zh": "计算于 {at}，读取 {rows} 行", "en": "computed {at}, from {rows} rows"},
    "none": {"zh": "无数据", "en": "no data"},
    "yes": {"zh": "是", "en": "yes"},
    "no": {"zh": "否", "en": "no"},
    "estimate": {
        "zh": "由 1/{n} 的人估计{error}",
        "en": "estimated from 1/{n} of people{error}",
    },
    "error": {
        "zh": "，最大的数误差 ±{share}（95%）",
        "en": ", the largest number ± {share} (95 %)",
    },
    "exact": {"zh": "精确计算", "en": "Exact"},
    "as_of": {"zh": "数据截至 {at}（{zone}）", "en": "as of {at} ({zone})"},
}
_STYLE = """
*{box-sizing:border-box}body{margin:0;font:14px/1.5 system-ui,'PingFang SC','Microsoft YaHei',sans-serif;
color:#1c1b19;background:#faf9f7}main{max-width:1600px;margin:0 auto;padding:24px}
h1{font-size:22px;margin:0}h2{font-size:15px;margin:0 0 8px}.note{color:#6f6a64;font-size:12px}
.grid{display:grid;grid-template-columns:repeat(12,1fr);gap:16px;margin-top:16px}
section{background:#fff;border:1px solid #e4e1db;border-radius:6px;padding:16px;overflow:auto}
table{border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums}
td,th{padding:4px 12px 4px 0;text-align:left;border-bottom:1px solid #efede8;white-space:nowrap}
svg{width:100%;height:auto}dl{display:flex;flex-wrap:wrap;gap:8px 24px;margin:0 0 8px}dt{color:#6f6a64;font-size:12px}
.num{text-align:right}.number{margin:8px 0;font-size:32px;font-weight:600;font-variant-numeric:tabular-nums}
dd{margin:0;font-size:20px;font-variant-numeric:tabular-nums}
@media(max-width:800px){main{padding:16px}.grid{display:flex;flex-direction:column}svg{min-width:480px}}"""
_EXACT: Final = "exact"
"""In the address: no number is to be an estimate."""
_ABOUT: Final = "≈ "
"""Stands before an estimate."""
_RIGHT: Final = ' class="num"'
_log = structlog.get_logger("stayflow.shares")


def share_address(app: App, project: ProjectId, token: str) -> str:
    """Where a shared dashboard is seen."""
    return f"{app.settings.public_url}{PREFIX}{project}-{token}"


@dataclass(frozen=True, slots=True)
class _Reader:
    """Whoever has the link: their language, and what they may not see."""

    lang: Lang
    hides: Hides
    currency: str

    @property
    def writing(self) -> Writing:
        """How numbers are written for them."""
        return Writing(self.lang, self.currency)


class Shares:
    """Shows shared dashboards."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._pace = Pace(PER_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's words
        """Answer one look."""
        lang = choose_lang("", words(scope, b"accept-language"))
        status, body = 429, ""
        if self._pace.allows(address(scope)):
            try:
                exactly = _EXACT in parse_qs(scope["query_string"].decode("latin-1"))
                body = await asyncio.to_thread(self._draw, scope["path"], lang, exactly=exactly)
                status = 200
            except ShareNotFound:
                status = _GONE
            except StayflowError as error:
                _log.warning("share_waits", reason=error.message)
                status = 503
        said = _WORDS["gone" if status == _GONE else "later"][lang]
        html = body or _page(f"<h1>Stayflow</h1><p>{said}</p>", lang, "Stayflow")
        media = b"text/html; charset=utf-8"
        await answer(send, status, html.encode(), media=media, headers=_HEADERS)

    def _draw(self, path: str, lang: Lang, *, exactly: bool) -> str:
        name, mark, token = path.removeprefix(PREFIX).strip("/").partition("-")
        if not mark or not name.replace("_", "a").isalnum():
            raise ShareNotFound("no such link")
        project, now = ProjectId(name), self._app.clock.now()
        with self._app.relational.project(project) as tx:
            found = open_share(tx, token, now=now)
            questions = {each.question_id: each for each in list_questions(tx)}
            hides = read_hidden(tx)
        about = get_project(project, relational=self._app.relational)
        read_as(self._app.reading(about))
        numbers = answer_dashboard(
            found,
            questions,
            scope=at_the_minute(self._app.scope(project)),
            warehouse=self._app.kept_facts(project),
            lang=lang,
            sampled_from=None if exactly else self._app.settings.number("query_sampled_rows_min"),
        )
        return draw_shared(found, numbers, about, _Reader(lang, hides, about.currency))


def draw_shared(found: Dashboard, numbers: DashboardAnswer, about: Project, reader: _Reader) -> str:
    """The page: every tile with its picture, its first rows, when it was computed and from how many rows."""
    answers = {each.tile_id: each for each in numbers.tiles}
    zone = ZoneInfo(about.zone)
    tiles = "".join(_tile(tile, answers.get(tile.tile_id), zone, reader) for tile in found.tiles)
    lang = reader.lang
    as_of = _WORDS["as_of"][lang].format(at=_said(numbers.as_of, zone), zone=about.zone)
    head = f'<h1>{escape(found.name)}</h1><div class="note">{escape(about.name)} · {as_of}</div>'
    return _page(f'{head}<div class="grid">{tiles}</div>', lang, found.name)


def _tile(tile: Tile, answered: TileAnswer | None, zone: ZoneInfo, reader: _Reader) -> str:
    lang = reader.lang
    place = tile.place
    style = f"grid-column:{place.x + 1}/span {place.w};grid-row:{place.y + 1}/span {place.h}"
    if tile.text is not None:
        text = escape(tile.text).replace("\n", "<br>")
        return f'<section style="{style}"><h2>{escape(tile.title)}</h2>{text}</section>'
    body = _WORDS["none"][lang]
    title, note = tile.title, ""
    if answered is not None:
        title = answered.title
        if answered.error is not None:
            body = escape(answered.error.message)
        elif answered.answer is not None and answered.computed_at is not None:
            body = _numbers(answered, title, reader) or body
            note = _WORDS["read"][lang].format(
                at=_said(answered.computed_at, zone), rows=f"{answered.answer.rows_read:,}"
            )
            if answered.answer.sample is not None:
                note += f" · {_estimated(answered.answer.sample, lang)}"
    return f'<section style="{style}"><h2>{escape(title)}</h2>{body}<div class="note">{note}</div></section>'


def _estimated(sample: Sample, lang: Lang) -> str:
    """From whom a tile was told, and the way to the exact numbers."""
    error = ""
    if sample.error is not None:
        error = _WORDS["error"][lang].format(share=f"{sample.error * 100:.1f} %")
    said = _WORDS["estimate"][lang].format(n=round(1 / sample.share), error=error)
    return f'{said} <a href="?{_EXACT}=1">{_WORDS["exact"][lang]}</a>'


def _numbers(tile: TileAnswer, title: str, reader: _Reader) -> str:
    found = tile.answer
    assert found is not None  # noqa: S101  the tile has no error
    sheets = sheets_of(found, hides=reader.hides)
    figure = figure_of(found.kind, sheets)
    is_alone = len(sheets) == 1 and sheets[0].name != SUMMARY
    if figure is None and tile.number is not None and is_alone:
        about = _ABOUT if found.sample is not None else ""
        said = say_number(tile.number, tile.query, reader.writing)
        return f'<p class="number">{about}{escape(said)}</p>'
    parts = (
        [] if figure is None else [draw_svg(say_figure(figure, reader.lang), title, reader.lang)]
    )
    if figure is not None:
        sheets = [each for each in sheets if each.name == SUMMARY]
    return "".join([*(_table(each, found.kind, reader) for each in sheets), *parts])


def _table(sheet: Sheet, kind: str, reader: _Reader) -> str:
    named = [(name, say_column(name, reader.lang)) for name in sheet.columns[:COLUMNS_MAX]]
    if len(sheet.rows) == 1:
        cells = "".join(
            f"<div><dt>{escape(title)}</dt><dd>{_cell(value, name, kind, reader)[0]}</dd></div>"
            for (name, title), value in zip(named, sheet.rows[0], strict=False)
        )
        return f"<dl>{cells}</dl>"
    rows = ""
    for row in sheet.rows[:ROWS_MAX]:
        said = (
            _cell(value, name, kind, reader) for (name, _), value in zip(named, row, strict=False)
        )
        rows += "<tr>" + "".join(f"<td{side}>{text}</td>" for text, side in said) + "</tr>"
    head = "".join(
        f"<th{_side(sheet, at)}>{escape(title)}</th>" for at, (_, title) in enumerate(named)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(value: Cell, column: str, kind: str, reader: _Reader) -> tuple[str, str]:
    """What stands in a cell, and on which side of it."""
    number = say_cell(value, column, kind, reader.writing)
    if number is not None:
        return escape(number), _RIGHT
    if isinstance(value, bool):
        return _WORDS["yes" if value else "no"][reader.lang], ""
    return escape("–" if value is None else say_group(str(value), reader.lang)), ""


def _side(sheet: Sheet, place: int) -> str:
    first = sheet.rows[0][place] if sheet.rows else None
    return _RIGHT if isinstance(first, int | float) and not isinstance(first, bool) else ""


def _said(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _page(body: str, lang: Lang, title: str) -> str:
    language = "zh-CN" if lang == "zh" else "en"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>{body}</main></body></html>"
    )

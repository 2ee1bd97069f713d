"""Writing reports: a dashboard's numbers as words and pictures, queued for whoever gets them."""

from dataclasses import dataclass
from datetime import timedelta

from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang
from stayflow.measure.dashboard import (
    Dashboard,
    DashboardAnswer,
    TileAnswer,
    answer_dashboard,
    get_dashboard,
    list_questions,
)
from stayflow.measure.notice import Draft, Picture, post_notice
from stayflow.measure.report.model import Report, newest_due
from stayflow.measure.report.store import claim_report, list_reports
from stayflow.measure.sheet import (
    Figure,
    Hides,
    Writing,
    draw_png,
    figure_of,
    number_of,
    say,
    say_figure,
    say_number,
    sheets_of,
)
from stayflow.stores.errors import StoreUnavailable
from stayflow.stores.relational import Relational
from stayflow.stores.warehouse import KeepingWarehouse
from stayflow.understand.attribute import read_hidden

PICTURES_MAX = 12
PATIENCE = timedelta(hours=1)
"""So long a report waits for a store that does not answer; then it goes with what there is."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a report has of its project: where the console is, or '', and the currency of its money."""

    link: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A dashboard as it is now, and what of it is hidden."""

    board: Dashboard
    numbers: DashboardAnswer
    hides: Hides


def send_due_reports(
    relational: Relational,
    project: ProjectId,
    *,
    scope: Scope,
    warehouse: KeepingWarehouse,
    head: Letterhead = Letterhead(),
) -> int:
    """Write every report whose hour has come since it was sent last; returns how many.

    One whose store does not answer waits, up to `PATIENCE`.
    """
    with relational.project(project) as tx:
        found = [each for each in list_reports(tx) if each.draft.enabled]
    sent = 0
    for report in found:
        due = newest_due(report.draft, scope.now, scope.zone)
        if report.sent_for is not None and report.sent_for >= due:
            continue
        trouble, draft = "", None
        is_patient = scope.now - due < PATIENCE
        try:
            seen = _look(relational, project, report, scope=scope, warehouse=warehouse)
            if is_patient:
                _demand_numbers(seen)
            draft = _write(report, seen, scope, head)
        except StayflowError as error:
            if is_patient and error.kind.may_pass:
                continue  # its hour stays due: the next look tries again
            trouble = str(error)[:500]
        with relational.project(project) as tx:
            if claim_report(tx, report, due, trouble) and draft is not None:
                post_notice(tx, draft, report.draft.targets, now=scope.now)
                sent += 1
    return sent


def write_report(
    relational: Relational,
    project: ProjectId,
    report: Report,
    *,
    scope: Scope,
    warehouse: KeepingWarehouse,
    head: Letterhead = Letterhead(),
) -> Draft:
    """What a report says now.

    Raises:
        DashboardNotFound: The dashboard was removed.
    """
    seen = _look(relational, project, report, scope=scope, warehouse=warehouse)
    return _write(report, seen, scope, head)


def _look(
    relational: Relational,
    project: ProjectId,
    report: Report,
    *,
    scope: Scope,
    warehouse: KeepingWarehouse,
) -> _Seen:
    with relational.project(project) as tx:
        board = get_dashboard(tx, report.draft.dashboard_id)
        questions = {each.question_id: each for each in list_questions(tx)}
        hides = read_hidden(tx)
    numbers = answer_dashboard(
        board, questions, scope=scope, warehouse=warehouse, lang=report.draft.lang
    )
    return _Seen(board, numbers, hides)


def _demand_numbers(seen: _Seen) -> None:
    for tile in seen.numbers.tiles:
        if tile.error is not None and tile.error.may_pass:
            raise StoreUnavailable(tile.error.message)


def _write(report: Report, seen: _Seen, scope: Scope, head: Letterhead) -> Draft:
    """The words and pictures; values that tell who somebody is are hidden."""
    board, numbers = seen.board, seen.numbers
    link = f"{head.link}/dashboards/{board.dashboard_id}" if head.link else ""
    to = Writing(report.draft.lang, head.currency)
    lines: list[str] = []
    pictures: list[Picture] = []
    for tile in numbers.tiles:
        said, figure = _say(tile, seen.hides, to)
        lines.append(f"{tile.title or tile.tile_id}: {said}")
        if figure is not None and len(pictures) < PICTURES_MAX:
            drawn = draw_png(figure, tile.title, report.draft.lang)
            pictures.append(Picture(_caption(tile.title, figure, report.draft.lang), drawn))
    at = numbers.as_of.astimezone(scope.zone)
    as_of = {
        "zh": f"数据截至 {at:%Y-%m-%d %H:%M}（{scope.zone.key}），读取 {numbers.rows_read:,} 行",
        "en": f"As of {at:%Y-%m-%d %H:%M} ({scope.zone.key}), from {numbers.rows_read:,} rows",
    }[report.draft.lang]
    title = f"[Stayflow] {report.draft.name} · {at:%Y-%m-%d}"
    body = "\n".join([board.name, *lines, as_of])
    return Draft("report", report.report_id, title, body, link, tuple(pictures))


def _say(tile: TileAnswer, hides: Hides, to: Writing) -> tuple[str, Figure | None]:
    if tile.answer is None:
        return (tile.error.message if tile.error else "–"), None
    sheets = sheets_of(tile.answer, hides=hides)
    drawn, number = figure_of(tile.answer.kind, sheets), number_of(sheets)
    figure = drawn and say_figure(drawn, to.lang)
    if number is not None:
        return say_number(number, tile.query, to), figure
    if figure is None:
        return "–", None
    newest = [
        f"{line.name} {say(value, figure, to.lang) if figure.is_share else say_number(value, tile.query, to)}"
        for line in figure.lines
        if (value := line.values[-1]) is not None
    ]
    return f"{figure.labels[-1]}: {', '.join(newest) or '–'}", figure


def _caption(title: str, figure: Figure, lang: Lang) -> str:
    """What stands in the place of the picture where none is shown."""
    names = ", ".join(line.name for line in figure.lines)
    return f"{title} · {names} · {figure.labels[0]} – {figure.labels[-1]} · 0 – {say(figure.most, figure, lang)}"

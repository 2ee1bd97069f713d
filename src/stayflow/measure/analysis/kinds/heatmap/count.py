"""What is counted of the marks of a page, and the answer made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from stayflow.language.statement import Statement
from stayflow.measure.analysis.kinds.heatmap.marks import click_sql, marks_ctes, named_sql
from stayflow.measure.analysis.kinds.heatmap.model import (
    NEXT_SHOWN,
    HeatBox,
    HeatCell,
    HeatElement,
    HeatmapQuestion,
    HeatmapResult,
    HeatNext,
    HeatPage,
)
from stayflow.measure.analysis.model import Desk
from stayflow.measure.analysis.scan import Scan, all_of

PAGES_SHOWN: Final = 100
_MEDIANS: Final = (
    *("across", "down", "page_wide", "page_high", "box_left", "box_top", "box_wide", "box_high"),
)
_COUNTED: Final = (
    "countIf(seen), uniqExact(person), countIf(clicked), uniqExactIf(person, clicked),\n"
    "  uniqExactIf(person, clicked AND goes), uniqExactIf(person, clicked AND (goes OR open)),\n"
    "  uniqExactIf(person, seen), uniqExactIf(person, seen AND goes), uniqExactIf(person, seen AND (goes OR open)),\n"
    "  countIf(rage), uniqExactIf(person, rage), countIf(dead), uniqExactIf(person, dead),\n"
    "  argMaxIf(label, (ms, nth), clicked AND label != ''),\n  "
    + ", ".join(f"quantileExactInclusiveIf(0.5)({name}, pointed)" for name in _MEDIANS)
    + ",\n  countIf(pointed), uniqExactIf(person, pointed)"
)
_LED: Final = "uniqExactMapIf(map(onward, person), {of} AND goes)"
"""The people by the page that they saw next."""


def answer_page(question: HeatmapQuestion, page: str, desk: Desk) -> HeatmapResult:
    """Everything about the clicks on one page."""
    statement = _spots_statement(question, page, Scan(question.frame, desk.scope))
    rows = [_Row(*row) for row in desk.read(statement)]
    total = next((row for row in rows if row.place is None and row.column is None), _NOTHING)
    spots = [row for row in rows if row.place]
    return _shape(question, page, total, spots, _cells(rows))


def nothing(question: HeatmapQuestion) -> HeatmapResult:
    """Where nothing was clicked on any page."""
    return _shape(question, None, _NOTHING, [], [])


def pages_statement(question: HeatmapQuestion, scan: Scan) -> Statement:
    """The pages of most clicks."""
    named = named_sql(question, scan)
    tests = [
        click_sql(question, scan),
        scan.between(*scan.bounds()),
        f"{named} != ''",
        *scan.tests(),
    ]
    return scan.binder.statement(
        f"SELECT {named} AS page, count() AS clicks\nFROM events\nWHERE {all_of(tests)}\n"
        f"GROUP BY page\nORDER BY clicks DESC, page\nLIMIT {PAGES_SHOWN}"
    )


def read_pages(rows: Sequence[Sequence[Any]]) -> list[HeatPage]:
    """The rows of `pages_statement`."""
    return [HeatPage(page, clicks) for page, clicks in rows]


def _spots_statement(question: HeatmapQuestion, page: str, scan: Scan) -> Statement:
    """One row in all, one an element (the rest in one, views in another), one a position; NULL where not meant."""
    top = question.frame.top
    return scan.binder.statement(
        f"WITH\n{marks_ctes(question, page, scan)}\n"
        f"SELECT toNullable(if(clicked, least(place, {top + 1}), 0)) AS shown,\n"
        f"  toNullable(if(place > {top}, '', element)) AS named,\n"
        "  toNullable(at_column) AS x, toNullable(at_row) AS y,\n"
        f"  {_COUNTED},\n  {_onward_sql('seen', question, scan)}, {_onward_sql('clicked', question, scan)}\n"
        "FROM placed\nGROUP BY GROUPING SETS ((), (shown, named), (x, y))"
    )


def _onward_sql(of: str, question: HeatmapQuestion, scan: Scan) -> str:
    """The next pages after what it is of, leading or named, and their people; none of a position."""
    led = f"CAST({_LED.format(of=of)}, 'Array(Tuple(String, UInt64))')"
    if question.onward is not None:
        names = scan.binder.bind(list(question.onward), "Array(String)")
        shown = f"arrayFilter(each -> has({names}, each.1), {led})"
    else:
        shown = f"arraySlice(arraySort(each -> (-toInt64(each.2), each.1), {led}), 1, {NEXT_SHOWN})"
    return f"if(isNull(x), {shown}, [])"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the count; `onward_or_open` are those who went on and those who may."""

    place: int | None
    element: str | None
    column: int | None
    row: int | None
    views: int = 0
    visitors: int = 0
    clicks: int = 0
    people: int = 0
    moved: int = 0
    moved_or_open: int = 0
    viewers: int = 0
    went: int = 0
    went_or_open: int = 0
    rage_clicks: int = 0
    rage_people: int = 0
    dead_clicks: int = 0
    dead_people: int = 0
    label: str = ""
    x: float | None = None
    y: float | None = None
    width: float | None = None
    height: float | None = None
    box_left: float | None = None
    box_top: float | None = None
    box_wide: float | None = None
    box_high: float | None = None
    pointed: int = 0
    pointers: int = 0
    after_view: Sequence[tuple[str, int]] = ()
    after_click: Sequence[tuple[str, int]] = ()

    @property
    def box(self) -> HeatBox | None:
        """Where the element lies, if all of it is known."""
        if None in {self.box_left, self.box_top, self.box_wide, self.box_high}:
            return None
        return HeatBox(self.box_left, self.box_top, self.box_wide, self.box_high)  # type: ignore[arg-type]


def _cells(rows: Sequence[_Row]) -> list[HeatCell]:
    """Positions that were clicked, from the top left."""
    placed = [
        (row.row or 0, row.column, row)
        for row in rows
        if row.column is not None and row.column >= 0 and row.pointed
    ]
    return [
        HeatCell(row.pointed, row.pointers, x=x, y=y)
        for y, x, row in sorted(placed, key=lambda each: each[:2])
    ]


def _shape(
    question: HeatmapQuestion,
    page: str | None,
    total: _Row,
    spots: Sequence[_Row],
    cells: list[HeatCell],
) -> HeatmapResult:
    decided = total.viewers - (total.went_or_open - total.went)
    return HeatmapResult(
        page=page,
        views=total.views,
        visitors=total.visitors,
        clicks=total.clicks,
        people=total.people,
        share=_share(total.people, total.visitors),
        viewers=total.viewers,
        moved=total.went,
        pending=total.went_or_open - total.went,
        moved_share=_share(total.went, decided),
        rage_clicks=total.rage_clicks,
        rage_people=total.rage_people,
        dead_clicks=total.dead_clicks,
        dead_people=total.dead_people,
        unplaced=max(0, total.clicks - sum(cell.clicks for cell in cells)),
        width=total.width,
        height=total.height,
        columns=question.columns,
        row=question.row,
        elements=[
            _element(row, question.frame.top, total.visitors)
            for row in sorted(spots, key=lambda each: each.place or 0)
        ],
        cells=cells,
        next=_next(total.after_view, decided),
        pages=[],
    )


def _element(row: _Row, top: int, visitors: int) -> HeatElement:
    is_other = (row.place or 0) > top
    pending = row.moved_or_open - row.moved
    return HeatElement(
        element=None if is_other else row.element or None,
        label=None if is_other else row.label or None,
        is_other=is_other,
        clicks=row.clicks,
        people=row.people,
        share=_share(row.people, visitors),
        moved=row.moved,
        pending=pending,
        moved_share=_share(row.moved, row.people - pending),
        rage_clicks=row.rage_clicks,
        rage_people=row.rage_people,
        dead_clicks=row.dead_clicks,
        dead_people=row.dead_people,
        x=None if is_other else row.x,
        y=None if is_other else row.y,
        box=None if is_other else row.box,
        next=_next(row.after_click, row.people - pending),
    )


def _next(onward: Sequence[tuple[str, int]], decided: int) -> list[HeatNext]:
    return [HeatNext(people, _share(people, decided), page=page or None) for page, people in onward]


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole > 0 else None


_NOTHING: Final = _Row(None, None, None, None)

"""The picture of an answer, before it is drawn: lines over time, or bars side by side."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from stayflow.measure.sheet.sheets import REST, SUMMARY, TOTAL, UNSET, Cell, Sheet

SERIES_MAX = 6
BARS_MAX = 24
PLACES = frozenset({"index", "step", "k", "level", "r", "f"})
"""Columns of numbers that say where, not how much."""


Shape = Literal["line", "bar"]
STEPS: Final = 4
"""Lines of the grid above its foot."""
ROUND: Final = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
ROUND_FEW: Final = (1, 2, 2.5, 5)
FINE_FROM: Final = 10
"""Below, a step of one and a half would cut what is counted."""


@dataclass(frozen=True, slots=True)
class KnownBy:
    """What a kind of analysis is known by: one column of one of its tables."""

    sheet: str
    column: str
    shape: Shape = "line"
    is_share: bool = False


KNOWN_BY: Final[Mapping[str, KnownBy]] = {
    "retention": KnownBy("average", "average", is_share=True),
    "revenue": KnownBy("series", "revenue", "bar"),
    "session": KnownBy("series", "numbers.sessions"),
    "web": KnownBy("series", "uv"),
    "heatmap": KnownBy("elements", "clicks", "bar"),
    "stickiness": KnownBy("periods", "average_days"),
    "interval": KnownBy("histogram", "pairs", "bar"),
    "distribution": KnownBy("bins", "people", "bar"),
    "ltv": KnownBy("total.cumulative", "total.cumulative"),
    "status": KnownBy("series", "active"),
    "stage": KnownBy("stages", "people", "bar"),
    "rfm": KnownBy("classes", "people", "bar"),
    "value": KnownBy("curve", "amount_share", is_share=True),
    "virality": KnownBy("series", "invited", "bar"),
    "voice": KnownBy("series", "score"),
    "pool": KnownBy("stages", "people", "bar"),
}
"""By kind; of the others the first table with a picture in it is drawn."""
SECONDS: Final = frozenset({"interval"})
"""Kinds whose bins are seconds."""
UNITS: Final = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


@dataclass(frozen=True, slots=True)
class Line:
    """One series; None where there is no number."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """What is drawn: `labels` along the axis, one value of every line at each; shares are 0 to 1."""

    shape: Shape
    labels: tuple[str, ...]
    lines: tuple[Line, ...]
    is_share: bool = False

    @property
    def most(self) -> float:
        """The end of the axis, in round steps; at least a little above its foot."""
        highest = max(
            [value for line in self.lines for value in line.values if value is not None] + [1e-9]
        )
        return STEPS * _round_step(highest / STEPS)


def _round_step(least: float) -> float:
    """The smallest step that is easy to count in; small ones are whole, halves or quarters."""
    size = 10.0 ** math.floor(math.log10(least))
    steps = ROUND if size >= FINE_FROM else ROUND_FEW
    return size * next((float(each) for each in steps if each * size >= least * (1 - 1e-9)), 10.0)


def figure_of(kind: str, sheets: Sequence[Sheet]) -> Figure | None:
    """The picture of an answer by its kind and tables; None where it is one number, or has none."""
    known = KNOWN_BY.get(kind)
    for sheet in sheets:
        if known and sheet.name == known.sheet and known.column in sheet.columns:
            return _known(kind, sheet, known)
    for sheet in sheets:
        if sheet.name == SUMMARY or len(sheet.rows) < 2:  # noqa: PLR2004  one point is no picture
            continue
        figure = _over_time(sheet) if sheet.columns[0] in {"t", "k"} else _bars(sheet)
        if figure is not None:
            return figure
    return None


def _known(kind: str, sheet: Sheet, known: KnownBy) -> Figure:
    place = sheet.columns.index(known.column)
    values = tuple(_number(row[place]) for row in sheet.rows)
    numbers = _numeric(sheet)
    named = next((place for place, _ in enumerate(sheet.columns) if place not in numbers), 0)
    labels = tuple(_label(kind, sheet, row, named) for row in sheet.rows)
    return Figure(known.shape, labels, (Line(known.column, values),), known.is_share)


def _label(kind: str, sheet: Sheet, row: tuple[Cell, ...], named: int) -> str:
    """A bin by its ends, everything else by the first cell that names it."""
    if sheet.columns[:2] != ("from", "to"):
        return _name(sheet, row, named)
    low, high = (_end(kind, cell) for cell in row[:2])
    if not low or not high:
        return f"< {high}" if high else f"≥ {low}"
    return f"{low} – {high}"


def _name(sheet: Sheet, row: tuple[Cell, ...], named: int) -> str:
    """What names a row; where nothing does, whether it is the rest or what is not set."""
    if row[named] is not None:
        return str(row[named])
    is_other = "is_other" in sheet.columns and row[sheet.columns.index("is_other")] is True
    return REST if is_other else UNSET


def _end(kind: str, cell: Cell) -> str:
    value = _number(cell)
    if value is None:
        return ""
    if kind not in SECONDS:
        return f"{value:g}"
    size, unit = next((each for each in UNITS if value >= each[0]), UNITS[-1])
    return f"{value / size:g} {unit}"


def number_of(sheets: Sequence[Sheet]) -> float | None:
    """The one number of an answer: its only point, or the first of its single numbers; None where there are more."""
    for sheet in sheets:
        if not sheet.rows:
            continue
        numbers = _numeric(sheet)
        if sheet.name == SUMMARY and numbers:
            return _number(sheet.rows[0][numbers[0]])
        if len(sheet.rows) == 1 and sheet.rows[0][0] == TOTAL and len(numbers) == 1:
            return _number(sheet.rows[0][numbers[0]])
    return None


def _over_time(sheet: Sheet) -> Figure | None:
    columns = [place for place in _numeric(sheet) if place][:SERIES_MAX]
    if not columns:
        return None
    return Figure(
        "line",
        tuple(str(row[0]) for row in sheet.rows),
        tuple(
            Line(sheet.columns[place], tuple(_number(row[place]) for row in sheet.rows))
            for place in columns
        ),
    )


def _bars(sheet: Sheet) -> Figure | None:
    """The first column that counts, by the first that names."""
    numbers = _numeric(sheet)
    names = [place for place, _ in enumerate(sheet.columns) if place not in numbers]
    if not numbers:
        return None
    rows = sheet.rows[:BARS_MAX]
    value = numbers[0]
    labels = tuple(
        _name(sheet, row, names[0]) if names else str(place + 1) for place, row in enumerate(rows)
    )
    line = Line(sheet.columns[value], tuple(_number(row[value]) for row in rows))
    return Figure("bar", labels, (line,))


def _numeric(sheet: Sheet) -> list[int]:
    """Places of the columns of numbers, in their order."""
    return [
        place
        for place, name in enumerate(sheet.columns)
        if name not in PLACES
        and any(_number(row[place]) is not None for row in sheet.rows)
        and all(row[place] is None or _number(row[place]) is not None for row in sheet.rows)
    ]


def _number(cell: Cell) -> float | None:
    return float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else None

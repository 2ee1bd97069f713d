"""An answer as a file for a spreadsheet: CSV of one table, or a workbook of all."""

import csv
import io
import re
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as BookCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from stayflow.measure.sheet.numbers import is_share
from stayflow.measure.sheet.sheets import TOTAL, Cell, Sheet, plain

BOM = "\ufeff"
"""What makes spreadsheet programs read UTF-8."""
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_NO_TITLE = re.compile(r"[\[\]:*?/\\]")
_TITLE_MAX = 31
_PERIOD = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::\d\d)?(?:[+-]\d\d:\d\d|Z)?)?")
_OUR_OWN = "by."
"""Below it stand values of the project, which are texts whatever they look like."""
_WIDTHS = (8, 48)
_BOLD = Font(bold=True)


def write_csv(sheets: list[Sheet]) -> bytes:
    """The tables one below the other, an empty line between them."""
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out)
    for place, sheet in enumerate(plain(sheets)):
        if place:
            writer.writerow([])
        writer.writerow([_safe(column) for column in sheet.columns])
        writer.writerows([_safe(cell) for cell in row] for row in sheet.rows)
    return out.getvalue().encode()


def write_xlsx(sheets: list[Sheet], about: dict[str, str], *, kind: str = "") -> bytes:
    """A workbook: one sheet a table, and what the numbers count on a last one.

    Periods are dates (their hours are those of the project's zone), shares are percentages; the names of the columns
    stay in sight.
    """
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for sheet in plain(sheets):
        _write_page(book.create_sheet(_title(sheet.name, taken)), sheet, kind)
    page = book.create_sheet(_title("about", taken))
    page.column_dimensions["A"].width = 16
    for name, value in about.items():
        page.append([name, _safe(value)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_page(page: Worksheet, sheet: Sheet, kind: str) -> None:
    page.freeze_panes = "A2"
    formats = [_format(sheet, place, kind) for place, _ in enumerate(sheet.columns)]
    for place, column in enumerate(sheet.columns):
        longest = max([len(column), *(len(str(row[place])) for row in sheet.rows[:100])])
        width = min(max(longest + 2, _WIDTHS[0]), _WIDTHS[1])
        page.column_dimensions[get_column_letter(place + 1)].width = width
    page.append([_made(page, _safe(column), None, font=_BOLD) for column in sheet.columns])
    for row in sheet.rows:
        page.append([_made(page, cell, form) for cell, form in zip(row, formats, strict=True)])


def _format(sheet: Sheet, place: int, kind: str) -> str | None:
    """How a spreadsheet writes a column; None as it likes."""
    column = sheet.columns[place]
    if is_share(column, kind):
        return "0.0%"
    found = [row[place] for row in sheet.rows if row[place] not in {None, TOTAL}]
    if column.startswith(_OUR_OWN) or not found:
        return None
    periods = [_PERIOD.fullmatch(each) if isinstance(each, str) else None for each in found]
    if not all(periods):
        return None
    return "yyyy-mm-dd hh:mm" if any(each and each[2] for each in periods) else "yyyy-mm-dd"


def _made(page: Worksheet, cell: Cell, form: str | None, *, font: Font | None = None) -> BookCell:
    period = _PERIOD.fullmatch(cell) if form and isinstance(cell, str) else None
    value = (
        _safe(cell)
        if period is None
        else datetime.fromisoformat(f"{period[1]}T{period[2] or '00:00'}")
    )
    made = WriteOnlyCell(page, value)
    if form and not isinstance(value, str):
        made.number_format = form
    if font:
        made.font = font
    return made


def _title(name: str, taken: set[str]) -> str:
    title = _NO_TITLE.sub(" ", name)[:_TITLE_MAX] or "table"
    while title.lower() in taken:
        title = f"{title[: _TITLE_MAX - 2]} 2"
    taken.add(title.lower())
    return title


def _safe(cell: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula stays a text (CWE-1236).

    Control characters, which values of properties may have, are in no spreadsheet.
    """
    if not isinstance(cell, str):
        return cell
    text = ILLEGAL_CHARACTERS_RE.sub("", cell)
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text

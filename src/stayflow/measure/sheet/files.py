"""An answer as a file for a spreadsheet: CSV of one table, or a workbook of all."""

import csv
import io
import re

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from stayflow.measure.sheet.sheets import Cell, Sheet, plain

BOM = "\ufeff"
"""What makes spreadsheet programs read UTF-8."""
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_NO_TITLE = re.compile(r"[\[\]:*?/\\]")
_TITLE_MAX = 31


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


def write_xlsx(sheets: list[Sheet], about: dict[str, str]) -> bytes:
    """A workbook: one sheet a table, and what the numbers count on a last one."""
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for sheet in plain(sheets):
        page = book.create_sheet(_title(sheet.name, taken))
        page.append([_safe(column) for column in sheet.columns])
        for row in sheet.rows:
            page.append([_safe(cell) for cell in row])
    page = book.create_sheet(_title("about", taken))
    for name, value in about.items():
        page.append([name, _safe(value)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


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

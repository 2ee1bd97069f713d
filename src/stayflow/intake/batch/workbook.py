"""Reading a sheet of an Excel workbook row by row, as texts."""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from stayflow.intake.batch.errors import FileUnreadable

UNPACKED_BYTES_MAX: Final = 4_000_000_000
"""A workbook is packed: what it unpacks to is looked at before it is read."""


def read_sheet(file: Path, sheet: str) -> Iterator[tuple[list[str], float]]:
    """The rows of a sheet, the first of them its column names, each with the share read so far.

    Rows are read as they come; only the workbook's table of texts is held in memory.

    Args:
        file: An `.xlsx` file.
        sheet: Name of the sheet; empty: the first.

    Raises:
        FileUnreadable: It is no workbook, or has no such sheet.
    """
    _check_size(file)
    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise FileUnreadable(f"{file.name} is no workbook that can be read", path="file") from error
    with closing(book):
        names = [each.title for each in book.worksheets]
        if sheet and sheet not in names:
            raise FileUnreadable(
                f'{file.name} has no sheet "{sheet}"; it has: {", ".join(names)}', path="sheet"
            )
        if not names:
            raise FileUnreadable(f"{file.name} has no sheet", path="file")
        chosen = book[sheet] if sheet else book.worksheets[0]
        total = chosen.max_row or 0  # as the file says of itself; some say nothing
        try:
            for number, cells in enumerate(chosen.iter_rows(values_only=True), start=1):
                row = [cell_text(cell) for cell in cells]
                yield row, number / max(number, total)
        except (zipfile.BadZipFile, ValueError, KeyError, SyntaxError, EOFError) as error:
            raise FileUnreadable(
                f"{file.name} breaks off: {error}; save it again, or as CSV", path="file"
            ) from error


def read_header(row: Sequence[str], file: Path) -> list[str]:
    """Column names of a first row; one that is there twice gets its place, empty ones at the end go.

    Raises:
        FileUnreadable: There is none.
    """
    names = [name.strip() for name in row]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise FileUnreadable(f"{file.name} has no column names in its first row", path="file")
    return [
        name if name and names.index(name) == place else f"{name or 'column'} ({place + 1})"
        for place, name in enumerate(names)
    ]


def cell_text(cell: object) -> str:
    """A cell as CSV would have it.

    >>> cell_text(3.0), cell_text(0.5), cell_text(True), cell_text(None)
    ('3', '0.5', 'true', '')
    >>> cell_text(datetime(2026, 1, 2, 3, 4)), cell_text(datetime(2026, 1, 2))
    ('2026-01-02 03:04:00', '2026-01-02')
    """
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer() and abs(cell) < 1e15:  # noqa: PLR2004 - whole in a Float64
            return str(int(cell))
        case datetime():
            is_day = cell.time() == time.min
            return cell.date().isoformat() if is_day else cell.isoformat(sep=" ")
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell)


def _check_size(file: Path) -> None:
    try:
        with zipfile.ZipFile(file) as packed:
            size = sum(each.file_size for each in packed.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise FileUnreadable(
            f"{file.name} is no workbook (.xlsx); one of the old kind (.xls) is saved anew",
            path="file",
        ) from error
    if size > UNPACKED_BYTES_MAX:
        raise FileUnreadable(
            f"{file.name} unpacks to {size:,} bytes, more than {UNPACKED_BYTES_MAX:,};"
            " save it as CSV",
            path="file",
        )

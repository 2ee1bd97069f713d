"""The plan as a spreadsheet: a sheet of events, a sheet of properties, a sheet that explains both."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from stayflow.intake.plan.model import PlanInvalid, TrackingPlan
from stayflow.intake.plan.parse import parse_plan, plan_as_json

UNPACKED_MAX: Final = 100_000_000
ROWS_MAX: Final = 200_000
_EVENTS, _PROPERTIES, _HELP = "events", "properties", "help"
_EVENT_COLUMNS: Final = ("name", "check", "closed", "status", "owner", "description")
_PROPERTY_COLUMNS: Final = (
    "event", "name", "type", "required", "values", "minimum", "maximum", "status", "owner",
    "description",
)  # fmt: skip
_UNPLANNED: Final = "*"
_BETWEEN: Final = "\n"
_HELPED: Final = (
    ("events: name", "事件名；* 行：方案外事件的处理", "the row * says what is done with unplanned events"),
    ("check", "不符合时：不管、提示、修复、拒绝", "none, warn, repair or reject, when not as planned"),
    ("closed", "是否不允许方案外的属性", "whether further properties are against the plan"),
    ("type", "text 文本，number 数值，boolean 是否，time 时间，list 列表", "text, number, boolean, time or list"),
    ("values", "允许的值，每行一个", "the only values allowed, one a line"),
    ("minimum, maximum", "数值的范围，含两端", "bounds of a number, both included"),
    ("status", "planned 计划中，live 已上线，deprecated 已弃用", "planned, live or deprecated"),
)  # fmt: skip


def plan_as_xlsx(plan: TrackingPlan) -> bytes:
    """The plan as a workbook that `plan_from_xlsx` reads."""
    told = plan_as_json(plan)
    book = Workbook()
    events, properties = book.active, book.create_sheet(_PROPERTIES)
    assert isinstance(events, Worksheet)  # noqa: S101 - a new workbook has one
    events.title = _EVENTS
    _write(events, _EVENT_COLUMNS, _event_rows(told))
    _write(properties, _PROPERTY_COLUMNS, _property_rows(told))
    _write(book.create_sheet(_HELP), ("column", "说明", "meaning"), _HELPED)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def plan_from_xlsx(content: bytes) -> TrackingPlan:
    """Read a plan from a workbook.

    Raises:
        PlanInvalid: It is no workbook, lacks a sheet or a column, or contradicts itself.
        Malformed: A cell is not what its column holds.
    """
    book = _open(content)
    raw: dict[str, Any] = {"events": []}
    places: dict[str, dict[str, Any]] = {}
    for row in _read(book, _EVENTS, _EVENT_COLUMNS):
        if row.get("name") == _UNPLANNED:
            raw["unplanned"] = row.get("check")
            continue
        raw["events"].append(row | {"properties": []})
        places.setdefault(str(row.get("name")), raw["events"][-1])
    for number, row in enumerate(_read(book, _PROPERTIES, _PROPERTY_COLUMNS), start=2):
        event = str(row.pop("event", ""))
        if event not in places:
            raise PlanInvalid(
                f'the sheet of events has no "{event}"', path=f"{_PROPERTIES}!A{number}"
            )
        places[event]["properties"].append(_with_values(row))
    return parse_plan(raw)


def _event_rows(told: Mapping[str, Any]) -> Iterator[Sequence[object]]:
    yield (_UNPLANNED, told["unplanned"])
    for event in told["events"]:
        yield [event.get(name) for name in _EVENT_COLUMNS]


def _property_rows(told: Mapping[str, Any]) -> Iterator[Sequence[object]]:
    for event in told["events"]:
        for each in event["properties"]:
            values = _BETWEEN.join(str(value) for value in each.get("values", ()))
            whole = each | {"event": event["name"], "values": values or None}
            yield [whole.get(name) for name in _PROPERTY_COLUMNS]


def _write(sheet: Worksheet, columns: Sequence[str], rows: Any) -> None:  # noqa: ANN401 - rows of cells
    for place, row in enumerate((columns, *rows), start=1):
        for column, value in enumerate(row, start=1):
            told = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
            cell = sheet.cell(row=place, column=column, value=told)
            if isinstance(value, str):
                cell.data_type = "s"  # a text that begins like a formula stays a text
            if place == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "B2"


def _open(content: bytes) -> Workbook:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(each.file_size for each in packed.infolist())
        if size > UNPACKED_MAX:
            raise PlanInvalid(f"the workbook unpacks to {size:,} bytes; {UNPACKED_MAX:,} are read")
        return load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise PlanInvalid(f"the file is no XLSX workbook: {str(error)[:200]}") from None


def _read(book: Workbook, name: str, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows of a sheet as {column: value}, empty cells left out."""
    if name not in book.sheetnames:
        raise PlanInvalid(f'the workbook has no sheet "{name}"', path=name)
    rows = book[name].iter_rows(values_only=True)
    heads = [str(cell or "").strip() for cell in next(rows, ())]
    for head in heads:
        if head and head not in columns:
            raise PlanInvalid(
                f'unknown column "{head}"; known: {", ".join(columns)}', path=f"{name}!1"
            )
    for place, cells in enumerate(rows):
        if place >= ROWS_MAX:
            raise PlanInvalid(f"at most {ROWS_MAX:,} rows are read", path=name)
        row = {
            head: cell
            for head, cell in zip(heads, cells, strict=False)
            if head and cell is not None and cell != ""
        }
        if row:
            yield row


def _with_values(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its list of values as the type of the property says."""
    if "values" not in row:
        return row
    texts = [text.strip() for text in str(row["values"]).split(_BETWEEN) if text.strip()]
    if row.get("type") != "number":
        return row | {"values": texts}
    try:
        return row | {"values": [float(text) for text in texts]}
    except ValueError:
        raise PlanInvalid(
            f"the values of a number must be numbers: {', '.join(texts)[:100]}", path="values"
        ) from None

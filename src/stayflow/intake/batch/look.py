"""A first look at a file: its format, its first rows, and a mapping to start from."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path

import msgspec
import pyarrow as pa
import yaml
from pyarrow import parquet

from stayflow.intake.batch.errors import FileUnreadable
from stayflow.intake.batch.unpack import LineStream
from stayflow.intake.batch.workbook import read_header, read_sheet

ROWS_SHOWN = 20
_BYTES_READ = 1 << 20
_DELIMITERS = {"csv": ",;|", "tsv": "\t"}
_ENDINGS = {".csv": "csv", ".tsv": "tsv", ".txt": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_PACKED = (".gz", ".zst")
# What columns are usually called; the first that matches is taken.
_TIME = re.compile(r"time|date|^ts$|^at$|_at$|day|时间|日期", re.IGNORECASE)
_EVENT = re.compile(
    r"^(event|behaviou?r|action|activity)(_?(name|type))?$|事件|行为", re.IGNORECASE
)
_IDENTITY = re.compile(
    r"^(user|customer|member|client|visitor|device|person|household|cookie|open|union|account)"
    r"[ _]?(id|no|key|number)?$|^e?mail$|^phone$|^mobile$|用户|会员|手机|邮箱",
    re.IGNORECASE,
)
_REVENUE = re.compile(r"^(revenue|amount|sales|total|price|paid|value)(_.*)?$|金额", re.IGNORECASE)
_TIME_FORMATS = (
    (re.compile(r"\d{10}"), "unix_s"),
    (re.compile(r"\d{13}"), "unix_ms"),
    (re.compile(r"\d{8}"), "%Y%m%d"),
    (re.compile(r"\d{4}-\d{2}-\d{2}.*"), "iso"),
    (re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}"), "%m/%d/%Y %H:%M"),
    (re.compile(r"\d{4}/\d{1,2}/\d{1,2}"), "%Y/%m/%d"),
)

Row = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class FileLook:
    """What a file looks like.

    Attributes:
        rows: The first ones, as text.
        mapping: YAML; right in form, to be corrected by who knows the file.
    """

    format: str
    columns: list[str]
    rows: list[Row]
    mapping: str


def look_at_file(file: Path) -> FileLook:
    """Read the first rows and guess what the columns are.

    Raises:
        FileUnreadable: The ending is not one of ours, or the file is not what its ending says.
    """
    endings = [ending for ending in file.suffixes if ending.lower() not in _PACKED]
    ending = endings[-1].lower() if endings else ""
    if ending == ".parquet":
        rows, delimiter = _parquet_rows(file), None
        return _look("parquet", rows, delimiter)
    if ending == ".xlsx":
        return _look("xlsx", _sheet_rows(file), None)
    kind = _ENDINGS.get(ending)
    if kind is None:
        raise FileUnreadable(
            f"{file.name} has no known ending; known are .csv, .tsv, .jsonl, .parquet, .xlsx,"
            " and each of the first three with .gz or .zst",
            path="file",
        )
    with LineStream(file) as stream:
        text = stream.read(_BYTES_READ).decode("utf-8-sig", errors="replace")
    if kind == "jsonl":
        return _look(kind, _json_rows(text, file), None)
    delimiter = _delimiter(text, _DELIMITERS[kind])
    rows = list(islice(csv.DictReader(StringIO(text, newline=""), delimiter=delimiter), ROWS_SHOWN))
    return _look(kind, [_plain(row) for row in rows], delimiter)


def _look(kind: str, rows: Sequence[Row], delimiter: str | None) -> FileLook:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    written = yaml.safe_dump(
        _guess(kind, columns, rows, delimiter), allow_unicode=True, sort_keys=False
    )
    return FileLook(kind, columns, list(rows), written)


def _guess(
    kind: str, columns: Sequence[str], rows: Sequence[Row], delimiter: str | None
) -> dict[str, object]:
    mapping: dict[str, object] = {"format": kind}
    if delimiter not in {None, ",", "\t"}:
        mapping["delimiter"] = delimiter
    event = _first(columns, _EVENT)
    mapping["event"] = {"column": event} if event else {"value": "event"}
    time = _time_column(columns, rows)
    mapping["time"] = {"column": time, "format": _time_format(row.get(time) for row in rows)}
    others = [name for name in columns if name not in {event, time}]
    named = [name for name in others if _IDENTITY.search(name)] or others[:1]
    mapping["identities"] = {_slug(name): {"column": name} for name in named}
    revenue = _first(columns, _REVENUE)
    taken = {event, time, revenue, *named}
    properties = {_slug(name): {"column": name} for name in columns if name not in taken}
    if properties:
        mapping["properties"] = properties
    if revenue:
        mapping["revenue"] = {"column": revenue}
    return mapping


def _first(columns: Iterable[str], pattern: re.Pattern[str]) -> str | None:
    return next((name for name in columns if pattern.search(name)), None)


def _time_column(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """One that is called like a time, else one whose values look like times, else the first."""
    dated = (
        name
        for name in columns
        if any(pattern.fullmatch(_sample(rows, name)) for pattern, _ in _TIME_FORMATS)
    )
    return _first(columns, _TIME) or next(dated, columns[0] if columns else "time")


def _sample(rows: Sequence[Row], name: str) -> str:
    return next((text for row in rows if (text := row.get(name))), "")


def _time_format(values: Iterable[str | None]) -> str:
    value = next((text for text in values if text), "")
    return next((name for pattern, name in _TIME_FORMATS if pattern.fullmatch(value)), "iso")


def _slug(name: str) -> str:
    return re.sub(r"[^\w]+", "_", name.strip().lower()).strip("_") or name


def _delimiter(text: str, known: str) -> str:
    first = text.partition("\n")[0]
    return max(known, key=first.count)


def _plain(row: Mapping[str, object]) -> Row:
    return {str(name): None if value is None else str(value) for name, value in row.items()}


def _json_rows(text: str, file: Path) -> list[Row]:
    rows: list[Row] = []
    for line in text.splitlines()[:ROWS_SHOWN]:
        try:
            row = msgspec.json.decode(line, type=dict[str, object])
        except msgspec.DecodeError as error:
            raise FileUnreadable(
                f"{file.name}: line {len(rows) + 1} is not a JSON object: {error}", path="file"
            ) from error
        rows.append(_plain(row))
    return rows


def _sheet_rows(file: Path) -> list[Row]:
    rows = [row for row, _ in islice(read_sheet(file, ""), ROWS_SHOWN + 1)]
    header = read_header(rows[0] if rows else [], file)
    return [dict(zip(header, row, strict=False)) for row in rows[1:] if any(row)]


def _parquet_rows(file: Path) -> list[Row]:
    try:
        batches = parquet.ParquetFile(file).iter_batches(batch_size=ROWS_SHOWN)
        first: pa.RecordBatch | None = next(batches, None)
    except (pa.ArrowInvalid, OSError) as error:
        raise FileUnreadable(f"{file.name} is not Parquet: {error}", path="file") from error
    return [_plain(row) for row in first.to_pylist()] if first is not None else []

"""Reading files row by row in blocks: CSV, TSV, JSON lines, Parquet, Excel; in bounded memory."""

import csv as plain_csv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec
import pyarrow as pa
from pyarrow import csv, parquet

from stayflow.intake.batch.errors import FileMissing, FileTruncated, FileUnreadable
from stayflow.intake.batch.mapping import FileMapping, check_columns
from stayflow.intake.batch.unpack import LineStream
from stayflow.intake.batch.workbook import read_header, read_sheet

CHUNK_ROWS: Final = 250_000
"""Rows of one batch: the same on every run, so that an import can go on where it stopped."""

ROW: Final = "\0row"
"""Column that holds the whole line, for formats whose columns differ from row to row."""

_BLOCK_BYTES: Final = 8 << 20
_UNREAD_SHOWN: Final = 1_000
_SHEET_ROWS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows of a file.

    Attributes:
        number: From 0.
        rows: Columns as the file has them: texts for text formats.
        unread: Lines that are no rows.
        bytes_done: How much of the file was read so far, packed.
    """

    number: int
    rows: pa.Table
    unread: tuple[str, ...]
    bytes_done: int


class RowReader:
    """A file's rows in chunks of `CHUNK_ROWS`.

    Attributes:
        columns: Names of the file's columns; those of the first rows for JSON lines.
    """

    def __init__(self, file: Path, mapping: FileMapping, *, chunk_rows: int = CHUNK_ROWS) -> None:
        if not file.is_file():
            raise FileMissing(f"there is no file {file.name}", path="file")
        self._file = file
        self._mapping = mapping
        self._chunk_rows = chunk_rows
        self._unread: list[str] = []
        self._stream: LineStream | None = None

    def chunks(self) -> Iterator[Chunk]:
        """Every row, in order.

        Raises:
            FileUnreadable: The file is not of the mapping's format.
            FileTruncated: After the last readable row of a packed file that is cut off.
            ColumnUnknown: The mapping reads a column the file does not have.
        """
        blocks = {
            "csv": self._delimited,
            "tsv": self._delimited,
            "jsonl": self._json_lines,
            "parquet": self._parquet,
            "xlsx": self._workbook,
        }[self._mapping.format]()
        number, waiting, count = 0, list[pa.Table](), 0
        done = 0
        for block, done in blocks:
            waiting.append(block)
            count += block.num_rows
            while count >= self._chunk_rows:
                rows = pa.concat_tables(waiting)
                yield self._chunk(number, rows.slice(0, self._chunk_rows), done)
                rest = rows.slice(self._chunk_rows)
                number, waiting, count = number + 1, [rest], rest.num_rows
        if count or self._unread:
            yield self._chunk(number, pa.concat_tables(waiting) if waiting else pa.table({}), done)
        self._check_whole()

    def _chunk(self, number: int, rows: pa.Table, done: int) -> Chunk:
        unread, self._unread = tuple(self._unread), []
        return Chunk(number, rows, unread, done)

    def _check_whole(self) -> None:
        problem = self._stream.problem if self._stream is not None else None
        if problem:
            raise FileTruncated(
                f"{self._file.name} could not be read to its end: {problem};"
                " the rows before were taken",
                path="file",
            )

    def _open(self) -> LineStream:
        stream = LineStream(self._file, joins_blanks=self._mapping.delimiter == " ")
        self._stream = stream
        return stream

    def _delimited(self) -> Iterator[tuple[pa.Table, int]]:
        header = self._header()
        check_columns(self._mapping, header)
        stream = self._open()
        with _as_unreadable(self._file):
            reader = csv.open_csv(
                pa.PythonFile(stream, mode="r"),
                csv.ReadOptions(
                    column_names=header, skip_rows=1, block_size=_BLOCK_BYTES, use_threads=False
                ),
                csv.ParseOptions(
                    delimiter=self._mapping.delimiter,
                    newlines_in_values=True,
                    invalid_row_handler=self._note_unread,
                ),
                csv.ConvertOptions(
                    column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False
                ),
            )
            for block in reader:
                yield pa.Table.from_batches([block]), stream.packed_bytes

    def _note_unread(self, row: csv.InvalidRow) -> str:
        self._unread.append(row.text[:_UNREAD_SHOWN])
        return "skip"

    def _header(self) -> list[str]:
        with self._open() as stream:
            start = stream.read(_BLOCK_BYTES)
            problem = stream.problem
        if not start.strip():
            reason = problem or "it is empty"
            kind = FileTruncated if problem else FileUnreadable
            raise kind(f"{self._file.name} has no first line: {reason}", path="file")
        try:
            text = start.decode("utf-8-sig", errors="strict")
        except UnicodeDecodeError as error:
            text = start[: error.start].decode("utf-8-sig", errors="replace")
        words = plain_csv.reader(StringIO(text, newline=""), delimiter=self._mapping.delimiter)
        try:
            names = [name.strip() for name in next(words)]
        except (plain_csv.Error, StopIteration) as error:
            raise FileUnreadable(
                f"{self._file.name} has no readable first line", path="file"
            ) from error
        return [
            name if names.index(name) == place else f"{name} ({place + 1})"
            for place, name in enumerate(names)
        ]

    def _json_lines(self) -> Iterator[tuple[pa.Table, int]]:
        stream = self._open()
        is_first, rest = True, b""
        while data := stream.read(_BLOCK_BYTES):
            lines = (rest + data).split(b"\n")
            rest = lines.pop()
            if lines:
                yield self._json_block(lines, is_first=is_first), stream.packed_bytes
                is_first = False
        if rest:
            yield self._json_block([rest], is_first=is_first), stream.packed_bytes

    def _json_block(self, lines: list[bytes], *, is_first: bool) -> pa.Table:
        rows: list[dict[str, object]] = []
        texts: list[str] = []
        for line in lines:
            if not line.strip():
                continue
            try:
                row = msgspec.json.decode(line, type=dict[str, object])
                texts.append(line.decode())
            except (msgspec.DecodeError, UnicodeDecodeError):
                self._unread.append(line[:_UNREAD_SHOWN].decode("utf-8", "replace"))
            else:
                rows.append(row)
        if is_first:
            check_columns(self._mapping, _names(rows))
        columns: dict[str, pa.Array] = {
            name: pa.array([_json_cell(_at(row, name)) for row in rows], pa.string())
            for name in self._mapping.columns()
        }
        return pa.table(columns | {ROW: pa.array(texts, pa.string())})

    def _parquet(self) -> Iterator[tuple[pa.Table, int]]:
        size = self._file.stat().st_size
        with _as_unreadable(self._file):
            source = parquet.ParquetFile(self._file)
            check_columns(self._mapping, source.schema_arrow.names)
            total = max(1, source.metadata.num_rows)
            done = 0
            for block in source.iter_batches(batch_size=self._chunk_rows):
                done += block.num_rows
                yield pa.Table.from_batches([block]), size * done // total

    def _workbook(self) -> Iterator[tuple[pa.Table, int]]:
        size = self._file.stat().st_size
        rows = read_sheet(self._file, self._mapping.sheet)
        first = next(rows, ([], 0.0))
        header = read_header(first[0], self._file)
        check_columns(self._mapping, header)
        while block := list(islice(rows, _SHEET_ROWS)):
            told = [row for row, _ in block if any(row)]
            columns = {
                name: pa.array(
                    [row[place] if place < len(row) else "" for row in told], pa.string()
                )
                for place, name in enumerate(header)
            }
            yield pa.table(columns), round(size * block[-1][1])


@contextmanager
def _as_unreadable(file: Path) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowInvalid, pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0][:300]
        hint = " Save it as UTF-8." if "utf" in reason.lower() else ""
        raise FileUnreadable(f"{file.name} cannot be read: {reason}.{hint}", path="file") from error


def _names(rows: list[dict[str, object]]) -> list[str]:
    """Every name in some rows, those of nested objects as `outer.inner`."""
    names: dict[str, None] = {}
    for row in rows:
        for name, value in row.items():
            names[name] = None
            if isinstance(value, Mapping):
                names.update({f"{name}.{inner}": None for inner in value})
    return list(names)


def _at(row: Mapping[str, object], name: str) -> object:
    if name in row:
        return row[name]
    outer, dot, inner = name.partition(".")
    deeper = row.get(outer) if dot else None
    return _at(deeper, inner) if isinstance(deeper, Mapping) else None


def _json_cell(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode()

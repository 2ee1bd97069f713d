"""Excel files through the real engines: the same rows as CSV give the same events."""

import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from stayflow.intake.batch import ColumnUnknown, FileUnreadable, look_at_file, parse_mapping
from stayflow.intake.batch.rows import RowReader
from stayflow.kernel.errors import InvalidInput
from tests.intake.batch.test_run import HEADER, LINES, MAPPING, pipeline, run, write

__all__ = ["pipeline"]
XLSX = MAPPING.replace("format: csv", "format: xlsx")


def book(folder: Path, *rows: list[object], sheet: str = "名单") -> Path:
    made = Workbook()
    made.active.title = "封面"
    made.active.append(["nothing here"])
    lines = made.create_sheet(sheet, 0)
    for row in rows:
        lines.append(row)
    file = folder / "e.xlsx"
    made.save(file)
    return file


ROWS = (
    HEADER.split(","),
    ["u1", "pv", 1781000000, "i1", None, None, "杭州"],
    ["u1", "buy", 1781000100, 'i"1', 2.55, 6, "杭州"],
    [],
    ["u2", "pv", 1781000200.0, "i2"],
    ["u2", "pv", 1781000200, "i2", None, None, None],
    [None, "pv", 1781000300, "i3"],
)


def test_a_workbook_gives_the_events_of_the_same_csv(pipeline, tmp_path):
    report = run(pipeline, book(tmp_path, *ROWS), XLSX)
    assert (report.counts.received, report.counts.accepted) == (5, 4)
    again = run(pipeline, write(tmp_path, *LINES))
    assert again.counts.duplicate == 4
    revenue, city = pipeline.warehouse.one(
        "SELECT toFloat64(max(revenue)), (SELECT any(text) FROM person_attributes) FROM events"
    )
    assert (revenue, city) == (15.3, "杭州")


def test_dates_of_cells_are_times_in_the_projects_zone(pipeline, tmp_path):
    mapping = (
        "format: xlsx\nsheet: 活动\nevent: {value: attended}\n"
        "time: {column: 日期, format: iso}\nidentities: {phone: {column: 手机}}\n"
        "properties: {seats: {column: 人数, type: number}}\n"
    )
    file = book(
        tmp_path,
        ["手机", "日期", "人数"],
        ["13800000001", datetime.fromisoformat("2026-05-01T09:30"), 2],
        [13800000002, datetime.fromisoformat("2026-05-02"), 3.5],
        sheet="活动",
    )
    report = run(pipeline, file, mapping)
    assert report.counts.accepted == 2
    rows = pipeline.warehouse.query(
        "SELECT toString(time), JSONExtractFloat(properties, 'seats') FROM events ORDER BY time"
    ).rows
    assert rows == [("2026-05-01 01:30:00.000", 2.0), ("2026-05-01 16:00:00.000", 3.5)]
    with pipeline.relational.project(pipeline.project_id) as tx:
        phones = sorted(str(value) for (value,) in tx.rows("select value from identities"))
    assert [each[-11:] for each in phones] == ["13800000001", "13800000002"]


def test_chunks_are_the_same_on_every_run(tmp_path):
    rows = [[f"u{n}", "pv", 1781000000 + n, "i", 1, 1, ""] for n in range(25)]
    file = book(tmp_path, HEADER.split(","), *rows)
    chunks = list(RowReader(file, parse_mapping(XLSX), chunk_rows=10).chunks())
    assert [chunk.rows.num_rows for chunk in chunks] == [10, 10, 5]
    users = [user for chunk in chunks for user in chunk.rows["user"].to_pylist()]
    assert users == [f"u{n}" for n in range(25)]


def test_a_first_look_writes_a_mapping(tmp_path):
    look = look_at_file(book(tmp_path, *ROWS))
    assert (look.format, look.columns) == ("xlsx", HEADER.split(","))
    assert look.rows[0]["city"] == "杭州"
    assert parse_mapping(look.mapping).format == "xlsx"


def test_what_is_no_workbook_says_so(tmp_path):
    other = tmp_path / "e.xlsx"
    for content in (b"", b"PK\x03\x04 broken", b"user,behavior\n"):
        other.write_bytes(content)
        with pytest.raises(FileUnreadable):
            list(RowReader(other, parse_mapping(XLSX)).chunks())
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("hello.txt", "x")
    with pytest.raises(FileUnreadable):
        list(RowReader(other, parse_mapping(XLSX)).chunks())
    good = book(tmp_path, *ROWS)
    with pytest.raises(FileUnreadable, match="it has: 名单, 封面"):
        list(RowReader(good, parse_mapping(XLSX + "sheet: nobody\n")).chunks())
    with pytest.raises(FileUnreadable, match="no column names"):
        list(RowReader(book(tmp_path, []), parse_mapping(XLSX)).chunks())
    with pytest.raises(ColumnUnknown):
        list(RowReader(book(tmp_path, ["user"]), parse_mapping(XLSX)).chunks())


def test_a_workbook_that_unpacks_without_end_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("stayflow.intake.batch.workbook.UNPACKED_BYTES_MAX", 100)
    with pytest.raises(FileUnreadable, match="save it as CSV"):
        list(RowReader(book(tmp_path, *ROWS), parse_mapping(XLSX)).chunks())


def test_only_workbooks_have_sheets():
    with pytest.raises(InvalidInput) as raised:
        parse_mapping(MAPPING + "sheet: x\n")
    assert raised.value.path == "sheet"

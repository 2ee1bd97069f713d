"""Moving the demo's dates."""

import csv
import gzip
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from stayflow.demo.dates import DateShift, shift_to_yesterday, write_shifted

NEW_YORK = ZoneInfo("America/New_York")


def test_the_last_day_becomes_yesterday_in_the_projects_zone():
    late = datetime(2026, 11, 22, 3, tzinfo=UTC)  # still the 21st in New York
    shift = shift_to_yesterday(date(2017, 12, 31), now=late, zone=NEW_YORK)
    assert shift.last_on == date(2026, 11, 20)
    assert shift.days == (date(2026, 11, 20) - date(2017, 12, 31)).days


def test_the_sentence_says_whether_weekdays_moved():
    kept, moved = DateShift(7, date(2026, 1, 8)), DateShift(8, date(2026, 1, 9))
    assert kept.describe("en") == (
        "All dates were moved by 7 days (2026-01-01 became 2026-01-08); weekdays are kept."
    )
    assert "weekdays have moved too" in moved.describe("en")
    assert "后移了 8 天" in moved.describe("zh")


def test_a_copy_keeps_the_wall_clock_and_every_other_cell(tmp_path):
    source = tmp_path / "a.csv.gz"
    text = (
        'id,time,end,note\n01,2016-02-28 23:59:59,2016-03-01,"a, ""b"""\n2,2016-02-29 00:00:00,,\n'
    )
    source.write_bytes(gzip.compress(text.encode()))
    write_shifted(source, tmp_path / "b.csv", DateShift(1, date(2016, 3, 1)), dates=["end"])
    with (tmp_path / "b.csv").open(encoding="utf-8") as copy:
        rows = list(csv.reader(copy))
    assert rows == [
        ["id", "time", "end", "note"],
        ["01", "2016-02-29 23:59:59", "2016-03-02", 'a, "b"'],
        ["2", "2016-03-01 00:00:00", "", ""],
    ]

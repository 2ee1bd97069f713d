"""Moving the demo's dates: by whole days, so that the last day of the data is yesterday.

The wall clock of every row stays. Weekdays stay only when the number of days is a multiple of
seven; `DateShift.describe` says what was done.
"""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

INSTANT_FORMAT = "%Y-%m-%d %H:%M:%S"
DATE_FORMAT = "%Y-%m-%d"
DAYS_OF_WEEK = 7


@dataclass(frozen=True, slots=True)
class DateShift:
    """By how many days a data set was moved, and where its last day came to lie."""

    days: int
    last_on: date

    @property
    def keeps_weekdays(self) -> bool:
        """Whether a Monday is still a Monday."""
        return self.days % DAYS_OF_WEEK == 0

    def describe(self, lang: str) -> str:
        """Return one sentence for the pages, in `zh` or `en`."""
        was = self.last_on - timedelta(days=self.days)
        if lang == "zh":
            weekday = "星期不变" if self.keeps_weekdays else "因此星期也随之移动"
            return f"所有日期整体后移了 {self.days} 天（{was} 变为 {self.last_on}），{weekday}。"
        weekday = "weekdays are kept" if self.keeps_weekdays else "so weekdays have moved too"
        return f"All dates were moved by {self.days} days ({was} became {self.last_on}); {weekday}."


def shift_to_yesterday(last_on: date, *, now: datetime, zone: ZoneInfo) -> DateShift:
    """Return the shift that moves the data's last day to the day before today in `zone`."""
    yesterday = now.astimezone(zone).date() - timedelta(days=1)
    return DateShift(days=(yesterday - last_on).days, last_on=yesterday)


def write_shifted(
    source: Path, target: Path, shift: DateShift, *, dates: Sequence[str] = ()
) -> None:
    """Write a copy of a gz file of rows with its times moved.

    Args:
        source: CSV with a column `time`.
        target: Where the copy goes, as plain CSV.
        shift: By how much.
        dates: Further columns that hold a date.
    """
    with gzip.open(source) as text:
        header = text.readline().decode().strip().split(",")
    every_text = csv.ConvertOptions(
        column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False
    )
    table = csv.read_csv(source, convert_options=every_text)
    moved = {"time": INSTANT_FORMAT} | dict.fromkeys(dates, DATE_FORMAT)
    for column, pattern in moved.items():
        place = table.schema.get_field_index(column)
        table = table.set_column(place, column, _moved(table[column], pattern, shift.days))
    target.parent.mkdir(parents=True, exist_ok=True)
    csv.write_csv(table, target)


def _moved(texts: pa.ChunkedArray, pattern: str, days: int) -> pa.ChunkedArray:
    stated = pc.if_else(pc.equal(texts, ""), None, texts)
    instants = pc.strptime(stated, format=pattern, unit="s")
    moved = pc.add(instants, pa.scalar(timedelta(days=days), pa.duration("s")))
    return pc.fill_null(pc.strftime(moved, format=pattern), "")

"""Ranges of time, periods and durations, cut in a project's zone.

A range is given as `{"last": "30d"}` or `{"from": "2026-01-01", "to": "2026-01-31"}`. Days, weeks, months and
years are calendar days of the project's zone: `last: 7d` is today and the six days before it, from midnight.
`before: 7d` is all the time before that.
Hours, minutes and seconds are counted back from the present instant. Dates of `from`/`to` are both included.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from stayflow.kernel.errors import InvalidInput
from stayflow.language.raw import read_choice, read_date, read_object, shown
from stayflow.language.sentence import Lang, Sentence, say_length

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)
"""No event is further in the future: cleaning puts back what is ahead of our clock by more than a day at most."""
LENGTH = re.compile(r"^\s*(\d{1,6})\s*([a-z]+)\s*$")
FIXED_SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400, "w": 604800}
CALENDAR_DAYS = {"d": 1, "w": 7}
CALENDAR_MONTHS = {"mo": 1, "q": 3, "y": 12}
UNITS = "s, min, h, d, w, mo, q, y"
LENGTH_MAX_DAYS = 36600
"""A century: longer ranges are mistakes, and would leave the calendar."""


class WindowInvalid(InvalidInput):
    """A range, duration or granularity that cannot be read."""

    code = "window_invalid"


class Granularity(StrEnum):
    """How long a period is; weeks start on Monday."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


PERIOD_START = {
    Granularity.MINUTE: "toStartOfMinute({column}, '{zone}')",
    Granularity.HOUR: "toStartOfHour({column}, '{zone}')",
    Granularity.DAY: "toDate({column}, '{zone}')",
    Granularity.WEEK: "toMonday({column}, '{zone}')",
    Granularity.MONTH: "toStartOfMonth({column}, '{zone}')",
    Granularity.QUARTER: "toStartOfQuarter({column}, '{zone}')",
}


@dataclass(frozen=True, slots=True)
class Length:
    """A count of units, as written: `30d`, `12h`, `6mo`."""

    count: int
    unit: str

    @property
    def is_calendar(self) -> bool:
        """True when the length is counted in days of the calendar, not in hours of the clock."""
        return self.unit in CALENDAR_DAYS or self.unit in CALENDAR_MONTHS

    @property
    def seconds(self) -> int | None:
        """Its seconds; None for months, quarters and years."""
        return self.count * FIXED_SECONDS[self.unit] if self.unit in FIXED_SECONDS else None

    @property
    def whole_days(self) -> int | None:
        """Its days, when it is counted in days or weeks."""
        return self.count * CALENDAR_DAYS[self.unit] if self.unit in CALENDAR_DAYS else None

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of time: either `last` a length, or from `first_on` to `last_on`, both included (None: open).

    Attributes:
        last: Length counted back from now.
        before: Length counted back from now; the range is all the time before it.
        first_on: First day, in the project's zone.
        last_on: Last day, in the project's zone.
    """

    last: Length | None = None
    before: Length | None = None
    first_on: date | None = None
    last_on: date | None = None

    @property
    def is_whole_days(self) -> bool:
        """True when the range begins and ends at midnights of the project's zone."""
        length = self.last or self.before
        return length is None or length.is_calendar

    def days(self, zone: ZoneInfo, now: datetime) -> tuple[date, date]:
        """First and last day of the range, both included, in `zone`."""
        today = now.astimezone(zone).date()
        if self.before is not None:
            return EPOCH.date(), Range(last=self.before).days(zone, now)[0] - timedelta(days=1)
        if self.last is None:
            return self.first_on or EPOCH.date(), self.last_on or max(today, self.first_on or today)
        if self.last.is_calendar:
            return _days_back(today, self.last), today
        return self.bounds(zone, now)[0].astimezone(zone).date(), today

    def bounds(self, zone: ZoneInfo, now: datetime) -> tuple[datetime, datetime]:
        """Start (included) and end (excluded) as UTC instants."""
        if self.before is not None:
            return EPOCH, Range(last=self.before).bounds(zone, now)[0]
        if self.last is not None and not self.last.is_calendar:
            return now - timedelta(seconds=self.last.count * FIXED_SECONDS[self.last.unit]), now
        first, last = self.days(zone, now)
        return midnight(first, zone), midnight(last + timedelta(days=1), zone)

    def previous(self, zone: ZoneInfo, now: datetime) -> "Range":
        """The range of as many days that ends the day before this one begins."""
        first, last = self.days(zone, now)
        length = (last - first).days + 1
        return Range(first_on=first - timedelta(days=length), last_on=first - timedelta(days=1))


@lru_cache(maxsize=16_384)
def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant `day` begins in `zone`, in UTC."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def epoch_ms(at: datetime) -> int:
    """Milliseconds from 1970-01-01 UTC to an aware instant, exactly.

    >>> epoch_ms(datetime(1970, 1, 1, 0, 0, 1, 5000, tzinfo=UTC))
    1005
    """
    return (at - EPOCH) // timedelta(milliseconds=1)


def parse_length(raw: object, path: str) -> Length:
    """Read `30d`, `12h`, `6mo`.

    Raises:
        WindowInvalid: It is not a count and a unit, or is longer than a century.
    """
    match = LENGTH.match(raw) if isinstance(raw, str) else None
    if match is None:
        raise WindowInvalid(f"expected a length such as 30d or 24h, got {shown(raw)}", path=path)
    count, unit = int(match.group(1)), match.group(2)
    if unit not in FIXED_SECONDS and unit not in CALENDAR_MONTHS:
        hint = "; write min for minutes or mo for months" if unit == "m" else ""
        raise WindowInvalid(f'unknown unit "{unit}"{hint}; known: {UNITS}', path=path)
    if count == 0 or count * FIXED_SECONDS.get(unit, 31 * 86400 * CALENDAR_MONTHS.get(unit, 1)) > (
        LENGTH_MAX_DAYS * 86400
    ):
        raise WindowInvalid(
            f"a length must be between 1 and a century, got {shown(raw)}", path=path
        )
    return Length(count, unit)


def parse_duration(raw: object, path: str = "") -> timedelta:
    """Read a length of fixed seconds.

    >>> parse_duration("7d")
    datetime.timedelta(days=7)

    Raises:
        WindowInvalid: It cannot be read, or has no fixed length (months, quarters, years).
    """
    length = parse_length(raw, path)
    if length.unit not in FIXED_SECONDS:
        raise WindowInvalid(
            f"expected a fixed length such as 7d or 24h, got {shown(raw)}", path=path
        )
    return timedelta(seconds=length.count * FIXED_SECONDS[length.unit])


def parse_range(raw: object, path: str = "range") -> Range:
    """Read `{"last": "30d"}`, `{"before": "30d"}` or `{"from": date, "to": date}` (one may be left out).

    Raises:
        WindowInvalid: The shape, a length or a date is wrong; the error names the place.
    """
    raw = read_object(raw, path, known=("last", "before", "from", "to"))
    for key in ("last", "before"):
        if key in raw:
            if len(raw) > 1:
                raise WindowInvalid(f"takes either {key}, or from and to", path=path)
            length = parse_length(raw[key], f"{path}.{key}")
            return Range(last=length) if key == "last" else Range(before=length)
    first, last = (
        read_date(raw[key], f"{path}.{key}") if raw.get(key) is not None else None
        for key in ("from", "to")
    )
    if first is None and last is None:
        raise WindowInvalid("needs last, before, from or to", path=path)
    if first is not None and last is not None and last < first:
        raise WindowInvalid(f"ends on {last}, before it begins on {first}", path=path)
    return Range(first_on=first, last_on=last)


def say_range(within: Range | None, lang: Lang) -> str:
    """The time that counts, as it stands in a sentence; nothing for ever."""
    if within is None:
        return ""
    if within.last is not None:
        length = say_length(within.last.count, within.last.unit, lang)
        return Sentence("最近 {length}", " in the last {length}").say(lang, length=length)
    if within.before is not None:
        length = say_length(within.before.count, within.before.unit, lang)
        return Sentence("{length}以前", " more than {length} ago").say(lang, length=length)
    first, last = str(within.first_on or ""), str(within.last_on or "")
    if not last:
        return Sentence("自 {first} 起", " since {first}").say(lang, first=first)
    if not first:
        return Sentence("至 {last} 止", " until {last}").say(lang, last=last)
    return Sentence("{first} 至 {last} ", " from {first} to {last}").say(
        lang, first=first, last=last
    )


def parse_granularity(raw: object, path: str = "per") -> Granularity:
    """Read `minute`, `hour`, `day`, `week`, `month` or `quarter`.

    Raises:
        Malformed: It is none of them.
    """
    return Granularity(read_choice(raw, path, [unit.value for unit in Granularity]))


def period_sql(column: str, granularity: Granularity, zone: ZoneInfo) -> str:
    """The start of the period of an instant: `Date` for days and longer, `DateTime(zone)` for shorter ones."""
    return PERIOD_START[granularity].format(column=column, zone=zone.key)


def _days_back(today: date, length: Length) -> date:
    if length.unit in CALENDAR_DAYS:
        return today - timedelta(days=length.count * CALENDAR_DAYS[length.unit] - 1)
    months = today.year * 12 + today.month - 1 - length.count * CALENDAR_MONTHS[length.unit]
    year, month = divmod(months, 12)
    day = min(today.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day) + timedelta(days=1)

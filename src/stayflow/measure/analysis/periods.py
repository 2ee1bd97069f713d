"""The periods of a range: minutes to quarters, cut in the project's zone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from stayflow.language.window import Granularity, Range, midnight
from stayflow.measure.analysis.errors import TooMuchAsked, UnknownCell

PERIODS_MAX = 2000
"""Points of one series: a day of minutes, eleven weeks of hours, five years of days."""
CLOCK_SECONDS = {Granularity.MINUTE: 60, Granularity.HOUR: 3600}
MONTHS = {Granularity.MONTH: 1, Granularity.QUARTER: 3}


@dataclass(frozen=True, slots=True)
class Period:
    """One period.

    Attributes:
        t: What it is called: its first day, or its first instant with the zone's offset.
        start: Its first instant, UTC; of a range that begins inside it, still its own.
        end: The first instant after it, UTC.
    """

    t: str
    start: datetime
    end: datetime

    def is_over(self, now: datetime) -> bool:
        """True when nothing can be added to it."""
        return self.end <= now


def list_periods(
    days: Range, granularity: Granularity, zone: ZoneInfo, now: datetime, *, path: str = "per"
) -> list[Period]:
    """The periods a range touches, oldest first, none that is still to come.

    Raises:
        TooMuchAsked: There are more than an answer holds.
    """
    start, end = days.bounds(zone, now)
    last = min(end, now + timedelta(milliseconds=1))
    periods: list[Period] = []
    for period in _periods_from(start, granularity, zone):
        if period.start >= last:
            return periods
        if len(periods) == PERIODS_MAX:
            raise TooMuchAsked(
                f"more than {PERIODS_MAX} periods of a {granularity.value}; take a longer period or fewer days",
                path=path,
            )
        periods.append(period)
    return periods


def first_day(day: date, granularity: Granularity) -> date:
    """The first day of the period of days that `day` lies in."""
    if granularity is Granularity.WEEK:
        return day - timedelta(days=day.weekday())
    if granularity in MONTHS:
        size = MONTHS[granularity]
        return date(day.year, (day.month - 1) // size * size + 1, 1)
    return day


def day_after(day: date, granularity: Granularity, *, count: int = 1) -> date:
    """The first day of the period `count` after the one that begins on `day`."""
    if granularity in MONTHS:
        months = day.year * 12 + day.month - 1 + MONTHS[granularity] * count
        return date(months // 12, months % 12 + 1, 1)
    return day + timedelta(days=(7 if granularity is Granularity.WEEK else 1) * count)


def clock_start(at: datetime, granularity: Granularity, zone: ZoneInfo) -> datetime:
    """When the hour or minute of an instant begins, UTC: they follow each other in time, anew from each midnight.

    A repeated or skipped local hour is two, or none. Where the clock moves by half an hour, the last one of the day is
    shorter; so the engine has it.
    """
    day = midnight(at.astimezone(zone).date(), zone)
    return at - (at - day) % timedelta(seconds=CLOCK_SECONDS[granularity])


def period_before(period: Period, granularity: Granularity, zone: ZoneInfo) -> Period:
    """The one that ends where another begins."""
    if granularity in CLOCK_SECONDS:
        start = clock_start(period.start - timedelta(milliseconds=1), granularity, zone)
        return Period(_clock_name(start, zone), start, period.start)
    day = day_after(date.fromisoformat(period.t), granularity, count=-1)
    return Period(day.isoformat(), midnight(day, zone), period.start)


def _periods_from(start: datetime, granularity: Granularity, zone: ZoneInfo) -> Iterator[Period]:
    if granularity in CLOCK_SECONDS:
        yield from _clock_periods(start, granularity, zone)
        return
    day = first_day(start.astimezone(zone).date(), granularity)
    while True:
        following = day_after(day, granularity)
        yield Period(day.isoformat(), midnight(day, zone), midnight(following, zone))
        day = following


def _clock_periods(start: datetime, granularity: Granularity, zone: ZoneInfo) -> Iterator[Period]:
    at, length = (
        clock_start(start, granularity, zone),
        timedelta(seconds=CLOCK_SECONDS[granularity]),
    )
    while True:
        following = clock_start(at + length, granularity, zone)
        yield Period(_clock_name(at, zone), at, following)
        at = following


def _clock_name(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds")


def find_period(periods: Sequence[Period], t: str) -> Period:
    """The period called `t`.

    Raises:
        UnknownCell: None of the answer is.
    """
    for period in periods:
        if period.t == t:
            return period
    raise UnknownCell(f'the answer has no period "{t}"', path="who.t")


def period_name(key: date | int, periods: Sequence[Period]) -> str:
    """What the period of a row is called: `key` is its first day, or the second it begins since 1970."""
    if isinstance(key, date):
        return key.isoformat()
    began = datetime.fromtimestamp(key, UTC)
    return next((period.t for period in periods if period.start == began), "")

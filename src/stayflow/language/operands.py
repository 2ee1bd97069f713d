"""The right side of a comparison: read from JSON, bound to a statement, and said."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from stayflow.language.raw import (
    Malformed,
    read_boolean,
    read_date,
    read_list,
    read_number,
    read_text,
    read_texts,
    shown,
)
from stayflow.language.sentence import Lang, say_length, say_list
from stayflow.language.statement import Binder
from stayflow.language.window import Length, Range, WindowInvalid, midnight, parse_length

PATTERN_MAX = 500
"""Characters of a regular expression: enough for people, too few to exhaust the engine."""
NOT_IN_RE2 = re.compile(r"\(\?[=!]|\(\?<[=!]|\\[1-9]|\(\?P=")
ANNIVERSARY_MAX_DAYS = 366
MANY_MAX = 10_000
"""Values of one `in` list; longer ones are static segments."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The present, where days are cut."""

    zone: ZoneInfo
    now: datetime


@dataclass(frozen=True, slots=True)
class Instants:
    """One or two moments as written: days of the calendar, or instants."""

    first: date | datetime
    last: date | datetime


@dataclass(frozen=True, slots=True)
class Coming:
    """The next days or hours, today included."""

    length: Length


Operand = None | bool | str | tuple[str, ...] | tuple[float, ...] | Instants | Range | Coming


def read_nothing(raw: object, path: str) -> Operand:
    """No value.

    Raises:
        Malformed: There is one.
    """
    if raw is not None:
        raise Malformed(f"takes no value, got {shown(raw)}", path=path)
    return None


def read_one_text(raw: object, path: str) -> Operand:
    """One text."""
    return read_text(raw, path)


def read_many_texts(raw: object, path: str) -> Operand:
    """A list of texts, sorted and each once, so that equal lists are equal conditions.

    Raises:
        Malformed: It is none, is empty or too long.
    """
    texts = tuple(sorted(set(read_texts(read_list(raw, path), path))))
    if len(texts) > MANY_MAX:
        raise Malformed(f"at most {MANY_MAX} values; save longer lists as a segment", path=path)
    return texts


def read_pattern(raw: object, path: str) -> Operand:
    """A regular expression of RE2's syntax.

    Raises:
        Malformed: It is none, or uses what RE2 has not (look-around, back-references).
    """
    text = read_text(raw, path)
    if len(text) > PATTERN_MAX:
        raise Malformed(f"a pattern has at most {PATTERN_MAX} characters", path=path)
    if NOT_IN_RE2.search(text):
        raise Malformed("look-around and back-references are not known here", path=path)
    try:
        re.compile(text)
    except re.error as error:
        raise Malformed(f"is no regular expression: {error}", path=path) from None
    return text


def read_one_number(raw: object, path: str) -> Operand:
    """One number."""
    return (read_number(raw, path),)


def read_two_numbers(raw: object, path: str) -> Operand:
    """Two numbers, the smaller first.

    Raises:
        Malformed: There are not two, or they are in the wrong order.
    """
    low, high = (
        read_number(each, f"{path}[{index}]") for index, each in enumerate(_pair(raw, path))
    )
    if high < low:
        raise Malformed(f"expected the smaller number first, got {low} and {high}", path=path)
    return (low, high)


def read_one_boolean(raw: object, path: str) -> Operand:
    """True or false."""
    return read_boolean(raw, path)


def read_moment(raw: object, path: str) -> Operand:
    """One day or instant."""
    moment = _read_day_or_instant(raw, path)
    return Instants(moment, moment)


def read_two_moments(raw: object, path: str) -> Operand:
    """Two days or instants; a day is meant whole."""
    first, last = (
        _read_day_or_instant(each, f"{path}[{index}]")
        for index, each in enumerate(_pair(raw, path))
    )
    return Instants(first, last)


def read_past(raw: object, path: str) -> Operand:
    """A length back from now."""
    return Range(last=parse_length(raw, path))


def read_coming(raw: object, path: str) -> Operand:
    """A length of hours or days to come.

    Raises:
        WindowInvalid: It is counted in months or years.
    """
    length = parse_length(raw, path)
    if length.seconds is None:
        raise WindowInvalid(f"expected hours, days or weeks, got {shown(raw)}", path=path)
    return Coming(length)


def read_coming_days(raw: object, path: str) -> Operand:
    """Up to a year of days to come.

    Raises:
        WindowInvalid: It is counted in other units, or is longer.
    """
    length = parse_length(raw, path)
    if length.whole_days is None or length.whole_days > ANNIVERSARY_MAX_DAYS:
        raise WindowInvalid(
            f"expected days or weeks, at most {ANNIVERSARY_MAX_DAYS}d, got {shown(raw)}", path=path
        )
    return Coming(length)


def bind_nothing(value: Operand, binder: Binder, moment: Moment) -> tuple[str, ...]:
    """No placeholder."""
    del value, binder, moment
    return ()


def bind_text(value: Operand, binder: Binder, moment: Moment) -> tuple[str, ...]:
    """One text."""
    del moment
    return (binder.bind(value, "String"),)


def bind_texts(value: Operand, binder: Binder, moment: Moment) -> tuple[str, ...]:
    """A list of texts."""
    del moment
    assert isinstance(value, tuple)  # noqa: S101 - read by read_many_texts
    return (binder.bind(list(value), "Array(String)"),)


def bind_numbers(value: Operand, binder: Binder, moment: Moment) -> tuple[str, ...]:
    """One or two numbers."""
    del moment
    assert isinstance(value, tuple)  # noqa: S101 - read by read_one_number or read_two_numbers
    return tuple(binder.bind(float(each), "Float64") for each in value)


def is_counts(value: object) -> bool:
    """True for whole numbers from 0 up that 64 bits hold."""
    return isinstance(value, tuple) and all(
        isinstance(each, int | float) and 0 <= each < 2**64 and float(each).is_integer()
        for each in value
    )


def bind_counts(value: Operand, binder: Binder, moment: Moment) -> tuple[str, ...]:
    """One or two whole numbers."""
    del moment
    assert is_counts(value)  # noqa: S101 - asked before
    assert isinstance(value, tuple)  # noqa: S101 - see is_counts
    return tuple(binder.bind(int(each), "UInt64") for each in value)


def bind_boolean(value: Operand, binder: Binder, moment: Moment) -> tuple[str, ...]:
    """True or false."""
    del moment
    return (binder.bind(value, "Bool"),)


def bind_span(value: Operand, binder: Binder, moment: Moment) -> tuple[str, ...]:
    """Start (included) and end (excluded) of what the value covers."""
    start, end = _span(value, moment)
    return binder.instant(start), binder.instant(end)


def bind_anniversary(value: Operand, binder: Binder, moment: Moment) -> tuple[str, ...]:
    """The zone, and month * 100 + day of the coming days; 29 February is kept on the 28th in common years."""
    assert isinstance(value, Coming)  # noqa: S101  read by read_coming_days
    today = moment.now.astimezone(moment.zone).date()
    days = [today + timedelta(days=n) for n in range(value.length.whole_days or 0)]
    marks = {day.month * 100 + day.day for day in days}
    if any((day.month, day.day) == (2, 28) and (day + timedelta(days=1)).day == 1 for day in days):
        marks.add(229)
    return binder.bind(moment.zone.key, "String"), binder.bind(sorted(marks), "Array(UInt16)")


def said(value: Operand, lang: Lang) -> str:
    """The value in words."""
    match value:
        case None:
            return ""
        case bool():
            return {"zh": "真" if value else "假", "en": "true" if value else "false"}[lang]
        case tuple():
            return _said_tuple(value, lang)
        case Instants():
            joined = " 与 " if lang == "zh" else " and "
            return joined.join(str(each) for each in dict.fromkeys((value.first, value.last)))
        case Range() | Coming():
            length = value.length if isinstance(value, Coming) else value.last
            return say_length(length.count, length.unit, lang) if length else ""
    return value


def said_number(value: float) -> str:
    """A number without a needless fraction.

    >>> said_number(500.0), said_number(0.5)
    ('500', '0.5')
    """
    return str(int(value)) if float(value).is_integer() else str(value)


def _said_tuple(value: tuple[str, ...] | tuple[float, ...], lang: Lang) -> str:
    words = [each if isinstance(each, str) else said_number(each) for each in value]
    if value and not isinstance(value[0], str):
        return (" 与 " if lang == "zh" else " and ").join(words)
    return say_list(words, lang)


def _pair(raw: object, path: str) -> tuple[object, object]:
    values = read_list(raw, path)
    if len(values) != 2:  # noqa: PLR2004  a pair
        raise Malformed(f"expected two values, got {len(values)}", path=path)
    return values[0], values[1]


def _read_day_or_instant(raw: object, path: str) -> date | datetime:
    if isinstance(raw, str) and len(raw) > len("2026-01-31"):
        try:
            at = datetime.fromisoformat(raw)
        except ValueError:
            raise Malformed(f"expected a date or an instant, got {shown(raw)}", path=path) from None
        if at.tzinfo is None:
            raise Malformed(
                "an instant needs its offset, such as 2026-01-31T08:00:00+08:00", path=path
            )
        return at.astimezone(UTC)
    return read_date(raw, path)


def _span(value: Operand, moment: Moment) -> tuple[datetime, datetime]:
    if isinstance(value, Range):
        return value.bounds(moment.zone, moment.now)
    if isinstance(value, Coming):
        days = value.length.whole_days
        if days is None:
            return moment.now, moment.now + timedelta(seconds=value.length.seconds or 0)
        today = moment.now.astimezone(moment.zone).date()
        return midnight(today, moment.zone), midnight(today + timedelta(days=days), moment.zone)
    assert isinstance(value, Instants)  # noqa: S101  the operators of time read nothing else
    return _start(value.first, moment.zone), _end(value.last, moment.zone)


def _start(at: date | datetime, zone: ZoneInfo) -> datetime:
    return at if isinstance(at, datetime) else midnight(at, zone)


def _end(at: date | datetime, zone: ZoneInfo) -> datetime:
    if isinstance(at, datetime):
        return at + timedelta(milliseconds=1)
    return midnight(at + timedelta(days=1), zone)

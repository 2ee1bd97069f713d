"""The range a question is compared with: the one before, the same days a year before, or days that are named."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final, Generic, Self, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from stayflow.language.raw import JsonObject, read_boolean, read_choice, shown
from stayflow.language.scope import Scope
from stayflow.language.window import Range, parse_range
from stayflow.measure.analysis.errors import QueryInvalid, UnknownCell, Unsupported
from stayflow.measure.analysis.groups import Grouped, OneGroup, same_groups
from stayflow.measure.analysis.model import Desk, Frame

PREVIOUS: Final = "previous"
YEAR: Final = "year"
WORDS: Final = (PREVIOUS, YEAR)
LEAP_DAY: Final = (2, 29)
Line = TypeVar("Line", bound=msgspec.Struct)
Result = TypeVar("Result", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What to compare with: as many days before, the same days of last year, or a range of its own."""

    word: str
    range: Range | None = None

    def of(self, asked: Range, zone: ZoneInfo, now: datetime) -> Range:
        """The range that stands beside `asked`."""
        if self.range is not None:
            return self.range
        if self.word == PREVIOUS:
            return asked.previous(zone, now)
        first, last = asked.days(zone, now)
        return Range(first_on=_year_before(first), last_on=_year_before(last))


def parse_comparison(raw: object, asked: Range, path: str = "compare") -> Comparison | None:
    """Read `previous`, `year`, or `{"from": date, "to": date}`; nothing compares with nothing.

    Raises:
        Unsupported: The question's range is not made of whole days.
        QueryInvalid: The range compared with has no beginning or no end.
    """
    if raw is None:
        return None
    if not asked.is_whole_days:
        raise Unsupported("a comparison needs a range of whole days", path=path)
    if not isinstance(raw, str):
        chosen = parse_range(raw, path)
        if chosen.last is None and (chosen.first_on is None or chosen.last_on is None):
            raise QueryInvalid(f"expected from and to, got {shown(raw)}", path=path)
        if not chosen.is_whole_days:
            raise Unsupported("a comparison needs a range of whole days", path=path)
        return Comparison("range", chosen)
    return Comparison(read_choice(raw, path, WORDS))


def compared_frame(
    comparison: Comparison | None,
    frame: Frame,
    scope: Scope,
    groups: Sequence[Grouped] | None = None,
) -> Frame:
    """The shared part of a question over the range it is compared with.

    Args:
        comparison: With which.
        frame: The shared part.
        scope: The project.
        groups: The groups of the question's own answer, which are told apart in the other range as well; None counts
            everybody at once.

    Raises:
        UnknownCell: It is compared with none, and people of the other range are asked for.
    """
    if comparison is None:
        raise UnknownCell("the question is not compared with another range", path="who.compared")
    earlier = replace(frame, range=comparison.of(frame.range, scope.zone, scope.now))
    if groups is None:
        return replace(earlier, by=())
    if frame.overlaps:  # all of them are told apart in any range
        return earlier
    return replace(earlier, leading=leading_of(groups))


@dataclass(frozen=True, slots=True)
class Comparable:
    """A question that may stand beside the same one over another range.

    Attributes:
        frame: The shared part.
        comparison: With which range it is compared.
    """

    frame: Frame
    comparison: Comparison | None = field(default=None, kw_only=True)

    def then(self, desk: Desk, groups: Sequence[Grouped] | None = None) -> Self:
        """The same question over the range it is compared with, of the same groups: see `compared_frame`."""
        frame = compared_frame(self.comparison, self.frame, desk.scope, groups)
        return replace(self, frame=frame, comparison=None)


@dataclass(frozen=True, slots=True)
class Beside(Comparable, ABC, Generic[Result]):
    """One whose answer is made of that of its own range and that of the other."""

    def answer(self, desk: Desk) -> Result:
        """The numbers, and beside them those of the range compared with."""
        now = self.alone(desk)
        return now if self.comparison is None else self.beside(now, desk)

    @abstractmethod
    def alone(self, desk: Desk) -> Result:
        """The numbers of its own range."""

    @abstractmethod
    def beside(self, now: Result, desk: Desk) -> Result:
        """These, and beside them those of the range compared with."""


def leading_of(groups: Sequence[Grouped]) -> tuple[tuple[str, ...], ...]:
    """The values of the groups that are told apart, in their order."""
    return tuple(
        tuple(value or "" for value in each.by.values()) for each in groups if not each.is_other
    )


def fields_of(line: type[msgspec.Struct], value: object) -> dict[str, Any]:
    """The fields of `line` in a value that has them and others: a group's numbers without its name."""
    return {name: getattr(value, name) for name in line.__struct_fields__}


def line_of(line: type[Line], value: object) -> Line:
    """The `line` in a value that has its fields and others."""
    return line(**fields_of(line, value))


def groups_beside(
    group: Callable[..., OneGroup],
    now: Sequence[OneGroup] | None,
    before: Sequence[OneGroup] | None,
    nobody: msgspec.Struct,
) -> list[OneGroup] | None:
    """Every group, and as its `previous` what it was in the range compared with; None where nothing is split.

    Args:
        group: Makes one of its line, `by`, `is_other` and `previous`.
        now: The groups of the own range.
        before: Those of the other.
        nobody: The line of a group that nobody is in.
    """
    if now is None:
        return None
    line = type(nobody)
    return [
        group(
            **fields_of(line, own or nobody),
            by=named.by,
            is_other=named.is_other,
            previous=line_of(line, was or nobody),
        )
        for named, own, was in same_groups(now, before or ())
    ]


def compared_cell(who: JsonObject) -> JsonObject | None:
    """The cell of the range compared with that `who` points at, without the word; None for one of its own range."""
    if not read_boolean(who.get("compared", False), "who.compared"):
        return None
    return {name: value for name, value in who.items() if name != "compared"}


def groups_asked(
    who: JsonObject, groups: Callable[[], Sequence[Grouped]]
) -> Sequence[Grouped] | None:
    """By which groups the other range has to be split for a cell of it: for the rest, by those of the own answer.

    Args:
        who: The cell.
        groups: Asks for the groups of the own answer.
    """
    if who.get("is_other"):
        return groups()
    return () if "by" in who else None


def _year_before(day: date) -> date:
    """The same day of the year before; 29 February becomes the 28th."""
    is_leap_day = (day.month, day.day) == LEAP_DAY
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)

"""Splitting numbers by values: the leading ones by themselves, the rest together as "other"."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Protocol, TypeVar

import msgspec

from stayflow.language.place import PLACE_SQL
from stayflow.language.raw import JsonObject, join, read_boolean, read_object, read_text
from stayflow.language.statement import Binder
from stayflow.measure.analysis.errors import UnknownCell
from stayflow.measure.analysis.model import OTHER, Frame
from stayflow.measure.analysis.scan import Scan

Values = dict[str, str | None]
"""A value by the key of its breakdown; None where the event or person has none."""
JOINED_BY: Final = "\x1f"
"""Between values that stand in one text."""


class Grouped(Protocol):
    """What an answer tells of one cell of a breakdown; see `Group`."""

    @property
    def by(self) -> Values:
        """Its values."""
        ...

    @property
    def is_other(self) -> bool:
        """True for all values beyond the leading ones together."""
        ...


OneGroup = TypeVar("OneGroup", bound=Grouped)


class Group(msgspec.Struct, frozen=True):
    """One cell of a breakdown.

    Attributes:
        by: Its values.
        is_other: True for all values beyond the leading ones together.
    """

    by: Values
    is_other: bool = False


def group_columns(frame: Frame) -> list[str]:
    """The columns that carry the values of the breakdowns."""
    return [f"by_{index}" for index in range(len(frame.by))]


def event_values(scan: Scan) -> list[str]:
    """SQL of the values that are of the event, in the order of the question."""
    return [scan.value_sql(each) for each in scan.frame.by if each.is_of_event]


def event_columns(frame: Frame) -> list[str]:
    """The columns that carry them."""
    pairs = zip(group_columns(frame), frame.by, strict=True)
    return [column for column, each in pairs if each.is_of_event]


def columns_sql(scan: Scan, of_event: Callable[[int], str] | None = None) -> str:
    """`, value AS by_0, …` of rows that have their person's values joined.

    Args:
        scan: The statement.
        of_event: SQL of a value that is of the event, by its place among such; they have their columns unless given.
    """
    own, shown = event_columns(scan.frame), []
    for column, each in zip(group_columns(scan.frame), scan.frame.by, strict=True):
        if not each.is_of_event:
            value = scan.value_sql(each)
        else:
            value = column if of_event is None else of_event(own.index(column))
        shown.append(f", {value} AS {column}")
    return "".join(shown)


def first_values_sql(scan: Scan, test: str = "1") -> str:
    """Aggregates of one person: the values of the first event that meets `test`, under their columns."""
    return "".join(
        f",\n    argMinIf({value}, {PLACE_SQL}, {test}) AS {column}"
        for column, value in zip(event_columns(scan.frame), event_values(scan), strict=True)
    )


def shown_columns(frame: Frame) -> dict[str, str]:
    """SQL of the columns that tell apart the rows of groups over `placed`, by name: the place, then the values."""
    top = frame.top
    return {"shown_place": f"least(place, {top + 1})"} | {
        f"shown_{column}": f"if(place > {top}, '', {column})" for column in group_columns(frame)
    }


def placed_ctes(scan: Scan, ctes: str, people: str) -> tuple[str, str]:
    """CTEs that end in `people`, those of a split question in `placed`; and the name of the last."""
    return (f"{ctes},\n{placed_sql(scan, people)}", "placed") if scan.frame.by else (ctes, people)


def placed_sql(scan: Scan, people: str) -> str:
    """CTEs that end in `placed` over `people`, one row a person: groups of more people get a smaller `place`.

    Where the question names its groups, these have their places, and all others the one after them.
    """
    columns = ", ".join(group_columns(scan.frame))
    if scan.frame.leading is not None:
        known = [JOINED_BY.join(values) for values in scan.frame.leading]
        named = ", ".join(f"toString({column})" for column in group_columns(scan.frame))
        values = f"arrayStringConcat([{named}], {scan.binder.bind(JOINED_BY, 'String')})"
        found = f"indexOf({scan.binder.bind(known, 'Array(String)')}, {values})"
        return (
            f"found AS (\n  SELECT *, {found} AS found_place FROM {people}\n),\n"
            f"placed AS (\n  SELECT *, if(found_place > 0, found_place, {scan.frame.top + 1}) AS place\n"
            "  FROM found\n)"
        )
    return (
        f"sized AS (\n  SELECT *, count() OVER (PARTITION BY {columns}) AS group_size\n  FROM {people}\n),\n"
        f"placed AS (\n  SELECT *, dense_rank() OVER (ORDER BY group_size DESC, {columns}) AS place\n  FROM sized\n)"
    )


def read_group(frame: Frame, values: Sequence[Any], *, is_other: bool) -> Group:
    """The group of a row of an answer."""
    if is_other:
        return Group({each.key: OTHER for each in frame.by}, is_other=True)
    return Group({each.key: value or None for each, value in zip(frame.by, values, strict=True)})


def parse_group(who: JsonObject, frame: Frame, path: str = "who") -> Group | None:
    """The group a cell of people belongs to; None for everybody.

    Raises:
        UnknownCell: `by` does not name each value of the breakdown, or the question is not split.
    """
    if "by" not in who and not who.get("is_other"):
        return None
    if not frame.by:
        raise UnknownCell("the question has no breakdown", path=join(path, "by"))
    at = join(path, "by")
    named = read_object(who.get("by"), at, known=[each.key for each in frame.by])
    missing = [each.key for each in frame.by if each.key not in named]
    if missing:
        raise UnknownCell(f"names no value of {', '.join(missing)}", path=at)
    values = {name: _read_value(value, join(at, name)) for name, value in named.items()}
    is_other = read_boolean(who.get("is_other", False), join(path, "is_other"))
    return Group(values, is_other=is_other)


def _read_value(raw: object, path: str) -> str | None:
    """A value as an answer says it, None for none; a number may be written as one."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return str(raw)
    return read_text(raw, path)


def same_groups(
    now: Sequence[OneGroup], before: Sequence[OneGroup]
) -> Iterator[tuple[Group, OneGroup | None, OneGroup | None]]:
    """Every group, as it is in an answer and in the range compared with; None where that has nobody of it.

    Groups of the other range alone come last: whoever is in no group of now is among its others.
    """
    found = {_name(each): each for each in before}
    for each in now:
        yield Group(each.by, each.is_other), each, found.pop(_name(each), None)
    for rest in found.values():
        yield Group(rest.by, rest.is_other), None, rest


def _name(group: Grouped) -> tuple[bool, tuple[str | None, ...]]:
    return group.is_other, tuple(group.by.values())


def group_tests(who: JsonObject, scan: Scan) -> list[str]:
    """Tests of rows of `placed` for the group a cell of people belongs to; none for everybody."""
    group = parse_group(who, scan.frame)
    return [] if group is None else [group_test(group, scan.frame, scan.binder)]


def group_test(group: Group, frame: Frame, binder: Binder) -> str:
    """Test of rows of `placed`: those of one group."""
    if group.is_other:
        return f"place > {frame.top}"
    return group_values_test(group, frame, group_columns(frame), binder)


def group_values_test(group: Group, frame: Frame, columns: Sequence[str], binder: Binder) -> str:
    """Test of rows whose values are those of a group; `columns` is the SQL of the value of each breakdown."""
    return " AND ".join(
        f"{column} = {binder.bind(group.by[each.key] or '', 'String')}"
        for column, each in zip(columns, frame.by, strict=True)
    )

"""Splitting numbers by values: the leading ones by themselves, the rest together as "other"."""

from collections.abc import Sequence
from typing import Any

import msgspec

from stayflow.language.raw import JsonObject, read_boolean, read_object
from stayflow.language.statement import Binder
from stayflow.measure.analysis.errors import UnknownCell
from stayflow.measure.analysis.model import OTHER, Frame

Values = dict[str, str | None]
"""A value by the name of its breakdown; None where the event or person has none."""


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


def placed_sql(frame: Frame, people: str) -> str:
    """CTEs `sized` and `placed` over `people`, one row a person: groups of more people get a smaller `place`."""
    columns = ", ".join(group_columns(frame))
    return (
        f"sized AS (\n  SELECT *, count() OVER (PARTITION BY {columns}) AS group_size\n  FROM {people}\n),\n"
        f"placed AS (\n  SELECT *, dense_rank() OVER (ORDER BY group_size DESC, {columns}) AS place\n  FROM sized\n)"
    )


def read_group(frame: Frame, values: Sequence[Any], *, is_other: bool) -> Group:
    """The group of a row of an answer."""
    if is_other:
        return Group({each.name: OTHER for each in frame.by}, is_other=True)
    return Group({each.name: value or None for each, value in zip(frame.by, values, strict=True)})


def parse_group(who: JsonObject, frame: Frame) -> Group | None:
    """The group a cell of people belongs to; None when the question is not split.

    Raises:
        UnknownCell: The question is split and `by` does not name each value, or it is not split and `by` is there.
    """
    if not frame.by:
        if "by" in who:
            raise UnknownCell("the question has no breakdown", path="who.by")
        return None
    named = read_object(who.get("by"), "who.by", known=[each.name for each in frame.by])
    missing = [each.name for each in frame.by if each.name not in named]
    if missing:
        raise UnknownCell(f"names no value of {', '.join(missing)}", path="who.by")
    values = {name: None if value is None else str(value) for name, value in named.items()}
    return Group(values, is_other=read_boolean(who.get("is_other", False), "who.is_other"))


def group_test(group: Group, frame: Frame, binder: Binder) -> str:
    """Test of rows of `placed`: those of one group."""
    if group.is_other:
        return f"place > {frame.top}"
    return group_values_test(group, frame, group_columns(frame), binder)


def group_values_test(group: Group, frame: Frame, columns: Sequence[str], binder: Binder) -> str:
    """Test of rows whose values are those of a group; `columns` is the SQL of the value of each breakdown."""
    return " AND ".join(
        f"{column} = {binder.bind(group.by[each.name] or '', 'String')}"
        for column, each in zip(columns, frame.by, strict=True)
    )


def first_values_sql(values: Sequence[str], test: str) -> str:
    """Aggregates `by_0`, `by_1`, … of one person: the values of the first event that meets `test`."""
    return "".join(
        f",\n    argMinIf({value}, (time, arrival), {test}) AS by_{index}"
        for index, value in enumerate(values)
    )

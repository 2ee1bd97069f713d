"""The groups of paths: by a property of the anchor that a path begins or ends at, or by what the person has."""

from dataclasses import replace
from typing import Final

from stayflow.language.metric import selection_sql
from stayflow.language.place import PLACE_SQL
from stayflow.language.statement import Statement
from stayflow.measure.analysis.groups import (
    Group,
    columns_sql,
    event_columns,
    event_values,
    group_test,
    placed_sql,
    shown_columns,
)
from stayflow.measure.analysis.model import Frame
from stayflow.measure.analysis.scan import Scan, all_of
from stayflow.measure.analysis.walks import Walk, Way

GROUPS_MAX: Final = 5
"""Each group is drawn by itself: as many as are looked at side by side."""


def groups_frame(frame: Frame) -> Frame:
    """The question with as many groups as are told apart; its `top` is that of the names at a step."""
    least = len(frame.by[0].split.values) + 1 if frame.overlaps and frame.by[0].split else 0
    return replace(frame, top=max(GROUPS_MAX, least))


def groups_statement(walk: Walk, scan: Scan) -> Statement:
    """One row a group, those of more people first: its place, its values, its people."""
    columns = shown_columns(scan.frame)
    shown = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    return scan.binder.statement(
        f"WITH\n{_groups_ctes(walk, scan)}\nSELECT {shown}, count() AS people\nFROM placed\n"
        f"WHERE place <= {scan.frame.top}\nGROUP BY {', '.join(columns)}\nORDER BY shown_place"
    )


def group_people_sql(walk: Walk, group: Group, scan: Scan) -> str:
    """A SELECT of the people of a group."""
    split = replace(scan, frame=groups_frame(scan.frame))
    test = group_test(group, split.frame, split.binder)
    return f"WITH\n{_groups_ctes(walk, split)}\nSELECT person FROM placed WHERE {test}"


def _groups_ctes(walk: Walk, scan: Scan) -> str:
    """CTEs that end in `placed`: who has an anchor in the range, and their values at the one of their path."""
    tests = [
        selection_sql(walk.anchor, scan.scope, scan.binder),
        scan.between(*scan.bounds()),
        *scan.tests(),
    ]
    which = "argMax" if walk.way is Way.BEFORE else "argMin"
    values = "".join(
        f", {which}({value}, {PLACE_SQL}) AS {column}"
        for column, value in zip(event_columns(scan.frame), event_values(scan), strict=True)
    )
    return (
        f"anchored AS (\n  SELECT {scan.scope.event_person} AS person{values}\n"
        f"  FROM events\n  WHERE {all_of(tests)}\n  GROUP BY person\n),\n"
        f"split AS (\n  SELECT person{columns_sql(scan)}\n  FROM anchored{scan.joins('person')}\n),\n"
        f"{placed_sql(scan, 'split')}"
    )

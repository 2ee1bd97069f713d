"""The groups of an attribution: by what people are or have, each with touches and conversions of its own."""

from dataclasses import replace
from typing import Final

from stayflow.language.metric import selection_sql
from stayflow.language.statement import Statement
from stayflow.measure.analysis.groups import (
    Group,
    columns_sql,
    group_test,
    placed_sql,
    shown_columns,
)
from stayflow.measure.analysis.kinds.attribution.paths import Journeys
from stayflow.measure.analysis.model import Breakdown, Frame
from stayflow.measure.analysis.scan import Scan, all_of

GROUPS_MAX: Final = 5
"""Each group is credited by itself: as many as are looked at side by side, and the rest together."""


def split_frame(frame: Frame, by: tuple[Breakdown, ...]) -> Frame:
    """The question with its groups instead of what touches are told apart by."""
    split = by[0].split
    least = len(split.values) + 1 if split is not None and split.overlaps else 0
    return replace(frame, by=by, top=max(GROUPS_MAX, least))


def groups_statement(journeys: Journeys, scan: Scan) -> Statement:
    """One row a group, those of more people first and the rest last: its place, then its values."""
    columns = shown_columns(scan.frame)
    shown = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    return scan.binder.statement(
        f"WITH\n{_groups_ctes(journeys, scan)}\nSELECT DISTINCT {shown}\nFROM placed\nORDER BY shown_place"
    )


def among_group(scan: Scan, journeys: Journeys, split: Frame, group: Group) -> Scan:
    """The statement over the people of a group only."""
    grouped = replace(scan, frame=split)
    test = group_test(group, split, scan.binder)
    people = f"WITH\n{_groups_ctes(journeys, grouped)}\nSELECT person FROM placed WHERE {test}"
    return replace(scan, among=people)


def _groups_ctes(journeys: Journeys, scan: Scan) -> str:
    """CTEs that end in `placed`: whoever has a touch or a conversion that may count, and their values."""
    start, end = scan.bounds()
    either = [
        selection_sql(each, scan.scope, scan.binder)
        for each in (journeys.touch, journeys.conversion)
    ]
    tests = [
        f"(({either[0]}) OR ({either[1]}))",
        scan.between(start - journeys.lookback, end),
        *scan.tests(),
    ]
    return (
        f"met AS (\n  SELECT DISTINCT {scan.scope.event_person} AS person\n"
        f"  FROM events\n  WHERE {all_of(tests)}\n),\n"
        f"split AS (\n  SELECT person{columns_sql(scan)}\n  FROM met{scan.joins('person')}\n),\n"
        f"{placed_sql(scan, 'split')}"
    )

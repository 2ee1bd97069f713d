"""Counting people per step: the statement, and its rows in the shape of the answer."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, repeat
from typing import Any, Final

import msgspec

from stayflow.language.statement import Statement
from stayflow.language.window import EPOCH
from stayflow.measure.analysis.errors import UnknownCell
from stayflow.measure.analysis.groups import read_group, same_groups, shown_columns
from stayflow.measure.analysis.kinds.funnel.model import (
    Bin,
    FunnelGroup,
    FunnelPeriod,
    FunnelQuestion,
    FunnelResult,
    FunnelStepPeople,
    Mode,
    StepTimes,
)
from stayflow.measure.analysis.kinds.funnel.people import people_ctes
from stayflow.measure.analysis.kinds.funnel.touches import lay_out
from stayflow.measure.analysis.periods import list_periods
from stayflow.measure.analysis.scan import Scan

LEVELS: Final = (0.25, 0.5, 0.75, 0.9)
MINUTE, HOUR, DAY = 60, 3600, 86400
EDGES: Final = (
    0, 10, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE,
    HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 3 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY, 180 * DAY,
)  # fmt: skip
"""Where the bins of the histogram begin, seconds: each about two or three times the one before."""

_EDGES_SQL: Final = f"CAST([{', '.join(str(edge * 1000) for edge in EDGES)}], 'Array(Int64)')"
Wait = Sequence[float] | float | None
"""A median, or a number per level, milliseconds; NaN over nobody."""
Bins = tuple[Sequence[int], Sequence[int]]
"""Where bins begin, milliseconds, and how many people are in each."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the count: whose it is, then its numbers.

    Attributes:
        place: Of the group; 0 for none.
        values: Of the group.
        entered_in: First day of the period of entry; the epoch for none.
        numbers: As `_cells` has them.
    """

    place: int
    values: Sequence[str]
    entered_in: date
    numbers: Sequence[Any]


def count_statement(question: FunnelQuestion, scan: Scan) -> Statement:
    """One row for everybody, then one per group and one per period: its place, values, period, then its numbers."""
    layout = lay_out(question, scan)
    keys, sets = _keys_sql(question)
    grouped = f"\nGROUP BY GROUPING SETS ({', '.join(sets)})\nORDER BY 1, entered" if keys else ""
    source = "placed" if question.frame.by else "reached"
    cells = ", ".join(_cells(question))
    return scan.binder.statement(
        f"WITH\n{people_ctes(layout)}\nSELECT {''.join(f'{key}, ' for key in keys)}{cells}\n"
        f"FROM {source}{grouped}"
    )


def bin_test(step: int, begin: int) -> str:
    """Test of rows of `reached`: how long the step took lies in the bin that begins so many seconds after the last.

    Raises:
        UnknownCell: The first step takes no time, or no bin begins there.
    """
    if step == 1 or begin not in EDGES:
        raise UnknownCell(
            f"times are of later steps, and bins begin at {', '.join(map(str, EDGES))} seconds",
            path="who.seconds",
        )
    return f"roundDown(wait_{step}, {_EDGES_SQL}) = {begin * 1000}"


def read_rows(question: FunnelQuestion, rows: Sequence[Sequence[Any]]) -> Iterator[Row]:
    """The rows of the count, told apart."""
    size = len(question.frame.by)
    if not size and question.per is None:
        yield Row(0, (), EPOCH.date(), rows[0])
        return
    for row in rows:
        yield Row(row[0], row[1 : size + 1], row[size + 1], row[size + 2 :])


def shape_result(
    question: FunnelQuestion, rows: Sequence[Sequence[Any]], scan: Scan
) -> FunnelResult:
    """The answer without its comparison."""
    everybody: list[FunnelStepPeople] = shape_steps(question, _nobody(question))
    groups: list[FunnelGroup] = []
    entered: dict[str, list[FunnelStepPeople]] = {}
    for row in read_rows(question, rows):
        steps = shape_steps(question, row.numbers)
        if row.place:
            is_other = row.place > question.frame.top
            group = read_group(question.frame, row.values, is_other=is_other)
            groups.append(FunnelGroup(by=group.by, is_other=is_other, steps=steps))
        elif row.entered_in > EPOCH.date():
            entered[row.entered_in.isoformat()] = steps
        else:
            everybody = steps
    return FunnelResult(
        steps=everybody,
        groups=groups if question.frame.by else None,
        periods=_shape_periods(question, entered, scan) if question.per else None,
    )


def set_beside(question: FunnelQuestion, now: FunnelResult, before: FunnelResult) -> FunnelResult:
    """An answer, and beside everybody and every group what they were in the range compared with."""
    nobody = shape_steps(question, _nobody(question))
    if now.groups is None:
        return msgspec.structs.replace(now, previous=before.steps)
    groups = []
    for named, group, was in same_groups(now.groups, before.groups or []):
        steps = group.steps if group else nobody
        groups.append(FunnelGroup(named.by, named.is_other, steps, was.steps if was else nobody))
    return msgspec.structs.replace(now, previous=before.steps, groups=groups)


def shape_steps(question: FunnelQuestion, numbers: Sequence[Any]) -> list[FunnelStepPeople]:
    """One row's numbers by step."""
    size = question.size
    cells = iter(numbers)
    people, pending = [*islice(cells, size)], [*islice(cells, size - 1), 0]
    lost = [0, *(islice(cells, size - 1) if question.has_optional else _lost(people, pending))]
    waits: list[Wait] = [None, *islice(cells, size - 1)]
    bins: list[Bins | int | None] = [
        None,
        *(cells if question.has_times else repeat(None, size - 1)),
    ]
    return [
        FunnelStepPeople(
            name=_name(question, index),
            people=people[index],
            rate_from_first=_rate(people[index], people[0]),
            rate_from_previous=_rate(
                people[index], people[question.previous(index + 1) - 1 if index else 0]
            ),
            median_seconds_from_previous=_median(waits[index], question),
            pending=pending[index],
            lost=lost[index],
            is_optional=step.is_optional,
            times=_times(waits[index], bins[index]),
        )
        for index, step in enumerate(question.steps)
    ]


def _name(question: FunnelQuestion, index: int) -> str:
    """Steps in any order are not steps one after the other, but how many were done."""
    if question.mode is Mode.ANY:
        return f"{index + 1} / {question.size}"
    return question.steps[index].name


def _keys_sql(question: FunnelQuestion) -> tuple[list[str], list[str]]:
    """Columns that tell the rows apart, and the sets they are grouped by; nothing for one row."""
    frame, per = question.frame, question.per
    if not frame.by and per is None:
        return [], []
    shown, sets = ["0 AS shown_place"], ["()"]
    if frame.by:
        columns = shown_columns(frame)
        shown = [f"{sql} AS {name}" for name, sql in columns.items()]
        sets.append(f"({', '.join(columns)})")
    if per is None:
        return [*shown, "toDate(0) AS entered"], sets
    return [*shown, "entered_in AS entered"], [*sets, "(entered)"]


def _cells(question: FunnelQuestion) -> list[str]:
    """People per step, pending per step but the last, lost and times per step but the first, and their bins.

    The lost are counted where a step may be left out; else they follow from people and pending (`_lost`).
    """
    numbers = range(1, question.size + 1)
    leaving = numbers[1:] if question.has_optional else ()
    level = "quantileExactInclusiveIf(0.5)"
    if question.has_times:
        level = f"quantilesExactInclusiveIf({', '.join(map(str, LEVELS))})"
    cells = [
        *(f"countIf({question.reached(number)}) AS people_{number}" for number in numbers),
        *(f"countIf(depth = {number} AND is_open) AS pending_{number}" for number in numbers[:-1]),
        *(f"countIf({question.lost(number)}) AS lost_{number}" for number in leaving),
        *(
            f"{level}(wait_{number}, {question.reached(number)}) AS median_{number}"
            for number in numbers[1:]
        ),
    ]
    if question.has_times:
        cells += [
            f"sumMapIf([roundDown(wait_{number}, {_EDGES_SQL})], [toUInt64(1)], {question.reached(number)})"
            f" AS bins_{number}"
            for number in numbers[1:]
        ]
    return cells


def _lost(people: Sequence[int], pending: Sequence[int]) -> Iterator[int]:
    """The lost of each step but the first, where no step may be left out: who else was at the step before."""
    return (
        before - now - open_
        for before, now, open_ in zip(people, people[1:], pending, strict=False)
    )


def _nobody(question: FunnelQuestion) -> list[Any]:
    """The numbers of a row over nobody."""
    later = question.size - 1
    waits = [[math.nan] * len(LEVELS) if question.has_times else math.nan] * later
    counted = question.size + later * (2 if question.has_optional else 1)
    return [0] * counted + waits + [((), ())] * (later if question.has_times else 0)


def _shape_periods(
    question: FunnelQuestion, entered: dict[str, list[FunnelStepPeople]], scan: Scan
) -> list[FunnelPeriod]:
    """Every period of the range, those without an entry as well."""
    assert question.per is not None  # noqa: S101  asked for by the caller
    nobody = shape_steps(question, _nobody(question))
    now = scan.scope.now
    return [
        FunnelPeriod(period.t, entered.get(period.t, nobody), not period.is_over(now))
        for period in list_periods(question.frame.range, question.per, scan.scope.zone, now)
    ]


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _seconds(milliseconds: float) -> float | None:
    return None if milliseconds != milliseconds else milliseconds / 1000  # noqa: PLR0124  NaN: nobody


def _median(wait: Wait, question: FunnelQuestion) -> float | None:
    """Of one level, or of the quantiles of all levels; nothing for the first step, and where nobody came."""
    if wait is None:
        return None
    if isinstance(wait, float | int):
        return None if question.has_times else _seconds(wait)
    return _seconds(wait[LEVELS.index(0.5)])


def _times(wait: Wait, bins: Bins | int | None) -> StepTimes | None:
    if wait is None or isinstance(wait, float | int):
        return None
    p25, p50, p75, p90 = (_seconds(each) for each in wait)
    begins, people = bins if isinstance(bins, tuple) else ((), ())
    known = {begin // 1000: count for begin, count in zip(begins, people, strict=True)}
    return StepTimes(p25, p50, p75, p90, _histogram(known))


def _histogram(known: dict[int, int]) -> list[Bin]:
    if not known:
        return []
    ends = [*EDGES[1:], None]
    return [
        Bin(edge, end, known.get(edge, 0))
        for edge, end in zip(EDGES, ends, strict=True)
        if min(known) <= edge <= max(known)
    ]

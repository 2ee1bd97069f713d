"""Repurchase 复购: who of the buyers of a range bought again so long after, and how long it took them.

A buyer's purchase is their first order in the range, at its first event; another order within the window from it on,
its end included and perhaps after the range, is a repurchase. Buyers whose window is not over yet wait: they are in
neither part of the rate, whether they bought again or not, as a rate over those who came back early says too much.
Intervals are from each order in the range to the same buyer's next one within the window.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from stayflow.language.place import PLACE_SQL
from stayflow.language.statement import Statement
from stayflow.language.window import Length
from stayflow.measure.analysis.scan import Scan, all_of

LEVELS: Final = (0.25, 0.5, 0.75, 0.9)
BUYERS: Final = {
    "over": "is_over",
    "again": "is_over AND is_back",
    "not_again": "is_over AND NOT is_back",
    "waiting": "NOT is_over",
}
"""Whom of the buyers a number counts: a test of rows of `buyers`."""


class Intervals(msgspec.Struct, frozen=True):
    """How long from an order to the next, seconds; None without any.

    Attributes:
        p25: A quarter of them were no longer.
        p50: Half of them.
        p75: Three quarters of them.
        p90: Nine tenths of them.
    """

    p25: float | None
    p50: float | None
    p75: float | None
    p90: float | None


class Repurchase(msgspec.Struct, frozen=True):
    """Of the buyers of a range, who bought again.

    Attributes:
        over: Buyers whose window is over.
        again: Of them, who bought again within it.
        rate: Again ÷ over, 0 to 1; None where nobody's window is over.
        waiting: Buyers whose window is not over; in no part of the rate.
        intervals: From each order in the range to the next one within the window.
    """

    over: int
    again: int
    rate: float | None
    waiting: int
    intervals: Intervals


@dataclass(frozen=True, slots=True)
class Window:
    """How long a buyer has to buy again, and how that was written."""

    length: timedelta
    said: Length


@dataclass(frozen=True, slots=True)
class Orders:
    """Which events are orders.

    Attributes:
        tests: Of their rows, but for the time.
        key: SQL of what tells orders apart, '' where an event is one by itself; None where each is.
    """

    tests: list[str]
    key: str | None


def repurchase_statement(orders: Orders, window: Window, scan: Scan) -> Statement:
    """One row: windows over, of them bought again, windows open, quantiles of the intervals in milliseconds."""
    levels = ", ".join(map(str, LEVELS))
    return scan.binder.statement(
        f"WITH\n{_ctes(orders, window, scan)}\n"
        "SELECT countIf(is_over) AS over_count, countIf(is_over AND is_back) AS again,\n"
        "  countIf(NOT is_over) AS waiting, sum(length(gaps)) AS pairs,\n"
        f"  quantilesExactInclusiveArray({levels})(gaps) AS quantiles\n"
        "FROM buyers"
    )


def buyers_statement(orders: Orders, window: Window, of: str, scan: Scan) -> Statement:
    """Who bought again, did not, or still may: `of` is a word of `BUYERS`."""
    return scan.binder.statement(
        f"WITH\n{_ctes(orders, window, scan)}\nSELECT person AS person_id\nFROM buyers\nWHERE {BUYERS[of]}"
    )


def shape_repurchase(row: Sequence[Any]) -> Repurchase:
    """The row of `repurchase_statement` as the answer has it."""
    over, again, waiting, pairs, quantiles = row
    waits = [each / 1000 for each in quantiles] if pairs else [None] * len(LEVELS)
    return Repurchase(over, again, again / over if over else None, waiting, Intervals(*waits))


def _ctes(orders: Orders, window: Window, scan: Scan) -> str:
    """CTE `buyers`: a row per buyer of the range, `is_over`, `is_back`, and `gaps` in milliseconds."""
    start, end = scan.bounds()
    span = int(window.length / timedelta(milliseconds=1))
    own = (
        ""
        if orders.key is None
        else f"{orders.key}, if({orders.key} = '', {PLACE_SQL}, toInt128(0))"
    )
    key = own or PLACE_SQL
    until = scan.between(start, end + window.length + timedelta(milliseconds=1))
    last, now = _milliseconds(end), _milliseconds(scan.scope.now)
    return (
        "orders AS (\n"
        f"  SELECT {scan.scope.event_person} AS person, min(toUnixTimestamp64Milli(time)) AS at\n"
        f"  FROM events\n  WHERE {all_of([*orders.tests, until])}\n"
        f"  GROUP BY person, {key}\n),\n"
        "buyers AS (\n"
        "  SELECT person, arraySort(groupArray(at)) AS instants, instants[1] AS first,\n"
        f"    first + {span} <= {now} AS is_over,\n"
        f"    length(instants) > 1 AND instants[2] - first <= {span} AS is_back,\n"
        "    arrayMap((from, to) -> to - from, arrayPopBack(instants), arrayPopFront(instants)) AS steps,\n"
        f"    arrayFilter((gap, from) -> gap <= {span} AND from < {last}, steps, arrayPopBack(instants)) AS gaps\n"
        f"  FROM orders\n  GROUP BY person\n  HAVING first < {last}\n)"
    )


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)

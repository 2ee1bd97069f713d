"""Where a day begins and how long it is: the conformance suite whose results are `docs/measure/time-zones.md`.

Every expectation is written by hand. The page is what the suite answered; after a change that is meant:
`STAYFLOW_SNAPSHOTS=write python -m pytest tests/measure/analysis/test_time_zones.py`.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.measure.world import Happened, World

PAGE = Path(__file__).resolve().parents[3] / "docs" / "measure" / "time-zones.md"
LATER = datetime(2026, 12, 20, tzinfo=UTC)
HEAD = """# Time zones and changes of the clock

[中文](time-zones.zh-CN.md)

A project has one zone. Days, weeks and months are those of its calendar; hours follow each other in time; windows of a funnel are lengths of the clock, not of the calendar.
What follows from that is held to these cases, each with an answer written down by hand, and every analysis is compared with a slow computation over random events in the same zones, around both changes of
the clock (`tests/measure/analysis`). This page is written by the test that checks it.

| zone | case | events, local time | asked | answer |
| --- | --- | --- | --- | --- |
"""
TAIL = """
- A day of 23 or 25 hours is a day: of retention, of a trend, of an entry into a funnel. Whoever wants 24 hours after each start asks retention for `"clock": "elapsed"`.
- An hour that the clock repeats is two points with the same local time and different offsets; one that it skips is none.
- Hours are counted from each midnight. Where the clock moves by half an hour (Lord Howe Island), those after the change begin at half past, and the last one of that day is half as long.
- A day that a zone left out (30 December 2011 in Samoa) is there with 0, as any day without events.
- Days are never cut in UTC. A project in `UTC` has days of UTC.
"""


@dataclass(frozen=True)
class Case:
    """One question in one zone.

    Attributes:
        zone: The project's.
        says: What it shows.
        events: Name, person, local time (or UTC, with a Z).
        question: What is asked.
        shows: What of the answer is looked at.
        expected: Written by hand.
    """

    zone: str
    says: str
    events: Sequence[tuple[str, int, str]]
    question: Mapping[str, Any]
    shows: Callable[[Any], Any]
    expected: Any

    def happened(self) -> list[Happened]:
        return [Happened(name, person, self.instant(at)) for name, person, at in self.events]

    def instant(self, at: str) -> datetime:
        read = datetime.fromisoformat(at)
        return (read if read.tzinfo else read.replace(tzinfo=ZoneInfo(self.zone))).astimezone(UTC)


def days(first: str, last: str) -> dict[str, str]:
    return {"from": first, "to": last}


def trend(first: str, last: str, per: str = "day") -> dict[str, Any]:
    return {"kind": "trend", "metrics": [{"event": "a"}], "per": per, "range": days(first, last)}


def retention(first: str, **more: Any) -> dict[str, Any]:
    asked = {
        "kind": "retention",
        "start": {"event": "a"},
        "periods": 2,
        "range": days(first, first),
    }
    return {**asked, **more}


def funnel(first: str, window: str) -> dict[str, Any]:
    steps = [{"event": "a"}, {"event": "b"}]
    return {"kind": "funnel", "steps": steps, "window": window, "range": days(first, first)}


def web(first: str) -> dict[str, Any]:
    return {"kind": "web", "view": {"event": "a"}, "range": days(first, first)}


def session(first: str, last: str) -> dict[str, Any]:
    return {"kind": "session", "midnight": True, "range": days(first, last)}


def values(result: Any) -> list[Any]:
    return [point["value"] for point in result["series"][0]["points"]]


def met(result: Any) -> dict[str, Any]:
    return {p["t"]: p["value"] for p in result["series"][0]["points"] if p["value"]}


def hours(result: Any) -> int:
    return len(result["series"][0]["points"])


def returned(result: Any) -> list[Any]:
    return result["cohorts"][0]["values"]


def people(result: Any) -> list[int]:
    return [step["people"] for step in result["steps"]]


def before(result: Any) -> list[Any]:
    return [[point["t"], point["value"]] for point in result["series"][0]["previous"]]


def visits_by_hour(result: Any) -> list[list[int]]:
    return [[each["weekday"], each["hour"], each["visits"]] for each in result["hours"]]


def sessions(result: Any) -> list[int]:
    return [each["numbers"]["sessions"] for each in result["series"]]


def seconds(result: Any) -> Any:
    return result["quantiles"]["p50"]


def numbers_of_days(result: Any) -> list[list[Any]]:
    return [[each["from"], each["people"]] for each in result["bins"]]


def accounts(result: Any) -> list[list[int]]:
    return [[each["new"], each["kept"], each["churned"]] for each in result["series"]]


CASES = [
    Case("Asia/Shanghai", "a day begins at 16:00 UTC", [("a", 1, "2026-03-02T15:59:59Z"), ("a", 1, "2026-03-02T16:00:00Z")],
         trend("2026-03-02", "2026-03-03"), values, [1, 1]),
    Case("Asia/Shanghai", "the next morning is the next day", [("a", 1, "2026-03-02T23:30"), ("a", 1, "2026-03-03T07:00")],
         retention("2026-03-02"), returned, [1, 1, 0]),
    Case("America/New_York", "8 March 2026 has 23 hours", [("a", 1, "2026-03-08T12:00")],
         trend("2026-03-08", "2026-03-08", "hour"), hours, 23),
    Case("America/New_York", "1 November 2026 has 25 hours", [("a", 1, "2026-11-01T12:00")],
         trend("2026-11-01", "2026-11-01", "hour"), hours, 25),
    Case("America/New_York", "Sunday night is the week that ends, though it is Monday in UTC", [("a", 1, "2026-03-15T23:30")],
         trend("2026-03-09", "2026-03-22", "week"), values, [1, 0]),
    Case("America/New_York", "one hour counts over the hour that is skipped", [("a", 1, "2026-03-08T01:59:59"), ("b", 1, "2026-03-08T03:00:00")],
         funnel("2026-03-08", "1s"), people, [1, 1]),
    Case("Asia/Kathmandu", "a day begins at a quarter past an hour of UTC", [("a", 1, "2026-03-31T18:14:59Z"), ("a", 1, "2026-03-31T18:15:00Z")],
         trend("2026-03-31", "2026-04-01"), values, [1, 1]),
    Case("Asia/Kathmandu", "so do months", [("a", 1, "2026-03-31T18:14:59Z"), ("a", 1, "2026-03-31T18:15:00Z")],
         trend("2026-03-01", "2026-04-30", "month"), values, [1, 1]),
    Case("Asia/Kathmandu", "and hours", [("a", 1, "2026-03-31T05:59:59"), ("a", 1, "2026-03-31T06:00:00")],
         trend("2026-03-31", "2026-03-31", "hour"), met, {"2026-03-31T05:00:00+05:45": 1, "2026-03-31T06:00:00+05:45": 1}),
    Case("Pacific/Apia", "a day begins at 11:00 UTC of the day before", [("a", 1, "2026-03-14T10:59:59Z"), ("a", 1, "2026-03-14T11:00:00Z")],
         trend("2026-03-14", "2026-03-15"), values, [1, 1]),
    Case("Pacific/Apia", "30 December 2011 was left out", [("a", 1, "2011-12-30T09:59:59Z"), ("a", 1, "2011-12-30T10:00:00Z")],
         trend("2011-12-29", "2011-12-31"), values, [1, 0, 1]),
    Case("Europe/Berlin", "29 March 2026 has 23 hours", [("a", 1, "2026-03-29T12:00")],
         trend("2026-03-29", "2026-03-29", "hour"), hours, 23),
    Case("Europe/Berlin", "a short day is a day of retention", [("a", 1, "2026-03-28T23:30"), ("a", 1, "2026-03-29T23:30"), ("a", 1, "2026-03-30T00:10")],
         retention("2026-03-28"), returned, [1, 1, 1]),
    Case("Europe/Berlin", "24 hours after the start are not the next day: the same time is 23 hours later",
         [("a", 1, "2026-03-28T23:30"), ("a", 1, "2026-03-29T23:30")],
         retention("2026-03-28", clock="elapsed"), returned, [1, 0, 0]),
    Case("Europe/Berlin", "two o'clock twice on 25 October 2026", [("a", 1, "2026-10-25T00:30:00Z"), ("a", 1, "2026-10-25T01:30:00Z"), ("a", 2, "2026-10-25T01:40:00Z")],
         trend("2026-10-25", "2026-10-25", "hour"), met, {"2026-10-25T02:00:00+02:00": 1, "2026-10-25T02:00:00+01:00": 2}),
    Case("Europe/Berlin", "a window of 1d is 24 hours: on the long day the same time next day is too late",
         [("a", 1, "2026-10-24T12:00"), ("b", 1, "2026-10-25T12:00"), ("a", 2, "2026-10-24T12:00"), ("b", 2, "2026-10-25T11:00")],
         funnel("2026-10-24", "1d"), people, [2, 1]),
    Case("Europe/Berlin", "and on the short day it is in time", [("a", 1, "2026-03-28T12:00"), ("b", 1, "2026-03-29T13:00")],
         funnel("2026-03-28", "1d"), people, [1, 1]),
    Case("Asia/Kathmandu", "and quarters", [("a", 1, "2026-03-31T18:14:59Z"), ("a", 1, "2026-03-31T18:15:00Z")],
         trend("2026-01-01", "2026-06-30", "quarter"), values, [1, 1]),
    Case("America/New_York", "a week goes on over new year", [("a", 1, "2025-12-31T23:30"), ("a", 1, "2026-01-01T00:30")],
         trend("2025-12-29", "2026-01-04", "week"), values, [2]),
    Case("America/New_York", "the last evening of a leap February is February", [("a", 1, "2024-02-29T23:30")],
         trend("2024-02-01", "2024-03-31", "month"), values, [1, 0]),
    Case("America/New_York", "29 February is compared with the 28th of the year before", [("a", 1, "2024-02-29T12:00"), ("a", 1, "2023-02-28T23:30"), ("a", 1, "2023-03-01T00:30")],
         {**trend("2024-02-29", "2024-02-29"), "compare": "year"}, before, [["2023-02-28", 1]]),
    Case("America/New_York", "the long day is one day", [("a", 1, "2026-11-01T00:30"), ("a", 1, "2026-11-01T23:30")],
         {"kind": "distribution", "metric": {"event": "a", "aggregate": "days"}, "range": days("2026-11-01", "2026-11-02")}, numbers_of_days, [[1, 1]]),
    Case("Europe/Berlin", "the day before the short day is whole", [("a", 1, "2026-03-28T00:00"), ("a", 1, "2026-03-28T23:59:59"), ("a", 1, "2026-03-29T00:00")],
         {**trend("2026-03-29", "2026-03-29"), "compare": "previous"}, before, [["2026-03-28", 2]]),
    Case("Europe/Berlin", "no visit begins in the hour that is skipped", [("a", 1, "2026-03-29T01:59:59"), ("a", 2, "2026-03-29T03:00:00")],
         web("2026-03-29"), visits_by_hour, [[7, 1, 1], [7, 3, 1]]),
    Case("Europe/Berlin", "both two o'clocks are one hour of the week", [("a", 1, "2026-10-25T00:30:00Z"), ("a", 2, "2026-10-25T01:30:00Z")],
         web("2026-10-25"), visits_by_hour, [[7, 2, 2]]),
    Case("Europe/Berlin", "a visit ends at the midnight of the calendar", [("a", 1, "2026-03-29T23:59"), ("a", 1, "2026-03-30T00:01")],
         session("2026-03-29", "2026-03-30"), sessions, [1, 1]),
    Case("Europe/Berlin", "noon to noon are 23 hours", [("a", 1, "2026-03-28T12:00"), ("b", 1, "2026-03-29T12:00")],
         {"kind": "interval", "from": {"event": "a"}, "to": {"event": "b"}, "range": days("2026-03-28", "2026-03-28")}, seconds, 23 * 3600),
    Case("Europe/Berlin", "who came on both days around the change stayed", [("a", 1, "2026-10-24T23:30"), ("a", 1, "2026-10-25T23:30")],
         {"kind": "status", "range": days("2026-10-24", "2026-10-26")}, accounts, [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    Case("Pacific/Apia", "the day that was left out is a day of retention that nobody came back on", [("a", 1, "2011-12-29T23:30"), ("a", 1, "2011-12-31T00:30")],
         retention("2011-12-29"), returned, [1, 0, 1]),
]  # fmt: skip


@pytest.fixture(scope="module")
def answers(world_in) -> list[Any]:
    """What every case is answered."""
    found = []
    for case in CASES:
        world: World = world_in(case.zone)
        world.now = LATER
        world.fill(case.happened())
        found.append(case.shows(world.ask(**case.question)))
    return found


@pytest.mark.parametrize("number", range(len(CASES)))
def test_the_case_is_answered_as_written(answers, number):
    assert answers[number] == CASES[number].expected, CASES[number].says


def test_the_page_says_what_was_answered(answers):
    rows = "".join(_row(case, found) for case, found in zip(CASES, answers, strict=True))
    text = HEAD + rows + TAIL
    if os.environ.get("STAYFLOW_SNAPSHOTS") == "write":
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text


def _row(case: Case, found: Any) -> str:
    told = ", ".join(
        f"{name} of {person} at {at.replace('T', ' ')}" for name, person, at in case.events
    )
    asked = case.question
    what = f"{asked['kind']}, {asked['range']['from']} to {asked['range']['to']}"
    for key in ("per", "window", "clock", "compare", "midnight"):
        what += f", `{key}` {asked[key]}" if key in asked else ""
    return f"| {case.zone} | {case.says} | {told} | {what} | `{found}` |\n"

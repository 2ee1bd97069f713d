"""Stickiness 粘性: on how many days of a week or month people were active.

`values[k]` are the people of the period who did the event on exactly k + 1 of its days, in the project's zone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import msgspec

from stayflow.language.metric import (
    EventSelection,
    describe_selection,
    parse_selection,
    selection_sql,
)
from stayflow.language.raw import JsonObject, read_choice, read_object, read_text
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Statement
from stayflow.language.window import Granularity
from stayflow.measure.analysis.daily import (
    ONE_BY_ONE,
    PERIOD_OF_DAY,
    daily_people_sql,
    is_answered_daily,
)
from stayflow.measure.analysis.earlier import Beside, compared_cell, parse_comparison
from stayflow.measure.analysis.errors import Unsupported
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.periods import Period, day_after, find_period, list_periods
from stayflow.measure.analysis.request import check_fields, read_count
from stayflow.measure.analysis.scan import Scan, all_of
from stayflow.measure.analysis.words import describe_frame, with_comparison

DAYS_OF = {Granularity.WEEK: 7, Granularity.MONTH: 31}
_NOBODY: Final = "bitmapBuild(emptyArrayUInt64())"


class StickyPeriod(msgspec.Struct, frozen=True):
    """One period.

    Attributes:
        t: Its first day.
        people: Everybody with the event in it.
        average_days: Days a person was active; None over nobody.
        share_of_days: The same as a share of the days of the period.
        values: People active on exactly one day, on two, ….
        is_incomplete: True when it is not over.
    """

    t: str
    people: int
    average_days: float | None
    share_of_days: float | None
    values: list[int]
    is_incomplete: bool


class StickinessResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """The periods, oldest first; `previous` are those of the range compared with."""

    periods: list[StickyPeriod]
    previous: list[StickyPeriod] | None = None


@dataclass(frozen=True, slots=True)
class Stickiness(Beside[StickinessResult]):
    """A question for stickiness."""

    selection: EventSelection
    per: Granularity

    def beside(self, now: StickinessResult, desk: Desk) -> StickinessResult:
        """The periods of the range compared with."""
        return StickinessResult(now.periods, self.then(desk).alone(desk).periods)

    def alone(self, desk: Desk) -> StickinessResult:
        """People by days of activity, per period."""
        scan = Scan(self.frame, desk.scope)
        found: dict[str, dict[int, int]] = {}
        if is_answered_daily(scan, self.selection):
            for t, common in desk.read(self._common(scan)):
                found[t.isoformat()] = count_exactly(common)
        else:
            for t, days, people in desk.read(self._count(scan)):
                found.setdefault(t.isoformat(), {})[days] = people
        periods = list_periods(self.frame.range, self.per, desk.scope.zone, desk.scope.now)
        return StickinessResult(
            [self._shape(each, found.get(each.t, {}), desk) for each in periods]
        )

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        counted = Sentence(
            "每{per}做过 {event} 的人，按其中做过的天数分组：恰好一天、恰好两天……的人数；天为项目时区的日历日。",
            "People with {event} in a {per}, by the number of its days they did it on: exactly one, two and so on. "
            "Days are those of the project's calendar.",
        ).say(
            lang,
            event=describe_selection(self.selection, lang),
            per=PER_SAID[self.per].say(lang),
        )
        return describe_frame(self.frame, with_comparison(counted, self.comparison, lang), lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people of a period; with `days`, those active on exactly so many of its days."""
        read_object(who, "who", known=("t", "days", "compared"))
        if (cell := compared_cell(who)) is not None:
            return self.then(desk).people(cell, desk)
        scan = Scan(self.frame, desk.scope)
        periods = list_periods(self.frame.range, self.per, desk.scope.zone, desk.scope.now)
        period = find_period(periods, read_text(who.get("t"), "who.t"))
        days, tests = None, [f"t = {scan.binder.bind(period.t, 'Date')}"]
        if who.get("days") is not None:
            days = read_count(who["days"], "who.days", least=1, most=DAYS_OF[self.per])
        if is_answered_daily(scan, self.selection):
            ctes = exactly_ctes(self.selection, self.per, scan)
            bitmap = "everybody" if days is None else f"exactly[{days + 1}]"
            return scan.binder.statement(
                f"WITH\n{ctes}\nSELECT arrayJoin(bitmapToArray({bitmap})) AS person_id\n"
                f"FROM counted\nWHERE {all_of(tests)}"
            )
        if days is not None:
            tests.append(f"days = {days}")
        return scan.binder.statement(
            f"SELECT person AS person_id\nFROM (\n{self._days_sql(scan)}\n)\nWHERE {all_of(tests)}"
        )

    def _common(self, scan: Scan) -> Statement:
        """One row a period: how many people have at least the binary places of one day set, of two, …."""
        sets = "arrayConcat(sets, [place], arrayMap(each -> bitmapAnd(each, place), sets))"
        return scan.binder.statement(
            f"WITH\n{places_ctes(self.selection, self.per, scan)}\n"
            "SELECT t, arrayMap(each -> bitmapCardinality(each),\n"
            f"    arrayFold((sets, place) -> {sets}, places, arraySlice([{_NOBODY}], 1, 0))) AS common\nFROM added"
        )

    def _count(self, scan: Scan) -> Statement:
        """One row a period and number of days: its people, told from the events."""
        return scan.binder.statement(
            f"SELECT t, days, count() AS people\nFROM (\n{self._days_sql(scan)}\n)\n"
            "GROUP BY t, days\nORDER BY t, days"
        )

    def _days_sql(self, scan: Scan) -> str:
        """One row a period and person, from the events: on how many days."""
        tests = [
            selection_sql(self.selection, scan.scope, scan.binder),
            scan.between(*scan.bounds()),
            *scan.tests(),
        ]
        active = (
            f"SELECT DISTINCT toDate(time, '{scan.scope.zone.key}') AS day,"
            f" {scan.scope.event_person} AS person\nFROM events\nWHERE {all_of(tests)}"
        )
        return (
            f"SELECT {PERIOD_OF_DAY[self.per]} AS t, person, count() AS days\nFROM (\n{active}\n)\n"
            "GROUP BY t, person"
        )

    def _shape(self, period: Period, found: dict[int, int], desk: Desk) -> StickyPeriod:
        begin = date.fromisoformat(period.t)
        days = (day_after(begin, self.per) - begin).days
        people = sum(found.values())
        average = sum(each * many for each, many in found.items()) / people if people else None
        return StickyPeriod(
            t=period.t,
            people=people,
            average_days=average,
            share_of_days=None if average is None else average / days,
            values=[found.get(each, 0) for each in range(1, days + 1)],
            is_incomplete=not period.is_over(desk.scope.now),
        )


def places_ctes(selection: EventSelection, per: Granularity, scan: Scan) -> str:
    """CTEs that end in `added`, one row a period `t`: `places[i]` has the i-th binary place of their days set.

    The days are added up as binary numbers of all people at once, a day by carrying. What is carried over are few
    people; it stands first, as the engine copies what stands there.
    """
    first, last = scan.frame.range.days(scan.scope.zone, scan.scope.now)
    daily = daily_people_sql(selection, first, last, "day", scan)
    bits = DAYS_OF[per].bit_length()
    carries = ["today"]
    for place in range(1, bits):
        carries.append(f"bitmapAnd({carries[-1]}, places[{place}])")
    return (
        f"days AS (\n  SELECT {PERIOD_OF_DAY[per]} AS t, groupArray(people) AS active\n"
        f"  FROM (SELECT t AS day, people FROM (\n{daily}\n))\n  GROUP BY t\n  {ONE_BY_ONE}\n),\n"
        "added AS (\n  SELECT t, arrayFold((places, today) ->\n"
        f"    arrayMap((place, carry) -> bitmapXor(place, carry), places, [{', '.join(carries)}]),\n"
        f"    active, arrayMap(n -> {_NOBODY}, range({bits}))) AS places\n  FROM days\n)"
    )


def count_exactly(common: Sequence[int]) -> dict[int, int]:
    """People by their number of days, of which `common[k - 1]` have at least the binary places of k set.

    Who has more places than those of k is taken off, place by place.

    >>> count_exactly([5, 4, 3])
    {1: 2, 2: 1, 3: 3}
    """
    exactly = [0, *common]
    place = 1
    while place < len(exactly):
        for days in range(1, len(exactly)):
            if not days & place:
                exactly[days] -= exactly[days | place]
        place *= 2
    return {days: people for days, people in enumerate(exactly) if people}


def exactly_ctes(selection: EventSelection, per: Granularity, scan: Scan) -> str:
    """CTEs that end in `counted`, one row a period `t`: `exactly[k + 1]` are the people of exactly k days, as a bitmap.

    `everybody` are those of any number of days.
    """
    halved = (
        "arrayConcat(arrayMap(each -> bitmapAndnot(each, place), sets),"
        " arrayMap(each -> bitmapAnd(each, place), sets))"
    )
    return (
        f"{places_ctes(selection, per, scan)},\n"
        f"counted AS (\n  SELECT t, arrayFold((all, place) -> bitmapOr(all, place), places, {_NOBODY}) AS everybody,\n"
        f"    arrayFold((sets, place) -> {halved}, places, [everybody]) AS exactly\n  FROM added\n)"
    )


def parse_stickiness(raw: JsonObject, frame: Frame) -> Stickiness:
    """Read `event`, `where`, `per` and `compare`.

    Raises:
        Unsupported: A breakdown.
    """
    check_fields(raw, "event", "where", "per", "compare")
    if frame.by:
        raise Unsupported("stickiness is not split by values; use people or filter", path="by")
    per = Granularity(read_choice(raw.get("per", "week"), "per", [each.value for each in DAYS_OF]))
    comparison = parse_comparison(raw.get("compare"), frame.range)
    return Stickiness(frame, parse_selection(raw), per, comparison=comparison)


PER_SAID = {Granularity.WEEK: Sentence("周", "week"), Granularity.MONTH: Sentence("月", "month")}

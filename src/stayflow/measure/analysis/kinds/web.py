"""Web 流量: page views, visitors, visits, where they came from and went, when, and who is here now.

A visit is made of everything a person did, cut as sessions are, and is one of the web when it has a page view. It
bounces when it is over and the page view is all there is. A visitor is new when nothing they did is known from before
the range; in the series, in the period of their first visit of it. New and returning visitors add up to all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import msgspec

from stayflow.language.metric import (
    THEIR_OWN_SQL,
    EventSelection,
    describe_selection,
    parse_selection,
    selection_sql,
)
from stayflow.language.raw import (
    JsonObject,
    read_boolean,
    read_choice,
    read_object,
    read_text,
)
from stayflow.language.scope import ValueType, property_sql
from stayflow.language.sentence import Lang, Sentence, say_length
from stayflow.language.statement import Statement
from stayflow.language.window import Granularity, Length, Range, period_sql
from stayflow.measure.analysis.daily import active_people_statement
from stayflow.measure.analysis.errors import Unsupported
from stayflow.measure.analysis.kinds.session import parse_visits
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.periods import (
    CLOCK_SECONDS,
    find_period,
    list_periods,
    period_name,
)
from stayflow.measure.analysis.request import check_fields, read_count
from stayflow.measure.analysis.scan import Scan, all_of
from stayflow.measure.analysis.visits import Visits
from stayflow.measure.analysis.words import describe_frame

VIEW_DEFAULT = "page_view"
PERS = ("hour", "day", "week", "month", "quarter")
LIVE = timedelta(minutes=5)
PAGES = ("entry", "exit", "page")
"""Dimensions of a visit that are no property of its first event; all of them name pages by their path."""
SOURCE = "source"
OF = ("all", "new", "returning", "bounced", "open", "live")
_VIEW, _PATH, _IP, _VALUE = range(4)
"""Places among what is kept of an event."""


_Part = tuple[str | None, bool, float, dict[str, Any]]
"""A value, whether it is the rest, its share of the visits, and the fields of `WebNumbers`."""


class WebNumbers(msgspec.Struct, frozen=True):
    """What is counted of some visits.

    Attributes:
        pv: Page views.
        uv: Visitors: people.
        ips: Different addresses, where the project keeps them.
        visits: How many.
        new_visitors: Of the visitors, those nothing is known of from before the range.
        returning_visitors: The other ones.
        bounces: Visits that are over, of one page view and nothing else.
        open: Visits that may go on.
        bounce_rate: Share of the visits that are over; None when none is.
        pages_per_visit: Mean; None without a visit.
        visit_seconds: From the first event of a visit to its last, on average.
        median_visit_seconds: Half of the visits lasted no longer.
    """

    pv: int
    uv: int
    ips: int
    visits: int
    new_visitors: int
    returning_visitors: int
    bounces: int
    open: int
    bounce_rate: float | None
    pages_per_visit: float | None
    visit_seconds: float | None
    median_visit_seconds: float | None


class WebPoint(WebNumbers, frozen=True, kw_only=True):
    """The visits that begin in one period."""

    t: str
    is_incomplete: bool


class WebHour(msgspec.Struct, frozen=True):
    """Visits that begin in an hour of the day (0 to 23) of a weekday (1 is Monday), and whose they are."""

    weekday: int
    hour: int
    visits: int
    uv: int


class WebSource(WebNumbers, frozen=True, kw_only=True):
    """The visits from one source; None where none is known, `share` of all visits."""

    source: str | None
    is_other: bool
    share: float


class WebValue(WebNumbers, frozen=True, kw_only=True):
    """The visits of one value of the dimension; `value` None where there is none, `share` of all visits."""

    value: str | None
    is_other: bool
    share: float


class WebResult(WebNumbers, frozen=True, kw_only=True):
    """All visits of the range, by source, period, hour and value; `live`: people who did something just now."""

    sources: list[WebSource]
    series: list[WebPoint]
    hours: list[WebHour]
    values: list[WebValue]
    live: int


@dataclass(frozen=True, slots=True)
class Web:
    """A question for traffic; `dimension` is a property of a visit's first event, or one of `PAGES`."""

    frame: Frame
    view: EventSelection
    visits: Visits
    silence_said: Length
    per: Granularity
    dimension: str | None

    def answer(self, desk: Desk) -> WebResult:
        """The numbers."""
        scan = Scan(self.frame, desk.scope)
        total, hours, found = _NOTHING, [], {}
        periods = list_periods(self.frame.range, self.per, desk.scope.zone, desk.scope.now)
        for t, weekday, hour, *row in desk.read(self._count(scan)):
            if t is not None:
                found[period_name(t, periods)] = _numbers(row)
            elif weekday is not None:
                hours.append(WebHour(weekday, hour, row[3], row[1]))
            else:
                total = _numbers(row)
        now = desk.scope.now
        ((live,),) = desk.read(self._live(Scan(self.frame, desk.scope), "uniqExact(person)"))
        visits = total["visits"]
        sources = self._by(SOURCE)._parts(visits, desk)  # noqa: SLF001  the same class
        parts = sources
        if self.dimension != SOURCE:
            parts = self._parts(visits, desk) if self.dimension else []
        return WebResult(
            **total,
            sources=[
                WebSource(source=value, is_other=is_other, share=share, **numbers)
                for value, is_other, share, numbers in sources
            ],
            series=[
                WebPoint(
                    **found.get(each.t, _NOTHING), t=each.t, is_incomplete=not each.is_over(now)
                )
                for each in periods
            ],
            hours=sorted(hours, key=lambda each: (each.weekday, each.hour)),
            values=[
                WebValue(value=value, is_other=is_other, share=share, **numbers)
                for value, is_other, share, numbers in parts
            ],
            live=live,
        )

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        counted = Sentence(
            "页面浏览为 {view}；访问由一个人的全部事件组成，静默超过 {silence} 结束，至少有一次页面浏览，"
            "按开始时刻计入周期。跳出为只有一次页面浏览、没有其他事件且已结束的访问；新访客为所选时间之前没有任何事件的人；时长为最后一个事件减第一个事件；"
            "在线为最近 5 分钟有事件的人。",
            "A page view is {view}. A visit is everything a person did until they were silent for more than {silence}, "
            "with a page view in it, counted in the period it begins in. A bounce is over and has one page view and "
            "nothing else; a new visitor has done nothing before the range; duration is last event minus first; live "
            "are people who did something in the last 5 minutes.",
        ).say(
            lang,
            view=describe_selection(self.view, lang),
            silence=say_length(self.silence_said.count, self.silence_said.unit, lang),
        )
        return describe_frame(self.frame, counted, lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The visitors: all, new, of a period (`t`), an hour (`weekday`, `hour`), a `value`; or who is live.

        `source` is a value of the sources, and `is_other` beside it the rest of them.
        """
        read_object(who, "who", known=("of", "t", "weekday", "hour", "value", "source", "is_other"))
        if "source" in who:
            asked = {name: value for name, value in who.items() if name != "source"}
            return self._by(SOURCE).people({**asked, "value": who["source"]}, desk)
        of = read_choice(who.get("of", "all"), "who.of", OF)
        scan = Scan(self.frame, desk.scope)
        if of == "live":
            return self._live(scan, "DISTINCT person AS person_id")
        tests = [_TESTS.get(of, "1"), *self._cell_tests(who, scan, desk)]
        if who.get("t") is not None and of in {"new", "returning"}:
            first = f"{self._period('first_began', scan)} = {self._period('began', scan)}"
            tests[0] = f"is_new AND {first}" if of == "new" else f"NOT (is_new AND {first})"
        source = "seen"
        if "value" in who or who.get("is_other"):
            source = "placed"
        return scan.binder.statement(
            f"WITH\n{self._ctes(scan, with_places=source == 'placed')}\n"
            f"SELECT DISTINCT person AS person_id\nFROM {source}\nWHERE {all_of(tests)}"
        )

    def _cell_tests(self, who: JsonObject, scan: Scan, desk: Desk) -> list[str]:
        zone, tests = scan.scope.zone.key, []
        if who.get("t") is not None:
            periods = list_periods(self.frame.range, self.per, desk.scope.zone, desk.scope.now)
            period = find_period(periods, read_text(who["t"], "who.t"))
            start, end = (scan.binder.instant(at) for at in (period.start, period.end))
            tests.append(f"began >= {start} AND began < {end}")
        for name, least, most, read in (
            ("weekday", 1, 7, f"toDayOfWeek(began, 0, '{zone}')"),
            ("hour", 0, 23, f"toHour(began, '{zone}')"),
        ):
            if who.get(name) is not None:
                tests.append(
                    f"{read} = {read_count(who[name], f'who.{name}', least=least, most=most)}"
                )
        if read_boolean(who.get("is_other", False), "who.is_other"):
            tests.append(f"place > {self.frame.top}")
        elif "value" in who:
            value = "" if who["value"] is None else read_text(who["value"], "who.value")
            tests.append(f"value = {scan.binder.bind(value, 'String')}")
        return tests

    def _by(self, dimension: str) -> "Web":
        return replace(self, dimension=dimension)

    def _parts(self, visits: int, desk: Desk) -> list[_Part]:
        """The visits of each value of the dimension, those of most visits first."""
        scan, top = Scan(self.frame, desk.scope), self.frame.top
        statement = scan.binder.statement(
            f"WITH\n{self._ctes(scan, with_places=True)}\n"
            f"SELECT least(place, {top + 1}) AS shown, if(place > {top}, '', value) AS named,\n"
            f"  {_numbers_sql('is_new')}\n"
            "FROM placed\nGROUP BY shown, named\nORDER BY shown"
        )
        return [
            (
                None if place > top else value or None,
                place > top,
                row[3] / visits,
                _numbers(row),
            )
            for place, value, *row in desk.read(statement)
        ]

    def _ctes(self, scan: Scan, *, with_places: bool = False) -> str:
        """CTEs that end in `seen`, one row a visit with a page view; or in `placed`, one a visit and value."""
        view = selection_sql(self.view, scan.scope, scan.binder)
        value = "''"
        if self.dimension and self.dimension not in PAGES:
            value = property_sql(
                scan.scope, scan.binder, self.dimension, wanted=ValueType.TEXT, path="dimension"
            )
        part = self.visits.value_of
        visits = self.visits.ctes([f"({view})", "path", "ip", value], scan)
        named = {
            "entry": f"[{part('shown[1]', _PATH)}]",
            "exit": f"[{part('shown[-1]', _PATH)}]",
            "page": f"arrayDistinct(arrayMap(each -> {part('each', _PATH)}, shown))",
        }.get(self.dimension or "", f"[toString({part('done[1]', _VALUE)})]")
        views = "length(shown)"
        if self.dimension == "page" and with_places:
            views = f"countEqual(arrayMap(each -> {part('each', _PATH)}, shown), value)"
        known = scan.binder.include(active_people_statement(self._before(scan)))
        seen = (
            "seen AS (\n"
            f"  SELECT person, began, seconds, size, is_open, arrayFilter(each -> {part('each', _VIEW)}, done)"
            " AS shown,\n"
            f"    length(shown) AS shown_views, arrayFilter(ip -> ip != '', arrayMap(each -> {part('each', _IP)},"
            f" done)) AS ips,\n    {named} AS named, min(began) OVER (PARTITION BY person) AS first_began,\n"
            f"    person NOT IN (\n{known}\n) AS is_new{'' if with_places else ', shown_views AS views'}\n"
            "  FROM visits\n  WHERE arrayExists(each -> "
            f"{part('each', _VIEW)}, done)\n)"
        )
        if not with_places:
            return f"{visits},\n{seen}"
        return (
            f"{visits},\n{seen},\n"
            f"valued AS (\n  SELECT *, arrayJoin(named) AS value, {views} AS views FROM seen\n),\n"
            "sized AS (\n  SELECT *, count() OVER (PARTITION BY value) AS value_visits FROM valued\n),\n"
            "placed AS (\n  SELECT *, dense_rank() OVER (ORDER BY value_visits DESC, value) AS place FROM sized\n)"
        )

    def _before(self, scan: Scan) -> Scan:
        """Everything before the range, whoever did it."""
        days = self.frame.range
        if days.last is not None:
            before = Range(before=days.last)
        else:
            first, _ = days.days(scan.scope.zone, scan.scope.now)
            before = Range(last_on=first - timedelta(days=1))
        return Scan(replace(self.frame, range=before, people=None, filter=None, by=()), scan.scope)

    def _period(self, column: str, scan: Scan) -> str:
        period = period_sql(column, self.per, scan.scope.zone)
        return f"toUnixTimestamp({period})" if self.per in CLOCK_SECONDS else period

    def _count(self, scan: Scan) -> Statement:
        """One row in all, one a period, one a weekday and hour; new is who came first in the period of the visit."""
        zone, t = scan.scope.zone.key, self._period("began", scan)
        new = f"is_new AND {self._period('first_began', scan)} = {t}"
        return scan.binder.statement(
            f"WITH\n{self._ctes(scan)}\n"
            f"SELECT toNullable({t}) AS t, toNullable(toDayOfWeek(began, 0, '{zone}')) AS weekday,\n"
            f"  toNullable(toHour(began, '{zone}')) AS hour,\n  {_numbers_sql(new)}\n"
            "FROM seen\nGROUP BY GROUPING SETS ((), (t), (weekday, hour))"
        )

    def _live(self, scan: Scan, asked: str) -> Statement:
        """Who did something in the last minutes, whatever the range."""
        now = scan.scope.now
        tests = [THEIR_OWN_SQL, scan.between(now - LIVE, now + timedelta(milliseconds=1))]
        return scan.binder.statement(
            f"SELECT {asked}\nFROM (\n  SELECT {scan.scope.event_person} AS person\n"
            f"  FROM events\n  WHERE {all_of([*tests, *scan.tests()])}\n)"
        )


def parse_web(raw: JsonObject, frame: Frame) -> Web:
    """Read `view`, `dimension`, `per`, and `silence`, `midnight` and `campaign` as sessions have them.

    Raises:
        Unsupported: A breakdown: visits are split by a dimension.
    """
    check_fields(raw, "view", "dimension", "per", "silence", "midnight", "campaign")
    if frame.by:
        raise Unsupported('visits are split by one dimension: {"dimension": "source"}', path="by")
    visits, said = parse_visits(raw)
    node = read_object(
        raw.get("view", {"event": VIEW_DEFAULT}), "view", known=("event", "where", "name")
    )
    per = read_choice(raw.get("per", "day"), "per", PERS)
    given = raw.get("dimension")
    dimension = None if given is None else read_text(given, "dimension")
    return Web(frame, parse_selection(node, "view"), visits, said, Granularity(per), dimension)


def _numbers(row: Sequence[Any]) -> dict[str, Any]:
    """The fields of `WebNumbers`."""
    views, visitors, ips, visits, new, bounces, still, mean, median = row
    over = visits - still
    return {
        "pv": views,
        "uv": visitors,
        "ips": ips,
        "visits": visits,
        "new_visitors": new,
        "returning_visitors": visitors - new,
        "bounces": bounces,
        "open": still,
        "bounce_rate": bounces / over if over else None,
        "pages_per_visit": views / visits if visits else None,
        "visit_seconds": mean if visits else None,
        "median_visit_seconds": median if visits else None,
    }


def _numbers_sql(new: str) -> str:
    """Aggregates over visits, in the order `_numbers` reads them."""
    return (
        "sum(views), uniqExact(person), uniqExactArray(ips), count(),"
        f" uniqExactIf(person, {new}),\n  countIf({_BOUNCED}), countIf(is_open),"
        " avg(seconds), quantileExactInclusive(0.5)(seconds)"
    )


_BOUNCED = "shown_views = 1 AND size = 1 AND NOT is_open"
_TESTS = {"new": "is_new", "returning": "NOT is_new", "bounced": _BOUNCED, "open": "is_open"}
_NOTHING = _numbers((0,) * 9)

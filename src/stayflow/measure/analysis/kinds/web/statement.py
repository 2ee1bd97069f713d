"""Visits with a page view, one row each, and what is counted of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from stayflow.language.metric import THEIR_OWN_SQL, selection_sql
from stayflow.language.scope import ValueType, property_sql
from stayflow.language.statement import Statement
from stayflow.language.window import Range, period_sql
from stayflow.measure.analysis.daily import active_people_statement
from stayflow.measure.analysis.kinds.web.model import PAGES, WebQuestion
from stayflow.measure.analysis.named import number_sql, page_sql
from stayflow.measure.analysis.periods import CLOCK_SECONDS
from stayflow.measure.analysis.scan import Scan, all_of

LIVE: Final = timedelta(minutes=5)
LEAVE: Final = "page_leave"
TOLD_BY_COLLECTORS: Final = (
    *("session_start", LEAVE, "$pageleave", "$WebStay", "$WebPageLeave"),
    *("first_visit", "user_engagement"),
)
"""Events that nobody did: collectors tell by them that a visit began, goes on, or left a page."""
_ACTED: Final = f"event NOT IN {TOLD_BY_COLLECTORS}"
_VIEW, _PATH, _IP, _ACT, _VISIBLE, _VALUE = range(6)
"""Places among what is kept of an event."""
BOUNCED: Final = "shown_views = 1 AND NOT acted AND NOT is_open"


def visit_ctes(question: WebQuestion, scan: Scan, *, with_places: bool = False) -> str:
    """CTEs that end in `seen`, one row a visit with a page view; or in `placed`, one a visit and value."""
    part = question.visits.value_of
    visits = question.visits.ctes(_kept(question, scan), scan)
    path = part("each", _PATH)
    named = {
        "entry": f"[{part('shown[1]', _PATH)}]",
        "exit": f"[{part('shown[-1]', _PATH)}]",
        "page": f"arrayDistinct(arrayMap(each -> {path}, shown))",
    }.get(question.dimension or "", f"[toString({part('done[1]', _VALUE)})]")
    known = scan.binder.include(active_people_statement(_before(question, scan)))
    of_pages = with_places and question.dimension == "page"
    kept = "done" if of_pages else f"{_visible_sql(question, 'done')} AS visible"
    seen = (
        "seen AS (\n"
        f"  SELECT person, began, seconds, is_open, arrayFilter(each -> {part('each', _VIEW)}, done) AS shown,\n"
        f"    length(shown) AS shown_views, arrayExists(each -> {part('each', _ACT)}, done) AS acted,\n"
        f"    arrayFilter(ip -> ip != '', arrayMap(each -> {part('each', _IP)}, done)) AS ips, {kept},\n"
        f"    {named} AS named, min(began) OVER (PARTITION BY person) AS first_began,\n"
        f"    person NOT IN (\n{known}\n) AS is_new{'' if with_places else ', shown_views AS views'}\n"
        f"  FROM visits\n  WHERE arrayExists(each -> {part('each', _VIEW)}, done)\n)"
    )
    if not with_places:
        return f"{visits},\n{seen}"
    values = "arrayJoin(named) AS value, shown_views AS views"
    if of_pages:
        there = f"arrayFilter(each -> {path} = value, done)"
        values = (
            f"arrayJoin(named) AS value, countEqual(arrayMap(each -> {path}, shown), value) AS views,\n"
            f"    {_visible_sql(question, there)} AS visible"
        )
    return (
        f"{visits},\n{seen},\n"
        f"valued AS (\n  SELECT *, {values}\n  FROM seen\n),\n"
        "sized AS (\n  SELECT *, count() OVER (PARTITION BY value) AS value_visits FROM valued\n),\n"
        "placed AS (\n  SELECT *, dense_rank() OVER (ORDER BY value_visits DESC, value) AS place FROM sized\n)"
    )


def _kept(question: WebQuestion, scan: Scan) -> list[str]:
    """What is kept of an event, in the order of the places above."""
    view = selection_sql(question.view, scan.scope, scan.binder)
    value = "''"
    if question.dimension and question.dimension not in PAGES:
        value = property_sql(
            scan.scope, scan.binder, question.dimension, wanted=ValueType.TEXT, path="dimension"
        )
    told, events = number_sql(question.visible.amount, scan), question.visible.events
    leaves = (
        f"event = '{LEAVE}'" if events is None else selection_sql(events, scan.scope, scan.binder)
    )
    acted = f"({_ACTED} AND NOT ({view}))"
    return [f"({view})", page_sql(scan), "ip", acted, f"if({leaves}, {told}, NULL)", value]


def _visible_sql(question: WebQuestion, events: str) -> str:
    """Seconds that pages were visible in some events, NULL where none of them tells."""
    told = question.visits.value_of("each", _VISIBLE)
    return (
        f"if(arrayExists(each -> isNotNull({told}), {events}),"
        f" arraySum(each -> ifNull({told}, 0), {events}) / {question.visible.per_second}, NULL)"
    )


def _before(question: WebQuestion, scan: Scan) -> Scan:
    """Everything before the range, whoever did it."""
    days = question.frame.range
    if days.last is not None:
        before = Range(before=days.last)
    else:
        first, _ = days.days(scan.scope.zone, scan.scope.now)
        before = Range(last_on=first - timedelta(days=1))
    return Scan(replace(question.frame, range=before, people=None, filter=None, by=()), scan.scope)


def period_of(column: str, question: WebQuestion, scan: Scan) -> str:
    """SQL of the period an instant lies in."""
    period = period_sql(column, question.per, scan.scope.zone)
    return f"toUnixTimestamp({period})" if question.per in CLOCK_SECONDS else period


def count_statement(question: WebQuestion, scan: Scan) -> Statement:
    """One row in all, one a period, one a weekday and hour; new is who came first in the period of the visit."""
    zone, t = scan.scope.zone.key, period_of("began", question, scan)
    new = f"is_new AND {period_of('first_began', question, scan)} = {t}"
    return scan.binder.statement(
        f"WITH\n{visit_ctes(question, scan)}\n"
        f"SELECT toNullable({t}) AS t, toNullable(toDayOfWeek(began, 0, '{zone}')) AS weekday,\n"
        f"  toNullable(toHour(began, '{zone}')) AS hour,\n  {_numbers_sql(new)}\n"
        "FROM seen\nGROUP BY GROUPING SETS ((), (t), (weekday, hour))"
    )


def parts_statement(question: WebQuestion, scan: Scan) -> Statement:
    """One row a leading value of the dimension, those of most visits first, and one for the rest."""
    top = question.frame.top
    return scan.binder.statement(
        f"WITH\n{visit_ctes(question, scan, with_places=True)}\n"
        f"SELECT least(place, {top + 1}) AS shown, if(place > {top}, '', value) AS named,\n"
        f"  {_numbers_sql('is_new')}\n"
        "FROM placed\nGROUP BY shown, named\nORDER BY shown"
    )


def live_statement(scan: Scan, asked: str) -> Statement:
    """Who did something in the last minutes, whatever the range."""
    now = scan.scope.now
    tests = [THEIR_OWN_SQL, scan.between(now - LIVE, now + timedelta(milliseconds=1))]
    return scan.binder.statement(
        f"SELECT {asked}\nFROM (\n  SELECT {scan.scope.event_person} AS person\n"
        f"  FROM events\n  WHERE {all_of([*tests, *scan.tests()])}\n)"
    )


def read_numbers(row: Sequence[Any]) -> dict[str, Any]:
    """The fields of `WebNumbers`, of a row as the statements select them."""
    views, visitors, ips, visits, new, bounces, still, mean, median, *visible = row
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
        "measured": visible[0],
        "visible_seconds": visible[1],
        "median_visible_seconds": visible[2],
    }


def _numbers_sql(new: str) -> str:
    """Aggregates over visits, in the order `read_numbers` reads them."""
    return (
        "sum(views), uniqExact(person), uniqExactArray(ips), count(),"
        f" uniqExactIf(person, {new}),\n  countIf({BOUNCED}), countIf(is_open),"
        " avg(seconds), quantileExactInclusive(0.5)(seconds),\n"
        "  count(visible), avg(visible), quantileExactInclusive(0.5)(visible)"
    )


NOTHING: Final[Mapping[str, Any]] = read_numbers((*(0,) * 10, None, None))

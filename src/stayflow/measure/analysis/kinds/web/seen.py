"""Visits with a page view, one row each: when, of which value, and whether they are the person's first."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from stayflow.language.metric import selection_sql
from stayflow.language.scope import ValueType, property_sql
from stayflow.language.window import Range, period_sql
from stayflow.measure.analysis.daily import active_people_statement
from stayflow.measure.analysis.kinds.web.model import PAGES, WebQuestion
from stayflow.measure.analysis.named import is_number_seen, names_sql, number_sql, page_sql
from stayflow.measure.analysis.periods import CLOCK_SECONDS
from stayflow.measure.analysis.scan import Scan
from stayflow.measure.analysis.visits import MARK_BITS, READ_AROUND, Kept

LEAVE: Final = "page_leave"
TOLD_BY_COLLECTORS: Final = (
    *("session_start", LEAVE, "$pageleave", "$WebStay", "$WebPageLeave"),
    *("first_visit", "user_engagement"),
)
"""Events that nobody did: collectors tell by them that a visit began, goes on, or left a page."""
BOUNCED: Final = "views = 1 AND acts = 0 AND NOT is_open"
_VIEWS: Final = f"bitAnd(mark, {(1 << MARK_BITS) - 1})"
_IS_VIEW: Final = "bitTest(mark, 0)"


@dataclass(frozen=True, slots=True)
class Seen:
    """The visits of one statement.

    Attributes:
        question: What is asked.
        scan: The statement.
        names: SQL of an array of all values of the dimension in their order; the first is none. Empty without one.
        has_ips: True when the addresses of the events are asked for.
        has_time: True when visible time is.
    """

    question: WebQuestion
    scan: Scan
    names: str
    has_ips: bool = False
    has_time: bool = False

    @classmethod
    def of(
        cls, question: WebQuestion, scan: Scan, *, has_ips: bool = False, counts: bool = False
    ) -> "Seen":
        """The visits of a question; visible time, where any may be told, only for what `counts`."""
        visible = question.visible
        has_time = counts and (visible.events is not None or is_number_seen(visible.amount, scan))
        names = ""
        if question.dimension is not None:
            names = names_sql(f"toString({_value_sql(question, scan)})", row_tests(question, scan))
        return cls(question, scan, names, has_ips, has_time)

    def ctes(self) -> str:
        """CTEs that end in `seen`, one row a visit with a page view that begins in the range.

        Columns: `person`, `is_new`; `began`, `t` its period, `first_t` that of the person's first visit, `hour` that
        of the week; `seconds`, `is_open`; `views`, and `acts`, what else somebody did; `is_first`, and of the person's
        visits of the same period, hour or value `is_first_of_t`, `is_first_of_hour`, `is_first_of_value`; `value`, its
        place among `names`; where asked for `ips`, as numbers, and `visible` seconds, NULL where nothing tells. Where
        the dimension is every page, a visit has a row for each, with the views and visible seconds of it.
        """
        question, scan, visits = self.question, self.scan, self.question.visits
        known = scan.binder.include(active_people_statement(_before(question, scan)))
        shown = f"{_VIEWS} > 0 AND {visits.in_range_sql('begun', scan)}"
        kept = "".join(
            f",\n    arrayFilter((each, is_shown) -> is_shown, {array}, shown) AS shown_{name}"
            for name, array in self._arrays().items()
        )
        timed = "".join(f",\n      {sql} AS all_{name}" for name, sql in self._timed().items())
        columns = [*self._timed(), *self._arrays()]
        joined = [f"all_{name} AS {name}" for name in self._timed()]
        joined += [f"shown_{name} AS {name}" for name in self._arrays()]
        seen = (
            f"{visits.stays_ctes(self._kept(), scan)},\n"
            "theirs AS (\n  SELECT person,\n"
            f"    arrayMap((begun, mark) -> {shown}, begins, marks) AS shown{kept}\n"
            "  FROM stays\n  WHERE has(shown, 1)\n),\n"
            f"visited AS (\n  SELECT person, is_new, first_t, {', '.join(columns)},\n"
            f"    {_VIEWS} AS views, bitShiftRight(mark, {MARK_BITS}) AS acts,\n"
            "    (last_ms - began_ms) / 1000 AS seconds\n"
            f"  FROM (\n    SELECT *, person NOT IN (\n{known}\n) AS is_new{timed}, all_t[1] AS first_t\n"
            f"    FROM theirs\n  )\n  ARRAY JOIN {', '.join(joined)}\n)"
        )
        return f"{seen},\n{self._seen_cte()}"

    def _kept(self) -> Kept:
        question, scan = self.question, self.scan
        view = selection_sql(question.view, scan.scope, scan.binder)
        acted = f"event NOT IN {TOLD_BY_COLLECTORS} AND NOT ({view})"
        code = []
        if self.names:
            value = f"transform(toString({_value_sql(question, scan)}), {self.names}, arrayEnumerate({self.names}), 1)"
            code = [f"toUInt32({value})"]
        each = [*code] if self._is_of_pages else []
        if self.has_time:
            told, events = number_sql(question.visible.amount, scan), question.visible.events
            leaves = (
                f"event = '{LEAVE}'"
                if events is None
                else selection_sql(events, scan.scope, scan.binder)
            )
            each.append(f"ifNull(if({leaves}, toFloat64({told}), NULL), nan)")
        if self.has_ips:
            each.append("if(ip = '', 0, sipHash64(ip))")
        return Kept((view, acted), () if self._is_of_pages else tuple(code), tuple(each))

    @property
    def _is_of_pages(self) -> bool:
        return self.question.dimension in PAGES

    @property
    def _is_of_every_page(self) -> bool:
        return self.question.dimension == "page"

    def _arrays(self) -> dict[str, str]:
        """What is known of the visits of a person, in arrays, by the name of its column."""
        arrays = {"began_ms": "begins", "last_ms": "ends", "is_open": "opens", "mark": "marks"}
        arrays |= self._values()
        if self.has_time:
            arrays["told"] = f"each_{int(self._is_of_pages)}s"
        if self.has_ips:
            arrays["ip"] = f"each_{int(self._is_of_pages) + self.has_time}s"
        return arrays

    def _values(self) -> dict[str, str]:
        """The value of each visit; of every page, what its values are made of."""
        if self._is_of_every_page:
            return {"paths": "each_0s", "marked": "marked"}
        if self._is_of_pages:
            which = "arrayFirst" if self.question.dimension == "entry" else "arrayLast"
            found = f"{which}((path, mark) -> {_IS_VIEW}, paths, marks_of_it)"
            return {"value": f"arrayMap((paths, marks_of_it) -> {found}, each_0s, marked)"}
        return {"value": "first_0s"} if self.names else {}

    def _timed(self) -> dict[str, str]:
        question, scan, zone = self.question, self.scan, self.scan.scope.zone.key
        moments = f"arrayMap(ms -> {question.visits.moment_sql('ms', scan)}, shown_began_ms)"
        hour = f"(toDayOfWeek(at, 0, '{zone}') - 1) * 24 + toHour(at, '{zone}')"
        columns = {
            "began": moments,
            "t": f"arrayMap(at -> {period_of('at', question, scan)}, all_began)",
            "hour": f"arrayMap(at -> toUInt8({hour}), all_began)",
            "is_first": "arrayMap(n -> n = 1, arrayEnumerate(all_began))",
            "is_first_of_t": "arrayMap(n -> n = 1, arrayEnumerateUniq(all_t))",
            "is_first_of_hour": "arrayMap(n -> n = 1, arrayEnumerateUniq(all_hour))",
        }
        if self.names and not self._is_of_every_page:
            columns["is_first_of_value"] = "arrayMap(n -> n = 1, arrayEnumerateUniq(shown_value))"
        return columns

    def _seen_cte(self) -> str:
        columns = ["*"]
        if self._is_of_every_page:
            columns = [
                "* EXCEPT (views)",
                "1 AS is_first_of_value",
                f"arrayJoin(arrayDistinct(arrayFilter((path, mark) -> {_IS_VIEW}, paths, marked))) AS value",
                f"arrayCount((path, mark) -> {_IS_VIEW} AND path = value, paths, marked) AS views",
            ]
        if self.has_time:
            there = "NOT isNaN(seconds_told)"
            told = f"arrayFilter(seconds_told -> {there}, told)"
            if self._is_of_every_page:
                told = f"arrayFilter((seconds_told, path) -> {there} AND path = value, told, paths)"
            per_second = self.question.visible.per_second
            columns += [
                f"{told} AS measured",
                f"if(empty(measured), NULL, arraySum(measured) / {per_second}) AS visible",
            ]
        if self.has_ips:
            columns.append("arrayFilter(each -> each != 0, ip) AS ips")
        return f"seen AS (\n  SELECT {', '.join(columns)}\n  FROM visited\n)"


def _value_sql(question: WebQuestion, scan: Scan) -> str:
    """The value of an event: the page it is on, or the property that visits are split by."""
    if question.dimension in PAGES:
        return page_sql(scan)
    assert question.dimension is not None  # noqa: S101  only asked of a question that has one
    return property_sql(
        scan.scope, scan.binder, question.dimension, wanted=ValueType.TEXT, path="dimension"
    )


def row_tests(question: WebQuestion, scan: Scan) -> list[str]:
    """Tests of the rows of `events` that visits are made of."""
    start, end = scan.bounds()
    return [
        selection_sql(question.visits.events, scan.scope, scan.binder),
        scan.between(start - READ_AROUND, end + READ_AROUND),
        *scan.tests(),
    ]


def period_of(column: str, question: WebQuestion, scan: Scan) -> str:
    """SQL of the period an instant lies in."""
    period = period_sql(column, question.per, scan.scope.zone)
    return f"toUnixTimestamp({period})" if question.per in CLOCK_SECONDS else period


def _before(question: WebQuestion, scan: Scan) -> Scan:
    """Everything before the range, whoever did it."""
    days = question.frame.range
    if days.last is not None:
        before = Range(before=days.last)
    else:
        first, _ = days.days(scan.scope.zone, scan.scope.now)
        before = Range(last_on=first - timedelta(days=1))
    return Scan(replace(question.frame, range=before, people=None, filter=None, by=()), scan.scope)

"""The question as an analysis: its answer, its definition, and the people behind its numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec

from stayflow.language.metric import describe_selection
from stayflow.language.raw import (
    JsonObject,
    read_boolean,
    read_choice,
    read_object,
    read_text,
)
from stayflow.language.sentence import Lang, Sentence, say_length
from stayflow.language.statement import Statement
from stayflow.measure.analysis.earlier import compared_frame
from stayflow.measure.analysis.kinds.web.model import (
    SOURCE,
    WebHour,
    WebNumbers,
    WebPoint,
    WebQuestion,
    WebResult,
    WebSource,
    WebValue,
)
from stayflow.measure.analysis.kinds.web.search import list_searches, searchers_statement
from stayflow.measure.analysis.kinds.web.seen import BOUNCED
from stayflow.measure.analysis.kinds.web.statement import (
    HOUR,
    NOTHING,
    PERIOD,
    TOTAL,
    VALUE,
    count_statement,
    has_ips_statement,
    live_statement,
    read_numbers,
    visitors_statement,
)
from stayflow.measure.analysis.model import Desk
from stayflow.measure.analysis.periods import find_period, list_periods, period_name
from stayflow.measure.analysis.request import read_count, refuse_beside
from stayflow.measure.analysis.scan import Scan
from stayflow.measure.analysis.words import describe_comparison, describe_frame

HOURS: Final = 24
OF: Final = ("all", "new", "returning", "bounced", "open", "live")
WHO_FIELDS: Final = (
    *("of", "t", "weekday", "hour", "value", "source", "word", "is_other", "compared"),
)
_Part = tuple[str | None, bool, dict[str, Any]]
"""A value, whether it is the rest, and the fields of `WebNumbers`."""


@dataclass(frozen=True, slots=True)
class _Found:
    """All visits, by period, by hour of the week, and by value, those of most visits first."""

    total: dict[str, Any]
    series: list[WebPoint]
    hours: list[WebHour]
    parts: list[_Part]


@dataclass(frozen=True, slots=True)
class Web:
    """A question for traffic."""

    question: WebQuestion

    def answer(self, desk: Desk) -> WebResult:
        """The numbers."""
        question = _settled(self.question, desk)
        has_ips = bool(desk.read(has_ips_statement(question, Scan(question.frame, desk.scope))))
        by_source = replace(question, dimension=SOURCE)
        found = _count(by_source, (TOTAL, PERIOD, HOUR, VALUE), desk, has_ips=has_ips)
        ((live,),) = desk.read(
            live_statement(Scan(self.question.frame, desk.scope), "uniqExact(person)")
        )
        parts = found.parts
        if question.dimension != SOURCE:
            parts = []
            if question.dimension is not None:
                parts = _count(question, (VALUE,), desk, has_ips=has_ips).parts
        visits = found.total["visits"]
        sources, values = _shared(found.parts, visits), _shared(parts, visits)
        result = WebResult(
            **found.total,
            sources=[WebSource(source=value, **numbers) for value, numbers in sources],
            series=found.series,
            hours=found.hours,
            values=[WebValue(value=value, **numbers) for value, numbers in values],
            searches=list_searches(self.question, desk),
            live=live,
        )
        if self.question.comparison is None:
            return result
        compared = replace(_settled(self._compared(desk), desk), dimension=None)
        earlier = _count(compared, (TOTAL, PERIOD), desk, has_ips=has_ips)
        return msgspec.structs.replace(
            result, previous=WebNumbers(**earlier.total), previous_series=earlier.series
        )

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        question = self.question
        counted = _COUNTED.say(
            lang,
            view=describe_selection(question.view, lang),
            silence=say_length(question.silence_said.count, question.silence_said.unit, lang),
        )
        counted += describe_comparison(question.comparison, lang)
        return describe_frame(question.frame, counted.rstrip(), lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The visitors: all, new, of a period (`t`), an hour (`weekday`, `hour`), a `value`; or who is live.

        `source` is a value of the sources, `word` one that was searched, and `is_other` beside it the rest of them.

        Raises:
            UnknownCell: The answer has no such number, or is not compared.
        """
        read_object(who, "who", known=WHO_FIELDS)
        question = self.question
        if read_boolean(who.get("compared", False), "who.compared"):
            question = self._compared(desk)
        if "word" in who:
            refuse_beside(who, "a word", "of", "t", "weekday", "hour", "value", "source")
            return searchers_statement(who, question, Scan(question.frame, desk.scope))
        if "source" in who:
            refuse_beside(who, "a source", "value")
            question = replace(question, dimension=SOURCE)
            who = {**who, "value": who["source"]}
        return _visitors(question, who, desk)

    def _compared(self, desk: Desk) -> WebQuestion:
        """The same question over the range it is compared with."""
        question = self.question
        frame = compared_frame(question.comparison, question.frame, desk.scope)
        return replace(question, frame=frame, comparison=None)


def _settled(question: WebQuestion, desk: Desk) -> WebQuestion:
    """The same question; where no event names a campaign its visits need not look for any."""
    return replace(question, visits=question.visits.settled(Scan(question.frame, desk.scope), desk))


def _count(question: WebQuestion, rows: Sequence[int], desk: Desk, *, has_ips: bool) -> _Found:
    scope, top = desk.scope, question.frame.top
    total, hours, parts, found = dict(NOTHING), list[WebHour](), list[_Part](), {}
    periods = list_periods(question.frame.range, question.per, scope.zone, scope.now)
    scan = Scan(question.frame, scope)
    for row, t, hour, place, value, *numbers in desk.read(
        count_statement(question, rows, scan, has_ips=has_ips)
    ):
        if row == TOTAL:
            total = read_numbers(numbers)
        elif row == PERIOD:
            found[period_name(t, periods)] = read_numbers(numbers)
        elif row == HOUR:
            hours.append(WebHour(hour // HOURS + 1, hour % HOURS, numbers[3], numbers[1]))
        else:
            is_other = place > top
            parts.append((None if is_other else value or None, is_other, read_numbers(numbers)))
    series = [
        WebPoint(**found.get(each.t, NOTHING), t=each.t, is_incomplete=not each.is_over(scope.now))
        for each in periods
    ]
    return _Found(total, series, sorted(hours, key=lambda each: (each.weekday, each.hour)), parts)


def _shared(parts: Sequence[_Part], visits: int) -> Iterator[tuple[str | None, dict[str, Any]]]:
    """Every value, and the fields of its line: of all `visits` it has its share."""
    for value, is_other, numbers in parts:
        yield value, {"is_other": is_other, "share": numbers["visits"] / visits, **numbers}


def _visitors(question: WebQuestion, who: JsonObject, desk: Desk) -> Statement:
    of = read_choice(who.get("of", "all"), "who.of", OF)
    scan = Scan(question.frame, desk.scope)
    if of == "live":
        refuse_beside(who, "live", "t", "weekday", "hour", "value", "is_other")
        return live_statement(scan, "DISTINCT person AS person_id")
    tests = [_TESTS.get(of, "1"), *_cell_tests(question, who, scan)]
    if who.get("t") is not None and of in {"new", "returning"}:
        tests[0] = "is_new AND first_t = t" if of == "new" else "NOT (is_new AND first_t = t)"
    if "value" not in who and not who.get("is_other"):
        question = replace(question, dimension=None)
    return visitors_statement(question, tests, scan)


def _cell_tests(question: WebQuestion, who: JsonObject, scan: Scan) -> list[str]:
    scope, tests = scan.scope, []
    if who.get("t") is not None:
        periods = list_periods(question.frame.range, question.per, scope.zone, scope.now)
        period = find_period(periods, read_text(who["t"], "who.t"))
        start, end = (scan.binder.instant(at) for at in (period.start, period.end))
        tests.append(f"began >= {start} AND began < {end}")
    for name, least, most, read in (
        ("weekday", 1, 7, f"intDiv(hour, {HOURS}) + 1"),
        ("hour", 0, HOURS - 1, f"hour % {HOURS}"),
    ):
        if who.get(name) is not None:
            at = read_count(who[name], f"who.{name}", least=least, most=most)
            tests.append(f"{read} = {at}")
    if read_boolean(who.get("is_other", False), "who.is_other"):
        tests.append(f"place > {question.frame.top}")
    elif "value" in who:
        value = "" if who["value"] is None else read_text(who["value"], "who.value")
        tests.append(f"named = {scan.binder.bind(value, 'String')}")
    return tests


_TESTS: Final = {"new": "is_new", "returning": "NOT is_new", "bounced": BOUNCED, "open": "is_open"}
_COUNTED: Final = Sentence(
    "页面浏览为 {view}；访问由一个人的全部事件组成，静默超过 {silence} 结束，至少有一次页面浏览，"
    "按开始时刻计入周期。跳出为只有一次页面浏览、没有其他行为且已结束的访问（采集端自动上报的会话开始与离开页面不算行为）；"
    "新访客为所选时间之前没有任何事件的人；时长为最后一个事件减第一个事件；可见时长为页面处于可见状态的时长之和，"
    "只计有测量的访问；在线为最近 5 分钟有事件的人。",
    "A page view is {view}. A visit is everything a person did until they were silent for more than {silence}, "
    "with a page view in it, counted in the period it begins in. A bounce is over and has one page view and "
    "nothing else that somebody did (that a visit began or a page was left is told by collectors); a new visitor has "
    "done nothing before the range; duration is last event minus first; visible time is how long pages were visible, "
    "over the visits where it was measured; live are people who did something in the last 5 minutes. ",
)

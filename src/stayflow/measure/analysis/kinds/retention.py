"""Retention 留存: of the people who started in a period, how many came back in each later period.

A person's cohort is the period of their first start event in the range. `values[k]` are the people of the cohort with
the back event in the k-th period after it; `k = 0` is the same period, at or after that start event. Periods are days,
ISO weeks or months of the project's calendar. A period that is not over has no value.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from stayflow.language.metric import EventSelection, describe_selection, parse_selection
from stayflow.language.raw import JsonObject, read_choice, read_object, read_text
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Statement
from stayflow.language.window import Granularity
from stayflow.measure.analysis.cohorts import (
    CohortQuestion,
    cohort_size_statement,
    returned_statements,
    returner_statement,
)
from stayflow.measure.analysis.errors import TooMuchAsked, UnknownCell, Unsupported
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.periods import Period, list_periods
from stayflow.measure.analysis.request import check_fields, read_count
from stayflow.measure.analysis.scan import Scan
from stayflow.measure.analysis.words import describe_frame

PERIODS_DEFAULT, RETENTION_PERIODS_MAX = 30, 366
COHORTS_MAX = 400
PERS = ("day", "week", "month")


class Cohort(msgspec.Struct, frozen=True):
    """People who started in the period `t`; `values[k]` of them came back, None where the period is not over."""

    t: str
    size: int
    values: list[int | None]


class RetentionResult(msgspec.Struct, frozen=True):
    """Cohorts, oldest first; `average[k]` is weighted by size, over the cohorts that have a value."""

    cohorts: list[Cohort]
    average: list[float | None]


@dataclass(frozen=True, slots=True)
class Retention:
    """A question for retention."""

    frame: Frame
    question: CohortQuestion

    def answer(self, desk: Desk) -> RetentionResult:
        """Cohorts and their returns."""
        cohorts = self._cohorts(desk)
        returned: dict[tuple[date, int], int] = {
            (t, later): people
            for statement in returned_statements(
                self.question, lambda: Scan(self.frame, desk.scope)
            )
            for t, later, people in desk.read(statement)
        }
        sizes = self._sizes(returned, desk)
        shaped = [self._shape(period, sizes, returned, desk) for period in cohorts]
        return RetentionResult(cohorts=shaped, average=_average(shaped, self.question.periods))

    def _sizes(self, returned: Mapping[tuple[date, int], int], desk: Desk) -> dict[date, int]:
        """People per cohort; whose start is a return is back in the first period, so nothing is asked."""
        if self.question.starts_are_returns:
            return {t: people for (t, later), people in returned.items() if later == 0}
        return dict(desk.read(cohort_size_statement(self.question, Scan(self.frame, desk.scope))))

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        question = self.question
        counted = Sentence(
            "在所选时间内首次 {start} 的人，按{per}分组；values[k] 为其中{mode} {back} 的人数，"
            "第 0 {per}为首次之时或之后；未结束的周期为空；平均值按人数加权。",
            "People grouped by the {per} of their first {start} in the range; values[k] are those with {back} {mode}; "
            "{per} 0 is the same {per}, at or after that start. A {per} that is not over has no value. "
            "The average is weighted by people.",
        ).say(
            lang,
            start=describe_selection(question.start, lang),
            back=describe_selection(question.back, lang),
            per=PER_SAID[lang][question.per],
            mode=MODE_SAID[lang][question.is_unbounded].format(per=PER_SAID[lang][question.per]),
        )
        return describe_frame(self.frame, counted, lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people of a cohort, or those of them who came back in a period.

        Raises:
            UnknownCell: The cohort is none of the answer.
        """
        read_object(who, "who", known=("cohort", "period"))
        t = read_text(who.get("cohort"), "who.cohort")
        known = {period.t for period in self._cohorts(desk)}
        if t not in known:
            raise UnknownCell(f'the answer has no cohort "{t}"', path="who.cohort")
        later = None
        if who.get("period") is not None:
            later = read_count(who["period"], "who.period", least=0, most=self.question.periods)
        scan = Scan(self.frame, desk.scope)
        return returner_statement(self.question, date.fromisoformat(t), later, scan)

    def _cohorts(self, desk: Desk) -> list[Period]:
        scope = desk.scope
        periods = list_periods(self.frame.range, self.question.per, scope.zone, scope.now)
        if len(periods) > COHORTS_MAX:
            raise TooMuchAsked(
                f"at most {COHORTS_MAX} cohorts, the range has {len(periods)}", path="range"
            )
        return periods

    def _shape(
        self,
        period: Period,
        sizes: Mapping[date, int],
        returned: Mapping[tuple[date, int], int],
        desk: Desk,
    ) -> Cohort:
        t = date.fromisoformat(period.t)
        values = [
            returned.get((t, later), 0) if self.question.is_over(t, later, desk.scope) else None
            for later in range(self.question.periods + 1)
        ]
        return Cohort(t=period.t, size=sizes.get(t, 0), values=values)


def parse_retention(raw: JsonObject, frame: Frame) -> Retention:
    """Read `start`, `back`, `per`, `periods` and `mode`.

    Raises:
        TooMuchAsked: More periods than an answer holds.
        Unsupported: A breakdown.
    """
    check_fields(raw, "start", "back", "per", "periods", "mode")
    if frame.by:
        raise Unsupported("retention is not split by values; use people or filter", path="by")
    per = Granularity(read_choice(raw.get("per", "day"), "per", PERS))
    question = CohortQuestion(
        start=_parse_event(raw.get("start"), "start"),
        back=_parse_event(raw.get("back", raw.get("start")), "back"),
        per=per,
        periods=read_count(
            raw.get("periods", PERIODS_DEFAULT), "periods", least=0, most=RETENTION_PERIODS_MAX
        ),
        is_unbounded=read_choice(raw.get("mode", "on"), "mode", ("on", "on_or_after")) != "on",
    )
    return Retention(frame, question)


def _parse_event(raw: object, path: str) -> EventSelection:
    return parse_selection(read_object(raw, path, known=("event", "where")), path)


def _average(cohorts: list[Cohort], periods: int) -> list[float | None]:
    averages: list[float | None] = []
    for later in range(periods + 1):
        known = [(each.values[later], each.size) for each in cohorts]
        people = sum(value for value, _ in known if value is not None)
        size = sum(size for value, size in known if value is not None)
        averages.append(people / size if size else None)
    return averages


PER_SAID = {
    "zh": {Granularity.DAY: "天", Granularity.WEEK: "周", Granularity.MONTH: "月"},
    "en": {Granularity.DAY: "day", Granularity.WEEK: "week", Granularity.MONTH: "month"},
}
MODE_SAID = {
    "zh": {False: "在其后第 k {per}有", True: "在其后第 k {per}或更晚有"},
    "en": {False: "in the k-th {per} after it", True: "in the k-th {per} after it or later"},
}

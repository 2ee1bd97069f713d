"""Retention 留存: of the people who started in a period, how many came back in each later period.

A person's cohort is the period of their first start event in the range. `values[k]` are the people of the cohort with
the back event in the k-th period after it; `k = 0` is the same period, at or after that start event. Periods are days,
ISO weeks or months of the project's calendar, or, where that is asked for, so many times 24 hours after the start.
`values[k]` may stand for a bracket of periods, and be the sum of a property instead of people. A period that is not
over has no value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from stayflow.language.metric import EventSelection, describe_selection, parse_selection
from stayflow.language.raw import (
    JsonObject,
    read_choice,
    read_list,
    read_object,
    read_text,
)
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence, say_list
from stayflow.language.statement import Statement
from stayflow.language.window import Granularity
from stayflow.measure.analysis.cohorts import (
    CohortQuestion,
    cohort_size_statement,
    returned_statements,
    returner_statement,
)
from stayflow.measure.analysis.earlier import Comparable, parse_comparison
from stayflow.measure.analysis.errors import QueryInvalid, TooMuchAsked, UnknownCell
from stayflow.measure.analysis.groups import (
    Group,
    Values,
    parse_group,
    read_group,
    same_groups,
)
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.periods import Period, list_periods
from stayflow.measure.analysis.request import check_fields, read_count
from stayflow.measure.analysis.returns import (
    ReturnQuestion,
    Slot,
    people_statement,
    returns_statement,
    sizes_statement,
)
from stayflow.measure.analysis.sampled import Reading, Scaled
from stayflow.measure.analysis.scan import Scan
from stayflow.measure.analysis.words import describe_comparison, describe_frame

PERIODS_DEFAULT, RETENTION_PERIODS_MAX = 30, 366
COHORTS_MAX = 400
BRACKETS_MAX = 30
PERS = ("day", "week", "month")
MODES = ("on", "on_or_after", "bracket")
CLOCKS = ("calendar", "elapsed")
Number = int | float
Cells = Mapping[tuple[date, int], Number]


class Cohort(msgspec.Struct, frozen=True):
    """People who started in the period `t`; `values[k]` of them came back, None where the period is not over."""

    t: str
    size: int
    values: list[Number | None]


class RetentionGroup(msgspec.Struct, frozen=True, omit_defaults=True):
    """The people of one breakdown value, that of their first start event: how many, and their average.

    `previous` is the average of the range compared with.
    """

    by: Values
    is_other: bool
    size: int
    average: list[float | None]
    previous: list[float | None] | None = None


class RetentionResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """Cohorts, oldest first.

    Attributes:
        cohorts: One per period.
        average: `average[k]` is weighted by size, over the cohorts that have a value: a share, or a sum per person.
        brackets: The periods each value stands for, first and last, where the question has brackets.
        groups: One per breakdown value when the question is split.
        previous: The average of the range compared with.
    """

    cohorts: list[Cohort]
    average: list[float | None]
    brackets: list[tuple[int, int]] | None = None
    groups: list[RetentionGroup] | None = None
    previous: list[float | None] | None = None


@dataclass(frozen=True, slots=True)
class Retention(Comparable):
    """A question for retention."""

    question: ReturnQuestion
    mode: str = "on"

    def answer(self, desk: Desk) -> RetentionResult:
        """Cohorts and their returns."""
        cohorts, groups = self._cohorts(desk), None
        if self.frame.by:
            groups = self._set_beside(self._groups(cohorts, desk), desk)
        whole = replace(self, frame=replace(self.frame, by=()))
        sizes, returned = whole._count(desk)  # noqa: SLF001  the same class
        shaped = [self._shape(period, sizes, returned, desk) for period in cohorts]
        return RetentionResult(
            cohorts=shaped,
            average=_average(shaped, len(self.question.slots)),
            brackets=self._brackets(),
            groups=groups,
            previous=None if self.comparison is None else self.then(desk).answer(desk).average,
        )

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        question, per = self.question, PER_SAID[lang][self.question.per]
        people = Sentence("人数", "those").say(lang)
        if question.value is not None:
            people = Sentence("{x} 总和", "the total {x} of those").say(lang, x=question.value)
        counted = Sentence(
            "在所选时间内首次 {start} 的人，按{per}分组；每期为其中{mode} {back} 的 {people}，"
            "第 0 {per}为首次之时或之后；未结束的周期为空；平均值按人数加权。{clock}",
            "People grouped by the {per} of their first {start} in the range; each period counts {people} with {back} "
            "{mode}; {per} 0 is the same {per}, at or after that start. A {per} that is not over has no value. "
            "The average is weighted by people. {clock}",
        ).say(
            lang,
            start=describe_selection(question.start, lang),
            back=describe_selection(question.back, lang),
            per=per,
            people=people,
            mode=MODE_SAID[lang][self.mode].format(per=per, brackets=self._say_brackets(lang)),
            clock=ELAPSED_SAID.say(lang) if question.is_elapsed else "",
        )
        counted += describe_comparison(self.comparison, lang)
        return describe_frame(self.frame, counted.rstrip(), lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people of a cohort, or those of them who came back in a period; split, those of a group.

        Raises:
            UnknownCell: The cohort is none of the answer.
        """
        read_object(who, "who", known=("cohort", "period", "by", "is_other"))
        group = parse_group(who, self.frame)
        later = None
        if who.get("period") is not None:
            most = len(self.question.slots) - 1
            later = read_count(who["period"], "who.period", least=0, most=most)
        cohorts = self._asked(who, group, later, desk)
        scan = Scan(self.frame, desk.scope)
        if self._simple is not None:
            return returner_statement(self._simple, cohorts[0], later, scan)
        return people_statement(self.question, cohorts, later, group, scan)

    @property
    def scaled(self) -> Scaled:
        """Sizes, and people who came back; values are added up."""
        if self.question.value is None:
            return Scaled(frozenset({"size", "values"}))
        return Scaled(frozenset({"size"}), totals=frozenset({"values"}))

    def reading(self, scope: Scope) -> Reading:
        """Both events, unless the daily bitmaps know the answer."""
        scan, question, simple = Scan(self.frame, scope), self.question, self._simple
        is_known = simple is not None and simple.starts_are_returns and simple.is_daily(scan)
        return Reading(scan, () if is_known else (question.start, question.back))

    def _asked(
        self, who: JsonObject, group: Group | None, later: int | None, desk: Desk
    ) -> list[date]:
        """The cohorts `who` points at: one, or of a group all that have a number."""
        known = [period.t for period in self._cohorts(desk)]
        if group is not None and who.get("cohort") is None:
            days = [date.fromisoformat(t) for t in known]
            if later is None:
                return days
            slot = self.question.slots[later]
            return [t for t in days if self.question.is_over(t, slot, desk.scope)]
        t = read_text(who.get("cohort"), "who.cohort")
        if t not in known:
            raise UnknownCell(f'the answer has no cohort "{t}"', path="who.cohort")
        return [date.fromisoformat(t)]

    @property
    def _simple(self) -> CohortQuestion | None:
        """The same question where people are counted in periods of the calendar: daily bitmaps may know it."""
        question = self.question
        is_plain = question.value is None and not question.is_elapsed and not self.frame.by
        if not is_plain or self.mode == "bracket":
            return None
        return CohortQuestion(
            start=question.start,
            back=question.back,
            per=question.per,
            periods=len(question.slots) - 1,
            is_unbounded=self.mode != "on",
        )

    def _count(self, desk: Desk) -> tuple[Mapping[date, int], Cells]:
        """People per cohort, and the number of each cohort and slot; there is no breakdown."""
        simple = self._simple
        if simple is None:
            sizes = desk.read(sizes_statement(self.question, Scan(self.frame, desk.scope)))
            cells = desk.read(returns_statement(self.question, Scan(self.frame, desk.scope)))
            return (
                {t: size for _, t, size in sizes},
                {(t, slot): number for _, t, slot, number in cells},
            )
        statements = returned_statements(simple, lambda: Scan(self.frame, desk.scope))
        returned: dict[tuple[date, int], Number] = {
            (t, later): people
            for statement in statements
            for t, later, people in desk.read(statement)
        }
        if simple.starts_are_returns:  # everybody is back in the first period: nothing to ask
            return {
                t: int(people) for (t, later), people in returned.items() if later == 0
            }, returned
        sizes = desk.read(cohort_size_statement(simple, Scan(self.frame, desk.scope)))
        return dict(sizes), returned

    def _groups(self, cohorts: Sequence[Period], desk: Desk) -> list[RetentionGroup]:
        """Each breakdown value by itself, the largest first."""
        many = len(self.frame.by)
        sizes: dict[tuple[int, tuple[str, ...]], dict[date, int]] = {}
        cells: dict[tuple[int, tuple[str, ...]], dict[tuple[date, int], Number]] = {}
        for place, *values, t, size in desk.read(
            sizes_statement(self.question, Scan(self.frame, desk.scope))
        ):
            sizes.setdefault((place, tuple(values)), {})[t] = size
        for row in desk.read(returns_statement(self.question, Scan(self.frame, desk.scope))):
            key, (t, slot, number) = (row[0], tuple(row[1 : many + 1])), row[many + 1 :]
            cells.setdefault(key, {})[t, slot] = number
        groups = []
        for key in sorted(sizes):
            shaped = [self._shape(each, sizes[key], cells.get(key, {}), desk) for each in cohorts]
            group = read_group(self.frame, key[1], is_other=key[0] > self.frame.top)
            average = _average(shaped, len(self.question.slots))
            groups.append(
                RetentionGroup(group.by, group.is_other, sum(sizes[key].values()), average)
            )
        return groups

    def _set_beside(self, now: list[RetentionGroup], desk: Desk) -> list[RetentionGroup]:
        """The groups, and beside each what it was in the range compared with, where there is one."""
        if self.comparison is None:
            return now
        earlier = self.then(desk, now)
        found = earlier._groups(earlier._cohorts(desk), desk)  # noqa: SLF001  the same class
        nothing: list[float | None] = [None] * len(self.question.slots)
        groups = []
        for named, group, was in same_groups(now, found):
            size, average = (group.size, group.average) if group else (0, nothing)
            before = was.average if was else nothing
            groups.append(RetentionGroup(named.by, named.is_other, size, average, before))
        return groups

    def _say_brackets(self, lang: Lang) -> str:
        """Which periods each value stands for, such as 0, 1–3, 4–7."""
        pairs = self._brackets() or []
        return say_list([str(a) if a == b else f"{a}–{b}" for a, b in pairs], lang)

    def _brackets(self) -> list[tuple[int, int]] | None:
        if self.mode != "bracket":
            return None
        return [(slot.first, slot.needed) for slot in self.question.slots]

    def _cohorts(self, desk: Desk) -> list[Period]:
        scope = desk.scope
        periods = list_periods(self.frame.range, self.question.per, scope.zone, scope.now)
        if len(periods) > COHORTS_MAX:
            raise TooMuchAsked(
                f"at most {COHORTS_MAX} cohorts, the range has {len(periods)}", path="range"
            )
        return periods

    def _shape(
        self, period: Period, sizes: Mapping[date, int], returned: Cells, desk: Desk
    ) -> Cohort:
        t, question = date.fromisoformat(period.t), self.question
        values = [
            returned.get((t, place), 0) if question.is_over(t, slot, desk.scope) else None
            for place, slot in enumerate(question.slots)
        ]
        return Cohort(t=period.t, size=sizes.get(t, 0), values=values)


def parse_retention(raw: JsonObject, frame: Frame) -> Retention:
    """Read `start`, `back`, `per`, `periods` or `brackets`, `mode`, `value`, `clock` and `compare`.

    Raises:
        TooMuchAsked: More periods than an answer holds.
        QueryInvalid: Parts that do not go together.
    """
    check_fields(
        raw, "start", "back", "per", "periods", "mode", "brackets", "value", "clock", "compare"
    )
    per = Granularity(read_choice(raw.get("per", "day"), "per", PERS))
    mode = read_choice(raw.get("mode", "on"), "mode", MODES)
    is_elapsed = read_choice(raw.get("clock", "calendar"), "clock", CLOCKS) == "elapsed"
    if is_elapsed and per is Granularity.MONTH:
        raise QueryInvalid("elapsed months differ in length; use day or week", path="clock")
    question = ReturnQuestion(
        start=_parse_event(raw.get("start"), "start"),
        back=_parse_event(raw.get("back", raw.get("start")), "back"),
        per=per,
        slots=_parse_slots(raw, mode),
        value=_parse_value(raw.get("value")),
        is_elapsed=is_elapsed,
    )
    comparison = parse_comparison(raw.get("compare"), frame.range)
    return Retention(frame, question, mode, comparison=comparison)


def _parse_event(raw: object, path: str) -> EventSelection:
    return parse_selection(read_object(raw, path, known=("event", "where")), path)


def _parse_value(raw: object) -> str | None:
    """The property that is summed: `{"sum": "amount"}`."""
    if raw is None:
        return None
    return read_text(read_object(raw, "value", known=("sum",)).get("sum"), "value.sum")


def _parse_slots(raw: JsonObject, mode: str) -> tuple[Slot, ...]:
    most = RETENTION_PERIODS_MAX
    if mode == "bracket":
        return _parse_brackets(raw.get("brackets"))
    if raw.get("brackets") is not None:
        raise QueryInvalid("brackets belong to mode bracket", path="brackets")
    periods = read_count(raw.get("periods", PERIODS_DEFAULT), "periods", least=0, most=most)
    return tuple(Slot(k, k if mode == "on" else None) for k in range(periods + 1))


def _parse_brackets(raw: object) -> tuple[Slot, ...]:
    """Pairs such as `[[1, 3], [4, 7]]`, each after the one before.

    Raises:
        QueryInvalid: One is no pair, or begins before the one before it has ended.
        TooMuchAsked: There are none or too many.
    """
    written = read_list(raw, "brackets")
    if not 1 <= len(written) <= BRACKETS_MAX:
        raise TooMuchAsked(
            f"expected 1 to {BRACKETS_MAX} brackets, got {len(written)}", path="brackets"
        )
    slots: list[Slot] = []
    for index, each in enumerate(written):
        path, least = f"brackets[{index}]", slots[-1].needed + 1 if slots else 0
        pair = read_list(each, path)
        if len(pair) != 2:  # noqa: PLR2004  from and to
            raise QueryInvalid(f"expected a first and a last period, got {len(pair)}", path=path)
        first = read_count(pair[0], f"{path}[0]", least=least, most=RETENTION_PERIODS_MAX)
        last = read_count(pair[1], f"{path}[1]", least=first, most=RETENTION_PERIODS_MAX)
        slots.append(Slot(first, last))
    return tuple(slots)


def _average(cohorts: Sequence[Cohort], slots: int) -> list[float | None]:
    averages: list[float | None] = []
    for place in range(slots):
        known = [(each.values[place], each.size) for each in cohorts]
        total = sum(value for value, _ in known if value is not None)
        size = sum(size for value, size in known if value is not None)
        averages.append(total / size if size else None)
    return averages


PER_SAID = {
    "zh": {Granularity.DAY: "天", Granularity.WEEK: "周", Granularity.MONTH: "月"},
    "en": {Granularity.DAY: "day", Granularity.WEEK: "week", Granularity.MONTH: "month"},
}
MODE_SAID = {
    "zh": {
        "on": "在其后第 k {per}有",
        "on_or_after": "在其后第 k {per}或更晚有",
        "bracket": "在其后第 {brackets} {per}各段有",
    },
    "en": {
        "on": "in the k-th {per} after it",
        "on_or_after": "in the k-th {per} after it or later",
        "bracket": "in each bracket of {per}s after it ({brackets})",
    },
}
ELAPSED_SAID = Sentence(
    "第 k 期从每人的首次起按 24 小时计，不按日历日。",
    "Periods are counted in 24 hours from each start, not in days of the calendar. ",
)

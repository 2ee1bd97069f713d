"""The question as an analysis: its answer, its definition, and the people behind its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stayflow.language.raw import JsonObject, read_boolean, read_object, read_text
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang
from stayflow.language.statement import Statement
from stayflow.measure.analysis.earlier import compared_frame, groups_asked
from stayflow.measure.analysis.errors import UnknownCell
from stayflow.measure.analysis.groups import Grouped, group_test, parse_group
from stayflow.measure.analysis.kinds.funnel.count import (
    EDGES,
    bin_test,
    count_statement,
    set_beside,
    shape_result,
)
from stayflow.measure.analysis.kinds.funnel.model import FunnelQuestion, FunnelResult
from stayflow.measure.analysis.kinds.funnel.people import people_ctes
from stayflow.measure.analysis.kinds.funnel.request import parse_question
from stayflow.measure.analysis.kinds.funnel.touches import Layout, lay_out
from stayflow.measure.analysis.kinds.funnel.words import describe_funnel
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.periods import find_period, list_periods
from stayflow.measure.analysis.request import read_count
from stayflow.measure.analysis.sampled import Reading, Scaled
from stayflow.measure.analysis.scan import Scan, all_of

WHO_FIELDS = ("step", "converted", "pending", "lost", "seconds", "t", "compared", "by", "is_other")


@dataclass(frozen=True, slots=True)
class Funnel:
    """A question for a funnel."""

    question: FunnelQuestion

    def answer(self, desk: Desk) -> FunnelResult:
        """People per step."""
        result = _count(self.question, desk)
        if self.question.comparison is None:
            return result
        before = _count(self._compared(desk, result.groups), desk)
        return set_beside(self.question, result, before)

    scaled = Scaled(frozenset({"people", "pending", "lost"}))

    def reading(self, scope: Scope) -> Reading:
        """The events of all steps."""
        events = [each for step in self.question.steps for each in step.selections]
        return Reading(Scan(self.question.frame, scope), events)

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        return describe_funnel(self.question, lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people who reached a step, or who reached the one before and not it, or are still on the way to it.

        `lost` are those of the second who are not on the way to any step any more.

        `pending` without a step are those on the way to any; `seconds` narrows a step down to one bin of its times.

        Raises:
            UnknownCell: The step is none of this funnel, or nobody can be lost before the first.
        """
        read_object(who, "who", known=WHO_FIELDS)
        question = self.question
        if read_boolean(who.get("compared", False), "who.compared"):
            question = self._compared(desk, groups_asked(who, lambda: self._groups(desk)))
        layout = lay_out(question, Scan(question.frame, desk.scope))
        group = parse_group(who, question.frame)
        tests = _step_tests(who, question)
        if who.get("t") is not None:
            tests.append(_period_test(who, layout))
        if group is not None:
            tests.append(group_test(group, question.frame, layout.scan.binder))
        source = "placed" if group else "reached"
        return layout.scan.binder.statement(
            f"WITH\n{people_ctes(layout)}\nSELECT person AS person_id\nFROM {source}\nWHERE {all_of(tests)}"
        )

    def _compared(self, desk: Desk, groups: Sequence[Grouped] | None) -> FunnelQuestion:
        """The same question over the range it is compared with, of the same groups."""
        question = self.question
        frame = compared_frame(question.comparison, question.frame, desk.scope, groups)
        return replace(question, frame=frame, comparison=None, per=None, has_times=False)

    def _groups(self, desk: Desk) -> Sequence[Grouped]:
        return _count(replace(self.question, per=None, has_times=False), desk).groups or ()


def parse_funnel(raw: JsonObject, frame: Frame) -> Funnel:
    """Read a funnel.

    Raises:
        InvalidInput: A part is wrong, or does not go together with another; the path names it.
    """
    return Funnel(parse_question(raw, frame))


def _count(question: FunnelQuestion, desk: Desk) -> FunnelResult:
    scan = Scan(question.frame, desk.scope)
    return shape_result(question, desk.read(count_statement(question, scan)), scan)


def _step_tests(who: JsonObject, question: FunnelQuestion) -> list[str]:
    is_pending = read_boolean(who.get("pending", False), "who.pending")
    if is_pending and who.get("step") is None:
        return [f"depth BETWEEN 1 AND {question.size - 1}", "is_open"]
    step = read_count(who.get("step"), "who.step", least=1, most=question.size)
    if who.get("seconds") is not None:
        begin = read_count(who["seconds"], "who.seconds", least=0, most=EDGES[-1])
        return [question.reached(step), bin_test(step, begin)]
    is_lost = read_boolean(who.get("lost", False), "who.lost")
    if step == 1 and is_lost:
        raise UnknownCell("nobody is lost before the first step", path="who.lost")
    if is_lost:
        return [question.lost(step)]
    if is_pending:  # whoever came to the last step has nowhere left to go
        return [f"depth = {step}", f"depth < {question.size}", "is_open"]
    if read_boolean(who.get("converted", True), "who.converted"):
        return [question.reached(step)]
    if step == 1:
        raise UnknownCell("nobody is lost before the first step", path="who.converted")
    return [question.missed(step)]


def _period_test(who: JsonObject, layout: Layout) -> str:
    question, scope = layout.question, layout.scan.scope
    if question.per is None:
        raise UnknownCell("the question has no periods", path="who.t")
    periods = list_periods(question.frame.range, question.per, scope.zone, scope.now)
    period = find_period(periods, read_text(who["t"], "who.t"))
    return f"entered_in = {layout.scan.binder.bind(period.t, 'Date')}"

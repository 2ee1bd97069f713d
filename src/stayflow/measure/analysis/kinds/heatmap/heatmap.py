"""The question as an analysis: its answer, its definition, and the people behind its numbers."""

from dataclasses import dataclass, replace
from typing import Final

import msgspec

from stayflow.language.metric import EventSelection, describe_selection, selection_sql
from stayflow.language.raw import (
    JsonObject,
    read_boolean,
    read_choice,
    read_object,
    read_text,
)
from stayflow.language.sentence import Lang, Sentence, say_length
from stayflow.language.statement import Statement
from stayflow.measure.analysis.earlier import (
    Comparison,
    compared_cell,
    compared_frame,
)
from stayflow.measure.analysis.errors import UnknownCell
from stayflow.measure.analysis.kinds.heatmap.beside import pages_told, set_beside
from stayflow.measure.analysis.kinds.heatmap.collected import CLICKS
from stayflow.measure.analysis.kinds.heatmap.count import (
    answer_page,
    nothing,
    pages_statement,
    read_pages,
)
from stayflow.measure.analysis.kinds.heatmap.marks import ROWS_MAX, marks_ctes
from stayflow.measure.analysis.kinds.heatmap.model import HeatmapQuestion, HeatmapResult, HeatPage
from stayflow.measure.analysis.model import Desk
from stayflow.measure.analysis.request import read_count
from stayflow.measure.analysis.scan import Scan, all_of
from stayflow.measure.analysis.words import describe_frame, with_comparison

OF: Final = ("visitors", "viewers", "clicked", "moved", "pending", "rage", "dead")
"""All; who viewed; clicked; of the viewers, or of those who clicked there, who went on, or may; in anger; in vain."""
SPOT: Final = ("element", "is_other", "x", "y")
WHO_FIELDS: Final = ("of", *SPOT, "next", "compared")


@dataclass(frozen=True, slots=True)
class Heatmap:
    """A question for the clicks on a page, perhaps beside those of another range."""

    question: HeatmapQuestion
    comparison: Comparison | None = None

    def answer(self, desk: Desk) -> HeatmapResult:
        """The clicks, and beside them those on the same page in the range compared with: see `beside`."""
        result = self._answer_alone(desk)
        if self.comparison is None:
            return result
        was = self._compared(desk, result)._answer_alone(desk)  # noqa: SLF001  the same class
        return set_beside(result, was)

    def _compared(self, desk: Desk, own: HeatmapResult) -> "Heatmap":
        """The same question of the page, elements and next pages of its own answer, over the range compared with."""
        frame = compared_frame(self.comparison, self.question.frame, desk.scope)
        leading = tuple((each.element or "",) for each in own.elements if not each.is_other)
        frame = frame if own.page is None else replace(frame, leading=leading)
        onward = pages_told(own)
        return Heatmap(replace(self.question, frame=frame, page=own.page, onward=onward))

    def _answer_alone(self, desk: Desk) -> HeatmapResult:
        """Clicks, elements, positions and next pages of the page asked for, or of the one of most clicks."""
        pages = self._pages(desk)
        page = self.question.page or (pages[0].page if pages else None)
        if page is None:
            return nothing(self.question)
        return msgspec.structs.replace(answer_page(self.question, page, desk), pages=pages)

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        question = self.question
        counted = _COUNTED.say(
            lang,
            page=_THE_PAGE.say(lang) if question.page is None else question.page,
            named=question.named_by,
            click=describe_selection(question.click or EventSelection(CLICKS), lang),
            view=describe_selection(question.view, lang),
            silence=say_length(question.silence_said.count, question.silence_said.unit, lang),
            top=str(question.frame.top),
        )
        return describe_frame(question.frame, with_comparison(counted, self.comparison, lang), lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The page's visitors (`of`), of an `element` or the rest, of a position, or who went on to `next`."""
        read_object(who, "who", known=WHO_FIELDS)
        if (cell := compared_cell(who)) is not None:
            return self._compared(desk, self._answer_alone(desk)).people(cell, desk)
        of = read_choice(who.get("of", _usual(who)), "who.of", OF)
        pages = self._pages(desk) if self.question.page is None else []
        page = self.question.page or (pages[0].page if pages else "")
        scan = Scan(self.question.frame, desk.scope)
        tests, having = self._tests(who, of, scan)
        return scan.binder.statement(
            f"WITH\n{marks_ctes(self.question, page, scan)}\nSELECT person AS person_id\nFROM placed\n"
            f"WHERE {all_of(tests)}\nGROUP BY person{having}"
        )

    def _pages(self, desk: Desk) -> list[HeatPage]:
        scan = Scan(self.question.frame, desk.scope)
        selection_sql(self.question.view, desk.scope, scan.binder)  # a wrong view is told first
        return read_pages(desk.read(pages_statement(self.question, Scan(scan.frame, scan.scope))))

    def _tests(self, who: JsonObject, of: str, scan: Scan) -> tuple[list[str], str]:
        """Tests of marks, and one of each person's."""
        is_spot = any(name in who for name in SPOT)
        base = "clicked" if is_spot or of == "clicked" else "seen"
        if {"x", "y"} & who.keys():
            base = "pointed"
        told = {"visitors": ["1"], "rage": ["rage"], "dead": ["dead"], "moved": [base, "goes"]}
        tests = told.get(of, [base])
        if of in {"visitors", "viewers"} and is_spot:
            raise UnknownCell("a spot has only those who clicked it", path="who.of")
        tests = [*tests, *self._spot_tests(who, scan)]
        if "next" in who:
            onward = "" if who["next"] is None else read_text(who["next"], "who.next")
            tests += [base, "goes", f"onward = {scan.binder.bind(onward, 'String')}"]
        return tests, "\nHAVING NOT max(goes) AND max(open)" if of == "pending" else ""

    def _spot_tests(self, who: JsonObject, scan: Scan) -> list[str]:
        tests = []
        if read_boolean(who.get("is_other", False), "who.is_other"):
            tests += ["clicked", f"place > {self.question.frame.top}"]
        elif "element" in who:
            element = "" if who["element"] is None else read_text(who["element"], "who.element")
            tests += ["clicked", f"element = {scan.binder.bind(element, 'String')}"]
        for name, column, most in (
            ("x", "at_column", self.question.columns),
            ("y", "at_row", ROWS_MAX),
        ):
            if who.get(name) is not None:
                at = read_count(who[name], f"who.{name}", least=0, most=most - 1)
                tests += ["pointed", f"{column} = {at}"]
        return tests


def _usual(who: JsonObject) -> str:
    """Who is meant without `of`: everybody there, who clicked there, or who went on."""
    if "next" in who:
        return "moved"
    return "clicked" if any(name in who for name in SPOT) else "visitors"


_THE_PAGE: Final = Sentence("点击最多的页面", "the page of most clicks")
_COUNTED: Final = Sentence(
    "页面 {page}（由属性 {named} 命名）上的点击：{click}；页面浏览为 {view}。页面访客为浏览过或点击过该页面的人，"
    "占比以他们为分母；按元素列出点击最多的 {top} 个，其余合为其他。下一页为点击（整页为浏览）之后同一次访问内的"
    "下一次页面浏览，静默超过 {silence} 访问即结束，可晚于所选时间；还没有下一页且访问可能继续的人标为待定，"
    "不计入比例的分母。连续点击为同一人 1 秒内（含）对同一元素的三次及以上点击；"
    "无效点击为其后 1 秒内（含）此人除点击外没有任何其他事件的"
    "点击，页面自身的变化若不产生事件则看不到。",
    "Clicks on {page}, pages being named by {named}: clicks are {click}, page views are {view}. Its visitors viewed "
    "it or clicked on it, and shares are of them. The {top} elements of most clicks are told apart, the rest are "
    "other. The next page is the next page view after a click (of the page as a whole: after a view) in the same "
    "visit, which ends after more than {silence} of silence and may go on after the range; who has seen none and may "
    "be on the visit still is pending and not in the denominator. Clicks in anger are three or more of one person on "
    "one element within a second, the end included. A dead click is one after which nothing of the person's but clicks "
    "came within a second, the end included; what a page does without an event is not seen.",
)

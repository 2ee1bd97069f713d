"""What a funnel counts, in Chinese and English."""

from typing import Final

from stayflow.language.metric import describe_selection
from stayflow.language.sentence import Lang, Sentence, say_length
from stayflow.measure.analysis.kinds.funnel.model import FunnelQuestion, FunnelStep, Mode, Span
from stayflow.measure.analysis.words import describe_comparison, describe_frame

COUNTED: Final = {
    Mode.ORDERED: Sentence(
        "依次完成 {steps} 的人数：从第一步起 {window} 内（含终点），中间可有其他事件；第一步须在所选时间内，"
        "后续步骤可在窗口内晚于所选时间；时间相同按到达先后；同一事件只算一步；每人只计一次，取其到达的最深一步。"
        "用时为首次到达该步时距其之前最近一次上一步的中位数。",
        "People who did {steps} in this order within {window} of the first step, the end included; other "
        "events may lie between. The first step is in the range, later ones may follow after its end inside "
        "the window. "
        "Equal times follow the order of arrival; one event serves one step; a person counts once, at the "
        "deepest step reached. Times are medians from the latest previous step to the first arrival at a step.",
    ),
    Mode.STRICT: Sentence(
        "依次完成 {steps} 且相邻两步之间没有任何其他事件的人数：从第一步起 {window} 内（含终点）；"
        "第一步须在所选时间内；时间相同按到达先后；同一事件只算一步；每人只计一次，取其到达的最深一步。",
        "People who did {steps} in this order with no other event of theirs between one step and the next, within "
        "{window} of the first step, the end included. The first step is in the range. Equal times follow the order "
        "of arrival; one event serves one step; a person counts once, at the deepest step reached.",
    ),
    Mode.ANY: Sentence(
        "以任意顺序完成 {steps} 中若干项的人数：第 n 行为从其中最先一项起 {window} 内（含终点）完成了至少 n 项的人；"
        "最先一项须在所选时间内；每人只计一次。用时取最早达到该数目的窗口。",
        "People who did some of {steps}, in any order: line n is those who did at least n of them within {window} of "
        "whichever came first, the end included. The first of them is in the range; a person counts once. Times are "
        "of the first window that holds so many.",
    ),
}
ARROWS: Final = {Mode.ORDERED: " → ", Mode.STRICT: " ⇒ ", Mode.ANY: " + "}
OPTIONAL: Final = Sentence("（可选）", " (optional)")
WITHIN: Final = Sentence("（距上一步不超过 {span}）", " (at most {span} after the step before)")
AFTER: Final = Sentence("（距上一步至少 {span}）", " (at least {span} after the step before)")
BARRED: Final = Sentence(
    "第 {first} 至 {last} 步之间不得有 {event}。",
    "No {event} may lie between step {first} and step {last}. ",
)
HELD: Final = Sentence(
    "各步的 {name} 须相同：对每个值各算一个漏斗，没有该属性的事件不计。",
    "All steps have the same {name}: the funnel is that of each value by itself, events without one do not count. ",
)
PER: Final = Sentence(
    "按进入日期：每人归入其首次第一步所在的周期。",
    "By date of entry: a person is in the period of their first first step. ",
)
OPEN: Final = Sentence(
    "窗口尚未结束且未到下一步的人标为“进行中”，不算流失。",
    "Who has not come to the next step and whose window is still open is pending, not lost. ",
)
SKIPPED: Final = Sentence(
    "可选步骤可以跳过；其后一步的转化率相对于最近的必经步骤。",
    "An optional step may be left out; the rate of the step after it is from the last step that may not. ",
)


def describe_funnel(question: FunnelQuestion, lang: Lang) -> str:
    """The whole definition."""
    steps = ARROWS[question.mode].join(_step(step, lang) for step in question.steps)
    counted = COUNTED[question.mode].say(lang, steps=steps, window=_length(question.window, lang))
    more = [
        BARRED.say(
            lang,
            first=str(bar.first),
            last=str(bar.last),
            event=describe_selection(bar.selection, lang),
        )
        for bar in question.bars
    ]
    if question.has_optional:
        more.append(SKIPPED.say(lang))
    if question.held is not None:
        more.append(HELD.say(lang, name=question.held.name))
    more.append(OPEN.say(lang))
    if question.per is not None:
        more.append(PER.say(lang))
    more.append(describe_comparison(question.comparison, lang))
    gap = " " if lang == "en" else ""
    return describe_frame(question.frame, (counted + gap + "".join(more)).rstrip(), lang)


def _step(step: FunnelStep, lang: Lang) -> str:
    either = Sentence(" 或 ", " or ").say(lang)
    words = either.join(describe_selection(each, lang) for each in step.selections)
    if step.is_optional:
        words += OPTIONAL.say(lang)
    for said, span in ((WITHIN, step.within), (AFTER, step.after)):
        if span is not None:
            words += said.say(lang, span=_length(span, lang))
    return words


def _length(span: Span, lang: Lang) -> str:
    return say_length(span.said.count, span.said.unit, lang)

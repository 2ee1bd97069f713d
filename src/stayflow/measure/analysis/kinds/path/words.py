"""What paths count, in Chinese and English."""

from dataclasses import replace

from stayflow.language.metric import describe_selection
from stayflow.language.sentence import Lang, Sentence, say_length
from stayflow.language.window import Length
from stayflow.measure.analysis.earlier import Comparison
from stayflow.measure.analysis.kinds.path.split import groups_frame
from stayflow.measure.analysis.model import Frame
from stayflow.measure.analysis.walks import Walk, Way
from stayflow.measure.analysis.words import (
    describe_breakdowns,
    describe_frame,
    with_comparison,
)


def describe_path(
    walk: Walk, frame: Frame, window: Length, comparison: Comparison | None, lang: Lang
) -> str:
    """The whole definition."""
    named = walk.property_name
    counted = _COUNTED[walk.way].say(
        lang,
        anchor=describe_selection(walk.anchor, lang),
        steps=describe_selection(walk.steps, lang),
        named=_BY_EVENT.say(lang) if named is None else _BY_PROPERTY.say(lang, name=named),
        window=say_length(window.count, window.unit, lang),
        depth=str(walk.depth),
        repeats=(_MERGED if walk.merges_repeats else _KEPT).say(lang),
        top=str(frame.top),
    )
    if frame.by:
        names = describe_breakdowns(frame, lang)
        most = str(groups_frame(frame).top)
        counted += (" " if lang == "en" else "") + _GROUPS.say(lang, names=names, groups=most)
    said = with_comparison(counted, comparison, lang)
    return describe_frame(replace(frame, by=()), said, lang)


_COUNTED = {
    Way.AFTER: Sentence(
        "从每人在所选时间内第一次 {anchor} 起，{window} 内（含终点）依次做了什么：经过 {steps}，{named}，"
        "最多 {depth} 步（含起点）；{repeats}；时间相同按到达先后；每人一条路径；每步列出人数最多的 {top} 个名称，"
        "其余合为其他；窗口未结束者标为待定。",
        "What people did from their first {anchor} in the range on, within {window}, the end included: steps are "
        "{steps}, {named}, {depth} at most with the first; {repeats}; equal times follow the order of arrival; one "
        "path a person; the {top} names of most people are told apart at each step, the rest are other; windows "
        "that are still open are pending.",
    ),
    Way.BEFORE: Sentence(
        "到每人在所选时间内最后一次 {anchor} 为止，之前 {window} 内（含端点）依次做了什么：经过 {steps}，{named}，"
        "最多 {depth} 步（含终点）；{repeats}；时间相同按到达先后；每人一条路径；每步列出人数最多的 {top} 个名称，"
        "其余合为其他。",
        "What people did up to their last {anchor} in the range, within {window} before it, the end included: steps "
        "are {steps}, {named}, {depth} at most with the last; {repeats}; equal times follow the order of arrival; "
        "one path a person; the {top} names of most people are told apart at each step, the rest are other.",
    ),
    Way.AROUND: Sentence(
        "每人在所选时间内第一次 {anchor} 前后各 {window} 内（含端点）依次做了什么：经过 {steps}，{named}，"
        "两侧各最多 {depth} 步（含该事件）；{repeats}；时间相同按到达先后；每人一条路径；"
        "每步列出人数最多的 {top} 个名称，其余合为其他；之后的窗口未结束者标为待定。",
        "What people did before and after their first {anchor} in the range, within {window} of it on either side, "
        "the end included: steps are {steps}, {named}, {depth} at most on each side with the event itself; {repeats}; "
        "equal times follow the order of arrival; one path a person; the {top} names of most people are told apart "
        "at each step, the rest are other; windows after it that are still open are pending.",
    ),
}
_BY_EVENT = Sentence("以事件名命名", "named by the event")
_BY_PROPERTY = Sentence(
    "以属性 {name} 命名（没有该属性的事件不计）", "named by {name} (events without it are left out)"
)
_MERGED = Sentence("连续重复合为一步", "the same step in a row is one")
_KEPT = Sentence("连续重复分别计步", "the same step in a row counts each time")
_GROUPS = Sentence(
    "按 {names} 细分：每组各为一套路径，至多取人数最多的 {groups} 组；属性取路径起点（或终点）事件的值。",
    "Split by {names}: each group has paths of its own, the {groups} of most people at most; a property is that of the "
    "event a path begins (or ends) at.",
)

"""The shared part of a question in words: which days, whose events, which events, split by what."""

from collections.abc import Mapping
from typing import Final

from stayflow.language.condition import describe_condition
from stayflow.language.event_filter import describe_filter
from stayflow.language.sentence import Lang, Sentence, say_length, say_list
from stayflow.language.window import Range
from stayflow.measure.analysis.earlier import PREVIOUS, YEAR, Comparison
from stayflow.measure.analysis.model import Breakdown, Frame
from stayflow.understand.lifecycle import DEFAULT_MODEL

STAGE: Final = "stage"
"""The breakdown that knows what stages are called."""


def describe_frame(frame: Frame, counted: str, lang: Lang) -> str:
    """What is counted, followed by the shared part of the question."""
    parts = [describe_range(frame.range, lang)]
    if frame.people is not None:
        parts.append(
            Sentence("人群：{people}", "people: {people}").say(
                lang, people=describe_condition(frame.people, lang)
            )
        )
    if frame.filter is not None:
        parts.append(
            Sentence("事件条件：{filter}", "events: {filter}").say(
                lang, filter=describe_filter(frame.filter, lang)
            )
        )
    if frame.by:
        parts.append(_describe_split(frame, lang))
    end = "。" if lang == "zh" else "."
    return (
        counted + (" " if lang == "en" else "") + ("；" if lang == "zh" else "; ").join(parts) + end
    )


def _describe_split(frame: Frame, lang: Lang) -> str:
    said = SPLIT_SAID if frame.overlaps else SPLIT_WITH_REST_SAID
    return said.say(lang, names=describe_breakdowns(frame, lang))


def describe_breakdowns(frame: Frame, lang: Lang) -> str:
    """What the numbers are split by, in words."""
    return say_list([_say_breakdown(each, lang) for each in frame.by], lang)


def head_breakdowns(frame: Frame, lang: Lang) -> dict[str, str] | None:
    """What breakdowns are called, by key and in their order; None where no two share a name."""
    if not any(each.shares_its_name for each in frame.by):
        return None
    return {each.key: _say_breakdown(each, lang) for each in frame.by}


def _say_breakdown(breakdown: Breakdown, lang: Lang) -> str:
    """What it is called, and of what it is where another has its name."""
    if breakdown.split is not None:
        return in_language(breakdown.split.said, lang)
    if not breakdown.shares_its_name:
        return breakdown.name
    of = in_language(OF_SAID[breakdown.of], lang)
    return f"{breakdown.name}（{of}）" if lang == "zh" else f"{breakdown.name} ({of})"


def label_values(frame: Frame, lang: Lang) -> dict[str, dict[str, str]] | None:
    """What the values of the breakdowns are called, by breakdown and value; None where they are as they are."""
    labels = {
        each.key: {value: in_language(said, lang) for value, said in each.split.values.items()}
        for each in frame.by
        if each.split is not None and each.split.values
    }
    return labels or None


def stage_labels(model: str, frame: Frame) -> Mapping[str, Sentence]:
    """What the stages of a lifecycle model are called; nothing where there is no such model."""
    if STAGE not in frame.splitters:
        return {}
    stages = frame.splitters.get(STAGE)
    known = {choice.value for choice in stages.offer().choices}
    return stages.read(model, "model").values if model in known else {}


def label_moves(
    said: Mapping[str, Sentence], lang: Lang, *, also: str = STAGE
) -> dict[str, dict[str, str]]:
    """What values are called in the field that counts them (`also`) and in those of moves between them."""
    words = {value: in_language(each, lang) for value, each in said.items()}
    return dict.fromkeys((also, "from", "to"), words) if words else {}


def say_model(model: str, lang: Lang) -> str:
    """A lifecycle model as it stands in a sentence: the one everybody has needs no name."""
    if model == DEFAULT_MODEL:
        return Sentence("生命周期", "the lifecycle").say(lang)
    return Sentence("生命周期模型 {name}", "the lifecycle model {name}").say(lang, name=model)


def in_language(said: Sentence, lang: Lang) -> str:
    """What something is called, as it was written: a name may hold any sign."""
    return said.zh if lang == "zh" else said.en


def describe_range(days: Range, lang: Lang) -> str:
    """The days of a question in words."""
    if days.last is not None:
        length = say_length(days.last.count, days.last.unit, lang)
        if lang == "en" and days.last.unit in SHORT_UNITS:
            length = length.removeprefix("1 ")  # "the last week" may be one of the calendar
        return Sentence(
            "时间：最近 {length}（项目时区）", "Range: the last {length}, in the project's zone"
        ).say(lang, length=length)
    if days.first_on is None or days.last_on is None:
        return _describe_open(days, lang)
    return Sentence(
        "时间：{first} 至 {last}，含首尾（项目时区）",
        "Range: {first} to {last}, both included, in the project's zone",
    ).say(lang, first=str(days.first_on), last=str(days.last_on))


def _describe_open(days: Range, lang: Lang) -> str:
    """A range that has no first day or no last one."""
    if days.before is not None:
        length = say_length(days.before.count, days.before.unit, lang)
        return Sentence(
            "时间：{length}以前（项目时区）", "Range: more than {length} ago, in the project's zone"
        ).say(lang, length=length)
    if days.first_on is not None:
        return Sentence(
            "时间：{first} 起（项目时区）", "Range: from {first} on, in the project's zone"
        ).say(lang, first=str(days.first_on))
    return Sentence(
        "时间：至 {last} 为止，含当天（项目时区）",
        "Range: up to {last}, that day included, in the project's zone",
    ).say(lang, last=str(days.last_on))


def describe_comparison(comparison: Comparison | None, lang: Lang) -> str:
    """The range a question is compared with, in words; nothing where there is none."""
    if comparison is None:
        return ""
    if comparison.range is not None:
        days = describe_range(comparison.range, lang)
        return Sentence(
            "与另一段时间比较（{days}）。", "Compared with another range ({days}). "
        ).say(lang, days=days)
    return COMPARED_SAID[comparison.word].say(lang)


def with_comparison(counted: str, comparison: Comparison | None, lang: Lang) -> str:
    """What is counted, then what it is compared with, where it is."""
    said = describe_comparison(comparison, lang).rstrip()
    if not said:
        return counted
    return f"{counted}{' ' if lang == 'en' else ''}{said}"


OF_SAID = {
    "property": Sentence("事件属性", "event property"),
    "attribute": Sentence("用户属性", "attribute"),
}
SHORT_UNITS: Final = ("min", "h", "d")
SPLIT_SAID = Sentence("按 {names} 细分", "split by {names}")
SPLIT_WITH_REST_SAID = Sentence(
    "按 {names} 细分，其余合为其他", "split by {names}, the rest together as other"
)
COMPARED_SAID = {
    PREVIOUS: Sentence("与之前同样天数比较。", "Compared with as many days before. "),
    YEAR: Sentence("与去年同期比较。", "Compared with the same days of last year. "),
}

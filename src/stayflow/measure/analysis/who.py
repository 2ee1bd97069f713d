"""The people behind a number, in words: which number of which question."""

from collections.abc import Mapping
from typing import Final

from stayflow.language.raw import JsonObject, read_object
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence, say_list
from stayflow.measure.analysis.answer import read_query

_OF: Final = Sentence("{cell}，取自：{question}", "{cell}, of: {question}")
_FIELDS: Final[Mapping[str, Sentence]] = {
    "step": Sentence("第 {value} 步", "step {value}"),
    "level": Sentence("第 {value} 步", "step {value}"),
    "cohort": Sentence("起始于 {value} 的人", "those who began in {value}"),
    "period": Sentence("第 {value} 期", "period {value}"),
    "t": Sentence("{value}", "{value}"),
    "metric": Sentence("指标 {value}", "metric {value}"),
    "of": Sentence("{value}", "{value}"),
    "class": Sentence("RFM 类别 {value}", "RFM class {value}"),
    "stage": Sentence("{value}", "{value}"),
    "from": Sentence("从 {value}", "from {value}"),
    "name": Sentence("{value}", "{value}"),
    "to": Sentence("到 {value}", "to {value}"),
    "is_from_other": Sentence("从其余", "from the rest"),
    "is_to_other": Sentence("到其余", "to the rest"),
    "source": Sentence("来源 {value}", "source {value}"),
    "end": Sentence("{value}", "{value}"),
    "value": Sentence("{value}", "{value}"),
    "seconds": Sentence(
        "时长自 {value} 秒起的一档", "the bin of durations from {value} seconds on"
    ),
    "events": Sentence("深度自 {value} 个事件起的一档", "the bin of depths from {value} events on"),
    "weekday": Sentence("星期 {value}", "weekday {value}"),
    "hour": Sentence("{value} 时", "{value}:00"),
    "inside": Sentence("恰好在 {value} 里", "in exactly {value}"),
    "all": Sentence("都在 {value} 里", "in all of {value}"),
    "topic": Sentence("主题“{value}”", 'the topic "{value}"'),
    "mood": Sentence("{value}", "{value}"),
    "element": Sentence("元素 {value}", "element {value}"),
    "next": Sentence("接着看了 {value}", "who saw {value} next"),
    "x": Sentence("自左第 {value} 列", "column {value} from the left"),
    "y": Sentence("自上第 {value} 行", "row {value} from the top"),
    "word": Sentence("站内搜索 {value}", "searched {value}"),
}
_LOST: Final = Sentence("未到达", "not reached")
_AGAIN: Final = Sentence("此前到过", "who had been there before")
_PENDING: Final = Sentence("仍在进行中", "still under way")
_COMPARED: Final = Sentence("在所比较的时间里", "in the range compared with")
_UNSET: Final = Sentence("未设置", "not set")
_REST: Final = Sentence("其余", "the rest")


def describe_who(raw: object, lang: Lang, *, scope: Scope) -> str:
    """The people that `who` of a question points at, in words: the cell, then what is counted.

    Raises:
        InvalidInput: The question is wrong; the path names the place.
    """
    who = read_object(read_object(raw, "").get("who"), "who")
    comma = "，" if lang == "zh" else ", "
    question = read_query(raw, scope=scope).describe(lang)
    return _OF.say(lang, cell=comma.join(_words(who, lang)), question=question)


def _shown(name: str, value: object, lang: Lang) -> str:
    """Programs count metrics from 0, people from 1."""
    if name == "metric" and isinstance(value, int):
        return str(value + 1)
    if isinstance(value, list | tuple):
        return say_list([str(each) for each in value], lang)
    return str(value)


def _words(who: JsonObject, lang: Lang) -> list[str]:
    words = [
        said.say(lang, value=_shown(name, who[name], lang))
        for name, said in _FIELDS.items()
        if who.get(name) is not None and who[name] is not False
    ]
    group = who.get("by")
    if isinstance(group, Mapping):
        unset = _UNSET.say(lang)
        words += [f"{name} = {unset if value is None else value}" for name, value in group.items()]
    if isinstance(who.get("group"), Mapping):
        words += _words(read_object(who["group"], "who.group"), lang)
    if who.get("is_other") is True:
        words.append(_REST.say(lang))
    if who.get("compared") is True:
        words.append(_COMPARED.say(lang))
    if who.get("converted") is False or who.get("lost") is True:
        words.append(_LOST.say(lang))
    if who.get("pending") is True:
        words.append(_PENDING.say(lang))
    if who.get("again") is True:
        words.append(_AGAIN.say(lang))
    return words

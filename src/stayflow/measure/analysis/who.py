"""The people behind a number, in words: which number of which question."""

from collections.abc import Mapping
from typing import Final

from stayflow.language.raw import JsonObject, read_object
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence
from stayflow.measure.analysis.answer import read_query

_OF: Final = Sentence("{cell}，取自：{question}", "{cell}, of: {question}")
_FIELDS: Final[Mapping[str, Sentence]] = {
    "step": Sentence("第 {value} 步", "step {value}"),
    "cohort": Sentence("起始于 {value} 的人", "those who began in {value}"),
    "period": Sentence("第 {value} 期", "period {value}"),
    "t": Sentence("{value}", "{value}"),
    "metric": Sentence("指标 {value}", "metric {value}"),
    "of": Sentence("{value}", "{value}"),
    "class": Sentence("RFM 类别 {value}", "RFM class {value}"),
    "stage": Sentence("{value}", "{value}"),
    "from": Sentence("从 {value}", "from {value}"),
    "to": Sentence("到 {value}", "to {value}"),
}
_LOST: Final = Sentence("未到达", "not reached")
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


def _shown(name: str, value: object) -> str:
    """Programs count metrics from 0, people from 1."""
    return str(value + 1) if name == "metric" and isinstance(value, int) else str(value)


def _words(who: JsonObject, lang: Lang) -> list[str]:
    words = [
        said.say(lang, value=_shown(name, who[name]))
        for name, said in _FIELDS.items()
        if who.get(name) is not None
    ]
    group = who.get("by")
    if isinstance(group, Mapping):
        words += [f"{name} = {value}" for name, value in group.items()]
    if who.get("is_other") is True:
        words.append(_REST.say(lang))
    if who.get("converted") is False:
        words.append(_LOST.say(lang))
    return words

"""Words in Chinese and English: a pattern per language, and lists joined the way each language does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

Lang = Literal["zh", "en"]

LIST_SAID_MAX = 6
"""Names of a list that a sentence repeats before it counts the rest."""


_GAP: Final = "\0"
"""Stands for a space of a Chinese pattern until it is known what stands beside it."""
_WIDE: Final = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_NEEDLESS: Final = re.compile(f"(?<={_WIDE}){_GAP}(?={_WIDE})")


def close_gaps(pattern: str, **words: str) -> str:
    """A Chinese pattern with its words: its spaces stay beside Latin letters, and go between Chinese signs.

    >>> (
    ...     close_gaps("做过 {event} 的人", event="view"),
    ...     close_gaps("做过 {event} 的人", event="任意事件"),
    ... )
    ('做过 view 的人', '做过任意事件的人')
    """
    said = pattern.replace(" ", _GAP).format(**words)
    return _NEEDLESS.sub("", said).replace(_GAP, " ")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One pattern in both languages, with the same `{names}`."""

    zh: str
    en: str

    def say(self, lang: Lang, **words: str) -> str:
        """The pattern with its words."""
        return close_gaps(self.zh, **words) if lang == "zh" else self.en.format(**words)

    def name(self, lang: Lang | None) -> str:
        """As a name that is kept: in one language; None: in both, for a project that people of both read."""
        return self.say(lang) if lang else f"{self.zh} {self.en}"


def say_list(words: Sequence[str], lang: Lang) -> str:
    """Words after one another; long lists are cut and the rest is counted."""
    comma = "、" if lang == "zh" else ", "
    if len(words) <= LIST_SAID_MAX:
        return comma.join(words)
    rest = len(words) - LIST_SAID_MAX
    return comma.join(words[:LIST_SAID_MAX]) + (
        f" 等另外 {rest} 个" if lang == "zh" else f" and {rest} more"
    )


def say_share(share: float) -> str:
    """A share of a whole, 0 to 1, as people say it.

    >>> say_share(0.4), say_share(1 / 3), say_share(0.005)
    ('40 %', '33.3 %', '0.5 %')
    """
    return f"{share * 100:.3g} %"


def say_figure(number: float) -> str:
    """A number with all its digits, those before the point grouped.

    >>> say_figure(1234567.5), say_figure(20.0), say_figure(0.25)
    ('1,234,567.5', '20', '0.25')
    """
    return f"{number:,.15g}"


def say_span(span: timedelta, lang: Lang) -> str:
    """A length of time in its largest unit that leaves no rest.

    >>> say_span(timedelta(hours=36), "en"), say_span(timedelta(days=7), "zh")
    ('36 hours', '7 天')
    """
    seconds = round(span.total_seconds())
    size, unit = next(each for each in SPANS if seconds % each[0] == 0)
    return say_length(seconds // size, unit, lang)


SPANS: Final = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))
UNITS_SAID = {
    "s": Sentence("{n} 秒", "{n} seconds"),
    "min": Sentence("{n} 分钟", "{n} minutes"),
    "h": Sentence("{n} 小时", "{n} hours"),
    "d": Sentence("{n} 天", "{n} days"),
    "w": Sentence("{n} 周", "{n} weeks"),
    "mo": Sentence("{n} 个月", "{n} months"),
    "q": Sentence("{n} 个季度", "{n} quarters"),
    "y": Sentence("{n} 年", "{n} years"),
}


def say_length(count: int, unit: str, lang: Lang) -> str:
    """A length of time in words.

    >>> say_length(30, "d", "en"), say_length(1, "h", "en"), say_length(7, "d", "zh")
    ('30 days', '1 hour', '7 天')
    """
    words = UNITS_SAID[unit].say(lang, n=str(count))
    return words.removesuffix("s") if lang == "en" and count == 1 else words

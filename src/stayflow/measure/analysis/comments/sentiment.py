"""Whether a comment praises, blames, or neither: by words, in Chinese and English.

Chinese is read from left to right, the longest known word first, so that nothing has to be cut into words before. A
word that praises or blames has a weight; one that turns it round (不, not) counts within the same part of a sentence
and at most `REACH` words before it, one that strengthens or weakens it likewise; what comes after "but" weighs more.
The sum, drawn together to -1 … 1, is positive above `EDGE` and negative below its opposite.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from math import sqrt
from typing import Final

from stayflow.measure.analysis.comments.words import Words, load_words

REACH: Final = 3
AFTER_BUT: Final = 1.5
BEFORE_BUT: Final = 0.6
TURNED: Final = -0.8
EDGE: Final = 0.15
WIDTH: Final = 4.0
BREAK: Final = "|"
"""Stands for the end of a part of a sentence."""
_PIECES: Final = re.compile(
    r"([\u3400-\u9fff]+)|([a-z]+(?:['’][a-z]+)?)|([,.;!?，。；！？、~…\n]+)"
)


class Mood(StrEnum):
    """What a comment says, in all."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


def read_mood(text: str) -> Mood | None:
    """The mood of a comment; None where it is in neither language."""
    known = load_words()
    words = list(_cut(text.lower().replace("’", "'"), known))
    if not _is_read(words, known):
        return None
    score = _score(words, known)
    if score > EDGE:
        return Mood.POSITIVE
    return Mood.NEGATIVE if score < -EDGE else Mood.NEUTRAL


def _cut(text: str, known: Words) -> Iterator[str]:
    """Known words of Chinese and single characters between them, words of English, ends of parts of sentences."""
    for chinese, english, end in _PIECES.findall(text):
        if end:
            yield BREAK
        elif english:
            yield english
        else:
            yield from _cut_chinese(chinese, known)


def _cut_chinese(text: str, known: Words) -> Iterator[str]:
    at = 0
    while at < len(text):
        sizes = known.sizes.get(text[at], ())
        size = next((size for size in sizes if text[at : at + size] in known.chinese), 1)
        yield text[at : at + size]
        at += size


def _is_read(words: list[str], known: Words) -> bool:
    """True when there is Chinese, or something that is English and not another language in Latin letters."""
    said = [word for word in words if word != BREAK]
    if any(not word.isascii() for word in said):
        return True
    return any(word in known.signs or word in known.weights for word in said)


def _score(words: list[str], known: Words) -> float:
    """Below zero for blame, between -1 and 1."""
    before, after, has_turned = 0.0, 0.0, False
    since: list[str] = []
    for word in words:
        if word == BREAK:
            since = []
        elif word in known.buts:
            before, after, has_turned, since = before + after, 0.0, True, []
        else:
            after += _weigh(word, since[-REACH:], known)
            since.append(word)
    total = before * BEFORE_BUT + after * AFTER_BUT if has_turned else after
    return total / sqrt(total * total + WIDTH)


def _weigh(word: str, before: list[str], known: Words) -> float:
    """The weight of a word after the words before it; 0 where it neither praises nor blames."""
    weight = known.weights.get(word, 0.0)
    if not weight:
        return 0.0
    for each in before:
        weight *= known.degrees.get(each, 1.0)
    turns = sum(each in known.turns for each in before)
    return weight * TURNED if turns % 2 else weight

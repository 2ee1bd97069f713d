"""What comments are about: words and short runs of characters that many people use and that hold together.

Chinese has no spaces, and a dictionary knows no product's own words. So a topic of Chinese is a run of 2 to 4
characters that is found in enough comments, whose parts are found together far more often than chance would have it
(pointwise mutual information, Church and Hanks, 1990), and which has different characters on either side (the entropy
of its neighbours): that is what tells a word from a part of one. A topic of English is a word, or two that stand
together as often. Words of praise and blame, and those that only hold a sentence together, are none.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from itertools import pairwise
from math import log2
from typing import Final

from stayflow.measure.analysis.comments.words import load_words

SHARE_LEAST: Final = 0.005
COUNT_LEAST: Final = 3
SIZES: Final = (2, 3, 4)
COHESION_LEAST: Final = 2.0
"""Bits: the parts stand together at least four times as often as chance would have it."""
ENTROPY_LEAST: Final = 0.9
"""Bits: about two neighbours that are equally likely."""
COVERED: Final = 0.7
"""A run that stands mostly inside a longer one is a part of it."""
_HAN: Final = re.compile(r"[\u3400-\u9fff]+")
_LATIN: Final = re.compile(r"[a-z][a-z'-]{2,}")


def find_topics(texts: Sequence[str], most: int) -> list[tuple[str, list[int]]]:
    """The topics of comments, those of most comments first.

    Args:
        texts: The comments.
        most: How many topics at most.

    Returns:
        Each topic with the places of the comments that speak of it.
    """
    lowered = [text.lower() for text in texts]
    least = max(COUNT_LEAST, round(SHARE_LEAST * len(texts)))
    found = {**_chinese(lowered, least), **_english(lowered, least)}
    ranked = sorted(found.items(), key=lambda each: (-len(each[1]), each[0]))
    return [(topic, sorted(places)) for topic, places in ranked[:most]]


def find_places(texts: Sequence[str], topics: Sequence[str]) -> list[tuple[str, list[int]]]:
    """Each topic with the places of the comments that speak of it, as `find_topics` would tell them."""
    lowered = [text.lower() for text in texts]
    words = [_LATIN.findall(text) for text in lowered]
    said = [
        {*each, *(f"{one} {two}" for one, two in pairwise(each)), *_HAN.findall(text)}
        for each, text in zip(words, lowered, strict=True)
    ]
    return [
        (topic, [place for place, each in enumerate(said) if _speaks_of(topic, each)])
        for topic in topics
    ]


def _speaks_of(topic: str, said: Set[str]) -> bool:
    """Whether a comment's words, pairs of words and runs of characters hold a topic."""
    if _HAN.fullmatch(topic):
        return any(topic in each for each in said)
    return topic in said


def _english(texts: Sequence[str], least: int) -> dict[str, set[int]]:
    places: defaultdict[str, set[int]] = defaultdict(set)
    said = load_words().said
    for place, text in enumerate(texts):
        words = _LATIN.findall(text)
        for word in words:
            places[word].add(place)
        for one, two in pairwise(words):
            if one not in said and two not in said:
                places[f"{one} {two}"].add(place)
    kept = {
        word: found for word, found in places.items() if word not in said and len(found) >= least
    }
    pairs = {word for word in kept if " " in word}
    parts = {
        part
        for pair in pairs
        for part in pair.split()
        if part in kept and len(kept[pair]) >= COVERED * len(kept[part])
    }
    return {word: found for word, found in kept.items() if word not in parts}


def _chinese(texts: Sequence[str], least: int) -> dict[str, set[int]]:
    runs = [_HAN.findall(text) for text in texts]
    counts: Counter[str] = Counter()
    for each in runs:
        for run in each:
            counts.update(run)
    whole = counts.total()
    frequent = _frequent(runs, least, counts)
    held = {
        gram
        for gram in frequent
        if not _is_said(gram) and _cohesion(gram, counts, whole) >= COHESION_LEAST
    }
    places = _free(runs, held)
    return {gram: places[gram] for gram in _longest(places)}


def _frequent(runs: Sequence[Sequence[str]], least: int, counts: Counter[str]) -> set[str]:
    """Runs of characters found in enough comments; `counts` gets how often each is found.

    Only what is made of frequent ones can be frequent, so longer ones are looked for among those (Agrawal, 1994).
    """
    found: set[str] = set()
    shorter: set[str] | None = None
    for size in SIZES:
        comments: Counter[str] = Counter()
        for each in runs:
            grams = [
                run[at : at + size]
                for run in each
                for at in range(len(run) - size + 1)
                if shorter is None
                or (run[at : at + size - 1] in shorter and run[at + 1 : at + size] in shorter)
            ]
            counts.update(grams)
            comments.update(set(grams))
        shorter = {gram for gram, many in comments.items() if many >= least}
        found |= shorter
    return found


def _is_said(gram: str) -> bool:
    """True for what is no topic: it begins or ends with a word of grammar, or praises or blames."""
    known = load_words()
    return gram in known.said or gram[0] in known.edges or gram[-1] in known.edges


def _cohesion(gram: str, counts: Mapping[str, int], whole: int) -> float:
    """How much more often its two parts stand together than by chance, bits, where it could be cut most easily."""
    return min(
        log2(counts[gram] * whole / (counts.get(gram[:cut], 1) * counts.get(gram[cut:], 1)))
        for cut in range(1, len(gram))
    )


def _free(runs: Sequence[Sequence[str]], grams: set[str]) -> dict[str, set[int]]:
    """Those that stand between different characters, and the comments they are in."""
    left: defaultdict[str, Counter[str]] = defaultdict(Counter)
    right: defaultdict[str, Counter[str]] = defaultdict(Counter)
    places: defaultdict[str, set[int]] = defaultdict(set)
    for place, each in enumerate(runs):
        for run in each:
            ended = f" {run} "
            for size in SIZES:
                for at in range(1, len(ended) - size):
                    gram = ended[at : at + size]
                    if gram in grams:
                        left[gram][ended[at - 1]] += 1
                        right[gram][ended[at + size]] += 1
                        places[gram].add(place)
    return {
        gram: places[gram]
        for gram in grams
        if min(_entropy(left[gram]), _entropy(right[gram])) >= ENTROPY_LEAST
    }


def _entropy(neighbours: Counter[str]) -> float:
    """Bits; the end of a run is a neighbour that is another one each time."""
    total = neighbours.total()
    ends = neighbours.get(" ", 0)
    inside = sum(
        -count / total * log2(count / total) for each, count in neighbours.items() if each != " "
    )
    return inside + (ends / total * log2(total) if total > 1 else 0.0)


def _longest(places: Mapping[str, set[int]]) -> set[str]:
    """Without those that are mostly a part of a longer one."""
    parts = {
        part
        for gram in places
        for part in {gram[at : at + size] for size in SIZES for at in range(len(gram) - size + 1)}
        if part != gram and part in places and len(places[gram]) >= COVERED * len(places[part])
    }
    return set(places) - parts

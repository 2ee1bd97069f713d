"""The words of `words.toml`, read when a comment is first read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

STRONG, PLAIN, FAINT = 2.0, 1.0, 0.5
MORE, LESS = 1.5, 0.7
LANGUAGES: Final = ("chinese", "english")


@dataclass(frozen=True, slots=True)
class Words:
    """What is known of words, Chinese and English together: no word is of both.

    Attributes:
        weights: Of words that praise (above zero) and blame (below).
        turns: What turns the word after it round.
        degrees: What strengthens or weakens the word after it, and by how much.
        buts: What is said after them weighs more than what was said before.
        signs: What tells English from other languages in Latin letters.
        chinese: All that are cut out of Chinese.
        sizes: How many characters those have that begin with one, the most first.
        said: What is no topic.
        edges: Characters that no topic of Chinese begins or ends with.
    """

    weights: Mapping[str, float]
    turns: frozenset[str]
    degrees: Mapping[str, float]
    buts: frozenset[str]
    signs: frozenset[str]
    chinese: frozenset[str]
    sizes: Mapping[str, tuple[int, ...]]
    said: frozenset[str]
    edges: frozenset[str]


@cache
def load_words() -> Words:
    """The words, read once."""
    text = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    lists = {
        section: {name: words.split() for name, words in lists.items()}
        for section, lists in tomllib.loads(text).items()
    }
    weights: dict[str, float] = {}
    degrees: dict[str, float] = {}
    for language in LANGUAGES:
        weights |= _weights(lists[language])
        degrees |= dict.fromkeys(lists[language]["more"], MORE)
        degrees |= dict.fromkeys(lists[language]["less"], LESS)
    turns, buts = (
        frozenset(w for each in LANGUAGES for w in lists[each][name]) for name in ("turns", "buts")
    )
    known = {*weights, *degrees, *turns, *buts}
    chinese = frozenset(word for word in known if not word.isascii())
    return Words(
        weights=weights,
        turns=turns,
        degrees=degrees,
        buts=buts,
        signs=frozenset(lists["english"]["signs"]),
        chinese=chinese,
        sizes=_sizes(chinese),
        said=frozenset({*known, *lists["topics"]["chinese"], *lists["topics"]["english"]}),
        edges=frozenset(lists["topics"]["edges"]),
    )


def _weights(lists: Mapping[str, list[str]]) -> dict[str, float]:
    """Of the words of one language."""
    found = dict.fromkeys(lists["praise"], PLAIN) | dict.fromkeys(lists["blame"], -PLAIN)
    found |= dict.fromkeys(lists["strong_praise"], STRONG)
    found |= dict.fromkeys(lists["strong_blame"], -STRONG)
    return found | {word: found[word] * FAINT for word in lists["faint"]}


def _sizes(words: frozenset[str]) -> dict[str, tuple[int, ...]]:
    """The lengths of words by their first character."""
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(sizes, reverse=True)) for first, sizes in found.items()}

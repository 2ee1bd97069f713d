"""How each kind of field is compared, and in which blocks pairs are looked for. Data, no library.

A level's condition speaks of `{l}` and `{r}`, the two values, and of further standard columns as
`{l_sound}`. Levels are tried from the nearest to the farthest. `m` and `u` are the shares of one
person's and of two persons' pairs at that level: where the model can be trained they are where the
training begins, else what counts. Model: Fellegi and Sunter (1969), as Splink's documentation has it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from stayflow.intake.match.model import FieldKind, MatchField
from stayflow.intake.match.standardise import INTEGER_SUFFIXES, MAIN, suffixes_of

MISSING: Final = "missing"
DIFFERENT: Final = "different"
SAME_SOUND: Final = "same_sound"
_NAMES: Final = frozenset({FieldKind.NAME, FieldKind.GIVEN_NAME, FieldKind.FAMILY_NAME})


@dataclass(frozen=True, slots=True)
class Level:
    """A degree of agreement.

    Attributes:
        name: Stable, shown to people in their language.
        condition: SQL over the two values.
        m: Share of one person's pairs, to begin with.
        u: Share of two persons' pairs, to begin with.
        by_frequency: A rare value says more than a frequent one.
    """

    name: str
    condition: str
    m: float
    u: float
    by_frequency: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field as the model compares it; `column` is its main standard column."""

    field: MatchField
    column: str
    levels: tuple[Level, ...]


def _typos(close: float, far: float) -> str:
    """One typing mistake in a short text, two in a longer one, or near by Jaro-Winkler."""
    return (
        "(damerau_levenshtein({l}, {r}) <= 1 and least(length({l}), length({r})) >= 3)"
        " or (damerau_levenshtein({l}, {r}) <= 2 and least(length({l}), length({r})) >= 6)"
        f" or jaro_winkler_similarity({{l}}, {{r}}) >= {min(close, far)}"
    )


def _near(similarity: float) -> str:
    return f"jaro_winkler_similarity({{l}}, {{r}}) >= {similarity}"


def _within(days: int) -> str:
    return f"abs({{l_day}} - {{r_day}}) <= {days}"


_EXACT: Final = "{l} = {r}"
_SORTED: Final = "list_sort(string_split({l}, ' ')) = list_sort(string_split({r}, ' '))"
_PREFIXED: Final = "least(length({l}), length({r})) >= 8 and (suffix({l}, {r}) or suffix({r}, {l}))"
_NAME_LEVELS: Final = (
    Level("exact", _EXACT, 0.70, 0.005, by_frequency=True),
    Level(SAME_SOUND, "{l_sound} = {r_sound}", 0.04, 0.001),
    Level("very_close", _near(0.92), 0.09, 0.003),
    Level("close", _typos(1.0, 0.8), 0.09, 0.02),
)
LEVELS: Final[dict[FieldKind, tuple[Level, ...]]] = {
    FieldKind.NAME: (
        *_NAME_LEVELS[:2],
        Level("words_swapped", _SORTED, 0.03, 0.0005),
        *_NAME_LEVELS[2:],
    ),
    FieldKind.GIVEN_NAME: _NAME_LEVELS,
    FieldKind.FAMILY_NAME: _NAME_LEVELS,
    FieldKind.DATE: (
        Level("exact", _EXACT, 0.80, 0.0001),
        Level("one_typo", "damerau_levenshtein({l}, {r}) <= 1", 0.10, 0.001),
        Level("within_month", _within(31), 0.03, 0.002),
        Level("within_year", _within(366), 0.03, 0.02),
        Level("within_decade", _within(3653), 0.02, 0.2),
    ),
    FieldKind.PHONE: (
        Level("exact", _EXACT, 0.85, 0.00005),
        Level("same_ending", _PREFIXED, 0.03, 0.00005),
        Level("one_typo", "damerau_levenshtein({l}, {r}) <= 1", 0.06, 0.0001),
        Level("two_typos", "damerau_levenshtein({l}, {r}) <= 2", 0.02, 0.001),
    ),
    FieldKind.EMAIL: (
        Level("exact", _EXACT, 0.75, 0.00005),
        Level("same_user", "{l_user} = {r_user}", 0.08, 0.0005),
        Level(
            "close",
            "jaro_winkler_similarity({l}, {r}) >= 0.92 or damerau_levenshtein({l}, {r}) <= 2",
            0.08,
            0.001,
        ),
        Level("close_user", "jaro_winkler_similarity({l_user}, {r_user}) >= 0.85", 0.03, 0.005),
        Level("close_domain", "jaro_winkler_similarity({l_domain}, {r_domain}) >= 0.9", 0.03, 0.1),
    ),
    FieldKind.ADDRESS: (
        Level("exact", _EXACT, 0.70, 0.001, by_frequency=True),
        Level("very_close", _near(0.92), 0.15, 0.005),
        Level("close", _typos(1.0, 0.8), 0.08, 0.03),
    ),
    FieldKind.PLACE: (
        Level("exact", _EXACT, 0.75, 0.05, by_frequency=True),
        Level("close", _typos(1.0, 0.88), 0.12, 0.01),
    ),
    FieldKind.CODE: (
        Level("exact", _EXACT, 0.85, 0.001, by_frequency=True),
        Level("one_typo", "damerau_levenshtein({l}, {r}) <= 1", 0.08, 0.003),
        Level("two_typos", "damerau_levenshtein({l}, {r}) <= 2", 0.03, 0.03),
    ),
}
"""A new kind of field is a row here, in `standardise`, and in the keys below."""


def columns_of(fields: Sequence[MatchField]) -> dict[str, str]:
    """The standard columns with their SQL types; named by place, so that no name reaches SQL."""
    return {
        f"f{place}{suffix}": "integer" if suffix in INTEGER_SUFFIXES else "varchar"
        for place, each in enumerate(fields)
        for suffix in suffixes_of(each.kind)
    }


def comparisons_of(fields: Sequence[MatchField], *, by_sound: bool = True) -> list[Comparison]:
    """Every field with its levels; given and family name also compare crosswise."""
    found = []
    for place, each in enumerate(fields):
        levels = LEVELS[each.kind]
        if not by_sound:
            levels = tuple(level for level in levels if level.name != SAME_SOUND)
        other = _partner(fields, each)
        if other is not None:
            crossed = f'{{l}} = "f{other}_r" or "f{other}_l" = {{r}}'
            levels = (*levels[:-1], Level("swapped", crossed, 0.02, 0.001), levels[-1])
        found.append(Comparison(each, f"f{place}", levels))
    return found


def condition_of(comparison: Comparison, level: Level) -> str:
    """The level's SQL over the columns of a pair."""
    names = {}
    for suffix in suffixes_of(comparison.field.kind):
        for side in ("l", "r"):
            names[f"{side}{suffix if suffix != MAIN else ''}"] = (
                f'"{comparison.column}{suffix}_{side}"'
            )
    return level.condition.format(**names)


def _partner(fields: Sequence[MatchField], own: MatchField) -> int | None:
    """Place of the family name for a given name, and the other way round."""
    wanted = {
        FieldKind.GIVEN_NAME: FieldKind.FAMILY_NAME,
        FieldKind.FAMILY_NAME: FieldKind.GIVEN_NAME,
    }.get(own.kind)
    return next((place for place, each in enumerate(fields) if each.kind is wanted), None)


def keys_of(fields: Sequence[MatchField]) -> list[str]:
    """SQL of the blocking keys of a record: pairs that share one are weighed.

    Every field alone, in the parts that survive typing mistakes; and parts of two fields together,
    for values that are too frequent alone.
    """
    alone: list[str] = []
    parts: list[str] = []
    for place, each in enumerate(fields):
        column = f'"f{place}"'
        alone += [column, *_alone(each.kind, column)]
        parts += _part(each.kind, column)
    together = [f"{first} || '|' || {second}" for first, second in _combined(parts)]
    return [*alone, *together]


def _alone(kind: FieldKind, column: str) -> list[str]:
    name = column.strip('"')
    if kind in _NAMES:
        return [f'"{name}_sound"']
    match kind:
        case FieldKind.DATE:
            return [f"substr({column}, 6)", f"substr({column}, 1, 7)"]
        case FieldKind.EMAIL:
            return [f'"{name}_user"', f'"{name}_domain"', f"substr({column}, 1, 4)"]
        case FieldKind.PHONE:
            return [f"right({column}, 8)", f"left({column}, 7)"]
        case _:
            return []


def _part(kind: FieldKind, column: str) -> list[str]:
    """What is combined with parts of other fields."""
    match kind:
        case FieldKind.NAME | FieldKind.GIVEN_NAME | FieldKind.FAMILY_NAME:
            return [f"left({column}, 2)"]
        case FieldKind.DATE | FieldKind.EMAIL:
            return [f"left({column}, 4)"]
        case FieldKind.PHONE:
            return [f"right({column}, 4)"]
        case FieldKind.ADDRESS:
            return [f"left({column}, 6)"]
        case FieldKind.PLACE | FieldKind.CODE:
            return [column]


def _combined(parts: Sequence[str]) -> list[tuple[str, str]]:
    """Neighbours and neighbours but one: each field meets up to four others."""
    return [*pairwise(parts), *zip(parts, parts[2:], strict=False)]

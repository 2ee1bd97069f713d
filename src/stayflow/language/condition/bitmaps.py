"""The people of each class of many lists, as bitmaps.

What a person meets of several lists is one number, their *signature*. People are gathered by it, each once for many
lists, and the bitmaps of the signatures, which are few, are put together into those of the classes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stayflow.language.condition.many import Lists, expand_lists, first_met_sql
from stayflow.language.condition.people import behaviours_of, sharing_events
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder, Statement

SIGNATURE_BITS: Final = 8
"""Where people differ in every list, more would take longer to put together than to gather once for each list."""


@dataclass(frozen=True, slots=True)
class Digit:
    """Where a signature says which condition of a list is met first.

    Attributes:
        place: Of the list, from 0.
        shift: Bits below it.
        width: Its bits.
    """

    place: int
    shift: int
    width: int


Signature = tuple[Digit, ...]


def compile_bitmaps(lists: Lists, scope: Scope) -> Statement:
    """The people of each condition whom it is the first of its list to hold for.

    Rows of `place` (of the list, from 1), `first_met` (of the condition in it, from 1) and `people` (a state of
    groupBitmap); none of nobody. Lists that read the same events share a pass over them. `events` are stored by name,
    so that the passes of others read nothing twice, and each computes only what its own lists ask.

    Args:
        lists: Of each the first condition that holds wins.
        scope: The project; over `scope.people` one pass does for all.

    Raises:
        UnknownEvent: A name the project has never seen (every error of `compile_people`).
    """
    binder = Binder()
    trees = expand_lists(lists, scope)
    groups = _groups(trees) if scope.people is None else [range(len(trees))]
    signatures: list[Signature] = []
    passes: list[str] = []
    for group in groups:
        own = _signatures(group, trees)
        passes.append(_gathered_sql(own, len(signatures) + 1, trees, scope, binder))
        signatures += own
    digits = binder.bind(
        [
            [(each.place + 1, each.shift, (1 << each.width) - 1) for each in one]
            for one in signatures
        ],
        "Array(Array(Tuple(UInt32, UInt8, UInt64)))",
    )
    gathered = "\nUNION ALL\n".join(passes)
    return binder.statement(
        "SELECT digit.1 AS place, bitAnd(bitShiftRight(signature, digit.2), digit.3) AS first_met,\n"
        f"    groupBitmapMergeState(gathered) AS people\nFROM (\n{gathered}\n)\n"
        f"ARRAY JOIN arrayElement({digits}, number) AS digit\n"
        "WHERE first_met > 0 GROUP BY place, first_met"
    )


def _groups(trees: Lists) -> list[list[int]]:
    """The lists in groups of which no two read the same event; those that read all events, or none, go together."""
    named: dict[int, frozenset[str]] = {}
    every: list[int] = []
    none: list[int] = []
    for place, conditions in enumerate(trees):
        names = [each.selection.events for tree in conditions for each in behaviours_of(tree)]
        if not names:
            none.append(place)
        elif not all(names):
            every.append(place)
        else:
            named[place] = frozenset(name for each in names for name in each)
    return [*sharing_events(named), *filter(None, (every, none))]


def _signatures(group: Sequence[int], trees: Lists) -> list[Signature]:
    """Signatures for all lists of a group, each of as many as its bits allow."""
    signatures: list[Signature] = []
    digits: list[Digit] = []
    shift = 0
    for place in group:
        width = len(trees[place]).bit_length()
        if digits and shift + width > SIGNATURE_BITS:
            signatures.append(tuple(digits))
            digits, shift = [], 0
        digits.append(Digit(place, shift, width))
        shift += width
    return [*signatures, tuple(digits)]


def _gathered_sql(
    signatures: Sequence[Signature], first: int, trees: Lists, scope: Scope, binder: Binder
) -> str:
    """A SELECT of the `number` of a signature, from `first`, its value, and the people who have it, `gathered`."""
    places = [digit.place for each in signatures for digit in each]

    def told(met: Sequence[str]) -> str:
        of = dict(zip(places, met, strict=True))
        numbers = ", ".join(
            " + ".join(f"{of[each.place]} * {1 << each.shift}" for each in one)
            for one in signatures
        )
        return f"[{numbers}] AS signatures"

    people = first_met_sql([trees[place] for place in places], told, scope, binder)
    return (
        "SELECT number, signature, bitmapBuild(groupArray(toUInt64(person_id))) AS gathered\n"
        f"FROM (\n{people}\n)\n"
        f"ARRAY JOIN signatures AS signature, range({first}, {first + len(signatures)}) AS number\n"
        "WHERE signature > 0 GROUP BY number, signature"
    )

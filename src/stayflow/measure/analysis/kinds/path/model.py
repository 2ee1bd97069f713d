"""The nouns of paths: nodes, links, and the answer."""

from dataclasses import dataclass
from typing import Final

import msgspec
from msgspec import UNSET, UnsetType

from stayflow.measure.analysis.groups import Values

LINK_ENDS: Final = {
    "source": "from",
    "target": "to",
    "is_source_other": "is_from_other",
    "is_target_other": "is_to_other",
}
"""What the ends of a link are called where they are asked for and answered."""
Before = int | None | UnsetType
"""People in the range compared with: unset without one, None for the rest, whose names are others there."""


class PathNode(msgspec.Struct, frozen=True):
    """A name at a step.

    Attributes:
        level: 0 for the anchor, then 1, 2, … after and -1, -2, … before it.
        name: The event, or the value of the property; None for an anchor without it, and for the rest.
        is_other: True for all names of this step beyond the leading ones together.
        people: Whose path has it here.
        ended: Of them, those whose path ends here, though more steps were asked for.
        pending: Of those, the ones whose window is still open.
        begun: Of them, those whose path begins here, though more steps before it were asked for.
        previous: Whose path had it here in the range compared with.
    """

    level: int
    name: str | None
    is_other: bool
    people: int
    ended: int = 0
    pending: int = 0
    begun: int = 0
    previous: Before = UNSET


class PathLink(msgspec.Struct, frozen=True, rename=LINK_ENDS):
    """People who went from one name to another.

    Attributes:
        level: The step it leads from; it leads to the next one.
        source: Where from; None for an anchor without a name, and for the rest.
        target: Where to; likewise.
        is_source_other: True where it leads from the names beyond the leading ones.
        is_target_other: True where it leads to them.
        people: Whose path has it.
        count: Paths that have it; a person has one, so as many as people.
        again: Of the people, those who had been at the target before: a loop.
        previous: Whose path had it in the range compared with.
    """

    level: int
    source: str | None
    target: str | None
    is_source_other: bool
    is_target_other: bool
    people: int
    count: int
    again: int
    previous: Before = UNSET


class PathGroup(msgspec.Struct, frozen=True, omit_defaults=True):
    """The paths of one breakdown value: a property's value at the anchor, or what the person has.

    `previous` had a path in the range compared with.
    """

    by: Values
    people: int
    nodes: list[PathNode]
    links: list[PathLink]
    previous: int | None = None


class PathResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """The nodes of every step, more people first and the rest last, and the links between them.

    Attributes:
        people: Who has a path.
        nodes: The names of each step.
        links: From one to the next.
        groups: The same for each of the breakdown values that most people have, when the question is split.
        previous: Who had a path in the range compared with.
    """

    people: int
    nodes: list[PathNode]
    links: list[PathLink]
    groups: list[PathGroup] | None = None
    previous: int | None = None


@dataclass(frozen=True, slots=True)
class Hop:
    """A row of `walks.hops_statement`."""

    side: int
    step: int
    here_place: int
    there_place: int
    here_name: str
    there_name: str
    people: int
    again: int
    pending: int

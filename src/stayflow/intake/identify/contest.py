"""Contested nodes: their pairs are weighed in the order of the law, those of short parts side by side.

Parts never meet, so the first pairs of all of them are weighed by one operation, then the second
ones, as far as parts are short. What is long, or holds somebody who is kept apart, goes one by one.

Source:
    Union by size with path halving (Tarjan).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from stayflow.intake.identify.model import Ids

APART: Final = -1
"""Code of a pair refused because somebody keeps its persons apart."""

Codes = npt.NDArray[np.int16]
Labels = npt.NDArray[np.int32] | npt.NDArray[np.int64]
SHORT_MAX: Final = 8
"""Parts of so many pairs are weighed side by side."""
_LANE: Final = 21  # bits of a count: half of what they hold is more than `rules.LIMIT_MAX`
_TOO_MANY: Final = 1 << (_LANE - 1)


@dataclass(frozen=True, slots=True)
class Burden:
    """What forbids nodes to be one person's.

    Attributes:
        loads: By limited kind, then by node: how many identities of the kind it holds.
        limits: By limited kind: how many a person may have.
        apart: Two sets of nodes each, of which a person may have only one.
    """

    loads: Sequence[Ids]
    limits: Sequence[int]
    apart: Sequence[tuple[Ids, ...]] = ()

    def only(self, nodes: Ids, number: Labels) -> "Burden":
        """That of some nodes.

        Args:
            nodes: The nodes.
            number: By node: its place among them, -1 where it is not.
        """
        sides = [tuple(number[side] for side in sides) for sides in self.apart]
        return Burden(
            [load[nodes] for load in self.loads],
            self.limits,
            [tuple(side[side >= 0].astype(np.int64) for side in each) for each in sides],
        )


@dataclass(frozen=True, slots=True)
class Contest:
    """Pairs to be weighed.

    Attributes:
        one: First node of each pair, in the order of the law.
        other: Second node.
        part: By node: the connected part it is in.
        burden: What forbids.
    """

    one: Labels
    other: Labels
    part: Labels
    burden: Burden


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of them.

    Attributes:
        root: By node: a node of the person it belongs to.
        refused: By pair: 0 where it joins, the place of the limited kind from 1 on, or `APART`.
    """

    root: Labels
    refused: Codes


def settle(contest: Contest) -> Settled:
    """Weigh the pairs in their order."""
    size = len(contest.part)
    of_pair = contest.part.take(contest.one)
    by_part = np.argsort(of_pair, kind="stable")
    begins = np.flatnonzero(np.diff(of_pair[by_part], prepend=-1))
    lengths = np.diff(begins, append=len(by_part))
    turn = np.arange(len(by_part)) - np.repeat(begins, lengths)
    is_long = np.zeros(int(contest.part.max(initial=-1)) + 1, dtype=bool)
    is_long[of_pair[by_part[begins]]] = lengths > SHORT_MAX
    for sides in contest.burden.apart:
        for side in sides:
            is_long[contest.part[side]] = True
    refused = np.zeros(len(of_pair), dtype=np.int16)
    parent = np.arange(size)
    is_short = ~is_long[of_pair[by_part]]
    loads = np.array(contest.burden.loads, dtype=np.int64).reshape(-1, size)
    for round_ in range(int(turn[is_short].max(initial=-1)) + 1):
        places = by_part[is_short & (turn == round_)]
        ends = contest.one[places], contest.other[places]
        refused[places] = _join_once(parent, loads, ends, contest.burden.limits)
    long = np.flatnonzero(is_long[of_pair])
    if len(long):
        nodes = np.flatnonzero(is_long[contest.part])
        refused[long] = _join_long(contest, long, nodes, parent)
    return Settled(_roots(parent, np.arange(size)), refused)


def _join_once(
    parent: Ids, loads: Ids, ends: tuple[Labels, Labels], limits: Sequence[int]
) -> Codes:
    """Weigh pairs of which no two are of one part.

    Args:
        parent: By node; changes.
        loads: By limited kind, then by node; changes.
        ends: Both nodes of each pair.
        limits: By limited kind.
    """
    one, other = _roots(parent, ends[0]), _roots(parent, ends[1])
    both = loads[:, one] + loads[:, other]
    over = both > np.array(limits, dtype=np.int64).reshape(-1, 1)
    is_over = over.any(axis=0) & (one != other)
    joins = ~is_over & (one != other)
    parent[one[joins]] = other[joins]
    loads[:, other[joins]] = both[:, joins]
    return np.where(is_over, over.argmax(axis=0) + 1, 0).astype(np.int16)


def _join_long(contest: Contest, places: Ids, nodes: Ids, parent: Ids) -> Codes:
    """Weigh some pairs one by one; `parent` of the nodes they are between becomes their root."""
    number = np.full(len(parent), -1)
    number[nodes] = np.arange(len(nodes))
    groups = _Groups(contest.burden.only(nodes, number), len(nodes))
    refused = groups.join(number[contest.one[places]], number[contest.other[places]])
    parent[nodes] = nodes[_roots(np.array(groups.parent), np.arange(len(nodes)))]
    return refused


def _roots(parent: Ids, nodes: Labels) -> Ids:
    """The representative of each node."""
    root: Ids = parent[nodes]
    while True:
        further = parent[root]
        if np.array_equal(further, root):
            return root
        root = further


class _Groups:
    """Nodes while their pairs are weighed one by one.

    What a group holds is one whole number with a lane of bits for each limited kind, so that two
    groups are added, and held against every limit, by one operation.
    """

    def __init__(self, burden: Burden, size: int) -> None:
        self.parent = list(range(size))
        self._size = [1] * size
        self._load = _packed(burden.loads, size)
        self._side: dict[int, dict[int, int]] = {}
        self._bias = sum(
            (_TOO_MANY - 1 - limit) << (_LANE * lane) for lane, limit in enumerate(burden.limits)
        )
        self._guard = sum(_TOO_MANY << (_LANE * lane) for lane in range(len(burden.limits)))
        for claim, sides in enumerate(burden.apart):
            for side, members in enumerate(sides):
                for node in members.tolist():
                    self._side.setdefault(node, {})[claim] = side

    def join(self, one: Labels, other: Labels) -> Codes:
        """Weigh pairs in order; what forbids each."""
        parent, size, load = self.parent, self._size, self._load
        bias, guard = self._bias, self._guard
        refused = np.zeros(len(one), dtype=np.int16)
        for place, ends in enumerate(zip(one.tolist(), other.tolist(), strict=True)):
            small, large = self._root(ends[0]), self._root(ends[1])
            if small == large:
                continue
            both = load[small] + load[large]
            if over := (both + bias) & guard:
                refused[place] = APART if self._are_apart(small, large) else _lane_of(over)
                continue
            if self._are_apart(small, large):
                refused[place] = APART
                continue
            if size[small] > size[large]:
                small, large = large, small
            parent[small] = large
            size[large] += size[small]
            load[large] = both
            if small in self._side:
                self._side.setdefault(large, {}).update(self._side[small])
        return refused

    def _root(self, node: int) -> int:
        parent = self.parent
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    def _are_apart(self, one: int, other: int) -> bool:
        if not self._side:
            return False
        mine, theirs = self._side.get(one, {}), self._side.get(other, {})
        return any(theirs.get(claim, side) != side for claim, side in mine.items())


def _packed(loads: Sequence[Ids], size: int) -> list[int]:
    """What each node holds, a lane for each limited kind."""
    packed = [0] * size
    for lane, counts in enumerate(loads):
        held = np.flatnonzero(counts)
        for place, count in zip(held.tolist(), counts[held].tolist(), strict=True):
            packed[place] += count << (_LANE * lane)
    return packed


def _lane_of(over: int) -> int:
    """The first limited kind, from 1, of which there would be too many."""
    return ((over & -over).bit_length() - 1) // _LANE + 1

"""The law of ONE-ID: which identities are one person's, given every pair ever named together.

Pairs are weighed in the order in which their events happened, whenever they arrived. A pair joins
the persons of its two identities, unless their union would have more identities of a kind than a
person may have, or identities that somebody said are not one person's. So the result is a function
of the set of pairs, and of nothing else.

Joining only ever adds, so a connected part whose whole keeps every limit needs no order: nothing in
it can be refused. Only what is left, the contested parts, is weighed pair by pair.

Source:
    Kruskal's algorithm with a veto; union by size with path halving (Tarjan).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from stayflow.intake.identify.model import Ids, Mask

APART: Final = -1
"""Code of a pair refused because somebody keeps its persons apart."""

Codes = npt.NDArray[np.int16]
LIMIT_MAX: Final = 1_000_000
_LANE: Final = 21
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
    apart: Sequence[tuple[Ids, Ids]] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """What became of the pairs.

    Attributes:
        label: By node: its person; labels are not dense.
        refused: By pair: 0 where it joins, the place of the limited kind from 1 on, or `APART`.
    """

    label: Ids
    refused: Codes


def weigh(
    one: Ids, other: Ids, *, size: int, rank: Callable[[Ids], Ids], burden: Burden
) -> Weighed:
    """Join nodes by pairs as far as the law allows.

    Args:
        one: First node of each pair, from 0.
        other: Second node.
        size: How many nodes there are.
        rank: Puts places of pairs in the order of the law; asked for contested pairs only.
        burden: What forbids.
    """
    label = components(one, other, size)
    refused = np.zeros(len(one), dtype=np.int16)
    contested = find_contested(label, burden)
    if not contested.any():
        return Weighed(label, refused)
    places = np.flatnonzero(contested[label[one]])
    places, leaf, stem = _without_leaves(one, other, places, burden, size)
    places = rank(places)
    nodes = np.flatnonzero(contested[label])
    local = np.zeros(size, dtype=np.int64)
    local[nodes] = np.arange(len(nodes))
    groups = _Groups(nodes, local, burden)
    refused[places] = groups.join(local[one[places]], local[other[places]])
    root = groups.roots()
    label = label.copy()
    label[nodes] = nodes[root] + len(contested)
    label[leaf] = label[stem]
    return Weighed(label, refused)


def _without_leaves(
    one: Ids, other: Ids, places: Ids, burden: Burden, size: int
) -> tuple[Ids, Ids, Ids]:
    """Set pairs aside whose one end holds nothing and is in no other pair: they always join.

    Returns:
        The other pairs, the ends set aside, and what each of them belongs to.
    """
    first, second = one[places], other[places]
    is_free = np.ones(size, dtype=bool)
    for load in burden.loads:
        is_free[load != 0] = False
    for sides in burden.apart:
        for side in sides:
            is_free[side] = False
    times = np.bincount(first, minlength=size) + np.bincount(second, minlength=size)
    is_leaf = is_free & (times == 1)
    leaf_first, leaf_second = is_leaf[first], is_leaf[second] & ~is_leaf[first]
    leaf = np.concatenate((first[leaf_first], second[leaf_second]))
    stem = np.concatenate((second[leaf_first], first[leaf_second]))
    return places[~(leaf_first | leaf_second)], leaf, stem


def components(one: Ids, other: Ids, size: int) -> Ids:
    """The connected part of each node, from 0."""
    if not size:
        return np.empty(0, dtype=np.int64)
    ends = (one.astype(np.int32, copy=False), other.astype(np.int32, copy=False))
    graph = coo_matrix((np.ones(len(one), dtype=np.int8), ends), shape=(size, size))
    label: Ids = connected_components(graph, directed=False)[1].astype(np.int64)
    return label


def find_contested(label: Ids, burden: Burden) -> Mask:
    """By label: whether its nodes together are more than a person may be."""
    contested = np.zeros(int(label.max(initial=-1)) + 1, dtype=bool)
    for load, limit in zip(burden.loads, burden.limits, strict=True):
        nodes = np.flatnonzero(load)
        contested |= np.bincount(label[nodes], load[nodes], len(contested)) > limit
    for first, second in burden.apart:
        contested[np.intersect1d(label[first], label[second])] = True
    return contested


class _Groups:
    """Contested nodes while their pairs are weighed one by one.

    What a group holds is one whole number with a lane of bits for each limited kind, so that two
    groups are added, and held against every limit, by one operation.
    """

    def __init__(self, nodes: Ids, local: Ids, burden: Burden) -> None:
        self._parent = list(range(len(nodes)))
        self._size = [1] * len(nodes)
        self._load = _packed([load[nodes] for load in burden.loads], len(nodes))
        self._side: dict[int, dict[int, int]] = {}
        self._bias = sum(
            (_TOO_MANY - 1 - limit) << (_LANE * lane) for lane, limit in enumerate(burden.limits)
        )
        self._guard = sum(_TOO_MANY << (_LANE * lane) for lane in range(len(burden.limits)))
        here = np.zeros(len(local), dtype=bool)
        here[nodes] = True
        for claim, sides in enumerate(burden.apart):
            for side, members in enumerate(sides):
                for node in local[members[here[members]]].tolist():
                    self._side.setdefault(node, {})[claim] = side

    def join(self, one: Ids, other: Ids) -> Codes:
        """Weigh pairs in order; what forbids each."""
        parent, size, load = self._parent, self._size, self._load
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
            if self._side and self._are_apart(small, large):
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

    def roots(self) -> Ids:
        """The representative of each node's group."""
        root = np.array(self._parent, dtype=np.int64)
        while True:
            further = root[root]
            if np.array_equal(further, root):
                return root
            root = further

    def _root(self, node: int) -> int:
        parent = self._parent
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    def _are_apart(self, one: int, other: int) -> bool:
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

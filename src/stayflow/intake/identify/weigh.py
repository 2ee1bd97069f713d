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

from stayflow.intake.identify.model import Ids, Mask

APART: Final = -1
"""Code of a pair refused because somebody keeps its persons apart."""

Codes = npt.NDArray[np.int16]
Labels = npt.NDArray[np.int32] | npt.NDArray[np.int64]
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
    apart: Sequence[tuple[Ids, ...]] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """What became of the pairs.

    Attributes:
        label: By node: its person; labels are not dense.
        refused: By pair: 0 where it joins, the place of the limited kind from 1 on, or `APART`.
    """

    label: Labels
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
    is_contested = contested[label]
    nodes = np.flatnonzero(is_contested)
    local = np.zeros(size, dtype=np.int32)
    local[nodes] = np.arange(len(nodes))
    own = _only(burden, nodes, local, is_contested)
    places = np.flatnonzero(is_contested[one])
    first, second = local[one[places]], local[other[places]]
    is_twig, leaf, stem = _find_leaves(first, second, own, len(nodes))
    order = rank(places[~is_twig])
    groups = _Groups(own, len(nodes))
    refused[order] = groups.join(local[one[order]], local[other[order]])
    root = groups.roots()
    root[leaf] = root[stem]
    label[nodes] = nodes[root] + len(contested)
    return Weighed(label, refused)


def _only(burden: Burden, nodes: Ids, local: Labels, is_contested: Mask) -> Burden:
    """What forbids contested nodes, by their own numbers."""
    return Burden(
        [load[nodes] for load in burden.loads],
        burden.limits,
        [
            tuple(local[side[is_contested[side]]].astype(np.int64) for side in sides)
            for sides in burden.apart
        ],
    )


def _find_leaves(
    first: Labels, second: Labels, burden: Burden, size: int
) -> tuple[Mask, Labels, Labels]:
    """Pairs whose one end holds nothing and is in no other pair: they always join.

    Returns:
        Which pairs, the ends that hold nothing, and what each of them belongs to.
    """
    is_free = np.ones(size, dtype=bool)
    for load in burden.loads:
        is_free[load != 0] = False
    for sides in burden.apart:
        for side in sides:
            is_free[side] = False
    times = np.bincount(first, minlength=size) + np.bincount(second, minlength=size)
    is_leaf = is_free & (times == 1)
    leaf_first = is_leaf[first]
    leaf_second = is_leaf[second] & ~leaf_first
    leaf = np.concatenate((first[leaf_first], second[leaf_second]))
    stem = np.concatenate((second[leaf_first], first[leaf_second]))
    return leaf_first | leaf_second, leaf, stem


def components(one: Ids, other: Ids, size: int) -> Labels:
    """The connected part of each node, from 0; labels are not dense.

    Most nodes are in one pair only (a phone number that one user has): they go with its other end,
    and only the rest is searched.
    """
    if not size:
        return np.empty(0, dtype=np.int32)
    times = np.bincount(one, minlength=size)
    times += np.bincount(other, minlength=size)
    is_single = times == 1
    # Most processes never come here, and every one would start half a second later for it.
    from scipy.sparse import coo_matrix  # noqa: PLC0415
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    at_one = is_single[one]
    at_other = is_single[other] & ~at_one
    rest = np.flatnonzero(~(at_one | at_other))
    graph = coo_matrix(
        (np.ones(len(rest), dtype=np.int8), (one[rest], other[rest])), shape=(size, size)
    )
    label: Labels = connected_components(graph, directed=False)[1]
    label[one[at_one]] = label[other[at_one]]
    label[other[at_other]] = label[one[at_other]]
    return label


def find_contested(label: Labels, burden: Burden) -> Mask:
    """By label: whether its nodes together are more than a person may be."""
    contested = np.zeros(int(label.max(initial=-1)) + 1, dtype=bool)
    for load, limit in zip(burden.loads, burden.limits, strict=True):
        nodes = np.flatnonzero(load)
        held = load[nodes]
        weights = held if held.max(initial=0) > 1 else None
        contested |= np.bincount(label[nodes], weights, len(contested)) > limit
    for first, second in burden.apart:
        contested[np.intersect1d(label[first], label[second])] = True
    return contested


class _Groups:
    """Contested nodes while their pairs are weighed one by one.

    What a group holds is one whole number with a lane of bits for each limited kind, so that two
    groups are added, and held against every limit, by one operation.
    """

    def __init__(self, burden: Burden, size: int) -> None:
        self._parent = list(range(size))
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

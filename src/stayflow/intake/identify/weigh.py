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
Load = dict[int, int]


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
    places = rank(np.flatnonzero(contested[label[one]]))
    nodes = np.flatnonzero(contested[label])
    local = np.zeros(size, dtype=np.int64)
    local[nodes] = np.arange(len(nodes))
    root, refused[places] = _in_order(
        local[one[places]], local[other[places]], _loads_of(nodes, local, burden), burden.limits
    )
    label = label.copy()
    label[nodes] = nodes[root] + len(contested)
    return Weighed(label, refused)


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


def _loads_of(nodes: Ids, local: Ids, burden: Burden) -> list[Load | None]:
    """By contested node: what it holds of each limited kind, and its sides; None for nothing."""
    found: list[Load | None] = [None] * len(nodes)

    def note(place: int, key: int, value: int) -> None:
        load = found[place]
        if load is None:
            load = found[place] = {}
        load[key] = value

    for key, counts in enumerate(burden.loads):
        held = counts[nodes]
        places = np.flatnonzero(held)
        for place, count in zip(places.tolist(), held[places].tolist(), strict=True):
            note(place, key, count)
    here = np.zeros(len(local), dtype=bool)
    here[nodes] = True
    for key, sides in enumerate(burden.apart, start=1):
        for side, members in enumerate(sides):
            for place in local[members[here[members]]].tolist():
                note(place, -key, side)
    return found


def _in_order(
    one: Ids, other: Ids, loads: list[Load | None], limits: Sequence[int]
) -> tuple[Ids, Codes]:
    """Weigh pairs one by one; the root of each node, and what forbids each pair."""
    parent = list(range(len(loads)))
    size = [1] * len(loads)
    refused = np.zeros(len(one), dtype=np.int16)
    for place, ends in enumerate(zip(one.tolist(), other.tolist(), strict=True)):
        small, large = _root(parent, ends[0]), _root(parent, ends[1])
        if small == large:
            continue
        if size[small] > size[large]:
            small, large = large, small
        if forbidden := _take_over(loads, small, large, limits):
            refused[place] = forbidden
            continue
        parent[small] = large
        size[large] += size[small]
    return _roots(parent), refused


def _root(parent: list[int], node: int) -> int:
    while parent[node] != node:
        parent[node] = node = parent[parent[node]]
    return node


def _take_over(loads: list[Load | None], small: int, large: int, limits: Sequence[int]) -> int:
    """Give the larger group what the smaller one holds; the code of what forbids it, or 0."""
    load, more = loads[large], loads[small]
    if more is None:
        return 0
    if load is None:
        loads[large] = more
        return 0
    forbidden = _clash(load, more, limits)
    if not forbidden:
        for key, count in more.items():
            load[key] = count + load.get(key, 0) if key >= 0 else count
    return forbidden


def _clash(load: Load, more: Load, limits: Sequence[int]) -> int:
    """The first rule, in the order of kinds, that forbids the union; 0 for none."""
    found = [
        key + 1 if key >= 0 else APART
        for key, count in more.items()
        if (count + load.get(key, 0) > limits[key] if key >= 0 else load.get(key, count) != count)
    ]
    return min(found, default=0)


def _roots(parent: list[int]) -> Ids:
    root = np.array(parent, dtype=np.int64)
    while True:
        further = root[root]
        if np.array_equal(further, root):
            return root
        root = further

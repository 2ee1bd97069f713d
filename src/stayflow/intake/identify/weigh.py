"""The law of ONE-ID: which identities are one person's, given every pair ever named together.

Pairs are weighed in the order in which their events happened, whenever they arrived. A pair joins
the persons of its two identities, unless their union would have more identities of a kind than a
person may have, or identities that somebody said are not one person's. So the result is a function
of the set of pairs, and of nothing else.

Joining only ever adds, so a connected part whose whole keeps every limit needs no order: nothing in
it can be refused. And what is in one pair only and holds nothing (a phone number that one user has)
always joins its other end, so it is left out until the end. Only what remains of the other parts,
the contested ones, is weighed pair by pair.

Source:
    Kruskal's algorithm with a veto.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from stayflow.intake.identify.contest import Burden, Codes, Contest, Labels, settle
from stayflow.intake.identify.model import Ids, Mask

_NONE: Final = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What became of the pairs.

    Attributes:
        label: By node: its person, as the number of one of its nodes.
        refused: By pair: 0 where it joins, the place of the limited kind from 1 on, or `APART`.
    """

    label: Labels
    refused: Codes


@dataclass(frozen=True, slots=True)
class Aside:
    """Pairs that are not weighed.

    Attributes:
        at_one: By pair: whether its first end is a leaf: it holds nothing and is in no other pair.
        at_other: Whether only its second end is.
        void: Places of pairs that do not count, whatever the law; none of them is in the others.
    """

    at_one: Mask
    at_other: Mask
    void: Ids

    @classmethod
    def of(cls, at_one: Mask, at_other: Mask, void: Ids = _NONE) -> "Aside":
        """Pairs by which of their ends are leaves; the arrays are used up."""
        at_other &= ~at_one
        at_one[void], at_other[void] = False, False
        return cls(at_one, at_other, void)

    def rest(self) -> Ids:
        """Places of the others."""
        is_in = ~(self.at_one | self.at_other)
        is_in[self.void] = False
        return np.flatnonzero(is_in)


def weigh(
    one: Ids,
    other: Ids,
    *,
    size: int,
    rank: Callable[[Ids], Ids],
    burden: Burden,
    aside: Aside | None = None,
) -> Weighed:
    """Join nodes by pairs as far as the law allows.

    Args:
        one: First node of each pair, from 0.
        other: Second node.
        size: How many nodes there are.
        rank: Puts places of pairs in the order of the law; asked for contested pairs only.
        burden: What forbids.
        aside: Pairs that are not weighed; None for those with a leaf.
    """
    if aside is None:
        is_leaf = find_leaves(count_pairs(one, other, size), burden)
        aside = Aside.of(is_leaf.take(one), is_leaf.take(other))
    core = _Core.of(one, other, size, aside.rest())
    part = core.parts()
    own = burden.only(core.nodes, core.number)
    contested = find_contested(part, own)
    stem = _first_of(part)[part]
    refused = np.zeros(len(one), dtype=np.int16)
    if contested.any():
        places = np.flatnonzero(contested[part.take(core.one)])
        order = np.searchsorted(core.places, rank(core.places[places]))
        found = settle(Contest(core.one[order], core.other[order], part, own))
        refused[core.places[order]] = found.refused
        nodes = np.flatnonzero(contested[part])
        stem[nodes] = found.root[nodes]
    label = _grown(core.nodes, stem, size)
    _graft(label, aside.at_one, one, other)
    _graft(label, aside.at_other, other, one)
    return Weighed(label, refused)


def components(one: Ids, other: Ids, size: int) -> Labels:
    """The connected part of each node, as the number of one of its nodes."""
    nothing = Burden([], [])
    return weigh(one, other, size=size, rank=lambda places: places, burden=nothing).label


def count_pairs(one: Ids, other: Ids, size: int) -> Ids:
    """In how many pairs each node is."""
    times = np.bincount(one, minlength=size)
    times += np.bincount(other, minlength=size)
    return times


def find_leaves(times: Ids, burden: Burden) -> Mask:
    """By node: whether it is in one pair only and nothing forbids it to be anybody's."""
    is_leaf: Mask = times == 1
    for load in burden.loads:
        is_leaf &= load == 0
    for sides in burden.apart:
        for side in sides:
            is_leaf[side] = False
    return is_leaf


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


@dataclass(frozen=True, slots=True)
class _Core:
    """The pairs that are weighed, their nodes numbered from 0.

    Attributes:
        places: Of its pairs among all.
        one: By pair: its first node, by own number.
        other: Its second one.
        nodes: By own number: the node.
        number: By node: its own number, -1 for those that are not in it.
    """

    places: Ids
    one: Labels
    other: Labels
    nodes: Ids
    number: Labels

    @classmethod
    def of(cls, one: Ids, other: Ids, size: int, places: Ids) -> "_Core":
        first, second = one[places], other[places]
        is_there = np.zeros(size, dtype=bool)
        is_there[first], is_there[second] = True, True
        nodes = np.flatnonzero(is_there)
        number = np.full(size, -1, dtype=_narrow(size))
        number[nodes] = np.arange(len(nodes))
        return cls(places, number[first], number[second], nodes, number)

    def parts(self) -> Labels:
        """By own number: the connected part, from 0."""
        size = len(self.nodes)
        if not size:
            return np.empty(0, dtype=np.int32)
        # Most processes never come here, and every one would start half a second later for it.
        from scipy.sparse import coo_matrix  # noqa: PLC0415
        from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

        ones = np.ones(len(self.one), dtype=np.int8)
        graph = coo_matrix((ones, (self.one, self.other)), shape=(size, size))
        found: Labels = connected_components(graph, directed=False)[1]
        return found


def _first_of(part: Labels) -> Labels:
    """By part: one of its nodes."""
    first = np.empty(int(part.max(initial=-1)) + 1, dtype=part.dtype)
    first[part] = np.arange(len(part))
    return first


def _grown(nodes: Ids, stem: Labels, size: int) -> Labels:
    """By node: itself, but those of the core what they belong to."""
    label: Labels = np.arange(size, dtype=_narrow(size))
    label[nodes] = nodes[stem]
    return label


def _graft(label: Labels, is_twig: Mask, leaf: Ids, stem: Ids) -> None:
    """Give leaves the label of what they grow on."""
    label[leaf[is_twig]] = label.take(stem[is_twig])


def _narrow(size: int) -> npt.DTypeLike:
    return np.int32 if size <= np.iinfo(np.int32).max else np.int64

"""Weighing by column equals the law, pair after pair: what is left out, side by side or one by one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stayflow.intake.identify.contest import APART, SHORT_MAX, Burden
from stayflow.intake.identify.weigh import Aside, components, count_pairs, find_leaves, weigh


def slowly(pairs, loads, limits, apart, void):
    """The law: each pair in turn; the persons, and by pair what forbids it."""
    person = {node: {node} for node in range(len(loads[0]))}
    refused = []
    for place, (one, other) in enumerate(pairs):
        both = person[one] | person[other]
        over = [
            kind + 1
            for kind, limit in enumerate(limits)
            if sum(loads[kind][node] for node in both) > limit
        ]
        kept_apart = any(both & set(one) and both & set(other) for one, other in apart)
        reason = 0
        if place not in void and person[one] is not person[other]:
            reason = APART if kept_apart else over[0] if over else 0
            if not reason:
                for node in both:
                    person[node] = both
        refused.append(reason)
    return {frozenset(each) for each in person.values()}, refused


@st.composite
def worlds(draw):
    """Nodes that hold something of two limited kinds, and pairs of them; some parts are long."""
    size = draw(st.integers(2, 24))
    node = st.integers(0, size - 1)
    pairs = draw(st.lists(st.tuples(node, node), min_size=1, max_size=4 * SHORT_MAX))
    loads = [draw(st.lists(st.integers(0, 1), min_size=size, max_size=size)) for _ in range(2)]
    limits = [draw(st.integers(1, 3)) for _ in range(2)]
    sides = st.tuples(*[st.lists(node, min_size=1, max_size=2, unique=True)] * 2)
    apart = draw(st.lists(sides.filter(lambda both: not set(both[0]) & set(both[1])), max_size=2))
    void = draw(st.sets(st.integers(0, len(pairs) - 1), max_size=3))
    return pairs, loads, limits, apart, void


@settings(max_examples=80, deadline=None)
@given(worlds())
def test_it_is_the_law(world):
    pairs, loads, limits, apart, void = world
    shuffled = np.random.default_rng(len(pairs)).permutation(len(pairs))
    one, other = np.array(pairs, dtype=np.int64)[shuffled].T
    place_of = np.argsort(shuffled)
    burden = Burden(
        [np.array(load) for load in loads],
        limits,
        [tuple(np.array(side) for side in sides) for sides in apart],
    )
    is_leaf = find_leaves(count_pairs(one, other, len(loads[0])), burden)
    found = weigh(
        one,
        other,
        size=len(loads[0]),
        rank=lambda places: places[np.argsort(shuffled[places])],
        burden=burden,
        aside=Aside.of(is_leaf[one], is_leaf[other], np.sort(place_of[sorted(void)])),
    )
    persons, refused = slowly(pairs, loads, limits, apart, void)
    assert found.refused[place_of].tolist() == refused
    assert {frozenset(np.flatnonzero(found.label == each)) for each in found.label} == persons


@pytest.mark.parametrize("size", [0, 1, 5])
def test_without_pairs_everybody_is_alone(size):
    none = np.empty(0, dtype=np.int64)
    assert components(none, none, size).tolist() == list(range(size))

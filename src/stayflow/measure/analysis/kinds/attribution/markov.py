"""Credits by the removal effect of a Markov chain over paths of touches.

Anderl, Becker, von Wangenheim and Schumann (2016), "Mapping the customer journey: Lessons learned from graph-based
online attribution modeling", International Journal of Research in Marketing 33(3), 457-474; the chain of order one.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np

Transitions = Mapping[tuple[int, int], int]
"""How often one state was followed by another."""

START: Final = -1
WON: Final = -2
LOST: Final = -3


def removal_shares(transitions: Transitions) -> dict[int, float]:
    """The share of each state that is neither `START`, `WON` nor `LOST`; shares add up to 1.

    The removal effect of a state is the part of all conversions that is lost when every path through it ends in
    `LOST`. With N the fundamental matrix (Kemeny and Snell, 1960), a path from the start visits i with the
    probability N[start, i] / N[i, i], and wins from there with (N r)[i]: their product is what is lost.

    Args:
        transitions: Counts of paths that go from `START` to `WON` or `LOST`; no path is `START` to `WON` at once.

    Returns:
        Nothing when no path wins.
    """
    states = sorted({source for source, _ in transitions} - {START})
    place = {state: n for n, state in enumerate((START, *states))}
    counts = np.zeros((len(place), len(place) + 2))
    ends = {**place, WON: len(place), LOST: len(place) + 1}
    for (source, target), count in transitions.items():
        counts[place[source], ends[target]] += count
    totals = counts.sum(axis=1, keepdims=True)
    chances = np.divide(counts, totals, out=np.zeros_like(counts), where=totals > 0)
    stays, wins = chances[:, : len(place)], chances[:, len(place)]
    fundamental = np.linalg.inv(np.eye(len(place)) - stays)
    effects = fundamental[0] / np.diag(fundamental) * (fundamental @ wins)
    effects[0] = 0.0
    whole = effects.sum()
    if not whole > 0:
        return {}
    return {state: float(effects[place[state]] / whole) for state in states}

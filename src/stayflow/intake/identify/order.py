"""The order in which pairs are weighed, and the refusals that come of weighing."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from stayflow.intake.identify.admission import event_words
from stayflow.intake.identify.contest import APART, Codes
from stayflow.intake.identify.model import CODE_OF, Edges, Ids, RefusalReason, Verdict
from stayflow.intake.identify.rules import IdentityRules

Ties = Callable[[Ids], npt.NDArray[np.uint64]]
"""Gives each identity a word that is the same whenever it arrived: decides within one event."""


def rank(edges: Edges, places: Ids, ties: Ties) -> Ids:
    """Places of pairs in the order of the law: time, then event, then what they name."""
    words = event_words(edges.event_id[places])
    order = np.lexsort(
        (
            ties(edges.low[places]),
            ties(edges.high[places]),
            words[:, 1],
            words[:, 0],
            edges.first_at[places],
        )
    )
    ranked: Ids = places[order]
    return ranked


def verdict_of(refused: Codes, rules: IdentityRules) -> Verdict:
    """What weighing found of pairs, by reason.

    Args:
        refused: By pair, as `weigh` gives it.
        rules: What they were weighed by.
    """
    limited = rules.limited
    by_kind = [CODE_OF[RefusalReason.LIMIT_REACHED]] + [
        CODE_OF[
            RefusalReason.UNIQUE_DIFFERS if kind.unique_per_person else RefusalReason.LIMIT_REACHED
        ]
        for kind in limited
    ]
    reason = np.array(by_kind, dtype=np.uint8)[np.maximum(refused, 0)]
    reason[refused == 0] = 0
    reason[refused == APART] = CODE_OF[RefusalReason.KEPT_APART]
    return Verdict(reason, np.maximum(refused, 0), ["", *(kind.kind for kind in limited)])


def join_edges(one: Edges, other: Edges) -> Edges:
    """Both, one after the other."""
    return Edges(
        np.concatenate((one.high, other.high)),
        np.concatenate((one.low, other.low)),
        np.concatenate((one.first_at, other.first_at)),
        np.concatenate((one.event_id, other.event_id)),
    )

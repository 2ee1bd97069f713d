"""The order in which pairs are weighed, and the refusals that come of weighing."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from stayflow.intake.identify.admission import event_words
from stayflow.intake.identify.model import Edges, Ids, Refusal, RefusalReason
from stayflow.intake.identify.rules import IdentityRules
from stayflow.intake.identify.weigh import APART, Codes

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


def refusals_of(
    edges: Edges, refused: Codes, limited: Sequence[str], rules: IdentityRules
) -> list[Refusal]:
    """The refused among weighed pairs, with what forbids them."""
    uniques = {kind.kind for kind in rules.kinds if kind.unique_per_person}
    found = []
    places = np.flatnonzero(refused)
    for high, low, code in zip(
        edges.high[places].tolist(),
        edges.low[places].tolist(),
        refused[places].tolist(),
        strict=True,
    ):
        if code == APART:
            found.append(Refusal(high, low, RefusalReason.KEPT_APART, ""))
            continue
        kind = limited[code - 1]
        reason = RefusalReason.UNIQUE_DIFFERS if kind in uniques else RefusalReason.LIMIT_REACHED
        found.append(Refusal(high, low, reason, kind))
    return found


def join_edges(one: Edges, other: Edges) -> Edges:
    """Both, one after the other."""
    return Edges(
        np.concatenate((one.high, other.high)),
        np.concatenate((one.low, other.low)),
        np.concatenate((one.first_at, other.first_at)),
        np.concatenate((one.event_id, other.event_id)),
    )

"""Keeping pairs of a batch out that are not weighed, and finding old ones whose standing changed."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stayflow.intake.identify import pairs, store
from stayflow.intake.identify.admission import NEVER, Traits, admit, is_login
from stayflow.intake.identify.memory import pair_keys
from stayflow.intake.identify.model import Edges, Ids, Mask, Verdict
from stayflow.intake.identify.naming import pick_edges
from stayflow.intake.identify.rules import KindCodes
from stayflow.intake.identify.work import Resolving


@dataclass(frozen=True, slots=True)
class Screened:
    """What is left of a batch's pairs.

    Attributes:
        edges: Those to be weighed.
        starts: Identities whose persons must be weighed again, as an old pair changed its standing.
    """

    edges: Edges
    starts: Ids


def screen(work: Resolving, edges: Edges, unbound: Ids) -> Screened:
    """Judge the pairs of a batch, which are stored already.

    Args:
        work: The batch.
        edges: New pairs, and known ones that have an earlier event now.
        unbound: Identities that the batch detached.
    """
    starts: Ids = np.empty(0, dtype=np.int64)
    around = _around(work, edges, unbound)
    is_out = _is_blocked(work, edges.high) | _is_blocked(work, edges.low)
    blocked = pick_edges(edges, is_out)
    pairs.save_verdict(work.tx, blocked, _judge(work, blocked))
    if len(around):
        stored = pairs.list_pairs_at(work.tx, around)
        verdict = _judge(work, stored.edges)
        is_refused = verdict.reason > 0
        changed = pairs.change_verdict(work.tx, stored, verdict, is_weighed=False)
        starts = _turned(work, stored.edges, changed, is_refused & changed, edges)
        is_out |= np.isin(_keys(edges), _keys(pick_edges(stored.edges, is_refused)))
    return Screened(pick_edges(edges, ~is_out), starts)


def _around(work: Resolving, edges: Edges, unbound: Ids) -> Ids:
    """Identities whose pairs must be looked at together."""
    memory = work.memory
    codes = KindCodes.of(work.rules, memory.kinds)
    high, low = memory.kind.values[edges.high], memory.kind.values[edges.low]
    login = is_login(high, low, codes)
    device = np.where(codes.sharable[high], edges.high, edges.low)[login]
    is_fresh = np.zeros(work.counters.identity_next, dtype=bool)
    is_fresh[work.identity[work.fresh]] = True
    crowd = np.bincount(device, minlength=len(is_fresh))
    most = codes.shared_from[memory.kind.values[device]]
    device = device[~is_fresh[device] | (crowd[device] >= most)]
    again: Ids = np.empty(0, dtype=np.int64)
    if work.has_unbinds:
        ends = np.unique(np.concatenate((edges.high, edges.low)))
        again = np.concatenate((store.list_unbound(work.tx, ends)[0], unbound))
        if len(again):
            beside = pairs.list_pairs_at(work.tx, again).edges
            ends = np.concatenate((beside.high, beside.low))
            _recall_kinds(work, ends)
            codes = KindCodes.of(work.rules, memory.kinds)
            again = np.concatenate((again, ends[codes.sharable[memory.kind.values[ends]]]))
    return np.unique(np.concatenate((device, again)))


def _judge(work: Resolving, edges: Edges) -> Verdict:
    """Why each pair is not weighed now; their limits are left out."""
    _recall_kinds(work, np.concatenate((edges.high, edges.low)))
    memory = work.memory
    codes = KindCodes.of(work.rules, memory.kinds)
    blocked = None
    if len(work.blocked):
        blocked = np.zeros(work.counters.identity_next, dtype=bool)
        blocked[work.blocked] = True
    return admit(edges, Traits(memory.kind.values, blocked, _unbound_at(work, edges)), codes)


def _unbound_at(work: Resolving, edges: Edges) -> Ids | None:
    """By identity: when it was last detached."""
    if not work.has_unbinds:
        return None
    ends = np.unique(np.concatenate((edges.high, edges.low)))
    identities, at = store.list_unbound(work.tx, ends)
    unbound_at = np.full(work.counters.identity_next, NEVER)
    unbound_at[identities] = at
    return unbound_at


def _recall_kinds(work: Resolving, identities: Ids) -> None:
    """Know the kind of identities that this process has not met yet, and whether they are blocked."""
    memory = work.memory
    unknown = np.unique(identities[memory.kind.values[identities] < 0])
    for identity in store.list_identities(work.tx, unknown.tolist()):
        memory.kind.values[identity.identity_id] = memory.kind_code(identity.kind)


def _is_blocked(work: Resolving, identities: Ids) -> Mask:
    found: Mask = np.isin(identities, work.blocked)
    return found


def _turned(work: Resolving, stored: Edges, changed: Mask, is_out: Mask, new: Edges) -> Ids:
    """Ends of pairs that were weighed and are no more, or the other way round."""
    memory = work.memory
    high, low = memory.component(stored.high), memory.component(stored.low)
    is_unknown = (memory.person.values[stored.high] == 0) | (memory.person.values[stored.low] == 0)
    is_old = ~np.isin(_keys(stored), _keys(new))
    apart = is_out & ((high == low) | (is_unknown & is_old))
    together = changed & ~is_out & is_old
    chosen = apart | together
    ends: Ids = np.unique(np.concatenate((stored.high[chosen], stored.low[chosen])))
    return ends


def _keys(edges: Edges) -> npt.NDArray[np.uint64]:
    return pair_keys(edges.high, edges.low)

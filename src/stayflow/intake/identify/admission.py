"""Which pairs are weighed at all: what holds of a pair whoever its persons are.

A pair does not count when an end is a blocked value, when an end was detached by a later event, or
when it is one account too many of a sharable identity. The place of an account among those seen
with a sharable identity follows from the times of their first events, so this too is a function of
the set of pairs.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from stayflow.intake.identify.memory import pair_keys
from stayflow.intake.identify.model import CODE_OF, Edges, Ids, Kinds, Mask, RefusalReason, Verdict
from stayflow.intake.identify.rules import KindCodes

NEVER: Final = np.iinfo(np.int64).min
_BLOCKED: Final = CODE_OF[RefusalReason.BLOCKED_VALUE]
_UNBOUND: Final = CODE_OF[RefusalReason.UNBOUND]
_SHARED: Final = CODE_OF[RefusalReason.SHARED_DEVICE]


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of identities, by number.

    Attributes:
        kind: Code of its kind.
        blocked: Whether its value is; None where none is.
        unbound_at: When it was last detached, `NEVER` for not at all; None where none was.
    """

    kind: Kinds
    blocked: Mask | None
    unbound_at: Ids | None


def admit(edges: Edges, traits: Traits, codes: KindCodes, among: Ids | None = None) -> Verdict:
    """Judge pairs; all those of a sharable identity must be among them.

    Args:
        edges: The pairs.
        traits: What is known of their identities.
        codes: The rules by kind.
        among: Places of the pairs that may have one account too many; None for all.
    """
    size = len(edges)
    found = Verdict(np.zeros(size, dtype=np.uint8), np.zeros(size, dtype=np.int16), codes.names)
    if traits.unbound_at is not None:
        for side in (edges.high, edges.low):
            _refuse(found, edges.first_at <= traits.unbound_at[side], side, _UNBOUND, traits)
    if traits.blocked is not None:
        for side in (edges.high, edges.low):
            _refuse(found, traits.blocked[side], side, _BLOCKED, traits)
    if codes.sharable.any():
        open_pairs = found.reason == 0
        places = np.flatnonzero(open_pairs) if among is None else among[open_pairs[among]]
        _refuse_shared(edges, places, traits.kind, codes, found)
    return found


def find_crowded(times: Ids, kind: Kinds, codes: KindCodes) -> Mask:
    """By identity: whether it is sharable, and in so many pairs that one may be an account too many.

    Args:
        times: In how many pairs it is.
        kind: Code of its kind.
        codes: The rules by kind.
    """
    crowded = np.zeros(len(times), dtype=bool)
    for code in np.flatnonzero(codes.sharable).tolist():
        crowded |= (kind == code) & (times >= codes.shared_from[code])
    return crowded


def is_login(high_kind: Kinds, low_kind: Kinds, codes: KindCodes) -> Mask:
    """By pair: whether exactly one of its kinds is sharable, so that the other is an account."""
    found: Mask = codes.sharable[high_kind] != codes.sharable[low_kind]
    return found


def _refuse(found: Verdict, is_void: Mask, side: Ids, reason: int, traits: Traits) -> None:
    """Refuse pairs for what their ends of one side are."""
    found.reason[is_void] = reason
    found.kind[is_void] = traits.kind[side[is_void]]


def _refuse_shared(
    edges: Edges, places: Ids, kinds: Kinds, codes: KindCodes, found: Verdict
) -> None:
    """Refuse those of some pairs that are one account too many of a sharable identity."""
    high, low = edges.high[places], edges.low[places]
    at_high = codes.sharable[kinds[high]]
    logins = np.flatnonzero(at_high != codes.sharable[kinds[low]])
    places, high, low, at_high = places[logins], high[logins], low[logins], at_high[logins]
    device, account = np.where(at_high, high, low), np.where(at_high, low, high)
    device_kind, kind = kinds[device], kinds[account]
    most = codes.shared_from[device_kind]
    order = _by_time(edges, places, kind, device)
    late = order[_turn(edges, places, kind, device, account, order) >= most[order]]
    found.reason[places[late]] = _SHARED
    found.kind[places[late]] = device_kind[late]


def _by_time(edges: Edges, places: Ids, kind: Kinds, device: Ids) -> Ids:
    words = event_words(edges.event_id[places])
    return np.lexsort((words[:, 1], words[:, 0], edges.first_at[places], kind, device))


def _turn(edges: Edges, places: Ids, kind: Kinds, device: Ids, account: Ids, order: Ids) -> Ids:
    """By place of `order`: which account of its kind it is at its device, from 1.

    Accounts that one event names are one login; an account counts where it came first.
    """
    device, kind, account = device[order], kind[order], account[order]
    at, event_id = edges.first_at[places[order]], edges.event_id[places[order]]
    begins = np.append(True, (device[1:] != device[:-1]) | (kind[1:] != kind[:-1]))[: len(order)]
    same_event = np.append(False, (at[1:] == at[:-1]) & (event_id[1:] == event_id[:-1]))
    keys = pair_keys(device, account)
    _, first, back = np.unique(keys, return_index=True, return_inverse=True)
    is_first = np.zeros(len(order), dtype=bool)
    is_first[first] = True
    steps = is_first & (begins | ~same_event[: len(order)])
    count = np.cumsum(steps)
    before = np.maximum.accumulate(np.where(begins, count - steps, 0))
    turn: Ids = (count - before)[first][back]
    return turn


def event_words(event_id: npt.NDArray[np.void]) -> npt.NDArray[np.uint64]:
    """Ids of 16 bytes as two words each that sort as the bytes do."""
    words: npt.NDArray[np.uint64] = np.ascontiguousarray(event_id).view(">u8").reshape(-1, 2)
    return words

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
class Ends:
    """What is known of the identity at one end of each pair.

    Attributes:
        kind: Code of its kind.
        blocked: Whether its value is; None where none is.
        unbound_at: When it was last detached, `NEVER` for not at all; None where none was.
    """

    kind: Kinds
    blocked: Mask | None
    unbound_at: Ids | None


def admit(edges: Edges, high: Ends, low: Ends, codes: KindCodes) -> Verdict:
    """Judge pairs; all those of a sharable identity must be among them.

    Args:
        edges: The pairs; their numbers of identities may be any dense numbers.
        high: Their first ends.
        low: Their second ends.
        codes: The rules by kind.
    """
    size = len(edges)
    found = Verdict(np.zeros(size, dtype=np.uint8), np.zeros(size, dtype=np.int16), codes.names)
    for end in (high, low):
        if end.unbound_at is not None:
            is_void = edges.first_at <= end.unbound_at
            found.reason[is_void], found.kind[is_void] = _UNBOUND, end.kind[is_void]
    for end in (high, low):
        if end.blocked is not None:
            found.reason[end.blocked] = _BLOCKED
            found.kind[end.blocked] = end.kind[end.blocked]
    _refuse_shared(edges, high, low, codes, found)
    return found


def is_login(high_kind: Kinds, low_kind: Kinds, codes: KindCodes) -> Mask:
    """By pair: whether exactly one of its kinds is sharable, so that the other is an account."""
    found: Mask = codes.sharable[high_kind] != codes.sharable[low_kind]
    return found


def _refuse_shared(edges: Edges, high: Ends, low: Ends, codes: KindCodes, found: Verdict) -> None:
    if not codes.sharable.any():
        return
    is_high, is_low = codes.sharable[high.kind], codes.sharable[low.kind]
    places = np.flatnonzero((is_high != is_low) & (found.reason == 0))
    device = edges.low[places]
    if is_high.any():
        device = np.where(is_high[places], edges.high[places], device)
    fewest = int(codes.shared_from[codes.sharable].min())
    crowded = np.flatnonzero((np.bincount(device) >= fewest)[device])
    places, device = places[crowded], device[crowded]
    at_high = is_high[places]
    device_kind = np.where(at_high, high.kind[places], low.kind[places])
    most = codes.shared_from[device_kind]
    account = np.where(at_high, edges.low[places], edges.high[places])
    kind = np.where(at_high, low.kind[places], high.kind[places])
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

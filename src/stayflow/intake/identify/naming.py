"""Reading the identities that a batch names: each distinct one once, and where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from stayflow.intake.columns import hash_rows, one_chunk
from stayflow.intake.identify.memory import pair_keys
from stayflow.intake.identify.model import Edges, IdentityKind, Ids, Mask
from stayflow.intake.identify.rules import IdentityRules
from stayflow.language.event import PERSON_KIND

NOBODY = -1


class Naming(Protocol):
    """What names identities: the columns of a batch of events that matter here, or of a file."""

    @property
    def identities(self) -> Mapping[str, pa.Array]:
        """By kind."""
        ...

    @property
    def unbinds(self) -> Mapping[str, pa.Array]:
        """Those that are detached, by kind."""
        ...

    @property
    def time(self) -> Ids:
        """Unix milliseconds."""
        ...

    @property
    def event_id(self) -> pa.Array:
        """16 bytes each."""
        ...

    def __len__(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Named:
    """Distinct identities of a batch, numbered from 0 as nodes.

    Attributes:
        kinds: Those present, the weightiest first.
        kind: By node: place in `kinds`.
        value: By node.
        hashes: By node, shape (nodes, 2); the same for the same identity always.
        first_at: By node: earliest event naming it, Unix milliseconds.
        rows: By kind: node named by each event, `NOBODY` for none.
        blocked: By node: whether its value says nothing of who it is.
        unbound: By kind: node detached by each event, `NOBODY` for none.
        top: Weightiest node of each event; `NOBODY` where the event names a person by number.
    """

    kinds: tuple[IdentityKind, ...]
    kind: Ids
    value: pa.Array
    hashes: npt.NDArray[np.uint64]
    first_at: Ids
    rows: Mapping[str, Ids]
    blocked: Mask
    unbound: Mapping[str, Ids]
    top: Ids

    def __len__(self) -> int:
        return len(self.kind)


def read_names(events: Naming, kinds: Sequence[IdentityKind], rules: IdentityRules) -> Named:
    """Find the distinct identities of a batch.

    Args:
        events: The batch.
        kinds: Every kind among its identities, the weightiest first.
        rules: What is blocked.
    """
    first_node = 0
    values, hashes, first_at, kind_of, blocked, rows = [], [], [], [], [], {}
    unbound: dict[str, Ids] = {}
    for place, kind in enumerate(kinds):
        distinct = pc.dictionary_encode(_every_name(events, kind.kind))
        size = len(distinct.dictionary)
        local = np.asarray(distinct.indices.fill_null(NOBODY)).astype(np.int64)
        is_named = local >= 0
        earliest = np.full(size, np.iinfo(np.int64).max)
        times = events.time if len(local) == len(events) else np.tile(events.time, 2)
        np.minimum.at(earliest, local[is_named], times[is_named])
        nodes = np.where(is_named, local + first_node, NOBODY)
        rows[kind.kind], detached = nodes[: len(events)], nodes[len(events) :]
        if len(detached):
            unbound[kind.kind] = detached
        values.append(distinct.dictionary.cast(pa.string()))
        hashes.append(hash_identities(kind.kind, distinct.dictionary))
        first_at.append(earliest)
        kind_of.append(np.full(size, place))
        blocked.append(rules.find_blocked(kind.kind, distinct.dictionary))
        first_node += size
    is_blocked = np.concatenate(blocked) if blocked else np.empty(0, dtype=bool)
    return Named(
        kinds=tuple(kinds),
        kind=_joined(kind_of),
        value=pa.concat_arrays(values) if values else pa.array([], pa.string()),
        hashes=np.concatenate(hashes) if hashes else np.empty((0, 2), dtype=np.uint64),
        first_at=_joined(first_at),
        rows=rows,
        blocked=is_blocked,
        unbound=unbound,
        top=_weightiest(events, [rows[kind.kind] for kind in kinds], is_blocked),
    )


def _every_name(events: Naming, kind: str) -> pa.Array:
    """The identities of a kind by event; then, if there are any, those that events detach."""
    column = events.identities.get(kind)
    named = pa.nulls(len(events), pa.string()) if column is None else one_chunk(column)
    detached = events.unbinds.get(kind)
    if detached is None:
        return named
    return pa.concat_arrays([named.cast(pa.string()), one_chunk(detached).cast(pa.string())])


def no_names() -> Named:
    """What a batch without events names."""
    none = np.empty(0, dtype=np.int64)
    return Named(
        kinds=(),
        kind=none,
        value=pa.array([], pa.string()),
        hashes=np.empty((0, 2), dtype=np.uint64),
        first_at=none,
        rows={},
        blocked=np.empty(0, dtype=bool),
        unbound={},
        top=none,
    )


def hash_identities(kind: str, values: pa.Array) -> npt.NDArray[np.uint64]:
    """The hash of (kind, value) for each value, shape (values, 2)."""
    own = hash_rows([pa.array([kind])])[0, 0]
    return hash_rows([np.full(len(values), own, dtype=np.uint64), values])


def named_persons(events: Naming) -> Ids:
    """The person each event names by number; 0 for none, -1 for what is no number."""
    column = events.identities.get(PERSON_KIND)
    if column is None:
        return np.zeros(len(events), dtype=np.int64)
    is_number = pc.match_substring_regex(column, "^[0-9]{1,15}$")
    digits = pc.if_else(is_number, column, pa.scalar(None, pa.string()))
    numbers = np.asarray(digits.cast(pa.int64()).fill_null(-1))
    return np.where(np.asarray(column.is_valid()), numbers, 0)


def read_edges(events: Naming, named: Named, identity: Ids) -> Edges:
    """The pairs that events name: the weightiest identity of an event with each other one of it.

    Args:
        events: The batch.
        named: Its identities.
        identity: Number of each node.
    """
    highs, lows, at, row_of = [], [], [], []
    for nodes in named.rows.values():
        rows = np.flatnonzero((nodes != NOBODY) & (named.top != NOBODY) & (nodes != named.top))
        if len(rows):
            highs.append(identity[named.top[rows]])
            lows.append(identity[nodes[rows]])
            at.append(events.time[rows])
            row_of.append(rows)
    rows = _joined(row_of)
    return Edges(_joined(highs), _joined(lows), _joined(at), event_ids(events)[rows])


def event_ids(events: Naming) -> npt.NDArray[np.void]:
    """The id of each event, 16 bytes."""
    return np.frombuffer(events.event_id.buffers()[1], dtype="V16")[events.event_id.offset :]


def earliest(edges: Edges) -> Edges:
    """Each pair once, with its earliest event; between equal times the smaller event id decides."""
    if not len(edges):
        return edges
    keys = pair_keys(edges.high, edges.low)
    order = np.argsort(keys)
    keys = keys[order]
    again = np.append(False, keys[1:] == keys[:-1])
    if not again.any():
        return edges
    begins = np.flatnonzero(~again)
    chosen = order[begins]
    several = again | np.append(again[1:], False)
    places, group = order[several], np.cumsum(~again)[several]
    words = np.ascontiguousarray(edges.event_id[places]).view(">u8").reshape(-1, 2)
    ranked = np.lexsort((words[:, 1], words[:, 0], edges.first_at[places], group))
    first = ranked[np.append(True, group[ranked][1:] != group[ranked][:-1])]
    chosen[group[first] - 1] = places[first]
    return pick_edges(edges, chosen)


def pick_edges(edges: Edges, places: npt.NDArray[np.int64] | npt.NDArray[np.bool_]) -> Edges:
    """The edges at `places`."""
    return Edges(
        edges.high[places], edges.low[places], edges.first_at[places], edges.event_id[places]
    )


def _weightiest(events: Naming, rows: Sequence[Ids], blocked: Mask) -> Ids:
    """The weightiest node of each event; a blocked one only where it names no other."""
    top = np.full(len(events), NOBODY, dtype=np.int64)
    for nodes in rows:
        top = np.where((top == NOBODY) & ~_is_at(blocked, nodes), nodes, top)
    if blocked.any():
        for nodes in rows:
            top = np.where(top == NOBODY, nodes, top)
    top[named_persons(events) != 0] = NOBODY
    return top


def _is_at(blocked: Mask, nodes: Ids) -> Mask:
    """Which rows name a blocked node."""
    if not blocked.any():
        return np.zeros(len(nodes), dtype=bool)
    found: Mask = blocked[nodes] & (nodes != NOBODY)
    return found


def _joined(parts: Sequence[Ids]) -> Ids:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)

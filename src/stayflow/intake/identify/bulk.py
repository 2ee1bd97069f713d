"""Pairs in bulk: files of millions of rows that name identities together, resolved at once.

Each row is what an event without a place in history would be: the identities in its columns were
known as one person's at a time. The same file twice changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv, parquet

from stayflow.intake.columns import as_ids, as_instants, hash_rows
from stayflow.intake.identify import store
from stayflow.intake.identify.by_hand import begin_work
from stayflow.intake.identify.claims import read_claim_pairs
from stayflow.intake.identify.everything import (
    SLICE,
    Say,
    blank_nodes,
    read_nodes,
    read_survivors,
    save_settled,
    stored_ties,
)
from stayflow.intake.identify.memory import pair_keys
from stayflow.intake.identify.model import (
    Edges,
    IdentityKind,
    Ids,
    MergeCause,
    PeopleChange,
    Verdict,
)
from stayflow.intake.identify.naming import (
    Named,
    earliest,
    hash_identities,
    pick_edges,
    read_edges,
    read_names,
)
from stayflow.intake.identify.order import Ties, join_edges
from stayflow.intake.identify.pairs import StoredPairs, change_verdict, list_pairs, save_verdict
from stayflow.intake.identify.rules import read_rules
from stayflow.intake.identify.whole import Nodes, Settled, settle_all, weigh_all
from stayflow.intake.identify.work import Resolving
from stayflow.kernel.errors import InvalidInput
from stayflow.language.event import PERSON_KIND
from stayflow.stores.relational import Transaction

AT: Final = "at"
_KINDS_MAX: Final = 20
_PARQUET: Final = (".parquet", ".pq")


class IdentityFileInvalid(InvalidInput):
    """The file cannot be read as identities named together."""

    code = "identity_file_invalid"


@dataclass(frozen=True, slots=True)
class Statements:
    """Rows that name identities together.

    Attributes:
        identities: By kind: texts, null where a row names none.
        time: Unix milliseconds.
        event_id: 16 bytes each, made of what the row says.
        unbinds: None; events have them.
    """

    identities: Mapping[str, pa.Array]
    time: Ids
    event_id: pa.Array
    unbinds: Mapping[str, pa.Array] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.time)


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file.

    Attributes:
        rows: In the file.
        identities: New ones.
        pairs: New ones, or with an earlier time than was known.
        refused: Pairs of the project that do not join their persons.
        change: What the warehouse must learn.
    """

    rows: int
    identities: int
    pairs: int
    refused: int
    change: PeopleChange


def read_statements(file: Path, *, default_at: int) -> Statements:
    """Read a file: each column is a kind of identity; `at` says when, by ISO 8601 or milliseconds.

    Args:
        file: CSV with a header, or Parquet.
        default_at: Where a row does not say; Unix milliseconds.

    Raises:
        IdentityFileInvalid: It has no such columns, or a time that is none.
    """
    try:
        table = (
            parquet.read_table(file)
            if file.suffix in _PARQUET
            else csv.read_csv(file, convert_options=csv.ConvertOptions(strings_can_be_null=True))
        )
    except (pa.ArrowInvalid, OSError) as error:
        raise IdentityFileInvalid(f"the file cannot be read: {error}", path="file") from error
    kinds = [name for name in table.column_names if name != AT]
    if not 1 <= len(kinds) <= _KINDS_MAX or PERSON_KIND in kinds:
        raise IdentityFileInvalid(
            f"1 to {_KINDS_MAX} columns named by kinds of identity, and `at`", path="file"
        )
    identities = {kind: _texts(table[kind]) for kind in kinds}
    time = _instants(table[AT], default_at) if AT in table.column_names else None
    if time is None:
        time = np.full(table.num_rows, default_at)
    return Statements(identities, time, _row_ids(identities, time))


def _row_ids(identities: Mapping[str, pa.Array], time: Ids) -> pa.Array:
    """An id made of what a row says, whichever columns its file has: what is null says nothing."""
    words = np.zeros((len(time), 2), dtype=np.uint64)
    for kind, column in identities.items():
        is_there = np.asarray(column.is_valid())
        words[is_there] += hash_identities(kind, column.drop_null())
    return as_ids(hash_rows([time.astype(np.uint64), words[:, 0], words[:, 1]]))


def import_statements(tx: Transaction, batch: int, said: Statements, say: Say) -> Imported:
    """Add a file's pairs to the graph and weigh everybody again.

    Args:
        tx: The transaction that also holds the batch's row.
        batch: Number of the change.
        said: The file.
        say: Told what is being done.
    """
    work = begin_work(tx, batch)
    work.rules = read_rules(tx, said.identities)
    say(f"reading {len(said):,} rows")
    present = [kind for kind in work.rules.kinds if kind.kind in said.identities]
    named = read_names(said, present, work.rules)
    identity, fresh = _number(work, named)
    pairs = earliest(read_edges(said, named, identity))
    nodes = _with_fresh(
        read_nodes(work) if work.counters.identity_next > 1 else None,
        named,
        identity,
        fresh,
        present,
    )
    before = list_pairs(tx) if work.counters.identity_next > 1 else None
    every = earliest(join_edges(before.edges, pairs)) if before else pairs
    say(f"weighing {len(every):,} pairs")
    ties = _ties(tx, named, identity)
    found = weigh_all(nodes, every, read_claim_pairs(tx), rules=work.rules, ties=ties)
    survivor = read_survivors(work)
    settled = settle_all(nodes, found.label, survivor, work.counters.person_next)
    work.counters = store.Counters(work.counters.person_next, len(nodes.kind))
    say(f"writing {len(fresh):,} identities and {len(pairs):,} pairs")
    _save_identities(work, named, identity, fresh, settled)
    known = np.flatnonzero((settled.person != nodes.person) | (settled.owns != nodes.owns))
    known = np.setdiff1d(known, identity[fresh])
    store.change_identities(tx, known, settled.person[known], settled.owns[known].tolist())
    order = np.lexsort((pairs.low, pairs.high))
    for first in range(0, len(pairs), SLICE):
        say(f"writing pairs: {first:,} of {len(pairs):,}")
        part = pick_edges(pairs, order[first : first + SLICE])
        store.save_edges(tx, part, batch, are_first=before is None)
    refused = _save_verdict(tx, before, every, found.verdict)
    made_at = _first_at(tx, named, identity, settled.made_for)
    change = save_settled(work, settled, made_at, MergeCause.IMPORT)
    return Imported(len(said), len(fresh), len(pairs), refused, change)


def _number(work: Resolving, named: Named) -> tuple[Ids, Ids]:
    """The number of each node, and which nodes are new, in the order they are stored in."""
    first = work.counters.identity_next
    identity = np.zeros(len(named), dtype=np.int64)
    if first > 1:
        known, numbers = _known(work, {kind.kind for kind in named.kinds})
        places = np.searchsorted(known, named.hashes[:, 0])
        places[places == len(known)] = 0
        if len(known):
            hit = known[places] == named.hashes[:, 0]
            identity[hit] = numbers[places[hit]]
    fresh = _by_value(named, np.flatnonzero(identity == 0))
    identity[fresh] = np.arange(first, first + len(fresh))
    return identity, fresh


def _by_value(named: Named, nodes: Ids) -> Ids:
    """Nodes by kind and value, so that indexes grow at one end: anywhere, millions fall out of memory."""
    kind = named.kind[nodes]
    parts = [nodes[:0]]
    for code in range(len(named.kinds)):
        own = nodes[kind == code]
        parts.append(own[np.asarray(pc.sort_indices(named.value.take(pa.array(own))))])
    return np.concatenate(parts)


def _known(work: Resolving, kinds: set[str]) -> tuple[npt.NDArray[np.uint64], Ids]:
    """Hashes of the stored identities of some kinds, in order, and their numbers."""
    hashes, numbers = [np.empty(0, dtype=np.uint64)], [np.empty(0, dtype=np.int64)]
    for kind in sorted(kinds):
        table = work.tx.table(
            "select identity_id, value from identities where kind = %(kind)s",
            {"identity_id": pa.int64(), "value": pa.string()},
            {"kind": kind},
        )
        hashes.append(hash_identities(kind, table["value"].combine_chunks())[:, 0])
        numbers.append(np.asarray(table["identity_id"]))
    every = np.concatenate(hashes)
    order = np.argsort(every)
    return every[order], np.concatenate(numbers)[order]


def _with_fresh(
    stored: Nodes | None, named: Named, identity: Ids, fresh: Ids, present: list[IdentityKind]
) -> Nodes:
    """Every identity, the new ones among them."""
    kinds = list(stored.kinds[1:]) if stored else []
    kinds += [kind.kind for kind in present if kind.kind not in kinds]
    size = int(max(identity.max(initial=0) + 1, len(stored.kind) if stored else 1))
    nodes = blank_nodes(size, kinds)
    if stored:
        for old, new in (
            (stored.kind, nodes.kind),
            (stored.person, nodes.person),
            (stored.owns, nodes.owns),
            (stored.blocked, nodes.blocked),
            (stored.unbound_at, nodes.unbound_at),
        ):
            new[: len(old)] = old
    codes = np.array([nodes.kinds.index(kind.kind) for kind in named.kinds], dtype=np.int64)
    nodes.kind[identity[fresh]] = codes[named.kind[fresh]]
    nodes.blocked[identity[fresh]] = named.blocked[fresh]
    return nodes


def _ties(tx: Transaction, named: Named, identity: Ids) -> Ties:
    """What decides between pairs of one event; of identities not in the file, as stored."""
    order = np.argsort(identity)
    known, words = identity[order], named.hashes[order, 0]

    def ties(identities: Ids) -> npt.NDArray[np.uint64]:
        places = np.searchsorted(known, identities)
        places[places == len(known)] = 0
        found: npt.NDArray[np.uint64] = words[places]
        others = known[places] != identities
        if others.any():
            found[others] = stored_ties(tx, identities[others])
        return found

    return ties


def _save_verdict(
    tx: Transaction, before: StoredPairs | None, every: Edges, verdict: Verdict
) -> int:
    """Write what became of all pairs; how many do not join."""
    if before is None:
        save_verdict(tx, every, verdict)
    else:
        keys, known = pair_keys(every.high, every.low), before.edges
        order = np.argsort(pair_keys(known.high, known.low))
        ordered = pair_keys(known.high, known.low)[order]
        places = np.minimum(np.searchsorted(ordered, keys), max(len(ordered) - 1, 0))
        reason = np.zeros(len(every), dtype=np.uint8)
        if len(ordered):
            hit = ordered[places] == keys
            reason[hit] = before.reason[order[places[hit]]]
        change_verdict(tx, StoredPairs(every, reason), verdict, is_weighed=True)
    return int(np.count_nonzero(verdict.reason))


def _first_at(tx: Transaction, named: Named, identity: Ids, wanted: Ids) -> Ids:
    """When identities were first seen, in the file or before."""
    at = np.full(int(max(identity.max(initial=0), wanted.max(initial=0))) + 1, -1)
    at[identity] = named.first_at
    found: Ids = at[wanted]
    others = wanted[found < 0]
    if len(others):
        found[found < 0] = store.list_first_seen(tx, others)
    return found


def _save_identities(
    work: Resolving, named: Named, identity: Ids, fresh: Ids, settled: Settled
) -> None:
    names = pa.array([kind.kind for kind in named.kinds], pa.string())
    for first in range(0, len(fresh), SLICE):
        nodes = fresh[first : first + SLICE]
        ids = identity[nodes]
        store.add_identities(
            work.tx,
            pa.table(
                {
                    "kind": names.take(pa.array(named.kind[nodes])),
                    "value": named.value.take(pa.array(nodes)),
                    "identity_id": ids,
                    "person_id": settled.person[ids],
                    "owns_person": settled.owns[ids],
                    "first_seen_at": as_instants(named.first_at[nodes]),
                }
            ),
        )


def _texts(column: pa.ChunkedArray) -> pa.Array:
    """Values as texts without blanks around; an empty one names nobody."""
    text = pc.utf8_trim_whitespace(column.cast(pa.string()))
    text = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    return pa.concat_arrays(text.chunks) if text.num_chunks else pa.array([], pa.string())


def _instants(column: pa.ChunkedArray, default_at: int) -> Ids:
    try:
        if pa.types.is_integer(column.type):
            milliseconds = column.cast(pa.int64())
        else:
            moments = column.cast(pa.timestamp("ms", tz="UTC"))
            milliseconds = moments.cast(pa.int64())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise IdentityFileInvalid(f"`at` is no time: {error}", path="at") from error
    found: Ids = np.asarray(milliseconds.fill_null(default_at))
    return found

"""From the identities that a batch names to persons, merging as the rules allow."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from stayflow.intake.columns import EventColumns
from stayflow.intake.identify import store
from stayflow.intake.identify.join import join_persons
from stayflow.intake.identify.memory import UNKNOWN_AT, GraphMemory, pair_keys
from stayflow.intake.identify.model import Edges, IdentityKind, Ids, PeopleChange
from stayflow.intake.identify.naming import (
    NOBODY,
    earliest,
    event_ids,
    named_persons,
    pick_edges,
    read_edges,
    read_names,
)
from stayflow.intake.identify.rules import read_rules
from stayflow.intake.identify.sorted_runs import MISSING
from stayflow.intake.identify.work import Resolving, save_work
from stayflow.language.event import PERSON_KIND
from stayflow.stores.relational import Transaction


@dataclass(frozen=True, slots=True)
class Identified:
    """The persons of a batch.

    Attributes:
        person: Person id of each event, under which it is stored.
        change: What the warehouse must learn.
        merged_count: Persons that lead elsewhere since this batch.
    """

    person: Ids
    change: PeopleChange
    merged_count: int = 0


def resolve(
    events: EventColumns, *, tx: Transaction, memory: GraphMemory, batch: int
) -> Identified:
    """Find or make the person of every event, and merge persons that events name together.

    Args:
        events: Events that will be stored, in the order in which they came.
        tx: The transaction that also holds the batch's row.
        memory: Must be up to date; thrown away by the caller if the transaction fails.
        batch: The batch's number.
    """
    counters = store.lock_counters(tx)
    seen = {*events.identities, *events.unbinds} - {PERSON_KIND}
    rules = read_rules(tx, seen)
    present = [kind for kind in rules.kinds if kind.kind in seen]
    work = Resolving(
        tx=tx,
        memory=memory,
        counters=counters,
        batch=batch,
        named=read_names(events, present, rules),
        rules=rules,
        has_unbinds=store.has_unbinds(tx),
        has_claims=store.has_claims(tx),
    )
    _find_or_number(work, present)
    _find_blocked(work)
    _give_persons(work)
    edges = _new_edges(work, read_edges(events, work.named, work.identity))
    causes = join_persons(work, edges, _detach(work, events))
    change = save_work(work, causes)
    return Identified(_person_of_each(events, work), change, merged_count=len(change.moved))


def _detach(work: Resolving, events: EventColumns) -> Ids:
    """Note the identities that events detach; those for which this is news."""
    nodes, rows = [], []
    for detached in work.named.unbound.values():
        rows.append(np.flatnonzero(detached != NOBODY))
        nodes.append(detached[rows[-1]])
    if not nodes:
        return np.empty(0, dtype=np.int64)
    work.has_unbinds = True
    row = np.concatenate(rows)
    return store.save_unbinds(
        work.tx,
        work.identity[np.concatenate(nodes)],
        events.time[row],
        event_ids(events)[row],
    )


def _find_blocked(work: Resolving) -> None:
    if work.rules.blocked:
        here = work.identity[work.named.blocked]
        work.blocked = np.union1d(store.list_blocked(work.tx), here)


def _find_or_number(work: Resolving, kinds: Sequence[IdentityKind]) -> None:
    """Find every node's identity: in memory, else stored, else new."""
    memory, named = work.memory, work.named
    codes = np.array([memory.kind_code(kind.kind) for kind in kinds], dtype=np.int64)
    work.make_room()
    identity = memory.find(named.hashes)
    missing = np.flatnonzero(identity == 0)
    if len(missing) and not memory.is_complete:
        _recall(work, identity, missing, codes)
        missing = missing[identity[missing] == 0]
    first = work.counters.identity_next
    identity[missing] = np.arange(first, first + len(missing))
    work.counters = store.Counters(work.counters.person_next, first + len(missing))
    work.make_room()
    memory.remember(named.hashes[missing], identity[missing], codes[named.kind[missing]])
    work.identity, work.fresh = identity, missing


def _recall(work: Resolving, identity: Ids, missing: Ids, codes: Ids) -> None:
    """Fill in and remember the identities that are stored."""
    memory, named = work.memory, work.named
    found = store.find_identities(
        work.tx,
        [named.kinds[place].kind for place in named.kind[missing]],
        named.value.take(pa.array(missing)).to_pylist(),
    )
    if not found:
        return
    nodes = missing[[row.place for row in found]]
    ids = np.array([row.identity_id for row in found])
    persons = np.array([row.person_id for row in found])
    survivors = np.array([row.survivor for row in found])
    identity[nodes] = ids
    memory.remember(named.hashes[nodes], ids, codes[named.kind[nodes]])
    memory.person.values[ids] = persons
    memory.owns.values[ids] = [row.owns_person for row in found]
    memory.survivor.values[persons] = survivors
    memory.survivor.values[survivors] = survivors


def _give_persons(work: Resolving) -> None:
    """An identity under which events are stored owns a person id."""
    nodes = np.unique(work.named.top[work.named.top != NOBODY])
    nodes = nodes[~work.memory.owns.values[work.identity[nodes]]]
    if len(nodes):
        work.make_persons(work.identity[nodes], work.named.first_at[nodes])


def _new_edges(work: Resolving, named_together: Edges) -> Edges:
    """The pairs that are new, or now have an earlier event than was known."""
    memory = work.memory
    if not len(named_together):
        return named_together
    keys = pair_keys(named_together.high, named_together.low)
    known_at = memory.edges.find(keys)
    known_at[known_at == MISSING] = UNKNOWN_AT
    edges = earliest(pick_edges(named_together, named_together.first_at <= known_at))
    if len(edges) and not memory.is_complete:
        edges = _without_stored(work, edges)
    memory.edges.put(pair_keys(edges.high, edges.low), edges.first_at)
    return edges


def _without_stored(work: Resolving, edges: Edges) -> Edges:
    stored = store.find_edge_times(work.tx, edges)
    if not stored:
        return edges
    at = np.array(
        [
            stored.get(pair, UNKNOWN_AT)
            for pair in zip(edges.high.tolist(), edges.low.tolist(), strict=True)
        ]
    )
    later = pick_edges(edges, edges.first_at > at)
    work.memory.edges.put(pair_keys(later.high, later.low), at[edges.first_at > at])
    return pick_edges(edges, edges.first_at <= at)


def _person_of_each(events: EventColumns, work: Resolving) -> Ids:
    persons = named_persons(events)
    by_identity = work.named.top != NOBODY
    persons[by_identity] = work.memory.person.values[work.identity[work.named.top[by_identity]]]
    return persons

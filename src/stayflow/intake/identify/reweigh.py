"""Deciding anew who is who, where an event came to light that happened before others that decided.

Everything connected with it is weighed again from its edges, so that the result is the one that
would be had if all events had come in order. Rare: it takes a contested device and a late event.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa

from stayflow.intake.columns import as_instants
from stayflow.intake.identify import store
from stayflow.intake.identify.forest import Forest, weigh
from stayflow.intake.identify.model import Edge, Identity, Ids, MergeCause, Refusal
from stayflow.intake.identify.work import Resolving


def reweigh(work: Resolving, starts: Ids) -> pa.Table:
    """Weigh every edge connected with some identities again.

    Args:
        work: The batch; its edges and identities are stored already.
        starts: Identities at contested edges.

    Returns:
        Rows of `identity_merges`, but for the batch.
    """
    edges, refused_before = store.list_closure(work.tx, starts)
    identities = _present(work, {end for edge in edges for end in (edge.high, edge.low)})
    forest = Forest(
        {
            number: {identity.kind: number} if identity.kind in work.unique_kinds else {}
            for number, identity in identities.items()
        }
    )
    refusals = []
    for edge in weigh(edges):
        kind = forest.link(edge.high, edge.low)
        if kind:
            refusals.append(Refusal(edge, kind))
    refused = {(refusal.edge.high, refusal.edge.low) for refusal in refusals}
    store.lift_refusals(work.tx, sorted(refused_before - refused))
    store.save_refusals(work.tx, refusals)
    before = _survivors(work, identities.values())
    accepted = [edge for edge in edges if (edge.high, edge.low) not in refused]
    for group in forest.groups():
        _settle(work, [identities[number] for number in group])
    _note_joined_at(work, accepted)
    return _moves(work, before, max(edge.first_at for edge in edges))


def _present(work: Resolving, numbers: set[int]) -> dict[int, Identity]:
    """The identities as they stand within this batch, remembered from here on."""
    memory = work.memory
    found = {}
    for identity in store.list_identities(work.tx, sorted(numbers)):
        number = identity.identity_id
        if memory.person.values[number] == 0:
            memory.person.values[number] = identity.person_id
            memory.owns.values[number] = identity.owns_person
            memory.kind.values[number] = memory.kind_code(identity.kind)
        found[number] = Identity(
            number,
            identity.kind,
            identity.value,
            int(memory.person.values[number]),
            bool(memory.owns.values[number]),
        )
    return found


def _survivors(work: Resolving, identities: Iterable[Identity]) -> dict[int, int]:
    memory = work.memory
    persons = {each.person_id for each in identities if each.owns_person}
    unknown = [person for person in persons if memory.survivor.values[person] == 0]
    for person, survivor in store.list_survivors(work.tx, unknown).items():
        memory.survivor.values[person] = survivor
    return {person: int(memory.survivor.values[person]) for person in persons}


def _settle(work: Resolving, group: list[Identity]) -> None:
    """Make a group one person: the oldest id that was made for any of it."""
    memory = work.memory
    owned = [identity.person_id for identity in group if identity.owns_person]
    if not owned:
        chosen = min(group, key=lambda each: (each.kind, each.value))
        memory.person.values[chosen.identity_id] = 0
        numbers = np.array([chosen.identity_id])
        owned = work.make_persons(numbers, _first_at(work, numbers)).tolist()
        work.repointed.add(chosen.identity_id)
    winner = min(owned)
    memory.survivor.values[owned] = winner
    memory.knows_uniques.values[winner] = True
    for kind in work.unique_kinds:
        values = [identity.identity_id for identity in group if identity.kind == kind]
        memory.uniques[kind].values[winner] = values[0] if values else 0
    for identity in group:
        number = identity.identity_id
        if not memory.owns.values[number] and memory.person.values[number] != winner:
            memory.person.values[number] = winner
            work.repointed.add(number)


def _first_at(work: Resolving, numbers: Ids) -> Ids:
    """When an identity of this batch was first seen; else the earliest time of the batch."""
    nodes = np.flatnonzero(np.isin(work.identity, numbers))
    chosen = nodes if len(nodes) else np.arange(len(work.named))
    return np.full(len(numbers), work.named.first_at[chosen].min())


def _note_joined_at(work: Resolving, accepted: list[Edge]) -> None:
    memory = work.memory
    latest: dict[int, int] = {}
    for edge in accepted:
        survivor = int(memory.survivor.values[memory.person.values[edge.high]])
        latest[survivor] = max(latest.get(survivor, 0), edge.first_at)
    for survivor, at in latest.items():
        memory.joined_at.values[survivor] = at


def _moves(work: Resolving, before: Mapping[int, int], at: int) -> pa.Table:
    after = {person: int(work.memory.survivor.values[person]) for person in before}
    moved = sorted(person for person in before if before[person] != after[person])
    work.moved.append(np.array(moved, dtype=np.int64))
    rows = len(moved)
    return pa.table(
        {
            "from": pa.array(moved, pa.int64()),
            "to": pa.array([after[person] for person in moved], pa.int64()),
            "at": as_instants(np.full(rows, at, dtype=np.int64)),
            "event_id": pa.array([None] * rows, pa.string()),
            "cause": pa.array([str(MergeCause.REORDERED)] * rows, pa.string()),
        }
    )

"""Deciding anew who is who, where an event came to light that happened before others that decided.

Everything connected with it is weighed again from its edges, so that the result is the one that
would be had if all events had come in order; also after somebody merged or parted persons by hand.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stayflow.intake.identify import pairs, store
from stayflow.intake.identify.claims import ClaimPairs, read_claim_pairs
from stayflow.intake.identify.contest import Burden, Labels
from stayflow.intake.identify.history import merge_rows
from stayflow.intake.identify.model import Edges, Identity, Ids, MergeCause
from stayflow.intake.identify.naming import hash_identities
from stayflow.intake.identify.order import join_edges, rank, verdict_of
from stayflow.intake.identify.weigh import weigh
from stayflow.intake.identify.work import Resolving


def reweigh(work: Resolving, starts: Ids, cause: MergeCause, at: int | None = None) -> pa.Table:
    """Weigh every edge connected with some identities again.

    Args:
        work: The batch; its edges and identities are stored already.
        starts: Identities at contested edges.
        cause: Why.
        at: When it was decided, in Unix milliseconds; None for the last event among the edges.

    Returns:
        Rows of `identity_merges`, but for the batch.
    """
    stored = pairs.list_closure(work.tx, starts, has_claims=work.has_claims)
    numbers = np.unique(np.concatenate((starts, stored.edges.high, stored.edges.low)))
    numbers, said = _with_claims(work, numbers)
    edges = join_edges(stored.edges, said.edges)
    identities = _present(work, numbers)
    refused, label = _weigh(work, edges, numbers, identities, said)
    verdict = verdict_of(refused[: len(stored)], work.rules)
    pairs.change_verdict(work.tx, stored, verdict, is_weighed=True)
    before = _survivors(work, identities)
    order = np.argsort(label, kind="stable")
    for group in np.split(order, np.flatnonzero(np.diff(label[order])) + 1):
        _settle(work, [identities[place] for place in group.tolist()])
    _note_joined_at(work, edges, refused)
    decided = int(stored.edges.first_at.max(initial=0)) if at is None else at
    return _moves(work, before, decided, cause)


def _with_claims(work: Resolving, numbers: Ids) -> tuple[Ids, ClaimPairs]:
    """The identities, those that claims join with them, and what those claims say."""
    said = ClaimPairs(_no_edges())
    while work.has_claims:
        said = read_claim_pairs(work.tx, numbers)
        more = np.unique(np.concatenate((numbers, said.edges.high, said.edges.low)))
        if len(more) == len(numbers):
            break
        numbers = more
    return numbers, said


def _weigh(
    work: Resolving, edges: Edges, numbers: Ids, identities: list[Identity], said: ClaimPairs
) -> tuple[npt.NDArray[np.int16], Labels]:
    """What forbids each edge, and the person of each identity."""
    kinds = np.array([work.memory.kind_code(each.kind) for each in identities], dtype=np.int64)
    loads = [(kinds == work.memory.kind_code(kind)).astype(np.int64) for kind in work.limited_kinds]
    apart = [(_places(numbers, one), _places(numbers, other)) for one, other in said.apart]
    hashes = _hash(identities)
    weighed = weigh(
        np.searchsorted(numbers, edges.high),
        np.searchsorted(numbers, edges.low),
        size=len(numbers),
        rank=lambda places: rank(
            edges, places, lambda ends: hashes[np.searchsorted(numbers, ends)]
        ),
        burden=Burden(loads, work.rules.limits, apart),
    )
    return weighed.refused, weighed.label


def _hash(identities: list[Identity]) -> npt.NDArray[np.uint64]:
    hashes = np.empty(len(identities), dtype=np.uint64)
    by_kind: dict[str, list[int]] = {}
    for place, identity in enumerate(identities):
        by_kind.setdefault(identity.kind, []).append(place)
    for kind, places in by_kind.items():
        values = pa.array([identities[place].value for place in places], pa.string())
        hashes[places] = hash_identities(kind, values)[:, 0]
    return hashes


def _places(numbers: Ids, identities: Ids) -> Ids:
    """Where those of the identities that are among the numbers are."""
    return np.flatnonzero(np.isin(numbers, identities))


def _present(work: Resolving, numbers: Ids) -> list[Identity]:
    """The identities as they stand within this batch, by number, remembered from here on."""
    memory = work.memory
    found = []
    stored = store.list_identities(work.tx, numbers.tolist())
    for identity in sorted(stored, key=lambda each: each.identity_id):
        number = identity.identity_id
        if memory.person.values[number] == 0:
            memory.person.values[number] = identity.person_id
            memory.owns.values[number] = identity.owns_person
            memory.kind.values[number] = memory.kind_code(identity.kind)
        found.append(
            Identity(
                number,
                identity.kind,
                identity.value,
                int(memory.person.values[number]),
                bool(memory.owns.values[number]),
            )
        )
    return found


def _survivors(work: Resolving, identities: list[Identity]) -> dict[int, int]:
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
    memory.joined_at.values[winner] = 0
    memory.knows_loads.values[winner] = True
    for kind in work.limited_kinds:
        memory.loads[kind].values[winner] = sum(identity.kind == kind for identity in group)
    for identity in group:
        number = identity.identity_id
        if not memory.owns.values[number] and memory.person.values[number] != winner:
            memory.person.values[number] = winner
            work.repointed.add(number)


def _first_at(work: Resolving, numbers: Ids) -> Ids:
    """When identities were first seen: in this batch, or before."""
    nodes = np.flatnonzero(np.isin(work.identity, numbers))
    if len(nodes):
        return np.full(len(numbers), work.named.first_at[nodes].min())
    return store.list_first_seen(work.tx, numbers)


def _note_joined_at(work: Resolving, edges: Edges, refused: npt.NDArray[np.int16]) -> None:
    memory = work.memory
    high, at = edges.high[refused == 0], edges.first_at[refused == 0]
    survivors = memory.survivor.values[memory.person.values[high]]
    np.maximum.at(memory.joined_at.values, survivors, at)


def _moves(work: Resolving, before: dict[int, int], at: int, cause: MergeCause) -> pa.Table:
    after = {person: int(work.memory.survivor.values[person]) for person in before}
    moved = np.array(
        sorted(person for person in before if before[person] != after[person]), dtype=np.int64
    )
    work.moved.append(moved)
    led_to = np.array([after[person] for person in moved.tolist()], dtype=np.int64)
    none = pa.array([None] * len(moved), pa.string())
    return merge_rows(moved, led_to, np.full(len(moved), at, dtype=np.int64), none, cause)


def _no_edges() -> Edges:
    empty = np.empty(0, dtype=np.int64)
    return Edges(empty, empty, empty, np.empty(0, dtype="V16"))

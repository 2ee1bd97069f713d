"""A batch while its identities are resolved: what the steps share."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from stayflow.intake.columns import as_instants
from stayflow.intake.identify import store
from stayflow.intake.identify.memory import GraphMemory
from stayflow.intake.identify.model import Ids, PeopleChange
from stayflow.intake.identify.naming import Named
from stayflow.intake.identify.rules import IdentityRules
from stayflow.stores.relational import Transaction


@dataclass(slots=True)
class Resolving:
    """A batch while it is resolved.

    Attributes:
        tx: The transaction that also holds the batch's row.
        memory: What is remembered; grown as the batch goes on.
        counters: The next numbers.
        batch: Its number.
        named: Its identities.
        rules: What identities are weighed by.
        blocked: Identities with a blocked value.
        has_unbinds: Whether an event ever detached an identity.
        has_claims: Whether anybody merged or parted persons by hand.
        identity: By node: its number.
        fresh: Nodes that were never seen before.
        made: New persons, and when they were first seen.
        moved: Persons that lead elsewhere.
        repointed: Identities known before that changed their person id.
    """

    tx: Transaction
    memory: GraphMemory
    counters: store.Counters
    batch: int
    named: Named
    rules: IdentityRules
    blocked: Ids = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    has_unbinds: bool = False
    has_claims: bool = False
    identity: Ids = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    fresh: Ids = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    made: list[tuple[Ids, Ids]] = field(default_factory=list)
    moved: list[Ids] = field(default_factory=list)
    repointed: set[int] = field(default_factory=set)

    @property
    def limited_kinds(self) -> list[str]:
        """Kinds of which a person has a bounded number."""
        return [kind.kind for kind in self.rules.limited]

    def make_room(self) -> None:
        """Let what is remembered hold every number given so far."""
        self.memory.make_room(
            identity_next=self.counters.identity_next,
            person_next=self.counters.person_next,
            limited_kinds=self.limited_kinds,
        )

    def make_persons(self, identities: Ids, first_at: Ids) -> Ids:
        """Give each identity a person of its own; it leads to the one it belonged to."""
        memory = self.memory
        first = self.counters.person_next
        persons = np.arange(first, first + len(identities))
        self.counters = store.Counters(first + len(identities), self.counters.identity_next)
        self.make_room()
        before = memory.person.values[identities]
        survivors = np.where(before > 0, memory.survivor.values[before], persons)
        memory.survivor.values[persons] = survivors
        memory.person.values[identities] = persons
        memory.owns.values[identities] = True
        alone = before == 0
        self._begin(persons[alone], identities[alone])
        self.repointed.update(identities[~alone].tolist())
        self.made.append((persons, first_at))
        return persons

    def _begin(self, persons: Ids, identities: Ids) -> None:
        """A person of one identity: nothing holds it together, and what it has is known."""
        memory = self.memory
        memory.joined_at.values[persons] = 0
        memory.knows_loads.values[persons] = True
        for kind in self.limited_kinds:
            is_kind = memory.kind.values[identities] == memory.kind_code(kind)
            memory.loads[kind].values[persons] = is_kind


def add_fresh_identities(work: Resolving) -> None:
    """Store the identities seen for the first time, as they stand."""
    nodes, named = work.fresh, work.named
    ids = work.identity[nodes]
    names = pa.array([kind.kind for kind in named.kinds], pa.string())
    if len(nodes):
        store.add_identities(
            work.tx,
            pa.table(
                {
                    "kind": names.take(pa.array(named.kind[nodes])),
                    "value": named.value.take(pa.array(nodes)),
                    "identity_id": ids,
                    "person_id": work.memory.person.values[ids],
                    "owns_person": work.memory.owns.values[ids],
                    "first_seen_at": as_instants(named.first_at[nodes]),
                }
            ),
        )


def save_work(work: Resolving, causes: pa.Table) -> PeopleChange:
    """Write what became of persons; edges and identities are stored already."""
    memory, tx = work.memory, work.tx
    made = _joined([made for made, _ in work.made])
    made_at = _joined([at for _, at in work.made])
    store.add_persons(tx, made, made_at, memory.survivor.values[made], work.batch)
    moved = np.setdiff1d(_joined(work.moved), made)
    store.move_persons(tx, moved, memory.survivor.values[moved], work.batch)
    changed = np.array(sorted(work.repointed), dtype=np.int64)
    store.change_identities(
        tx, changed, memory.person.values[changed], memory.owns.values[changed].tolist()
    )
    store.record_merges(tx, causes)
    store.save_counters(tx, work.counters)
    led = np.concatenate((made[memory.survivor.values[made] != made], moved))
    return PeopleChange(made, made_at, led, memory.survivor.values[led])


def _joined(parts: Sequence[Ids]) -> Ids:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)

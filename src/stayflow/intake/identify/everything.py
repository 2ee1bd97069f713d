"""The whole graph of a project: read by column, weighed, and what changed written back.

For new rules, and for pairs that came in bulk. It takes about 150 bytes of memory for each pair and
each identity.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stayflow.intake.identify import pairs, store
from stayflow.intake.identify.admission import NEVER
from stayflow.intake.identify.by_hand import begin_work
from stayflow.intake.identify.claims import read_claim_pairs
from stayflow.intake.identify.history import merge_rows, merge_table
from stayflow.intake.identify.model import Ids, MergeCause, PeopleChange
from stayflow.intake.identify.naming import hash_identities
from stayflow.intake.identify.rules import IdentityRules, save_rules
from stayflow.intake.identify.whole import Nodes, Settled, settle_all, weigh_all
from stayflow.intake.identify.work import Resolving
from stayflow.stores.relational import Transaction

SLICE: Final = 1_000_000
"""Rows that are written at once."""

Say = Callable[[str], None]
"""Told what is being done."""


def reweigh_all(tx: Transaction, batch: int, cause: MergeCause, say: Say) -> PeopleChange:
    """Weigh every pair of the project again, by the rules in force.

    Args:
        tx: The transaction that also holds the batch's row.
        batch: Number of the change.
        cause: Why.
        say: Told what is being done.
    """
    work = begin_work(tx, batch)
    say("reading")
    nodes = read_nodes(work)
    stored = pairs.list_pairs(tx)
    survivor = read_survivors(work)
    say(f"weighing {len(stored):,} pairs")
    said = read_claim_pairs(tx)
    ties = partial(stored_ties, tx)
    found = weigh_all(nodes, stored.edges, said, rules=work.rules, ties=ties)
    settled = settle_all(nodes, found.label, survivor, work.counters.person_next)
    say("writing")
    pairs.change_verdict(tx, stored, found.verdict, is_weighed=True)
    changed = np.flatnonzero((settled.person != nodes.person) | (settled.owns != nodes.owns))
    store.change_identities(tx, changed, settled.person[changed], settled.owns[changed].tolist())
    made_at = store.list_first_seen(tx, settled.made_for)
    return save_settled(work, settled, made_at, cause)


@dataclass(frozen=True, slots=True)
class RulesApplied:
    """New rules are in force, and everybody was weighed by them.

    Attributes:
        rules: What holds now.
        change: What the warehouse must learn.
    """

    rules: IdentityRules
    change: PeopleChange


def apply_rules(tx: Transaction, batch: int, rules: IdentityRules, say: Say) -> RulesApplied:
    """Put rules in force and weigh everybody again.

    Args:
        tx: The transaction that also holds the batch's row.
        batch: Number of the change.
        rules: Every kind that has identities must be among them.
        say: Told what is being done.

    Raises:
        IdentityRulesInvalid: They make no sense.
    """
    saved = save_rules(tx, rules)
    return RulesApplied(saved, reweigh_all(tx, batch, MergeCause.RULES, say))


def read_nodes(work: Resolving) -> Nodes:
    """Every identity of the project."""
    table = work.tx.table(
        "select identity_id, kind, person_id, owns_person from identities",
        {
            "identity_id": pa.int64(),
            "kind": pa.string(),
            "person_id": pa.int64(),
            "owns_person": pa.bool_(),
        },
    )
    number = np.asarray(table["identity_id"])
    text = table["kind"].combine_chunks().dictionary_encode()
    nodes = blank_nodes(work.counters.identity_next, text.dictionary.to_pylist())
    nodes.kind[number] = np.asarray(text.indices) + 1
    nodes.person[number] = np.asarray(table["person_id"])
    nodes.owns[number] = np.asarray(table["owns_person"])
    nodes.blocked[store.list_blocked(work.tx)] = True
    identities, at = store.list_unbound(work.tx, None)
    nodes.unbound_at[identities] = at
    return nodes


def blank_nodes(size: int, kinds: list[str]) -> Nodes:
    """Room for identities below `size`; the code of a kind is its place from 1."""
    return Nodes(
        ["", *kinds],
        np.zeros(size, dtype=np.int16),
        np.zeros(size, dtype=np.int64),
        np.zeros(size, dtype=bool),
        np.zeros(size, dtype=bool),
        np.full(size, NEVER),
    )


def read_survivors(work: Resolving) -> Ids:
    """By person: where it leads, 0 for a number that is not there."""
    table = work.tx.table(
        "select person_id, coalesce(merged_into, person_id) as survivor from persons",
        {"person_id": pa.int64(), "survivor": pa.int64()},
    )
    survivor = np.zeros(work.counters.person_next, dtype=np.int64)
    survivor[np.asarray(table["person_id"])] = np.asarray(table["survivor"])
    return survivor


def save_settled(
    work: Resolving, settled: Settled, made_at: Ids, cause: MergeCause
) -> PeopleChange:
    """Write new persons, and where the old ones lead; identities are stored already.

    Args:
        work: The change.
        settled: Where everybody belongs.
        made_at: When the new persons were first seen, Unix milliseconds.
        cause: Why.
    """
    tx, batch = work.tx, work.batch
    counters = store.Counters(
        work.counters.person_next + len(settled.made), work.counters.identity_next
    )
    store.save_counters(tx, counters)
    for first in range(0, len(settled.made), SLICE):
        made = settled.made[first : first + SLICE]
        store.add_persons(tx, made, made_at[first : first + SLICE], made, batch)
    moved, led_to = settled.moved, settled.survivor[settled.moved]
    store.move_persons(tx, moved, led_to, batch)
    at = np.full(len(moved), store.change_time(tx, batch))
    none = pa.array([None] * len(moved), pa.string())
    store.record_merges(tx, merge_table([merge_rows(moved, led_to, at, none, cause)], batch))
    return PeopleChange(settled.made, made_at, moved, led_to)


def stored_ties(tx: Transaction, identities: Ids) -> npt.NDArray[np.uint64]:
    """What decides between pairs of one event, read for those that need it."""
    numbers = np.unique(identities)
    words = np.zeros(len(numbers), dtype=np.uint64)
    found = store.list_identities(tx, numbers.tolist())
    by_kind: dict[str, list[tuple[int, str]]] = {}
    for each in found:
        by_kind.setdefault(each.kind, []).append((each.identity_id, each.value))
    for kind, rows in by_kind.items():
        places = np.searchsorted(numbers, [number for number, _ in rows])
        values = pa.array([value for _, value in rows], pa.string())
        words[places] = hash_identities(kind, values)[:, 0]
    tied: npt.NDArray[np.uint64] = words[np.searchsorted(numbers, identities)]
    return tied

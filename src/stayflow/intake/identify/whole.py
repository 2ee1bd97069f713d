"""Weighing everything at once: after new rules, and after pairs that came in bulk.

The graph is read by column, weighed in memory, and only what changed is written. It takes about
100 bytes of memory for each pair and each identity.
"""

from dataclasses import dataclass

import numpy as np

from stayflow.intake.identify.admission import NEVER, Traits, admit, find_crowded
from stayflow.intake.identify.claims import ClaimPairs
from stayflow.intake.identify.contest import Burden, Labels
from stayflow.intake.identify.model import Edges, Ids, Kinds, Mask, Verdict
from stayflow.intake.identify.order import Ties, join_edges, rank, verdict_of
from stayflow.intake.identify.rules import IdentityRules, KindCodes
from stayflow.intake.identify.weigh import Aside, count_pairs, find_leaves, weigh

_NOBODY = np.iinfo(np.int64).max
_CROWDED = 1
"""Bit of a node's marks beside the first, which says that it is a leaf."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """Every identity by number; the number 0 is nobody's.

    Attributes:
        kinds: Names of the kinds by code.
        kind: Code of its kind, 0 for a number that was never given.
        person: Its `person_id`.
        owns: Its `owns_person`.
        blocked: Whether its value is.
        unbound_at: When it was last detached, `NEVER` for not at all.
    """

    kinds: list[str]
    kind: Kinds
    person: Ids
    owns: Mask
    blocked: Mask
    unbound_at: Ids

    @property
    def traits(self) -> Traits:
        """What pairs are judged by."""
        return Traits(
            self.kind,
            self.blocked if self.blocked.any() else None,
            self.unbound_at if (self.unbound_at != NEVER).any() else None,
        )


@dataclass(frozen=True, slots=True)
class Settled:
    """Where everybody belongs.

    Attributes:
        person: By identity: its `person_id`.
        owns: By identity: its `owns_person`.
        survivor: By person: where it leads.
        made: Persons that are new.
        made_for: The identities they were made for, alike.
        moved: Persons of old that lead elsewhere than before.
    """

    person: Ids
    owns: Mask
    survivor: Ids
    made: Ids
    made_for: Ids
    moved: Ids


@dataclass(frozen=True, slots=True)
class WholeWeighed:
    """What became of everything.

    Attributes:
        verdict: By pair.
        label: By identity: its person; labels are not dense.
    """

    verdict: Verdict
    label: Labels


def weigh_all(
    nodes: Nodes, stored: Edges, said: ClaimPairs, *, rules: IdentityRules, ties: Ties
) -> WholeWeighed:
    """Judge and weigh pairs.

    Args:
        nodes: Every identity.
        stored: Every pair.
        said: What claims add.
        rules: What they are weighed by.
        ties: What decides between pairs of one event.
    """
    edges = join_edges(stored, said.edges) if len(said.edges) else stored
    code_of = {name: code for code, name in enumerate(nodes.kinds)}
    burden = Burden(
        [(nodes.kind == code_of.get(kind.kind, -1)).view(np.int8) for kind in rules.limited],
        rules.limits,
        said.apart,
    )
    codes = KindCodes.of(rules, nodes.kinds)
    marked = _Marked.of(nodes, edges, burden, codes)
    judged = admit(stored, nodes.traits, codes, marked.crowded[: len(stored)].nonzero()[0])
    found = weigh(
        edges.high,
        edges.low,
        size=len(nodes.kind),
        rank=lambda places: rank(edges, places, ties),
        burden=burden,
        aside=Aside.of(marked.leaf_high, marked.leaf_low, np.flatnonzero(judged.reason)),
    )
    refused = np.flatnonzero(found.refused[: len(stored)])
    weighed = verdict_of(found.refused[refused], rules)
    judged.reason[refused] = weighed.reason
    judged.kind[refused] = weighed.kind + len(codes.names)
    names = [*codes.names, *weighed.names]
    return WholeWeighed(Verdict(judged.reason, judged.kind, names), found.label)


@dataclass(frozen=True, slots=True)
class _Marked:
    """What their ends say of pairs, looked up for both questions at once.

    Attributes:
        leaf_high: By pair: whether its first end is a leaf.
        leaf_low: Whether its second end is.
        crowded: Whether one of its ends is.
    """

    leaf_high: Mask
    leaf_low: Mask
    crowded: Mask

    @classmethod
    def of(cls, nodes: Nodes, edges: Edges, burden: Burden, codes: KindCodes) -> "_Marked":
        times = count_pairs(edges.high, edges.low, len(nodes.kind))
        marks = find_leaves(times, burden).view(np.uint8)
        marks |= find_crowded(times, nodes.kind, codes).view(np.uint8) << _CROWDED
        at_high, at_low = marks.take(edges.high), marks.take(edges.low)
        crowded = ((at_high | at_low) >> _CROWDED).view(bool)
        at_high &= 1
        at_low &= 1
        return cls(at_high.view(bool), at_low.view(bool), crowded)


def settle_all(nodes: Nodes, label: Labels, survivor: Ids, person_next: int) -> Settled:
    """Make each group one person: the oldest id that was made for any of it.

    Args:
        nodes: Every identity, as it stands.
        label: By identity: its group.
        survivor: By person: where it leads now, 0 for nobody; ends at `person_next`.
        person_next: The next number to be given.
    """
    there = np.flatnonzero(nodes.kind)
    groups, group = np.unique(label[there], return_inverse=True)
    winner = np.full(len(groups), _NOBODY)
    owned = nodes.owns[there]
    np.minimum.at(winner, group[owned], nodes.person[there[owned]])
    person, owns = nodes.person.copy(), nodes.owns.copy()
    lonely = winner == _NOBODY
    first = np.full(len(groups), _NOBODY)
    np.minimum.at(first, group, there)
    made_for = first[lonely]
    made = np.arange(person_next, person_next + len(made_for))
    winner[lonely] = made
    person[made_for], owns[made_for] = made, True
    guest = there[~owns[there]]
    at = winner[group]
    by_identity = np.zeros(len(person), dtype=np.int64)
    by_identity[there] = at
    person[guest] = by_identity[guest]
    after = np.concatenate((survivor, made))
    hosts = there[nodes.owns[there]]
    after[nodes.person[hosts]] = by_identity[hosts]
    moved = np.flatnonzero(after[:person_next] != survivor)
    return Settled(person, owns, after, made, made_for, moved)

"""Weighing everything at once: after new rules, and after pairs that came in bulk.

The graph is read by column, weighed in memory, and only what changed is written. It takes about
100 bytes of memory for each pair and each identity.
"""

from dataclasses import dataclass

import numpy as np

from stayflow.intake.identify.admission import NEVER, Ends, admit
from stayflow.intake.identify.claims import ClaimPairs
from stayflow.intake.identify.model import Edges, Ids, Kinds, Mask, Verdict
from stayflow.intake.identify.naming import pick_edges
from stayflow.intake.identify.order import Ties, join_edges, rank, verdict_of
from stayflow.intake.identify.rules import IdentityRules, KindCodes
from stayflow.intake.identify.weigh import Burden, Labels, weigh

_NOBODY = np.iinfo(np.int64).max


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

    def ends(self, identities: Ids) -> Ends:
        """What is known at one end of pairs."""
        return Ends(
            self.kind[identities],
            self.blocked[identities] if self.blocked.any() else None,
            self.unbound_at[identities] if (self.unbound_at != NEVER).any() else None,
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
    codes = KindCodes.of(rules, nodes.kinds)
    judged = admit(stored, nodes.ends(stored.high), nodes.ends(stored.low), codes)
    admitted = np.flatnonzero(judged.reason == 0)
    edges = stored if len(admitted) == len(stored) else pick_edges(stored, admitted)
    edges = join_edges(edges, said.edges) if len(said.edges) else edges
    code_of = {name: code for code, name in enumerate(nodes.kinds)}
    found = weigh(
        edges.high,
        edges.low,
        size=len(nodes.kind),
        rank=lambda places: rank(edges, places, ties),
        burden=Burden(
            [(nodes.kind == code_of.get(kind.kind, -1)).astype(np.int8) for kind in rules.limited],
            rules.limits,
            said.apart,
        ),
    )
    weighed = verdict_of(found.refused[: len(admitted)], rules)
    refused = np.flatnonzero(weighed.reason)
    names = [*codes.names, *weighed.names]
    judged.reason[admitted[refused]] = weighed.reason[refused]
    judged.kind[admitted[refused]] = weighed.kind[refused] + len(codes.names)
    return WholeWeighed(Verdict(judged.reason, judged.kind, names), found.label)


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

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
    edges = _Admitted.of(stored, admitted, said.edges)
    code_of = {name: code for code, name in enumerate(nodes.kinds)}
    found = weigh(
        edges.high,
        edges.low,
        size=len(nodes.kind),
        rank=lambda places: edges.rank(places, ties),
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


@dataclass(frozen=True, slots=True)
class _Admitted:
    """The pairs that are weighed; their times and events are looked up only where order matters.

    Attributes:
        high: By pair.
        low: By pair.
        whole: The pairs they are among.
        places: Where in it each is; None for all of it.
    """

    high: Ids
    low: Ids
    whole: Edges
    places: Ids | None

    @classmethod
    def of(cls, stored: Edges, admitted: Ids, said: Edges) -> "_Admitted":
        if len(said):
            whole = join_edges(pick_edges(stored, admitted), said)
        elif len(admitted) == len(stored):
            whole = stored
        else:
            return cls(stored.high[admitted], stored.low[admitted], stored, admitted)
        return cls(whole.high, whole.low, whole, None)

    def rank(self, pairs: Ids, ties: Ties) -> Ids:
        if self.places is None:
            return rank(self.whole, pairs, ties)
        some = pick_edges(self.whole, self.places[pairs])
        ranked: Ids = pairs[rank(some, np.arange(len(pairs)), ties)]
        return ranked


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

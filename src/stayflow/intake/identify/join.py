"""Joining the persons that new edges connect, by column; the contested ones edge by edge."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from stayflow.intake.identify import pairs, store
from stayflow.intake.identify.contest import Burden
from stayflow.intake.identify.history import merge_rows, merge_table
from stayflow.intake.identify.model import Edges, Ids, Mask, MergeCause
from stayflow.intake.identify.naming import pick_edges
from stayflow.intake.identify.order import Ties, rank, verdict_of
from stayflow.intake.identify.reweigh import reweigh
from stayflow.intake.identify.screen import screen
from stayflow.intake.identify.weigh import components, find_contested, weigh
from stayflow.intake.identify.work import Resolving, add_fresh_identities

_NOBODY = np.iinfo(np.int64).max


@dataclass(slots=True)
class Joining:
    """Edges between different persons, and the groups they form.

    Attributes:
        edges: Those whose two ends are not one person yet.
        one: By edge: place in `nodes` of its high end.
        other: By edge: of its low end.
        nodes: Surviving persons; minus the identity where it has no person yet.
        label: By node: its group.
    """

    edges: Edges
    one: Ids
    other: Ids
    nodes: Ids
    label: Ids

    @property
    def label_count(self) -> int:
        """How many groups there are."""
        return int(self.label.max(initial=-1)) + 1


def join_persons(work: Resolving, named_together: Edges, unbound: Ids) -> pa.Table:
    """Store new edges and fresh identities, and join persons as far as the rules allow.

    Args:
        work: The batch.
        named_together: New pairs, and known ones that have an earlier event now.
        unbound: Identities that the batch detached.

    Returns:
        What happened to persons, as rows of `identity_merges`.
    """
    store.save_edges(work.tx, named_together, work.batch)
    screened = screen(work, named_together, unbound)
    joining = _group(work, screened.edges)
    merges = []
    starts = screened.starts
    if len(joining.edges):
        _learn_loads(work, joining.nodes[joining.nodes > 0])
        is_late = _settle_in_order(work, joining)
        late = joining.edges.high[is_late[joining.label[joining.one]]]
        starts = np.concatenate((starts, late))
        merges.append(_unite(work, joining, ~is_late))
    _house_the_lonely(work, screened.edges)
    add_fresh_identities(work)
    if len(starts):
        merges.append(reweigh(work, np.unique(starts), MergeCause.REORDERED))
    return merge_table(merges, work.batch)


def _house_the_lonely(work: Resolving, weighed: Edges) -> None:
    """An identity seen for the first time, in pairs that do not count, is a person of its own."""
    fresh = work.identity[work.fresh]
    is_alone = (work.memory.person.values[fresh] == 0) & ~np.isin(
        fresh, np.concatenate((weighed.high, weighed.low))
    )
    if is_alone.any():
        work.make_persons(fresh[is_alone], work.named.first_at[work.fresh[is_alone]])


def _group(work: Resolving, edges: Edges) -> Joining:
    high, low = work.memory.component(edges.high), work.memory.component(edges.low)
    differ = high != low
    nodes, places = np.unique(np.concatenate((high[differ], low[differ])), return_inverse=True)
    one, other = places[: differ.sum()], places[differ.sum() :]
    label = components(one, other, len(nodes)).astype(np.int64)
    return Joining(pick_edges(edges, differ), one, other, nodes, label)


def _learn_loads(work: Resolving, survivors: Ids) -> None:
    memory = work.memory
    unknown = survivors[~memory.knows_loads.values[survivors]]
    if not len(unknown):
        return
    for kind in work.limited_kinds:
        memory.loads[kind].values[unknown] = 0
    for survivor, kind, count in store.list_loads(work.tx, work.limited_kinds, unknown):
        memory.loads[kind].values[survivor] = count
    memory.knows_loads.values[unknown] = True


def _loads(work: Resolving, nodes: Ids, kind: str) -> Ids:
    """How many identities of a limited kind each node has."""
    memory = work.memory
    is_person = nodes > 0
    loads = np.zeros(len(nodes), dtype=np.int64)
    loads[is_person] = memory.loads[kind].values[nodes[is_person]]
    identities = -nodes[~is_person]
    loads[~is_person] = memory.kind.values[identities] == memory.kind_code(kind)
    return loads


def _burden(work: Resolving, nodes: Ids) -> Burden:
    loads = [_loads(work, nodes, kind) for kind in work.limited_kinds]
    return Burden(loads, work.rules.limits)


def _settle_in_order(work: Resolving, joining: Joining) -> Mask:
    """Split groups that must not be one person, where their new edges came last of all.

    Returns:
        By label: groups to be weighed from the start, as a new edge happened before something
        decided already, or as somebody keeps two of their persons apart.
    """
    burden = _burden(work, joining.nodes)
    is_contested = find_contested(joining.label, burden)
    is_late = is_contested & _reaches_back(work, joining)
    if work.has_claims:
        apart = np.isin(joining.nodes, store.list_apart_survivors(work.tx))
        is_late |= np.bincount(joining.label[apart], minlength=len(is_late)) > 1
    is_split = is_contested & ~is_late
    if is_split.any():
        _split(work, joining, is_split, burden)
    padding = np.zeros(joining.label_count - len(is_late), dtype=bool)
    return np.concatenate((is_late, padding))


def _reaches_back(work: Resolving, joining: Joining) -> Mask:
    """By label: whether a new edge is no later than what holds the group's persons together."""
    is_person = joining.nodes > 0
    joined_at = np.zeros(joining.label_count, dtype=np.int64)
    persons = joining.nodes[is_person]
    np.maximum.at(joined_at, joining.label[is_person], work.memory.joined_at.values[persons])
    first_at = np.full(joining.label_count, _NOBODY)
    np.minimum.at(first_at, joining.label[joining.one], joining.edges.first_at)
    return first_at <= joined_at


def _split(work: Resolving, joining: Joining, is_split: Mask, burden: Burden) -> None:
    """Weigh the new edges of some groups: what is refused is kept, each person has a label.

    Args:
        work: The batch.
        joining: Its groups; their labels change.
        is_split: By label.
        burden: What the nodes hold.
    """
    chosen = np.flatnonzero(is_split[joining.label[joining.one]])
    edges = pick_edges(joining.edges, chosen)
    weighed = weigh(
        joining.one[chosen],
        joining.other[chosen],
        size=len(joining.nodes),
        rank=lambda places: rank(edges, places, _ties_of_batch(work)),
        burden=burden,
    )
    nodes = np.flatnonzero(is_split[joining.label])
    _, own = np.unique(weighed.label[nodes], return_inverse=True)
    joining.label[nodes] = joining.label_count + own
    pairs.save_verdict(work.tx, edges, verdict_of(weighed.refused, work.rules))


def _ties_of_batch(work: Resolving) -> Ties:
    """What decides between pairs of one event, for identities that are all in this batch."""
    order = np.argsort(work.identity)
    known, words = work.identity[order], work.named.hashes[order, 0]
    return lambda identities: words[np.searchsorted(known, identities)]


def _unite(work: Resolving, joining: Joining, is_settled: Mask) -> pa.Table:
    """Make each settled group one person: the oldest id stays."""
    memory = work.memory
    nodes, label = joining.nodes, joining.label
    winner = np.full(joining.label_count, _NOBODY)
    is_person = nodes > 0
    np.minimum.at(winner, label[is_person], nodes[is_person])
    _make_missing(work, joining, winner, is_settled)
    use = is_settled[label]
    newcomers = use & ~is_person
    memory.person.values[-nodes[newcomers]] = np.where(
        memory.owns.values[-nodes[newcomers]],
        memory.person.values[-nodes[newcomers]],
        winner[label[newcomers]],
    )
    _carry(work, joining, winner, use)
    is_loser = use & is_person & (nodes != winner[label])
    losers, led_to = nodes[is_loser], winner[label[is_loser]]
    if len(losers) and not memory.is_complete:
        for person, survivor in store.list_led(work.tx, losers):
            memory.survivor.values[person] = survivor
    work.moved.append(memory.lead(losers, led_to))
    return _merges(joining, losers, led_to, label[is_loser])


def _make_missing(work: Resolving, joining: Joining, winner: Ids, is_settled: Mask) -> None:
    """An identity that may join nobody becomes a person of its own."""
    is_there = np.bincount(joining.label, minlength=len(winner)) > 0
    lonely = np.flatnonzero((winner == _NOBODY) & is_settled & is_there)
    if not len(lonely):
        return
    identities = np.zeros(len(winner), dtype=np.int64)
    np.minimum.at(identities, joining.label, joining.nodes)
    first_at = np.full(len(winner), _NOBODY)
    np.minimum.at(first_at, joining.label[joining.one], joining.edges.first_at)
    np.minimum.at(first_at, joining.label[joining.other], joining.edges.first_at)
    winner[lonely] = work.make_persons(-identities[lonely], first_at[lonely])


def _carry(work: Resolving, joining: Joining, winner: Ids, use: Mask) -> None:
    """The survivor has the unique values and the latest edge of all who joined."""
    memory, label = work.memory, joining.label
    is_person = use & (joining.nodes > 0)
    joined_at = np.zeros(joining.label_count, dtype=np.int64)
    np.maximum.at(joined_at, label[is_person], memory.joined_at.values[joining.nodes[is_person]])
    is_inside = label[joining.one] == label[joining.other]
    np.maximum.at(joined_at, label[joining.one[is_inside]], joining.edges.first_at[is_inside])
    labels = np.unique(label[use])
    memory.joined_at.values[winner[labels]] = joined_at[labels]
    for kind in work.limited_kinds:
        total = np.bincount(label[use], _loads(work, joining.nodes[use], kind), len(winner))
        memory.loads[kind].values[winner[labels]] = total[labels]
    memory.knows_loads.values[winner[labels]] = True


def _merges(joining: Joining, losers: Ids, led_to: Ids, labels: Ids) -> pa.Table:
    """One row per loser, with the first event that joined its group."""
    order = np.lexsort((joining.edges.first_at, joining.label[joining.one]))
    sorted_labels = joining.label[joining.one[order]]
    first = order[np.searchsorted(sorted_labels, labels)] if len(order) else order
    return merge_rows(
        losers,
        led_to,
        joining.edges.first_at[first],
        store.as_hex(joining.edges.event_id[first]),
        MergeCause.NAMED_TOGETHER,
    )

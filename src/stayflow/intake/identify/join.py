"""Joining the persons that new edges connect, by column; the contested ones edge by edge."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from stayflow.intake.columns import as_instants
from stayflow.intake.identify import store
from stayflow.intake.identify.forest import Forest, weigh
from stayflow.intake.identify.model import (
    Edge,
    Edges,
    Ids,
    Mask,
    MergeCause,
    Refusal,
)
from stayflow.intake.identify.naming import pick_edges
from stayflow.intake.identify.reweigh import reweigh
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


def join_persons(work: Resolving, edges: Edges) -> pa.Table:
    """Store new edges and fresh identities, and join persons as far as the rules allow.

    Returns:
        What happened to persons, as rows of `identity_merges`.
    """
    store.save_edges(work.tx, edges)
    joining = _group(work, edges)
    merges = []
    contested: Ids = np.empty(0, dtype=np.int64)
    if len(joining.edges):
        _learn_uniques(work, joining.nodes[joining.nodes > 0])
        is_late = _settle_in_order(work, joining)
        contested = joining.edges.high[is_late[joining.label[joining.one]]]
        merges.append(_unite(work, joining, ~is_late))
    add_fresh_identities(work)
    if len(contested):
        merges.append(reweigh(work, np.unique(contested)))
    return _merge_table(work, merges)


def _group(work: Resolving, edges: Edges) -> Joining:
    high, low = work.memory.component(edges.high), work.memory.component(edges.low)
    differ = high != low
    nodes, places = np.unique(np.concatenate((high[differ], low[differ])), return_inverse=True)
    one, other = places[: differ.sum()], places[differ.sum() :]
    size = len(nodes)
    graph = coo_matrix((np.ones(len(one), dtype=np.int8), (one, other)), shape=(size, size))
    label = connected_components(graph, directed=False)[1] if size else np.empty(0)
    return Joining(pick_edges(edges, differ), one, other, nodes, label.astype(np.int64))


def _learn_uniques(work: Resolving, survivors: Ids) -> None:
    memory = work.memory
    unknown = survivors[~memory.knows_uniques.values[survivors]]
    if not len(unknown):
        return
    for survivor, kind, identity in store.list_uniques(work.tx, work.unique_kinds, unknown):
        memory.uniques[kind].values[survivor] = identity
    memory.knows_uniques.values[unknown] = True


def _unique_values(work: Resolving, nodes: Ids, kind: str) -> Ids:
    """The identity of a unique kind that each node has, 0 for none."""
    memory = work.memory
    is_person = nodes > 0
    values = np.zeros(len(nodes), dtype=np.int64)
    values[is_person] = memory.uniques[kind].values[nodes[is_person]]
    identities = -nodes[~is_person]
    is_kind = memory.kind.values[identities] == memory.kind_code(kind)
    values[~is_person] = np.where(is_kind, identities, 0)
    return values


def _settle_in_order(work: Resolving, joining: Joining) -> Mask:
    """Split groups that must not be one person, where their new edges came last of all.

    Returns:
        By label: groups with a new edge that happened before something decided already.
    """
    is_contested = np.zeros(joining.label_count, dtype=bool)
    for kind in work.unique_kinds:
        values = _unique_values(work, joining.nodes, kind)
        has_value = values > 0
        pairs = np.unique(np.stack((joining.label[has_value], values[has_value])), axis=1)
        is_contested |= np.bincount(pairs[0], minlength=len(is_contested)) > 1
    if not is_contested.any():
        return is_contested
    is_late = is_contested & _reaches_back(work, joining)
    store.save_refusals(work.tx, _split(work, joining, is_contested & ~is_late))
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


def _split(work: Resolving, joining: Joining, is_split: Mask) -> list[Refusal]:
    """Weigh the new edges of some groups; give each of their persons a label of its own.

    Args:
        work: The batch.
        joining: Its groups; their labels change.
        is_split: By label.
    """
    places = np.flatnonzero(is_split[joining.label])
    uniques: dict[int, dict[str, int]] = {int(place): {} for place in places}
    for kind in work.unique_kinds:
        values = _unique_values(work, joining.nodes[places], kind)
        for place, value in zip(places.tolist(), values.tolist(), strict=True):
            if value:
                uniques[place][kind] = value
    forest = Forest(uniques)
    chosen = np.flatnonzero(is_split[joining.label[joining.one]])
    ends = {
        (int(joining.edges.high[at]), int(joining.edges.low[at])): (
            int(joining.one[at]),
            int(joining.other[at]),
        )
        for at in chosen
    }
    refusals = []
    for edge in weigh(_edge_objects(work, pick_edges(joining.edges, chosen))):
        kind_forbids = forest.link(*ends[edge.high, edge.low])
        if kind_forbids:
            refusals.append(Refusal(edge, kind_forbids))
    used: set[int] = set()
    next_label = joining.label_count
    for group in forest.groups():
        if (label := int(joining.label[group[0]])) in used:
            joining.label[group] = next_label
            next_label += 1
        used.add(label)
    return refusals


def _edge_objects(work: Resolving, edges: Edges) -> list[Edge]:
    """The edges with what decides between equal times; all their identities are in this batch."""
    order = np.argsort(work.identity)
    identities = np.unique(np.concatenate((edges.high, edges.low)))
    nodes = order[np.searchsorted(work.identity[order], identities)]
    kinds = [work.named.kinds[place].kind for place in work.named.kind[nodes].tolist()]
    values = work.named.value.take(pa.array(nodes)).to_pylist()
    names = dict(zip(identities.tolist(), zip(kinds, values, strict=True), strict=True))
    return [
        Edge(high, low, at, bytes(event_id), (*names[high], *names[low]))
        for high, low, at, event_id in zip(
            edges.high.tolist(),
            edges.low.tolist(),
            edges.first_at.tolist(),
            edges.event_id,
            strict=True,
        )
    ]


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
    lonely = np.flatnonzero((winner == _NOBODY) & is_settled)
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
    for kind in work.unique_kinds:
        values = _unique_values(work, joining.nodes, kind)
        chosen = use & (values > 0)
        memory.uniques[kind].values[winner[label[chosen]]] = values[chosen]
    memory.knows_uniques.values[winner[labels]] = True


def _merges(joining: Joining, losers: Ids, led_to: Ids, labels: Ids) -> pa.Table:
    """One row per loser, with the first event that joined its group."""
    order = np.lexsort((joining.edges.first_at, joining.label[joining.one]))
    sorted_labels = joining.label[joining.one[order]]
    first = order[np.searchsorted(sorted_labels, labels)] if len(order) else order
    return merge_rows(
        losers,
        led_to,
        joining.edges.first_at[first],
        [f"\\x{bytes(each).hex()}" for each in joining.edges.event_id[first]],
        MergeCause.NAMED_TOGETHER,
    )


def merge_rows(
    losers: Ids, led_to: Ids, at: Ids, event_ids: Sequence[str | None], cause: MergeCause
) -> pa.Table:
    """Rows of `identity_merges`, but for the batch."""
    return pa.table(
        {
            "from": losers,
            "to": led_to,
            "at": as_instants(at),
            "event_id": pa.array(event_ids, pa.string()),
            "cause": pa.array([str(cause)] * len(losers), pa.string()),
        }
    )


def _merge_table(work: Resolving, parts: Sequence[pa.Table]) -> pa.Table:
    empty = np.empty(0, dtype=np.int64)
    merges = pa.concat_tables(
        [*parts, merge_rows(empty, empty, empty, [], MergeCause.NAMED_TOGETHER)]
    )
    return merges.append_column("batch", pa.array([work.batch] * merges.num_rows, pa.int64()))

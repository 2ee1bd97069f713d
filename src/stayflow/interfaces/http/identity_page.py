"""Identities as the API shows them: graphs, and persons before and after a change."""

from collections.abc import Iterable, Mapping, Sequence

from stayflow.access.masking import is_personal_identity, mask
from stayflow.intake.identify import (
    GraphEdge,
    GraphNode,
    MergeEntry,
    PersonGraph,
    PersonPart,
    RefusalEntry,
    Regrouped,
)
from stayflow.intake.record import count_events_of, name_events, newest_attributes_of
from stayflow.interfaces.http.context import ProjectContext
from stayflow.interfaces.http.model.identity import (
    AttributeLine,
    GraphEdgeShape,
    GraphNodeShape,
    MergeEntryShape,
    PersonGraphAnswer,
    PersonPartShape,
    RefusalShape,
    RefusedEnd,
    RegroupAnswer,
)
from stayflow.interfaces.http.shown import show_attribute
from stayflow.kernel.ids import PersonId
from stayflow.reward.ledger import get_balance
from stayflow.stores.relational import Transaction


def draw_graph(
    context: ProjectContext, graph: PersonGraph, merges: Sequence[MergeEntry], ids: Sequence[int]
) -> PersonGraphAnswer:
    """A person's graph as the caller may see it."""
    return PersonGraphAnswer(
        person_id=graph.person_id,
        nodes=draw_nodes(context, graph.nodes),
        edges=draw_edges(context, graph.edges, ids),
        merges=[MergeEntryShape.model_validate(each) for each in merges],
        whole=graph.is_whole,
    )


def draw_nodes(context: ProjectContext, nodes: Iterable[GraphNode]) -> list[GraphNodeShape]:
    """Identities, personal ones masked for roles below operator."""
    shown = []
    for each in nodes:
        value, masked = show_identity(context, each.kind, each.value)
        shown.append(
            GraphNodeShape(
                id=each.identity_id,
                kind=each.kind,
                value=value,
                masked=masked,
                first_seen_at=each.first_seen_at,
                person_id=each.person_id,
                blocked=each.blocked,
            )
        )
    return shown


def draw_edges(
    context: ProjectContext, edges: Sequence[GraphEdge], ids: Sequence[int]
) -> list[GraphEdgeShape]:
    """Edges with the names of their events.

    Args:
        context: The call.
        edges: Which.
        ids: Every id under which their events can be stored.
    """
    wanted = [each.event_id for each in edges if each.event_id]
    names = name_events(context.warehouse(), wanted, ids)
    return [
        GraphEdgeShape(
            high=each.high,
            low=each.low,
            at=each.at,
            cause=each.cause,
            event_id=each.event_id,
            event=names.get(each.event_id or ""),
            source=each.source,
            actor=each.actor,
            refused=each.refused,
            reason=each.reason,
            kind=each.kind,
            claim_id=each.claim_id,
        )
        for each in edges
    ]


def draw_regrouped(context: ProjectContext, found: Regrouped, *, is_preview: bool) -> RegroupAnswer:
    """Which identities, events, points and attributes are whose, before and after."""
    made = set(found.change.made.tolist()) if is_preview else set()
    with context.transaction() as tx:
        return RegroupAnswer(
            state="preview" if is_preview else "done",
            before=_parts(context, tx, found.before, made),
            after=_parts(context, tx, found.after, made),
            claims=[] if is_preview else list(found.claims),
            withdrawn=list(found.withdrawn),
        )


def draw_refusal(context: ProjectContext, entry: RefusalEntry) -> RefusalShape:
    """A refused pair as the caller may see it."""
    high, is_high_masked = show_identity(context, entry.high_kind, entry.high_value)
    low, is_low_masked = show_identity(context, entry.low_kind, entry.low_value)
    return RefusalShape(
        high=RefusedEnd(
            id=entry.high,
            kind=entry.high_kind,
            value=high,
            masked=is_high_masked,
            person_id=entry.high_person,
        ),
        low=RefusedEnd(
            id=entry.low,
            kind=entry.low_kind,
            value=low,
            masked=is_low_masked,
            person_id=entry.low_person,
        ),
        reason=entry.reason,
        kind=entry.kind or None,
        at=entry.at,
        event_id=entry.event_id,
    )


def show_identity(context: ProjectContext, kind: str, value: str) -> tuple[str, bool]:
    """An identity's value, and whether it is masked."""
    if context.sees_personal_data or not is_personal_identity(kind):
        return value, False
    return mask(value), True


def _parts(
    context: ProjectContext, tx: Transaction, parts: Sequence[PersonPart], made: set[int]
) -> list[PersonPartShape]:
    every = [person for part in parts for person in part.ids]
    events = count_events_of(context.warehouse(), every)
    return [_part(context, tx, part, events, made) for part in parts]


def _part(
    context: ProjectContext,
    tx: Transaction,
    part: PersonPart,
    events: Mapping[int, int],
    made: set[int],
) -> PersonPartShape:
    ids = [person for person in part.ids if person not in made]
    attributes = []
    for name, text in newest_attributes_of(context.warehouse(), ids).items():
        value, masked = show_attribute(context, name, text)
        attributes.append(AttributeLine(name=name, value=value, masked=masked))
    return PersonPartShape(
        person_id=0 if part.person_id in made else part.person_id,
        person_ids=ids,
        identities=draw_nodes(
            context,
            [
                GraphNode(
                    each.identity_id,
                    each.kind,
                    each.value,
                    each.first_seen_at,
                    part.person_id,
                    blocked=False,
                )
                for each in part.identities
            ],
        ),
        events=sum(events.get(person, 0) for person in ids),
        points=get_balance(tx, [PersonId(person) for person in ids]) if ids else 0,
        attributes=attributes,
    )

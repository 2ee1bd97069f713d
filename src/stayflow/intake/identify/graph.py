"""Why identities are one person: the pairs and claims between them, and the shortest chain."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from stayflow.intake.identify.people import PersonNotFound
from stayflow.intake.identify.store import list_identities_of
from stayflow.kernel.errors import NotFound
from stayflow.stores.relational import Transaction

NODES_MAX: Final = 500
EDGES_MAX: Final = 2_000


class NoChain(NotFound):
    """Nothing connects the two identities."""

    code = "identities_not_connected"


@dataclass(frozen=True, slots=True)
class GraphNode:
    """An identity in the graph of a person.

    Attributes:
        person_id: The living person who has it: another one at the far end of a refused pair.
        blocked: Its value says nothing of who it is.
    """

    identity_id: int
    kind: str
    value: str
    first_seen_at: datetime
    person_id: int
    blocked: bool


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """Two identities that an event named together, or that somebody said are one person's.

    Attributes:
        high: The weightier identity.
        low: The other one.
        at: When its first event happened.
        cause: `named_together`, `import`, `manual` or `match`.
        event_id: Of the first event, 32 hexadecimal digits; None where there is none.
        source: The way by which it came; None where it is not known.
        actor: Who said it, by hand.
        refused: It does not join them.
        reason: Why, such as `unique_differs`.
        kind: Whose rule that is.
        claim_id: Of what was said by hand: that they are one, or that they are not.
    """

    high: int
    low: int
    at: datetime
    cause: str
    event_id: str | None
    source: str | None
    actor: str | None
    refused: bool
    reason: str | None
    kind: str | None
    claim_id: str | None


@dataclass(frozen=True, slots=True)
class PersonGraph:
    """The identities of a person and what connects them; bounded, the oldest first.

    Attributes:
        person_id: The living person.
        nodes: Their identities, and those at the far end of refused pairs.
        edges: Everything between them.
        is_whole: Nothing was left out.
    """

    person_id: int
    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """The shortest way from one identity to another.

    Attributes:
        nodes: From the one to the other.
        edges: Between each and the next.
    """

    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]


def read_graph(tx: Transaction, person_id: int) -> PersonGraph:
    """The identity graph of the living person behind an id.

    Raises:
        PersonNotFound: The id was never given.
    """
    own = list_identities_of(tx, person_id).tolist()
    if not own:
        raise PersonNotFound(f"no person {person_id}", path="person_id")
    edges = _edges(tx, own, limit=EDGES_MAX + 1)
    ends = {end for edge in edges[:EDGES_MAX] for end in (edge.high, edge.low)}
    nodes = _nodes(tx, {*own, *ends})
    living = next(node.person_id for node in nodes if node.identity_id in set(own))
    shown = sorted(nodes, key=lambda node: node.person_id != living)[:NODES_MAX]
    kept = {node.identity_id for node in shown}
    return PersonGraph(
        living,
        tuple(shown),
        tuple(edge for edge in edges[:EDGES_MAX] if edge.high in kept and edge.low in kept),
        len(nodes) <= NODES_MAX and len(edges) <= EDGES_MAX,
    )


def explain(tx: Transaction, person_id: int, start: int, end: int) -> Chain:
    """The shortest chain of pairs that joined two identities of a person.

    Args:
        tx: The project's.
        person_id: Whose they are, by any id.
        start: Number of one.
        end: Of the other.

    Raises:
        PersonNotFound: The id was never given.
        NoChain: One of them is not this person's.
    """
    own = list_identities_of(tx, person_id).tolist()
    if not own:
        raise PersonNotFound(f"no person {person_id}", path="person_id")
    edges = [edge for edge in _edges(tx, own, limit=None) if not edge.refused]
    nodes = {node.identity_id: node for node in _nodes(tx, own)}
    for path, number in (("from", start), ("to", end)):
        if number not in nodes:
            raise NoChain(f"identity {number} is not this person's", path=path)
    steps = _shortest(edges, start, end)
    if steps is None:
        raise NoChain("nothing connects the two", path="to")
    places = [start]
    for edge in steps:
        places.append(edge.low if places[-1] == edge.high else edge.high)
    return Chain(tuple(nodes[place] for place in places), tuple(steps))


def _shortest(edges: Iterable[GraphEdge], start: int, end: int) -> list[GraphEdge] | None:
    """Breadth first; between chains of equal length the one of older pairs."""
    near: dict[int, list[GraphEdge]] = {}
    for edge in sorted(edges, key=lambda edge: (edge.at, edge.high, edge.low)):
        near.setdefault(edge.high, []).append(edge)
        near.setdefault(edge.low, []).append(edge)
    came: dict[int, GraphEdge | None] = {start: None}
    waiting = deque([start])
    while waiting and end not in came:
        here = waiting.popleft()
        for edge in near.get(here, []):
            further = edge.low if edge.high == here else edge.high
            if further not in came:
                came[further] = edge
                waiting.append(further)
    if end not in came:
        return None
    steps: list[GraphEdge] = []
    here = end
    while (step := came[here]) is not None:
        steps.append(step)
        here = step.low if step.high == here else step.high
    return steps[::-1]


def _nodes(tx: Transaction, identities: Iterable[int]) -> list[GraphNode]:
    return tx.all(
        GraphNode,
        """
        select i.identity_id, i.kind, i.value, i.first_seen_at,
          coalesce(p.merged_into, p.person_id) as person_id,
          exists (select from identity_blocked b
            where b.kind in (i.kind, '') and b.value = i.value) as blocked
        from identities i join persons p on p.person_id = i.person_id
        where i.identity_id = any(%s) order by i.first_seen_at, i.kind, i.value
        """,
        (list(identities),),
    )


def _edges(tx: Transaction, identities: Sequence[int], *, limit: int | None) -> list[GraphEdge]:
    """The pairs and links with an end among the identities, the oldest first."""
    return tx.all(
        GraphEdge,
        """
        with own as (select unnest(%(ids)s::bigint[]) as id), keys as (
          select high, low from identity_edges join own on own.id = high
          union select high, low from identity_edges join own on own.id = low
        ), members as (
          select m.identity_id, i.identity_id as same_as
          from identities i join persons p on p.person_id = i.person_id
          join persons q on coalesce(q.merged_into, q.person_id) = coalesce(p.merged_into, p.person_id)
          join identities m on m.person_id = q.person_id
        ), links as (
          select distinct c.claim_id, c.cause, c.at, c.actor, center.identity_id as high,
            other.identity_id as low
          from identity_claims c
          join identity_claim_sides center on center.claim_id = c.claim_id and center.center
          join identity_claim_sides other on other.claim_id = c.claim_id
            and other.side = center.side and not other.center
          where c.withdrawn_at is null
            and (center.identity_id in (select id from own)
              or other.identity_id in (select id from own))
        )
        select e.high, e.low, e.first_at as at,
          case when b.source = 'identities' then 'import' else 'named_together' end as cause,
          encode(e.event_id, 'hex') as event_id, b.source, null::text as actor, e.refused,
          r.reason, nullif(r.kind, '') as kind,
          case when r.reason = 'kept_apart' then (
            select min(c.claim_id) from identity_claims c
            join identity_claim_sides s on s.claim_id = c.claim_id
            join identity_claim_sides o on o.claim_id = c.claim_id and o.side <> s.side
            where c.withdrawn_at is null and c.kind = 'apart'
              and s.identity_id in (select identity_id from members where same_as = e.high)
              and o.identity_id in (select identity_id from members where same_as = e.low)
          ) end as claim_id
        from keys k join identity_edges e on e.high = k.high and e.low = k.low
        left join merge_refusals r on r.high = e.high and r.low = e.low
        left join batches b on b.batch = e.batch
        union all
        select high, low, at, cause, null, null, actor,
          (select coalesce(hp.merged_into, hp.person_id) <> coalesce(lp.merged_into, lp.person_id)
            from identities h join persons hp on hp.person_id = h.person_id,
              identities l join persons lp on lp.person_id = l.person_id
            where h.identity_id = links.high and l.identity_id = links.low),
          null, null, claim_id
        from links
        order by at, high, low limit %(limit)s
        """,
        {"ids": list(identities), "limit": limit},
    )

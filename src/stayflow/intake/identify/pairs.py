"""Pairs as they are stored: reading those around some identities, and what became of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from stayflow.intake.identify.model import Edges, Ids, Mask, Refusal, RefusalReason
from stayflow.intake.identify.store import milliseconds
from stayflow.stores.relational import Transaction

INADMISSIBLE: Final = frozenset(
    {RefusalReason.BLOCKED_VALUE, RefusalReason.SHARED_DEVICE, RefusalReason.UNBOUND}
)
"""Reasons that hold of a pair whoever its persons are: it is not weighed at all."""


@dataclass(frozen=True, slots=True)
class StoredPairs:
    """Pairs by column.

    Attributes:
        edges: The pairs.
        reason: Why each does not join, None where it does.
    """

    edges: Edges
    reason: list[RefusalReason | None]

    def __len__(self) -> int:
        return len(self.edges)


_COLUMNS: Final = """
    e.high, e.low, e.first_at, e.event_id, r.reason
    from identity_edges e
    left join merge_refusals r on e.refused and r.high = e.high and r.low = e.low
"""


def list_pairs_at(tx: Transaction, identities: Ids) -> StoredPairs:
    """Every pair with one of the identities, those that do not join included."""
    rows = tx.rows(
        f"""
        with wanted as (select unnest(%(ids)s::bigint[]) as id),
        pairs as (
          select e.high, e.low from identity_edges e join wanted on e.high = wanted.id
          union
          select e.high, e.low from identity_edges e join wanted on e.low = wanted.id
        )
        select {_COLUMNS} join pairs p on p.high = e.high and p.low = e.low
        """,
        {"ids": identities.tolist()},
    )
    return _pairs(rows)


def list_closure(tx: Transaction, starts: Ids, *, has_claims: bool) -> StoredPairs:
    """Every pair that is weighed, connected with `starts` by such pairs and by claims."""
    by_claim = """
        union all
        select other.identity_id from identity_claim_sides own
        join identity_claims c on c.claim_id = own.claim_id and c.withdrawn_at is null
        join identity_claim_sides other on other.claim_id = own.claim_id
          and (c.kind = 'same' or other.side = own.side)
        where own.identity_id = r.id
    """
    rows = tx.rows(
        f"""
        with recursive reached (id) as (
          select unnest(%(starts)s::bigint[])
          union
          select near.id from reached r cross join lateral (
            select e.low as id from identity_edges e where e.high = r.id and not e.inadmissible
            union all
            select e.high from identity_edges e where e.low = r.id and not e.inadmissible
            {by_claim if has_claims else ""}
          ) near
        )
        select {_COLUMNS} where not e.inadmissible and e.high in (select id from reached)
        """,
        {"starts": starts.tolist()},
    )
    return _pairs(rows)


def save_refusals(tx: Transaction, refusals: Sequence[Refusal]) -> None:
    """Mark pairs as not joining, with the reason."""
    if not refusals:
        return
    tx.execute(
        """
        with given as (
          select * from unnest(%(high)s::bigint[], %(low)s::bigint[], %(reason)s::text[],
            %(kind)s::text[], %(inadmissible)s::boolean[])
            as given (high, low, reason, kind, inadmissible)
        ), marked as (
          update identity_edges e set refused = true, inadmissible = given.inadmissible
          from given where e.high = given.high and e.low = given.low
          returning e.high, e.low, e.first_at, e.event_id, given.reason, given.kind
        )
        insert into merge_refusals (high, low, reason, kind, at, event_id)
        select high, low, reason, kind, first_at, event_id from marked
        on conflict (project_id, high, low) do update set
          reason = excluded.reason, kind = excluded.kind,
          at = excluded.at, event_id = excluded.event_id
        """,
        {
            "high": [each.high for each in refusals],
            "low": [each.low for each in refusals],
            "reason": [str(each.reason) for each in refusals],
            "kind": [each.kind for each in refusals],
            "inadmissible": [each.reason in INADMISSIBLE for each in refusals],
        },
    )


def lift_refusals(tx: Transaction, pairs: Iterable[tuple[int, int]]) -> None:
    """Pairs that are weighed, and join their persons, after all."""
    lifted = list(pairs)
    if not lifted:
        return
    columns = {"high": [high for high, _ in lifted], "low": [low for _, low in lifted]}
    tx.execute(
        """
        delete from merge_refusals r
        using unnest(%(high)s::bigint[], %(low)s::bigint[]) as lifted_pairs (high, low)
        where r.high = lifted_pairs.high and r.low = lifted_pairs.low
        """,
        columns,
    )
    tx.execute(
        """
        update identity_edges e set refused = false, inadmissible = false
        from unnest(%(high)s::bigint[], %(low)s::bigint[]) as lifted_pairs (high, low)
        where e.high = lifted_pairs.high and e.low = lifted_pairs.low
        """,
        columns,
    )


def change_refusals(tx: Transaction, pairs: StoredPairs, refused: Sequence[Refusal | None]) -> Mask:
    """Bring the reasons of pairs to what they are now; by pair, whether it changed."""
    changed = np.array(
        [
            before != (now.reason if now else None)
            for before, now in zip(pairs.reason, refused, strict=True)
        ],
        dtype=bool,
    )
    places = np.flatnonzero(changed).tolist()
    save_refusals(tx, [each for place in places if (each := refused[place])])
    high, low = pairs.edges.high, pairs.edges.low
    lift_refusals(
        tx, [(int(high[place]), int(low[place])) for place in places if refused[place] is None]
    )
    return changed


def _pairs(rows: Sequence[tuple[int, int, object, bytes, str | None]]) -> StoredPairs:
    high, low, at, event_id, reason = zip(*rows, strict=True) if rows else ((), (), (), (), ())
    return StoredPairs(
        Edges(
            np.array(high, dtype=np.int64),
            np.array(low, dtype=np.int64),
            np.array([milliseconds(each) for each in at], dtype=np.int64),
            np.frombuffer(b"".join(bytes(each) for each in event_id), dtype="V16"),
        ),
        [RefusalReason(each) if each else None for each in reason],
    )

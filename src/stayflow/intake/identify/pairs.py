"""Pairs as they are stored: reading those around some identities, and what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from stayflow.intake.identify.model import (
    CODE_OF,
    INADMISSIBLE_FROM,
    REASONS,
    Edges,
    Ids,
    Mask,
    Reasons,
    Verdict,
)
from stayflow.intake.identify.naming import pick_edges
from stayflow.stores.relational import Transaction

_WORD: Final = "('x' || encode(substr(e.event_id, {at}, 8), 'hex'))::bit(64)::bigint"
_COLUMNS: Final = f"""
    e.high, e.low, (extract(epoch from e.first_at) * 1000)::bigint as at,
    {_WORD.format(at=1)} as first, {_WORD.format(at=9)} as second, r.reason
    from identity_edges e
    left join merge_refusals r on e.refused and r.high = e.high and r.low = e.low
"""
_TYPES: Final = {
    **dict.fromkeys(("high", "low", "at", "first", "second"), pa.int64()),
    "reason": pa.string(),
}


@dataclass(frozen=True, slots=True)
class StoredPairs:
    """Pairs by column.

    Attributes:
        edges: The pairs.
        reason: Why each does not join, by code.
    """

    edges: Edges
    reason: Reasons

    def __len__(self) -> int:
        return len(self.edges)


def list_pairs(tx: Transaction) -> StoredPairs:
    """Every pair of the project."""
    return _read(tx, f"select {_COLUMNS}", None)


def list_pairs_at(tx: Transaction, identities: Ids) -> StoredPairs:
    """Every pair with one of the identities, those that do not join included."""
    return _read(
        tx,
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
    return _read(
        tx,
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


def save_verdict(tx: Transaction, edges: Edges, verdict: Verdict) -> None:
    """Mark those of the pairs that do not join, with the reason."""
    refused = np.flatnonzero(verdict.reason)
    if not len(refused):
        return
    edges, reason = pick_edges(edges, refused), verdict.reason[refused]
    tx.execute(
        """
        with given as (
          select * from unnest(%(high)s::bigint[], %(low)s::bigint[], %(reason)s::smallint[],
            %(kind)s::smallint[]) as given (high, low, reason, kind)
        ), marked as (
          update identity_edges e set refused = true,
            inadmissible = given.reason >= %(inadmissible_from)s
          from given where e.high = given.high and e.low = given.low
          returning e.high, e.low, e.first_at, e.event_id, given.reason, given.kind
        )
        insert into merge_refusals (high, low, reason, kind, at, event_id)
        select high, low, (%(reasons)s::text[])[reason], (%(kinds)s::text[])[kind + 1],
          first_at, event_id from marked
        on conflict (project_id, high, low) do update set
          reason = excluded.reason, kind = excluded.kind,
          at = excluded.at, event_id = excluded.event_id
        """,
        {
            "high": edges.high.tolist(),
            "low": edges.low.tolist(),
            "reason": reason.tolist(),
            "kind": verdict.kind[refused].tolist(),
            "inadmissible_from": INADMISSIBLE_FROM,
            "reasons": [str(each) for each in REASONS[1:]],
            "kinds": list(verdict.names),
        },
    )


def change_verdict(
    tx: Transaction, stored: StoredPairs, verdict: Verdict, *, is_weighed: bool
) -> Mask:
    """Bring what is stored of pairs to what is found now; by pair, whether it changed.

    Args:
        tx: The project's.
        stored: The pairs.
        verdict: What is found.
        is_weighed: The pairs were weighed; else they were only judged by what holds of each alone,
            and a refusal that came of weighing stays.
    """
    before = stored.reason
    if not is_weighed:
        before = np.where(before >= INADMISSIBLE_FROM, before, 0).astype(np.uint8)
    changed: Mask = before != verdict.reason
    places = np.flatnonzero(changed)
    edges = pick_edges(stored.edges, places)
    found = Verdict(verdict.reason[places], verdict.kind[places], verdict.names)
    save_verdict(tx, edges, found)
    _lift(tx, pick_edges(edges, found.reason == 0))
    return changed


def _lift(tx: Transaction, edges: Edges) -> None:
    """Pairs that are weighed, and may join their persons, after all."""
    if not len(edges):
        return
    columns = {"high": edges.high.tolist(), "low": edges.low.tolist()}
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


def _read(tx: Transaction, statement: str, parameters: Mapping[str, object] | None) -> StoredPairs:
    table = tx.table(statement, _TYPES, parameters)
    words = np.stack((np.asarray(table["first"]), np.asarray(table["second"])), axis=1)
    texts = table["reason"].combine_chunks().dictionary_encode()
    codes = [*(CODE_OF[each] for each in texts.dictionary.to_pylist()), 0]
    places = np.asarray(texts.indices.fill_null(len(codes) - 1))
    return StoredPairs(
        Edges(
            np.asarray(table["high"]),
            np.asarray(table["low"]),
            np.asarray(table["at"]),
            words.astype(">i8").view("V16").reshape(-1),
        ),
        np.array(codes, dtype=np.uint8)[places],
    )

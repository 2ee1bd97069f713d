"""This room's statements on PostgreSQL."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa

from stayflow.intake.columns import as_instants
from stayflow.intake.identify.model import (
    DEFAULT_KINDS,
    PRIORITY_DEFAULT,
    Edge,
    Edges,
    Identity,
    IdentityKind,
    Ids,
    Refusal,
)
from stayflow.stores.relational import Transaction

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Counters:
    """The next dense numbers."""

    person_next: int
    identity_next: int


@dataclass(frozen=True, slots=True)
class FoundIdentity:
    """An identity asked for, with the place it was asked at and where its person leads."""

    place: int
    identity_id: int
    person_id: int
    owns_person: bool
    survivor: int


@dataclass(frozen=True, slots=True)
class _StoredEdge:
    high: int
    low: int
    first_at: datetime
    event_id: bytes
    refused: bool
    high_kind: str
    high_value: str
    low_kind: str
    low_value: str


def lock_counters(tx: Transaction) -> Counters:
    """The counters, held until the transaction ends: a project's batches take turns."""
    tx.execute("insert into identity_counters default values on conflict do nothing")
    found = tx.one(Counters, "select person_next, identity_next from identity_counters for update")
    assert found is not None  # noqa: S101 - inserted above
    return found


def save_counters(tx: Transaction, counters: Counters) -> None:
    """Keep the next numbers."""
    tx.execute(
        "update identity_counters set person_next = %s, identity_next = %s",
        (counters.person_next, counters.identity_next),
    )


def list_kinds(tx: Transaction, seen: Iterable[str]) -> list[IdentityKind]:
    """Every kind, the weightiest first; kinds `seen` for the first time are added."""
    known = tx.all(IdentityKind, "select kind, unique_per_person, priority from identity_kinds")
    if not known:
        known = list(DEFAULT_KINDS)
        for kind in known:
            _add_kind(tx, kind)
    names = {kind.kind for kind in known}
    for name in sorted(set(seen) - names):
        fresh = IdentityKind(name, unique_per_person=False, priority=PRIORITY_DEFAULT)
        _add_kind(tx, fresh)
        known.append(fresh)
    return sorted(known, key=lambda kind: (kind.priority, kind.kind))


def _add_kind(tx: Transaction, kind: IdentityKind) -> None:
    tx.execute(
        "insert into identity_kinds (kind, unique_per_person, priority) values (%s, %s, %s)"
        " on conflict do nothing",
        (kind.kind, kind.unique_per_person, kind.priority),
    )


def find_identities(
    tx: Transaction, kinds: Sequence[str], values: Sequence[str]
) -> list[FoundIdentity]:
    """The identities that exist among those asked for."""
    return tx.all(
        FoundIdentity,
        """
        select wanted.place::int - 1 as place, i.identity_id, i.person_id, i.owns_person,
          coalesce(p.merged_into, p.person_id) as survivor
        from unnest(%(kinds)s::text[], %(values)s::text[])
          with ordinality as wanted (kind, value, place)
        join identities i on i.kind = wanted.kind and i.value = wanted.value
        join persons p on p.person_id = i.person_id
        """,
        {"kinds": list(kinds), "values": list(values)},
    )


def list_uniques(
    tx: Transaction, kinds: Sequence[str], survivors: Ids
) -> list[tuple[int, str, int]]:
    """(survivor, kind, identity) of the identities of unique kinds of some surviving persons."""
    return tx.rows(
        """
        select wanted.id, i.kind, i.identity_id
        from unnest(%(survivors)s::bigint[]) as wanted (id)
        join persons p on p.person_id = wanted.id or p.merged_into = wanted.id
        join identities i on i.person_id = p.person_id
        where i.kind = any(%(kinds)s)
        """,
        {"survivors": survivors.tolist(), "kinds": list(kinds)},
    )


def find_edge_times(tx: Transaction, edges: Edges) -> dict[tuple[int, int], int]:
    """The earliest time, in Unix milliseconds, of those pairs that are stored."""
    rows = tx.rows(
        """
        select e.high, e.low, e.first_at
        from unnest(%(high)s::bigint[], %(low)s::bigint[]) as wanted (high, low)
        join identity_edges e using (high, low)
        """,
        {"high": edges.high.tolist(), "low": edges.low.tolist()},
    )
    return {(high, low): _milliseconds(at) for high, low, at in rows}


def save_edges(tx: Transaction, edges: Edges) -> None:
    """Add pairs; of a known pair the earlier event stays."""
    tx.load(
        "identity_edges",
        pa.table(
            {
                "high": edges.high,
                "low": edges.low,
                "first_at": as_instants(edges.first_at),
                "event_id": pa.array([f"\\x{bytes(each).hex()}" for each in edges.event_id]),
            }
        ),
        on_conflict="""on conflict (project_id, high, low) do update
          set first_at = excluded.first_at, event_id = excluded.event_id
          where (excluded.first_at, excluded.event_id)
            < (identity_edges.first_at, identity_edges.event_id)""",
    )


def list_closure(tx: Transaction, starts: Ids) -> tuple[list[Edge], set[tuple[int, int]]]:
    """Every edge connected with `starts`, refused ones included, and which are refused."""
    stored = tx.all(
        _StoredEdge,
        """
        with recursive reached (id) as (
          select unnest(%(starts)s::bigint[])
          union
          select case when e.high = r.id then e.low else e.high end
          from reached r join identity_edges e on e.high = r.id or e.low = r.id
        )
        select e.high, e.low, e.first_at, e.event_id, e.refused,
          h.kind as high_kind, h.value as high_value, l.kind as low_kind, l.value as low_value
        from identity_edges e
        join identities h on h.identity_id = e.high
        join identities l on l.identity_id = e.low
        where e.high in (select id from reached)
        """,
        {"starts": starts.tolist()},
    )
    edges = [
        Edge(
            row.high,
            row.low,
            _milliseconds(row.first_at),
            bytes(row.event_id),
            (row.high_kind, row.high_value, row.low_kind, row.low_value),
        )
        for row in stored
    ]
    return edges, {(row.high, row.low) for row in stored if row.refused}


def list_identities(tx: Transaction, ids: Iterable[int]) -> list[Identity]:
    """Identities by number."""
    return tx.all(
        Identity,
        "select identity_id, kind, value, person_id, owns_person from identities"
        " where identity_id = any(%s)",
        (list(ids),),
    )


def list_survivors(tx: Transaction, persons: Iterable[int]) -> dict[int, int]:
    """Where each of some persons leads; itself when it stands alone."""
    rows = tx.rows(
        "select person_id, coalesce(merged_into, person_id) from persons where person_id = any(%s)",
        (list(persons),),
    )
    return {int(person): int(survivor) for person, survivor in rows}


def list_led(tx: Transaction, survivors: Ids) -> list[tuple[int, int]]:
    """(person, survivor) of every person that leads to one of `survivors`."""
    return tx.rows(
        "select person_id, merged_into from persons where merged_into = any(%s)",
        (survivors.tolist(),),
    )


def add_persons(tx: Transaction, persons: Ids, created_at: Ids, survivors: Ids, batch: int) -> None:
    """Add new persons, those that lead elsewhere from the start included."""
    rows = len(persons)
    tx.load(
        "persons",
        pa.table(
            {
                "person_id": persons,
                "created_at": as_instants(created_at),
                "batch": [batch] * rows,
                "merged_into": pa.array(survivors, mask=survivors == persons),
                "merged_batch": pa.array([batch] * rows, mask=survivors == persons),
            }
        ),
    )


def move_persons(tx: Transaction, persons: Ids, survivors: Ids, batch: int) -> None:
    """Lead existing persons elsewhere."""
    if len(persons):
        tx.execute(
            """
            update persons p
            set merged_into = nullif(moved.survivor, p.person_id), merged_batch = %(batch)s
            from unnest(%(persons)s::bigint[], %(survivors)s::bigint[]) as moved (id, survivor)
            where p.person_id = moved.id
            """,
            {"persons": persons.tolist(), "survivors": survivors.tolist(), "batch": batch},
        )


def add_identities(tx: Transaction, identities: pa.Table) -> None:
    """Add new identities; columns as in the table."""
    tx.load("identities", identities)


def change_identities(tx: Transaction, ids: Ids, persons: Ids, owns: Sequence[bool]) -> None:
    """Give existing identities another person id."""
    if len(ids):
        tx.execute(
            """
            update identities i set person_id = changed.person, owns_person = changed.owns
            from unnest(%(ids)s::bigint[], %(persons)s::bigint[], %(owns)s::boolean[])
              as changed (id, person, owns)
            where i.identity_id = changed.id
            """,
            {"ids": ids.tolist(), "persons": persons.tolist(), "owns": list(owns)},
        )


def record_merges(tx: Transaction, merges: pa.Table) -> None:
    """Add to the history of persons; columns as in the table."""
    tx.load("identity_merges", merges, on_conflict="on conflict do nothing")


def save_refusals(tx: Transaction, refusals: Sequence[Refusal]) -> None:
    """Mark edges as refused, with the reason."""
    if not refusals:
        return
    edges = [refusal.edge for refusal in refusals]
    pairs = {"high": [edge.high for edge in edges], "low": [edge.low for edge in edges]}
    tx.execute(
        """
        update identity_edges e set refused = true
        from unnest(%(high)s::bigint[], %(low)s::bigint[]) as refused_pairs (high, low)
        where e.high = refused_pairs.high and e.low = refused_pairs.low
        """,
        pairs,
    )
    tx.load(
        "merge_refusals",
        pa.table(
            {
                **pairs,
                "reason": [str(refusal.reason) for refusal in refusals],
                "kind": [refusal.kind for refusal in refusals],
                "at": as_instants(np.array([edge.first_at for edge in edges], dtype=np.int64)),
                "event_id": [f"\\x{edge.event_id.hex()}" for edge in edges],
            }
        ),
        on_conflict="""on conflict (project_id, high, low)
          do update set at = excluded.at, event_id = excluded.event_id""",
    )


def lift_refusals(tx: Transaction, pairs: Iterable[tuple[int, int]]) -> None:
    """Edges that join their persons after all."""
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
        update identity_edges e set refused = false
        from unnest(%(high)s::bigint[], %(low)s::bigint[]) as lifted_pairs (high, low)
        where e.high = lifted_pairs.high and e.low = lifted_pairs.low
        """,
        columns,
    )


def list_changed_persons(tx: Transaction, batch: int) -> list[tuple[int, int, datetime, bool]]:
    """(person, survivor, created, made by it) of the persons a batch made or moved."""
    return tx.rows(
        "select person_id, coalesce(merged_into, person_id), created_at, batch = %(batch)s"
        " from persons where batch = %(batch)s or merged_batch = %(batch)s order by person_id",
        {"batch": batch},
    )


def _milliseconds(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(milliseconds=1)

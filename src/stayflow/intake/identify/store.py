"""This room's statements on PostgreSQL."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stayflow.intake.columns import as_instants
from stayflow.intake.identify.model import (
    Edges,
    Identity,
    Ids,
)
from stayflow.intake.identify.squash import lower_if_parted
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


def list_loads(tx: Transaction, kinds: Sequence[str], survivors: Ids) -> list[tuple[int, str, int]]:
    """(survivor, kind, how many) of the identities of limited kinds of some surviving persons."""
    return tx.rows(
        """
        select wanted.id, i.kind, count(*)
        from unnest(%(survivors)s::bigint[]) as wanted (id)
        cross join lateral (
          select wanted.id as person_id
          union all select p.person_id from persons p where p.merged_into = wanted.id
        ) p
        join identities i on i.person_id = p.person_id
        where i.kind = any(%(kinds)s)
        group by wanted.id, i.kind
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
    return {(high, low): milliseconds(at) for high, low, at in rows}


def save_edges(tx: Transaction, edges: Edges, batch: int, *, are_first: bool = False) -> None:
    """Add pairs; of a known pair the earlier event stays.

    Args:
        tx: The project's.
        edges: No pair twice.
        batch: Which brings them.
        are_first: The project has none, so that none is looked for.
    """
    tx.load(
        "identity_edges",
        pa.table(
            {
                "high": edges.high,
                "low": edges.low,
                "first_at": as_instants(edges.first_at),
                "event_id": as_hex(edges.event_id),
                "batch": np.full(len(edges), batch),
            }
        ),
        on_conflict=""
        if are_first
        else """on conflict (project_id, high, low) do update
          set first_at = excluded.first_at, event_id = excluded.event_id, batch = excluded.batch
          where (excluded.first_at, excluded.event_id)
            < (identity_edges.first_at, identity_edges.event_id)""",
    )


def list_identities(tx: Transaction, ids: Iterable[int]) -> list[Identity]:
    """Identities by number."""
    return tx.all(
        Identity,
        "select identity_id, kind, value, person_id, owns_person from identities"
        " where identity_id = any(%s)",
        (list(ids),),
    )


def list_identities_of(tx: Transaction, person: int) -> Ids:
    """The identities of the living person behind an id; none for an id that was never given."""
    rows = tx.rows(
        """
        with living as (
          select coalesce(merged_into, person_id) as id from persons where person_id = %(person)s
        )
        select i.identity_id from identities i join persons p on p.person_id = i.person_id
        join living on living.id = p.person_id or living.id = p.merged_into
        """,
        {"person": person},
    )
    return np.array([row[0] for row in rows], dtype=np.int64)


def sign_merges(tx: Transaction, batch: int, *, claim: str | None) -> None:
    """Say by which claim the persons of a change by hand moved."""
    tx.execute("update identity_merges set claim_id = %s where batch = %s", (claim, batch))


def list_first_seen(tx: Transaction, ids: Ids) -> Ids:
    """When each identity was first named, in Unix milliseconds."""
    rows = tx.rows(
        "select identity_id, first_seen_at from identities where identity_id = any(%s)",
        (ids.tolist(),),
    )
    at = {number: milliseconds(first) for number, first in rows}
    return np.array([at[number] for number in ids.tolist()], dtype=np.int64)


def list_named(tx: Transaction, people: Sequence[int]) -> list[Identity]:
    """The identities of these person ids."""
    return tx.all(
        Identity,
        "select identity_id, kind, value, person_id, owns_person from identities"
        " where person_id = any(%s) order by identity_id",
        (list(people),),
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
        lower_if_parted(tx, persons, survivors)
        tx.execute(
            """
            update persons p
            set merged_into = nullif(moved.survivor, p.person_id), merged_batch = %(batch)s,
              led_from = coalesce(p.merged_into, p.person_id)
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


def list_changed_persons(tx: Transaction, batch: int) -> list[tuple[int, int, datetime, bool]]:
    """(person, survivor, created, made by it) of the persons a batch made or moved."""
    return tx.rows(
        "select person_id, coalesce(merged_into, person_id), created_at, batch = %(batch)s"
        " from persons where batch = %(batch)s or merged_batch = %(batch)s order by person_id",
        {"batch": batch},
    )


def has_claims(tx: Transaction) -> bool:
    """Whether anybody said of identities that they are one person's, or not."""
    return bool(tx.value("select exists (select from identity_claims where withdrawn_at is null)"))


def list_apart_survivors(tx: Transaction) -> Ids:
    """The persons with an identity that somebody keeps apart from others."""
    rows = tx.rows(
        """
        select distinct coalesce(p.merged_into, p.person_id)
        from identity_claims c
        join identity_claim_sides s on s.claim_id = c.claim_id
        join identities i on i.identity_id = s.identity_id
        join persons p on p.person_id = i.person_id
        where c.kind = 'apart' and c.withdrawn_at is null
        """
    )
    return np.array([row[0] for row in rows], dtype=np.int64)


def list_blocked(tx: Transaction) -> Ids:
    """The identities with a blocked value."""
    rows = tx.rows(
        "select i.identity_id from identity_kinds k"
        " join identity_blocked b on b.kind in (k.kind, '')"
        " join identities i on i.kind = k.kind and i.value = b.value"
    )
    return np.array([row[0] for row in rows], dtype=np.int64)


def has_unbinds(tx: Transaction) -> bool:
    """Whether an event ever detached an identity."""
    return bool(tx.value("select exists (select from identity_unbinds)"))


def list_unbound(tx: Transaction, identities: Ids | None) -> tuple[Ids, Ids]:
    """Those of the identities that were detached, and when last, in Unix milliseconds.

    Args:
        tx: The project's.
        identities: None for all.
    """
    rows = tx.rows(
        "select identity_id, at from identity_unbinds"
        " where %(ids)s::bigint[] is null or identity_id = any(%(ids)s)",
        {"ids": None if identities is None else identities.tolist()},
    )
    return (
        np.array([row[0] for row in rows], dtype=np.int64),
        np.array([milliseconds(row[1]) for row in rows], dtype=np.int64),
    )


def save_unbinds(tx: Transaction, identities: Ids, at: Ids, event_id: npt.NDArray[np.void]) -> Ids:
    """Keep when identities were last detached; those for which this is later than was known."""
    order = np.lexsort((at, identities))
    last = order[np.append(identities[order][1:] != identities[order][:-1], True)]
    known, known_at = list_unbound(tx, identities[last])
    before = dict(zip(known.tolist(), known_at.tolist(), strict=True))
    is_later = [
        before.get(identity, -1) < when
        for identity, when in zip(identities[last].tolist(), at[last].tolist(), strict=True)
    ]
    news = last[np.array(is_later, dtype=bool)]
    tx.load(
        "identity_unbinds",
        pa.table(
            {
                "identity_id": identities[news],
                "at": as_instants(at[news]),
                "event_id": as_hex(event_id[news]),
            }
        ),
        on_conflict="on conflict (project_id, identity_id) do update"
        " set at = excluded.at, event_id = excluded.event_id",
    )
    found: Ids = identities[news]
    return found


def change_time(tx: Transaction, batch: int) -> int:
    """When a change was begun, in Unix milliseconds; 0 for one that is only tried out."""
    at = tx.value("select opened_at from batches where batch = %s", (batch,))
    return milliseconds(at) if at else 0


def as_hex(event_ids: npt.NDArray[np.void]) -> pa.Array:
    """Ids of 16 bytes as PostgreSQL reads them from a text."""
    digits = np.frombuffer(event_ids.tobytes().hex().encode(), dtype="S32")
    return pa.array(np.char.add(b"\\x", digits)).cast(pa.string())


def milliseconds(at: datetime) -> int:
    """An instant as Unix milliseconds."""
    return (at - _EPOCH) // timedelta(milliseconds=1)

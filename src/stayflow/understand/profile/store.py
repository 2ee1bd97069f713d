"""This room's statements on PostgreSQL: who a person is, from the tables of `intake.identify`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from stayflow.intake.identify import PersonNotFound
from stayflow.stores.relational import Transaction
from stayflow.understand.profile.model import KnownIdentity, Merge

SEARCHED_MAX = 10_000
"""People a search by identity can find."""


@dataclass(frozen=True, slots=True)
class _Owned:
    person_id: int
    kind: str
    value: str
    first_seen_at: datetime


def get_survivor(tx: Transaction, person_id: int) -> int:
    """The canonical person behind an id that was ever given.

    Raises:
        PersonNotFound: It was never given.
    """
    survivor = tx.value(
        "select coalesce(merged_into, person_id) from persons where person_id = %(person)s",
        {"person": person_id},
    )
    if survivor is None:
        raise PersonNotFound(f"no person {person_id}", path="person_id")
    return int(survivor)


def list_ids(tx: Transaction, people: Sequence[int]) -> list[int]:
    """Every id that leads to one of these canonical persons, theirs among them."""
    rows = tx.rows(
        "select person_id from persons where person_id = any(%(people)s) or merged_into = any(%(people)s)",
        {"people": list(people)},
    )
    return [int(person) for (person,) in rows]


def list_identities(tx: Transaction, people: Sequence[int]) -> dict[int, tuple[KnownIdentity, ...]]:
    """The identities of canonical persons, each person's oldest first.

    Whoever was merged a moment ago, which the warehouse may not know yet, has none left.
    """
    rows = tx.all(
        _Owned,
        """
        select coalesce(p.merged_into, p.person_id) as person_id, i.kind, i.value, i.first_seen_at
        from persons p join identities i on i.person_id = p.person_id
        where p.person_id = any(%(people)s) or p.merged_into = any(%(people)s)
        order by i.first_seen_at, i.kind, i.value
        """,
        {"people": list(people)},
    )
    found: dict[int, list[KnownIdentity]] = {person: [] for person in people}
    for row in rows:
        if row.person_id in found:
            found[row.person_id].append(KnownIdentity(row.kind, row.value, row.first_seen_at))
    return {person: tuple(identities) for person, identities in found.items()}


def list_merges(tx: Transaction, person_id: int) -> tuple[Merge, ...]:
    """Others who turned out to be this canonical person, oldest first."""
    return tuple(
        tx.all(
            Merge,
            """
            select m."from" as person_id, m.at, m.cause
            from persons p join identity_merges m on m."from" = p.person_id and m."to" <> m."from"
            where p.merged_into = %(person)s order by m.at, m."from"
            """,
            {"person": person_id},
        )
    )


def search_people(tx: Transaction, text: str) -> list[int]:
    """The canonical persons with an identity whose value contains a text."""
    pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    rows = tx.rows(
        """
        select distinct coalesce(p.merged_into, p.person_id)
        from identities i join persons p on p.person_id = i.person_id
        where i.value ilike %(pattern)s limit %(most)s
        """,
        {"pattern": pattern, "most": SEARCHED_MAX},
    )
    return [int(person) for (person,) in rows]

"""Persons as sets of identities and of the ids that events are stored under."""

from dataclasses import dataclass
from datetime import datetime

from stayflow.intake.identify.model import Ids
from stayflow.kernel.errors import NotFound
from stayflow.stores.relational import Transaction


class PersonNotFound(NotFound):
    """The id was never given."""

    code = "person_not_found"


@dataclass(frozen=True, slots=True)
class Member:
    """An identity of a person."""

    identity_id: int
    kind: str
    value: str
    first_seen_at: datetime


@dataclass(frozen=True, slots=True)
class PersonPart:
    """A person.

    Attributes:
        person_id: The living id.
        ids: Every id whose events are theirs, the living one first.
        identities: The weightiest first.
    """

    person_id: int
    ids: tuple[int, ...]
    identities: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    survivor: int
    identity_id: int
    kind: str
    value: str
    person_id: int
    first_seen_at: datetime


def list_parts(tx: Transaction, identities: Ids) -> list[PersonPart]:
    """The persons who have the identities, each whole, by living id."""
    rows = tx.all(
        _Row,
        """
        with living as (
          select distinct coalesce(p.merged_into, p.person_id) as id
          from identities i join persons p on p.person_id = i.person_id
          where i.identity_id = any(%s)
        ), ids as (
          select living.id as survivor, living.id as person_id from living
          union all
          select p.merged_into, p.person_id from persons p join living on p.merged_into = living.id
        )
        select ids.survivor, i.identity_id, i.kind, i.value, i.person_id,
          i.first_seen_at
        from ids join identities i on i.person_id = ids.person_id
        left join identity_kinds k on k.kind = i.kind
        order by ids.survivor, k.priority, i.kind, i.first_seen_at, i.value
        """,
        (identities.tolist(),),
    )
    found: dict[int, list[_Row]] = {}
    for row in rows:
        found.setdefault(row.survivor, []).append(row)
    return [
        PersonPart(
            survivor,
            (survivor, *sorted({row.person_id for row in of if row.person_id != survivor})),
            tuple(Member(row.identity_id, row.kind, row.value, row.first_seen_at) for row in of),
        )
        for survivor, of in found.items()
    ]

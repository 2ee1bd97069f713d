"""What people said of identities: that some are one person's, or that some are not."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

import numpy as np

from stayflow.intake.identify.model import Edges, Ids, MergeCause
from stayflow.intake.identify.store import milliseconds
from stayflow.stores.relational import Transaction

_SIDES: Final = 2
BEFORE_EVENTS: Final = 10**15
"""What people say weighs before what events say: their links stand so many milliseconds earlier."""


class ClaimKind(StrEnum):
    """What a claim says."""

    SAME = "same"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class NewClaim:
    """What is said.

    Attributes:
        claim_id: As `new_id` makes it.
        kind: What it says.
        cause: By hand, or by accepting a match.
        sides: One or two sets of identities, the weightiest of each first: the others of its side
            are joined with it. A claim that they are the same has one side.
    """

    claim_id: str
    kind: ClaimKind
    cause: MergeCause
    at: datetime
    actor: str
    note: str
    sides: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class ClaimPairs:
    """The pairs that claims make, and the sides they keep apart, by number of identity.

    Attributes:
        edges: From the centre of each side to its others.
        apart: Two sets of identities each.
        claim: By edge: the claim's id.
    """

    edges: Edges
    apart: tuple[tuple[Ids, Ids], ...] = ()
    claim: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _SideRow:
    claim_id: str
    kind: str
    at: datetime
    identity_id: int
    side: int
    center: bool


def add_claim(tx: Transaction, claim: NewClaim) -> None:
    """Put a claim in force for the next weighing."""
    tx.execute(
        "insert into identity_claims (claim_id, kind, cause, at, actor, note)"
        " values (%s, %s, %s, %s, %s, %s)",
        (
            claim.claim_id,
            str(claim.kind),
            str(claim.cause),
            claim.at,
            claim.actor,
            claim.note,
        ),
    )
    for side, members in enumerate(claim.sides):
        tx.execute(
            """
            insert into identity_claim_sides (claim_id, identity_id, side, center)
            select %(claim)s, id, %(side)s, id = %(center)s
            from unnest(%(members)s::bigint[]) as id
            """,
            {
                "claim": claim.claim_id,
                "side": side,
                "members": list(members),
                "center": members[0],
            },
        )


def withdraw_claims(tx: Transaction, claims: Sequence[str], *, at: datetime, actor: str) -> int:
    """Claims that no longer hold; return how many were in force."""
    return tx.execute(
        "update identity_claims set withdrawn_at = %s, withdrawn_by = %s"
        " where claim_id = any(%s) and withdrawn_at is null",
        (at, actor, list(claims)),
    )


def list_claims_of(tx: Transaction, identities: Ids) -> list[str]:
    """The claims in force that name one of the identities."""
    rows = tx.rows(
        """
        select distinct c.claim_id from identity_claims c
        join identity_claim_sides s on s.claim_id = c.claim_id
        where c.withdrawn_at is null and s.identity_id = any(%(ids)s)
        order by c.claim_id
        """,
        {"ids": identities.tolist()},
    )
    return [row[0] for row in rows]


def list_apart_claims_between(tx: Transaction, some: Ids, others: Ids) -> list[str]:
    """The claims in force that keep one of the identities apart from one of the others."""
    return _list_between(tx, some, others, "c.kind = 'apart' and o.side <> s.side")


def list_same_claims_between(tx: Transaction, some: Ids, others: Ids) -> list[str]:
    """The claims in force that say of one of the identities and one of the others: the same."""
    return _list_between(tx, some, others, "c.kind = 'same'")


def list_members(tx: Transaction, claim_id: str) -> Ids:
    """The identities that a claim in force names."""
    rows = tx.rows(
        "select s.identity_id from identity_claim_sides s join identity_claims c using (claim_id)"
        " where c.claim_id = %s and c.withdrawn_at is null",
        (claim_id,),
    )
    return _ids([row[0] for row in rows])


def _list_between(tx: Transaction, some: Ids, others: Ids, which: str) -> list[str]:
    rows = tx.rows(
        f"""
        select distinct c.claim_id from identity_claims c
        join identity_claim_sides s on s.claim_id = c.claim_id and s.identity_id = any(%(some)s)
        join identity_claim_sides o on o.claim_id = c.claim_id and o.identity_id = any(%(others)s)
        where c.withdrawn_at is null and {which} order by c.claim_id
        """,
        {"some": some.tolist(), "others": others.tolist()},
    )
    return [row[0] for row in rows]


def read_claim_pairs(tx: Transaction, identities: Ids | None = None) -> ClaimPairs:
    """What the claims in force that name one of the identities say; of all for None."""
    chosen = None if identities is None else list_claims_of(tx, identities)
    rows = tx.all(
        _SideRow,
        """
        select c.claim_id, c.kind, c.at, s.identity_id, s.side, s.center
        from identity_claims c join identity_claim_sides s on s.claim_id = c.claim_id
        where c.withdrawn_at is null
          and (%(chosen)s::text[] is null or c.claim_id = any(%(chosen)s))
        order by c.claim_id, s.side, s.center desc, s.identity_id
        """,
        {"chosen": chosen},
    )
    sides: dict[tuple[str, int], list[_SideRow]] = {}
    for row in rows:
        sides.setdefault((row.claim_id, row.side), []).append(row)
    links = [
        (side[0].identity_id, row.identity_id, milliseconds(row.at), row.claim_id)
        for side in sides.values()
        for row in side[1:]
    ]
    apart = [
        tuple(_ids([row.identity_id for row in sides[claim, side]]) for side in range(_SIDES))
        for claim in sorted({row.claim_id for row in rows if row.kind == ClaimKind.APART})
    ]
    return ClaimPairs(
        Edges(
            _ids([link[0] for link in links]),
            _ids([link[1] for link in links]),
            _ids([link[2] - BEFORE_EVENTS for link in links]),
            np.frombuffer(b"".join(claim_key(link[3]) for link in links), dtype="V16"),
        ),
        tuple((first, second) for first, second in apart),
        tuple(link[3] for link in links),
    )


def claim_key(claim_id: str) -> bytes:
    """What stands in place of an event's id: 16 bytes."""
    return hashlib.blake2b(claim_id.encode(), digest_size=16).digest()


def _ids(numbers: Sequence[int]) -> Ids:
    return np.array(numbers, dtype=np.int64)

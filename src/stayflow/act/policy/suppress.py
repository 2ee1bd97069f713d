"""The suppression list: addresses that are not written to any more.

Addresses are kept and compared in lower case: mail servers tell `Ann@` from `ann@` on paper only,
and somebody who left the list has left it in every spelling.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from stayflow.act.policy.model import NotSent
from stayflow.stores.relational import Transaction


@dataclass(frozen=True, slots=True)
class Suppression:
    """One suppressed address; `cause` is the message it came from or the name of who entered it."""

    channel: str
    address: str
    reason: NotSent
    cause: str
    suppressed_at: datetime


@dataclass(frozen=True, slots=True)
class _Row:
    channel: str
    address: str
    reason: str
    cause: str
    suppressed_at: datetime

    def suppression(self) -> Suppression:
        return Suppression(
            self.channel, self.address, NotSent(self.reason), self.cause, self.suppressed_at
        )


def add_suppression(tx: Transaction, suppression: Suppression) -> bool:
    """Suppress an address; True when it was not suppressed before. The first reason stays."""
    changed = tx.execute(
        """
        insert into suppressions (channel, address, reason, cause, suppressed_at)
        values (%(channel)s, %(address)s, %(reason)s, %(cause)s, %(at)s)
        on conflict (project_id, channel, address) do nothing
        """,
        {
            "channel": suppression.channel,
            "address": suppression.address.lower(),
            "reason": suppression.reason.value,
            "cause": suppression.cause,
            "at": suppression.suppressed_at,
        },
    )
    return changed == 1


def suppressed_among(
    tx: Transaction, *, channel: str, addresses: Sequence[str]
) -> dict[str, NotSent]:
    """Which of `addresses` are suppressed, by their lower-case form, and why."""
    rows = tx.rows(
        """
        select address, reason from suppressions
        where channel = %(channel)s and address = any(%(addresses)s)
        """,
        {"channel": channel, "addresses": [address.lower() for address in addresses]},
    )
    return {address: NotSent(reason) for address, reason in rows}


def list_suppressed(tx: Transaction, addresses: Sequence[tuple[str, str]]) -> list[Suppression]:
    """Which of some addresses, each with its channel, are suppressed."""
    rows = tx.all(
        _Row,
        """
        select channel, address, reason, cause, suppressed_at from suppressions
        where (channel, address) in (select * from unnest(%(channels)s::text[], %(addresses)s::text[]))
        order by channel, address
        """,
        {
            "channels": [channel for channel, _ in addresses],
            "addresses": [address.lower() for _, address in addresses],
        },
    )
    return [row.suppression() for row in rows]


def list_withdrawn(tx: Transaction, *, channel: str) -> list[str]:
    """Every address of a channel whose owner does not want to be written to."""
    rows = tx.rows(
        "select address from suppressions where channel = %(channel)s and reason = 'unsubscribed'",
        {"channel": channel},
    )
    return [str(address) for (address,) in rows]


def list_withdrawn_people(tx: Transaction, *, channel: str, kinds: Sequence[str]) -> list[int]:
    """The living persons with an identity of `kinds` that is such an address.

    Reads `identities` and `persons` of `identify`.
    """
    rows = tx.rows(
        """
        select distinct coalesce(persons.merged_into, persons.person_id)
        from suppressions
        join identities on identities.project_id = suppressions.project_id
            and identities.kind = any(%(kinds)s)
            and lower(identities.value) = suppressions.address
        join persons on persons.project_id = identities.project_id
            and persons.person_id = identities.person_id
        where suppressions.channel = %(channel)s and suppressions.reason = 'unsubscribed'
        """,
        {"channel": channel, "kinds": list(kinds)},
    )
    return [int(person) for (person,) in rows]

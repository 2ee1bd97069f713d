"""Withdrawing a person from every destination: what was handed over about them is to be forgotten there.

A table's rows of the person are deleted; whoever gets rows one by one (a webhook, a topic, a file) is
told `person.erased`, with the ids and identities by which they may know the person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from stayflow.stores.relational import Transaction


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A person who is to be forgotten.

    Attributes:
        number: Rises from 1.
        person_id: The living person of then.
        ids: Every id under which rows of the person may have left.
        identities: Kind to values, as they were.
    """

    number: int
    person_id: int
    ids: Sequence[int]
    identities: dict[str, list[str]]
    at: datetime


def withdraw_person(
    tx: Transaction,
    ids: Sequence[int],
    identities: dict[str, list[str]],
    *,
    now: datetime,
    by: str,
) -> Withdrawal:
    """Let every destination forget a person; they are told with their next delivery.

    Call it before the identities are erased here.

    Args:
        tx: The project's.
        ids: The living person first, then every id merged into it.
        identities: By which others may know the person.
        now: When.
        by: Who asked for it.
    """
    row = tx.rows(
        """
        insert into destination_withdrawals (number, person_id, ids, identities, at, by)
        select coalesce(max(number), 0) + 1, %(person)s, %(ids)s, %(identities)s::jsonb, %(now)s,
          %(by)s from destination_withdrawals
        returning number
        """,
        {
            "person": ids[0],
            "ids": list(ids),
            "identities": msgspec.json.encode(identities).decode(),
            "now": now,
            "by": by,
        },
    )
    return Withdrawal(int(row[0][0]), ids[0], tuple(ids), identities, now)


def last_withdrawal(tx: Transaction) -> int:
    """Number of the newest one; 0 when there is none."""
    return int(tx.value("select coalesce(max(number), 0) from destination_withdrawals"))


def list_withdrawals(tx: Transaction, first: int, last: int, *, limit: int) -> list[Withdrawal]:
    """Those with numbers from `first` to `last`."""
    return tx.all(
        Withdrawal,
        "select number, person_id, ids, identities, at from destination_withdrawals"
        " where number between %s and %s order by number limit %s",
        (first, last, limit),
    )


def forget_withdrawals(tx: Transaction, *, before: datetime) -> int:
    """Drop those that every destination was told long ago: they hold what is to be forgotten.

    One that a destination has still to be told stays; so does the newest, for its number.
    """
    return tx.execute(
        """
        delete from destination_withdrawals
        where at < %(before)s and number < (select max(number) from destination_withdrawals)
          and number <= coalesce(
            (select min(major) from destination_positions where feed = 'erased'), 9e18)
          and not exists (select from deliveries
            where feed = 'erased' and state in ('waiting', 'dead')
              and number between first_major and last_major)
        """,
        {"before": before},
    )

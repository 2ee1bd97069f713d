"""The ledger's statements on PostgreSQL; the only ones."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from stayflow.kernel.ids import PersonId
from stayflow.stores.relational import Transaction

PERSON_ACCOUNT = "person"
NO_PERSON = PersonId(0)


@dataclass(frozen=True, slots=True)
class Header:
    """A transaction to be recorded, still without its entries."""

    key: str
    kind: str
    unit: str
    at: datetime
    reason: str
    actor: str
    reversal_of: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One side of a transaction; `person_id` is 0 for a system account."""

    transaction_id: int
    person_id: PersonId
    account: str
    amount: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recorded transaction."""

    transaction_id: int
    key: str
    kind: str
    unit: str
    at: datetime
    reversal_of: int | None


def add_transactions(
    tx: Transaction, headers: Sequence[Header], recorded_at: datetime
) -> dict[str, int]:
    """Record the headers whose key (and `reversal_of`) is new; return their numbers by key.

    Keys are taken in their order, so two callers with the same keys wait instead of deadlocking.
    """
    rows = tx.rows(
        """
        insert into ledger_transactions
          (key, kind, unit, at, recorded_at, reason, actor, reversal_of)
        select wish.key, wish.kind, wish.unit, wish.at, %(recorded_at)s, wish.reason, wish.actor,
               wish.reversal_of
        from unnest(%(keys)s::text[], %(kinds)s::text[], %(units)s::text[], %(ats)s::timestamptz[],
                    %(reasons)s::text[], %(actors)s::text[], %(reversals)s::bigint[])
             as wish (key, kind, unit, at, reason, actor, reversal_of)
        order by wish.key
        on conflict do nothing
        returning key, transaction_id
        """,
        {
            "recorded_at": recorded_at,
            "keys": [header.key for header in headers],
            "kinds": [str(header.kind) for header in headers],
            "units": [header.unit for header in headers],
            "ats": [header.at for header in headers],
            "reasons": [header.reason for header in headers],
            "actors": [header.actor for header in headers],
            "reversals": [header.reversal_of for header in headers],
        },
    )
    return dict(rows)


def add_entries(tx: Transaction, entries: Sequence[Entry], unit: str) -> None:
    """Record the sides of transactions."""
    tx.execute(
        """
        insert into ledger_entries (transaction_id, person_id, account, unit, amount)
        select side.transaction_id, side.person_id, side.account, %(unit)s, side.amount
        from unnest(%(ids)s::bigint[], %(people)s::bigint[], %(accounts)s::text[],
                    %(amounts)s::bigint[]) as side (transaction_id, person_id, account, amount)
        """,
        {
            "unit": unit,
            "ids": [entry.transaction_id for entry in entries],
            "people": [entry.person_id for entry in entries],
            "accounts": [entry.account for entry in entries],
            "amounts": [entry.amount for entry in entries],
        },
    )


def lock_balances(tx: Transaction, people: Collection[PersonId], unit: str) -> dict[PersonId, int]:
    """Make the accounts that are missing, lock all in the order of people, return the balances."""
    wanted = {"people": sorted(people), "unit": unit}
    tx.execute(
        """
        insert into ledger_accounts (person_id, unit)
        select person_id, %(unit)s from unnest(%(people)s::bigint[]) as person (person_id)
        order by person_id
        on conflict do nothing
        """,
        wanted,
    )
    rows = tx.rows(
        """
        select person_id, balance from ledger_accounts
        where unit = %(unit)s and person_id = any(%(people)s::bigint[])
        order by person_id
        for update
        """,
        wanted,
    )
    return dict(rows)


def change_balances(tx: Transaction, changes: Mapping[PersonId, int], unit: str) -> None:
    """Add to the balances of locked accounts."""
    tx.execute(
        """
        update ledger_accounts as account set balance = account.balance + change.amount
        from unnest(%(people)s::bigint[], %(amounts)s::bigint[]) as change (person_id, amount)
        where account.person_id = change.person_id and account.unit = %(unit)s
        """,
        {"unit": unit, "people": list(changes), "amounts": list(changes.values())},
    )


def find_transaction(tx: Transaction, transaction_id: int) -> Recorded | None:
    """Return the transaction with this number."""
    return tx.one(
        Recorded,
        """
        select transaction_id, key, kind, unit, at, reversal_of from ledger_transactions
        where transaction_id = %(transaction_id)s
        """,
        {"transaction_id": transaction_id},
    )


def list_entries(tx: Transaction, transaction_id: int) -> list[Entry]:
    """Return the sides of a transaction."""
    return tx.all(
        Entry,
        """
        select transaction_id, person_id, account, amount from ledger_entries
        where transaction_id = %(transaction_id)s
        """,
        {"transaction_id": transaction_id},
    )


def find_numbers(tx: Transaction, keys: Sequence[str]) -> dict[str, int]:
    """Return the numbers of the transactions posted with these keys."""
    if not keys:
        return {}
    rows = tx.rows(
        "select key, transaction_id from ledger_transactions where key = any(%(keys)s::text[])",
        {"keys": list(keys)},
    )
    return dict(rows)

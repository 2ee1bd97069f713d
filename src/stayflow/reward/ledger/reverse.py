"""Taking a transaction back: by a second one that mirrors it, never by changing it."""

from datetime import datetime

from stayflow.reward.ledger import store
from stayflow.reward.ledger.errors import (
    AlreadyReversed,
    NotReversible,
    ReasonMissing,
    TransactionNotFound,
)
from stayflow.reward.ledger.model import Kind, Posted
from stayflow.reward.ledger.post import apply_entries
from stayflow.reward.ledger.store import NO_PERSON, Entry, Header, Recorded
from stayflow.stores.relational import Transaction


def reverse(
    tx: Transaction, transaction_id: int, *, reason: str, actor: str, now: datetime
) -> Posted:
    """Post the mirror image of a transaction, at any time after it, once.

    Args:
        tx: A transaction of the project; nothing is committed here.
        transaction_id: What to take back.
        reason: In words, for the statement.
        actor: Who does it.
        now: When it counts and is recorded.

    Raises:
        TransactionNotFound: There is none with this number.
        NotReversible: It is itself a reversal.
        AlreadyReversed: It was taken back before, perhaps a moment ago by somebody else.
        BalanceTooLow: The person has spent what would be taken.
        ReasonMissing: No reason was given.
    """
    original = _get_reversible(tx, transaction_id)
    if not reason.strip():
        raise ReasonMissing("a reversal says why: give `reason`", path="reason")
    header = Header(
        key=f"reverse:{transaction_id}",
        kind=Kind.REVERSE,
        unit=original.unit,
        at=now,
        reason=reason,
        actor=actor,
        reversal_of=transaction_id,
    )
    number = store.add_transactions(tx, [header], now).get(header.key)
    if number is None:
        raise AlreadyReversed(f"transaction {transaction_id} is reversed already")
    mirrored = [
        Entry(number, entry.person_id, entry.account, -entry.amount)
        for entry in store.list_entries(tx, transaction_id)
    ]
    people = {entry.person_id for entry in mirrored} - {NO_PERSON}
    balances = store.lock_balances(tx, people, original.unit)
    apply_entries(tx, mirrored, balances, original.unit)
    return Posted(transaction_id=number, key=header.key, is_new=True)


def _get_reversible(tx: Transaction, transaction_id: int) -> Recorded:
    original = store.find_transaction(tx, transaction_id)
    if original is None:
        raise TransactionNotFound(
            f"there is no transaction {transaction_id} in this project", path="transaction_id"
        )
    if original.kind == Kind.REVERSE:
        raise NotReversible(
            f"transaction {transaction_id} is a reversal; post what is right as an adjustment",
            path="transaction_id",
        )
    return original

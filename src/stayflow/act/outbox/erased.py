"""Messages of persons who were erased while a sender had them in its hands: they say nothing of anybody afterwards."""

from datetime import datetime
from typing import Final

from stayflow.stores.relational import Transaction

ERASED_KEY: Final = "'erased:' || message_id"
"""The key that a message gets in place of its own, which names the person."""
IS_ERASED: Final = f"key = {ERASED_KEY}"


def is_erased(tx: Transaction, message_id: str) -> bool:
    """Whether the person of a message was erased."""
    statement = f"select 1 from messages where message_id = %(id)s and {IS_ERASED}"
    return tx.value(statement, {"id": message_id}) is not None


def drop_if_erased(tx: Transaction, message_id: str, *, now: datetime) -> None:
    """Drop a message that was queued again though its person was erased meanwhile; nobody is told."""
    tx.execute(
        f"""
        update messages set state = 'dropped', reason = 'erased', reply = null, decided_at = %(now)s,
            emitted_at = %(now)s
        where message_id = %(id)s and state = 'queued' and {IS_ERASED}
        """,
        {"id": message_id, "now": now},
    )

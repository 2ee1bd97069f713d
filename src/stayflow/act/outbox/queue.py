"""Into the outbox: many at once, each key once, each address once."""

from collections.abc import Sequence
from datetime import datetime

from stayflow.act.outbox.model import MessageState, QueueRow
from stayflow.act.policy import NotSent
from stayflow.kernel.ids import new_id
from stayflow.stores.relational import Transaction


def queue_messages(tx: Transaction, lane: str, rows: Sequence[QueueRow], *, now: datetime) -> int:
    """Queue one message a row; a row whose key is there already changes nothing; counts the new.

    A row with a reason is recorded as dropped at once, and so is a person whose address the lane
    writes to already, so that an audience always adds up. Both are for the table's unique indexes to
    say, not for a question asked before: two workers may queue at once.
    """
    added = _insert(tx, lane, rows, now=now)
    if added == len(rows):
        return added
    shared = [
        QueueRow(
            key=row.key,
            person_id=row.person_id,
            address=row.address,
            zone=row.zone,
            is_holdout=row.is_holdout,
            reason=NotSent.DUPLICATE_ADDRESS,
        )
        for row in rows
    ]
    return added + _insert(tx, lane, shared, now=now)


def _insert(tx: Transaction, lane: str, rows: Sequence[QueueRow], *, now: datetime) -> int:
    return tx.execute(
        """
        insert into messages (
            message_id, key, lane, person_id, is_holdout, address, zone, state, reason,
            queued_at, due_at, decided_at)
        select message_id, key, %(lane)s, person_id, is_holdout, address, zone, state, reason,
            %(now)s, %(now)s, case when reason is null then null else %(now)s::timestamptz end
        from unnest(
            %(ids)s::text[], %(keys)s::text[], %(people)s::bigint[], %(holdout)s::boolean[],
            %(addresses)s::text[], %(zones)s::text[], %(states)s::text[], %(reasons)s::text[]
        ) as wanted (message_id, key, person_id, is_holdout, address, zone, state, reason)
        on conflict do nothing
        """,
        {
            "lane": lane,
            "now": now,
            "ids": [new_id() for _ in rows],
            "keys": [row.key for row in rows],
            "people": [row.person_id for row in rows],
            "holdout": [row.is_holdout for row in rows],
            "addresses": [row.address for row in rows],
            "zones": [row.zone for row in rows],
            "states": [
                (MessageState.DROPPED if row.reason else MessageState.QUEUED).value for row in rows
            ],
            "reasons": [row.reason.value if row.reason else None for row in rows],
        },
    )

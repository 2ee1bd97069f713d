"""Into the outbox: many at once, each key once."""

from collections.abc import Collection, Sequence
from datetime import datetime

from stayflow.act.outbox.model import MessageState, QueueRow
from stayflow.kernel.ids import new_id
from stayflow.stores.relational import Transaction


def queue_messages(tx: Transaction, lane: str, rows: Sequence[QueueRow], *, now: datetime) -> int:
    """Queue one message a row; a row whose key is there already changes nothing; counts the new.

    A row with a reason is recorded as dropped at once, so that an audience always adds up.
    """
    dropped = [row.reason is not None for row in rows]
    return tx.execute(
        """
        insert into messages (
            message_id, key, lane, person_id, is_holdout, address, zone, state, reason, queued_at,
            due_at, decided_at)
        select message_id, key, %(lane)s, person_id, is_holdout, address, zone, state, reason,
        %(now)s, %(now)s,
            case when reason is null then null else %(now)s::timestamptz end
        from unnest(
            %(ids)s::text[], %(keys)s::text[], %(people)s::bigint[], %(holdout)s::boolean[],
            %(addresses)s::text[], %(zones)s::text[], %(states)s::text[], %(reasons)s::text[]
        ) as wanted (message_id, key, person_id, is_holdout, address, zone, state, reason)
        on conflict (project_id, key) do nothing
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
                (MessageState.DROPPED if is_dropped else MessageState.QUEUED).value
                for is_dropped in dropped
            ],
            "reasons": [row.reason.value if row.reason else None for row in rows],
        },
    )


def queued_addresses(tx: Transaction, lane: str, addresses: Collection[str]) -> set[str]:
    """Which of these addresses, in lower case, the lane writes to already."""
    rows = tx.rows(
        """
        select lower(address) from messages
        where lane = %(lane)s and lower(address) = any(%(addresses)s) and address <> ''
            and reason is distinct from 'duplicate_address'
        """,
        {"lane": lane, "addresses": [address.lower() for address in addresses]},
    )
    return {row[0] for row in rows}

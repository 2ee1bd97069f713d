"""After a crash: what was surely not sent waits again, what may have been sent stays in doubt."""

from datetime import datetime

from stayflow.act.outbox.erased import IS_ERASED
from stayflow.stores.relational import Transaction


def recover_messages(tx: Transaction, *, now: datetime, is_only_process: bool = False) -> int:
    """Take up what dead senders left; returns how many rows changed.

    A `claimed` message was not offered to the provider: it is queued again. A `sending` one may
    have been taken: it becomes `in_doubt` and is never sent again.

    Args:
        tx: One transaction of the project.
        now: The present instant.
        is_only_process: No other process sends (a start with the data folder's lock in hand): every
            claim is dead. Otherwise only claims whose lease ran out are.
    """
    dead = {"now": now, "all": is_only_process}
    doubtful = tx.execute(
        f"""
        update messages set state = 'in_doubt', decided_at = %(now)s,
            reply = case when {IS_ERASED} then null else 'the sender stopped before the answer' end,
            emitted_at = case when {IS_ERASED} then %(now)s end
        where state = 'sending' and (%(all)s or claimed_until <= %(now)s)
        """,
        dead,
    )
    waiting = tx.execute(
        """
        update messages set state = 'queued', claimed_by = null, claimed_until = null
        where state = 'claimed' and (%(all)s or claimed_until <= %(now)s)
        """,
        dead,
    )
    stranded = tx.execute(
        """
        update messages set state = case when attempts > 0 then 'failed' else 'dropped' end,
                reason = 'cancelled', decided_at = %(now)s
        from outbox_lanes as lanes
        where messages.state = 'queued' and lanes.lane = messages.lane and lanes.state = 'closed'
        """,
        dead,
    )
    return doubtful + waiting + stranded

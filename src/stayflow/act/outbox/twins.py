"""Persons of one lane who became one after they were queued: one of their messages goes out."""

from collections.abc import Sequence

from stayflow.intake.identify import TWINS_SQL
from stayflow.stores.relational import Transaction


def list_twins(tx: Transaction, lane: str, messages: Sequence[str]) -> set[str]:
    """Those of the messages whose person gets another message of the lane, under another id.

    Of two that wait, the one with the smaller id goes; so two senders who look at once, each at
    one of them, agree. One that is kept for the holdout stands in nobody's way.

    Args:
        tx: The transaction that claims.
        lane: Of the messages.
        messages: Ids of messages that are due.
    """
    rows = tx.rows(
        f"""
        select mine.message_id from messages mine
        join persons own on own.person_id = mine.person_id
        {TWINS_SQL}
        join messages other on other.person_id = twin.person_id and other.lane = mine.lane
        where mine.message_id = any(%(messages)s) and mine.lane = %(lane)s
          and other.person_id <> mine.person_id
          and (other.state in ('claimed', 'sending', 'sent', 'in_doubt')
            or (other.state = 'queued' and not other.is_holdout
              and other.message_id < mine.message_id))
        """,
        {"lane": lane, "messages": list(messages)},
    )
    return {str(message) for (message,) in rows}

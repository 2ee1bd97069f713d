"""What must always hold in the outbox: laws that `stayflow check` runs; each tells its breaches."""

from collections.abc import Callable

from stayflow.stores.relational import Transaction

Law = Callable[[Transaction], list[str]]
_SHOWN_MAX = 20


def each_address_once_a_lane(tx: Transaction) -> list[str]:
    """No lane has handed two messages to one address, however it is spelled."""
    rows = tx.rows(
        """
        select lane, lower(address), count(*) from messages
        where state in ('sending', 'sent', 'in_doubt') and address <> ''
        group by lane, lower(address) having count(*) > 1 limit %(limit)s
        """,
        {"limit": _SHOWN_MAX},
    )
    return [f"lane {lane} wrote {number} times to {address}" for lane, address, number in rows]


def each_person_once_a_lane(tx: Transaction) -> list[str]:
    """No lane has two rows for one person."""
    rows = tx.rows(
        """
        select lane, person_id, count(*) from messages
        group by lane, person_id having count(*) > 1 limit %(limit)s
        """,
        {"limit": _SHOWN_MAX},
    )
    return [f"lane {lane} has person {person} {number} times" for lane, person, number in rows]


def nobody_withheld_was_sent_to(tx: Transaction) -> list[str]:
    """A holdout person never had a message under way."""
    rows = tx.rows(
        """
        select lane, message_id, state from messages
        where is_holdout and (sending_at is not null or state in ('claimed', 'sending', 'sent',
        'in_doubt', 'failed')) limit %(limit)s
        """,
        {"limit": _SHOWN_MAX},
    )
    return [
        f"message {message} of the holdout of lane {lane} is {state}"
        for lane, message, state in rows
    ]


def every_sent_message_was_marked_first(tx: Transaction) -> list[str]:
    """Whatever went out, or may have, was committed as `sending` before."""
    rows = tx.rows(
        """
        select message_id from messages
        where state in ('sent', 'in_doubt', 'sending') and (sending_at is null or attempts = 0)
        limit %(limit)s
        """,
        {"limit": _SHOWN_MAX},
    )
    return [f"message {row[0]} went out without being marked as sending" for row in rows]


def nothing_suppressed_was_sent_later(tx: Transaction) -> list[str]:
    """No message was started after its address left or bounced."""
    rows = tx.rows(
        """
        select message_id, messages.address from messages
        join outbox_lanes as lanes on lanes.lane = messages.lane
        join suppressions on suppressions.channel = lanes.channel and suppressions.address =
        lower(messages.address) where sending_at > suppressed_at and cause <> message_id limit
        %(limit)s
        """,
        {"limit": _SHOWN_MAX},
    )
    return [
        f"message {message} was sent to {address} after it was suppressed"
        for message, address in rows
    ]


OUTBOX_INVARIANTS: tuple[Law, ...] = (
    each_address_once_a_lane,
    each_person_once_a_lane,
    nobody_withheld_was_sent_to,
    every_sent_message_was_marked_first,
    nothing_suppressed_was_sent_later,
)

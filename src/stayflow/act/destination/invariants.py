"""What must always hold of destinations: laws that `stayflow check` runs; each tells its breaches."""

from collections.abc import Callable

from stayflow.stores.relational import Transaction

Law = Callable[[Transaction], list[str]]
_SHOWN_MAX = 20


def nothing_is_sent_before_it_is_recorded(tx: Transaction) -> list[str]:
    """No feed of batches stands behind the newest recorded batch."""
    rows = tx.rows(
        """
        select destination_id, feed, major from destination_positions
        where feed in ('events', 'attributes')
          and major > (select coalesce(max(batch), 0) from batches where state = 'recorded')
        limit %(limit)s
        """,
        {"limit": _SHOWN_MAX},
    )
    return [f"{feed} of destination {each} stands at batch {batch}" for each, feed, batch in rows]


def no_delivery_ends_before_it_begins(tx: Transaction) -> list[str]:
    """The first key of a delivery is not behind its last, and it holds at least one row."""
    rows = tx.rows(
        """
        select delivery_id from deliveries
        where (first_major, first_minor) > (last_major, last_minor) or row_count < 1
        limit %(limit)s
        """,
        {"limit": _SHOWN_MAX},
    )
    return [f"delivery {each} has no rows" for (each,) in rows]


DESTINATION_INVARIANTS: tuple[Law, ...] = (
    nothing_is_sent_before_it_is_recorded,
    no_delivery_ends_before_it_begins,
)

"""This room's statements on `deliveries`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from stayflow.act.destination.errors import DestinationNotFound
from stayflow.act.destination.model import Delivery, DeliveryState, Key, Tally
from stayflow.kernel.ids import new_id
from stayflow.kernel.paging import Listing, Page
from stayflow.stores.relational import Transaction

_PAGES = Listing("deliveries", ("~",))
_COLUMNS = (
    "delivery_id, destination_id, feed, first_major, first_minor, last_major, last_minor,"
    " row_count, state, attempts, error, due_at, created_at, ended_at"
)


@dataclass(frozen=True, slots=True)
class _Row:
    delivery_id: str
    destination_id: str
    feed: str
    first_major: int
    first_minor: Decimal
    last_major: int
    last_minor: Decimal
    row_count: int
    state: str
    attempts: int
    error: str | None
    due_at: datetime
    created_at: datetime
    ended_at: datetime | None

    def noun(self) -> Delivery:
        return Delivery(
            self.delivery_id,
            self.destination_id,
            self.feed,
            (self.first_major, int(self.first_minor)),
            (self.last_major, int(self.last_minor)),
            self.row_count,
            DeliveryState(self.state),
            self.attempts,
            self.error,
            self.due_at,
            self.created_at,
            self.ended_at,
        )


def add_delivery(
    tx: Transaction, destination_id: str, feed: str, keys: Sequence[Key], *, now: datetime
) -> Delivery:
    """Plan to hand over the rows of these keys, the first and the last of which are kept."""
    first, last = keys[0], keys[-1]
    row = tx.one(
        _Row,
        f"""
        insert into deliveries (delivery_id, destination_id, feed, first_major, first_minor,
          last_major, last_minor, row_count, state, due_at, created_at)
        values (%s, %s, %s, %s, %s, %s, %s, %s, 'waiting', %s, %s) returning {_COLUMNS}
        """,
        (new_id(), destination_id, feed, *first, *last, len(keys), now, now),
    )
    assert row is not None  # noqa: S101 - it was just written
    return row.noun()


def next_waiting(tx: Transaction, destination_id: str, *, now: datetime) -> Delivery | None:
    """The oldest delivery that is due."""
    row = tx.one(
        _Row,
        f"select {_COLUMNS} from deliveries where destination_id = %s and state = 'waiting'"
        " and due_at <= %s order by created_at, delivery_id limit 1",
        (destination_id, now),
    )
    return row.noun() if row else None


def end_delivery(
    tx: Transaction,
    delivery_id: str,
    state: DeliveryState,
    *,
    now: datetime,
    error: str | None = None,
) -> None:
    """Say what became of a delivery."""
    tx.execute(
        "update deliveries set state = %s, ended_at = %s, error = %s, attempts = attempts + 1"
        " where delivery_id = %s",
        (state.value, now, error, delivery_id),
    )


def put_off(tx: Transaction, delivery_id: str, *, error: str, due_at: datetime) -> None:
    """Try a refused delivery again later."""
    tx.execute(
        "update deliveries set attempts = attempts + 1, error = %s, due_at = %s"
        " where delivery_id = %s",
        (error, due_at, delivery_id),
    )


def revive_dead(tx: Transaction, destination_id: str, *, now: datetime) -> int:
    """Let dead deliveries wait again, under the same ids; return how many."""
    return tx.execute(
        "update deliveries set state = 'waiting', attempts = 0, ended_at = null, due_at = %s"
        " where destination_id = %s and state = 'dead'",
        (now, destination_id),
    )


def get_delivery(tx: Transaction, destination_id: str, delivery_id: str) -> Delivery:
    """One delivery.

    Raises:
        DestinationNotFound: The destination has none of this id.
    """
    row = tx.one(
        _Row,
        f"select {_COLUMNS} from deliveries where destination_id = %s and delivery_id = %s",
        (destination_id, delivery_id),
    )
    if row is None:
        raise DestinationNotFound(f"no delivery {delivery_id}", path="delivery_id")
    return row.noun()


def list_deliveries(
    tx: Transaction,
    destination_id: str,
    *,
    state: DeliveryState | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Delivery]:
    """Deliveries, the newest first.

    Raises:
        InvalidInput: The cursor is of another list.
    """
    (before,) = _PAGES.behind(cursor)
    rows = tx.all(
        _Row,
        f"""
        select {_COLUMNS} from deliveries
        where destination_id = %(id)s and delivery_id < %(before)s collate "C"
          and (%(state)s::text is null or state = %(state)s)
        order by delivery_id collate "C" desc limit %(limit)s
        """,
        {
            "id": destination_id,
            "before": before,
            "state": state.value if state else None,
            "limit": limit + 1,
        },
    )
    found = tuple(row.noun() for row in rows[:limit])
    return Page(found, _PAGES.cursor(found[-1].delivery_id) if len(rows) > limit else None)


def tally(tx: Transaction, destination_id: str) -> Tally:
    """Deliveries by state."""
    row = tx.one(
        Tally,
        """
        select count(*) filter (where state = 'waiting') as waiting,
          count(*) filter (where state = 'sent') as sent,
          count(*) filter (where state = 'dead') as dead,
          coalesce(sum(row_count) filter (where state = 'dead'), 0)::bigint as dead_rows
        from deliveries where destination_id = %s
        """,
        (destination_id,),
    )
    assert row is not None  # noqa: S101 - an aggregate has one row
    return row


def forget_sent(tx: Transaction, *, before: datetime) -> int:
    """Drop what was sent, or split, before an instant; dead ones stay."""
    return tx.execute(
        "delete from deliveries where state in ('sent', 'split') and ended_at < %s", (before,)
    )

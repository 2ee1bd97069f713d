"""This room's statements on PostgreSQL: destinations and how far they have come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from stayflow.act.destination.errors import DestinationNotFound
from stayflow.act.destination.model import Definition, Destination, DestinationState, Key, Lag
from stayflow.stores.files import SecretBox
from stayflow.stores.relational import Transaction
from stayflow.understand.usage import Thing, Use, names_thing

_COLUMNS = (
    "destination_id, name, kind, settings, sealed, definition, state, failures, trouble,"
    " failing_since, retry_at, rows_sent, sent_at, created_at, created_by, changed_at"
)


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row of `destinations`."""

    destination_id: str
    name: str
    kind: str
    settings: dict[str, object]
    sealed: str
    definition: dict[str, object]
    state: str
    failures: int
    trouble: str | None
    failing_since: datetime | None
    retry_at: datetime | None
    rows_sent: int
    sent_at: datetime | None
    created_at: datetime
    created_by: str
    changed_at: datetime

    def secrets(self, box: SecretBox) -> dict[str, str]:
        """The secrets, opened."""
        return msgspec.json.decode(box.open(self.sealed), type=dict[str, str])

    def noun(self, box: SecretBox) -> Destination:
        """The destination as it may be shown."""
        return Destination(
            destination_id=self.destination_id,
            name=self.name,
            kind=self.kind,
            settings=self.settings,
            secrets_set=tuple(name for name, value in self.secrets(box).items() if value),
            definition=msgspec.convert(self.definition, Definition),
            state=DestinationState(self.state),
            failures=self.failures,
            trouble=self.trouble,
            failing_since=self.failing_since,
            retry_at=self.retry_at,
            rows_sent=self.rows_sent,
            sent_at=self.sent_at,
            created_at=self.created_at,
            created_by=self.created_by,
            changed_at=self.changed_at,
        )


def find_row(tx: Transaction, destination_id: str) -> StoredRow:
    """A destination.

    Raises:
        DestinationNotFound: There is none.
    """
    row = tx.one(
        StoredRow,
        f"select {_COLUMNS} from destinations where destination_id = %s",
        (destination_id,),
    )
    if row is None:
        raise DestinationNotFound(f"no destination {destination_id}", path="destination_id")
    return row


def list_rows(tx: Transaction, *, after: str = "", limit: int = 1000) -> list[StoredRow]:
    """Destinations, the oldest first; ids rise with time."""
    return tx.all(
        StoredRow,
        f"select {_COLUMNS} from destinations where destination_id > %s"
        " order by destination_id limit %s",
        (after, limit),
    )


def destination_uses(tx: Transaction, thing: Thing) -> list[Use]:
    """The destinations that are told of a segment, or whose events are chosen by a thing."""
    rows = tx.rows("select destination_id, name, definition from destinations order by name")
    return [
        Use("destination", str(destination_id), str(name))
        for destination_id, name, definition in rows
        if names_thing(definition, thing)
        or (
            thing.kind == "segment"
            and any(each in thing.keys for each in definition.get("segments") or ())
        )
    ]


def is_name_taken(tx: Transaction, name: str, *, besides: str = "") -> bool:
    """Whether another destination has this name."""
    return bool(
        tx.value(
            "select exists (select from destinations where name = %s and destination_id <> %s)",
            (name, besides),
        )
    )


def write_row(tx: Transaction, row: StoredRow) -> None:
    """Store a destination, new or changed; its progress stays as it is."""
    tx.execute(
        """
        insert into destinations (destination_id, name, kind, settings, sealed, definition, state,
          created_at, created_by, changed_at)
        values (%(id)s, %(name)s, %(kind)s, %(settings)s::jsonb, %(sealed)s, %(definition)s::jsonb,
          %(state)s, %(created_at)s, %(created_by)s, %(changed_at)s)
        on conflict (project_id, destination_id) do update
        set name = excluded.name, settings = excluded.settings, sealed = excluded.sealed,
          definition = excluded.definition, changed_at = excluded.changed_at, retry_at = null
        """,
        {
            "id": row.destination_id,
            "name": row.name,
            "kind": row.kind,
            "settings": msgspec.json.encode(row.settings).decode(),
            "sealed": row.sealed,
            "definition": msgspec.json.encode(row.definition).decode(),
            "state": row.state,
            "created_at": row.created_at,
            "created_by": row.created_by,
            "changed_at": row.changed_at,
        },
    )


def remove_row(tx: Transaction, destination_id: str) -> None:
    """Remove a destination with its deliveries."""
    tx.execute("delete from destinations where destination_id = %s", (destination_id,))


def set_state(tx: Transaction, destination_id: str, state: DestinationState) -> None:
    """Pause a destination, or let it go on at once."""
    tx.execute(
        "update destinations set state = %s, retry_at = null where destination_id = %s",
        (state.value, destination_id),
    )


def claim(tx: Transaction, destination_id: str, *, by: str, now: datetime, seconds: int) -> bool:
    """Be the one who sends for a while; False when somebody else is, or it rests or is paused."""
    return bool(
        tx.execute(
            """
            update destinations set claimed_by = %(by)s, claimed_until = %(until)s
            where destination_id = %(id)s and state = 'running'
              and (retry_at is null or retry_at <= %(now)s)
              and (claimed_until is null or claimed_until <= %(now)s or claimed_by = %(by)s)
            """,
            {
                "id": destination_id,
                "by": by,
                "now": now,
                "until": now + timedelta(seconds=seconds),
            },
        )
    )


def release(tx: Transaction, destination_id: str, *, by: str) -> None:
    """Let somebody else send."""
    tx.execute(
        "update destinations set claimed_by = null, claimed_until = null"
        " where destination_id = %s and claimed_by = %s",
        (destination_id, by),
    )


def release_all(tx: Transaction) -> None:
    """Take up what a process that is surely gone had claimed."""
    tx.execute("update destinations set claimed_by = null, claimed_until = null")


def note_sent(tx: Transaction, destination_id: str, *, rows: int, now: datetime) -> None:
    """The other side took rows: whatever the trouble was, it is over."""
    tx.execute(
        "update destinations set rows_sent = rows_sent + %s, sent_at = %s, failures = 0,"
        " trouble = null, failing_since = null, retry_at = null where destination_id = %s",
        (rows, now, destination_id),
    )


def note_trouble(
    tx: Transaction, destination_id: str, trouble: str, *, now: datetime, retry_at: datetime
) -> None:
    """The other side is down: rest until `retry_at`."""
    tx.execute(
        "update destinations set failures = failures + 1, trouble = %s,"
        " failing_since = coalesce(failing_since, %s), retry_at = %s where destination_id = %s",
        (trouble, now, retry_at, destination_id),
    )


def positions(tx: Transaction, destination_id: str) -> dict[str, Key]:
    """How far each feed has come."""
    rows = tx.rows(
        "select feed, major, minor from destination_positions where destination_id = %s",
        (destination_id,),
    )
    return {str(feed): (int(major), int(minor)) for feed, major, minor in rows}


def move_positions(tx: Transaction, destination_id: str, moved: Mapping[str, Key]) -> None:
    """Set how far feeds have come."""
    for feed, (major, minor) in moved.items():
        tx.execute(
            """
            insert into destination_positions (destination_id, feed, major, minor)
            values (%s, %s, %s, %s)
            on conflict (project_id, destination_id, feed)
            do update set major = excluded.major, minor = excluded.minor
            """,
            (destination_id, feed, major, minor),
        )


def forget_feeds(tx: Transaction, destination_id: str, kept: list[str]) -> None:
    """Forget how far feeds have come that are not wanted any more."""
    tx.execute(
        "delete from destination_positions where destination_id = %s and feed <> all(%s)",
        (destination_id, kept),
    )


def last_recorded(tx: Transaction) -> int:
    """Number of the newest recorded batch; 0 when there is none."""
    return int(tx.value("select coalesce(max(batch), 0) from batches where state = 'recorded'"))


def batch_before(tx: Transaction, at: datetime) -> int:
    """The newest batch recorded before an instant; 0 when there is none."""
    return int(
        tx.value(
            "select coalesce(max(batch), 0) from batches"
            " where state = 'recorded' and recorded_at < %s",
            (at,),
        )
    )


@dataclass(frozen=True, slots=True)
class Span:
    """Recorded batches that follow a position.

    Attributes:
        time_from: First instant of an event in them; None when they hold none.
        recorded_at: When the oldest of them was recorded.
    """

    last: int
    time_from: datetime | None
    time_to: datetime | None
    recorded_at: datetime | None


def span_behind(tx: Transaction, batch: int, *, events_max: int) -> Span:
    """The recorded batches from `batch` on that begin within so many events, and at least one."""
    row = tx.one(
        Span,
        """
        select coalesce(max(batch), 0) as last, min(time_from) as time_from,
          max(time_to) as time_to, min(recorded_at) as recorded_at
        from (select *, sum(events) over (order by batch) - events as events_before
              from (select * from batches where state = 'recorded' and batch >= %s
                    order by batch limit 10000) nearest_batches) following_batches
        where events_before < %s
        """,
        (batch, events_max),
    )
    assert row is not None  # noqa: S101 - an aggregate has one row
    return row


def span_of(tx: Transaction, first: int, last: int) -> Span:
    """The recorded batches [first, last]."""
    row = tx.one(
        Span,
        """
        select coalesce(max(batch), 0) as last, min(time_from) as time_from,
          max(time_to) as time_to, min(recorded_at) as recorded_at
        from batches where state = 'recorded' and batch between %s and %s
        """,
        (first, last),
    )
    assert row is not None  # noqa: S101 - an aggregate has one row
    return row


def lag_behind(tx: Transaction, batch: int) -> Lag:
    """What was recorded behind a batch."""
    row = tx.one(
        Lag,
        """
        select count(*) as batches, coalesce(sum(events), 0)::bigint as events,
          min(recorded_at) as oldest_at
        from batches where state = 'recorded' and batch > %s and events > 0
        """,
        (batch,),
    )
    assert row is not None  # noqa: S101 - an aggregate has one row
    return row

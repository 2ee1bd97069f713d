"""The ledger of batches and the counts of what was received: statements on PostgreSQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from stayflow.kernel.errors import Conflict
from stayflow.stores.relational import Transaction


class BatchUnderWay(Conflict):
    """Another batch of the project is not finished; it must be done again first."""

    code = "batch_under_way"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the events of a batch can be read again: a range of the log, or a chunk of a file.

    Attributes:
        source: The way by which they came.
        position_from: First log entry; None for a file.
        position_to: Last log entry.
        import_id: The import; None for the log.
        chunk: Number of the chunk in the file, from 0.
    """

    source: str
    position_from: int | None = None
    position_to: int | None = None
    import_id: str | None = None
    chunk: int | None = None


@dataclass(frozen=True, slots=True)
class OpenBatch:
    """A batch that was begun and not finished."""

    batch: int
    source: str
    position_from: int | None
    position_to: int | None
    import_id: str | None
    chunk: int | None
    opened_at: datetime

    @property
    def origin(self) -> Origin:
        """Where its events are."""
        return Origin(self.source, self.position_from, self.position_to, self.import_id, self.chunk)


@dataclass(frozen=True, slots=True)
class SourceTally:
    """Events of one source received on one day with one outcome."""

    day: date
    source: str
    outcome: str
    reason: str
    count: int


_OPEN = (
    "select batch, source, position_from, position_to, import_id, chunk, opened_at"
    " from batches where state = 'open'"
)


def find_open_batch(tx: Transaction) -> OpenBatch | None:
    """The batch that is under way, if any."""
    return tx.one(OpenBatch, _OPEN)


@dataclass(frozen=True, slots=True)
class RecordedRange:
    """Entries of the log of one source that a batch has recorded."""

    source: str
    position_from: int
    position_to: int

    def covers(self, source: str, position: int) -> bool:
        """Whether an entry is among them."""
        return source == self.source and self.position_from <= position <= self.position_to


def list_recorded(tx: Transaction, *, after: int) -> list[RecordedRange]:
    """What was recorded of the log behind an offset: sources of a window that a crash cut short."""
    return tx.all(
        RecordedRange,
        "select source, position_from, position_to from ("
        "  select * from batches where position_from is not null order by batch desc limit 100"
        ") newest_batches where state = 'recorded' and position_from > %s",
        (after,),
    )


def open_batch(tx: Transaction, origin: Origin, now: datetime) -> OpenBatch:
    """Begin a batch, or take up the one that was begun for the same origin.

    Its time is later than that of the batch before, whatever the clock says.

    Raises:
        BatchUnderWay: A batch of another origin is open.
    """
    under_way = find_open_batch(tx)
    if under_way and under_way.origin == origin:
        return under_way
    if under_way:
        raise BatchUnderWay(f"batch {under_way.batch} of {under_way.source} is not finished")
    last = tx.rows("select batch, opened_at from batches order by batch desc limit 1")
    number = int(last[0][0]) + 1 if last else 1
    opened_at = max(now, last[0][1] + timedelta(milliseconds=1)) if last else now
    tx.execute(
        """
        insert into batches
          (batch, source, state, position_from, position_to, import_id, chunk, opened_at)
        values (%s, %s, 'open', %s, %s, %s, %s, %s)
        """,
        (
            number,
            origin.source,
            origin.position_from,
            origin.position_to,
            origin.import_id,
            origin.chunk,
            opened_at,
        ),
    )
    return OpenBatch(
        number,
        origin.source,
        origin.position_from,
        origin.position_to,
        origin.import_id,
        origin.chunk,
        opened_at,
    )


def last_batch(tx: Transaction) -> int:
    """Number of the newest batch; 0 when there is none."""
    return int(tx.value("select coalesce(max(batch), 0) from batches"))


def number_arrivals(tx: Transaction, batch: int, events: int) -> int:
    """Give the events of a batch their numbers in the order of arrival; a batch done again keeps its own.

    Returns:
        The number of its first event; the others follow.
    """
    first = tx.value(
        """
        update batches set
          arrival_from = coalesce(arrival_from, %(next)s),
          arrival_end = greatest(arrival_end, coalesce(arrival_from, %(next)s) + %(events)s)
        where batch = %(batch)s
        returning arrival_from
        """,
        {"batch": batch, "events": events, "next": next_arrival(tx, before=batch)},
    )
    assert isinstance(first, int)  # noqa: S101 - the batch was opened in this transaction
    return first


def next_arrival(tx: Transaction, *, before: int | None = None) -> int:
    """The number that the next event to arrive gets: above that of every event stored.

    Args:
        tx: The project's.
        before: Look only at batches with a smaller number.
    """
    # Batches of before there were such numbers hold what the default of the column `arrival` gives.
    found = tx.value(
        "select coalesce(arrival_end, (batch + 1) << 20) from batches"
        " where %(before)s::bigint is null or batch < %(before)s order by batch desc limit 1",
        {"before": before},
    )
    return int(found or 0)


def note_times(tx: Transaction, batch: int, first_ms: int, last_ms: int) -> None:
    """Keep which span of time the batch's events are in."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    tx.execute(
        "update batches set time_from = %s, time_to = %s where batch = %s",
        (
            epoch + timedelta(milliseconds=first_ms),
            epoch + timedelta(milliseconds=last_ms),
            batch,
        ),
    )


def has_others_in(tx: Transaction, own: OpenBatch, *, span_ms: tuple[int, int] | None) -> bool:
    """Whether events that could be the same are stored in a span of time.

    Args:
        tx: The project's.
        own: The batch under way; the chunks of its import before it hold none of its events.
        span_ms: First and last Unix millisecond; None asks for any time.
    """
    bounds = (
        ""
        if span_ms is None
        else (
            " and time_from <= to_timestamp(%(last)s / 1000.0)"
            " and time_to >= to_timestamp(%(first)s / 1000.0)"
        )
    )
    first, last = span_ms or (0, 0)
    return bool(
        tx.value(
            "select exists (select from batches where batch <> %(batch)s and events > 0"
            " and (import_id is null or %(import_id)s::text is null"
            f" or import_id <> %(import_id)s or chunk >= %(chunk)s){bounds})",
            {
                "batch": own.batch,
                "import_id": own.import_id,
                "chunk": own.chunk,
                "first": first,
                "last": last,
            },
        )
    )


def close_batch(tx: Transaction, batch: int, *, events: int, now: datetime) -> None:
    """Mark a batch as recorded.

    Raises:
        BatchUnderWay: Another process has finished it meanwhile; it must not be counted twice.
    """
    closed = tx.execute(
        "update batches set state = 'recorded', events = %s, recorded_at = %s"
        " where batch = %s and state = 'open'",
        (events, now, batch),
    )
    if not closed:
        raise BatchUnderWay(f"batch {batch} was finished by another process")


def lower_batches(tx: Transaction, erased: Mapping[int, int]) -> None:
    """Note of batches that so many of their events went with erased people."""
    tx.execute(
        """
        update batches set events = batches.events - gone.events, erased = erased + gone.events
        from unnest(%(batches)s::bigint[], %(events)s::bigint[]) as gone (batch, events)
        where batches.batch = gone.batch
        """,
        {"batches": list(erased), "events": list(erased.values())},
    )


def add_counts(tx: Transaction, source: str, tallies: Mapping[tuple[date, str, str], int]) -> None:
    """Add what became of a batch to the counts of its days.

    Args:
        tx: The transaction that marks the batch as recorded, so that each event counts once.
        source: The way by which the events came.
        tallies: Count by (day received, outcome, reason).
    """
    for (day, outcome, reason), count in tallies.items():
        tx.execute(
            """
            insert into intake_counts (day, source, outcome, reason, count)
            values (%s, %s, %s, %s, %s)
            on conflict (project_id, day, source, outcome, reason)
            do update set count = intake_counts.count + excluded.count
            """,
            (day, source, outcome, reason, count),
        )


def list_counts(tx: Transaction, *, since: date) -> list[SourceTally]:
    """What became of the events received since a day, per day and source."""
    return tx.all(
        SourceTally,
        "select day, source, outcome, reason, count from intake_counts where day >= %s"
        " order by day, source, outcome, reason",
        (since,),
    )

"""Rejected events: kept whole, found again, and marked when they were taken again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import pyarrow as pa

from stayflow.kernel.errors import InvalidInput, NotFound
from stayflow.kernel.paging import Listing, Page
from stayflow.stores.warehouse import ProjectWarehouse

_PAGES: Final = Listing("rejected events", (0, 0))
_COLUMNS: Final = (
    "batch, ordinal, received_at, source, key_id, event, time, reason, field, message, grounds,"
    " payload, raw, lower(hex(event_id))"
)
_FIRST: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(2200, 1, 1, tzinfo=UTC)
_STILL: Final = "(batch, ordinal) NOT IN (SELECT batch, ordinal FROM rejected_replays)"


class RejectedNotFound(NotFound):
    """There is no such rejected event, or it was taken again since."""

    code = "rejected_not_found"


class RejectedIdInvalid(InvalidInput):
    """That is not how a rejected event is named."""

    code = "rejected_id_invalid"


@dataclass(frozen=True, slots=True)
class Rejected:
    """One rejected event.

    Attributes:
        batch: With `ordinal`, its name.
        key_id: Write key that let it in; empty for a file and for our own rooms.
        event: Its name, cut to 200 characters.
        time: When it happened, as far as that could be read; 1970 where it could not.
        field: Place in the event that the reason is about; empty for the whole.
        payload: As it came.
        raw: As the log could take it again; empty where it was no event.
        event_id: The 16 bytes in hex by which a duplicate is told.
    """

    batch: int
    ordinal: int
    received_at: datetime
    source: str
    key_id: str
    event: str
    time: datetime
    reason: str
    field: str
    message: str
    grounds: str
    payload: str
    raw: str
    event_id: str

    @property
    def rejected_id(self) -> str:
        """The name by which it is asked for."""
        return f"{self.batch}-{self.ordinal}"

    @property
    def is_replayable(self) -> bool:
        """Whether it can be taken again."""
        return bool(self.raw)


@dataclass(frozen=True, slots=True)
class RejectedFilter:
    """Which rejected events; what is empty or None does not narrow.

    Attributes:
        text: Occurs in the event as it came, in any case.
        since: Received at or after it.
        until: Received before it.
        ids: Only these, each `batch-ordinal`.
        up_to_batch: Only of batches up to this number.
    """

    reason: str = ""
    source: str = ""
    key_id: str = ""
    event: str = ""
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None
    ids: tuple[str, ...] = ()
    up_to_batch: int | None = None


@dataclass(slots=True)
class _Where:
    """Tests of a statement with their bound values."""

    tests: list[str] = field(default_factory=lambda: [_STILL])
    parameters: dict[str, object] = field(default_factory=dict)

    def add(self, test: str, **values: object) -> None:
        self.tests.append(test)
        self.parameters |= values

    def __str__(self) -> str:
        return " AND ".join(self.tests)


def find_rejected(
    warehouse: ProjectWarehouse, wanted: RejectedFilter, *, cursor: str | None, limit: int
) -> Page[Rejected]:
    """Rejected events, the newest first."""
    where = _where(wanted)
    if cursor:
        batch, ordinal = _PAGES.behind(cursor)
        where.add(
            "(batch, ordinal) < ({batch:UInt64}, {ordinal:UInt64})", batch=batch, ordinal=ordinal
        )
    found = _read(warehouse, where, "batch DESC, ordinal DESC", limit + 1)
    last = found[limit - 1] if len(found) > limit else None
    following = _PAGES.cursor(last.batch, last.ordinal) if last else None
    return Page(tuple(found[:limit]), following)


def next_replayable(
    warehouse: ProjectWarehouse, wanted: RejectedFilter, *, after: tuple[int, int], limit: int
) -> list[Rejected]:
    """Rejected events that can be taken again, the oldest first, behind `after`."""
    where = _where(wanted)
    where.add("raw != ''")
    where.add(
        "(batch, ordinal) > ({batch:UInt64}, {ordinal:UInt32})", batch=after[0], ordinal=after[1]
    )
    return _read(warehouse, where, "batch, ordinal", limit)


def count_rejected(
    warehouse: ProjectWarehouse, wanted: RejectedFilter, *, replayable: bool = False
) -> int:
    """How many there are."""
    where = _where(wanted)
    if replayable:
        where.add("raw != ''")
    found = warehouse.value(f"SELECT count() FROM rejected_events WHERE {where}", where.parameters)
    return int(found)


def get_rejected(warehouse: ProjectWarehouse, rejected_id: str) -> Rejected:
    """One rejected event.

    Raises:
        RejectedIdInvalid: It is not named so.
        RejectedNotFound: There is none of this name.
    """
    wanted = RejectedFilter(ids=(rejected_id,))
    page = find_rejected(warehouse, wanted, cursor=None, limit=1)
    if not page.items:
        raise RejectedNotFound(f"there is no rejected event {rejected_id}", path="rejected_id")
    return page.items[0]


def mark_replayed(
    warehouse: ProjectWarehouse, places: Sequence[tuple[int, int]], *, by_batch: int
) -> None:
    """Note that rejected events were taken again; they are rejected no longer."""
    warehouse.insert(
        "rejected_replays",
        pa.table(
            {
                "batch": pa.array([batch for batch, _ in places], pa.uint64()),
                "ordinal": pa.array([ordinal for _, ordinal in places], pa.uint32()),
                "by_batch": pa.array([by_batch] * len(places), pa.uint64()),
            }
        ),
        token=f"replayed-{by_batch}",
        named_by=("by_batch", "batch", "ordinal"),
    )


def replayed_before(
    warehouse: ProjectWarehouse, places: Sequence[tuple[int, int]], *, by_batch: int | None
) -> set[tuple[int, int]]:
    """Which of these rejected events were taken again by another batch than `by_batch`."""
    rows = warehouse.query(
        "SELECT batch, ordinal FROM rejected_replays WHERE batch IN {batches:Array(UInt64)}"
        " AND by_batch != {own:UInt64}",
        {"batches": sorted({batch for batch, _ in places}), "own": by_batch or 0},
    ).rows
    return {(int(batch), int(ordinal)) for batch, ordinal in rows} & set(places)


def forget_rejected(warehouse: ProjectWarehouse, *, batch: int) -> None:
    """Take back the rejected events of a batch that is counted without them."""
    warehouse.execute("DELETE FROM rejected_events WHERE batch = {batch:UInt64}", {"batch": batch})


def _read(warehouse: ProjectWarehouse, where: _Where, order: str, limit: int) -> list[Rejected]:
    """The first rows in an order: their names are found first, so that few payloads are read."""
    first = f"ORDER BY {order} LIMIT {{limit:UInt64}}"
    rows = warehouse.query(
        f"SELECT {_COLUMNS} FROM rejected_events WHERE (batch, ordinal) IN"
        f" (SELECT batch, ordinal FROM rejected_events WHERE {where} {first}) {first}",
        where.parameters | {"limit": limit},
    ).rows
    return [Rejected(*row) for row in rows]


def _where(wanted: RejectedFilter) -> _Where:
    where = _Where()
    for name in ("reason", "source", "key_id", "event"):
        value = getattr(wanted, name)
        if value:
            where.add(f"{name} = {{{name}:String}}", **{name: value})
    if wanted.text:
        where.add("positionCaseInsensitiveUTF8(payload, {text:String}) > 0", text=wanted.text)
    if wanted.since:
        where.add("received_at >= {since:DateTime64(3)}", since=_held(wanted.since))
    if wanted.until:
        where.add("received_at < {until:DateTime64(3)}", until=_held(wanted.until))
    if wanted.up_to_batch is not None:
        where.add("batch <= {up_to:UInt64}", up_to=wanted.up_to_batch)
    if wanted.ids:
        places = [_place(each) for each in wanted.ids]
        where.add(
            "(batch, ordinal) IN (SELECT tupleElement(p, 1), tupleElement(p, 2) FROM"
            " (SELECT arrayJoin(arrayZip({batches:Array(UInt64)}, {ordinals:Array(UInt32)})) AS p))",
            batches=[batch for batch, _ in places],
            ordinals=[ordinal for _, ordinal in places],
        )
    return where


def _held(moment: datetime) -> datetime:
    """The moment, or the nearest one that a column of time holds; without a zone it is UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(aware, _FIRST), _LAST)


def _place(rejected_id: str) -> tuple[int, int]:
    batch, _, ordinal = rejected_id.partition("-")
    if not (batch.isdecimal() and ordinal.isdecimal()) or len(rejected_id) > 30:  # noqa: PLR2004 - two 64-bit numbers
        raise RejectedIdInvalid(
            f'"{rejected_id[:40]}" is not the id of a rejected event, such as 12-0',
            path="rejected_id",
        )
    return int(batch), int(ordinal)

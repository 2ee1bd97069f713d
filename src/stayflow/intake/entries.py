"""The log's side of the pipeline: events go in, entries come out as batches by column.

An entry is a request as an SDK sent it, or a pack of events of our own rooms; what cannot be read
as either is kept as text and counted, so that no entry ever stops its project.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import msgspec
import structlog

from stayflow.intake.clean import Cleaning
from stayflow.intake.columns import EventColumns, FieldPack, assemble
from stayflow.intake.protocol import EntryReader
from stayflow.intake.record import OpenBatch, Origin, Rejected, list_recorded
from stayflow.kernel.clock import Clock
from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId
from stayflow.language.event import EventPack, RawEvent, Replay, pack_events
from stayflow.stores.log import DurableLog, Entry
from stayflow.stores.relational import Relational

CONSUMER: Final = "intake"
"""Name under which the pipeline's offset in the log is kept."""

_ENTRIES_MAX: Final = 20_000
BATCH_BYTES_MAX: Final = 80_000_000
"""Most bytes of the log that are one batch."""
# Packed requests grow when they are read: a batch ends with the entry that brings it over this.
# The larger a batch, the fewer parts the warehouse has to merge again: half the price of an event.
_EVENTS_MAX: Final = 200_000
_UNREAD_SHOWN_MAX: Final = 10_000
_RAW: Final = msgspec.json.Decoder(RawEvent)
Pack = EventPack | FieldPack
Prepare = Callable[[EventColumns], EventColumns | Cleaning]
"""What can be done with a batch before it is its turn."""
_log = structlog.get_logger("stayflow.intake")


def append_events(
    project_id: ProjectId,
    events: Sequence[RawEvent],
    *,
    source: str,
    log: DurableLog,
    clock: Clock,
    unread: Sequence[str] = (),
) -> int:
    """Put events into the durable log; when this returns they would survive a power cut.

    Args:
        project_id: Whose events.
        events: In order.
        source: Which way they come, such as `act`.
        log: The durable log; the topic is the project.
        clock: Ours: the time at which they were received.
        unread: What came beside them and was no event.

    Returns:
        Position of the entry in the log.

    Raises:
        LogFull: The consumer is too far behind.
    """
    pack = EventPack(
        source=source,
        received_at_ms=int(clock.now().timestamp() * 1000),
        events=tuple(events),
        unread=tuple(unread),
    )
    return log.append(project_id, pack_events(pack))


def replay_events(
    project_id: ProjectId, rejected: Sequence[Rejected], *, source: str, key: str, log: DurableLog
) -> int:
    """Put rejected events of one way and key into the log again; each is taken once, if ever.

    Returns:
        Position of the entry in the log.

    Raises:
        LogFull: The consumer is too far behind.
    """
    pack = EventPack(
        source=source,
        received_at_ms=0,  # each event brings its own
        events=tuple(_RAW.decode(each.raw) for each in rejected),
        key=key,
        replays=tuple(
            Replay(each.batch, each.ordinal, each.reason, bytes.fromhex(each.event_id))
            for each in rejected
        ),
    )
    return log.append(project_id, pack_events(pack))


@dataclass(frozen=True, slots=True)
class Window:
    """Entries of the log that were read and decoded together, apart by the way they came.

    Events of several protocols come mixed, and a batch has one source: each source of a window
    makes one batch, and the offset moves with the last of them.

    Attributes:
        after: The offset behind which it begins.
        first: Position of its first entry.
        last: Position of its last entry.
        batches: By source, its events, cleaned or not; what is not yet taken.
        is_full: Whether there may be more behind it.
    """

    after: int
    first: int
    last: int
    batches: Mapping[str, EventColumns | Cleaning]
    is_full: bool


@dataclass(frozen=True, slots=True)
class LogBatch:
    """What one source has in a window.

    Attributes:
        events: The batch, cleaned or not.
        origin: Where it can be read again: the range of the window, and the source.
        moves_to: The offset after it; None while other sources of the window are left.
        rest: The window without it.
    """

    events: EventColumns | Cleaning
    origin: Origin
    moves_to: int | None
    rest: Window


def read_window(
    project_id: ProjectId, log: DurableLog, *, relational: Relational, after: int
) -> Window | None:
    """The next entries of a project's topic, decoded; None when there is no news.

    Sources that were recorded before a crash in the midst of a window are left out of it.
    """
    entries = log.read(project_id, after=after, limit=_ENTRIES_MAX, bytes_max=BATCH_BYTES_MAX)
    if not entries:
        return None
    decoded, last = _decoded(entries, _EVENTS_MAX)
    with relational.project(project_id) as tx:
        done = list_recorded(tx, after=after)
    packs: dict[str, list[Pack]] = {}
    for position, pack in decoded:
        if not any(each.covers(pack.source, position) for each in done):
            packs.setdefault(pack.source, []).append(pack)
    is_full = last != entries[-1].position or len(entries) == _ENTRIES_MAX
    is_full |= sum(len(entry.payload) for entry in entries) > BATCH_BYTES_MAX // 2
    batches = {source: assemble(source, taken) for source, taken in packs.items()}
    return Window(after, entries[0].position, last, batches, is_full)


class ReadAhead:
    """The next window, read, decoded and prepared by a thread while the batch before it is being stored.

    Storing waits for the engines most of the time; so a backlog is drained by both cores.
    """

    def __init__(
        self,
        project_id: ProjectId,
        log: DurableLog,
        *,
        relational: Relational,
        after: int,
        prepare: Prepare,
    ) -> None:
        self.after = after
        self._window: Window | None = None
        self._read = partial(read_window, project_id, log, relational=relational, after=after)
        self._prepare = prepare
        self._thread = threading.Thread(target=self._run, name="intake-ahead", daemon=True)
        self._thread.start()

    def take(self) -> Window | None:
        """The window; None when there is none, or it could not be read and is to be read anew."""
        self._thread.join()
        return self._window

    def _run(self) -> None:
        try:
            window = self._read()
            if window is not None:
                batches = {
                    source: self._prepare(events)
                    for source, events in window.batches.items()
                    if isinstance(events, EventColumns)
                }
                window = replace(window, batches=batches)
            self._window = window
        except StayflowError as error:
            _log.warning("not_read_ahead", reason=error.message)


def read_again(project_id: ProjectId, log: DurableLog, under_way: OpenBatch) -> LogBatch:
    """The batch that was begun and not finished, as it was.

    Its offset moves when the other sources of its window were looked for again.
    """
    first, last = under_way.position_from or 0, under_way.position_to or 0
    decoded, _ = _decoded(log.read_range(project_id, first=first, last=last), None)
    packs = [pack for _, pack in decoded if pack.source == under_way.source]
    origin = under_way.origin
    rest = Window(first - 1, first, last, {}, is_full=True)
    return LogBatch(assemble(under_way.source, packs), origin, None, rest)


def next_batch(window: Window) -> LogBatch:
    """The first source of a window that is not empty."""
    source, events = next(iter(window.batches.items()))
    left = {name: batch for name, batch in window.batches.items() if name != source}
    return LogBatch(
        events,
        Origin(source, position_from=window.first, position_to=window.last),
        None if left else window.last,
        replace(window, batches=left),
    )


def _decoded(
    entries: Sequence[Entry], events_max: int | None
) -> tuple[list[tuple[int, Pack]], int]:
    """Entries with their events, as many as make about `events_max`; and the last one's position."""
    decoded: list[tuple[int, Pack]] = []
    count = 0
    reader = EntryReader()
    for entry in entries:
        pack = _read(reader, entry)
        decoded.append((entry.position, pack))
        count += len(pack.events)
        if events_max is not None and count >= events_max:
            break
    return decoded, decoded[-1][0] if decoded else 0


def _read(reader: EntryReader, entry: Entry) -> Pack:
    """The events of an entry; what is no entry is kept as text."""
    try:
        return reader.read(entry.payload)
    except msgspec.DecodeError:
        unread = entry.payload.hex()
    except Exception as error:  # noqa: BLE001 - a defect of a decoder must not stop the project
        _log.error("entry_not_decoded", position=entry.position, exc_info=error)
        unread = entry.payload.decode("utf-8", "replace")
    received_at_ms = int(entry.appended_at.timestamp() * 1000)
    return EventPack(
        source="log",
        received_at_ms=received_at_ms,
        events=(),
        unread=(unread[:_UNREAD_SHOWN_MAX],),
    )

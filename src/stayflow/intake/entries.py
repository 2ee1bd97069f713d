"""The log's side of the pipeline: events go in, entries come out as batches by column.

An entry is a request as an SDK sent it, or a pack of events of our own rooms; what cannot be read
as either is kept as text and counted, so that no entry ever stops its project.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import msgspec
import structlog

from stayflow.intake.columns import EventColumns, assemble
from stayflow.intake.protocol import read_entry
from stayflow.intake.record import OpenBatch, Origin, Rejected
from stayflow.kernel.clock import Clock
from stayflow.kernel.ids import ProjectId
from stayflow.language.event import EventPack, RawEvent, Replay, pack_events
from stayflow.stores.log import DurableLog, Entry
from stayflow.stores.relational import Relational

CONSUMER: Final = "intake"
"""Name under which the pipeline's offset in the log is kept."""

_ENTRIES_MAX: Final = 20_000
_BYTES_MAX: Final = 16_000_000
# Packed requests grow when they are read: a batch ends with the entry that brings it over this.
_EVENTS_MAX: Final = 50_000
_RAW: Final = msgspec.json.Decoder(RawEvent)
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
class LogBatch:
    """Entries of the log that make one batch."""

    events: EventColumns
    origin: Origin
    position: int


def read_batch(
    project_id: ProjectId, log: DurableLog, *, relational: Relational, under_way: OpenBatch | None
) -> LogBatch | None:
    """The next batch of a project's topic; the same one again while it is under way.

    Returns:
        None when there is no news.
    """
    if under_way and under_way.position_to is not None:
        first, last = under_way.position_from or 0, under_way.position_to
        entries = log.read_range(project_id, first=first, last=last)
    else:
        with relational.system() as tx:
            after = log.offset(tx, CONSUMER, project_id)
        entries = log.read(project_id, after=after, limit=_ENTRIES_MAX, bytes_max=_BYTES_MAX)
    if not entries:
        return None
    packs, unread, taken = _same_source(entries)
    source = packs[0].source if packs else "log"
    events = assemble(source, packs)
    if unread:
        events = replace(events, unread=(*events.unread, *unread))
    origin = Origin(source, position_from=entries[0].position, position_to=taken.position)
    return LogBatch(events, origin, taken.position)


def _same_source(entries: Sequence[Entry]) -> tuple[list[EventPack], list[str], Entry]:
    """The first entries that came the same way; what is no pack is kept as text."""
    packs: list[EventPack] = []
    unread: list[str] = []
    taken, count = entries[0], 0
    for entry in entries:
        try:
            pack = read_entry(entry.payload)
        except msgspec.DecodeError:
            unread.append(entry.payload.hex())
        except Exception as error:  # noqa: BLE001 - a defect of a decoder must not stop the project
            _log.error("entry_not_decoded", position=entry.position, exc_info=error)
            unread.append(entry.payload.decode("utf-8", "replace"))
        else:
            if packs and (pack.source != packs[0].source or count >= _EVENTS_MAX):
                break
            packs.append(pack)
            count += len(pack.events)
        taken = entry
    return packs, unread, taken

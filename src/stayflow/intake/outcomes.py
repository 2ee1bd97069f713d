"""What became of the events of a batch, as it is counted, kept and shown."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

import numpy as np
import pyarrow as pa

from stayflow.intake.clean import FIELDS, MESSAGES, REASONS, Cleaning, Outcome, Reason
from stayflow.intake.columns import EventColumns, Rows, as_instants, raw_events
from stayflow.intake.record import EventSeen, HourCount, OpenBatch, replayed_before
from stayflow.stores.warehouse import ProjectWarehouse

_HOUR_MS: Final = 3_600_000
_NAME_MAX: Final = 200
_LATEST_MS: Final = 10_413_791_999_000  # the last day of 2299, with which DateTime64 ends
_DUPLICATES_SHOWN_MAX: Final = 200
_WARNED: Final = "warned"
_DUPLICATE, _REJECTED = 2, 3
_OUTCOMES: Final = (Outcome.ACCEPTED, Outcome.REPAIRED, Outcome.DUPLICATE, Outcome.REJECTED)

DayTallies = Mapping[tuple[date, str, str], int]
"""Events by (day received, outcome, reason)."""


def count_hours(cleaning: Cleaning, opened: OpenBatch) -> list[HourCount]:
    """Every event received, by hour, key and name, under what became of it.

    What is taken again counts off where it was rejected before, at the hour it was received.
    """
    counts = _counted(cleaning)
    if unread := len(cleaning.events.unread):
        hour = _hour(int(opened.opened_at.timestamp() * 1000) // _HOUR_MS)
        counts.append(HourCount(hour, "", "", str(Outcome.REJECTED), Reason.UNREADABLE, unread))
    counts += _taken_back(cleaning.events)
    return counts


def stored_hours(orphan: OpenBatch, seen: Iterable[EventSeen]) -> list[HourCount]:
    """The counts of a batch of which nothing is known but what is stored."""
    hour = _hour(int(orphan.opened_at.timestamp()) // 3600)
    return [HourCount(hour, "", each.name, str(Outcome.ACCEPTED), "", each.count) for each in seen]


def tally_days(counts: Iterable[HourCount]) -> DayTallies:
    """The same counts by day, without names and keys."""
    days: Counter[tuple[date, str, str]] = Counter()
    for each in counts:
        if each.outcome != _WARNED:
            days[each.hour.date(), each.outcome, each.reason] += each.events
    return {key: count for key, count in days.items() if count}


def treated(cleaning: Cleaning, kept: Rows) -> EventColumns:
    """The events that are stored, with what was done to them as further columns."""
    events = cleaning.events
    context = dict(events.context)
    for name, notes in (("repairs", cleaning.repairs), ("warnings", cleaning.warnings)):
        if len(notes.known) > 1:
            context[name] = notes.texts().dictionary_decode()
    context["protocol"] = pa.repeat(pa.scalar(events.source, pa.string()), len(events))
    if events.keys is not None:
        context["key_id"] = events.keys.dictionary_decode()
    return replace(events, context=context).take(kept)


def rejected_table(cleaning: Cleaning) -> pa.Table:
    """The rejected events whole: as they came, and as the log could take them again."""
    rows = np.flatnonzero(cleaning.rejected)
    events, chosen = cleaning.came, pa.array(rows)
    reasons = [REASONS[code - 1] for code in cleaning.rejected[rows]]
    about = cleaning.grounds.about().take(chosen).to_pylist()
    count, unread = len(rows), len(events.unread)
    keys = events.keys.take(chosen).dictionary_decode().to_pylist() if events.keys else [""] * count
    none = [""] * unread
    return pa.table(
        {
            "reason": pa.array(
                [*map(str, reasons), *[str(Reason.UNREADABLE)] * unread], pa.string()
            ),
            "field": pa.array(
                [said or FIELDS.get(why, "") for why, said in zip(reasons, about, strict=True)]
                + none,
                pa.string(),
            ),
            "message": pa.array(
                [MESSAGES[why] for why in reasons] + [MESSAGES[Reason.UNREADABLE]] * unread,
                pa.string(),
            ),
            "payload": pa.array([*events.payloads(rows), *events.unread], pa.string()),
            "raw": pa.array(raw_events(events, rows) + none, pa.string()),
            "grounds": pa.array(
                cleaning.grounds.texts().take(chosen).to_pylist() + none, pa.string()
            ),
            "key_id": pa.array(keys + none, pa.string()),
            "event": pa.array(_short(events.name.take(chosen)) + none, pa.string()),
            "event_id": _with_blanks(events.event_id.take(chosen), unread),
            "time": as_instants(
                np.append(events.time[rows].clip(0, _LATEST_MS), np.zeros(unread, np.int64))
            ),
            "ordinal": np.arange(count + unread, dtype=np.uint32),
        }
    )


def received_at(cleaning: Cleaning, opened: OpenBatch) -> Rows:
    """When each row of `rejected_table` was received, Unix milliseconds."""
    rows = np.flatnonzero(cleaning.rejected)
    unread = np.full(len(cleaning.events.unread), int(opened.opened_at.timestamp() * 1000))
    return np.append(cleaning.events.received_at[rows], unread)


def replays_of(events: EventColumns) -> list[tuple[int, int]]:
    """Which rejected events are taken again with the batch, as (batch, ordinal)."""
    if events.replays is None:
        return []
    return [(each.batch, each.ordinal) for each in events.replays if each is not None]


def without_replayed(
    warehouse: ProjectWarehouse, events: EventColumns, *, by_batch: int | None
) -> EventColumns:
    """The events but for those that were taken again already: a replay asked for twice is one.

    Args:
        warehouse: The project's.
        events: A batch of the log.
        by_batch: Number of the batch when it is done again; what it took itself it takes again.
    """
    places = replays_of(events)
    if not places or events.replays is None:
        return events
    done = replayed_before(warehouse, places, by_batch=by_batch)
    kept = []
    for row, replay in enumerate(events.replays):
        place = None if replay is None else (replay.batch, replay.ordinal)
        if place is None or place not in done:
            kept.append(row)
            done |= {place} if place else set()
    return events.take(np.array(kept, dtype=np.int64))


def duplicate_table(cleaning: Cleaning) -> pa.Table:
    """The newest duplicates of the batch, for whoever looks on; the others are only counted."""
    rows = np.flatnonzero(cleaning.is_duplicate & (cleaning.rejected == 0))[-_DUPLICATES_SHOWN_MAX:]
    events, chosen = cleaning.events, pa.array(rows)
    near = cleaning.is_near[rows]
    keys = None if events.keys is None else events.keys.take(chosen).dictionary_decode()
    return pa.table(
        {
            "key_id": pa.array([""] * len(rows), pa.string()) if keys is None else keys,
            "event": events.name.take(chosen),
            "event_id": events.event_id.take(chosen),
            "time": as_instants(events.time[rows]),
            "received_at": as_instants(events.received_at[rows]),
            "reason": pa.array(
                [str(Reason.NEAR_DUPLICATE) if each else "" for each in near], pa.string()
            ),
            "raw": pa.array(raw_events(events, rows), pa.string()),
            "ordinal": rows.astype(np.uint32),
        }
    )


def events_seen(events: EventColumns) -> list[EventSeen]:
    """How often each event comes in the batch, and when, for the catalogue."""
    if not len(events):
        return []
    keys = np.zeros(len(events), np.int32) if events.keys is None else events.keys.indices
    known = [""] if events.keys is None else events.keys.dictionary.to_pylist()
    times = pa.table({"name": events.name, "time": events.time, "key": keys})
    grouped = times.group_by("name", use_threads=False).aggregate(
        [("time", "count"), ("time", "min"), ("time", "max"), ("key", "last")]
    )
    return [
        EventSeen(
            row["name"],
            row["time_count"],
            _instant(row["time_min"]),
            _instant(row["time_max"]),
            known[row["key_last"]],
        )
        for row in grouped.sort_by("name").to_pylist()
    ]


def _instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


@dataclass(frozen=True, slots=True)
class _Codes:
    """Outcome and reason of each event as small numbers."""

    outcome: "np.ndarray[tuple[int], np.dtype[np.int8]]"
    reason: "np.ndarray[tuple[int], np.dtype[np.int8]]"


def _codes(cleaning: Cleaning) -> _Codes:
    is_rejected = cleaning.rejected != 0
    outcome = (cleaning.repaired != 0).astype(np.int8)
    outcome[cleaning.is_duplicate] = _DUPLICATE
    outcome[is_rejected] = _REJECTED
    reason = np.where(outcome == 1, cleaning.repaired, 0).astype(np.int8)
    reason[cleaning.is_near & (outcome == _DUPLICATE)] = REASONS.index(Reason.NEAR_DUPLICATE) + 1
    reason[is_rejected] = cleaning.rejected[is_rejected]
    return _Codes(outcome, reason)


def _counted(cleaning: Cleaning) -> list[HourCount]:
    events, codes = cleaning.events, _codes(cleaning)
    if not len(events):
        return []
    names = events.name.dictionary_encode()
    keys = events.keys
    grouped = (
        pa.table(
            {
                "hour": events.received_at // _HOUR_MS,
                "name": names.indices,
                "key": np.zeros(len(events), np.int32) if keys is None else keys.indices,
                "outcome": codes.outcome,
                "reason": codes.reason,
                "warning": cleaning.warnings.of_row,
            }
        )
        .group_by(["hour", "name", "key", "outcome", "reason", "warning"])
        .aggregate([([], "count_all")])
    )
    spoken = _short(names.dictionary)
    known = [""] if keys is None else keys.dictionary.to_pylist()
    counts: list[HourCount] = []
    for row in grouped.to_pylist():
        where = _hour(row["hour"]), known[row["key"]], spoken[row["name"]]
        reason = str(REASONS[row["reason"] - 1]) if row["reason"] else ""
        times = row["count_all"]
        counts.append(HourCount(*where, str(_OUTCOMES[row["outcome"]]), reason, times))
        counts += [
            HourCount(*where, _WARNED, str(note.reason), times)
            for note in cleaning.warnings.known[row["warning"]]
        ]
    return counts


def _taken_back(events: EventColumns) -> list[HourCount]:
    """What was rejected before and is taken again with this batch."""
    if events.replays is None:
        return []
    names = _short(events.name)
    back: Counter[tuple[int, str, str, str]] = Counter()
    for row, replay in enumerate(events.replays):
        if replay is not None:
            key = "" if events.keys is None else events.keys[row].as_py()
            back[events.received_at[row] // _HOUR_MS, key, names[row], replay.reason] += 1
    return [
        HourCount(_hour(hour), key, name, str(Outcome.REJECTED), reason, -times)
        for (hour, key, name, reason), times in back.items()
    ]


def _short(names: pa.Array) -> list[str]:
    return [str(name)[:_NAME_MAX] for name in names.to_pylist()]


def _with_blanks(ids: pa.Array, count: int) -> pa.Array:
    return pa.array(ids.to_pylist() + [b"\0" * 16] * count, pa.binary(16))


def _hour(hours: int) -> datetime:
    return datetime.fromtimestamp(hours * 3600, UTC)

"""From events as they were sent to a batch by column."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stayflow.intake.columns.hashing import as_ids, hash_rows
from stayflow.intake.columns.mend import mend_events
from stayflow.intake.columns.model import (
    REVENUE,
    UNREADABLE_TIME,
    EventColumns,
    Rows,
)
from stayflow.intake.columns.operations import Operations, operations_said
from stayflow.intake.columns.shapes import is_name, shapes_of, value_type
from stayflow.intake.columns.stated import StatedColumn
from stayflow.language.event import CONTEXT_FIELDS, EventPack, RawEvent, Replay, Value
from stayflow.language.scope import ValueType

_REVENUE_MAX: Final = 10**12
_JSON: Final = msgspec.json.Encoder(decimal_format="number")


def assemble(source: str, packs: Sequence[EventPack]) -> EventColumns:
    """The events of several packs of one source as one batch, in order."""
    unread = tuple(text for pack in packs for text in pack.unread)
    events = [event for pack in packs for event in pack.events]
    received = [
        pack.received_at_ms if event.received_at_ms is None else event.received_at_ms
        for pack in packs
        for event in pack.events
    ]
    keys = [pack.key for pack in packs for _ in pack.events]
    replays = _replays(packs)
    try:
        columns = _columns(source, events, received)
    except (UnicodeEncodeError, OverflowError, RecursionError):
        whole = mend_events(events)
        kept = np.flatnonzero([event is not None for event in whole.events])
        columns = _columns(
            source,
            [event for event in whole.events if event is not None],
            [received[row] for row in kept],
        )
        columns = replace(columns, is_mended=whole.is_mended[kept])
        keys, replays = [keys[row] for row in kept], [replays[row] for row in kept]
        unread += whole.unread
    columns = replace(columns, unread=unread, keys=_dictionary(keys))
    return _as_replayed(columns, replays) if any(replays) else columns


def _replays(packs: Sequence[EventPack]) -> list[Replay | None]:
    return [replay for pack in packs for replay in (pack.replays or (None,) * len(pack.events))]


def _as_replayed(columns: EventColumns, replays: Sequence[Replay | None]) -> EventColumns:
    """Events taken again keep the ids they had."""
    ids = [
        own if replay is None else replay.event_id
        for own, replay in zip(columns.event_id.to_pylist(), replays, strict=True)
    ]
    marked = np.empty(len(replays), dtype=object)
    marked[:] = replays
    return replace(columns, event_id=pa.array(ids, pa.binary(16)), replays=marked)


def _columns(source: str, events: list[RawEvent], received: list[int]) -> EventColumns:
    money = [_money(event.revenue) for event in events]
    return EventColumns(
        source=source,
        name=_texts([event.name for event in events]),
        time=np.array([_stated_time(event) for event in events], dtype=np.int64),
        has_time=np.array([event.time_ms is not None for event in events], dtype=bool),
        sent_at=np.array([event.sent_at_ms or 0 for event in events], dtype=np.int64),
        received_at=np.array(received, dtype=np.int64),
        event_id=_event_ids(events, received),
        identities=_identities([event.identities for event in events]),
        unbinds=_identities([event.unbind for event in events]),
        context=_context(events),
        revenue=pa.array(money, REVENUE) if any(money) else None,
        properties=_texts([_JSON.encode(event.properties).decode() for event in events]),
        shapes=shapes_of([event.properties for event in events]),
        property_values=lambda name, rows: stated_column(
            [events[row].properties.get(name) for row in rows]
        ),
        attributes=_attributes(events),
        operations=_operations(events),
        payloads=lambda rows: _payloads(events, received, rows),
        raws=lambda rows: _payloads(events, received, rows),
        lost_money=np.array(
            [
                event.revenue is not None and amount is None
                for event, amount in zip(events, money, strict=True)
            ],
            dtype=bool,
        ),
        user_agent=_dictionary([event.user_agent for event in events]),
        ip=_dictionary([event.ip for event in events]),
    )


def _stated_time(event: RawEvent) -> int:
    if event.time_ms is not None:
        return event.time_ms
    return UNREADABLE_TIME if event.time_text else 0


def _texts(values: Sequence[str | None]) -> pa.Array:
    """Texts as sent; a NUL, which no store can hold, is replaced, never lost."""
    texts = pa.array(values, pa.string())
    content = texts.buffers()[2]
    if content is None or bytes(content).find(b"\0") < 0:
        return texts
    return pc.replace_substring(texts, "\0", "\N{REPLACEMENT CHARACTER}")


def _dictionary(values: Sequence[str]) -> pa.Array | None:
    """Texts of which few are distinct; None when all are empty."""
    return _texts(values).dictionary_encode() if any(values) else None


def _event_ids(events: Sequence[RawEvent], received: Sequence[int]) -> pa.Array:
    seen: Counter[bytes] = Counter()
    keys: list[str] = []
    for event, received_at in zip(events, received, strict=True):
        if event.event_id:
            keys.append(f"id:{event.event_id}")
            continue
        content = _JSON.encode(msgspec.structs.replace(event, sent_at_ms=None, received_at_ms=None))
        if event.time_ms is None:  # nothing tells a retry from a second event: both count
            content = b"at:%d:" % received_at + content
        seen[content] += 1
        keys.append(f"row:{seen[content]}:{content.decode()}")
    return as_ids(hash_rows([_texts([event.name for event in events]), _texts(keys)]))


def _money(revenue: float | None) -> Decimal | None:
    if revenue is None or not abs(revenue) < _REVENUE_MAX:
        return None
    return Decimal(repr(revenue)).quantize(Decimal("0.000001"))


def _identities(named: Sequence[Mapping[str, str]]) -> dict[str, pa.Array]:
    kinds = sorted(set().union(*named)) if any(named) else []
    return {kind: _texts([each.get(kind) or None for each in named]) for kind in kinds}


def _context(events: Sequence[RawEvent]) -> dict[str, pa.Array]:
    columns = {}
    for name in CONTEXT_FIELDS:
        values = list(map(attrgetter(name), events))
        if any(values):
            columns[name] = _texts(values)
    return columns


def _attributes(events: Sequence[RawEvent]) -> dict[str, StatedColumn]:
    names = sorted({name for event in events for name in event.attributes if is_name(name)})
    return {name: stated_column([event.attributes.get(name) for event in events]) for name in names}


def _operations(events: Sequence[RawEvent]) -> tuple[Operations, ...]:
    return tuple(
        Operations(kind, name, np.array(rows, dtype=np.int64), stated_column(values))
        for (kind, name), (rows, values) in operations_said(events).items()
        if is_name(name)
    )


def stated_column(values: Sequence[Value]) -> StatedColumn:
    """Values of one attribute as a column of the type of most of them; others become misfits."""
    kinds = list(map(value_type, values))
    tally = Counter(kinds)
    stated = [(count, kind) for kind, count in tally.items() if kind is not None]
    kind = max(stated, key=lambda each: each[0], default=(0, ValueType.TEXT))[1]
    if len(stated) <= 1:
        return StatedColumn(kind, _typed(kind, values))
    fitting = [value if own is kind else None for value, own in zip(values, kinds, strict=True)]
    others = [
        _plain(value) if own not in {kind, None} else None
        for value, own in zip(values, kinds, strict=True)
    ]
    return StatedColumn(kind, _typed(kind, fitting), _texts(others))


def _typed(kind: ValueType, values: Sequence[Value]) -> pa.Array:
    match kind:
        case ValueType.NUMBER:
            return pa.array([_as_double(v) for v in values], pa.float64())
        case ValueType.BOOLEAN:
            return pa.array(values, pa.bool_())
        case ValueType.TIME:
            return pa.array([None if v is None else _instant(str(v)) for v in values], pa.int64())
        case _:
            return _texts([None if v is None else _plain(v) for v in values])


def _as_double(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float | Decimal) else None


def _instant(text: str) -> int | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int(aware.timestamp() * 1000)


def _plain(value: Value) -> str:
    return value if isinstance(value, str) else _JSON.encode(value).decode()


def _payloads(events: Sequence[RawEvent], received: Sequence[int], rows: Rows) -> list[str]:
    """The events as they were sent, but without the client's address, which is not to be kept."""
    return [
        _as_json(msgspec.structs.replace(events[row], ip="", received_at_ms=received[row]))
        for row in rows
    ]


def _as_json(event: RawEvent) -> str:
    try:
        return _JSON.encode(event).decode()
    except (UnicodeEncodeError, OverflowError, RecursionError):
        # In a field of which no column is made, such as the text of a time.
        mended = mend_events([event]).events[0]
        return _JSON.encode(mended or RawEvent()).decode()

"""From events as they were sent to a batch by column."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import chain, groupby, repeat
from typing import Any, Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stayflow.intake.columns.by_field import EventsByField, FieldPack
from stayflow.intake.columns.hashing import as_ids, hash_rows
from stayflow.intake.columns.mend import mend_events
from stayflow.intake.columns.model import (
    REVENUE,
    UNREADABLE_TIME,
    EventColumns,
    Instants,
    Mask,
    Rows,
    as_mask,
)
from stayflow.intake.columns.operations import Operations, operations_said
from stayflow.intake.columns.shapes import Shapes, is_name, shapes_of, value_type
from stayflow.intake.columns.shelf import Placed
from stayflow.intake.columns.stated import StatedColumn
from stayflow.language.event import CONTEXT_FIELDS, EventPack, RawEvent, Replay, Value
from stayflow.language.scope import ValueType

_REVENUE_MAX: Final = 10**12
_LINE_BREAK: Final = 10
_JSON: Final = msgspec.json.Encoder(decimal_format="number")


def assemble(source: str, packs: Sequence[EventPack | FieldPack]) -> EventColumns:
    """The events of several packs of one source as one batch, in order."""
    unread = tuple(text for pack in packs if isinstance(pack, EventPack) for text in pack.unread)
    said = _said(packs)
    keys = [key for pack in packs for key in repeat(pack.key, len(pack.events))]
    received, replays = _received(packs, said), _replays(packs)
    try:
        columns = _columns(source, said, received)
    except (UnicodeEncodeError, OverflowError, RecursionError):
        whole = mend_events([said.event(row) for row in range(said.count)])
        kept = np.flatnonzero([event is not None for event in whole.events])
        columns = _columns(
            source,
            EventsByField.of([event for event in whole.events if event is not None]),
            [received[row] for row in kept],
        )
        columns = replace(columns, is_mended=whole.is_mended[kept])
        keys, replays = [keys[row] for row in kept], [replays[row] for row in kept]
        unread += whole.unread
    columns = replace(columns, unread=unread, keys=_dictionary(keys) if any(keys) else None)
    return _as_replayed(columns, replays) if any(replays) else columns


def _said(packs: Sequence[EventPack | FieldPack]) -> EventsByField:
    """What all of them say: runs of packs by event are turned together."""
    parts: list[EventsByField] = []
    for kind, run in groupby(packs, key=type):
        if kind is FieldPack:
            parts += [pack.events for pack in run if isinstance(pack, FieldPack)]
        else:
            several = (pack.events for pack in run if isinstance(pack, EventPack))
            parts.append(EventsByField.of(list(chain.from_iterable(several))))
    return EventsByField.joined(parts) if parts else EventsByField.of(())


def _received(packs: Sequence[EventPack | FieldPack], said: EventsByField) -> list[int]:
    """When we took each event."""
    taken = [at for pack in packs for at in repeat(pack.received_at_ms, len(pack.events))]
    own = said.stated("received_at_ms")
    if own is None:
        return taken
    return [at if told is None else told for at, told in zip(taken, own, strict=True)]


def _replays(packs: Sequence[EventPack | FieldPack]) -> list[Replay | None]:
    return [
        replay
        for pack in packs
        for replay in getattr(pack, "replays", ()) or repeat(None, len(pack.events))
    ]


def _as_replayed(columns: EventColumns, replays: Sequence[Replay | None]) -> EventColumns:
    """Events taken again keep the ids they had."""
    ids = [
        own if replay is None else replay.event_id
        for own, replay in zip(columns.event_id.to_pylist(), replays, strict=True)
    ]
    marked = np.empty(len(replays), dtype=object)
    marked[:] = replays
    return replace(columns, event_id=pa.array(ids, pa.binary(16)), replays=marked)


def _columns(source: str, said: EventsByField, received: list[int]) -> EventColumns:
    revenue = said.stated("revenue")
    money = None if revenue is None else _once_each(_moneys, revenue)
    time_ms, properties = said.whole("time_ms"), said.whole("properties")
    return EventColumns(
        source=source,
        name=_filled(said.whole("name")),
        time=_times(said, time_ms),
        has_time=np.array([when is not None for when in time_ms], dtype=bool),
        sent_at=np.array([when or 0 for when in said.whole("sent_at_ms")], dtype=np.int64),
        received_at=np.array(received, dtype=np.int64),
        event_id=_event_ids(said, received),
        identities=_identities(said.identities),
        unbinds=_identities(said.unbind),
        context={name: _filled(texts) for name in CONTEXT_FIELDS if (texts := said.stated(name))},
        revenue=money if money is not None and pc.any(pc.not_equal(money, 0)).as_py() else None,
        properties=_once_each(_json_texts, properties),
        shapes=_shapes(properties),
        property_values=lambda name, rows: stated_column(
            [properties[row].get(name) for row in rows]
        ),
        attributes=_attributes(said.stated("attributes")),
        operations=_operations(said),
        payloads=lambda rows: _payloads(said, received, rows),
        raws=lambda rows: _payloads(said, received, rows, has_address=True),
        lost_money=_lost_money(revenue, money, said.count),
        user_agent=_dictionary(said.stated("user_agent")),
        ip=_dictionary(said.stated("ip")),
    )


def _times(said: EventsByField, time_ms: Sequence[int | None]) -> Instants:
    times = np.array([when or 0 for when in time_ms], dtype=np.int64)
    texts = said.stated("time_text")
    if texts is not None:
        missing = [when is None and bool(text) for when, text in zip(time_ms, texts, strict=True)]
        times[missing] = UNREADABLE_TIME
    return times


def _lost_money(revenue: Sequence[float | None] | None, money: pa.Array | None, count: int) -> Mask:
    if revenue is None or money is None:
        return np.zeros(count, dtype=bool)
    return as_mask(pc.and_(_once_each(_are_stated, revenue), money.is_null()))


def _are_stated(values: Sequence[object]) -> pa.Array:
    return pa.array([value is not None for value in values], pa.bool_())


def _once_each(make: Callable[[Sequence[Any]], pa.Array], values: Sequence[Any]) -> pa.Array:
    """A column of values; where few of them are distinct, made of these and spread over the rows."""
    if isinstance(values, Placed):
        return make(values.distinct).take(pa.array(values.where))
    return make(values)


def _shapes(properties: Sequence[Mapping[str, Value]]) -> Shapes:
    if isinstance(properties, Placed):
        return shapes_of(properties.distinct).take(properties.where)
    return shapes_of(properties)


def _texts(values: Sequence[str | None]) -> pa.Array:
    """Texts as sent; a NUL, which no store can hold, is replaced, never lost."""
    texts = pa.array(values, pa.string())
    content = texts.buffers()[2]
    if content is None or bytes(content).find(b"\0") < 0:
        return texts
    return pc.replace_substring(texts, "\0", "\N{REPLACEMENT CHARACTER}")


def _filled(values: Sequence[str | None]) -> pa.Array:
    """Texts as sent, empty where there is none."""
    return pc.fill_null(_once_each(_texts, values), "")


def _json_texts(values: Sequence[Value]) -> pa.Array:
    """Each value as JSON: written in one go, in which a line break stands between two only."""
    written = _JSON.encode_lines(values)
    ends = np.flatnonzero(np.frombuffer(written, dtype=np.uint8) == _LINE_BREAK)
    begins = np.append(-1, ends) + 1
    # The text of a row ends where the next one begins, so the line breaks have to go.
    offsets = (begins - np.arange(len(begins))).astype(np.int32)
    content = written.replace(b"\n", b"")
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(content)]
    return pa.StringArray.from_buffers(len(ends), buffers[1], buffers[2])


def _dictionary(values: Sequence[str | None] | None) -> pa.Array | None:
    """Texts of which few are distinct; None when there are none."""
    return None if values is None else _filled(values).dictionary_encode()


def _event_ids(said: EventsByField, received: Sequence[int]) -> pa.Array:
    ids = said.whole("event_id")
    is_told = all(ids)
    keys = _texts(ids) if is_told else _texts(list(_keys(said, ids, received)))
    if is_told:
        keys = pc.binary_join_element_wise("id:", keys, "")
    return as_ids(hash_rows([_filled(said.whole("name")), keys]))


def _keys(said: EventsByField, ids: Sequence[str | None], received: Sequence[int]) -> Iterator[str]:
    """What makes each event the one it is: its id, or all it says."""
    seen: Counter[bytes] = Counter()
    for row, (event_id, received_at) in enumerate(zip(ids, received, strict=True)):
        if event_id:
            yield f"id:{event_id}"
            continue
        event = said.event(row)
        content = _JSON.encode(msgspec.structs.replace(event, sent_at_ms=None, received_at_ms=None))
        if event.time_ms is None:  # nothing tells a retry from a second event: both count
            content = b"at:%d:" % received_at + content
        seen[content] += 1
        yield f"row:{seen[content]}:{content.decode()}"


def _moneys(revenue: Sequence[float | None]) -> pa.Array:
    return pa.array(list(map(_money, revenue)), REVENUE)


def _money(revenue: float | None) -> Decimal | None:
    if revenue is None or not abs(revenue) < _REVENUE_MAX:
        return None
    return Decimal(repr(revenue)).quantize(Decimal("0.000001"))


def _identities(named: Mapping[str, Sequence[str | None]]) -> dict[str, pa.Array]:
    return {kind: _texts([value or None for value in values]) for kind, values in named.items()}


def _attributes(stated: Sequence[Mapping[str, Value]] | None) -> dict[str, StatedColumn]:
    if stated is None:
        return {}
    named = [each or {} for each in stated]
    names = sorted({name for each in named for name in each if is_name(name)})
    return {name: stated_column([each.get(name) for each in named]) for name in names}


def _operations(said: EventsByField) -> tuple[Operations, ...]:
    return tuple(
        Operations(kind, name, np.array(rows, dtype=np.int64), stated_column(values))
        for (kind, name), (rows, values) in operations_said(said).items()
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


def _payloads(
    said: EventsByField, received: Sequence[int], rows: Rows, *, has_address: bool = False
) -> list[str]:
    """The events as they were sent; the client's address only for whoever takes them again."""
    hidden = {} if has_address else {"ip": ""}
    return [
        _as_json(msgspec.structs.replace(said.event(row), received_at_ms=received[row], **hidden))
        for row in rows.tolist()
    ]


def _as_json(event: RawEvent) -> str:
    try:
        return _JSON.encode(event).decode()
    except (UnicodeEncodeError, OverflowError, RecursionError):
        # In a field of which no column is made, such as the text of a time.
        mended = mend_events([event]).events[0]
        return _JSON.encode(mended or RawEvent()).decode()

"""From events as they were sent to a batch by column."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stayflow.intake.columns.hashing import as_ids, hash_rows
from stayflow.intake.columns.model import (
    REVENUE,
    UNREADABLE_TIME,
    EventColumns,
    PropertySeen,
    Rows,
    StatedColumn,
)
from stayflow.language.event import CONTEXT_FIELDS, EventPack, RawEvent, Value
from stayflow.language.scope import ValueType

_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?")
NAME_MAX: Final = 200
"""Characters of the name of a property or attribute."""

_REVENUE_MAX: Final = 10**12
_JSON: Final = msgspec.json.Encoder(decimal_format="number")


def assemble(source: str, packs: Sequence[EventPack]) -> EventColumns:
    """The events of several packs of one source as one batch, in order."""
    events: list[RawEvent] = []
    received: list[int] = []
    for pack in packs:
        events += pack.events
        received += [
            pack.received_at_ms if event.received_at_ms is None else event.received_at_ms
            for event in pack.events
        ]
    money = [_money(event.revenue) for event in events]
    return EventColumns(
        source=source,
        name=_texts([event.name for event in events]),
        time=np.array([_stated_time(event) for event in events], dtype=np.int64),
        has_time=np.array([event.time_ms is not None for event in events], dtype=bool),
        sent_at=np.array([event.sent_at_ms or 0 for event in events], dtype=np.int64),
        received_at=np.array(received, dtype=np.int64),
        event_id=_event_ids(events, received),
        identities=_identities(events),
        context=_context(events),
        revenue=pa.array(money, REVENUE) if any(money) else None,
        properties=_texts([_JSON.encode(event.properties).decode() for event in events]),
        properties_seen=_properties_seen(events),
        attributes=_attributes(events),
        payloads=lambda rows: _payloads(events, rows),
        unread=tuple(text for pack in packs for text in pack.unread),
        lost_money=np.array(
            [
                event.revenue is not None and amount is None
                for event, amount in zip(events, money, strict=True)
            ],
            dtype=bool,
        ),
    )


def _stated_time(event: RawEvent) -> int:
    if event.time_ms is not None:
        return event.time_ms
    return UNREADABLE_TIME if event.time_text else 0


def value_type(value: Value) -> ValueType | None:
    """The type of a JSON value; None for null, which states nothing.

    >>> value_type("2026-01-31T08:00:00Z"), value_type("08:00"), value_type([1])
    (<ValueType.TIME: 'time'>, <ValueType.TEXT: 'text'>, <ValueType.LIST: 'list'>)
    """
    match value:
        case None:
            return None
        case bool():
            return ValueType.BOOLEAN
        case int() | float() | Decimal():
            return ValueType.NUMBER
        case list() | tuple():
            return ValueType.LIST
        case str() if _INSTANT.fullmatch(value):
            return ValueType.TIME
        case _:
            return ValueType.TEXT


def _texts(values: Sequence[str | None]) -> pa.Array:
    """Texts as sent; what no store can hold (a lone surrogate, a NUL) is replaced, never lost."""
    try:
        texts = pa.array(values, pa.string())
    except UnicodeEncodeError:
        texts = pa.array([None if value is None else _whole(value) for value in values])
    return pc.replace_substring(texts, "\0", "\N{REPLACEMENT CHARACTER}")


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


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


def _identities(events: Sequence[RawEvent]) -> dict[str, pa.Array]:
    kinds = sorted({kind for event in events for kind in event.identities})
    return {
        kind: _texts([event.identities.get(kind) or None for event in events]) for kind in kinds
    }


def _context(events: Sequence[RawEvent]) -> dict[str, pa.Array]:
    columns = {}
    for name in CONTEXT_FIELDS:
        values = [getattr(event, name) for event in events]
        if any(values):
            columns[name] = _texts(values)
    return columns


def _properties_seen(events: Sequence[RawEvent]) -> tuple[PropertySeen, ...]:
    found: Counter[tuple[str, str, ValueType]] = Counter()
    for event in events:
        for name, value in event.properties.items():
            kind = value_type(value)
            if kind is not None and _is_name(name):
                found[_whole(event.name), name, kind] += 1
    return tuple(PropertySeen(*key, count=times) for key, times in found.items())


def _attributes(events: Sequence[RawEvent]) -> dict[str, StatedColumn]:
    names = sorted({name for event in events for name in event.attributes if _is_name(name)})
    return {name: stated_column([event.attributes.get(name) for event in events]) for name in names}


def _is_name(name: str) -> bool:
    """Whether something can be catalogued under a name; what cannot is nothing one could ask for."""
    return 0 < len(name) <= NAME_MAX and "\0" not in name and name.isprintable()


def stated_column(values: Sequence[Value]) -> StatedColumn:
    """Values of one attribute as a column of the type of most of them; others become misfits."""
    kinds = [value_type(value) for value in values]
    tally = Counter(kind for kind in kinds if kind is not None)
    kind = tally.most_common(1)[0][0] if tally else ValueType.TEXT
    fitting = [value if own is kind else None for value, own in zip(values, kinds, strict=True)]
    others = [
        _plain(value) if own not in {kind, None} else None
        for value, own in zip(values, kinds, strict=True)
    ]
    misfits = _texts(others) if any(other is not None for other in others) else None
    return StatedColumn(kind, _typed(kind, fitting), misfits)


def _typed(kind: ValueType, values: Sequence[Value]) -> pa.Array:
    match kind:
        case ValueType.NUMBER:
            return pa.array([None if v is None else float(str(v)) for v in values], pa.float64())
        case ValueType.BOOLEAN:
            return pa.array(values, pa.bool_())
        case ValueType.TIME:
            return pa.array([None if v is None else _instant(str(v)) for v in values], pa.int64())
        case _:
            return _texts([None if v is None else _plain(v) for v in values])


def _instant(text: str) -> int | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int(aware.timestamp() * 1000)


def _plain(value: Value) -> str:
    return value if isinstance(value, str) else _JSON.encode(value).decode()


def _payloads(events: Sequence[RawEvent], rows: Rows) -> list[str]:
    return [_JSON.encode(events[row]).decode() for row in rows]

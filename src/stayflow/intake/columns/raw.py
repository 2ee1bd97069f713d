"""Events by column back to events as they would be sent: for those that may be taken again."""

from decimal import Decimal
from typing import Final

import msgspec
import numpy as np
import pyarrow as pa

from stayflow.intake.columns.model import EventColumns, Rows
from stayflow.language.event import CONTEXT_FIELDS, RawEvent
from stayflow.language.scope import ValueType

_JSON: Final = msgspec.json.Encoder(decimal_format="number")
_UNREADABLE: Final = "unreadable"


def raw_events(events: EventColumns, rows: Rows) -> list[str]:
    """The events at `rows` as JSON of `RawEvent`; those that came by column had no address."""
    if events.raws is not None:
        return events.raws(rows)
    chosen = pa.array(rows)
    columns = {
        name: values.take(chosen).to_pylist()
        for name, values in events.context.items()
        if name in CONTEXT_FIELDS
    }
    identities = {kind: v.take(chosen).to_pylist() for kind, v in events.identities.items()}
    properties = events.properties.take(chosen).to_pylist()
    attributes = {
        name: _plain(stated.take(chosen).values, stated.type)
        for name, stated in events.attributes.items()
    }
    revenue = None if events.revenue is None else events.revenue.take(chosen).to_pylist()
    names = events.name.take(chosen).to_pylist()
    return [
        _JSON.encode(
            msgspec.structs.replace(
                RawEvent(
                    name=names[place],
                    time_ms=int(events.time[row]) if events.has_time[row] else None,
                    time_text="" if events.has_time[row] or not events.time[row] else _UNREADABLE,
                    received_at_ms=int(events.received_at[row]),
                    identities={kind: v[place] for kind, v in identities.items() if v[place]},
                    properties=msgspec.json.decode(properties[place]),
                    attributes={
                        name: v[place] for name, v in attributes.items() if v[place] is not None
                    },
                    revenue=_amount(revenue, place),
                ),
                **{name: v[place] or "" for name, v in columns.items()},
            )
        ).decode()
        for place, row in enumerate(rows.tolist())
    ]


def _amount(revenue: list[Decimal | None] | None, place: int) -> float | None:
    amount = None if revenue is None else revenue[place]
    return None if amount is None else float(amount)


def _plain(values: pa.Array, kind: ValueType) -> list[object]:
    if kind is ValueType.TIME:
        moments = np.asarray(values.cast(pa.timestamp("ms"))).astype("datetime64[ms]")
        return [None if np.isnat(each) else f"{each}Z" for each in moments]
    if kind is ValueType.LIST:
        return [None if text is None else msgspec.json.decode(text) for text in values.to_pylist()]
    return list(values.to_pylist())

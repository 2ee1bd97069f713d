"""What really came in: every event of a span, and the properties of a sample of each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from stayflow.intake.plan import ObservedEvent, ObservedProperty
from stayflow.language.scope import ValueType
from stayflow.stores.warehouse import ProjectWarehouse

SAMPLED_MAX: Final = 5_000
VALUES_MAX: Final = 30
EVENTS_MAX: Final = 2_000
_INSTANT: Final = r"^\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d"
_EVENTS: Final = f"""
SELECT event, count(), min(time), max(time), argMax(protocol, time), argMax(key_id, time)
FROM events WHERE time >= {{since:DateTime64(3)}}
GROUP BY event ORDER BY count() DESC, event LIMIT {EVENTS_MAX}
"""
_PROPERTIES: Final = f"""
SELECT event, pair.1 AS name,
  multiIf(kind = 'Bool', 'boolean', kind IN ('Int64', 'UInt64', 'Double'), 'number', kind = 'Array', 'list',
    kind = 'String' AND match(text, '{_INSTANT}'), 'time', 'text') AS type,
  count(), minOrNull(number), maxOrNull(number), groupUniqArrayIf({VALUES_MAX + 1})(text, kind = 'String'),
  max(time)
FROM (
  SELECT event, time, arrayJoin(JSONExtractKeysAndValuesRaw(properties)) AS pair,
    JSONType(pair.2) AS kind, if(kind = 'String', JSONExtractString(pair.2), '') AS text,
    if(kind IN ('Int64', 'UInt64', 'Double'), toFloat64OrNull(pair.2), NULL) AS number
  FROM (
    SELECT event, time, properties FROM events WHERE time >= {{since:DateTime64(3)}}
    LIMIT {SAMPLED_MAX} BY event
  )
)
WHERE kind != 'Null'
GROUP BY event, name, type
ORDER BY event, name, type
"""


@dataclass(slots=True)
class _Seen:
    """A property while its types are gathered."""

    types: dict[ValueType, int]
    least: float | None
    greatest: float | None
    values: set[str]
    last_at: datetime


def observe_events(warehouse: ProjectWarehouse, *, since: datetime) -> list[ObservedEvent]:
    """Every event since an instant, the most frequent first, with its properties by name.

    Properties are those of a sample of each event; their values are listed up to a few dozen.
    """
    names = warehouse.query(_EVENTS, {"since": since}).rows
    properties: dict[str, dict[str, _Seen]] = {}
    for event, name, kind, count, least, greatest, values, last_at in warehouse.query(
        _PROPERTIES, {"since": since}
    ).rows:
        of_event = properties.setdefault(event, {})
        seen = of_event.setdefault(name, _Seen({}, None, None, set(), last_at))
        seen.types[ValueType(kind)] = int(count)
        seen.values |= set(values)
        seen.last_at = max(seen.last_at, last_at)
        if least is not None:
            seen.least, seen.greatest = least, greatest
    return [
        ObservedEvent(
            name=event,
            count=int(count),
            sampled=min(int(count), SAMPLED_MAX),
            first_at=first_at,
            last_at=last_at,
            last_source=source,
            last_key=key,
            properties=tuple(
                ObservedProperty(
                    name, seen.types, seen.least, seen.greatest, _listed(seen.values), seen.last_at
                )
                for name, seen in properties.get(event, {}).items()
            ),
        )
        for event, count, first_at, last_at, source, key in names
    ]


def _listed(values: set[str]) -> tuple[str, ...]:
    return tuple(sorted(values)) if len(values) <= VALUES_MAX else ()

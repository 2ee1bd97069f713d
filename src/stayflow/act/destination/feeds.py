"""What leaves: recorded events, the attributes they stated, who entered and left a segment.

A feed is a sequence of facts, each with a key that never changes; a position is the key of the
last fact that was planned. Reading a range again gives the same facts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import msgspec

from stayflow.act.destination.computed import ComputedFeed, read_computed
from stayflow.act.destination.members import MembersExport
from stayflow.act.destination.model import (
    ATTRIBUTES,
    ERASED,
    EVENTS,
    MINOR_MAX,
    SEGMENT,
    Definition,
    EventsWanted,
    Key,
)
from stayflow.act.destination.store import Span
from stayflow.act.destination.withdraw import list_withdrawals
from stayflow.language.condition import compile_people, parse_condition
from stayflow.language.event import CONTEXT_FIELDS, FACT_EVENTS
from stayflow.language.event_filter import filter_sql, parse_event_filter
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.segment import Segment, page_changes, page_members_after

ALL_ATTRIBUTES: Final = "*"


@dataclass(frozen=True, slots=True)
class Fact:
    """What happened, before it is dressed in the fields that the destination asks for.

    Attributes:
        body: By the names of `FACTS`.
        changed: Attributes that the fact is about.
        erases: Every id of a person who is to be forgotten.
    """

    key: Key
    row_id: str
    person_id: int
    body: Mapping[str, object]
    changed: tuple[str, ...] = ()
    erases: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """Facts from one key to another, both included."""

    first: Key
    last: Key


@dataclass(frozen=True, slots=True)
class Facts:
    """The project's facts at one moment.

    Attributes:
        segments: By id.
        computed: Feeds of what is computed, by name; those the definition asks for.
    """

    scope: Scope
    warehouse: ProjectWarehouse
    segments: Mapping[str, Segment] = field(default_factory=dict)
    computed: Mapping[str, ComputedFeed] = field(default_factory=dict)


def feeds_of(
    definition: Definition, segments: Mapping[str, Segment], computed: Iterable[str]
) -> list[str]:
    """The feeds of a definition, whom to forget first; a segment that is gone has none."""
    feeds = [ERASED]
    feeds += [EVENTS] if definition.events is not None else []
    feeds += [ATTRIBUTES] if definition.attributes else []
    by_name = {segment.name: segment for segment in segments.values()}
    for each in definition.segments:
        segment = segments.get(each) or by_name.get(each)
        if segment is not None and SEGMENT + segment.segment_id not in feeds:
            feeds.append(SEGMENT + segment.segment_id)
    return [*feeds, *computed]


def following(position: Key) -> Key:
    """The first key behind a position.

    >>> following((3, 7)), following((3, MINOR_MAX))
    ((3, 8), (4, 0))
    """
    major, minor = position
    return (major + 1, 0) if minor >= MINOR_MAX else (major, minor + 1)


def read_events(
    facts: Facts, wanted: EventsWanted, within: Range, span: Span, *, limit: int
) -> list[Fact]:
    """Events of a range, in order of arrival."""
    binder = Binder()
    tests = _batches(binder, within, span, minor="arrival")
    if wanted.names:
        tests.append(f"event IN {binder.bind(list(wanted.names), 'Array(String)')}")
    else:  # what became of people has feeds of its own
        tests.append(f"event NOT IN {binder.bind(list(FACT_EVENTS), 'Array(String)')}")
    if wanted.where is not None:
        chosen = parse_event_filter(wanted.where, "events.where")
        tests.append(filter_sql(chosen, facts.scope, binder))
    if wanted.people is not None:
        people = parse_condition(wanted.people, "events.people", facets=facts.scope.facets)
        tests.append(f"person IN (\n{binder.include(compile_people(people, facts.scope))}\n)")
    rows = facts.warehouse.query(
        f"SELECT batch, arrival, lower(hex(event_id)), event, {facts.scope.person} AS person,\n"
        "    toUnixTimestamp64Milli(time), toUnixTimestamp64Milli(received_at),\n"
        f"    toFloat64OrNull(toString(revenue)), properties, {', '.join(CONTEXT_FIELDS)}\n"
        f"FROM events WHERE {' AND '.join(tests)}\n"
        f"ORDER BY batch, arrival LIMIT {limit:d}",
        binder.parameters,
    ).rows
    return [_event(row) for row in rows]


def _event(row: Sequence[object]) -> Fact:
    batch, arrival, event_id, event, person, time, received_at, revenue, properties, *context = row
    body: dict[str, object] = {
        "type": "event",
        "event": event,
        "time": instant(int(str(time))),
        "received_at": instant(int(str(received_at))),
        "person_id": int(str(person)),
        "revenue": revenue,
        "properties": msgspec.json.decode(str(properties)) if properties else {},
    }
    body |= {name: value for name, value in zip(CONTEXT_FIELDS, context, strict=True) if value}
    return Fact((int(str(batch)), int(str(arrival))), str(event_id), int(str(person)), body)


def read_attribute_changes(
    facts: Facts, names: Sequence[str], within: Range, span: Span, *, limit: int
) -> list[Fact]:
    """Persons of whom the events of a range stated attributes that still hold, batch by batch."""
    binder = Binder()
    tests = _batches(binder, within, span, minor="person_id")
    chosen = "1"
    if ALL_ATTRIBUTES not in names:
        chosen = f"name IN {binder.bind(list(names), 'Array(String)')}"
    stated, survivor = " AND ".join(tests), facts.scope.survivor_of("stated.person_id")
    rows = facts.warehouse.query(
        f"WITH stated AS (SELECT DISTINCT batch, person_id, time FROM events WHERE {stated})\n"
        f"SELECT batch, stated.person_id, any({survivor}) AS person,\n"
        "    toUnixTimestamp64Milli(max(stated.time)), groupUniqArray(toString(name)) AS names\n"
        "FROM stated INNER JOIN (\n"
        "    SELECT person_id AS holder, name, at FROM person_attributes\n"
        f"    WHERE {chosen} AND (person_id, at) IN (SELECT person_id, time FROM stated)\n"
        ") AS held ON held.holder = stated.person_id AND held.at = stated.time\n"
        f"GROUP BY batch, stated.person_id ORDER BY batch, stated.person_id LIMIT {limit:d}",
        binder.parameters,
    ).rows
    return [
        Fact(
            (int(batch), int(raw)),
            f"attributes:{batch}:{raw}",
            int(person),
            {"type": "attributes", "time": instant(int(time)), "person_id": int(person)},
            tuple(sorted(str(name) for name in changed)),
        )
        for batch, raw, person, time, changed in rows
    ]


def read_segment_changes(facts: Facts, segment_id: str, within: Range, *, limit: int) -> list[Fact]:
    """Who entered and left a segment, change by change; nobody, once it is gone."""
    segment = facts.segments.get(segment_id)
    if segment is None:
        return []
    return [
        Fact(
            change.key,
            f"segment:{segment_id}:{change.key[0]}:{change.key[1]}",
            change.person_id,
            {
                "type": "segment",
                "event": "segment.entered" if change.has_entered else "segment.left",
                "segment": segment.name,
                "segment_id": segment_id,
                "time": instant(int(change.at.timestamp() * 1000)),
                "person_id": change.person_id,
            },
        )
        for change in page_changes(
            facts.scope,
            facts.warehouse,
            segment=segment,
            first=within.first,
            last=within.last,
            limit=limit,
        )
    ]


def read_members(
    facts: Facts, export: MembersExport | None, within: Range, *, limit: int
) -> list[Fact]:
    """The people of a segment that is handed over once; nobody, once the export is gone."""
    if export is None:
        return []
    return [
        Fact(
            (1, raw),
            f"{export.feed}:{raw}",
            person,
            {
                "type": "segment",
                "event": "segment.member",
                "segment": export.segment,
                "segment_id": export.segment_id,
                "time": instant(int(export.at.timestamp() * 1000)),
                "person_id": person,
            },
        )
        for raw, person in page_members_after(
            facts.scope,
            facts.warehouse,
            segment_id=export.segment_id,
            change=export.change,
            people=(within.first[1], within.last[1]),
            limit=limit,
        )
    ]


def read_computed_changes(facts: Facts, feed: str, within: Range, *, limit: int) -> list[Fact]:
    """Who came to another stage, class or tag; nobody, once the model or tag is gone."""
    known = facts.computed.get(feed)
    if known is None:
        return []
    found = read_computed(
        known,
        within.first,
        within.last,
        scope=facts.scope,
        warehouse=facts.warehouse,
        limit=limit,
    )
    return [
        Fact(
            each.key,
            f"{feed}:{each.key[0]}:{each.key[1]}",
            each.person_id,
            {**each.body, "time": instant(each.key[0]), "person_id": each.person_id},
        )
        for each in found
    ]


def read_erased(tx: Transaction, within: Range, *, limit: int) -> list[Fact]:
    """People who are to be forgotten, with the identities they had."""
    return [
        Fact(
            (each.number, 0),
            f"erased:{each.number}",
            each.person_id,
            {
                "type": "erased",
                "event": "person.erased",
                "time": instant(int(each.at.timestamp() * 1000)),
                "person_id": each.person_id,
                "ids": list(each.ids),
                "identities": each.identities,
            },
            erases=tuple(each.ids),
        )
        for each in list_withdrawals(tx, within.first[0], within.last[0], limit=limit)
    ]


def _batches(binder: Binder, within: Range, span: Span, *, minor: str) -> list[str]:
    """Rows of a range of keys; with the times of its batches, so that months are left alone."""

    def key(of: Key) -> str:
        return f"({binder.bind(of[0], 'UInt64')}, {binder.bind(of[1], 'UInt64')})"

    tests = [
        f"batch >= {binder.bind(within.first[0], 'UInt64')}",
        f"batch <= {binder.bind(within.last[0], 'UInt64')}",
        f"(batch, toUInt64({minor})) >= {key(within.first)}",
        f"(batch, toUInt64({minor})) <= {key(within.last)}",
    ]
    if span.time_from is not None and span.time_to is not None:
        tests.append(f"time >= {binder.instant(span.time_from)}")
        tests.append(f"time <= {binder.instant(span.time_to)}")
    return tests


def instant(milliseconds: int) -> str:
    """An instant as it leaves: ISO 8601 in UTC, to the millisecond.

    >>> instant(1_700_000_000_123)
    '2023-11-14T22:13:20.123Z'
    """
    at = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")

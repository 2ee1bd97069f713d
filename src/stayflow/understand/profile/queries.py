"""This room's statements on ClickHouse."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from stayflow.kernel.paging import LAST_NUMBER, Listing, Page
from stayflow.language.event import MERGED, PARTED
from stayflow.language.metric import THEIR_OWN_SQL
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder, Statement
from stayflow.language.window import epoch_ms
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.profile.model import AttributeValue, TimelineEvent, Totals, Whereabouts

_PAGES = Listing("timeline", (-LAST_NUMBER, ""))
CONTEXT = (
    "session_id", "channel", "source", "medium", "campaign", "term", "content", "referrer", "search_engine", "keyword",
    "url", "path", "title", "device", "os", "browser", "app_version", "country", "province", "city", "language",
)  # fmt: skip
WHEREABOUTS = ("device", "os", "browser", "country", "province", "city")
WHEREABOUTS_MAX = 10
TIMELINE_MAX = 500
TOTAL_COLUMNS = 7


EVENT = f"hex(event_id) AS id, event, time, revenue, currency, properties, {', '.join(CONTEXT)}"
TOTALS = (
    f"count() OVER (), min(time) OVER (), maxOrNullIf(time, {THEIR_OWN_SQL}) OVER (),"
    " countIf(revenue > 0) OVER (), sum(revenue) OVER (),"
    " argMaxIf(currency, time, revenue > 0) OVER (), maxOrNullIf(time, revenue > 0) OVER ()"
)
TIMELINE_FIRST = 50
"""Events on the page before more are asked for."""


def read_history(scope: Scope, warehouse: ProjectWarehouse) -> tuple[Totals, Page[TimelineEvent]]:
    """The events of the one person of the scope in sum, and the newest of them, in one statement."""
    binder = Binder()
    tests = [*scope.events_sql(binder), _without_history(binder)]
    rows = warehouse.query(
        f"SELECT {TOTALS}, {EVENT}\nFROM events WHERE {' AND '.join(tests)}\n"
        f"ORDER BY time DESC, id DESC LIMIT {TIMELINE_FIRST + 1}",
        binder.parameters,
    ).rows
    if not rows:
        binder = Binder()
        first_at = warehouse.value(
            f"SELECT min(first_seen_at) FROM people WHERE {scope.people_sql(binder)}",
            binder.parameters,
        )
        return Totals(0, first_at, None, 0, Decimal(0), "", None), Page((), None)
    count, first, last, orders, revenue, currency, ordered = rows[0][:TOTAL_COLUMNS]
    totals = Totals(
        int(count), first, last, int(orders), Decimal(revenue or 0), str(currency), ordered
    )
    return totals, _page([row[TOTAL_COLUMNS:] for row in rows], TIMELINE_FIRST)


def list_events(
    scope: Scope,
    warehouse: ProjectWarehouse,
    *,
    cursor: str | None = None,
    limit: int = 50,
    events: Sequence[str] = (),
    search: str = "",
) -> Page[TimelineEvent]:
    """The events of the one person of the scope, newest first; asked for all, without those of becoming one or two.

    Args:
        scope: `scope.people` is the person alone.
        warehouse: One statement is sent.
        cursor: `next` of the page before.
        limit: At most `TIMELINE_MAX`.
        events: Only these, when there are any.
        search: Only events whose name, properties, page or campaign contain this text; any case.
    """
    limit = max(1, min(limit, TIMELINE_MAX))
    binder = Binder()
    tests = scope.events_sql(binder)
    if not (events or search):
        tests.append(_without_history(binder))
    if events:
        tests.append(f"event IN {binder.bind(sorted(events), 'Array(String)')}")
    if search:
        text = "concat(event, ' ', properties, ' ', url, ' ', title, ' ', campaign)"
        tests.append(f"positionCaseInsensitiveUTF8({text}, {binder.bind(search, 'String')}) > 0")
    if cursor is not None:
        at, event_id = read_cursor(cursor)
        tests.append(
            f"(time, hex(event_id)) < (fromUnixTimestamp64Milli({binder.bind(at, 'Int64')}, 'UTC'),"
            f" {binder.bind(event_id, 'String')})"
        )
    rows = warehouse.query(
        f"SELECT {EVENT}\nFROM events WHERE {' AND '.join(tests)}\n"
        f"ORDER BY time DESC, id DESC LIMIT {limit + 1}",
        binder.parameters,
    ).rows
    return _page(rows, limit)


def _without_history(binder: Binder) -> str:
    return f"event NOT IN {binder.bind([MERGED, PARTED], 'Array(String)')}"


def _page(rows: Sequence[tuple[Any, ...]], limit: int) -> Page[TimelineEvent]:
    found = tuple(_event(row) for row in rows[:limit])
    if len(rows) <= limit:
        return Page(found, None)
    return Page(found, _PAGES.cursor(epoch_ms(found[-1].time), found[-1].event_id))


def list_attributes(
    scope: Scope, warehouse: ProjectWarehouse
) -> dict[int, tuple[AttributeValue, ...]]:
    """The newest value of every attribute of the people of the scope, by canonical person, by name."""
    binder = Binder()
    rows = warehouse.query(
        f"SELECT {scope.person} AS person, name, argMax((text, origin, at), (at, person_id)) AS newest\n"
        f"FROM person_attributes FINAL WHERE {scope.people_sql(binder) or '1'} GROUP BY person, name\n"
        "HAVING newest.1 != '' ORDER BY person, name",
        binder.parameters,
    ).rows
    found: dict[int, list[AttributeValue]] = {}
    for person, name, newest in rows:
        text, origin, at = newest.values() if isinstance(newest, Mapping) else newest
        found.setdefault(int(person), []).append(AttributeValue(name, text, origin, at))
    return {person: tuple(values) for person, values in found.items()}


def list_whereabouts(scope: Scope, warehouse: ProjectWarehouse) -> tuple[Whereabouts, ...]:
    """The devices and places of the one person of the scope, the newest first."""
    binder = Binder()
    told = " OR ".join(f"{name} != ''" for name in WHEREABOUTS)
    rows = warehouse.query(
        f"SELECT {', '.join(WHEREABOUTS)}, count(), max(time) AS last FROM events\n"
        f"WHERE {' AND '.join(scope.events_sql(binder))} AND ({told})\n"
        f"GROUP BY {', '.join(WHEREABOUTS)} ORDER BY last DESC LIMIT {WHEREABOUTS_MAX}",
        binder.parameters,
    ).rows
    return tuple(Whereabouts(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class Seen:
    """When a person was first and last seen."""

    first_at: datetime
    last_at: datetime | None


def list_seen(scope: Scope, warehouse: ProjectWarehouse) -> dict[int, Seen]:
    """When the people of the scope were first and last seen, by canonical person."""
    binder = Binder()
    known = warehouse.query(
        f"SELECT {scope.person} AS person, min(first_seen_at) FROM people"
        f" WHERE {scope.people_sql(binder) or '1'} GROUP BY person",
        binder.parameters,
    ).rows
    binder = Binder()
    tests = " AND ".join(scope.events_sql(binder)) or "1"
    active = warehouse.query(
        f"SELECT {scope.person} AS person, min(time), maxOrNullIf(time, {THEIR_OWN_SQL})\n"
        f"FROM events WHERE {tests} GROUP BY person",
        binder.parameters,
    ).rows
    seen = {int(person): Seen(at, None) for person, at in known}
    return seen | {int(person): Seen(first, last) for person, first, last in active}


@dataclass(frozen=True, slots=True)
class Selected:
    """One page of a statement of people.

    Attributes:
        count: How many the statement has in all.
        people: The page, by id.
        has_more: True when there are following ones.
    """

    count: int
    people: tuple[int, ...]
    has_more: bool


def select_page(
    people: Statement,
    warehouse: ProjectWarehouse,
    *,
    after: int,
    limit: int,
    among: Sequence[int] | None,
) -> Selected:
    """Count a statement of people (`person_id`) and take the next `limit` of it, in one go.

    Args:
        people: The statement.
        warehouse: One statement is sent.
        after: Only greater ids are on the page.
        limit: Size of the page.
        among: Only these count, when given.
    """
    binder = Binder()
    inner = binder.include(people)
    where = "1" if among is None else f"person_id IN {binder.bind(list(among), 'Array(UInt64)')}"
    row = warehouse.one(
        f"SELECT count(), groupArraySortedIf({limit + 1})(person_id, person_id > {binder.bind(after, 'UInt64')})\n"
        f"FROM (\n{inner}\n) WHERE {where}",
        binder.parameters,
    )
    found = tuple(int(person) for person in row[1])
    return Selected(int(row[0]), found[:limit], len(found) > limit)


def _event(row: tuple[Any, ...]) -> TimelineEvent:
    event_id, event, time, revenue, currency, properties, *context = row
    return TimelineEvent(
        event_id=str(event_id).lower(),
        event=event,
        time=time,
        revenue=revenue,
        currency=currency,
        context={name: value for name, value in zip(CONTEXT, context, strict=True) if value},
        properties=json.loads(properties) if properties else {},
    )


def read_cursor(cursor: str) -> tuple[int, str]:
    """Time in Unix milliseconds and id of the event that a page begins after.

    Raises:
        InvalidInput: It is another list's.
    """
    at, event_id = _PAGES.behind(cursor)
    return at, event_id.upper()

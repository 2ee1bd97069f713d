"""A person's timeline: their events, and among them when they became one with others or parted.

When they became one with others, or parted, is shown from the history of persons, to everyone it touched and at once.
The events that tell it (`stayflow.understand.fact`) are the same news, so that they are left out beside it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from stayflow.kernel.paging import Page
from stayflow.language.event import MERGED, PARTED
from stayflow.language.scope import Scope
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.profile.model import TimelineEvent
from stayflow.understand.profile.queries import list_events, read_cursor
from stayflow.understand.profile.store import list_ids

CHANGES_MAX: Final = 500
"""Changes of a person that are shown, the newest of them."""
_SHOWN_IDS: Final = 20

# `former`: whom an id led to before. It parted if the former survivor leads elsewhere afterwards.
_CHANGES: Final = """
with touched as (
  select "from" from identity_merges where "from" = any(%(ids)s) or "to" = any(%(ids)s)
), rows as (
  select m."from", m."to", m.at, m.batch, m.cause, m.claim_id,
    coalesce(lag(m."to") over (partition by m."from" order by m.batch), m."from") as former
  from identity_merges m where m."from" in (select "from" from touched)
), ours as (
  select rows.*, "to" <> coalesce((
      select f."to" from identity_merges f where f."from" = rows.former and f.batch <= rows.batch
      order by f.batch desc limit 1), rows.former) as parted
  from rows where "from" = any(%(ids)s) or "to" = any(%(ids)s) or former = any(%(ids)s)
)
select o.batch, o.parted, max(o.at) as at, min(o.cause) as cause,
  min(case when o.parted then coalesce(c.withdrawn_by, c.actor) else c.actor end) as actor,
  min(nullif(c.note, '')) as note,
  array_agg(distinct case
    when o."from" <> %(living)s then o."from" when o.parted then o.former else o."to" end) as others
from ours o left join identity_claims c on c.claim_id = o.claim_id
group by o.batch, o.parted order by o.batch desc limit %(most)s
"""


@dataclass(frozen=True, slots=True)
class _Change:
    batch: int
    parted: bool
    at: datetime
    cause: str
    actor: str | None
    note: str | None
    others: Sequence[int]


def list_timeline(
    person: int,
    *,
    tx: Transaction,
    scope: Scope,
    warehouse: ProjectWarehouse,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[TimelineEvent]:
    """What happened to a person and what they did, newest first.

    Args:
        person: The living person.
        tx: The project's; who they became is read here.
        scope: `scope.people` is the person alone.
        warehouse: One statement is sent.
        cursor: `next` of the page before.
        limit: Events on the page; changes of the person come on top.
    """
    page = list_events(scope, warehouse, cursor=cursor, limit=limit)
    return with_changes(page, list_changes(tx, person), cursor=cursor)


def with_changes(
    page: Page[TimelineEvent], changes: Sequence[TimelineEvent], *, cursor: str | None = None
) -> Page[TimelineEvent]:
    """A page of events, and the changes that belong between them.

    Args:
        page: As `list_events` gives it.
        changes: All of the person.
        cursor: What the page was asked with.
    """
    newest = read_cursor(cursor) if cursor is not None else None
    oldest = _key(page.items[-1]) if page.next is not None else None
    here = [
        each
        for each in changes
        if (newest is None or _key(each) < newest) and (oldest is None or _key(each) > oldest)
    ]
    if not here:
        return page
    return Page(tuple(sorted([*page.items, *here], key=_key, reverse=True)), page.next)


def list_changes(tx: Transaction, person: int) -> list[TimelineEvent]:
    """When a living person became one with others, or parted; each change once."""
    rows = tx.all(
        _Change,
        _CHANGES,
        {"ids": list_ids(tx, [person]), "living": person, "most": CHANGES_MAX},
    )
    return [_event(person, row) for row in rows]


def _event(person: int, change: _Change) -> TimelineEvent:
    said = {"actor": change.actor, "note": change.note}
    key = f"{person}:{change.batch}:{change.parted}".encode()
    return TimelineEvent(
        event_id=hashlib.blake2b(key, digest_size=16).hexdigest(),
        event=PARTED if change.parted else MERGED,
        time=change.at,
        revenue=None,
        currency="",
        context={},
        properties={
            "people": sorted(change.others)[:_SHOWN_IDS],
            "cause": change.cause,
            **{name: value for name, value in said.items() if value},
        },
    )


def _key(event: TimelineEvent) -> tuple[int, str]:
    """As a page of events is ordered and its cursor says."""
    return int(event.time.timestamp() * 1000), event.event_id.upper()

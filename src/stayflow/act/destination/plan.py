"""What a destination gets next: the facts behind each feed's position, as one delivery."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec

from stayflow.act.destination import deliveries, store
from stayflow.act.destination.computed import RUN, is_computed, list_computed, settled
from stayflow.act.destination.feeds import (
    Fact,
    Facts,
    Range,
    feeds_of,
    following,
    read_attribute_changes,
    read_computed_changes,
    read_erased,
    read_events,
    read_members,
    read_segment_changes,
)
from stayflow.act.destination.fields import dress
from stayflow.act.destination.members import END, find_export, unfinished_exports
from stayflow.act.destination.model import (
    ATTRIBUTES,
    ERASED,
    EVENTS,
    MEMBERS,
    MINOR_MAX,
    SEGMENT,
    Definition,
    Delivery,
    Destination,
    Key,
    Kind,
    Row,
)
from stayflow.act.destination.withdraw import last_withdrawal
from stayflow.stores.relational import Transaction
from stayflow.understand.segment import list_segments

EVENTS_MAX: Final = 200_000
"""Events in the batches that are looked through at once; a batch larger than that stands alone."""
LOOKS_MAX: Final = 50
"""Looks in vain before the next destination has its turn."""


def has_news(tx: Transaction, row: store.StoredRow, *, now: datetime) -> bool:
    """Whether anything waits, or was recorded since: a few short reads, for it is asked all the time."""
    at = store.positions(tx, row.destination_id)
    wanted = msgspec.convert(row.definition, Definition).computed
    newest = dict.fromkeys((EVENTS, ATTRIBUTES), store.last_recorded(tx))
    newest |= dict.fromkeys(list_computed(tx, wanted), settled(now))
    if any(feed.startswith(SEGMENT) for feed in at):
        newest |= {SEGMENT + each.segment_id: each.change for each in list_segments(tx)}
    newest |= {feed: END[0] for feed in at if feed.startswith(MEMBERS)}
    if any(position < (newest.get(feed, 0), MINOR_MAX) for feed, position in at.items()):
        return True
    if at.get(ERASED, (0, 0)) < (last_withdrawal(tx), 0):
        return True
    return deliveries.next_waiting(tx, row.destination_id, now=now) is not None


def plan_delivery(
    tx: Transaction, facts: Facts, destination: Destination, kind: Kind, *, now: datetime
) -> tuple[Delivery, tuple[Row, ...]] | None:
    """The next new delivery of the first feed that has one; its position moves with it."""
    rows_max = min(int(str(destination.settings.get("rows_max", kind.rows_max))), kind.rows_max)
    at = store.positions(tx, destination.destination_id)
    feeds = feeds_of(destination.definition, facts.segments, facts.computed)
    for feed in [*feeds, *unfinished_exports(tx, destination.destination_id, at)]:
        position = _position(tx, destination.destination_id, facts, feed, at)
        linger = timedelta(seconds=kind.linger_seconds)
        for _ in range(LOOKS_MAX):
            step = _step(tx, facts, destination, feed, position, rows_max)
            if step is None or (step.found and step.is_young(now, linger, rows_max)):
                break
            position = step.reached
            store.move_positions(tx, destination.destination_id, {feed: position})
            if step.found:
                keys = [fact.key for fact in step.found]
                return (
                    deliveries.add_delivery(tx, destination.destination_id, feed, keys, now=now),
                    dress(step.found, destination.definition.fields, facts=facts, tx=tx),
                )
    return None


@dataclass(frozen=True, slots=True)
class _Step:
    """What follows a position.

    Attributes:
        reached: The position behind it.
        since: How long the oldest of it has been there; None: it does not wait for more.
    """

    found: Sequence[Fact]
    reached: Key
    since: datetime | None

    def is_young(self, now: datetime, linger: timedelta, rows_max: int) -> bool:
        return len(self.found) < rows_max and self.since is not None and now - self.since < linger


def _position(
    tx: Transaction, destination_id: str, facts: Facts, feed: str, at: Mapping[str, Key]
) -> Key:
    """How far a feed has come; back to where a computation of everybody began that has ended since."""
    position = at.get(feed, (0, MINOR_MAX))
    if feed not in facts.computed:
        return position
    run = facts.computed[feed].run_ms
    if at.get(feed + RUN) == (run, 0):
        return position
    position = min(position, (run - 1, MINOR_MAX))
    store.move_positions(tx, destination_id, {feed: position, feed + RUN: (run, 0)})
    return position


def _step(
    tx: Transaction,
    facts: Facts,
    destination: Destination,
    feed: str,
    position: Key,
    limit: int,
) -> _Step | None:
    """Up to `limit` facts behind a position; None when nothing was recorded since."""
    first = following(position)
    since: datetime | None = None
    if feed == ERASED or feed in facts.computed:
        newest = last_withdrawal(tx) if feed == ERASED else settled(facts.scope.now)
        if first[0] > newest:
            return None
        last = (newest, MINOR_MAX)
    elif feed.startswith(MEMBERS):
        first, last = (1, first[1] if first[0] == 1 else 0), END
        if position >= END:
            return None
    elif feed.startswith(SEGMENT):
        newest = facts.segments[feed.removeprefix(SEGMENT)].change
        if first[0] > newest:
            return None
        last = (newest, MINOR_MAX)
    else:
        span = store.span_behind(tx, first[0], events_max=EVENTS_MAX)
        if span.last < first[0]:
            return None
        last, since = (span.last, MINOR_MAX), span.recorded_at
    found = read_facts(tx, facts, destination, feed, Range(first, last), limit=limit)
    return _Step(found, found[-1].key if len(found) == limit else last, since)


def read_facts(
    tx: Transaction, facts: Facts, destination: Destination, feed: str, within: Range, *, limit: int
) -> list[Fact]:
    """Up to `limit` facts of a feed, from one key to another."""
    definition = destination.definition
    if feed.startswith(MEMBERS):
        export = find_export(tx, destination.destination_id, feed)
        return read_members(facts, export, within, limit=limit)
    if feed == ERASED:
        return read_erased(tx, within, limit=limit)
    if is_computed(feed):
        return read_computed_changes(facts, feed, within, limit=limit)
    if feed.startswith(SEGMENT):
        return read_segment_changes(facts, feed.removeprefix(SEGMENT), within, limit=limit)
    span = store.span_of(tx, within.first[0], within.last[0])
    if feed == EVENTS and definition.events is not None:
        return read_events(facts, definition.events, within, span, limit=limit)
    return read_attribute_changes(facts, definition.attributes, within, span, limit=limit)

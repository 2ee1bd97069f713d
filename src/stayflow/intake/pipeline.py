"""The way of a batch: decode → clean → identify → record → publish.

A batch is done in two transactions of PostgreSQL with the inserts into ClickHouse between them:

1. the batch is opened with its origin, its persons are found or made, and merged;
2. people, merges, events, attributes and rejected rows are inserted, each under the batch's token;
3. the batch is marked as recorded, counted, and its origin (log offset, chunk of a file) moves on.

A crash anywhere leaves the batch open; it is done again from its origin under the same number, and
every step then has the effect of once. One batch of a project is under way at a time.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Final

import numpy as np

from stayflow.access.erasure import erased_among
from stayflow.intake import identify, record
from stayflow.intake.clean import (
    REASONS,
    CleanGuide,
    Cleaning,
    CleanRules,
    IntakeCounts,
    Lookup,
    Outcome,
    Reason,
    clean_events,
    compare_events,
    count_outcomes,
    note_recent,
    read_rules,
)
from stayflow.intake.columns import EventColumns, Rows, operated_types
from stayflow.intake.enrich import Enricher
from stayflow.intake.entries import (
    BATCH_BYTES_MAX,
    CONSUMER,
    LogBatch,
    ReadAhead,
    Window,
    append_events,
    next_batch,
    read_again,
    read_window,
    replay_events,
)
from stayflow.intake.outcomes import (
    count_hours,
    duplicate_table,
    events_seen,
    received_at,
    rejected_table,
    replays_of,
    stored_hours,
    tally_days,
    treated,
    without_replayed,
)
from stayflow.intake.plan import SavedPlan, plan_version, read_plan
from stayflow.intake.reactor import Reactor, run_reactors
from stayflow.intake.record import BatchUnderWay, OpenBatch, Origin
from stayflow.kernel.clock import Clock
from stayflow.kernel.ids import ProjectId, new_id
from stayflow.stores.log import DurableLog
from stayflow.stores.relational import Relational, Transaction
from stayflow.stores.warehouse import ProjectWarehouse

__all__ = [
    "BATCH_BYTES_MAX",
    "CONSUMER",
    "OnCommit",
    "Pipeline",
    "PipelineLimits",
    "Reactor",
    "append_events",
    "consume_log",
    "replay_events",
    "run_reactors",
]

_DAY_MS: Final = 86_400_000
# A crashed import that is not gone on with for so long gives way to live events.
_ORPHAN_SECONDS: Final = 60

OnCommit = Callable[[Transaction, IntakeCounts], None]
"""Called in the transaction that marks a batch as recorded."""


def _nothing(_tx: Transaction, _counts: IntakeCounts) -> None:
    """What most batches do beside being recorded."""


@dataclass(frozen=True, slots=True)
class PipelineLimits:
    """Bounds of a project's pipeline.

    Attributes:
        clean: Rules of cleaning where the project has none of its own.
        property_columns_max: Properties with a typed column of their own.
        reload_cost_max: While batches follow each other, at most this share of the time goes into
            letting queries see their merges.
    """

    clean: CleanRules = field(default_factory=CleanRules)
    property_columns_max: int = 200
    reload_cost_max: float = 0.1


@dataclass(slots=True)
class Identified:
    """A batch between its two transactions."""

    open: OpenBatch
    cleaning: Cleaning
    events: EventColumns
    persons: Rows
    change: identify.PeopleChange
    planned: Sequence[record.CataloguedProperty]
    arrival: int
    is_again: bool
    lookup: Lookup


class Pipeline:
    """Takes batches of one project, one after the other; safe to call from several threads."""

    def __init__(  # noqa: PLR0913 - it joins all the stores there are
        self,
        project_id: ProjectId,
        *,
        zone: str,
        relational: Relational,
        warehouse: ProjectWarehouse,
        clock: Clock,
        log: DurableLog | None = None,
        limits: PipelineLimits | None = None,
        enricher: Enricher | None = None,
    ) -> None:
        self.project_id = project_id
        self.relational = relational
        self.warehouse = warehouse
        self.clock = clock
        self.limits = limits or PipelineLimits()
        self.log = log
        self._enricher = enricher or Enricher()
        self._plan = SavedPlan()
        self._zone = zone
        self.lock = threading.RLock()
        self.window: Window | None = None
        self.ahead: ReadAhead | None = None
        self._memory: identify.GraphMemory | None = None
        self._reload_at = 0.0
        self._has_unseen_merges = True

    @property
    def zone(self) -> str:
        """The project's time zone, in which its days are cut."""
        return self._zone

    def guide(self, *, age_days_max: int | None = None) -> CleanGuide:
        """What batches are cleaned by from now on: the project's rules and plan as they stand.

        Args:
            age_days_max: In place of the rules' own horizon.
        """
        with self.relational.project(self.project_id) as tx:
            rules = read_rules(tx, default=self.limits.clean)
            if plan_version(tx) != self._plan.version:
                self._plan = read_plan(tx)
        if age_days_max is not None:
            rules = replace(rules, age_days_max=age_days_max)
        return CleanGuide(rules, self._plan.plan, self._enricher.data_centres)

    def clean(self, events: EventColumns, guide: CleanGuide | None = None) -> Cleaning:
        """The part that asks no store of events: may run beside the batch before."""
        return clean_events(self._enricher.enrich(events), guide or self.guide(), came=events)

    def prepare(self, events: EventColumns) -> EventColumns | Cleaning:
        """What can be done with a batch of the log while the one before it is stored.

        Which events were taken again already is only known when it is its turn.
        """
        return events if events.replays is not None else self.clean(events)

    def take(
        self, events: EventColumns | Cleaning, origin: Origin, *, on_commit: OnCommit = _nothing
    ) -> IntakeCounts:
        """Bring a batch in; afterwards its events are stored and its origin has moved on.

        Args:
            events: The batch, cleaned already or not.
            origin: Where it can be read again after a crash.
            on_commit: Called in the transaction that marks the batch as recorded.

        Raises:
            BatchUnderWay: A batch of another origin was begun and not finished.
            StoreUnavailable: An engine does not answer; the batch can be taken again.
        """
        cleaning = events if isinstance(events, Cleaning) else self.clean(events)
        with self.lock:
            try:
                batch = self._identify(cleaning, origin)
            except BatchUnderWay:
                self.finish_orphan()
                batch = self._identify(cleaning, origin)
            self._record(batch)
            return self._close(batch, on_commit)

    def finish_orphan(self) -> None:
        """Bring the batch that a crash left open to an end; call it with `lock` held.

        Events of the log are taken again. A chunk of a file counts as far as it was stored: when
        its import goes on, what is there is found as duplicate.

        Raises:
            BatchUnderWay: It came from the log, and this pipeline was given none.
        """
        orphan = self.find_open()
        if orphan is None:
            return
        if orphan.position_from is not None:
            if self.log is None:
                raise BatchUnderWay(f"batch {orphan.batch} of {orphan.source} is not finished")
            consume_log(self, self.log)
            return
        with self.relational.project(self.project_id) as tx:
            change = identify.recall_change(tx, orphan.batch)
        opened_ms = int(orphan.opened_at.timestamp() * 1000)
        facts = self.warehouse.repeating()
        identify.publish_people(facts, change, batch=orphan.batch, at_ms=opened_ms)
        self.follow_moves(change, facts, batch=orphan.batch)
        record.write_daily_again(self.warehouse, batch=orphan.batch, zone=self._zone)
        identify.reload_overrides(self.warehouse)
        seen = record.stored_events(self.warehouse, batch=orphan.batch)
        stored = sum(each.count for each in seen)
        self._count_orphan(orphan, seen)
        with self.relational.project(self.project_id) as tx:
            day = (orphan.opened_at.date(), str(Outcome.ACCEPTED), "")
            record.add_counts(tx, orphan.source, {day: stored} if stored else {})
            record.add_events(tx, seen, source=orphan.source)
            record.close_batch(tx, orphan.batch, events=stored, now=self.clock.now())

    def _count_orphan(self, orphan: OpenBatch, seen: Sequence[record.EventSeen]) -> None:
        """Count what is stored of it; its rejected rows and duplicates come again with the chunk."""
        record.forget_rejected(self.warehouse, batch=orphan.batch)
        record.forget_hours(self.warehouse, batch=orphan.batch)
        counts = stored_hours(orphan, seen)
        record.write_hours(
            self.warehouse, counts, source=orphan.source, batch=orphan.batch, mark="orphan"
        )

    def find_open(self) -> OpenBatch | None:
        """The batch that was begun and not finished, if any."""
        with self.relational.project(self.project_id) as tx:
            return record.find_open_batch(tx)

    def show_merges(self) -> None:
        """Let queries see every merge made so far."""
        if self._has_unseen_merges:
            began = monotonic()
            identify.reload_overrides(self.warehouse)
            self._has_unseen_merges = False
            self._reload_at = monotonic() + (monotonic() - began) / self.limits.reload_cost_max

    def _identify(self, cleaning: Cleaning, origin: Origin) -> Identified:
        """Transaction 1."""
        with self._remembering() as tx:
            counters = identify.lock_counters(tx)
            before = record.last_batch(tx)
            memory = self._recall(before, counters)
            opened = record.open_batch(tx, origin, self.clock.now())
            cleaning = _drop_unknown_persons(tx, cleaning, counters.person_next)
            lookup = self._lookup(tx, cleaning, opened)
            cleaning = compare_events(cleaning, lookup)
            events = treated(cleaning, np.flatnonzero(cleaning.is_kept))
            found = identify.resolve(events, tx=tx, memory=memory, batch=opened.batch)
            is_again = opened.batch == before
            change = identify.recall_change(tx, opened.batch) if is_again else found.change
            arrival = record.number_arrivals(tx, opened.batch, len(events))
            if len(events):
                record.note_times(tx, opened.batch, int(events.time.min()), int(events.time.max()))
            planned = record.plan_properties(
                record.read_catalogue(tx).properties,
                events.properties_seen,
                self.limits.property_columns_max,
            )
        memory.batch = opened.batch
        return Identified(
            opened, cleaning, events, found.person, change, planned, arrival, is_again, lookup
        )

    @contextmanager
    def _remembering(self) -> Iterator[Transaction]:
        """A transaction after whose failure nothing is remembered of the identity graph."""
        try:
            with self.relational.project(self.project_id) as tx:
                yield tx
        except BaseException:
            self._memory = None
            raise

    def _recall(self, last_batch: int, counters: identify.Counters) -> identify.GraphMemory:
        memory = self._memory
        if memory is None or memory.batch != last_batch or memory.is_too_large:
            memory = identify.GraphMemory(is_complete=counters.identity_next == 1)
            self._memory = memory
        return memory

    def _lookup(self, tx: Transaction, cleaning: Cleaning, opened: OpenBatch) -> Lookup:
        """Ask for stored events only where others' can be."""
        events = cleaning.events
        put_by_us = (
            REASONS.index(Reason.TIME_MISSING) + 1,
            REASONS.index(Reason.TIME_IN_FUTURE) + 1,
        )
        is_bounded = len(events) and not np.isin(cleaning.repaired, put_by_us).any()
        span = (
            (int(events.time.min()) - _DAY_MS, int(events.time.max()) + _DAY_MS)
            if is_bounded
            else None
        )
        own = opened if events.is_repeat is not None else replace(opened, import_id=None)
        is_needed = record.has_others_in(tx, own, span_ms=span)
        return Lookup(self.warehouse, opened.batch, is_needed=is_needed)

    def _record(self, batch: Identified) -> None:
        """Between the transactions: everything into ClickHouse, each insert once by its token."""
        number, opened_ms = batch.open.batch, int(batch.open.opened_at.timestamp() * 1000)
        facts = self.warehouse.repeating() if batch.is_again else self.warehouse
        identify.publish_people(facts, batch.change, batch=number, at_ms=opened_ms)
        self._tell(batch.change, facts, number)
        record.add_columns(facts, batch.planned)
        record.write_events(facts, batch.events, batch.persons, batch=number, arrival=batch.arrival)
        record.write_attributes(facts, batch.events, batch.persons, batch=number, zone=self._zone)
        record.write_operations(
            facts,
            batch.events,
            batch.persons,
            self._concerned_by(batch.change.moved),
            batch=number,
        )
        self._read_as_catalogued(batch, facts)
        self._record_others(batch, facts)
        note_recent(batch.cleaning, replace(batch.lookup, warehouse=facts))
        if batch.is_again:
            record.write_daily_again(self.warehouse, batch=number, zone=self._zone)
        self._has_unseen_merges |= bool(len(batch.change.moved))
        if monotonic() >= self._reload_at:
            self.show_merges()

    def _read_as_catalogued(self, batch: Identified, facts: ProjectWarehouse) -> None:
        """What the batch states of an attribute of another type counts as the catalogue says, where it can."""
        stated = {name: column.type for name, column in batch.events.attributes.items()}
        if not stated:
            return
        with self.relational.project(self.project_id) as tx:
            record.read_as_catalogued(tx, facts, stated, batch.persons)

    def follow_moves(
        self, change: identify.PeopleChange, facts: ProjectWarehouse, *, batch: int
    ) -> None:
        """Tell who moved without an event, and compute what is summed up of them; safe to repeat."""
        self._tell(change, facts, batch)
        record.compute_operations(self.warehouse, self._concerned_by(change.moved))

    def _tell(self, change: identify.PeopleChange, facts: ProjectWarehouse, batch: int) -> None:
        if len(change.moved):
            with self.relational.project(self.project_id) as tx:
                identify.publish_moves(facts, tx, batch=batch)

    def _concerned_by(self, moved: Rows) -> Rows:
        """Persons who moved, and those whom they left or came to."""
        if not len(moved):
            return moved
        with self.relational.project(self.project_id) as tx:
            return np.array(identify.list_led_to(tx, moved), dtype=np.int64)

    def _record_others(self, batch: Identified, facts: ProjectWarehouse) -> None:
        """What was not stored, what was taken again, and the counts of all."""
        cleaning, opened = batch.cleaning, batch.open
        rejected = rejected_table(cleaning)
        record.write_rejected(facts, rejected, received_at(cleaning, opened), opened=opened)
        record.write_duplicates(facts, duplicate_table(cleaning), opened=opened)
        again = replays_of(cleaning.events)
        if again:
            record.mark_replayed(facts, again, by_batch=opened.batch)
        counts, mark = count_hours(cleaning, opened), "hours"
        if batch.is_again:  # they name no row: what is there of them goes, and all are written anew
            record.forget_hours(self.warehouse, batch=opened.batch)
            mark = f"hours-{new_id()}"
        record.write_hours(
            self.warehouse, counts, source=opened.source, batch=opened.batch, mark=mark
        )

    def _close(self, batch: Identified, on_commit: OnCommit) -> IntakeCounts:
        """Transaction 2."""
        counts = count_outcomes(batch.cleaning)
        tallies = tally_days(count_hours(batch.cleaning, batch.open))
        now = self.clock.now()
        with self.relational.project(self.project_id) as tx:
            record.add_counts(tx, batch.open.source, tallies)
            record.add_properties(tx, batch.planned, batch.events.properties_seen, now)
            record.add_events(tx, events_seen(batch.events), source=batch.open.source)
            types = {name: stated.type for name, stated in batch.events.attributes.items()}
            record.add_attributes(tx, operated_types(batch.events.operations) | types, now)
            record.close_batch(tx, batch.open.batch, events=counts.stored, now=now)
            on_commit(tx, counts)
        return counts


def _drop_unknown_persons(tx: Transaction, cleaning: Cleaning, person_next: int) -> Cleaning:
    """Events of our own rooms name a person by number; one never given, or erased since, is nobody's."""
    persons = identify.named_persons(cleaning.events)
    erased = erased_among(tx, np.unique(persons[persons > 0]).tolist())
    is_nobody = (persons < 0) | (persons >= person_next) | np.isin(persons, list(erased))
    return cleaning.drop(is_nobody, Reason.UNKNOWN_PERSON)


def consume_log(pipeline: Pipeline, log: DurableLog) -> IntakeCounts | None:
    """Take the next batch of a project's topic; one that was begun before a crash first.

    Returns:
        What became of its events; None when there is no news.
    """
    with pipeline.lock:
        under_way = pipeline.find_open()
        if under_way and under_way.position_from is None:
            waited = pipeline.clock.now() - under_way.opened_at
            if waited.total_seconds() < _ORPHAN_SECONDS:
                return None  # whoever owns its file goes on with it
            pipeline.finish_orphan()
            under_way = None
        batch = _next_of_log(pipeline, log, under_way)
        if batch is None:
            pipeline.show_merges()
            return None
        if batch.moves_to is not None and batch.rest.is_full:
            pipeline.ahead = ReadAhead(
                pipeline.project_id,
                log,
                relational=pipeline.relational,
                after=batch.moves_to,
                prepare=pipeline.prepare,
            )
        events = batch.events
        if isinstance(events, EventColumns):
            number = under_way.batch if under_way else None
            events = without_replayed(pipeline.warehouse, events, by_batch=number)
        counts = pipeline.take(
            events,
            batch.origin,
            on_commit=lambda tx, _: _move_offset(tx, pipeline.project_id, log, batch.moves_to),
        )
        pipeline.window = batch.rest if batch.rest.batches else None
        return counts


def _next_of_log(
    pipeline: Pipeline, log: DurableLog, under_way: OpenBatch | None
) -> LogBatch | None:
    """The batch under way again, else what is left of the last window, else the next one."""
    if under_way:
        pipeline.window = None
        return read_again(pipeline.project_id, log, under_way)
    while True:
        with pipeline.relational.system() as tx:
            after = log.offset(tx, CONSUMER, pipeline.project_id)
        window, pipeline.window = pipeline.window, None
        if pipeline.ahead is not None:
            window = pipeline.ahead.take() if pipeline.ahead.after == after else window
            pipeline.ahead = None
        if window is None or window.after != after:
            window = read_window(
                pipeline.project_id, log, relational=pipeline.relational, after=after
            )
        if window is None or window.batches:
            return None if window is None else next_batch(window)
        with pipeline.relational.project(pipeline.project_id) as tx:  # a crash was before this
            _move_offset(tx, pipeline.project_id, log, window.last)


def _move_offset(tx: Transaction, project_id: ProjectId, log: DurableLog, to: int | None) -> None:
    if to is not None:
        log.move_offset(tx, CONSUMER, project_id, to)

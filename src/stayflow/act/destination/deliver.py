"""Handing over, one destination at a time: what waits goes first, then what is new is planned.

A delivery is written before it is sent, together with the position behind it, so a crash leaves it
waiting and it goes again under the same id: at least once. While the other side is down everything
waits, in order, for as long as it takes. What it refuses is halved until the rows it refuses stand
alone; those are tried a few times and then dead: shown, and sent again when somebody asks.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Final

from stayflow.act.destination import deliveries, store
from stayflow.act.destination.computed import list_computed
from stayflow.act.destination.feeds import (
    Facts,
    Range,
)
from stayflow.act.destination.fields import dress
from stayflow.act.destination.kind import KINDS
from stayflow.act.destination.model import (
    Definition,
    Delivery,
    DeliveryState,
    Destination,
    DestinationState,
    Row,
    Shipment,
    Surroundings,
    Target,
)
from stayflow.act.destination.plan import has_news, plan_delivery, read_facts
from stayflow.kernel.clock import Clock
from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId
from stayflow.language.scope import Scope
from stayflow.stores.files import SecretBox
from stayflow.stores.outside import ContentRefused, OutsideDown
from stayflow.stores.relational import Relational
from stayflow.stores.warehouse import Warehouse
from stayflow.understand.segment import list_segments

CLAIM_SECONDS: Final = 180
ROUND_SECONDS: Final = 5.0
"""After so long the next destination has its turn."""
REST_FIRST: Final = timedelta(seconds=2)
REST_LONGEST: Final = timedelta(minutes=5)
REFUSALS_MAX: Final = 3
SENDERS_MAX: Final = 4


@dataclass(frozen=True, slots=True)
class Forwarding:
    """What sending to destinations needs.

    Attributes:
        scope_of: What the compilers know of a project now.
        exports_of: Folder of a project's files.
        allow_private: Whether private addresses may be reached.
        sender: This process, as claims name it.
    """

    relational: Relational
    warehouse: Warehouse
    clock: Clock
    box: SecretBox
    scope_of: Callable[[ProjectId], Scope]
    exports_of: Callable[[ProjectId], Path]
    allow_private: bool
    sender: str


def deliver_due(forwarding: Forwarding, project: ProjectId) -> int:
    """Send what is due to every destination of a project; return how many deliveries were tried."""
    now = forwarding.clock.now()
    with forwarding.relational.project(project) as tx:
        busy = [
            row.destination_id
            for row in store.list_rows(tx)
            if row.state == DestinationState.RUNNING.value
            and (row.retry_at is None or row.retry_at <= now)
            and has_news(tx, row, now=now)
        ]
    if not busy:
        return 0
    with ThreadPoolExecutor(min(SENDERS_MAX, len(busy))) as pool:
        work = [pool.submit(deliver_to, forwarding, project, each) for each in busy]
    return sum(each.result() for each in work)


def deliver_to(forwarding: Forwarding, project: ProjectId, destination_id: str) -> int:
    """Send what is due to one destination, for a few seconds; return how many were tried."""
    this = _Round(forwarding, project, destination_id)
    if not this.claim():
        return 0
    try:
        return this.run()
    finally:
        with forwarding.relational.project(project) as tx:
            store.release(tx, destination_id, by=forwarding.sender)


def read_rows(
    forwarding: Forwarding, project: ProjectId, destination: Destination, delivery: Delivery
) -> tuple[Row, ...]:
    """The rows of a delivery as they would be sent now."""
    facts = look(forwarding, project, destination.definition)
    with forwarding.relational.project(project) as tx:
        found = read_facts(
            tx, facts, destination, delivery.feed, Range(delivery.first, delivery.last),
            limit=delivery.row_count,
        )  # fmt: skip
        return dress(found, destination.definition.fields, facts=facts, tx=tx)


def open_target(forwarding: Forwarding, project: ProjectId, row: store.StoredRow) -> Target:
    """The way to a destination.

    Raises:
        OutsideDown: The other side cannot be reached.
        AddressRefused: It is at a private address.
    """
    around = Surroundings(
        exports=forwarding.exports_of(project),
        allow_private=forwarding.allow_private,
    )
    settings = {**row.settings, **row.secrets(forwarding.box)}
    return KINDS.get(row.kind).open(settings, around)


def look(forwarding: Forwarding, project: ProjectId, definition: Definition) -> Facts:
    """The project's facts now, as far as a definition asks for them."""
    with forwarding.relational.project(project) as tx:
        segments = {each.segment_id: each for each in list_segments(tx)}
        computed = list_computed(tx, definition.computed)
    return Facts(
        forwarding.scope_of(project), forwarding.warehouse.project(project), segments, computed
    )


class _Round:
    """One destination's turn."""

    def __init__(self, forwarding: Forwarding, project: ProjectId, destination_id: str) -> None:
        self._forwarding = forwarding
        self._project = project
        self._id = destination_id
        self._until = monotonic() + ROUND_SECONDS

    def claim(self) -> bool:
        with self._forwarding.relational.project(self._project) as tx:
            return store.claim(
                tx,
                self._id,
                by=self._forwarding.sender,
                now=self._forwarding.clock.now(),
                seconds=CLAIM_SECONDS,
            )

    def run(self) -> int:
        """Deliver until nothing waits, the time is over, or there is trouble."""
        tried = 0
        target: Target | None = None
        try:
            while monotonic() < self._until and (tried == 0 or self.claim()):
                with self._forwarding.relational.project(self._project) as tx:
                    row = store.find_row(tx, self._id)
                planned = self._next(row)
                if planned is None:
                    break
                delivery, rows = planned
                tried += 1
                target = target or open_target(self._forwarding, self._project, row)
                self._send(target, row, delivery, rows)
        except StayflowError as error:
            self._rest(error)
        finally:
            if target is not None:
                with closing(target):
                    pass
        return tried

    def _next(self, row: store.StoredRow) -> tuple[Delivery, tuple[Row, ...]] | None:
        """What waits, else what is new."""
        forwarding, now = self._forwarding, self._forwarding.clock.now()
        destination = row.noun(forwarding.box)
        with forwarding.relational.project(self._project) as tx:
            waiting = deliveries.next_waiting(tx, self._id, now=now)
        if waiting is not None:
            return waiting, read_rows(forwarding, self._project, destination, waiting)
        facts = look(forwarding, self._project, destination.definition)
        kind = KINDS.get(row.kind)
        with forwarding.relational.project(self._project) as tx:
            return plan_delivery(tx, facts, destination, kind, now=now)

    def _send(
        self, target: Target, row: store.StoredRow, delivery: Delivery, rows: tuple[Row, ...]
    ) -> None:
        shipment = Shipment(
            delivery.delivery_id, row.name, delivery.feed, delivery.created_at, rows
        )
        try:
            if rows:  # what was forgotten meanwhile is not sent
                target.send(shipment)
        except ContentRefused as refused:
            self._refused(delivery, rows, refused.message)
            return
        now = self._forwarding.clock.now()
        with self._forwarding.relational.project(self._project) as tx:
            deliveries.end_delivery(tx, delivery.delivery_id, DeliveryState.SENT, now=now)
            store.note_sent(tx, self._id, rows=len(rows), now=now)

    def _refused(self, delivery: Delivery, rows: Sequence[Row], words: str) -> None:
        """Halve it, try it again, or give it up; the other side works, so the others go on."""
        now = self._forwarding.clock.now()
        with self._forwarding.relational.project(self._project) as tx:
            if len(rows) > 1:
                keys = [row.key for row in rows]
                middle = len(keys) // 2
                for half in (keys[:middle], keys[middle:]):
                    deliveries.add_delivery(tx, self._id, delivery.feed, half, now=now)
                ends = DeliveryState.SPLIT
            elif delivery.attempts + 1 >= REFUSALS_MAX:
                ends = DeliveryState.DEAD
            else:
                again = now + REST_FIRST * 2**delivery.attempts
                deliveries.put_off(tx, delivery.delivery_id, error=words, due_at=again)
                return
            deliveries.end_delivery(tx, delivery.delivery_id, ends, now=now, error=words)

    def _rest(self, error: StayflowError) -> None:
        """Leave the destination alone for a while."""
        now = self._forwarding.clock.now()
        with self._forwarding.relational.project(self._project) as tx:
            failures = store.find_row(tx, self._id).failures
            rest = min(REST_FIRST * 2 ** min(failures, 12), REST_LONGEST)
            if isinstance(error, OutsideDown) and error.retry_after_seconds is not None:
                rest = min(
                    max(rest, timedelta(seconds=error.retry_after_seconds)), timedelta(hours=1)
                )
            store.note_trouble(tx, self._id, str(error), now=now, retry_at=now + rest)

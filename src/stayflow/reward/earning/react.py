"""Granting: batch by batch, what recorded events earn is posted and told to the world.

An event earns by a rule once, whatever the rule's version and however often its batch is taken:
the posting's key is made of the two. The ledger commits first; then `points.granted` is emitted
for everything the batch earns, new or not, under ids made of the same keys. A crash in between is
healed by taking the batch again: the postings are there, and the events are sent once more and
known as duplicates if they had arrived.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from stayflow.kernel.clock import Clock
from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId
from stayflow.language.event import PERSON_KIND, RawEvent
from stayflow.language.scope import Scope
from stayflow.reward.earning import store
from stayflow.reward.earning.change import trouble_of
from stayflow.reward.earning.model import EarningRule, Granted, Missed
from stayflow.reward.earning.parse import parse_definition
from stayflow.reward.earning.queries import Grants, find_grants, list_batches
from stayflow.reward.ledger import Kind, Posting, post_many
from stayflow.stores.relational import Relational
from stayflow.stores.warehouse import Warehouse

EVENT_GRANTED = "points.granted"
EMIT_EVENTS_MAX = 2_000
"""Events handed to intake at a time: what one entry of the log should hold."""

_log = structlog.get_logger("stayflow.earning")

Emit = Callable[[ProjectId, Sequence[RawEvent]], object]
"""Hands events to intake, which has them durably when it returns."""


@dataclass(frozen=True, slots=True)
class EarningReactor:
    """Runs the rules of a project on its recorded batches.

    Attributes:
        relational: Rules and ledger.
        warehouse: Events.
        clock: Instant of the postings.
        scope_of: What the compilers know of a project now.
        emit: Where `points.granted` goes.
        name: As its offset is kept.
    """

    relational: Relational
    warehouse: Warehouse
    clock: Clock
    scope_of: Callable[[ProjectId], Scope]
    emit: Emit
    name: str = "reward.earning"

    def react(self, project: ProjectId, first_batch: int, last_batch: int) -> None:
        """Grant what the events of these batches earn by the enabled rules; again adds nothing.

        A rule that cannot be computed any more, as a property of it became a text, grants nothing and
        keeps no other from granting; the list of rules says what is wrong with it. What it misses is
        noted, and granted with the first batch after it was mended, by what it says then.

        Raises:
            StayflowError: A store does not answer; the batches are taken again.
        """
        with self.relational.project(project) as tx:
            rules = [rule for rule in store.list_rules(tx) if rule.enabled]
            missed = store.list_missed(tx)
        for rule in rules:
            now = Missed(rule.rule_id, first_batch, last_batch)
            if not self._grants(project, rule, now):
                with self.relational.project(project) as tx:
                    store.note_missed(tx, now)
                continue
            own = [each for each in missed if each.rule_id == rule.rule_id]
            if own and trouble_of(rule, self.scope_of(project)) is None:
                self._make_up(project, rule, own)

    def _make_up(self, project: ProjectId, rule: EarningRule, missed: Sequence[Missed]) -> None:
        for each in missed:
            if self._grants(project, rule, each):
                with self.relational.project(project) as tx:
                    store.forget_missed(tx, each)

    def _grants(self, project: ProjectId, rule: EarningRule, batches: Missed) -> bool:
        """Grant what batches earn by a rule; False when it cannot be computed for them."""
        first, last = batches.first_batch, batches.last_batch
        try:
            self._grant(project, rule, first=first, last=last, received_from=rule.created_at)
        except StayflowError as error:
            if error.kind.may_pass:
                raise
            _log.warning(
                "rule_grants_nothing", project=project, rule=rule.rule_id, reason=error.message
            )
            return False
        return True

    def grant_history(self, project: ProjectId, rule: EarningRule) -> Granted:
        """Grant what every event recorded so far earns by one rule, also those before it was made.

        Returns:
            What was granted now; nothing when it had been granted before.
        """
        return self._grant(project, rule, first=0, last=None, received_from=None)

    def _grant(
        self,
        project: ProjectId,
        rule: EarningRule,
        *,
        first: int,
        last: int | None,
        received_from: datetime | None,
    ) -> Granted:
        scope = self.scope_of(project)
        warehouse = self.warehouse.project(project)
        definition = parse_definition(rule.definition, facets=scope.facets)
        granted = Granted(points=0, grants=0)
        for batch in list_batches(definition.event, warehouse, first=first, last=last):
            found = find_grants(
                definition, scope, warehouse, batch=batch, received_from=received_from
            )
            if found.refused:
                _log.warning(
                    "amounts_refused", project=project, rule=rule.rule_id, events=found.refused
                )
            if found.event_ids:
                new = self._post(project, rule, found)
                granted = Granted(granted.points + new.points, granted.grants + new.grants)
                self._tell(project, rule, found)
        return granted

    def _post(self, project: ProjectId, rule: EarningRule, found: Grants) -> Granted:
        postings = [
            Posting(
                key=grant_key(rule, event_id),
                person_id=person_id,
                amount=points,
                kind=Kind.EARN,
                reason=rule.name,
                at=datetime.fromtimestamp(time_ms / 1000, UTC),
                actor=rule.actor,
            )
            for event_id, person_id, time_ms, points in zip(
                found.event_ids, found.people, found.times_ms, found.points, strict=True
            )
        ]
        with self.relational.project(project) as tx:
            posted = post_many(tx, postings, now=self.clock.now())
        amounts = [wish.amount for wish, done in zip(postings, posted, strict=True) if done.is_new]
        return Granted(points=sum(amounts), grants=len(amounts))

    def _tell(self, project: ProjectId, rule: EarningRule, found: Grants) -> None:
        events = granted_events(rule, found)
        for start in range(0, len(events), EMIT_EVENTS_MAX):
            self.emit(project, events[start : start + EMIT_EVENTS_MAX])


def grant_key(rule: EarningRule, event_id: str) -> str:
    """Return the cause of a grant: this rule, whatever its version, and this event."""
    return f"earn:{rule.rule_id}:{event_id}"


def granted_events(rule: EarningRule, found: Grants) -> list[RawEvent]:
    """Return what is told of grants: one `points.granted` each, at the instant of its cause."""
    return [
        RawEvent(
            name=EVENT_GRANTED,
            event_id=grant_key(rule, event_id),
            time_ms=time_ms,
            identities={PERSON_KIND: str(person_id)},
            properties={"points": points, "rule": rule.name},
        )
        for event_id, person_id, time_ms, points in zip(
            found.event_ids, found.people, found.times_ms, found.points, strict=True
        )
    ]

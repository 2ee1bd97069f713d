"""Outcomes become events of the people they concern; understanding reads them like any other.

At least once, with event ids made of the message: intake drops what it has seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from stayflow.act.outbox.model import MessageState
from stayflow.act.outbox.post import PostOffice
from stayflow.kernel.ids import ProjectId
from stayflow.language.event import PERSON_KIND, RawEvent

EMIT_ROWS_MAX = 2_000
IN_DOUBT = "in_doubt"
"""The reason of a `message.failed` whose answer never came; an answer that comes later is told too."""
_EVENTS = {
    "sent": "message.sent",
    "failed": "message.failed",
    "in_doubt": "message.failed",
    "dropped": "message.dropped",
    "withheld": "message.withheld",
}


@dataclass(frozen=True, slots=True)
class _Outcome:
    message_id: str
    lane: str
    channel: str
    person_id: int
    state: str
    reason: str | None
    decided_at: datetime


def emit_outcomes(post: PostOffice, project_id: ProjectId) -> int:
    """Append the events of outcomes not told yet, at most `EMIT_ROWS_MAX`; returns how many.

    The event is in the log before the row is marked: a crash between tells it twice, never not at
    all.
    """
    with post.relational.project(project_id) as tx:
        outcomes = tx.all(
            _Outcome,
            """
            select message_id, messages.lane, lanes.channel, person_id, messages.state, reason,
            decided_at from messages join outbox_lanes as lanes on lanes.lane = messages.lane
            where decided_at is not null and emitted_at is null
            order by decided_at limit %(limit)s
            for update of messages skip locked
            """,
            {"limit": EMIT_ROWS_MAX},
        )
        if not outcomes:
            return 0
        post.emit(project_id, [_event(outcome) for outcome in outcomes])
        tx.execute(
            "update messages set emitted_at = %(now)s where message_id = any(%(ids)s)",
            {"now": post.clock.now(), "ids": [outcome.message_id for outcome in outcomes]},
        )
    return len(outcomes)


def message_event(
    name: str,
    *,
    event_id: str,
    person_id: int,
    campaign: str,
    at: datetime,
    properties: Mapping[str, object],
) -> RawEvent:
    """An event of ours about a message: `campaign` is in its column and among the properties."""
    return RawEvent(
        name=name,
        event_id=event_id,
        time_ms=round(at.timestamp() * 1000),
        identities={PERSON_KIND: str(person_id)},
        campaign=campaign,
        properties={"campaign": campaign, **properties},
    )


def _event(outcome: _Outcome) -> RawEvent:
    properties: dict[str, object] = {
        "message_id": outcome.message_id,
        "message_channel": outcome.channel,
    }
    is_in_doubt = outcome.state == MessageState.IN_DOUBT
    reason = IN_DOUBT if is_in_doubt else outcome.reason
    if reason is not None:
        properties["reason"] = reason
    name = _EVENTS[outcome.state]
    return message_event(
        name,
        event_id=f"{outcome.message_id}:{IN_DOUBT if is_in_doubt else name}",
        person_id=outcome.person_id,
        campaign=outcome.lane,
        at=outcome.decided_at,
        properties=properties,
    )

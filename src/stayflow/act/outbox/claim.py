"""Claiming: one transaction picks what is due, asks the policy, and writes down every verdict."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from stayflow.act.outbox.lane import open_lanes
from stayflow.act.outbox.model import ClaimedMessage, Lane, MessageState
from stayflow.act.outbox.pace import note_released, paces_of, room_now
from stayflow.act.outbox.twins import list_twins
from stayflow.act.policy import (
    Action,
    NotSent,
    Policy,
    SendRequest,
    Verdict,
    decide_sends,
    release_touch,
)
from stayflow.stores.relational import Transaction

CLAIM_LEASE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one transaction decided.

    Attributes:
        messages: To be sent by this sender now.
        decided: Rows that got any verdict.
    """

    messages: tuple[ClaimedMessage, ...]
    decided: int


@dataclass(frozen=True, slots=True)
class ClaimTerms:
    """Under which terms a sender claims.

    Attributes:
        sender: Names the sender; only it may send what it claimed.
        limit: Most rows of one claim.
        channels: Channels that are ready.
        paces: Most messages a minute of each channel; a channel without one is not there.
    """

    sender: str
    limit: int
    policy: Policy
    zone: ZoneInfo
    channels: tuple[str, ...]
    paces: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Due:
    message_id: str
    person_id: int
    is_holdout: bool
    address: str
    zone: str
    attempts: int


def claim_messages(tx: Transaction, terms: ClaimTerms, *, now: datetime) -> Claim:
    """Claim what is due, at most `terms.limit`, shared fairly between lanes.

    Safe with many senders: a row is seen by one of them (SKIP LOCKED), a person's cooldown is
    decided at their row, and a paced lane is claimed by one sender at a time.
    """
    # TRICKY: right after a big audience was queued the planner knows nothing of it yet, and would
    # sort all of it for every claim instead of walking along the index of what is due.
    tx.execute("set local enable_sort = off")
    lanes = [lane for lane in open_lanes(tx, now=now) if lane.channel in terms.channels]
    messages: list[ClaimedMessage] = []
    decided = 0
    for position, lane in enumerate(lanes):
        share = ceil((terms.limit - decided) / (len(lanes) - position))
        paces = paces_of(lane, terms.paces.get(lane.channel))
        room = min(share, room_now(tx, paces, now=now))
        due = _due(tx, lane.lane, room, now=now) if room > 0 else []
        if due:
            verdicts = _verdicts(tx, lane, due, terms, now=now)
            tried = {row.message_id for row in due if row.attempts}
            _record_sends(tx, verdicts, sender=terms.sender, now=now)
            _record_drops(tx, verdicts, tried, now=now)
            _release(tx, due, verdicts)
            sends = [
                _claimed(lane, row) for row in due if verdicts[row.message_id].action is Action.SEND
            ]
            note_released(tx, paces, len(sends), now=now)
            messages += sends
            decided += len(due)
    return Claim(tuple(messages), decided)


def _due(tx: Transaction, lane: str, limit: int, *, now: datetime) -> list[_Due]:
    return tx.all(
        _Due,
        """
        select message_id, person_id, is_holdout, address, zone, attempts from messages
        where lane = %(lane)s and state = 'queued' and due_at <= %(now)s
        order by due_at, message_id limit %(limit)s
        for update skip locked
        """,
        {"lane": lane, "now": now, "limit": limit},
    )


def _verdicts(
    tx: Transaction, lane: Lane, due: Sequence[_Due], terms: ClaimTerms, *, now: datetime
) -> dict[str, Verdict]:
    expired = Verdict(Action.DROP, reason=NotSent.EXPIRED)
    if now >= lane.gives_up_at:
        return {row.message_id: expired for row in due}
    twins = list_twins(tx, lane.lane, [row.message_id for row in due])
    requests = [
        SendRequest(
            row.message_id, row.person_id, lane.channel, row.address, row.zone, row.is_holdout
        )
        for row in due
        if row.message_id not in twins
    ]
    verdicts = decide_sends(tx, requests, policy=terms.policy, zone=terms.zone, now=now)
    verdicts |= dict.fromkeys(twins, Verdict(Action.DROP, reason=NotSent.MERGED))
    return {
        message_id: expired if verdict.until and verdict.until >= lane.gives_up_at else verdict
        for message_id, verdict in verdicts.items()
    }


def _record_sends(
    tx: Transaction, verdicts: Mapping[str, Verdict], *, sender: str, now: datetime
) -> None:
    sends = [each for each, verdict in verdicts.items() if verdict.action is Action.SEND]
    tx.execute(
        """
        update messages set state = 'claimed', claimed_by = %(sender)s, claimed_until = %(until)s,
            reason = null
        where message_id = any(%(ids)s)
        """,
        {"ids": sends, "sender": sender, "until": now + CLAIM_LEASE},
    )
    later = {
        each: verdict.until
        for each, verdict in verdicts.items()
        if verdict.action is Action.POSTPONE
    }
    tx.execute(
        """
        update messages set due_at = later.due_at, reason = 'quiet_hours'
        from unnest(%(ids)s::text[], %(untils)s::timestamptz[]) as later (message_id, due_at)
        where messages.message_id = later.message_id
        """,
        {"ids": list(later), "untils": list(later.values())},
    )


def _record_drops(
    tx: Transaction, verdicts: Mapping[str, Verdict], tried: Set[str], *, now: datetime
) -> None:
    reasons = {
        each: verdict.reason for each, verdict in verdicts.items() if verdict.reason is not None
    }
    tx.execute(
        """
        update messages set state = dropped.state, reason = dropped.reason, decided_at = %(now)s
        from unnest(%(ids)s::text[], %(states)s::text[], %(reasons)s::text[])
            as dropped (message_id, state, reason)
        where messages.message_id = dropped.message_id
        """,
        {
            "now": now,
            "ids": list(reasons),
            "reasons": [reason.value for reason in reasons.values()],
            "states": [_end(reason, is_tried=each in tried) for each, reason in reasons.items()],
        },
    )


def _end(reason: NotSent, *, is_tried: bool) -> str:
    """A message that was tried before and may not be tried again has failed."""
    if is_tried:
        return MessageState.FAILED.value
    return (MessageState.WITHHELD if reason is NotSent.HOLDOUT else MessageState.DROPPED).value


def _release(tx: Transaction, due: Sequence[_Due], verdicts: Mapping[str, Verdict]) -> None:
    """A message that was tried before and is dropped now gives the person's cooldown back."""
    for row in due:
        if row.attempts and verdicts[row.message_id].action is Action.DROP:
            release_touch(tx, person_id=row.person_id, message_id=row.message_id)


def _claimed(lane: Lane, row: _Due) -> ClaimedMessage:
    return ClaimedMessage(
        message_id=row.message_id,
        lane=lane.lane,
        channel=lane.channel,
        content_id=lane.content_id,
        label=lane.label,
        person_id=row.person_id,
        address=row.address,
        attempts=row.attempts,
    )

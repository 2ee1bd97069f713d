"""From `claimed` to an outcome: the two commits around the provider's answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from stayflow.act.channel import Delivery, SendResult
from stayflow.act.outbox.erased import IS_ERASED, drop_if_erased, is_erased
from stayflow.act.outbox.lane import clear_trouble
from stayflow.act.outbox.model import ClaimedMessage, MessageState
from stayflow.act.policy import NotSent, Suppression, add_suppression, release_touch
from stayflow.stores.relational import Transaction

SENDING_LEASE = timedelta(minutes=30)  # far longer than all timeouts of one SMTP dialogue together
RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1),
    timedelta(hours=4),
)


def start_message(tx: Transaction, message: ClaimedMessage, *, sender: str, now: datetime) -> bool:
    """Mark a claimed message as `sending`; commit before the provider hears of it.

    False when it may not go any more: the lane was paused or closed, the address was suppressed, or
    the claim ran out and belongs to another sender.
    """
    started = tx.execute(
        """
        update messages set state = 'sending', sending_at = %(now)s, attempts = attempts + 1,
        claimed_until = %(until)s from outbox_lanes as lanes
        where messages.message_id = %(id)s and messages.state = 'claimed' and messages.claimed_by =
        %(sender)s
            and messages.claimed_until > %(now)s
            and lanes.lane = messages.lane and lanes.state = 'open'
            and not exists (select from suppressions where suppressions.channel = lanes.channel
                and suppressions.address = %(address)s)
        """,
        {
            "id": message.message_id,
            "sender": sender,
            "now": now,
            "until": now + SENDING_LEASE,
            "address": message.address.lower(),
        },
    )
    return started == 1


def return_message(tx: Transaction, message: ClaimedMessage, *, sender: str, now: datetime) -> None:
    """Put a message that surely was not handed over back into the queue; it is decided on again.

    Does not count as an attempt.
    """
    returned = tx.execute(
        """
        update messages set state = 'queued', due_at = %(now)s, attempts = %(attempts)s,
            claimed_by = null, claimed_until = null, sending_at = null
        where message_id = %(id)s and state in ('claimed', 'sending') and claimed_by = %(sender)s
        """,
        {"id": message.message_id, "sender": sender, "now": now, "attempts": message.attempts},
    )
    if returned:
        drop_if_erased(tx, message.message_id, now=now)
        release_touch(tx, person_id=message.person_id, message_id=message.message_id)
        tx.execute(
            """
            update messages set state = case when attempts > 0 then 'failed' else 'dropped' end,
                reason = 'cancelled', decided_at = %(now)s
            where message_id = %(id)s and state = 'queued'
                and exists (select from outbox_lanes where lane = %(lane)s and state = 'closed')
            """,
            {"id": message.message_id, "lane": message.lane, "now": now},
        )


def record_result(
    tx: Transaction, message: ClaimedMessage, result: SendResult, *, sender: str, now: datetime
) -> None:
    """Write down what the provider did."""
    if result.delivery is Delivery.TRANSIENT and message.attempts < len(RETRY_AFTER):
        _retry(tx, message, result.detail, sender=sender, now=now)
        return
    outcome = _outcome(result)
    _finish(tx, message, outcome, sender=sender, now=now)
    if outcome.state is MessageState.SENT:
        clear_trouble(tx, lane=message.lane)
    if outcome.state is MessageState.FAILED:
        release_touch(tx, person_id=message.person_id, message_id=message.message_id)
    if result.is_bad_address and not is_erased(tx, message.message_id):
        statement = "select channel from outbox_lanes where lane = %(lane)s"
        channel = str(tx.value(statement, {"lane": message.lane}))
        bounce = Suppression(channel, message.address, NotSent.BOUNCED, message.message_id, now)
        add_suppression(tx, bounce)


def fail_rendering(
    tx: Transaction, message: ClaimedMessage, detail: str, *, sender: str, now: datetime
) -> None:
    """Give up on a claimed message whose content fails with this person's data."""
    _finish(tx, message, _Outcome(MessageState.FAILED, "render", detail), sender=sender, now=now)
    release_touch(tx, person_id=message.person_id, message_id=message.message_id)


@dataclass(frozen=True, slots=True)
class _Outcome:
    state: MessageState
    reason: str | None
    reply: str


def _outcome(result: SendResult) -> _Outcome:
    if result.delivery is Delivery.ACCEPTED:
        return _Outcome(MessageState.SENT, None, result.detail)
    if result.delivery is Delivery.IN_DOUBT:
        return _Outcome(MessageState.IN_DOUBT, None, result.detail)
    is_permanent = result.delivery is Delivery.PERMANENT
    reason = "permanent" if is_permanent else "retries_exhausted"
    return _Outcome(MessageState.FAILED, reason, result.detail)


def _retry(
    tx: Transaction, message: ClaimedMessage, detail: str, *, sender: str, now: datetime
) -> None:
    """Surely not taken: queue again after a wait. The person's cooldown stays with this message."""
    tx.execute(
        """
        update messages set state = 'queued', reason = 'retry', due_at = %(due)s, reply = %(reply)s,
            claimed_by = null, claimed_until = null
        where message_id = %(id)s and state = 'sending' and claimed_by = %(sender)s
        """,
        {
            "id": message.message_id,
            "sender": sender,
            "due": now + RETRY_AFTER[message.attempts],
            "reply": detail,
        },
    )
    drop_if_erased(tx, message.message_id, now=now)


def _finish(
    tx: Transaction, message: ClaimedMessage, outcome: _Outcome, *, sender: str, now: datetime
) -> None:
    # From in_doubt too: a sender thought dead that then got its answer knows better.
    tx.execute(
        f"""
        update messages set state = %(state)s, reason = %(reason)s, decided_at = %(now)s,
            reply = case when {IS_ERASED} then null else %(reply)s end,
            emitted_at = case when {IS_ERASED} then %(now)s end
        where message_id = %(id)s and state in ('claimed', 'sending', 'in_doubt')
            and claimed_by = %(sender)s
        """,
        {
            "id": message.message_id,
            "sender": sender,
            "state": outcome.state.value,
            "reason": outcome.reason,
            "reply": outcome.reply,
            "now": now,
        },
    )

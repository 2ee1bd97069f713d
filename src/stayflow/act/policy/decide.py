"""The decision, made at send time inside the transaction that claims the messages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from stayflow.act.policy.model import Action, NotSent, Policy, Verdict
from stayflow.act.policy.quiet import quiet_until, zone_of
from stayflow.act.policy.suppress import suppressed_among
from stayflow.intake.identify import TWINS_SQL
from stayflow.stores.relational import Transaction

_SEND = Verdict(Action.SEND)


@dataclass(frozen=True, slots=True)
class SendRequest:
    """One message that wants out now.

    Attributes:
        zone: Name of the person's zone; empty: the project's.
        is_holdout: The person is withheld at random. They pass every other rule first, so that
            those withheld and those sent to are alike in everything but the message.
    """

    message_id: str
    person_id: int
    channel: str
    address: str
    zone: str
    is_holdout: bool


def decide_sends(
    tx: Transaction,
    requests: Sequence[SendRequest],
    *,
    policy: Policy,
    zone: ZoneInfo,
    now: datetime,
) -> dict[str, Verdict]:
    """Decide on each request, by message id; a SEND reserves the person's cooldown in `tx`.

    Order: suppressed address, quiet hours, cooldown, holdout. Two requests for one person in one
    call are decided one after the other; a touch under any id merged with theirs counts. Two
    senders deciding on one person meet at the person's row in `touches`, and the second sees what
    the first did.

    Args:
        tx: The transaction that also records the verdicts.
        requests: At most a few hundred.
        policy: The project's rules.
        zone: The project's zone, for people without one.
        now: The instant of the decision.
    """
    verdicts: dict[str, Verdict] = {}
    open_requests: list[SendRequest] = []
    suppressed = _suppressed(tx, requests)
    for request in requests:
        reason = suppressed.get((request.channel, request.address.lower()))
        until = quiet_until(policy.quiet_hours, zone_of(request.zone, zone), now)
        if reason is not None:
            verdicts[request.message_id] = Verdict(Action.DROP, reason=reason)
        elif until is not None:
            verdicts[request.message_id] = Verdict(Action.POSTPONE, until=until)
        else:
            open_requests.append(request)
    open_requests = _without_tired_twins(tx, open_requests, verdicts, policy=policy, now=now)
    for turn in _turns(open_requests):
        cooled = _reserve(
            tx, [each for each in turn if not each.is_holdout], policy=policy, now=now
        )
        rested = _rested(tx, [each for each in turn if each.is_holdout], policy=policy, now=now)
        for request in turn:
            verdicts[request.message_id] = _verdict(
                request, may_send=request.message_id in cooled | rested
            )
    return verdicts


def release_touch(tx: Transaction, *, person_id: int, message_id: str) -> None:
    """Give the cooldown back after a message that is known not to have gone out."""
    tx.execute(
        """
        update touches set message_id = previous_message_id, touched_at = previous_at,
            previous_message_id = null, previous_at = null
        where person_id = %(person)s and message_id = %(message)s and previous_at is not null
        """,
        {"person": person_id, "message": message_id},
    )
    tx.execute(
        "delete from touches where person_id = %(person)s and message_id = %(message)s",
        {"person": person_id, "message": message_id},
    )


def _without_tired_twins(
    tx: Transaction,
    requests: Sequence[SendRequest],
    verdicts: dict[str, Verdict],
    *,
    policy: Policy,
    now: datetime,
) -> list[SendRequest]:
    """Drop those whose person was written to under another id that was merged with theirs."""
    if not requests or not policy.cooldown:
        return list(requests)
    rows = tx.rows(
        f"""
        select wanted.message_id
        from unnest(%(people)s::bigint[], %(messages)s::text[]) as wanted (person_id, message_id)
        join persons own on own.person_id = wanted.person_id
        {TWINS_SQL}
        join touches on touches.person_id = twin.person_id
        where twin.person_id <> wanted.person_id and touches.touched_at > %(since)s
          and touches.message_id <> wanted.message_id
        """,
        {
            "people": [request.person_id for request in requests],
            "messages": [request.message_id for request in requests],
            "since": now - policy.cooldown,
        },
    )
    tired = {row[0] for row in rows}
    verdicts.update(dict.fromkeys(tired, Verdict(Action.DROP, reason=NotSent.COOLDOWN)))
    return [request for request in requests if request.message_id not in tired]


def _verdict(request: SendRequest, *, may_send: bool) -> Verdict:
    if not may_send:
        return Verdict(Action.DROP, reason=NotSent.COOLDOWN)
    return Verdict(Action.DROP, reason=NotSent.HOLDOUT) if request.is_holdout else _SEND


def _suppressed(tx: Transaction, requests: Sequence[SendRequest]) -> dict[tuple[str, str], NotSent]:
    found: dict[tuple[str, str], NotSent] = {}
    for channel in {request.channel for request in requests}:
        addresses = [request.address for request in requests if request.channel == channel]
        reasons = suppressed_among(tx, channel=channel, addresses=addresses)
        found.update({(channel, address): reason for address, reason in reasons.items()})
    return found


def _turns(requests: Iterable[SendRequest]) -> list[list[SendRequest]]:
    """Split so that no turn holds a person twice; people ascending, against deadlocks."""
    turns: list[list[SendRequest]] = []
    seen: dict[int, int] = {}
    for request in requests:
        turn = seen.get(request.person_id, 0)
        seen[request.person_id] = turn + 1
        if turn == len(turns):
            turns.append([])
        turns[turn].append(request)
    return [sorted(turn, key=lambda request: request.person_id) for turn in turns]


def _reserve(
    tx: Transaction, requests: Sequence[SendRequest], *, policy: Policy, now: datetime
) -> set[str]:
    """Move the touch of each person whose cooldown is over; ids of the messages that may go."""
    if not requests:
        return set()
    rows = tx.rows(
        """
        insert into touches as touch (person_id, message_id, touched_at)
        select person_id, message_id, %(now)s
        from unnest(%(people)s::bigint[], %(messages)s::text[]) as wanted (person_id, message_id)
        order by person_id
        on conflict (project_id, person_id) do update set
            previous_message_id = case when touch.message_id = excluded.message_id
                then touch.previous_message_id else touch.message_id end,
            previous_at = case when touch.message_id = excluded.message_id
                then touch.previous_at else touch.touched_at end,
            message_id = excluded.message_id,
            touched_at = excluded.touched_at
        where touch.message_id = excluded.message_id
            or %(cooldown)s = 0
            or touch.touched_at <= %(now)s - make_interval(secs => %(cooldown)s)
        returning message_id
        """,
        {
            "people": [request.person_id for request in requests],
            "messages": [request.message_id for request in requests],
            "now": now,
            "cooldown": int(policy.cooldown.total_seconds()),
        },
    )
    return {row[0] for row in rows}


def _rested(
    tx: Transaction, requests: Sequence[SendRequest], *, policy: Policy, now: datetime
) -> set[str]:
    """Ids of the messages whose person is past the cooldown; reserves nothing."""
    if not requests:
        return set()
    tired = tx.rows(
        """
        select person_id from touches
        where person_id = any(%(people)s) and touched_at > %(since)s
        """,
        {"people": [request.person_id for request in requests], "since": now - policy.cooldown},
    )
    tired_people = {row[0] for row in tired} if policy.cooldown else set()
    return {request.message_id for request in requests if request.person_id not in tired_people}

"""One round of sending: claim, write, hand over, tell."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from stayflow.act.channel import (
    Channel,
    ChannelDown,
    Connection,
    OutgoingMessage,
    TargetRefused,
    open_channel,
)
from stayflow.act.outbox.claim import ClaimTerms, claim_messages
from stayflow.act.outbox.emit import emit_outcomes
from stayflow.act.outbox.lane import hold_lanes, open_lanes
from stayflow.act.outbox.model import ClaimedMessage
from stayflow.act.outbox.outcome import (
    fail_rendering,
    record_result,
    return_message,
    start_message,
)
from stayflow.act.outbox.post import PostOffice
from stayflow.act.outbox.write import write_messages
from stayflow.act.policy import get_policy
from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId, new_id
from stayflow.stores.relational import Transaction

ROUND_MESSAGES_MAX = 100
CONNECTIONS_MAX = 4  # of one round; providers count them
MESSAGES_PER_LINE = 5  # below, another connection costs more than it saves
CHANNEL_REST = timedelta(minutes=1)  # how long a provider that is down is left alone


@dataclass(frozen=True, slots=True)
class _Round:
    """Who sends, where."""

    post: PostOffice
    project_id: ProjectId
    sender: str


def send_due(post: PostOffice, project_id: ProjectId, *, limit: int = ROUND_MESSAGES_MAX) -> int:
    """Send what is due in a project, at most `limit` messages; returns how many rows it decided on.

    Any number of threads and processes may call it at once. Zero means that nothing is due now.
    """
    this = _Round(post, project_id, new_id())
    now = post.clock.now()
    with post.relational.project(project_id) as tx:
        channels = _open_channels(tx, post)
    decided = 0
    if channels:
        scope = post.scope_of(project_id)
        paces = {name: each.per_minute for name, each in channels.items() if each.per_minute}
        with post.relational.project(project_id) as tx:
            terms = ClaimTerms(
                this.sender, limit, get_policy(tx), scope.zone, tuple(channels), paces
            )
            claim = claim_messages(tx, terms, now=now)
        decided = claim.decided
        for name, channel in channels.items():
            _send_all(this, channel, [each for each in claim.messages if each.channel == name])
    emit_outcomes(post, project_id)
    return decided


def _open_channels(tx: Transaction, post: PostOffice) -> dict[str, Channel]:
    """The channels that due messages need; the lanes of one that is not set up wait and say why."""
    now = post.clock.now()
    channels: dict[str, Channel] = {}
    for name in sorted({lane.channel for lane in open_lanes(tx, now=now)}):
        try:
            channels[name] = open_channel(tx, name, box=post.box, allow_private=post.allow_private)
        except StayflowError as trouble:
            # Not set up, or its secret cannot be opened: the lanes of the other channels go on.
            hold_lanes(tx, channel=name, trouble=trouble.message, until=now + CHANNEL_REST)
    return channels


def _send_all(this: _Round, channel: Channel, messages: Sequence[ClaimedMessage]) -> None:
    """Send over a few connections at once: most of the time of a message is waiting for answers."""
    if not messages:
        return
    written = write_messages(this.post, this.project_id, messages)
    lines = min(CONNECTIONS_MAX, ceil(len(messages) / MESSAGES_PER_LINE))
    with ThreadPoolExecutor(lines) as pool:
        work = [
            pool.submit(_send_line, this, channel, messages[line::lines], written)
            for line in range(lines)
        ]
    for each in work:
        each.result()


def _send_line(
    this: _Round,
    channel: Channel,
    messages: Sequence[ClaimedMessage],
    written: Mapping[str, OutgoingMessage | str],
) -> None:
    """Send over one connection; when the provider is down, everything not handed over waits."""
    with closing(channel.connect()) as connection:
        for position, message in enumerate(messages):
            try:
                _send_one(this, connection, message, written)
            except (ChannelDown, TargetRefused) as down:
                _give_back(this, messages[position:], down.message)
                return


def _send_one(
    this: _Round,
    connection: Connection,
    message: ClaimedMessage,
    written: Mapping[str, OutgoingMessage | str],
) -> None:
    """Two commits with the provider's answer between them."""
    relational, clock, sender = this.post.relational, this.post.clock, this.sender
    outgoing = written[message.message_id]
    with relational.project(this.project_id) as tx:
        if isinstance(outgoing, str):
            fail_rendering(tx, message, outgoing, sender=sender, now=clock.now())
            return
        if not start_message(tx, message, sender=sender, now=clock.now()):
            return_message(tx, message, sender=sender, now=clock.now())
            return
    result = connection.send(outgoing)
    with relational.project(this.project_id) as tx:
        record_result(tx, message, result, sender=sender, now=clock.now())


def _give_back(this: _Round, messages: Sequence[ClaimedMessage], trouble: str) -> None:
    now = this.post.clock.now()
    with this.post.relational.project(this.project_id) as tx:
        for message in messages:
            return_message(tx, message, sender=this.sender, now=now)
        until = now + CHANNEL_REST
        hold_lanes(tx, channel=messages[0].channel, trouble=trouble, until=until)

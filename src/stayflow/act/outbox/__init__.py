"""Room `outbox`: the one way out. Every message to a person is a row here before it is a message.

Owns (PostgreSQL): `outbox_lanes` (a stream of messages with one content and one pace), `messages`.
Reads: policy, content and channels of this floor; `persons` (PostgreSQL); `person_attributes` through `content`.
Emits (events): `message.sent`, `message.failed`, `message.dropped`, `message.withheld`,
`message.opened`, `message.clicked`, `message.unsubscribed`.

A message goes queued → claimed → sending → sent | failed | in_doubt, or queued → dropped |
withheld. `sending` is committed before the provider hears a word, the result after; what a crash
leaves in between becomes `in_doubt` and is never sent again (docs/adr/0004).
"""

from stayflow.act.outbox.count import LaneCounts, count_lane, count_states, list_waiting
from stayflow.act.outbox.emit import emit_outcomes
from stayflow.act.outbox.holdings import OUTBOX_HOLDINGS
from stayflow.act.outbox.invariants import OUTBOX_INVARIANTS
from stayflow.act.outbox.lane import add_lane, change_lane_state
from stayflow.act.outbox.model import (
    Lane,
    LaneState,
    MessageState,
    QueueRow,
    SentMessage,
)
from stayflow.act.outbox.post import PostOffice
from stayflow.act.outbox.queue import queue_messages
from stayflow.act.outbox.recover import recover_messages
from stayflow.act.outbox.send import send_due
from stayflow.act.outbox.track import (
    Visit,
    find_message,
    read_unsubscribe,
    record_click,
    record_open,
    record_unsubscribe,
)

__all__ = [
    "OUTBOX_HOLDINGS",
    "OUTBOX_INVARIANTS",
    "Lane",
    "LaneCounts",
    "LaneState",
    "MessageState",
    "PostOffice",
    "QueueRow",
    "SentMessage",
    "Visit",
    "add_lane",
    "change_lane_state",
    "count_lane",
    "count_states",
    "emit_outcomes",
    "find_message",
    "list_waiting",
    "queue_messages",
    "read_unsubscribe",
    "record_click",
    "record_open",
    "record_unsubscribe",
    "recover_messages",
    "send_due",
]

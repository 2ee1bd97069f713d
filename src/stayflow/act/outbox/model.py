"""Nouns of the outbox."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from stayflow.act.policy import NotSent


class MessageState(StrEnum):
    """Where a message is; the last five are final."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    IN_DOUBT = "in_doubt"
    DROPPED = "dropped"
    WITHHELD = "withheld"


class LaneState(StrEnum):
    """Whether a lane's messages may leave."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Lane:
    """A stream of messages: one channel, one content, one pace.

    Attributes:
        lane: Its id; a campaign's id.
        label: What templates and people call it.
        per_minute: Most messages in any 60 seconds; None: as fast as the provider takes them.
        gives_up_at: What has not left by then is dropped as expired, so nothing is postponed for
            ever.
        trouble: Why the provider could not be used last time; None when it could.
    """

    lane: str
    channel: str
    content_id: str
    label: str
    per_minute: int | None
    state: LaneState
    gives_up_at: datetime
    trouble: str | None = None
    resumes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One person of a lane's audience.

    Attributes:
        key: Makes the message unique: the same key is queued once, whatever happens.
        reason: Set when it is clear already that no message can go out.
    """

    key: str
    person_id: int
    address: str
    zone: str
    is_holdout: bool
    reason: NotSent | None = None


@dataclass(frozen=True, slots=True)
class ClaimedMessage:
    """A message this sender may send now."""

    message_id: str
    lane: str
    channel: str
    content_id: str
    label: str
    person_id: int
    address: str
    attempts: int


@dataclass(frozen=True, slots=True)
class SentMessage:
    """What is known of a message when somebody follows one of its links."""

    message_id: str
    lane: str
    channel: str
    person_id: int
    address: str
    state: str
    sending_at: datetime | None

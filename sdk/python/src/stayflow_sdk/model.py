"""Settings, what can be said of one call, and what is told when something will not arrive."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path


class SdkError(Exception):
    """The SDK cannot work as it was asked to; calls that send events never raise."""


class SpoolInUse(SdkError):
    """Another process has this spool open; give each process a folder of its own."""


class ProblemCode(str, Enum):
    """Why something will not arrive, or has not yet."""

    NOT_AN_EVENT = "not_an_event"
    TOO_LARGE = "too_large"
    REFUSED = "refused"
    QUEUE_FULL = "queue_full"
    LOST_AT_EXIT = "lost_at_exit"


@dataclass(frozen=True)
class Problem:
    """What is told to `Settings.on_error`.

    Attributes:
        code: Which kind of trouble.
        message: A sentence for whoever reads the log.
        count: Of messages that will not arrive.
    """

    code: ProblemCode
    message: str
    count: int = 1


@dataclass(frozen=True)
class CallOptions:
    """What else can be said of one call.

    Attributes:
        message_id: The id of something that has one by itself, such as an order; a second message
            with the same id is not counted.
        timestamp: When it happened; now, if left out. A time without a zone is UTC.
        identities: Identities beside the user id: `{"phone": "…"}`.
        context: As in Segment's specification: `{"page": {...}, "campaign": {...}, "ip": "…"}`.
    """

    message_id: str | None = None
    timestamp: datetime | None = None
    identities: Mapping[str, str] = field(default_factory=dict)
    context: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Settings:
    """How the client works.

    Attributes:
        flush_at: Send when so many messages wait (at most 100 go in one request) …
        flush_seconds: … or so long after the first.
        queue_messages_max: Most messages that wait; the oldest go first, and are told of.
        is_packed: Whether bodies are sent with gzip.
        timeout_seconds: For one request.
        exit_seconds: How long the end of the program may wait for what is left.
        spool: A folder in which messages wait instead of in memory, so that a crash, an exit or a
            server that is down for days loses none. One process a folder.
        channel: Of the events: `server` by default.
        on_error: Told of everything that will not arrive; from the sending thread.
    """

    flush_at: int = 100
    flush_seconds: float = 0.5
    queue_messages_max: int = 100_000
    is_packed: bool = True
    timeout_seconds: float = 15.0
    exit_seconds: float = 10.0
    spool: Path | str | None = None
    channel: str = "server"
    on_error: Callable[[Problem], None] | None = None

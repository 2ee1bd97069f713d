"""Nouns of the policy room."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum


class NotSent(StrEnum):
    """Why a queued person got no message; each is counted, none is silent."""

    NO_ADDRESS = "no_address"
    INVALID_ADDRESS = "invalid_address"
    DUPLICATE_ADDRESS = "duplicate_address"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"
    COOLDOWN = "cooldown"
    MERGED = "merged"
    HOLDOUT = "holdout"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    ERASED = "erased"


class Action(StrEnum):
    """What to do with one message now."""

    SEND = "send"
    POSTPONE = "postpone"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local hours in which nothing is sent: from `start` to before `end`, perhaps over midnight."""

    start: time
    end: time

    def covers(self, local: time) -> bool:
        """True when the wall clock shows a quiet time.

        >>> QuietHours(time(22), time(8)).covers(time(7, 59))
        True
        """
        if self.start < self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end


@dataclass(frozen=True, slots=True)
class Policy:
    """How often and when a project writes to one person, over all channels.

    Attributes:
        cooldown: Shortest time between two messages to one person; zero: none.
        quiet_hours: In the person's zone, else the project's; None: none.
    """

    cooldown: timedelta = timedelta(0)
    quiet_hours: QuietHours | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision on one message: `until` with POSTPONE, `reason` with DROP."""

    action: Action
    until: datetime | None = None
    reason: NotSent | None = None

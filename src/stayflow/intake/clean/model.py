"""What cleaning decides: reasons, verdicts, and the numbers that must add up."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from stayflow.intake.columns import EventColumns, Mask

Codes = npt.NDArray[np.int8]


class Outcome(StrEnum):
    """Where an event ends; every event received ends in exactly one of them."""

    ACCEPTED = "accepted"
    REPAIRED = "repaired"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


class Reason(StrEnum):
    """Why an event was rejected or repaired."""

    UNREADABLE = "unreadable"
    NAME_MISSING = "name_missing"
    NAME_TOO_LONG = "name_too_long"
    NAME_RESERVED = "name_reserved"
    OVERSIZE = "oversize"
    TIME_UNREADABLE = "time_unreadable"
    TIME_MISSING = "time_missing"
    TIME_IN_FUTURE = "time_in_future"
    TIME_TOO_OLD = "time_too_old"
    NO_IDENTITY = "no_identity"
    PLACEHOLDER_IDENTITY = "placeholder_identity"
    IDENTITY_TOO_LONG = "identity_too_long"
    UNKNOWN_PERSON = "unknown_person"
    TEXT_TOO_LONG = "text_too_long"
    REVENUE_UNREADABLE = "revenue_unreadable"


REASONS: Final = tuple(Reason)
"""A verdict holds the place of its reason in this tuple plus one; 0 is no verdict."""

FIELDS: Final[Mapping[Reason, str]] = {
    Reason.NAME_MISSING: "name",
    Reason.NAME_TOO_LONG: "name",
    Reason.NAME_RESERVED: "name",
    Reason.OVERSIZE: "properties",
    Reason.TIME_UNREADABLE: "time",
    Reason.TIME_TOO_OLD: "time",
    Reason.NO_IDENTITY: "identities",
    Reason.PLACEHOLDER_IDENTITY: "identities",
    Reason.IDENTITY_TOO_LONG: "identities",
    Reason.UNKNOWN_PERSON: "identities.person_id",
}
"""Which field of the event a rejection is about."""

MESSAGES: Final[Mapping[Reason, str]] = {
    Reason.UNREADABLE: "The row could not be read as an event.",
    Reason.NAME_MISSING: "The event has no name; say what happened.",
    Reason.NAME_TOO_LONG: "The name is longer than 200 bytes.",
    Reason.NAME_RESERVED: "Names with message. or points. are Stayflow's own; choose another.",
    Reason.OVERSIZE: "The properties are larger than 64 KiB; send less.",
    Reason.TIME_UNREADABLE: "The time could not be read; check its format.",
    Reason.TIME_TOO_OLD: "The time is older than the accepted horizon.",
    Reason.NO_IDENTITY: "No identity says whose event it is.",
    Reason.PLACEHOLDER_IDENTITY: "Every identity is a placeholder such as null, 0 or anonymous.",
    Reason.IDENTITY_TOO_LONG: "Every identity is longer than 255 bytes.",
    Reason.UNKNOWN_PERSON: "No person has this number.",
}
"""What the operator reads beside a rejected event."""


@dataclass(frozen=True, slots=True)
class CleanLimits:
    """Bounds of cleaning.

    Attributes:
        age_days_max: Older events are rejected.
        future_seconds_max: Events further ahead of our clock happened now.
        name_bytes_max: Longest name of an event.
        identity_bytes_max: Longest value of an identity.
        text_bytes_max: Longest context text; longer ones are cut.
        properties_bytes_max: Largest text of properties.
    """

    age_days_max: int = 3650
    future_seconds_max: int = 3600
    name_bytes_max: int = 200
    identity_bytes_max: int = 255
    text_bytes_max: int = 8192
    properties_bytes_max: int = 65_536


@dataclass(frozen=True, slots=True)
class Cleaning:
    """A batch on its way through the steps.

    Attributes:
        events: As far as the steps have put and fixed them.
        rejected: Code of the reason per event, 0 for none; the first reason stays.
        repaired: Likewise.
        is_duplicate: Events that are stored already, or came earlier in the batch.
        limits: Bounds.
    """

    events: EventColumns
    rejected: Codes
    repaired: Codes
    is_duplicate: Mask
    limits: CleanLimits

    def drop(self, where: Mask, reason: Reason) -> "Cleaning":
        """Reject the events at `where` that are not rejected yet."""
        return replace(self, rejected=_marked(self.rejected, where, reason))

    def repair(self, events: EventColumns, where: Mask, reason: Reason) -> "Cleaning":
        """Go on with `events`, in which those at `where` were repaired."""
        return replace(self, events=events, repaired=_marked(self.repaired, where, reason))

    @property
    def is_kept(self) -> Mask:
        """Events that will be stored."""
        kept: Mask = (self.rejected == 0) & ~self.is_duplicate
        return kept


def _marked(codes: Codes, where: Mask, reason: Reason) -> Codes:
    if not where.any():
        return codes
    marked = codes.copy()
    marked[where & (codes == 0)] = REASONS.index(reason) + 1
    return marked


@dataclass(frozen=True, slots=True)
class IntakeCounts:
    """What became of the events received. accepted + repaired + duplicate + rejected = received.

    Attributes:
        accepted: Stored as sent.
        repaired: Stored after a repair, by reason.
        duplicate: Stored already.
        rejected: By reason.
        skipped: Rows of a file that its mapping does not take (`where`); they are not received.
    """

    accepted: int = 0
    repaired: Mapping[str, int] = field(default_factory=dict)
    duplicate: int = 0
    rejected: Mapping[str, int] = field(default_factory=dict)
    skipped: int = 0

    @property
    def received(self) -> int:
        """Every event that came."""
        return (
            self.accepted
            + sum(self.repaired.values())
            + self.duplicate
            + sum(self.rejected.values())
        )

    @property
    def stored(self) -> int:
        """Events that are now in the table."""
        return self.accepted + sum(self.repaired.values())

    def __add__(self, other: "IntakeCounts") -> "IntakeCounts":
        return IntakeCounts(
            accepted=self.accepted + other.accepted,
            repaired=_summed(self.repaired, other.repaired),
            duplicate=self.duplicate + other.duplicate,
            rejected=_summed(self.rejected, other.rejected),
            skipped=self.skipped + other.skipped,
        )


def _summed(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return dict(Counter(one) + Counter(other))


def count_outcomes(cleaning: Cleaning) -> IntakeCounts:
    """Count every event of a batch once, those that could not be read included."""
    rejected = _by_reason(cleaning.rejected)
    if unread := len(cleaning.events.unread):
        rejected[Reason.UNREADABLE] = rejected.get(Reason.UNREADABLE, 0) + unread
    kept = cleaning.is_kept
    return IntakeCounts(
        accepted=int((kept & (cleaning.repaired == 0)).sum()),
        repaired=_by_reason(cleaning.repaired[kept]),
        duplicate=int((cleaning.is_duplicate & (cleaning.rejected == 0)).sum()),
        rejected=rejected,
    )


def _by_reason(codes: Codes) -> dict[str, int]:
    tally = np.bincount(codes, minlength=len(REASONS) + 1)
    return {
        str(reason): int(tally[place + 1])
        for place, reason in enumerate(REASONS)
        if tally[place + 1]
    }

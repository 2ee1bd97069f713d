"""What cleaning decides: reasons, verdicts, and the numbers that must add up."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from stayflow.intake.clean.guide import CleanGuide
from stayflow.intake.clean.notes import Note, Notes
from stayflow.intake.clean.reasons import REASONS, Reason
from stayflow.intake.columns import EventColumns, Mask

Codes = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Cleaning:
    """A batch on its way through the steps.

    Attributes:
        events: As far as the steps have put and fixed them.
        rejected: Code of the reason per event, 0 for none; the first reason stays.
        repaired: Likewise.
        is_duplicate: Events that are stored already, or came earlier in the batch.
        guide: What it is cleaned by.
        came: The batch as it came.
        is_near: Of the duplicates, those that only look the same.
        grounds: Why each rejected event was, in words.
        repairs: What was repaired, likewise.
        warnings: What the tracking plan says of events that are stored all the same.
    """

    events: EventColumns
    rejected: Codes
    repaired: Codes
    is_duplicate: Mask
    guide: CleanGuide
    came: EventColumns
    is_near: Mask
    grounds: Notes
    repairs: Notes
    warnings: Notes

    @classmethod
    def begin(cls, events: EventColumns, guide: CleanGuide, came: EventColumns) -> "Cleaning":
        """A batch of which nothing is decided."""
        rows = len(events)
        nothing = np.zeros(rows, dtype=np.int8)
        none, notes = np.zeros(rows, dtype=bool), Notes.none(rows)
        return cls(events, nothing, nothing, none, guide, came, none, notes, notes, notes)

    def drop(self, where: Mask, reason: Reason, about: str = "") -> "Cleaning":
        """Reject the events at `where` that are not rejected yet."""
        if not where.any():
            return self
        fresh = where & (self.rejected == 0)
        return replace(
            self,
            rejected=_marked(self.rejected, where, reason),
            grounds=self.grounds.add(fresh, Note(reason, about)),
        )

    def repair(
        self, events: EventColumns, where: Mask, reason: Reason, about: str = ""
    ) -> "Cleaning":
        """Go on with `events`, in which those at `where` were repaired."""
        if not where.any():
            return replace(self, events=events)
        return replace(
            self,
            events=events,
            repaired=_marked(self.repaired, where, reason),
            repairs=self.repairs.add(where, Note(reason, about)),
        )

    def warn(self, where: Mask, reason: Reason, about: str = "") -> "Cleaning":
        """Note on the events at `where` what they do against the tracking plan."""
        return replace(self, warnings=self.warnings.add(where, Note(reason, about)))

    @property
    def is_kept(self) -> Mask:
        """Events that will be stored."""
        kept: Mask = (self.rejected == 0) & ~self.is_duplicate
        return kept


def _marked(codes: Codes, where: Mask, reason: Reason) -> Codes:
    marked = codes.copy()
    marked[where & (codes == 0)] = REASONS.index(reason) + 1
    return marked


@dataclass(frozen=True, slots=True)
class IntakeCounts:
    """What became of the events received. accepted + repaired + duplicate + rejected = received.

    Attributes:
        accepted: Stored as sent.
        repaired: Stored after a repair, by reason.
        duplicate: Stored already, or looking the same as what is.
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

"""The nouns of ONE-ID: kinds of identity, edges between identities, and what a batch changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class IdentityKind:
    """A kind of identity as the project configured it.

    Attributes:
        kind: Its name, such as `user_id` or `device`.
        unique_per_person: A person has at most one; two different ones are never one person's.
        priority: The lower, the weightier: an event is its weightiest identity's.
        limit_per_person: A person has at most so many; None for any number.
        sharable: Several people may use it, as a device of a family.
        shared_from: Where it is sharable: the account, of one kind, that is the so-manieth seen
            with it is no longer joined with it; 2 lets the first account have its past.
    """

    kind: str
    unique_per_person: bool
    priority: int
    limit_per_person: int | None = None
    sharable: bool = False
    shared_from: int = 2

    @property
    def most(self) -> int | None:
        """How many of it a person may have; None for any number."""
        return 1 if self.unique_per_person else self.limit_per_person


DEFAULT_KINDS: Final = (
    IdentityKind("user_id", unique_per_person=True, priority=10),
    IdentityKind("member_no", unique_per_person=True, priority=20),
    IdentityKind("unionid", unique_per_person=False, priority=30),
    IdentityKind("phone", unique_per_person=False, priority=40),
    IdentityKind("email", unique_per_person=False, priority=50),
    IdentityKind("openid", unique_per_person=False, priority=60),
    IdentityKind("device", unique_per_person=False, priority=80, sharable=True),
    IdentityKind("anonymous_id", unique_per_person=False, priority=90, sharable=True),
    IdentityKind("cookie", unique_per_person=False, priority=95, sharable=True),
)
"""What a new project knows. Any other kind is taken at `PRIORITY_DEFAULT` when it is first seen."""

PRIORITY_DEFAULT: Final = 70


class MergeCause(StrEnum):
    """Why a person's id leads to another since a batch."""

    NAMED_TOGETHER = "named_together"
    REORDERED = "reordered"
    MANUAL = "manual"
    MATCH = "match"
    UNMERGED = "unmerged"
    RULES = "rules"
    IMPORT = "import"


class RefusalReason(StrEnum):
    """Why two identities named by one event are not one person's, or not for that."""

    UNIQUE_DIFFERS = "unique_differs"
    LIMIT_REACHED = "limit_reached"
    KEPT_APART = "kept_apart"
    BLOCKED_VALUE = "blocked_value"
    SHARED_DEVICE = "shared_device"
    UNBOUND = "unbound"


@dataclass(frozen=True, slots=True)
class Identity:
    """One identity in the graph.

    Attributes:
        identity_id: Dense number.
        kind: Name of its kind.
        value: As named by events.
        person_id: See the migration of `identities`.
        owns_person: `person_id` was made for it.
    """

    identity_id: int
    kind: str
    value: str
    person_id: int
    owns_person: bool


REASONS: Final = (None, *RefusalReason)
"""By code: why a pair does not join its persons, or that it does."""

CODE_OF: Final = {reason: code for code, reason in enumerate(REASONS)}
INADMISSIBLE_FROM: Final = CODE_OF[RefusalReason.BLOCKED_VALUE]
"""From this code on, the reason holds whoever the persons are: the pair is not weighed at all."""

Reasons = npt.NDArray[np.uint8]
Kinds = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of pairs.

    Attributes:
        reason: By pair: code in `REASONS`.
        kind: By pair: the kind whose rule it is, as place in `names`; of no meaning where none.
        names: Names of kinds; the empty one where somebody keeps persons apart.
    """

    reason: Reasons
    kind: Kinds
    names: Sequence[str]

    def __len__(self) -> int:
        return len(self.reason)


@dataclass(frozen=True, slots=True)
class Edges:
    """New or earlier edges of a batch by column; each pair once."""

    high: Ids
    low: Ids
    first_at: Ids
    event_id: npt.NDArray[np.void]

    def __len__(self) -> int:
        return len(self.high)


def _none() -> Ids:
    return np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class PeopleChange:
    """What the warehouse must learn of persons after a batch.

    Attributes:
        made: New person ids.
        made_at: First seen, Unix milliseconds, alike.
        moved: Person ids that lead elsewhere than before.
        moved_to: The survivors, alike; itself when it stands alone again.
    """

    made: Ids = field(default_factory=_none)
    made_at: Ids = field(default_factory=_none)
    moved: Ids = field(default_factory=_none)
    moved_to: Ids = field(default_factory=_none)

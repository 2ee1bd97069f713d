"""The nouns of ONE-ID: kinds of identity, edges between identities, and what a batch changed."""

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
    """

    kind: str
    unique_per_person: bool
    priority: int


DEFAULT_KINDS: Final = (
    IdentityKind("user_id", unique_per_person=True, priority=10),
    IdentityKind("member_no", unique_per_person=True, priority=20),
    IdentityKind("unionid", unique_per_person=False, priority=30),
    IdentityKind("phone", unique_per_person=False, priority=40),
    IdentityKind("email", unique_per_person=False, priority=50),
    IdentityKind("openid", unique_per_person=False, priority=60),
    IdentityKind("device", unique_per_person=False, priority=80),
    IdentityKind("anonymous_id", unique_per_person=False, priority=90),
    IdentityKind("cookie", unique_per_person=False, priority=95),
)
"""What a new project knows. Any other kind is taken at `PRIORITY_DEFAULT` when it is first seen."""

PRIORITY_DEFAULT: Final = 70


class MergeCause(StrEnum):
    """Why a person's id leads to another since a batch."""

    NAMED_TOGETHER = "named_together"
    REORDERED = "reordered"


class RefusalReason(StrEnum):
    """Why two identities named by one event are not one person's."""

    UNIQUE_DIFFERS = "unique_differs"


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


@dataclass(frozen=True, slots=True)
class Edge:
    """Two identities named by one event; the earliest such event counts.

    Attributes:
        high: The weightiest identity of the event.
        low: Another identity of it.
        first_at: Unix milliseconds.
        event_id: 16 bytes.
        order: What decides between edges of one event, the same whenever it arrives.
    """

    high: int
    low: int
    first_at: int
    event_id: bytes
    order: tuple[str, str, str, str]

    @property
    def rank(self) -> tuple[int, bytes, tuple[str, str, str, str]]:
        """Place in which edges are weighed: time, then event, then identities."""
        return (self.first_at, self.event_id, self.order)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An edge that must not join its two persons."""

    edge: Edge
    kind: str
    reason: RefusalReason = RefusalReason.UNIQUE_DIFFERS


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

"""What a tracking plan says: events with their properties, and what is done about others."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from stayflow.kernel.errors import Conflict, InvalidInput
from stayflow.language.scope import ValueType

Listed = str | float
"""A value that a property may have: a text or a number, as its type says."""


class Status(StrEnum):
    """How far an event or a property is."""

    PLANNED = "planned"
    LIVE = "live"
    DEPRECATED = "deprecated"


class Check(StrEnum):
    """What is done with an event that is not as planned."""

    NONE = "none"
    WARN = "warn"
    REPAIR = "repair"
    REJECT = "reject"


class PlanInvalid(InvalidInput):
    """The tracking plan cannot be read, or contradicts itself."""

    code = "plan_invalid"


class PlanChanged(Conflict):
    """Somebody else has saved the plan since it was read."""

    code = "plan_changed"


@dataclass(frozen=True, slots=True)
class PlannedProperty:
    """One property of a planned event.

    Attributes:
        values: The only values it may have; empty for any. Of text and number properties.
        minimum: Least number, included; None for no bound.
        maximum: Greatest number, included.
        owner: Who answers for it.
    """

    name: str
    type: ValueType = ValueType.TEXT
    required: bool = False
    values: tuple[Listed, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    description: str = ""
    owner: str = ""
    status: Status = Status.LIVE

    @property
    def is_bounded(self) -> bool:
        """Whether its values have to be looked at, not only its type."""
        return bool(self.values) or self.minimum is not None or self.maximum is not None


@dataclass(frozen=True, slots=True)
class PlannedEvent:
    """One event of the plan.

    Attributes:
        check: What is done when one comes that is not as planned.
        closed: Whether properties that are not listed are against the plan.
        owner: Who answers for it.
    """

    name: str
    check: Check = Check.WARN
    closed: bool = False
    properties: tuple[PlannedProperty, ...] = ()
    description: str = ""
    owner: str = ""
    status: Status = Status.LIVE


@dataclass(frozen=True, slots=True)
class TrackingPlan:
    """A project's tracking plan 埋点方案.

    Attributes:
        unplanned: What is done with an event that the plan does not have: none, warn or reject.
    """

    events: tuple[PlannedEvent, ...] = ()
    unplanned: Check = Check.NONE

    def event(self, name: str) -> PlannedEvent | None:
        """The event of a name; None when it is not planned."""
        return next((each for each in self.events if each.name == name), None)


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A plan as it stands.

    Attributes:
        version: 0 while none was saved; rises by one with each change.
    """

    plan: TrackingPlan = field(default_factory=TrackingPlan)
    version: int = 0
    changed_at: datetime | None = None
    changed_by: str = ""

"""The nouns of earning."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from stayflow.language.condition import Condition
from stayflow.language.event_filter import EventFilter

JsonObject = Mapping[str, object]
REVENUE = "revenue"


class Rounding(StrEnum):
    """What happens to a part of a point."""

    DOWN = "down"
    NEAREST = "nearest"
    UP = "up"


@dataclass(frozen=True, slots=True)
class Grant:
    """How many points one event earns: a fixed number, or so many per unit of an amount.

    Attributes:
        points: The fixed number; `None` when it depends on an amount.
        per_amount: Points per unit of `amount`, at most six decimals.
        amount: Numeric property, or `revenue`.
        rounding: Applied once, to the points of the event.
    """

    points: int | None = None
    per_amount: Decimal | None = None
    amount: str = REVENUE
    rounding: Rounding = Rounding.DOWN


@dataclass(frozen=True, slots=True)
class Definition:
    """What a rule says: which events, of which people, earn how much.

    Attributes:
        event: Name of the event.
        where: Which of these events; `None` for all.
        people: Whose events; `None` for everybody.
        grant: How much.
        raw: The same as the operator wrote it, as JSON.
    """

    event: str
    where: EventFilter | None
    people: Condition | None
    grant: Grant
    raw: JsonObject


@dataclass(frozen=True, slots=True)
class EarningRule:
    """A rule of a project.

    Attributes:
        rule_id: Stays over all versions.
        version: Counts up with every change.
        name: In the operator's words; stands on people's statements.
        definition: As the operator wrote it; parsed when it is used.
        enabled: Whether it grants.
        created_at: Events received from then on earn.
        changed_at: Of the present version.
    """

    rule_id: str
    version: int
    name: str
    definition: JsonObject
    enabled: bool
    created_at: datetime
    changed_at: datetime

    @property
    def actor(self) -> str:
        """As the ledger names the rule."""
        return f"rule:{self.rule_id}"


@dataclass(frozen=True, slots=True)
class Missed:
    """Batches, both ends included, that a rule in trouble granted nothing for."""

    rule_id: str
    first_batch: int
    last_batch: int


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What a change of a rule changes; `None` leaves a part as it is."""

    name: str | None = None
    definition: JsonObject | None = None
    enabled: bool | None = None


@dataclass(frozen=True, slots=True)
class Granted:
    """What a rule has granted: how many points in how many postings."""

    points: int
    grants: int


@dataclass(frozen=True, slots=True)
class SimulatedDay:
    """What a draft would have granted on one day of the project's zone."""

    on: date
    events: int
    people: int
    points: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a draft would have granted, had it held for the last days.

    Attributes:
        events: Events that would have earned at least one point.
        people: People who would have earned.
        points: In all: what it adds to the liability.
        points_per_person_max: The most that one person would have earned.
        days: By day, oldest first; days without grants are left out.
    """

    events: int
    people: int
    points: int
    points_per_person_max: int
    days: tuple[SimulatedDay, ...]

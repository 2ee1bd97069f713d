"""What really came in, as a plan is drafted from it and compared with it."""

from dataclasses import dataclass
from datetime import datetime

from stayflow.language.scope import ValueType


@dataclass(frozen=True, slots=True)
class ObservedProperty:
    """One property of the events looked at.

    Attributes:
        types: How many values were of each type.
        least: Smallest number; None when there was none.
        greatest: Likewise.
        values: Different texts, at most a few dozen; more than that says there is no list.
        last_at: When one was last stated.
    """

    name: str
    types: dict[ValueType, int]
    least: float | None
    greatest: float | None
    values: tuple[str, ...]
    last_at: datetime

    @property
    def count(self) -> int:
        """Events that state it."""
        return sum(self.types.values())


@dataclass(frozen=True, slots=True)
class ObservedEvent:
    """One kind of event.

    Attributes:
        count: How many came in the span.
        sampled: How many of them were looked at for properties.
        last_source: The way by which the last one came, such as `segment`.
        last_key: Id of the write key of the last one.
    """

    name: str
    count: int
    sampled: int
    first_at: datetime
    last_at: datetime
    last_source: str
    last_key: str
    properties: tuple[ObservedProperty, ...]

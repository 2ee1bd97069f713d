"""What a kind says of itself to be told from a share of the people where it reads very much; the others are exact."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from stayflow.language.metric import EventSelection
from stayflow.language.scope import Scope
from stayflow.measure.analysis.scan import Scan


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question reads.

    Attributes:
        scan: Its range, over the project.
        events: Those read one by one; none where a sample tells nothing, or the daily bitmaps know the answer.
    """

    scan: Scan
    events: Sequence[EventSelection]


@dataclass(frozen=True, slots=True)
class Scaled:
    """Which fields of a result, wherever they stand in it, grow with the number of people asked.

    Attributes:
        people: Those that count people, each once.
        totals: Those that add up what people did; the result does not tell how it differs between them, so no
            interval is told.
    """

    people: frozenset[str]
    totals: frozenset[str] = frozenset()


@runtime_checkable
class Sampled(Protocol):
    """A question whose numbers a sample tells."""

    def reading(self, scope: Scope) -> Reading:
        """What it reads of the project."""
        ...


@runtime_checkable
class ScaledByField(Sampled, Protocol):
    """One whose result is told over everybody field by field."""

    @property
    def scaled(self) -> Scaled:
        """Which fields."""
        ...

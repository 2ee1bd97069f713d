"""Numbers with their intervals, gathered while a result is told over everybody."""

from dataclasses import dataclass, field

from stayflow.measure.analysis.model import NumberInterval
from stayflow.measure.analysis.sampling.error import Interval


@dataclass(slots=True)
class Found:
    """The intervals so far; the largest number that has one leads.

    Attributes:
        intervals: By the place of the number in the result.
        error: Half of the interval of the leading number, as a share of it; None before the first.
    """

    intervals: list[NumberInterval] = field(default_factory=list)
    error: float | None = None
    _largest: float = 0.0

    def add(self, path: str, number: float, interval: Interval | None) -> None:
        """Note the interval of a number; None where nothing can be said."""
        if interval is None:
            return
        low, high = interval
        self.intervals.append(NumberInterval(path, low, high))
        if abs(number) > self._largest:
            self._largest = abs(number)
            self.error = (high - low) / 2 / abs(number)

    def add_rate(self, path: str, interval: Interval) -> None:
        """Note the interval of a share of people; it leads no answer."""
        self.intervals.append(NumberInterval(path, *interval))

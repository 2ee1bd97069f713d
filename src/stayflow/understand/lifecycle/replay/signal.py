"""One yes or no of each day of a person's life: which events count, how long each counts, and what is asked of the sum.

An event of day t adds a weight on day t + offset, for each (offset, weight) of the signal's kernel. So "so often in
the last 30 days" is (0, +1), (30, -1): the event counts from its day on, and no more thirty days later. What is asked
of the running sum is a comparison with a number.
"""

from dataclasses import dataclass
from typing import Final, Literal

Kernel = tuple[tuple[int, int], ...]

KERNEL_MAX: Final = 8
"""Weights of a kernel; three bits of a point."""
SIGNALS_MAX: Final = 60
"""Signals of a model; each is a bit of a number."""


@dataclass(frozen=True, slots=True)
class Source:
    """Which events of a person are laid out as days.

    Attributes:
        test: SQL of a row of `events`.
        unit: `count` keeps every event, `days` every day with one, `first` the first day, `sum` every event's number.
        number: SQL of the number of a row, for sums.
    """

    test: str
    unit: Literal["count", "days", "first", "sum"]
    number: str = ""


@dataclass(frozen=True, slots=True)
class Signal:
    """A source under a kernel, and a comparison.

    Attributes:
        met: SQL, 0 or 1, of the running sum; it is called `total`.
        at_nothing: Whether a person without any event meets it.
    """

    source: Source
    kernel: Kernel
    met: str
    at_nothing: bool

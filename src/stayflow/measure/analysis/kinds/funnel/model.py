"""The nouns of a funnel: its steps, what may lie between them, and the answer."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import msgspec

from stayflow.language.metric import EventSelection
from stayflow.language.window import Granularity, Length
from stayflow.measure.analysis.earlier import Comparison
from stayflow.measure.analysis.groups import Values
from stayflow.measure.analysis.model import Frame

STEPS_MIN, STEPS_MAX = 2, 15
BARS_MAX = 5
BITS = 16
"""Steps and exclusions together: a key holds a bit for each."""
SHARING_MAX = 5
"""Steps in any order that share events: there are 2^n - 1 parts of them."""
WAYS_OPTIONAL_MAX = 3
"""Optional steps where each way through them is followed by itself: there are 2^n of those."""


class Mode(StrEnum):
    """What may lie between the steps, and whether their order matters."""

    ORDERED = "ordered"
    STRICT = "strict"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time, and how it was written."""

    length: timedelta
    said: Length


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """One step.

    Attributes:
        selections: Its events: one of them is enough.
        name: What it is called.
        is_optional: True when the next step counts without it as well.
        within: It must not come later than this after the step done before it, the end included.
        after: It must not come sooner than this after the step done before it.
    """

    selections: tuple[EventSelection, ...]
    name: str
    is_optional: bool = False
    within: Span | None = None
    after: Span | None = None

    @property
    def events(self) -> frozenset[str] | None:
        """The names of its events; None when it may be any."""
        if not all(each.events for each in self.selections):
            return None
        return frozenset(name for each in self.selections for name in each.events)


@dataclass(frozen=True, slots=True)
class Bar:
    """Events that must not lie between two steps done one after the other, from step `first` to step `last`."""

    selection: EventSelection
    first: int
    last: int

    def bars(self, before: int, step: int) -> bool:
        """True when the way from step `before` to `step` leads through its stretch."""
        return before < self.last and step > self.first


@dataclass(frozen=True, slots=True)
class Held:
    """A property that is the same in all events of a funnel."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class FunnelQuestion:
    """What is asked.

    Attributes:
        frame: The shared part.
        steps: In order.
        window: From the first step on, its end included.
        mode: Whether others may lie between, and whether the order matters.
        bars: What must not lie between.
        held: A property that stays the same: the funnel of each value by itself.
        per: Length of the periods of entry, None when they are not asked for.
        has_times: True when quantiles and histograms of the times between steps are asked for.
        comparison: The range to compare with.
    """

    frame: Frame
    steps: tuple[FunnelStep, ...]
    window: Span
    mode: Mode = Mode.ORDERED
    bars: tuple[Bar, ...] = ()
    held: Held | None = None
    per: Granularity | None = None
    has_times: bool = False
    comparison: Comparison | None = None

    @property
    def size(self) -> int:
        """How many steps there are."""
        return len(self.steps)

    @property
    def is_plain(self) -> bool:
        """True when nothing but the order, the window and the events of the steps is asked for."""
        return (
            self.mode is Mode.ORDERED
            and not self.bars
            and self.held is None
            and not any(step.is_optional or step.within or step.after for step in self.steps)
        )

    @property
    def has_optional(self) -> bool:
        """True when a step may be left out."""
        return any(step.is_optional for step in self.steps)

    @property
    def may_share_events(self) -> bool:
        """True when one event may fit two steps."""
        return any(len(steps) > 1 for steps in self.sharing)

    @property
    def sharing(self) -> tuple[tuple[int, ...], ...]:
        """The steps, counted from 1, in sets of those that may share events, with one another or by a third."""
        found: list[tuple[tuple[int, ...], frozenset[str] | None]] = []
        for number, step in enumerate(self.steps, start=1):
            mine = step.events
            meeting = [each for each in found if _meet(each[1], mine)]
            for steps, names in meeting:
                mine = None if mine is None or names is None else mine | names
                found.remove((steps, names))
            found.append(((*(n for steps, _ in meeting for n in steps), number), mine))
        return tuple(tuple(sorted(steps)) for steps, _ in found)

    @property
    def has_ways(self) -> bool:
        """True when each way through the optional steps has to be followed by itself: see `chain`."""
        is_uneven = any(step.after for step in self.steps) or any(
            (bar.first, bar.last) != (1, self.size) for bar in self.bars
        )
        return self.mode is Mode.ORDERED and self.has_optional and is_uneven

    def previous(self, step: int) -> int:
        """The last step before `step` (counted from 1) that cannot be left out."""
        return next(n for n in range(step - 1, 0, -1) if not self.steps[n - 1].is_optional)

    def befores(self, step: int) -> tuple[int, ...]:
        """The steps that may be the one done before `step`, the nearest first."""
        return tuple(range(step - 1, self.previous(step) - 1, -1))

    def reached(self, step: int) -> str:
        """Test of rows of `reached`: people who came to `step`."""
        if self.has_optional and step > 1:
            return f"reach_{step}"
        return f"depth >= {step}"

    def missed(self, step: int) -> str:
        """Test of rows of `reached`: people who came to the step before and not to `step`."""
        if self.has_optional:
            return f"{self.reached(self.previous(step))} AND NOT {self.reached(step)}"
        return f"depth = {step - 1}"

    def lost(self, step: int) -> str:
        """Test of rows of `reached`: of those who missed `step`, whoever is under way to no step any more."""
        return f"({self.missed(step)}) AND NOT (is_open AND depth < {self.size})"


class Bin(msgspec.Struct, frozen=True):
    """One bar of a histogram: people who took at least `seconds_from` and less than `seconds_to` (None: no end)."""

    seconds_from: int
    seconds_to: int | None
    people: int


class StepTimes(msgspec.Struct, frozen=True):
    """How long people took from the step done before, at their first arrival; None when nobody arrived.

    Attributes:
        p25: A quarter of them took no longer, seconds.
        p50: Half of them.
        p75: Three quarters of them.
        p90: Nine tenths of them.
        histogram: How many took how long; bins without people at either end are left out.
    """

    p25: float | None
    p50: float | None
    p75: float | None
    p90: float | None
    histogram: list[Bin]


class FunnelStepPeople(msgspec.Struct, frozen=True, omit_defaults=True):
    """How far people came.

    Attributes:
        name: What the step is called.
        people: People who reached it.
        rate_from_first: Share of those of the first step, 0 to 1; None when there are none.
        rate_from_previous: Share of those of the last step before that is not optional.
        median_seconds_from_previous: Half of them took no longer from the step before, at their first arrival.
        pending: People who reached it, none after it, and whose window is still open.
        lost: People of the last step before that is not optional who did not reach it, and are not pending anywhere.
        is_optional: True when it may be left out.
        times: Quantiles and histogram of the time since the step before, when asked for.
    """

    name: str
    people: int
    rate_from_first: float | None
    rate_from_previous: float | None
    median_seconds_from_previous: float | None
    pending: int
    lost: int = 0
    is_optional: bool = False
    times: StepTimes | None = None


class FunnelGroup(msgspec.Struct, frozen=True, omit_defaults=True):
    """The steps of the people of one breakdown value: the value of their first event of the first step.

    `previous` are those of the range compared with.
    """

    by: Values
    is_other: bool
    steps: list[FunnelStepPeople]
    previous: list[FunnelStepPeople] | None = None


class FunnelPeriod(msgspec.Struct, frozen=True, omit_defaults=True):
    """The steps of the people whose first entry is in the period `t`."""

    t: str
    steps: list[FunnelStepPeople]
    is_incomplete: bool = False


class FunnelResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """The funnel of everybody.

    Attributes:
        steps: Everybody.
        groups: One funnel per breakdown value when the question is split.
        periods: One per period of entry when asked for, oldest first; people counted once, at their first entry.
        previous: The funnel of the range compared with.
    """

    steps: list[FunnelStepPeople]
    groups: list[FunnelGroup] | None = None
    periods: list[FunnelPeriod] | None = None
    previous: list[FunnelStepPeople] | None = None


def _meet(one: frozenset[str] | None, other: frozenset[str] | None) -> bool:
    """True when an event may have a name of both; None is every name."""
    return one is None or other is None or bool(one & other)

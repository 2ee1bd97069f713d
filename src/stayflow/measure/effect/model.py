"""Nouns of the effect room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from stayflow.language.event_filter import EventFilter


@dataclass(frozen=True, slots=True)
class EffectGoal:
    """What counts as success.

    Attributes:
        window: Counted from the message, or from the instant it was withheld; the end is included.
        amount: Numeric property that is added up; None: the event's revenue.
    """

    event: str
    where: EventFilter | None
    window: timedelta
    amount: str | None = None


@dataclass(frozen=True, slots=True)
class EffectQuestion:
    """Which campaign, and by what it is judged; without a goal only answers are counted.

    Attributes:
        holdout_share: Share that was to be withheld, in [0, 1): what the split is checked against.
    """

    campaign: str
    holdout_share: float
    goal: EffectGoal | None


class Outcome(StrEnum):
    """Groups of people of a campaign; each count of an `Effect` is one of them."""

    AUDIENCE = "audience"
    TREATED = "treated"
    SENT = "sent"
    FAILED = "failed"
    IN_DOUBT = "in_doubt"
    OPENED = "opened"
    CLICKED = "clicked"
    UNSUBSCRIBED = "unsubscribed"
    CONVERTED = "converted"
    NOT_CONVERTED = "not_converted"
    HOLDOUT = "holdout"
    HOLDOUT_CONVERTED = "holdout_converted"
    DROPPED = "dropped"


class NoNumber(StrEnum):
    """Why there is no lift; an operator reads it instead of a number that means nothing."""

    NO_GOAL = "no_goal"
    NO_HOLDOUT = "no_holdout"
    NOBODY_TREATED = "nobody_treated"
    TOO_FEW_PEOPLE = "too_few_people"
    SPLIT_WRONG = "split_wrong"
    NO_SPREAD = "no_spread"


@dataclass(frozen=True, slots=True)
class Moments:
    """A number per person, summed up: enough for a mean and its error."""

    people: int
    total: float
    total_squares: float

    @property
    def mean(self) -> float:
        """Per person, those with nothing included."""
        return self.total / self.people if self.people else 0.0


@dataclass(frozen=True, slots=True)
class Arm:
    """One side of the comparison.

    Attributes:
        converted: People with the goal at least once in their window.
        conversions: Goal events in the windows.
        rate: converted / people; None without people.
        revenue: Of the goal events in the windows.
    """

    people: int
    converted: int
    conversions: int
    rate: float | None
    revenue: float
    revenue_per_person: float | None


@dataclass(frozen=True, slots=True)
class Lift:
    """Treated minus holdout, with a 95 % interval; or the reason why there is none.

    Attributes:
        relative: The difference as a share of the holdout; None when the holdout has nothing.
    """

    difference: float | None = None
    low: float | None = None
    high: float | None = None
    relative: float | None = None
    p_value: float | None = None
    reason: NoNumber | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """Whether the draw came out as it was meant (sample ratio check).

    Attributes:
        p_value: Of a split at least this far off by chance; None without a holdout.
        is_sound: False below `SPLIT_ALARM`: something else than chance chose, and no verdict is
            given.
    """

    expected_share: float
    observed_share: float | None
    p_value: float | None
    is_sound: bool


@dataclass(frozen=True, slots=True)
class OutcomeCounts:
    """People by what became of their message. Opened and clicked leave out what scanners did.

    Of the treated each is sent, failed or in doubt: handed over, and the answer never came.
    """

    audience: int
    treated: int
    sent: int
    failed: int
    in_doubt: int
    opened: int
    clicked: int
    unsubscribed: int
    holdout: int
    dropped: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class EffectPoint:
    """One day in the project's zone; people by the day of their first such answer."""

    on: date
    sent: int
    opened: int
    clicked: int
    converted: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a campaign brought.

    Attributes:
        windows_open: People of both arms whose window is not over: their conversion may still come.
        in_both_arms: People who turned out to be one, sent to under one id and withheld under
            another; counted in neither arm.
    """

    counts: OutcomeCounts
    treated: Arm
    holdout: Arm
    lift: Lift
    revenue_lift: Lift
    split: Split
    windows_open: int
    in_both_arms: int
    series: tuple[EffectPoint, ...]

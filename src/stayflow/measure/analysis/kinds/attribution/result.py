"""The answer of an attribution, and its lines."""

import msgspec
from msgspec import UNSET, UnsetType

from stayflow.measure.analysis.groups import Values


class Credit(msgspec.Struct, frozen=True):
    """What one value of the touches is credited with.

    Attributes:
        by: The value; None where a touch has none.
        is_other: True for all values beyond the leading ones together.
        conversions: Credited conversions, a fraction where several touches share one.
        share: Of all conversions, 0 to 1; None without any.
        value: Credited worth.
        people: Whose conversions it has a share of (Markov: whose path it is on).
        cost: What was spent on it in the range; None where nothing is known.
        cpa: Cost per credited conversion.
        roas: Credited value per unit of cost.
        previous: The same in the range compared with, where there is one.
    """

    by: Values
    is_other: bool
    conversions: float
    share: float | None
    value: float
    people: int
    cost: float | None = None
    cpa: float | None = None
    roas: float | None = None
    previous: "CreditBefore | UnsetType" = UNSET


class CreditBefore(msgspec.Struct, frozen=True):
    """What the same value was credited with in the range compared with, in the words of `Credit`."""

    conversions: float
    share: float | None
    value: float
    people: int
    cost: float | None = None
    cpa: float | None = None
    roas: float | None = None


class ModelCredit(msgspec.Struct, frozen=True):
    """What another model credits one value with."""

    by: Values
    is_other: bool
    conversions: float
    value: float


class ModelCredits(msgspec.Struct, frozen=True):
    """The credits of another model, in the order of the first one."""

    model: str
    credits: list[ModelCredit]


class AttributionTotals(msgspec.Struct, frozen=True):
    """The conversions of the range compared with, in the words of `AttributionNumbers`."""

    conversions: int
    value: float
    people: int
    untouched: int
    untouched_value: float
    untouched_people: int
    pending: int | None


class AttributionNumbers(msgspec.Struct, frozen=True, kw_only=True):
    """Credits, the greatest first.

    Attributes:
        conversions: All conversions of the range: the sum of the credits and the untouched.
        value: What they are worth.
        people: Who converted.
        untouched: Conversions without a touch in their look-back.
        untouched_value: What these are worth.
        untouched_people: Whose they are.
        pending: Paths of the Markov chain that may still convert; None where no chain was asked for.
        credits: By value of the touches.
        beside: The same by the other models asked for.
        previous: The totals of the range compared with, where there is one.
    """

    conversions: int
    value: float
    people: int
    untouched: int
    untouched_value: float
    untouched_people: int
    pending: int | None
    credits: list[Credit]
    beside: list[ModelCredits]
    previous: AttributionTotals | UnsetType = UNSET


class AttributionGroup(AttributionNumbers, frozen=True, kw_only=True):
    """The conversions of the people of one group; the same values in the same order, without cost."""

    by: Values
    is_other: bool


class AttributionResult(AttributionNumbers, frozen=True, kw_only=True, omit_defaults=True):
    """Everybody's by one model; the `groups`, where the question is split by what people are or have."""

    model: str
    groups: list[AttributionGroup] | None = None

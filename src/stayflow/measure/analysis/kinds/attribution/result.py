"""The answer of an attribution, and its lines."""

import msgspec
from msgspec import UNSET, UnsetType

from stayflow.measure.analysis.groups import Values


class CreditNumbers(msgspec.Struct, frozen=True):
    """What one value of the touches is credited with.

    Attributes:
        conversions: Credited conversions, a fraction where several touches share one.
        share: Of all conversions, 0 to 1; None without any.
        value: Credited worth.
        people: Whose conversions it has a share of (Markov: whose path it is on).
        cost: What was spent on it in the range; None where nothing is known.
        cpa: Cost per credited conversion.
        roas: Credited value per unit of cost.
    """

    conversions: float
    share: float | None
    value: float
    people: int
    cost: float | None = None
    cpa: float | None = None
    roas: float | None = None


class Credit(CreditNumbers, frozen=True, kw_only=True):
    """One value, None where a touch has none, or all beyond the leading ones; `previous` in the range compared with."""

    by: Values
    is_other: bool
    previous: CreditNumbers | UnsetType = UNSET


class ModelNumbers(msgspec.Struct, frozen=True):
    """What another model credits one value with."""

    conversions: float
    value: float


class ModelCredit(ModelNumbers, frozen=True, kw_only=True):
    """The same value in the words of `Credit`."""

    by: Values
    is_other: bool
    previous: ModelNumbers | UnsetType = UNSET


class ModelCredits(msgspec.Struct, frozen=True):
    """The credits of another model, in the order of the first one."""

    model: str
    credits: list[ModelCredit]


class AttributionTotals(msgspec.Struct, frozen=True, kw_only=True):
    """Conversions and the untouched.

    Attributes:
        conversions: All conversions of the range: the sum of the credits and the untouched.
        value: What they are worth.
        people: Who converted.
        untouched: Conversions without a touch in their look-back.
        untouched_value: What these are worth.
        untouched_people: Whose they are.
        pending: Paths of the Markov chain that may still convert; None where no chain was asked for.
    """

    conversions: int
    value: float
    people: int
    untouched: int
    untouched_value: float
    untouched_people: int
    pending: int | None


class AttributionNumbers(AttributionTotals, frozen=True, kw_only=True):
    """Credits by value of the touches, the greatest first; `beside` by the other models asked for.

    `previous` are the totals of the range compared with, where there is one.
    """

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

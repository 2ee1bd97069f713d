"""Answers of kind `attribution`."""

from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Answered


class CreditBefore(Answer):
    """What a value is credited with."""

    conversions: float
    share: float | None = Field(description="Of all conversions, 0 to 1")
    value: float
    people: int = Field(description="Whose conversions it has a share of")
    cost: float | None
    cpa: float | None = Field(description="Cost per credited conversion")
    roas: float | None = Field(description="Credited value per unit of cost")


class Credit(CreditBefore):
    """What one value of the touches is credited with."""

    by: dict[str, str | None]
    is_other: bool
    previous: CreditBefore | None = Field(default=None, description="In the range compared with")


class ModelNumbers(Answer):
    """What another model credits a value with."""

    conversions: float
    value: float


class ModelCredit(ModelNumbers):
    """What another model credits one value with."""

    by: dict[str, str | None]
    is_other: bool
    previous: ModelNumbers | None = Field(default=None, description="In the range compared with")


class ModelCredits(Answer):
    """The credits of another model."""

    model: str
    credits: list[ModelCredit]


class AttributionTotals(Answer):
    """All conversions of a range."""

    conversions: int
    value: float
    people: int
    untouched: int = Field(description="Conversions without a touch in their look-back")
    untouched_value: float
    untouched_people: int
    pending: int | None = Field(description="Paths that may still convert; of `markov` only")


class AttributionNumbers(AttributionTotals):
    """Credits and the untouched add up to the conversions."""

    credits: list[Credit]
    beside: list[ModelCredits]
    previous: AttributionTotals | None = Field(
        default=None, description="In the range compared with"
    )


class AttributionGroup(AttributionNumbers):
    """The conversions of the people of one group, without cost."""

    by: dict[str, str | None]
    is_other: bool


class AttributionResult(AttributionNumbers):
    """Of kind `attribution`; with a breakdown by what people are or have the `groups` as well."""

    model: str
    groups: list[AttributionGroup] | None = None


class AttributionAnswer(Answered):
    """Answer of kind `attribution`."""

    kind: Literal["attribution"]
    result: AttributionResult

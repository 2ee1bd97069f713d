"""Status and value."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Body, Instant


class StatusRulesShape(Body):
    """How statuses are told apart, in days, today included; `drop` is a share of active days."""

    active_days: int = Field(default=30, ge=1, le=3650)
    churn_days: int = Field(default=90, ge=2, le=3650)
    drop: float = Field(default=0.3, gt=0, le=1)


class StatusSizeShape(Answer):
    """How many people are in a status."""

    status: str
    people: int


class StatusPeriod(Answer):
    """The accounts of a period: active = new + kept + returned; churned = active before - kept."""

    t: str
    active: int
    new: int
    kept: int
    returned: int
    churned: int
    quick_ratio: float | None = Field(
        description="(new + returned) / churned; None: nobody churned"
    )


class PeopleStatusAnswer(Answer):
    """How everybody stands today, and the accounts of the periods before."""

    rules: StatusRulesShape
    people: int
    sizes: list[StatusSizeShape]
    per: str
    periods: list[StatusPeriod]


class ValueRulesShape(Body):
    """What a value is and where tiers are cut: by share of people, or by amount."""

    amount: str = "revenue"
    event: str | None = None
    last_days: int | None = Field(default=None, ge=1, le=3650)
    by: Literal["share", "amount"] = "share"
    high: float = 0.2
    middle: float = 0.5


class CurvePointShape(Answer):
    """The top `share` of people bring `amount_share` of all."""

    share: float
    amount_share: float
    people: int


class TierSizeShape(Answer):
    """The people of a tier and what they bring."""

    tier: str
    people: int
    amount: float


class ValueShape(Answer):
    """What people bring and how concentrated it is."""

    rules: ValueRulesShape
    people: int
    amount: float
    gini: float
    curve: list[CurvePointShape]
    tiers: list[TierSizeShape]
    refreshed_at: Instant | None = Field(description="When tiers were recorded last")


class TierMoveShape(Answer):
    """So many went from a tier to another; '' is none."""

    before: str
    after: str
    people: int


class TierMoves(Answer):
    """Moves between two instants, those who stayed among them."""

    since: Instant
    until: Instant
    moves: list[TierMoveShape]


class CostShape(Body):
    """What was spent on a source in a month."""

    source: str = Field(min_length=1, max_length=200)
    month: date = Field(description="Any day of it")
    spend: Decimal = Field(ge=0)


class CostsBody(Body):
    """Costs to add; one of the same source and month takes the place of the old."""

    costs: list[CostShape] = Field(min_length=1, max_length=5000)


class SourceReturnShape(Answer):
    """What a source cost and what its people bring."""

    source: str
    spend: float
    people: int
    cac: float | None
    ltv: float | None
    ratio: float | None
    payback_months: int | None


class CostsAnswer(Answer):
    """Costs, and what came of them by source."""

    costs: list[CostShape]
    sources: list[SourceReturnShape]

"""The pirate funnel: what its stages are, and their numbers."""

from datetime import date
from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Body, Instant, Json, QueryTree


class PirateStep(Body):
    """The events of a stage; `*` is any."""

    event: str | list[str] = "*"
    where: dict[str, Json] | None = None
    amount: str | None = Field(default=None, description="Of revenue only: what is summed")


class PirateSteps(Body):
    """The five stages; None where a project has no such event."""

    acquisition: PirateStep = PirateStep()
    activation: PirateStep | None = None
    retention: PirateStep = PirateStep()
    revenue: PirateStep = PirateStep()
    referral: PirateStep | None = None


class PirateShape(Answer):
    """What the stages are: as saved, or else as the project's events suggest."""

    steps: PirateSteps
    is_saved: bool
    changed_at: Instant | None
    changed_by: str | None


class PirateAskBody(Body):
    """Which days and whose; other stages than the saved ones may be tried."""

    range: dict[str, Json] | None = None
    people: dict[str, Json] | None = None
    steps: PirateSteps | None = None
    lang: Literal["zh", "en"] = "en"


class PirateNumberShape(Answer):
    """People, and the query whose cell `who` leads to them."""

    people: int
    query: QueryTree
    who: dict[str, Json]


class PiratePointShape(Answer):
    """One period."""

    t: str
    people: int
    is_incomplete: bool


class PirateStageShape(Answer):
    """One stage beside the range before; without a step there are no numbers."""

    stage: Literal["acquisition", "activation", "retention", "revenue", "referral"]
    step: PirateStep | None
    definition: str
    number: PirateNumberShape | None
    base: PirateNumberShape | None = Field(description="The people the rate is of")
    rate: float | None
    previous: PirateNumberShape | None
    previous_rate: float | None
    change: float | None
    money: float | None = Field(description="Of revenue only")
    previous_money: float | None
    points: list[PiratePointShape]
    error: str | None


class PirateAnswerShape(Answer):
    """The five stages of a range."""

    stages: list[PirateStageShape]
    first_on: date
    last_on: date
    before_from: date
    before_to: date
    per: Literal["day", "week", "month"]
    as_of: Instant
    rows_read: int
    took_ms: float

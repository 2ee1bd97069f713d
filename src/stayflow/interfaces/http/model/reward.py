"""Points and what earns them."""

from pydantic import Field

from stayflow.interfaces.http.model.common import (
    Answer,
    Body,
    ConditionTree,
    Instant,
    Json,
    Sentence,
)


class EarningDefinition(Body):
    """This event of these people earns points: either `points`, or `per_amount`."""

    event: str
    where: dict[str, Json] | None = Field(default=None, description="Event filter")
    people: ConditionTree | None = None
    points: int | None = Field(default=None, description="A fixed number per event")
    per_amount: float | None = Field(default=None, description="Points per unit of `amount`")
    amount: str | None = Field(default=None, description="Numeric property; default: revenue")
    rounding: str | None = Field(default=None, description="down (default), nearest or up")


class EarningRuleBody(Body):
    """A new rule; it holds for events from now on."""

    name: str
    definition: EarningDefinition
    enabled: bool = True


class EarningRuleChangeBody(Body):
    """What changes; granted points stay, and no event earns by a rule twice."""

    name: str | None = None
    definition: EarningDefinition | None = None
    enabled: bool | None = None


class EarningRuleAnswer(Answer):
    """A rule and what it has granted."""

    rule_id: str
    version: int
    name: str
    definition: EarningDefinition
    enabled: bool
    sentence: Sentence
    points_granted: int
    times_granted: int
    trouble: str | None = Field(description="Why it grants nothing; None when it is sound")
    created_at: Instant
    changed_at: Instant


class EarningRuleList(Answer):
    """The project's rules, oldest first."""

    rules: list[EarningRuleAnswer]


class SimulatedDayShape(Answer):
    """What a draft would have granted on one day."""

    t: str
    events: int
    people: int
    points: int


class SimulationAnswer(Answer):
    """What a draft would have granted over the last days."""

    events: int
    people: int
    points: int
    points_per_person_max: int
    days: list[SimulatedDayShape]


class PostingShape(Answer):
    """One line of the person's statement; `balance` after it."""

    transaction_id: int
    at: Instant
    kind: str
    amount: int
    balance: int
    reason: str
    actor: str
    reversal_of: int | None
    is_reversed: bool


class PointsAnswer(Answer):
    """One person's points; the statement is newest first."""

    person_id: int
    balance: int
    earned: int
    spent: int
    statement: list[PostingShape]
    next: str | None


class PointsAdjustBody(Body):
    """A correction by hand; `key` makes a repeated request one correction."""

    points: int = Field(description="Positive to grant, negative to take")
    reason: str
    key: str | None = Field(default=None, max_length=100)


class PointsTotals(Answer):
    """The project's books."""

    unit: str
    issued: int
    spent: int
    adjusted: int
    outstanding: int = Field(description="What members hold: the liability")
    holders: int
    balanced: bool = Field(description="Whether every law of the ledger holds")

"""Points and what earns them."""

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Body, ConditionTree, Instant, Sentence


class EarningRuleBody(Body):
    """A new rule: this event of these people earns points."""

    name: str = Field(min_length=1, max_length=100)
    event: str
    where: dict[str, object] | None = Field(default=None, description="Event filter")
    people: ConditionTree | None = None
    points: int | None = Field(default=None, ge=1, description="A fixed number per event, or")
    per_amount: float | None = Field(default=None, gt=0, description="points per unit of `amount`")
    amount: str | None = Field(default=None, description="Numeric property; default: revenue")
    enabled: bool = True


class EarningRuleChangeBody(Body):
    """What changes; granted points stay."""

    name: str | None = Field(default=None, min_length=1, max_length=100)
    event: str | None = None
    where: dict[str, object] | None = None
    people: ConditionTree | None = None
    points: int | None = Field(default=None, ge=1)
    per_amount: float | None = Field(default=None, gt=0)
    amount: str | None = None
    enabled: bool | None = None


class EarningRuleAnswer(Answer):
    """A rule and what it has granted."""

    rule_id: str
    name: str
    event: str
    where: dict[str, object] | None
    people: ConditionTree | None
    points: int | None
    per_amount: float | None
    amount: str | None
    enabled: bool
    sentence: Sentence
    granted: int = Field(description="Points granted so far")
    grants: int = Field(description="How many times")
    created_at: Instant


class EarningRuleList(Answer):
    """The project's rules."""

    rules: list[EarningRuleAnswer]


class PostingShape(Answer):
    """One line of the person's account; `balance` after it."""

    posting_id: str
    at: Instant
    points: int
    balance: int
    cause: str
    note: str


class PointsAnswer(Answer):
    """One person's points."""

    person_id: int
    balance: int
    earned: int
    spent: int
    postings: list[PostingShape]
    next: str | None


class PointsAdjustBody(Body):
    """A correction by hand; `key` makes a repeated request one correction."""

    points: int = Field(description="Positive to grant, negative to take")
    reason: str = Field(min_length=1, max_length=500)
    key: str | None = Field(default=None, max_length=100)


class PointsTotals(Answer):
    """The project's books: what members hold is what was issued minus what was spent."""

    issued: int
    spent: int
    outstanding: int = Field(description="The liability")
    members: int
    balanced: bool

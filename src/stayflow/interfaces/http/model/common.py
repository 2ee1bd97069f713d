"""What every request and answer shape shares."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, PlainSerializer

Json = JsonValue
Instant = Annotated[datetime, Field(description="ISO 8601 with offset, UTC")]
Money = Annotated[
    Decimal,
    PlainSerializer(float, return_type=float, when_used="json"),
    Field(description="In the project's currency"),
]
ConditionTree = Annotated[
    dict[str, JsonValue],
    Field(
        description="A Condition: which people. `{}` or `{all: []}` is everybody.",
        examples=[{"all": [{"did": {"event": "purchase", "within": {"last": "30d"}}}]}],
    ),
]
QueryTree = Annotated[
    dict[str, JsonValue],
    Field(
        description="One analysis: `kind`, `range`, `filter`, `people`, `by`, what the kind asks",
        examples=[{"kind": "trend", "metrics": [{"event": "purchase"}], "range": {"last": "30d"}}],
    ),
]


class Body(BaseModel):
    """What a caller sends; an unknown field is a mistake, not silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(BaseModel):
    """What a caller gets; built from the rooms' frozen values by field name."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class NumberIntervalShape(Answer):
    """Where a number lies with a probability of 95 %."""

    path: str = Field(description="Its place in `result`, such as `steps[1].people`")
    low: float
    high: float


class SampleShape(Answer):
    """From which people an answer was told."""

    share: float = Field(description="Of the people, such as 0.0625")
    people: int = Field(description="How many are in the sample")
    error: float | None = Field(
        description="Half of the interval of the largest number, as a share of that number"
    )
    intervals: list[NumberIntervalShape] = Field(description="Of the numbers whose error is known")


class Answered(Answer):
    """What every analysis tells beside its `kind` and its `result`."""

    definition: str = Field(description="What the numbers count, in words")
    rows_read: int
    took_ms: float
    labels: dict[str, dict[str, str]] | None = Field(
        default=None,
        description="What values of its breakdowns are called, by breakdown and value",
    )
    headings: dict[str, str] | None = Field(
        default=None,
        description="What breakdowns are called, by what values stand under (`attribute:city`), where two share a name",
    )
    field_labels: dict[str, dict[str, str]] | None = Field(
        default=None,
        description="What values of fields of `result` are called, by field and value: stages, tiers, classes",
    )
    precision: Literal["exact", "sampled"] | None = Field(
        default=None, description="Where the question says `precision`"
    )
    sample: SampleShape | None = Field(
        default=None,
        description="With `sampled`: the numbers are estimates, told from these people",
    )
    holds: dict[str, str] | None = Field(
        default=None,
        description="Of which property the values of a field are, by field: `name` of a path's steps, for one",
    )


class ErrorShape(Answer):
    """Every error: `code` is for programs, `message` for people, `path` the place of it."""

    code: str
    message: str
    path: str | None = None
    reference: str | None = Field(
        default=None,
        description="With `code: failed` only: the id under which the log has the cause",
    )


class Sentence(Answer):
    """One meaning in both languages of the console."""

    zh: str
    en: str


class Saved(Answer):
    """The change is stored."""

    saved: bool = True

"""What every request and answer shape shares."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

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

"""Answers of kind `ltv`."""

from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Answered


class LtvLine(Answer):
    """What people brought and cost, per person won."""

    size: int
    payers: int
    cumulative: list[float | None] = Field(
        description="By the end of the k-th period after their own; None where that is not over"
    )
    so_far: float | None
    spend: float | None
    cac: float | None = Field(description="Spend per person")
    payback: int | None = Field(description="The first k whose value is at least the CAC")


class LtvCohort(LtvLine):
    """Those won in the period that begins on `t`."""

    t: str
    is_incomplete: bool


class LtvGroup(LtvLine):
    """Those won with one value."""

    by: dict[str, str | None]
    is_other: bool
    previous: LtvLine | None = Field(default=None, description="Those won before, when compared")


class LtvResult(Answer):
    """Of kind `ltv`: with `by` the `groups`, with `compare` the `previous` total as well."""

    total: LtvLine
    cohorts: list[LtvCohort]
    groups: list[LtvGroup] | None = None
    previous: LtvLine | None = None


class LtvAnswer(Answered):
    """Answer of kind `ltv`."""

    kind: Literal["ltv"]
    result: LtvResult

"""Answers of kind `distribution`."""

from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Answered, Json


class DistributionNumbers(Answer):
    """What is known of some people's numbers; None where nobody has one."""

    people: int
    total: float | None
    mean: float | None
    least: float | None
    median: float | None
    p90: float | None
    most: float | None


class DistributionBin(Answer):
    """People whose number is in the bin, `from` included and `to` excluded; None is no end."""

    start: float | None = Field(alias="from")
    end: float | None = Field(alias="to")
    people: int
    previous: int | None = Field(
        default=None, description="People of the range compared with, where there is one"
    )


class DistributionPoint(Answer):
    """One period: the people of each bin."""

    t: str
    people: list[int]
    is_incomplete: bool


class DistributionGroup(Answer):
    """One group: the people of each bin."""

    by: dict[str, Json]
    is_other: bool
    numbers: DistributionNumbers
    people: list[int]
    previous: DistributionNumbers | None = Field(
        default=None, description="In the range compared with"
    )
    people_previous: list[int] | None = None


class DistributionResult(Answer):
    """Of kind `distribution`; with `per` the `series`, with `by` the `groups`, with `compare` the `previous`."""

    numbers: DistributionNumbers
    without: int = Field(description="People with such an event and without a number")
    bins: list[DistributionBin]
    series: list[DistributionPoint] | None = None
    groups: list[DistributionGroup] | None = None
    previous: DistributionNumbers | None = None


class DistributionAnswer(Answered):
    """Answer of kind `distribution`."""

    kind: Literal["distribution"]
    result: DistributionResult

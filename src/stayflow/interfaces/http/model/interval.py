"""Answers of kind `interval`."""

from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Answered, Json


class IntervalQuantiles(Answer):
    """Seconds; a quarter of the pairs took no longer than `p25`, the others likewise."""

    p10: float | None
    p25: float | None
    p50: float | None
    p75: float | None
    p90: float | None


class IntervalNumbers(Answer):
    """How long pairs took, seconds; None without a pair."""

    people: int
    pairs: int
    quantiles: IntervalQuantiles
    least: float | None
    most: float | None
    mean: float | None


class IntervalBin(Answer):
    """Pairs that took so many seconds, `from` included and `to` excluded; None is no end."""

    start: float | None = Field(alias="from")
    end: float | None = Field(alias="to")
    pairs: int
    people: int
    previous: int | None = Field(
        default=None, description="Pairs of the range compared with, where there is one"
    )


class IntervalGroup(IntervalNumbers):
    """The pairs of one group."""

    by: dict[str, Json]
    is_other: bool
    previous: IntervalNumbers | None = Field(default=None, description="In the range compared with")


class IntervalResult(IntervalNumbers):
    """Of kind `interval`; with `by` the `groups`, with `compare` the `previous` numbers as well."""

    histogram: list[IntervalBin]
    waiting: int = Field(description="People whose latest start may still find its end")
    groups: list[IntervalGroup] | None = None
    previous: IntervalNumbers | None = None


class IntervalAnswer(Answered):
    """Answer of kind `interval`."""

    kind: Literal["interval"]
    result: IntervalResult

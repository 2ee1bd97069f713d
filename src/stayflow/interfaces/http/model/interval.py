"""Answers of kind `interval`."""

from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Json


class IntervalNumbers(Answer):
    """How long pairs took, seconds; None without a pair."""

    pairs: int
    people: int
    least: float | None
    p10: float | None
    p25: float | None
    median: float | None
    p75: float | None
    p90: float | None
    most: float | None
    mean: float | None


class IntervalBin(Answer):
    """Pairs that took from `at_least` seconds, included, to `below`, excluded; None is no end."""

    at_least: float | None
    below: float | None
    pairs: int
    people: int


class IntervalGroup(Answer):
    """The pairs of one group."""

    by: dict[str, Json]
    is_other: bool
    numbers: IntervalNumbers


class IntervalResult(Answer):
    """Of kind `interval`; with `by` the `groups` as well."""

    numbers: IntervalNumbers
    bins: list[IntervalBin]
    waiting: int = Field(description="People whose latest start may still find its end")
    groups: list[IntervalGroup] | None = None


class IntervalAnswer(Answer):
    """Answer of kind `interval`."""

    kind: Literal["interval"]
    result: IntervalResult
    definition: str
    rows_read: int
    took_ms: float

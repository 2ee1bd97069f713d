"""Answers of kind `web`."""

from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer


class WebNumbers(Answer):
    """What is counted of some visits; seconds from the first event to the last."""

    views: int = Field(description="Page views, PV")
    visitors: int = Field(description="People, UV")
    ips: int = Field(description="Different addresses, where the project keeps them")
    visits: int
    new: int = Field(description="Of the visitors, those nothing is known of from before")
    bounces: int = Field(description="Visits that are over, of one page view and nothing else")
    open: int = Field(description="Visits that may go on")
    bounce_rate: float | None
    pages_per_visit: float | None
    mean_seconds: float | None
    median_seconds: float | None


class WebPoint(Answer):
    """The visits that begin in one period."""

    t: str
    numbers: WebNumbers
    is_incomplete: bool


class WebHour(Answer):
    """Visits that begin in an hour (0 to 23) of a weekday (1 is Monday)."""

    weekday: int
    hour: int
    visits: int
    visitors: int


class WebValue(Answer):
    """The visits of one value of the dimension."""

    value: str | None
    is_other: bool
    share: float = Field(description="Of all visits")
    numbers: WebNumbers


class WebResult(Answer):
    """Of kind `web`; with `dimension` the `values` as well."""

    numbers: WebNumbers
    series: list[WebPoint]
    hours: list[WebHour]
    values: list[WebValue]
    live: int = Field(description="People who did something in the last 5 minutes")


class WebAnswer(Answer):
    """Answer of kind `web`."""

    kind: Literal["web"]
    result: WebResult
    definition: str
    rows_read: int
    took_ms: float

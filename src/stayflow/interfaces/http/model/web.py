"""Answers of kind `web`."""

from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Answered


class WebNumbers(Answer):
    """What is counted of some visits; seconds from the first event to the last."""

    pv: int = Field(description="Page views")
    uv: int = Field(description="Visitors: people")
    ips: int = Field(description="Different addresses, where the project keeps them")
    visits: int
    new_visitors: int = Field(description="Of the visitors, those nothing is known of from before")
    returning_visitors: int
    bounces: int = Field(description="Visits that are over, of one page view and nothing else")
    open: int = Field(description="Visits that may go on")
    bounce_rate: float | None
    pages_per_visit: float | None
    visit_seconds: float | None = Field(description="Mean")
    median_visit_seconds: float | None
    measured: int = Field(description="Visits whose visible time was told")
    visible_seconds: float | None = Field(description="Mean of these; by page, of that page only")
    median_visible_seconds: float | None


class WebPoint(WebNumbers):
    """The visits that begin in one period."""

    t: str
    is_incomplete: bool


class WebHour(Answer):
    """Visits that begin in an hour (0 to 23) of a weekday (1 is Monday)."""

    weekday: int
    hour: int
    visits: int
    uv: int


class WebSource(WebNumbers):
    """The visits from one source."""

    source: str | None
    is_other: bool
    share: float = Field(description="Of all visits")


class WebValue(WebNumbers):
    """The visits of one value of the dimension."""

    value: str | None
    is_other: bool
    share: float = Field(description="Of all visits")


class WebSearch(Answer):
    """A word searched on the site; None and `is_other` is the rest."""

    word: str | None
    is_other: bool
    searches: int
    people: int
    share: float = Field(description="Of all searches")


class WebResult(WebNumbers):
    """Of kind `web`; with `dimension` the `values` as well, with `compare` the range before."""

    sources: list[WebSource]
    series: list[WebPoint]
    hours: list[WebHour]
    values: list[WebValue]
    searches: list[WebSearch]
    live: int = Field(description="People who did something in the last 5 minutes")
    previous: WebNumbers | None = None
    previous_series: list[WebPoint] | None = None


class WebAnswer(Answered):
    """Answer of kind `web`."""

    kind: Literal["web"]
    result: WebResult

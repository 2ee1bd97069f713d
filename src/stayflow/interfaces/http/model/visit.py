"""Answers of kind `session`."""

from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Answered, Json


class SessionNumbers(Answer):
    """What is counted of some sessions; seconds from the first event to the last."""

    sessions: int
    people: int
    open: int = Field(description="Of the sessions, those that may go on")
    bounces: int = Field(description="Of those that are over, the ones with one event")
    bounce_rate: float | None
    events: int
    events_per_session: float | None
    median_seconds: float | None
    mean_seconds: float | None


class SessionPoint(Answer):
    """The sessions that begin in one period."""

    t: str
    numbers: SessionNumbers
    is_incomplete: bool


class SessionBin(Answer):
    """Sessions of so many seconds or events, `from` included and `to` excluded; None is no end."""

    start: int = Field(alias="from")
    end: int | None = Field(alias="to")
    sessions: int


class SessionGroup(Answer):
    """The sessions of one group."""

    by: dict[str, Json]
    is_other: bool
    numbers: SessionNumbers
    series: list[SessionPoint]
    previous: SessionNumbers | None = Field(default=None, description="In the range compared with")


class SessionResult(Answer):
    """Of kind `session`: by period, by duration (seconds), by depth (events); with `by` the `groups` as well."""

    numbers: SessionNumbers
    series: list[SessionPoint]
    durations: list[SessionBin]
    depths: list[SessionBin]
    groups: list[SessionGroup] | None = None
    previous: SessionNumbers | None = Field(default=None, description="Of the range compared with")
    previous_series: list[SessionPoint] | None = None


class VisitsAnswer(Answered):
    """Answer of kind `session`."""

    kind: Literal["session"]
    result: SessionResult

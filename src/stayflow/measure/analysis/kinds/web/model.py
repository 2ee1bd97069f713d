"""The question for traffic and its answer."""

from dataclasses import dataclass

import msgspec

from stayflow.language.metric import EventSelection
from stayflow.language.window import Granularity, Length
from stayflow.measure.analysis.earlier import Comparison
from stayflow.measure.analysis.model import Frame
from stayflow.measure.analysis.named import Named
from stayflow.measure.analysis.visits import Visits

PAGES = ("entry", "exit", "page")
"""Dimensions of a visit that are no property of its first event; all of them name pages by their path."""
SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Visible:
    """What tells how long pages were visible: `amount`, so many to the second, of some events (None: ours)."""

    events: EventSelection | None
    amount: Named
    per_second: int


@dataclass(frozen=True, slots=True)
class Search:
    """What tells the words people search on the site: `word` of the events in `events` (None: the collectors')."""

    events: EventSelection | None
    word: Named


@dataclass(frozen=True, slots=True)
class WebQuestion:
    """Traffic.

    Attributes:
        frame: What every question shares; `top` values of a dimension are told apart.
        view: Which events are page views.
        visits: What visits are made of and where they end.
        silence_said: How the silence was written.
        per: How long a period of the series is.
        dimension: A property of a visit's first event, or one of `PAGES`; None splits by nothing.
        visible: What tells visible time.
        search: What tells on-site search words.
        comparison: The range to compare with.
    """

    frame: Frame
    view: EventSelection
    visits: Visits
    silence_said: Length
    per: Granularity
    dimension: str | None
    visible: Visible
    search: Search
    comparison: Comparison | None = None


class WebNumbers(msgspec.Struct, frozen=True):
    """What is counted of some visits.

    Attributes:
        pv: Page views.
        uv: Visitors: people.
        ips: Different addresses, where the project keeps them.
        visits: How many.
        new_visitors: Of the visitors, those nothing is known of from before the range.
        returning_visitors: The other ones.
        bounces: Visits that are over, of one page view and nothing else.
        open: Visits that may go on.
        bounce_rate: Share of the visits that are over; None when none is.
        pages_per_visit: Mean; None without a visit.
        visit_seconds: From the first event of a visit to its last, on average.
        median_visit_seconds: Half of the visits lasted no longer.
        measured: Visits of which it was told how long pages were visible.
        visible_seconds: How long they were, on average of these; None when none is. By page: that page only.
        median_visible_seconds: In half of these no longer.
    """

    pv: int
    uv: int
    ips: int
    visits: int
    new_visitors: int
    returning_visitors: int
    bounces: int
    open: int
    bounce_rate: float | None
    pages_per_visit: float | None
    visit_seconds: float | None
    median_visit_seconds: float | None
    measured: int
    visible_seconds: float | None
    median_visible_seconds: float | None


class WebPoint(WebNumbers, frozen=True, kw_only=True):
    """The visits that begin in one period."""

    t: str
    is_incomplete: bool


class WebHour(msgspec.Struct, frozen=True):
    """Visits that begin in an hour of the day (0 to 23) of a weekday (1 is Monday), and whose they are."""

    weekday: int
    hour: int
    visits: int
    uv: int


class WebSource(WebNumbers, frozen=True, kw_only=True):
    """The visits from one source; None where none is known, `share` of all visits."""

    source: str | None
    is_other: bool
    share: float


class WebValue(WebNumbers, frozen=True, kw_only=True):
    """The visits of one value of the dimension; `value` None where there is none, `share` of all visits."""

    value: str | None
    is_other: bool
    share: float


class WebSearch(msgspec.Struct, frozen=True):
    """A word searched on the site, and by whom; None is the rest, `share` of all searches."""

    word: str | None
    is_other: bool
    searches: int
    people: int
    share: float


class WebResult(WebNumbers, frozen=True, kw_only=True, omit_defaults=True):
    """All visits of the range, by source, period, hour and value.

    Attributes:
        sources: By the source of a visit's first event.
        series: By the period they begin in.
        hours: By weekday and hour.
        values: By the dimension.
        searches: Words searched on the site, leading first.
        live: People who did something just now.
        previous: The visits of the range compared with, when asked for.
        previous_series: The same by period.
    """

    sources: list[WebSource]
    series: list[WebPoint]
    hours: list[WebHour]
    values: list[WebValue]
    searches: list[WebSearch]
    live: int
    previous: WebNumbers | None = None
    previous_series: list[WebPoint] | None = None

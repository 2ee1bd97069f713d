"""The question for a heat map and its answer."""

from dataclasses import dataclass
from datetime import timedelta

import msgspec

from stayflow.language.metric import EventSelection
from stayflow.language.window import Length
from stayflow.measure.analysis.model import Frame
from stayflow.measure.analysis.named import Named

RAGE_CLICKS, RAGE_WITHIN = 3, timedelta(seconds=1)
"""So many clicks of one person on one element, the first and the last no further apart, are clicked in anger."""
DEAD_AFTER = timedelta(seconds=1)
"""A click that nothing but clicks followed for so long did nothing."""
NEXT_SHOWN = 5
"""Next pages of an element, and of the page as a whole."""


@dataclass(frozen=True, slots=True)
class Spots:
    """The properties that say where a click was.

    Attributes:
        element: Which element.
        label: What stands on it.
        x: From the left edge of the page, pixels.
        y: From its top, pixels.
        page_width: Of the page, pixels.
        page_height: Likewise.
        x_ratio: Where in the element, 0 (left) to 1.
        y_ratio: Likewise, 0 is its top.
        element_width: Of the element, pixels.
        element_height: Likewise.
    """

    element: Named
    label: Named
    x: Named
    y: Named
    page_width: Named
    page_height: Named
    x_ratio: Named
    y_ratio: Named
    element_width: Named
    element_height: Named


@dataclass(frozen=True, slots=True)
class HeatmapQuestion:
    """Clicks on one page.

    Attributes:
        frame: What every question shares; `top` elements are told apart.
        page: Which one; `*` in it stands for anything. None is the page of most clicks.
        named_by: The property that names a page.
        view: Which events are page views.
        click: Which events are clicks; None is whichever the collectors send.
        spots: The properties of a click.
        silence: A longer pause ends a visit.
        silence_said: The same as it was written.
        columns: Parts of the page's width that positions are counted in.
        row: Height of a row of positions, pixels.
        onward: The next pages that are told, wherever they led from; None are the leading ones of each place.
    """

    frame: Frame
    page: str | None
    named_by: str
    view: EventSelection
    click: EventSelection | None
    spots: Spots
    silence: timedelta
    silence_said: Length
    columns: int
    row: int
    onward: tuple[str, ...] | None = None


class HeatWent(msgspec.Struct, frozen=True):
    """People whose next page it was; `share` of those who are not pending, None of nobody."""

    people: int
    share: float | None


class HeatNext(HeatWent, frozen=True, kw_only=True, omit_defaults=True):
    """The same of a `page`, None without a name; `previous` in the range compared with."""

    page: str | None
    previous: HeatWent | None = None


class HeatBox(msgspec.Struct, frozen=True):
    """Where an element lies, medians of its clicks: `left` and `width` in shares of the page's width, else pixels."""

    left: float
    top: float
    width: float
    height: float


class HeatCounts(msgspec.Struct, frozen=True):
    """How often an element was clicked in a range.

    Attributes:
        clicks: How many.
        people: Who clicked it.
        share: Of the page's visitors.
        moved: Of the people, those who saw a next page after a click on it.
        pending: Of the people, those who did not, and whose visit may go on.
        moved_share: Those who moved of those who are not pending; None of nobody.
        rage_clicks: Clicks in anger: three or more of one person within a second.
        rage_people: Whose they are.
        dead_clicks: Clicks that nothing of the person's but clicks followed within a second.
        dead_people: Whose they are.
    """

    clicks: int
    people: int
    share: float | None
    moved: int
    pending: int
    moved_share: float | None
    rage_clicks: int
    rage_people: int
    dead_clicks: int
    dead_people: int


class HeatElement(HeatCounts, frozen=True, kw_only=True, omit_defaults=True):
    """The clicks on one element.

    Attributes:
        element: Its path; None where clicks name none, and for the rest.
        label: What stood on it last.
        is_other: True for all elements beyond the leading ones together.
        x: Median of the clicks, share of the page's width; None where they have no place.
        y: Likewise, pixels from the page's top.
        box: Where it lies; None where the collector does not measure elements.
        next: The leading next pages.
        previous: Its clicks in the range compared with.
    """

    element: str | None
    label: str | None
    is_other: bool
    x: float | None
    y: float | None
    box: HeatBox | None
    next: list[HeatNext]
    previous: HeatCounts | None = None


class HeatClicks(msgspec.Struct, frozen=True):
    """How often a position was clicked, and by how many."""

    clicks: int
    people: int


class HeatCell(HeatClicks, frozen=True, kw_only=True, omit_defaults=True):
    """The clicks in one column (from the left) and row (from the top) of positions, from 0.

    `previous` are those of the range compared with; a position that was clicked only then has no others.
    """

    x: int
    y: int
    previous: HeatClicks | None = None


class HeatPage(msgspec.Struct, frozen=True):
    """A page that was clicked on."""

    page: str
    clicks: int


class HeatNumbers(msgspec.Struct, frozen=True):
    """The clicks on a page in a range.

    Attributes:
        page: Which one; None when nothing was clicked and no page was named.
        views: Page views.
        visitors: Who viewed it or clicked on it.
        clicks: How many.
        people: Who clicked.
        share: Of the visitors.
        viewers: Who viewed it.
        moved: Of the viewers, those who saw a next page after a view of it.
        pending: Of the viewers, those who did not, and whose visit may go on.
        moved_share: Those who moved of those who are not pending; None of nobody.
        rage_clicks: Clicks in anger.
        rage_people: Whose they are.
        dead_clicks: Clicks that did nothing.
        dead_people: Whose they are.
        unplaced: Clicks without a position on the page.
    """

    page: str | None
    views: int
    visitors: int
    clicks: int
    people: int
    share: float | None
    viewers: int
    moved: int
    pending: int
    moved_share: float | None
    rage_clicks: int
    rage_people: int
    dead_clicks: int
    dead_people: int
    unplaced: int


class HeatmapResult(HeatNumbers, frozen=True, kw_only=True, omit_defaults=True):
    """The clicks on a page.

    Attributes:
        width: Of the page, the median of its clicks, pixels; None where it is not sent.
        height: Likewise.
        columns: Parts the width is counted in.
        row: Pixels of a row.
        elements: The leading ones, and the rest.
        cells: Positions that were clicked.
        next: The next pages of its viewers.
        pages: The pages of most clicks.
        previous: The same page in the range compared with; of the one of its most clicks if this range has none.
    """

    width: float | None
    height: float | None
    columns: int
    row: int
    elements: list[HeatElement]
    cells: list[HeatCell]
    next: list[HeatNext]
    pages: list[HeatPage]
    previous: HeatNumbers | None = None

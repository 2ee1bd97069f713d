"""Answers of kind `heatmap`."""

from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Answered


class HeatWent(Answer):
    """People whose next page it was."""

    people: int
    share: float | None = Field(description="Of those who are not pending")


class HeatNext(HeatWent):
    """A next page."""

    page: str | None
    previous: HeatWent | None = Field(default=None, description="In the range compared with")


class HeatBox(Answer):
    """Where an element lies: `left` and `width` in shares of the page's width, the others in pixels."""

    left: float
    top: float
    width: float
    height: float


class HeatCounts(Answer):
    """How often an element was clicked in a range."""

    clicks: int
    people: int
    share: float | None = Field(description="Of the page's visitors")
    moved: int = Field(description="Of them, those who saw a next page in the visit")
    pending: int = Field(description="Of them, those who did not, and whose visit may go on")
    moved_share: float | None = Field(description="Of those who are not pending")
    rage_clicks: int = Field(description="Three or more of one person within a second")
    rage_people: int
    dead_clicks: int = Field(description="Nothing but clicks came within a second")
    dead_people: int


class HeatElement(HeatCounts):
    """The clicks on one element; None and `is_other` is the rest."""

    element: str | None
    label: str | None = Field(description="What stood on it last")
    is_other: bool
    x: float | None = Field(description="Median of the clicks, share of the page's width")
    y: float | None = Field(description="Median of the clicks, pixels from the page's top")
    box: HeatBox | None = Field(description="Where elements are measured")
    next: list[HeatNext]
    previous: HeatCounts | None = Field(default=None, description="In the range compared with")


class HeatClicks(Answer):
    """How often a position was clicked, and by how many."""

    clicks: int
    people: int


class HeatCell(HeatClicks):
    """The clicks in one column (from the left) and row (from the top), from 0."""

    x: int
    y: int
    previous: HeatClicks | None = Field(default=None, description="In the range compared with")


class HeatPage(Answer):
    """A page that was clicked on."""

    page: str
    clicks: int


class HeatNumbers(Answer):
    """The clicks on a page in a range."""

    page: str | None = Field(description="The one of most clicks unless the question names one")
    views: int
    visitors: int = Field(description="Who viewed it or clicked on it")
    clicks: int
    people: int = Field(description="Who clicked")
    share: float | None = Field(description="Of the visitors")
    viewers: int
    moved: int = Field(description="Of the viewers, those who saw a next page in the visit")
    pending: int = Field(description="Of them, those who did not, and whose visit may go on")
    moved_share: float | None = Field(description="Of those who are not pending")
    rage_clicks: int
    rage_people: int
    dead_clicks: int
    dead_people: int
    unplaced: int = Field(description="Clicks without a position")


class HeatmapResult(HeatNumbers):
    """Of kind `heatmap`; with `compare` what was `previous` of everything as well, but of sizes."""

    width: float | None = Field(description="Of the page, the median of its clicks, pixels")
    height: float | None
    columns: int = Field(description="Parts of the width")
    row: int = Field(description="Pixels of a row")
    elements: list[HeatElement]
    cells: list[HeatCell]
    next: list[HeatNext]
    pages: list[HeatPage] = Field(description="The pages of most clicks")
    previous: HeatNumbers | None = None


class HeatmapAnswer(Answered):
    """Answer of kind `heatmap`."""

    kind: Literal["heatmap"]
    result: HeatmapResult

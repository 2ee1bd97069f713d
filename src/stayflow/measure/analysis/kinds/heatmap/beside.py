"""The clicks of a range beside those of another: of the page, its elements, its positions and its next pages."""

from collections.abc import Sequence
from typing import Final

import msgspec

from stayflow.measure.analysis.earlier import fields_of, line_of
from stayflow.measure.analysis.kinds.heatmap.model import (
    HeatCell,
    HeatClicks,
    HeatCounts,
    HeatElement,
    HeatmapResult,
    HeatNext,
    HeatNumbers,
    HeatWent,
)

NO_CLICKS: Final = HeatCounts(0, 0, None, 0, 0, None, 0, 0, 0, 0)


def pages_told(now: HeatmapResult) -> tuple[str, ...]:
    """The next pages that an answer names, of the page as a whole or of one of its elements."""
    told = [now.next, *(each.next for each in now.elements)]
    return tuple(sorted({each.page or "" for pages in told for each in pages}))


def set_beside(now: HeatmapResult, was: HeatmapResult) -> HeatmapResult:
    """The answer, and beside each number of it what it was in the other range, asked for the same next pages.

    Elements beyond those of now are a rest, and positions that were clicked only then come with no clicks of now.
    """
    return msgspec.structs.replace(
        now,
        previous=line_of(HeatNumbers, was),
        elements=_elements(now.elements, was.elements),
        cells=_cells(now.cells, was.cells),
        next=_pages(now.next, was.next, was.viewers - was.pending),
    )


def _elements(now: Sequence[HeatElement], was: Sequence[HeatElement]) -> list[HeatElement]:
    past = {(each.element, each.is_other): each for each in was}
    known = {(each.element, each.is_other) for each in now}
    gone = [
        HeatElement(
            **fields_of(HeatCounts, NO_CLICKS),
            element=None, label=None, is_other=True, x=None, y=None, box=None, next=[],
        )
        for element, is_other in past
        if is_other and (element, is_other) not in known
    ]  # fmt: skip
    elements = []
    for each in (*now, *gone):
        before = past.get((each.element, each.is_other))
        decided = 0 if before is None else before.people - before.pending
        elements.append(
            msgspec.structs.replace(
                each,
                previous=line_of(HeatCounts, before or NO_CLICKS),
                next=_pages(each.next, before.next if before else [], decided),
            )
        )
    return elements


def _cells(now: Sequence[HeatCell], was: Sequence[HeatCell]) -> list[HeatCell]:
    """From the top left, as they are."""
    own, past = ({(each.y, each.x): each for each in cells} for cells in (now, was))
    nobody = HeatClicks(0, 0)
    return [
        HeatCell(
            **fields_of(HeatClicks, own.get((y, x), nobody)),
            x=x,
            y=y,
            previous=line_of(HeatClicks, past.get((y, x), nobody)),
        )
        for y, x in sorted(own.keys() | past.keys())
    ]


def _pages(now: Sequence[HeatNext], was: Sequence[HeatNext], decided: int) -> list[HeatNext]:
    """The same pages; `decided` are those of the other range who could have gone there and are not pending."""
    past = {each.page: each for each in was}
    nobody = HeatWent(0, 0.0 if decided > 0 else None)
    return [
        msgspec.structs.replace(each, previous=line_of(HeatWent, past.get(each.page, nobody)))
        for each in now
    ]

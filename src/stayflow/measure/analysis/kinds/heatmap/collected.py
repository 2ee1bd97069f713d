"""What the collectors call a click and its properties: ours, Sensors Analytics', PostHog's.

Source:
    `sdk/browser/src/click.ts`; the requests of the web SDKs of Sensors Analytics 1.27 and posthog-js 1.449 kept in
    `tests/intake/protocol/captured`.
"""

from typing import Final

from stayflow.language.event_filter import FilterGroup, PropertyTest
from stayflow.language.metric import EventSelection
from stayflow.language.scope import Scope, UnknownEvent

POSTHOG: Final = "$autocapture"
SPOT: Final = "$heatmap_click"
"""Where somebody clicked, as PostHog's heat maps tell apart from its clicks: the same clicks, without an element."""
CLICKS: Final = ("element_click", "$WebClick", POSTHOG, SPOT)
FLUSHED: Final = "$$heatmap"
"""What PostHog's SDK sends every few seconds by itself, with the positions since: nobody did it."""
VIEW: Final = "page_view"
ELEMENT: Final = ("element_path", "$element_path", "$element_selector", "$elements_chain")
LABEL: Final = ("element_text", "$element_content", "$el_text")
X, Y = ("page_x", "$page_x"), ("page_y", "$page_y")
PAGE_WIDTH: Final = ("page_width", "$viewport_width")
PAGE_HEIGHT: Final = ("page_height",)
X_RATIO, Y_RATIO = ("element_x_ratio",), ("element_y_ratio",)
ELEMENT_WIDTH, ELEMENT_HEIGHT = ("element_width",), ("element_height",)
_KIND: Final = "$event_type"
"""PostHog captures changes and submits under the same name as clicks."""


def are_spots_apart(scope: Scope) -> bool:
    """Whether where somebody clicked comes beside what they clicked: then it is a place, and no click of its own."""
    return {POSTHOG, SPOT} <= set(scope.catalogue.event_names())


def clicks_of(scope: Scope) -> EventSelection:
    """The clicks that the project's collectors send.

    Raises:
        UnknownEvent: It has seen none of them.
    """
    known = scope.catalogue.event_names()
    seen = tuple(
        name for name in CLICKS if name in known and not (name == SPOT and are_spots_apart(scope))
    )
    if not seen:
        names = ", ".join(CLICKS)
        raise UnknownEvent(
            f"the project has seen no clicks ({names}); collect them, or name the event that is one",
            path="click.event",
        )
    is_mixed = POSTHOG in seen and scope.catalogue.property(_KIND) is not None
    tests = (PropertyTest("event", "ne", POSTHOG), PropertyTest(_KIND, "eq", "click"))
    return EventSelection(seen, FilterGroup("any", tests) if is_mixed else None, "click")

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
CLICKS: Final = ("element_click", "$WebClick", POSTHOG)
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


def clicks_of(scope: Scope) -> EventSelection:
    """The clicks that the project's collectors send.

    Raises:
        UnknownEvent: It has seen none of them.
    """
    seen = tuple(name for name in CLICKS if name in scope.catalogue.event_names())
    if not seen:
        names = ", ".join(CLICKS)
        raise UnknownEvent(
            f"the project has seen no clicks ({names}); collect them, or name the event that is one",
            path="click.event",
        )
    is_mixed = POSTHOG in seen and scope.catalogue.property(_KIND) is not None
    tests = (PropertyTest("event", "ne", POSTHOG), PropertyTest(_KIND, "eq", "click"))
    return EventSelection(seen, FilterGroup("any", tests) if is_mixed else None, "click")

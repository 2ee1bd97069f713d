"""The positions of clicks that PostHog's heat maps collect, as events of their own.

Its SDK sends them every few seconds in one event, by address: `{"$heatmap_data": {url: [{x, y, target_fixed, type}]}}`.
That event stays as it came. Each `click` of it becomes an event beside it, so that it is counted on its page like any
other; the movements of the mouse stay in it, and so do `rageclick` and `deadclick`, which tell of clicks once more.

Source:
    `lib/src/heatmaps.js` of posthog-js 1.449.
"""

from collections.abc import Iterator
from math import isfinite
from typing import Final

import msgspec

from stayflow.intake.protocol.address import with_path
from stayflow.intake.protocol.fields import Object, as_number, as_object
from stayflow.language.event import RawEvent

HEATMAP: Final = "$$heatmap"
CLICK: Final = "$heatmap_click"
DATA: Final = "$heatmap_data"
CLICKS_MAX: Final = 500
"""Of one event: a person makes a dozen in the seconds it is of."""
_KEPT: Final = ("$viewport_width", "$viewport_height")


def read_clicks(event: RawEvent) -> Iterator[RawEvent]:
    """The clicks of an event, in their order; their time is that of the event, a few seconds later at most."""
    if event.name != HEATMAP:
        return
    kept = {name: event.properties[name] for name in _KEPT if name in event.properties}
    for number, (url, click) in enumerate(_clicks(as_object(event.properties.get(DATA)))):
        if number == CLICKS_MAX:
            return
        yield msgspec.structs.replace(
            event,
            name=CLICK,
            event_id=f"{event.event_id}-{number}" if event.event_id else None,
            properties={**kept, **click},
            attributes={},
            attributes_once={},
            unset=(),
            revenue=None,
            **with_path({"url": url}),
        )


def _clicks(data: Object) -> Iterator[tuple[str, Object]]:
    for url, told in data.items():
        for each in told if isinstance(told, list) else ():
            spot = as_object(each)
            x, y = as_number(spot.get("x")), as_number(spot.get("y"))
            if spot.get("type") != "click" or x is None or y is None:
                continue
            if isfinite(x) and isfinite(y):
                yield (
                    url,
                    {"$page_x": x, "$page_y": y, "$is_fixed": spot.get("target_fixed") is True},
                )

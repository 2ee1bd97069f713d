"""Reading a question for traffic."""

from typing import Final

from stayflow.language.metric import parse_selection
from stayflow.language.raw import JsonObject, join, read_choice, read_object, read_text
from stayflow.language.window import Granularity
from stayflow.measure.analysis.earlier import parse_comparison
from stayflow.measure.analysis.errors import Unsupported
from stayflow.measure.analysis.kinds.session import parse_visits
from stayflow.measure.analysis.kinds.web.model import Search, Visible, WebQuestion
from stayflow.measure.analysis.kinds.web.web import Web
from stayflow.measure.analysis.model import Frame
from stayflow.measure.analysis.named import parse_named
from stayflow.measure.analysis.request import check_fields, read_events

VIEW_DEFAULT: Final = "page_view"
PERS: Final = ("hour", "day", "week", "month", "quarter")
FIELDS: Final = (
    *("view", "dimension", "per", "silence", "midnight", "campaign"),
    *("visible", "search", "compare"),
)
VISIBLE: Final = ("visible_ms",)
WORDS: Final = ("query", "search_term", "search_word", "search_keyword")
PER_SECOND: Final = {"ms": 1000, "s": 1}


def parse_web(raw: JsonObject, frame: Frame) -> Web:
    """Read `view`, `dimension`, `per`, `visible`, `search`, `compare`, and what sessions have.

    Raises:
        Unsupported: A breakdown: visits are split by a dimension.
    """
    check_fields(raw, *FIELDS)
    if frame.by:
        raise Unsupported('visits are split by one dimension: {"dimension": "source"}', path="by")
    visits, said = parse_visits(raw)
    given = raw.get("dimension")
    return Web(
        WebQuestion(
            frame=frame,
            view=read_events(raw.get("view", {"event": VIEW_DEFAULT}), "view"),
            visits=visits,
            silence_said=said,
            per=Granularity(read_choice(raw.get("per", "day"), "per", PERS)),
            dimension=None if given is None else read_text(given, "dimension"),
            visible=_parse_visible(raw.get("visible")),
            search=_parse_search(raw.get("search")),
            comparison=parse_comparison(raw.get("compare"), frame.range),
        )
    )


def _parse_visible(raw: object) -> Visible:
    """`{"event": …, "where": …, "property": …, "unit": "ms" or "s"}`; nothing is what our SDKs send."""
    if raw is None:
        return Visible(None, parse_named(None, "", VISIBLE), PER_SECOND["ms"])
    node = read_object(raw, "visible", known=("event", "where", "property", "unit"))
    unit = read_choice(node.get("unit", "ms"), "visible.unit", list(PER_SECOND))
    named = parse_named(node.get("property"), join("visible", "property"), VISIBLE)
    return Visible(parse_selection(node, "visible"), named, PER_SECOND[unit])


def _parse_search(raw: object) -> Search:
    """`{"event": …, "where": …, "property": …}`; nothing is what collectors call it."""
    if raw is None:
        return Search(None, parse_named(None, "", WORDS))
    node = read_object(raw, "search", known=("event", "where", "property"))
    named = parse_named(node.get("property"), join("search", "property"), WORDS)
    return Search(parse_selection(node, "search"), named)

"""Reading a question for a heat map."""

from stayflow.language.raw import JsonObject, join, read_object, read_text
from stayflow.measure.analysis.earlier import parse_comparison
from stayflow.measure.analysis.errors import Unsupported
from stayflow.measure.analysis.kinds.heatmap import collected
from stayflow.measure.analysis.kinds.heatmap.heatmap import Heatmap
from stayflow.measure.analysis.kinds.heatmap.model import HeatmapQuestion, Spots
from stayflow.measure.analysis.model import Frame
from stayflow.measure.analysis.named import PAGE, parse_named, parse_named_object
from stayflow.measure.analysis.request import check_fields, read_count, read_events, read_span
from stayflow.measure.analysis.visits import SILENCE_DEFAULT, SILENCE_MAX

FIELDS = (
    *("page", "named_by", "view", "click", "element", "label", "position", "silence"),
    *("columns", "row", "compare"),
)
POSITION = {
    "x": collected.X,
    "y": collected.Y,
    "page_width": collected.PAGE_WIDTH,
    "page_height": collected.PAGE_HEIGHT,
    "x_ratio": collected.X_RATIO,
    "y_ratio": collected.Y_RATIO,
    "element_width": collected.ELEMENT_WIDTH,
    "element_height": collected.ELEMENT_HEIGHT,
}
"""The fields of `position`, and what the collectors call them."""
COLUMNS_DEFAULT, COLUMNS_MIN, COLUMNS_MAX = 40, 4, 200
ROW_DEFAULT, ROW_MIN, ROW_MAX = 40, 5, 1000


def parse_heatmap(raw: JsonObject, frame: Frame) -> Heatmap:
    """Read `page`, `view`, `click`, and how pages, elements and positions are named.

    Raises:
        Unsupported: A breakdown.
        TooMuchAsked: A silence of more than a day, or too fine a grid.
        Malformed: A part has the wrong shape.
    """
    check_fields(raw, *FIELDS)
    if frame.by:
        raise Unsupported("clicks are not split by values; use people or filter", path="by")
    said, silence = read_span(raw.get("silence", SILENCE_DEFAULT), "silence", SILENCE_MAX)
    view = {"event": collected.VIEW} if raw.get("view") is None else raw["view"]
    return Heatmap(
        HeatmapQuestion(
            frame=frame,
            page=None if raw.get("page") is None else read_text(raw["page"], "page"),
            named_by=parse_named_object(raw.get("named_by"), "named_by", (PAGE,)).names[0],
            view=read_events(view, "view"),
            click=None if raw.get("click") is None else read_events(raw["click"], "click"),
            spots=_parse_spots(raw),
            silence=silence,
            silence_said=said,
            columns=read_count(
                raw.get("columns", COLUMNS_DEFAULT), "columns", least=COLUMNS_MIN, most=COLUMNS_MAX
            ),
            row=read_count(raw.get("row", ROW_DEFAULT), "row", least=ROW_MIN, most=ROW_MAX),
        ),
        parse_comparison(raw.get("compare"), frame.range),
    )


def _parse_spots(raw: JsonObject) -> Spots:
    written = raw.get("position")
    node = {} if written is None else read_object(written, "position", known=list(POSITION))
    places = {
        name: parse_named(node.get(name), join("position", name), names)
        for name, names in POSITION.items()
    }
    return Spots(
        element=parse_named_object(raw.get("element"), "element", collected.ELEMENT),
        label=parse_named_object(raw.get("label"), "label", collected.LABEL),
        **places,
    )

"""Reading the parameters of paths."""

from datetime import timedelta

from stayflow.language.metric import EventSelection
from stayflow.language.raw import (
    JsonObject,
    join,
    read_boolean,
    read_choice,
    read_object,
    read_text,
)
from stayflow.measure.analysis.earlier import parse_comparison
from stayflow.measure.analysis.kinds.path.path import Path
from stayflow.measure.analysis.model import Frame
from stayflow.measure.analysis.request import check_fields, read_count, read_events, read_span
from stayflow.measure.analysis.walks import Walk, Way

DEPTH_MIN, DEPTH_DEFAULT, DEPTH_MAX = 2, 5, 10
WINDOW_DEFAULT = "1d"
WINDOW_MAX = timedelta(days=366)
BY_EVENT = "event"


def parse_path(raw: JsonObject, frame: Frame) -> Path:
    """Read `anchor`, `direction`, `steps`, `named_by`, `depth`, `window`, `repeats` and `compare`.

    Raises:
        TooMuchAsked: Too many steps, or a window of more than a year.
    """
    own = ("anchor", "direction", "steps", "named_by", "depth", "window", "repeats", "compare")
    check_fields(raw, *own)
    window_said, window = read_span(raw.get("window", WINDOW_DEFAULT), "window", WINDOW_MAX)
    walk = Walk(
        way=Way(read_choice(raw.get("direction", Way.AFTER.value), "direction", list(Way))),
        anchor=_parse_selection(raw.get("anchor"), "anchor"),
        steps=_parse_selection(raw.get("steps"), "steps"),
        property_name=_parse_named_by(raw.get("named_by", BY_EVENT)),
        depth=read_count(raw.get("depth", DEPTH_DEFAULT), "depth", least=DEPTH_MIN, most=DEPTH_MAX),
        window=window,
        merges_repeats=not read_boolean(raw.get("repeats", False), "repeats"),
    )
    return Path(frame, walk, window_said, parse_comparison(raw.get("compare"), frame.range))


def _parse_selection(raw: object, path: str) -> EventSelection:
    if raw is None:
        return EventSelection(path=path)
    return read_events(raw, path)


def _parse_named_by(raw: object) -> str | None:
    if raw == BY_EVENT:
        return None
    node = read_object(raw, "named_by", known=("property",))
    return read_text(node.get("property"), join("named_by", "property"))

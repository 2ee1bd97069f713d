"""Reading the shared part of a question: range, filter, people, breakdowns."""

from stayflow.kernel.registry import Registry
from stayflow.language.condition import parse_condition
from stayflow.language.event_filter import parse_event_filter
from stayflow.language.raw import (
    JsonObject,
    Malformed,
    join,
    read_list,
    read_number,
    read_object,
    read_text,
    shown,
)
from stayflow.language.scope import Facet
from stayflow.language.sentence import Lang
from stayflow.language.window import parse_range
from stayflow.measure.analysis.errors import QueryInvalid, TooMuchAsked, Unsupported
from stayflow.measure.analysis.model import Breakdown, Frame

SHARED_FIELDS = ("kind", "range", "filter", "people", "by", "top", "lang", "who", "limit", "cursor")
RANGE_DEFAULT = {"last": "30d"}
BREAKDOWNS_MAX = 3
TOP_DEFAULT, TOP_MAX = 10, 50
LATER_BREAKDOWNS = ("tag", "segment", "stage", "rfm")


def parse_frame(raw: JsonObject, facets: Registry[Facet]) -> Frame:
    """Read what every kind shares.

    Raises:
        InvalidInput: A part has the wrong shape; the path names it.
    """
    return Frame(
        range=parse_range(raw.get("range") or RANGE_DEFAULT),
        filter=None if raw.get("filter") is None else parse_event_filter(raw["filter"], "filter"),
        people=None
        if not raw.get("people")
        else parse_condition(raw["people"], "people", facets=facets),
        by=parse_breakdowns(raw.get("by"), "by"),
        top=read_count(raw.get("top", TOP_DEFAULT), "top", least=1, most=TOP_MAX),
    )


def parse_lang(raw: object) -> Lang:
    """The language of the definition: `zh` or `en`.

    Raises:
        QueryInvalid: It is another.
    """
    if raw == "zh":
        return "zh"
    if raw in {None, "en"}:
        return "en"
    raise QueryInvalid(f"expected zh or en, got {shown(raw)}", path="lang")


def parse_breakdowns(raw: object, path: str) -> tuple[Breakdown, ...]:
    """Read one breakdown or a list of them: `{"property": …}`, `{"attribute": …}`.

    Raises:
        Malformed: One has the wrong shape.
        TooMuchAsked: There are more than three.
        QueryInvalid: One is named twice.
    """
    if raw is None:
        return ()
    many = read_list(raw, path) if isinstance(raw, list | tuple) else [raw]
    if len(many) > BREAKDOWNS_MAX:
        raise TooMuchAsked(f"at most {BREAKDOWNS_MAX} breakdowns, got {len(many)}", path=path)
    listed = isinstance(raw, list | tuple)
    found = tuple(
        _parse_breakdown(each, f"{path}[{index}]" if listed else path)
        for index, each in enumerate(many)
    )
    if len({each.name for each in found}) < len(found):
        raise QueryInvalid("names the same breakdown twice", path=path)
    return found


def _parse_breakdown(raw: object, path: str) -> Breakdown:
    node = read_object(raw, path)
    for later in LATER_BREAKDOWNS:
        if later in node:
            raise Unsupported(
                f"a breakdown by {later} is not offered; use people: {{{later}: …}} instead",
                path=join(path, later),
            )
    read_object(node, path, known=("property", "attribute"))
    if len(node) != 1:
        raise Malformed('expected {"property": name} or {"attribute": name}', path=path)
    if "property" in node:
        at = join(path, "property")
        return Breakdown("property", read_text(node["property"], at), at)
    at = join(path, "attribute")
    return Breakdown("attribute", read_text(node["attribute"], at), at)


def check_fields(raw: JsonObject, *own: str) -> None:
    """Refuse a field that neither the kind nor every question has.

    Raises:
        Malformed: There is one; the message lists the nearest.
    """
    read_object(raw, "", known=(*own, *SHARED_FIELDS))


def read_count(raw: object, path: str, *, least: int, most: int) -> int:
    """A whole number within bounds.

    Raises:
        Malformed: It is no whole number.
        TooMuchAsked: It is out of bounds.
    """
    number = read_number(raw, path)
    if number != int(number):
        raise Malformed(f"expected a whole number, got {shown(raw)}", path=path)
    if not least <= number <= most:
        raise TooMuchAsked(f"expected {least} to {most}, got {shown(raw)}", path=path)
    return int(number)

"""Reading the shared part of a question: range, filter, people, breakdowns."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Final

from stayflow.language.condition import parse_condition
from stayflow.language.event_filter import parse_event_filter
from stayflow.language.metric import EventSelection, parse_selection
from stayflow.language.raw import (
    JsonObject,
    Malformed,
    join,
    read_choice,
    read_list,
    read_number,
    read_object,
    read_text,
    shown,
)
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang
from stayflow.language.window import Length, parse_duration, parse_length, parse_range
from stayflow.measure.analysis.errors import QueryInvalid, TooMuchAsked, UnknownCell, Unsupported
from stayflow.measure.analysis.model import Breakdown, Frame, Precision

SHARED_FIELDS = (
    *("kind", "range", "filter", "people", "by", "top", "lang", "precision"),
    *("who", "limit", "cursor"),
)
RANGE_DEFAULT = {"last": "30d"}
BREAKDOWNS_MAX = 3
TOP_DEFAULT, TOP_MAX = 10, 50
OF_EVENTS_AND_PEOPLE: Final = ("property", "attribute")


def parse_frame(raw: JsonObject, scope: Scope) -> Frame:
    """Read what every kind shares.

    Raises:
        InvalidInput: A part has the wrong shape, or names what is not there; the path names it.
    """
    by = parse_breakdowns(raw.get("by"), "by", scope)
    top = read_count(raw.get("top", TOP_DEFAULT), "top", least=1, most=TOP_MAX)
    return Frame(
        range=parse_range(RANGE_DEFAULT if raw.get("range") is None else raw["range"]),
        filter=None if raw.get("filter") is None else parse_event_filter(raw["filter"], "filter"),
        people=None
        if raw.get("people") in (None, {})  # an editor without a condition yet
        else parse_condition(raw["people"], "people", facets=scope.facets),
        by=by,
        top=max(top, *(_told_apart(each) for each in by)) if by else top,
        splitters=scope.splitters,
    )


def parse_lang(raw: object) -> Lang:
    """The language of the definition: `zh` or `en`.

    Raises:
        QueryInvalid: It is another.
    """
    if raw == "zh":
        return "zh"
    if raw is None or raw == "en":
        return "en"
    raise QueryInvalid(f"expected zh or en, got {shown(raw)}", path="lang")


def parse_precision(raw: object) -> Precision:
    """How exact the answer is to be: `exact` or `auto`; exact where nothing is said.

    Raises:
        Malformed: It is another word.
    """
    if raw is None:
        return Precision.EXACT
    return Precision(read_choice(raw, "precision", [Precision.EXACT.value, Precision.AUTO.value]))


def parse_breakdowns(raw: object, path: str, scope: Scope) -> tuple[Breakdown, ...]:
    """Read one breakdown or a list of them: `{"property": …}`, `{"attribute": …}`, `{"tag": …}` and the like.

    Raises:
        Malformed: One has the wrong shape.
        TooMuchAsked: There are more than three.
        QueryInvalid: One is named twice.
        Unsupported: Groups that a person may be in several of, crossed with others.
    """
    if raw is None:
        return ()
    many = read_list(raw, path) if isinstance(raw, list | tuple) else [raw]
    if len(many) > BREAKDOWNS_MAX:
        raise TooMuchAsked(f"at most {BREAKDOWNS_MAX} breakdowns, got {len(many)}", path=path)
    listed = isinstance(raw, list | tuple)
    found = tuple(
        _parse_breakdown(each, f"{path}[{index}]" if listed else path, scope)
        for index, each in enumerate(many)
    )
    if len({each.key for each in found}) < len(found):
        raise QueryInvalid("names the same breakdown twice", path=path)
    names = Counter(each.name for each in found)
    for each in found:
        if len(found) > 1 and each.split is not None and each.split.overlaps:
            raise Unsupported(
                f"a person may be in several groups of {each.name}, so it stands alone; "
                "leave the others out, or name one",
                path=each.path,
            )
    return tuple(each if names[each.name] > 1 else replace(each, key=each.name) for each in found)


def _parse_breakdown(raw: object, path: str, scope: Scope) -> Breakdown:
    """One, with the key that no other has."""
    known = (*OF_EVENTS_AND_PEOPLE, *scope.splitters.names())
    node = read_object(raw, path, known=known)
    if len(node) != 1:
        raise Malformed(f"expected one of {', '.join(known)}", path=path)
    ((of, written),) = node.items()
    at = join(path, of)
    if of in scope.splitters:
        split = scope.splitters.get(of).read(written, at)
        key = f"{of}:{written if isinstance(written, str) else split.name}"
        return Breakdown("split", split.name, key, at, split)
    name = read_text(written, at)
    return Breakdown("property" if of == "property" else "attribute", name, f"{of}:{name}", at)


def _told_apart(breakdown: Breakdown) -> int:
    """How many groups there are at least: of those that overlap none can be put together."""
    split = breakdown.split
    return len(split.values) + 1 if split is not None and split.overlaps else 1


def check_fields(raw: JsonObject, *own: str) -> None:
    """Refuse a field that neither the kind nor every question has.

    Raises:
        Malformed: There is one; the message lists the nearest.
    """
    read_object(raw, "", known=(*own, *SHARED_FIELDS))


def refuse_beside(who: JsonObject, field: str, *others: str) -> None:
    """Refuse parts of a pointer that the cell named by `field` does not have: nobody is listed who was not asked for.

    Raises:
        UnknownCell: There is one.
    """
    for name in others:
        if who.get(name) not in (None, False):
            raise UnknownCell(f"{field} stands without {name}", path=join("who", name))


def read_events(raw: object, path: str) -> EventSelection:
    """Events under a field of their own: `{"event": …, "where": …, "name": …}`.

    Raises:
        Malformed: It has another shape.
    """
    return parse_selection(read_object(raw, path, known=("event", "where", "name")), path)


def read_span(raw: object, path: str, most: timedelta) -> tuple[Length, timedelta]:
    """A length of time as it was written, and how long it is.

    Raises:
        Malformed: It is none.
        TooMuchAsked: It is longer than `most`, which is made of whole days.
    """
    said, span = parse_length(raw, path), parse_duration(raw, path)
    if span > most:
        days = "a day" if most.days == 1 else f"{most.days} days"
        raise TooMuchAsked(f"at most {days}, got {said}", path=path)
    return said, span


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

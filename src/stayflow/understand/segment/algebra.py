"""Segments made of segments: union, intersection, difference, computed on bitmaps.

`{"union": [x, y, …]}`, `{"intersect": [x, y, …]}`, `{"minus": [x, y, …]}` (x without y and all that follow), where
each operand is the name or the id of a segment or again an operation. It is kept with ids.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from stayflow.language.raw import JsonObject, Malformed, join, read_object
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Binder, Statement
from stayflow.understand.segment.model import Segment
from stayflow.understand.segment.state import State, state_bitmaps, state_sql

OPERATIONS: Final = ("union", "intersect", "minus")
OPERANDS_MIN, OPERANDS_MAX = 2, 50
DEPTH_MAX: Final = 8
_BITMAPS = {"union": "bitmapOr", "intersect": "bitmapAnd", "minus": "bitmapAndnot"}
_SAID = {
    "union": Sentence("{x}或{y}", "{x} or {y}"),
    "intersect": Sentence("{x}且{y}", "{x} and {y}"),
    "minus": Sentence("{x}但不{y}", "{x} and not {y}"),
}
_IN = Sentence("在分群“{name}”中", "in segment “{name}”")

Find = Callable[[str, str], Segment]
"""The segment of a name or id; the second argument is where it is named, for the error."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One set operation; an operand is the id of a segment or an operation."""

    how: str
    operands: tuple["Operation | str", ...]


def parse_algebra(raw: object, path: str, *, find: Find, depth: int = 0) -> Operation:
    """Read an operation and look its segments up.

    Args:
        raw: As posted.
        path: Where it stands.
        find: Looks a segment up; raises when there is none.
        depth: How deep it is nested.

    Raises:
        Malformed: It is none, has fewer than two operands, or is nested too deep.
        SegmentNotFound: An operand names no segment.
    """
    node = read_object(raw, path, known=OPERATIONS)
    if len(node) != 1:
        raise Malformed(f"expected one of {', '.join(OPERATIONS)}", path=path)
    if depth >= DEPTH_MAX:
        raise Malformed(f"nested deeper than {DEPTH_MAX}", path=path)
    ((how, given),) = node.items()
    at = join(path, how)
    if not isinstance(given, list | tuple) or not OPERANDS_MIN <= len(given) <= OPERANDS_MAX:
        raise Malformed(f"expected a list of 2 to {OPERANDS_MAX} segments", path=at)
    return Operation(
        how,
        tuple(
            find(each, f"{at}[{index}]").segment_id
            if isinstance(each, str)
            else parse_algebra(each, f"{at}[{index}]", find=find, depth=depth + 1)
            for index, each in enumerate(given)
        ),
    )


def as_raw(operation: Operation) -> JsonObject:
    """The operation as JSON, its segments by id."""
    return {
        operation.how: [
            each if isinstance(each, str) else as_raw(each) for each in operation.operands
        ]
    }


def read_algebra(raw: JsonObject) -> Operation:
    """The operation of a stored segment."""
    ((how, operands),) = raw.items()
    assert isinstance(operands, list)  # noqa: S101  written by as_raw
    return Operation(
        how, tuple(each if isinstance(each, str) else read_algebra(each) for each in operands)
    )


def segments_of(operation: Operation) -> Iterator[str]:
    """The ids of the segments named, in order."""
    for each in operation.operands:
        if isinstance(each, str):
            yield each
        else:
            yield from segments_of(each)


def as_condition(operation: Operation) -> JsonObject:
    """The condition that says the same of people."""
    parts = [
        {"segment": {"id": each}} if isinstance(each, str) else as_condition(each)
        for each in operation.operands
    ]
    if operation.how == "union":
        return {"any": parts}
    if operation.how == "intersect":
        return {"all": parts}
    return {"all": [parts[0], *({"not": each} for each in parts[1:])]}


def describe_algebra(operation: Operation, names: Mapping[str, str], lang: Lang) -> str:
    """The operation in words; `names` by id."""
    said = [
        _IN.say(lang, name=names.get(each, each))
        if isinstance(each, str)
        else f"（{inner}）"
        if lang == "zh"
        else f"({inner})"
        for each in operation.operands
        for inner in ["" if isinstance(each, str) else describe_algebra(each, names, lang)]
    ]
    whole = said[0]
    for each in said[1:]:
        whole = _SAID[operation.how].say(lang, x=whole, y=each)
    return whole


def algebra_people(
    operation: Operation, segments: Mapping[str, Segment], scope: Scope
) -> Statement:
    """The people (`person_id`) of an operation by what its segments hold now.

    Args:
        operation: The operation.
        segments: Those it names, by id.
        scope: Over everybody it works on bitmaps, over given people on them alone.
    """
    binder = Binder()
    if scope.people is not None:
        inner = _people_sql(operation, segments, scope, binder)
        return binder.statement(f"SELECT person AS person_id FROM ({inner})")
    named = dict.fromkeys(segments_of(operation))
    bitmaps = state_bitmaps([State.of(segments[each]) for each in named], scope, binder)
    whole = _bitmap_sql(operation, bitmaps.of)
    return binder.statement(
        f"SELECT arrayJoin(bitmapToArray({whole})) AS person_id FROM {bitmaps.source}"
    )


def _bitmap_sql(operation: Operation, of: Mapping[str, str]) -> str:
    parts = [
        of[each] if isinstance(each, str) else _bitmap_sql(each, of) for each in operation.operands
    ]
    whole = parts[0]
    for each in parts[1:]:
        whole = f"{_BITMAPS[operation.how]}({whole},\n    {each})"
    return whole


def _people_sql(
    operation: Operation, segments: Mapping[str, Segment], scope: Scope, binder: Binder
) -> str:
    word = {"union": "UNION DISTINCT", "intersect": "INTERSECT", "minus": "EXCEPT"}[operation.how]
    parts = [
        state_sql(State.of(segments[each]), scope, binder)
        if isinstance(each, str)
        else _people_sql(each, segments, scope, binder)
        for each in operation.operands
    ]
    whole = f"SELECT person FROM ({parts[0]})"
    for each in parts[1:]:
        whole = f"SELECT person FROM ({whole}\n{word}\nSELECT person FROM ({each}))"
    return whole

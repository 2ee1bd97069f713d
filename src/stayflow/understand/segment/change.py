"""Making, changing and removing segments."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from stayflow.kernel.ids import new_id
from stayflow.language.condition import compile_people, parse_condition
from stayflow.language.raw import JsonObject, read_object
from stayflow.language.scope import Scope
from stayflow.language.sentence import Sentence
from stayflow.stores.relational import Transaction
from stayflow.understand.segment.errors import SegmentInUse, SegmentInvalid, SegmentNameTaken
from stayflow.understand.segment.model import Segment
from stayflow.understand.segment.store import (
    add_row,
    change_row,
    find_segment,
    get_segment,
    list_segments,
    remove_row,
)

NAME_MAX = 200
UseFinder = Callable[[Transaction, Segment], Sequence[str]]
"""Says what uses a segment, in words: upper rooms hand theirs in."""


@dataclass(frozen=True, slots=True)
class SegmentChange:
    """What to change; None leaves it."""

    name: str | None = None
    note: str | None = None
    condition: JsonObject | None = None


def create_segment(
    tx: Transaction, name: str, condition: object, *, scope: Scope, by: str, note: str = ""
) -> Segment:
    """Save a condition as a segment; its people are counted at the first refresh.

    Raises:
        Malformed: The condition cannot be read (every error of `parse_condition` and `compile_people`).
        SegmentNameTaken: Another segment has the name.
    """
    read = read_object(condition, "condition")
    check_condition(read, scope)
    return _add(tx, _draft(name, note, dict(read), scope.now, by))


def create_fixed_segment(
    tx: Transaction,
    name: str,
    *,
    at: datetime,
    by: str,
    note: str = "",
    said: Sentence | None = None,
) -> Segment:
    """Save a name for a fixed list of people; `fill_segment` gives it its people.

    Args:
        tx: A transaction of the project.
        name: Unique in the project.
        at: Now.
        by: Who makes it.
        note: What it is for.
        said: What the people were taken from.

    Raises:
        SegmentNameTaken: Another segment has the name.
    """
    words = ("", "") if said is None else (said.zh, said.en)
    return _add(tx, _draft(name, note, None, at, by, said=words))


def change_segment(
    tx: Transaction, name_or_id: str, change: SegmentChange, *, scope: Scope
) -> Segment:
    """Change the name, the note or the condition of a segment.

    Raises:
        SegmentNotFound: There is none.
        SegmentNameTaken: Another segment has the new name.
        SegmentInvalid: A fixed list is given a condition, or the condition leads back to the segment.
        SegmentInUse: It is renamed while other segments name it.
    """
    segment = get_segment(tx, name_or_id)
    changed = replace(
        segment,
        name=segment.name if change.name is None else check_name(change.name),
        note=segment.note if change.note is None else change.note,
        condition=segment.condition if change.condition is None else change.condition,
        changed_at=scope.now,
    )
    if changed.name != segment.name:
        _check_rename(tx, segment, changed.name)
    if change.condition is not None:
        _check_condition_change(tx, segment, change.condition, scope)
    change_row(tx, changed)
    return changed


def remove_segment(tx: Transaction, name_or_id: str, *, uses: Sequence[UseFinder] = ()) -> None:
    """Remove a segment that nothing is built on.

    Raises:
        SegmentNotFound: There is none.
        SegmentInUse: Other segments or what `uses` finds are built on it.
    """
    segment = get_segment(tx, name_or_id)
    users = [f'segment "{each.name}"' for each in users_of(tx, segment)]
    users += [user for find in uses for user in find(tx, segment)]
    if users:
        raise SegmentInUse(f'"{segment.name}" is used by {", ".join(users)}')
    remove_row(tx, segment.segment_id)


def users_of(tx: Transaction, segment: Segment) -> list[Segment]:
    """The segments whose conditions name this one."""
    return [
        each
        for each in list_segments(tx)
        if each.condition and names_segment(each.condition, segment)
    ]


def names_segment(raw: object, segment: Segment) -> bool:
    """True when a condition, as JSON, names the segment."""
    return any(key in {segment.name, segment.segment_id} for key in named_segments(raw))


def named_segments(raw: object) -> Iterator[str]:
    """The names and ids of the segments a condition, as JSON, names."""
    if isinstance(raw, Mapping):
        for kind, body in raw.items():
            if kind == "segment" and isinstance(body, Mapping):
                yield from (str(value) for value in body.values())
            elif kind in {"all", "any", "not"}:
                yield from named_segments(body)
    elif isinstance(raw, list | tuple):
        for each in raw:
            yield from named_segments(each)


def check_condition(condition: JsonObject, scope: Scope) -> None:
    """Refuse a condition that cannot be read or compiled."""
    compile_people(parse_condition(condition, "condition", facets=scope.facets), scope)


def check_name(name: str) -> str:
    """A name without spaces around it.

    Raises:
        SegmentInvalid: It is empty or too long.
    """
    name = name.strip()
    if not name or len(name) > NAME_MAX:
        raise SegmentInvalid(f"a name has 1 to {NAME_MAX} characters", path="name")
    return name


def _draft(
    name: str,
    note: str,
    condition: JsonObject | None,
    at: datetime,
    by: str,
    *,
    said: tuple[str, str] = ("", ""),
) -> Segment:
    return Segment(
        segment_id=new_id(),
        name=check_name(name),
        note=note,
        condition=condition,
        created_at=at,
        created_by=by,
        changed_at=at,
        version=0,
        people_count=None,
        refreshed_at=None,
        said_zh=said[0],
        said_en=said[1],
    )


def _add(tx: Transaction, segment: Segment) -> Segment:
    if not add_row(tx, segment):
        raise SegmentNameTaken(f'there is already a segment "{segment.name}"', path="name")
    return segment


def _check_rename(tx: Transaction, segment: Segment, name: str) -> None:
    if find_segment(tx, name) is not None:
        raise SegmentNameTaken(f'there is already a segment "{name}"', path="name")
    users = [
        each.name
        for each in users_of(tx, segment)
        if segment.name in named_segments(each.condition)
    ]
    if users:
        raise SegmentInUse(f'"{segment.name}" is named by {", ".join(users)}', path="name")


def _check_condition_change(
    tx: Transaction, segment: Segment, condition: JsonObject, scope: Scope
) -> None:
    if segment.is_static:
        raise SegmentInvalid("a fixed list has no condition", path="condition")
    waiting, seen = list(named_segments(condition)), set()
    while waiting:
        found = get_segment(tx, waiting.pop())
        if found.segment_id == segment.segment_id:
            raise SegmentInvalid(f'the condition leads back to "{segment.name}"', path="condition")
        if found.segment_id not in seen:
            seen.add(found.segment_id)
            waiting += named_segments(found.condition)
    check_condition(condition, scope)

"""Making, changing and removing segments."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from stayflow.kernel.ids import new_id
from stayflow.language.condition import compile_people, parse_condition
from stayflow.language.raw import JsonObject, read_object
from stayflow.language.scope import Scope
from stayflow.language.sentence import Sentence
from stayflow.stores.relational import Transaction
from stayflow.understand.segment.algebra import as_raw, parse_algebra, read_algebra, segments_of
from stayflow.understand.segment.errors import SegmentInUse, SegmentInvalid, SegmentNameTaken
from stayflow.understand.segment.model import NIGHTLY, Refresh, Segment
from stayflow.understand.segment.store import (
    add_row,
    change_row,
    find_segment,
    get_segment,
    list_segments,
    remove_row,
)
from stayflow.understand.usage import Thing, Use, UsePlug, find_uses, named_in, names_thing

NAME_MAX = 200
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class Plan:
    """When a segment is computed; `at` is the local time of a daily one, `HH:MM`."""

    how: Refresh = Refresh.DAILY
    at: str = NIGHTLY


@dataclass(frozen=True, slots=True)
class SegmentChange:
    """What to change; None leaves it."""

    name: str | None = None
    note: str | None = None
    condition: JsonObject | None = None
    algebra: JsonObject | None = None
    refresh: Plan | None = None


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
    return _add(tx, replace(_draft(name, note, scope.now, by), condition=dict(read)))


def create_joined_segment(
    tx: Transaction, name: str, algebra: object, *, scope: Scope, by: str, note: str = ""
) -> Segment:
    """Save an operation over other segments as a segment.

    Raises:
        Malformed: It cannot be read.
        SegmentNotFound: It names a segment that is not there.
        SegmentNameTaken: Another segment has the name.
    """
    return _add(tx, replace(_draft(name, note, scope.now, by), algebra=_algebra(tx, algebra)))


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
    zh, en = ("", "") if said is None else (said.zh, said.en)
    draft = _draft(name, note, at, by)
    return _add(tx, replace(draft, said_zh=zh, said_en=en, refresh=Refresh.MANUAL))


def change_segment(
    tx: Transaction, name_or_id: str, change: SegmentChange, *, scope: Scope, by: str = ""
) -> Segment:
    """Change the definition of a segment; what it was is kept as an edition.

    Raises:
        SegmentNotFound: There is none.
        SegmentNameTaken: Another segment has the new name.
        SegmentInvalid: A fixed list is given a condition, or the definition leads back to the segment.
        SegmentInUse: It is renamed while other segments name it.
    """
    segment = get_segment(tx, name_or_id)
    plan = change.refresh or Plan(Refresh(segment.refresh), segment.refresh_at)
    changed = replace(
        segment,
        name=segment.name if change.name is None else check_name(change.name),
        note=segment.note if change.note is None else change.note,
        changed_at=scope.now,
        changed_by=by or segment.changed_by,
        edition=segment.edition + 1,
    )
    if change.refresh is not None:
        changed = replace(changed, refresh=plan.how, refresh_at=_check_plan(segment, plan).at)
    if changed.name != segment.name:
        _check_rename(tx, segment, changed.name)
    changed = _redefined(tx, changed, change, scope)
    change_row(tx, changed)
    return changed


def _redefined(tx: Transaction, segment: Segment, change: SegmentChange, scope: Scope) -> Segment:
    if change.condition is not None and change.algebra is not None:
        raise SegmentInvalid("give a condition or an operation, not both", path="condition")
    if change.condition is not None:
        _check_definition(tx, segment, list(named_in(change.condition, "segment")), "condition")
        check_condition(change.condition, scope)
        return replace(segment, condition=change.condition, algebra=None)
    if change.algebra is not None:
        algebra = _algebra(tx, change.algebra)
        _check_definition(tx, segment, list(segments_of(read_algebra(algebra))), "algebra")
        return replace(segment, condition=None, algebra=algebra)
    return segment


def remove_segment(tx: Transaction, name_or_id: str, *, uses: Sequence[UsePlug] = ()) -> None:
    """Remove a segment that nothing is built on.

    Raises:
        SegmentNotFound: There is none.
        SegmentInUse: Other segments or what `uses` finds are built on it.
    """
    segment = get_segment(tx, name_or_id)
    users = find_uses(tx, as_thing(segment), [segment_uses, *uses])
    if users:
        listed = ", ".join(str(each) for each in dict.fromkeys(users))
        raise SegmentInUse(f'"{segment.name}" is used by {listed}')
    remove_row(tx, segment.segment_id)


def as_thing(segment: Segment) -> Thing:
    """The segment, as others name it."""
    return Thing("segment", frozenset({segment.segment_id, segment.name}), segment.name)


def segment_uses(tx: Transaction, thing: Thing) -> list[Use]:
    """The segments whose definitions name a thing of any kind."""
    return [
        Use("segment", each.segment_id, each.name)
        for each in list_segments(tx)
        if each.segment_id not in thing.keys
        and (names_thing(each.condition, thing) or _joins(each, thing))
    ]


def _joins(segment: Segment, thing: Thing) -> bool:
    if thing.kind != "segment" or segment.algebra is None:
        return False
    return any(each in thing.keys for each in segments_of(read_algebra(segment.algebra)))


def parts_of(segment: Segment) -> Iterator[str]:
    """The names and ids of the segments that the definition of a segment names."""
    if segment.algebra is not None:
        yield from segments_of(read_algebra(segment.algebra))
    yield from named_in(segment.condition, "segment")


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


def _draft(name: str, note: str, at: datetime, by: str) -> Segment:
    return Segment(
        segment_id=new_id(),
        name=check_name(name),
        note=note,
        condition=None,
        created_at=at,
        created_by=by,
        changed_at=at,
        version=0,
        people_count=None,
        refreshed_at=None,
    )


def _algebra(tx: Transaction, raw: object) -> JsonObject:
    return as_raw(
        parse_algebra(raw, "algebra", find=lambda key, path: get_segment(tx, key, path=path))
    )


def _check_plan(segment: Segment, plan: Plan) -> Plan:
    if segment.is_static and plan.how is not Refresh.MANUAL:
        raise SegmentInvalid("a fixed list is not refreshed", path="refresh")
    if not CLOCK.fullmatch(plan.at):
        raise SegmentInvalid(f'"{plan.at}" is no time of day: write HH:MM', path="refresh.at")
    return plan


def _add(tx: Transaction, segment: Segment) -> Segment:
    if not add_row(tx, segment):
        raise SegmentNameTaken(f'there is already a segment "{segment.name}"', path="name")
    return segment


def _check_rename(tx: Transaction, segment: Segment, name: str) -> None:
    if find_segment(tx, name) is not None:
        raise SegmentNameTaken(f'there is already a segment "{name}"', path="name")
    by_name = Thing("segment", frozenset({segment.name}), segment.name)
    users = [each.name for each in segment_uses(tx, by_name) if each.use_id != segment.segment_id]
    if users:
        raise SegmentInUse(f'"{segment.name}" is named by {", ".join(users)}', path="name")


def _check_definition(tx: Transaction, segment: Segment, named: list[str], path: str) -> None:
    if segment.is_static:
        raise SegmentInvalid("a fixed list has no condition", path=path)
    waiting, seen = list(named), set()
    while waiting:
        found = get_segment(tx, waiting.pop())
        if found.segment_id == segment.segment_id:
            raise SegmentInvalid(f'the {path} leads back to "{segment.name}"', path=path)
        if found.segment_id not in seen:
            seen.add(found.segment_id)
            waiting += parts_of(found)

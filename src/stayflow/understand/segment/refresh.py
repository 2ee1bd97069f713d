"""Making versions: who is in a segment now; and keeping them up for given people."""

from collections.abc import Sequence
from dataclasses import replace

import pyarrow.compute as pc

from stayflow.language.condition import compile_people, parse_condition
from stayflow.language.scope import Scope
from stayflow.language.statement import Statement
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.fact import take_number
from stayflow.understand.segment.algebra import algebra_people, read_algebra, segments_of
from stayflow.understand.segment.errors import SegmentInvalid
from stayflow.understand.segment.model import Segment, SegmentVersion
from stayflow.understand.segment.queries import (
    Write,
    count_people,
    find_difference,
    given_people,
    members_of,
    newest_change,
    write_changes,
    write_members,
    write_version_changes,
)
from stayflow.understand.segment.state import State
from stayflow.understand.segment.store import (
    add_hour,
    add_version,
    get_segment,
    list_segments,
    lock_segment,
    note_change,
    set_size,
)

BY_CLOCK, BY_LIST = "refresh", "list"


def refresh_segment(
    tx: Transaction,
    name_or_id: str,
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
    cause: str = BY_CLOCK,
) -> SegmentVersion:
    """Compute everybody in a segment anew and keep them as a version.

    Args:
        tx: A transaction of the project; the segment is held until it ends.
        name_or_id: Which one.
        scope: The project now.
        warehouse: Where its people are kept.
        cause: As the changes tell it; `version` where the definition is another now, of which nobody is told.

    Raises:
        SegmentNotFound: There is none.
        SegmentInvalid: It is a fixed list.
    """
    segment = get_segment(tx, name_or_id)
    if segment.is_static:
        raise SegmentInvalid("a fixed list is not refreshed")
    people = wanted_people(tx, segment, scope=scope)
    return _write(tx, segment, people, scope=scope, warehouse=warehouse, cause=cause)


def fill_segment(
    tx: Transaction,
    name_or_id: str,
    people: Sequence[int] | Statement,
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
) -> SegmentVersion:
    """Give a fixed list its people: person ids, or a statement of `person_id`.

    Raises:
        SegmentNotFound: There is none.
        SegmentInvalid: It is a saved condition.
    """
    segment = get_segment(tx, name_or_id)
    if not segment.is_static:
        raise SegmentInvalid("the people of a saved condition come from the condition")
    statement = people if isinstance(people, Statement) else given_people(people)
    return _write(tx, segment, statement, scope=scope, warehouse=warehouse, cause=BY_LIST)


def segment_people(tx: Transaction, name_or_id: str, *, scope: Scope) -> Statement:
    """The people of a segment now (`person_id`): its condition compiled, or what it holds."""
    segment = get_segment(tx, name_or_id)
    if segment.is_static:
        return members_of(segment, scope=scope)
    return wanted_people(tx, segment, scope=scope)


def wanted_people(tx: Transaction, segment: Segment, *, scope: Scope) -> Statement:
    """Those of the people of the scope who belong in a segment (`person_id`), by its definition."""
    if segment.algebra is not None:
        operation = read_algebra(segment.algebra)
        named = {each: get_segment(tx, each) for each in segments_of(operation)}
        return algebra_people(operation, named, scope)
    condition = parse_condition(segment.condition, "condition", facets=scope.facets)
    return compile_people(condition, scope)


def update_people(
    tx: Transaction,
    segment: Segment,
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
    cause: str,
    recount: bool,
) -> int:
    """Let the people of the scope enter and leave a segment as its definition says.

    Args:
        tx: A transaction of the project; the segment is held until it ends.
        segment: A segment with a version.
        scope: Over given people.
        warehouse: One statement is sent, and another when somebody moved.
        cause: As the changes tell it.
        recount: Persons merged or parted, so that the size cannot be told from who moved.

    Returns:
        How many entered or left; nothing is written when nobody did.
    """
    state = _locked(tx, segment.segment_id, warehouse, recover=False)
    wanted = wanted_people(tx, segment, scope=scope)
    moved = find_difference(wanted, state, scope=scope, warehouse=warehouse)
    if moved.num_rows and newest_change(warehouse, segment.segment_id) > state.change:
        state = _locked(tx, segment.segment_id, warehouse, recover=True)
        moved = find_difference(wanted, state, scope=scope, warehouse=warehouse)
        recount = True
    if moved.num_rows:
        state = replace(state, change=state.change + 1)
        write = Write(scope.now, cause, _number(tx, state, cause))
        write_changes(warehouse, state, moved, write)
    if not (moved.num_rows or recount):
        return 0
    entered = int(pc.sum(moved["entered"]).as_py() or 0)
    gone = int(moved.num_rows) - entered
    everybody = replace(scope, people=None, raw_people=None)
    count = (segment.people_count or 0) + entered - gone
    if recount:
        now_in = replace(segment, change=state.change, version=state.version)
        count = count_people(members_of(now_in, scope=everybody), warehouse)
    note_change(tx, segment.segment_id, change=state.change, people_count=count, at=scope.now)
    if moved.num_rows:
        add_hour(tx, segment.segment_id, scope.now, count=count, entered=entered, gone=gone)
    return entered + gone


def recount_people(tx: Transaction, *, scope: Scope, warehouse: ProjectWarehouse) -> None:
    """Count the people of every segment anew: after an erasure, when some are no more who did not leave it."""
    for each in list_segments(tx):
        if each.version:
            version, change = lock_segment(tx, each.segment_id)
            now_in = replace(each, version=version, change=change)
            set_size(tx, each.segment_id, count_people(members_of(now_in, scope=scope), warehouse))


def _write(
    tx: Transaction,
    segment: Segment,
    people: Statement,
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
    cause: str,
) -> SegmentVersion:
    old = _locked(tx, segment.segment_id, warehouse, recover=True)
    number = old.change + 1
    new = State(segment.segment_id, number, number)
    write_members(warehouse, people, segment_id=segment.segment_id, version=number, at=scope.now)
    write = Write(scope.now, cause, _number(tx, old, cause) if old.version else 0)
    count, entered, gone = write_version_changes(warehouse, scope, old, new, write)
    version = SegmentVersion(number, scope.now, count, entered, gone)
    add_version(tx, segment.segment_id, version)
    return version


def _locked(
    tx: Transaction, segment_id: str, warehouse: ProjectWarehouse, *, recover: bool
) -> State:
    """What a segment holds, held until the transaction ends: two refreshes follow one another.

    With `recover`, what a write that was cut off has left behind is taken over as a change of its own: it was true
    then, and whoever reads the changes is told of it once.
    """
    version, change = lock_segment(tx, segment_id)
    if recover and (newest := newest_change(warehouse, segment_id)) > change:
        change = newest
        take_number(tx, "segment", BY_CLOCK, lane=segment_id)  # it is told of with what comes
    return State(segment_id, version, change)


def _number(tx: Transaction, state: State, cause: str) -> int:
    return take_number(tx, "segment", cause, lane=state.segment_id)

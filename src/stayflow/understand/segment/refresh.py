"""Making versions: who is in a segment now."""

from collections.abc import Sequence

from stayflow.language.condition import compile_people, parse_condition
from stayflow.language.scope import Scope
from stayflow.language.statement import Statement
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.segment.errors import SegmentInvalid
from stayflow.understand.segment.model import Segment, SegmentVersion
from stayflow.understand.segment.queries import (
    count_change,
    given_people,
    members_sql,
    write_members,
)
from stayflow.understand.segment.store import add_version, get_segment, lock_version


def refresh_segment(
    tx: Transaction, name_or_id: str, *, scope: Scope, warehouse: ProjectWarehouse
) -> SegmentVersion:
    """Count a saved condition anew and keep who met it as a version.

    Raises:
        SegmentNotFound: There is none.
        SegmentInvalid: It is a fixed list.
    """
    segment = get_segment(tx, name_or_id)
    if segment.is_static:
        raise SegmentInvalid("a fixed list is not refreshed")
    condition = parse_condition(segment.condition, "condition", facets=scope.facets)
    return _write(tx, segment, compile_people(condition, scope), scope=scope, warehouse=warehouse)


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
    return _write(tx, segment, statement, scope=scope, warehouse=warehouse)


def segment_people(tx: Transaction, name_or_id: str, *, scope: Scope) -> Statement:
    """The people of a segment now (`person_id`): its condition compiled, or its fixed list."""
    segment = get_segment(tx, name_or_id)
    if segment.condition is not None:
        condition = parse_condition(segment.condition, "condition", facets=scope.facets)
        return compile_people(condition, scope)
    members = members_sql("{s0:String}", "{s1:UInt32}", scope)
    return Statement(
        f"SELECT person AS person_id FROM ({members})",
        {"s0": segment.segment_id, "s1": segment.version},
    )


def _write(
    tx: Transaction,
    segment: Segment,
    people: Statement,
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
) -> SegmentVersion:
    number = lock_version(tx, segment.segment_id) + 1
    write_members(warehouse, people, segment_id=segment.segment_id, version=number, at=scope.now)
    count, entered, gone = count_change(
        warehouse, scope, segment_id=segment.segment_id, version=number
    )
    version = SegmentVersion(number, scope.now, count, entered, gone)
    add_version(tx, segment.segment_id, version)
    return version

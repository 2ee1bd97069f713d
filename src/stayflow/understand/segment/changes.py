"""Who entered and who left a segment, change by change: the facts `segment.entered` and `segment.left`."""

from dataclasses import dataclass
from datetime import datetime

from stayflow.language.scope import Scope
from stayflow.language.statement import Binder
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.segment.model import Segment

ChangeKey = tuple[int, int]
"""Where a change of a person stands: (number of the change, the person's id as it was written)."""


@dataclass(frozen=True, slots=True)
class MemberChange:
    """One person who entered or left.

    Attributes:
        key: Never changes, whatever becomes of the person.
        person_id: The person of today.
        has_entered: False for who left.
        at: When.
        cause: What it came of.
    """

    key: ChangeKey
    person_id: int
    has_entered: bool
    at: datetime
    cause: str


def page_changes(
    scope: Scope,
    warehouse: ProjectWarehouse,
    *,
    segment: Segment,
    first: ChangeKey,
    last: ChangeKey,
    limit: int,
) -> list[MemberChange]:
    """Up to `limit` changes of a segment, in order.

    Args:
        scope: Persons are those of today.
        warehouse: One statement is sent.
        segment: What it has written whole; nothing beyond its newest change is told.
        first: The first key.
        last: The last one, included.
        limit: At most so many.
    """
    binder = Binder()
    lower, upper = (
        f"({binder.bind(key[0], 'UInt64')}, {binder.bind(key[1], 'UInt64')})"
        for key in (first, last)
    )
    until = min(last[0], segment.change)
    rows = warehouse.query(
        f"SELECT change, person_id AS raw, {scope.person} AS person, max(entered), min(at), any(cause)\n"
        f"FROM segment_changes WHERE segment_id = {binder.bind(segment.segment_id, 'String')}\n"
        f"    AND change >= {binder.bind(first[0], 'UInt64')} AND change <= {binder.bind(until, 'UInt64')}\n"
        f"    AND (change, person_id) >= {lower} AND (change, person_id) <= {upper}\n"
        f"GROUP BY change, person_id ORDER BY change, raw LIMIT {limit:d}",
        binder.parameters,
    ).rows
    return [
        MemberChange((int(change), int(raw)), int(person), bool(entered), at, cause)
        for change, raw, person, entered, at, cause in rows
    ]


def page_members_after(
    scope: Scope,
    warehouse: ProjectWarehouse,
    *,
    segment_id: str,
    change: int,
    people: tuple[int, int],
    limit: int,
) -> list[tuple[int, int]]:
    """Who was in a segment after one of its changes, as (id as it was written, person of today).

    The same ids in the same order, whenever it is asked; nobody, once the segment is gone.

    Args:
        scope: Over everybody.
        warehouse: One statement is sent.
        segment_id: The segment.
        change: The number of the change.
        people: The first and the last id that is asked for.
        limit: At most so many.
    """
    binder = Binder()
    rows = warehouse.query(
        f"SELECT person_id AS raw, {scope.person} AS person FROM segment_changes\n"
        f"WHERE segment_id = {binder.bind(segment_id, 'String')}\n"
        f"    AND change <= {binder.bind(change, 'UInt64')} AND person_id >= {binder.bind(people[0], 'UInt64')}\n"
        f"    AND person_id <= {binder.bind(people[1], 'UInt64')}\n"
        "GROUP BY person_id HAVING argMax(entered, (change, entered))\n"
        f"ORDER BY raw LIMIT {limit:d}",
        binder.parameters,
    ).rows
    return [(int(raw), int(person)) for raw, person in rows]

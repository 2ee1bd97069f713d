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

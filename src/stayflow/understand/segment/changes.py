"""Who entered and who left a segment with a version."""

from dataclasses import dataclass

from stayflow.language.scope import Scope
from stayflow.language.statement import Binder
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.segment.queries import members_sql


@dataclass(frozen=True, slots=True)
class MemberChange:
    """One person who is in a version and was not in the one before, or the other way round."""

    person_id: int
    has_entered: bool


def page_changes(
    scope: Scope,
    warehouse: ProjectWarehouse,
    *,
    segment_id: str,
    version: int,
    people: tuple[int, int],
    limit: int,
) -> list[MemberChange]:
    """Up to `limit` changes of a version, by person.

    Args:
        scope: Persons are those of today.
        warehouse: One statement is sent.
        segment_id: The segment.
        version: The version; compared with the one before it.
        people: Only ids of this range, both ends included.
        limit: At most so many.
    """
    binder = Binder()
    segment = binder.bind(segment_id, "String")
    new = members_sql(segment, binder.bind(version, "UInt32"), scope)
    old = members_sql(segment, binder.bind(version - 1, "UInt32"), scope)
    first, last = (binder.bind(each, "UInt64") for each in people)
    rows = warehouse.query(
        f"WITH new AS ({new}), old AS ({old})\n"
        "SELECT person, max(is_new) AS has_entered FROM (\n"
        "    SELECT person, 1 AS is_new FROM new UNION ALL SELECT person, 0 AS is_new FROM old)\n"
        f"WHERE person BETWEEN {first} AND {last}\n"
        "GROUP BY person HAVING count() = 1\n"
        f"ORDER BY person LIMIT {limit:d}",
        binder.parameters,
    ).rows
    return [MemberChange(int(person), bool(entered)) for person, entered in rows]

"""This room's statements on ClickHouse."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from stayflow.language.condition import Condition, compile_people
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder, Statement
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.segment.model import Estimate, MemberPage

VERSION = (
    "SELECT people FROM segment_members"
    " WHERE segment_id = {segment} AND version = {version} ORDER BY at DESC LIMIT 1"
)


class Part(StrEnum):
    """People of a version: all, or those who were not in the version before, or only in it."""

    MEMBERS = "members"
    ENTERED = "entered"
    LEFT = "left"


def version_people(segment_id: str, version: int, part: Part, *, scope: Scope) -> Statement:
    """The people (`person_id`) of a part of a stored version, as persons of today."""
    binder = Binder()
    segment = binder.bind(segment_id, "String")
    new = members_sql(segment, binder.bind(version, "UInt32"), scope)
    if part is Part.MEMBERS:
        return binder.statement(f"SELECT person AS person_id FROM ({new})")
    old = members_sql(segment, binder.bind(version - 1, "UInt32"), scope)
    kept, without = (new, old) if part is Part.ENTERED else (old, new)
    return binder.statement(
        f"SELECT person AS person_id FROM ({kept}) WHERE person NOT IN ({without})"
    )


def estimate_people(condition: Condition, *, scope: Scope, warehouse: ProjectWarehouse) -> Estimate:
    """How many people meet a condition now: exactly what a refresh of a segment of it would hold."""
    binder = Binder()
    people = binder.include(compile_people(condition, scope))
    known = scope.known_people_sql(binder)
    count, total = warehouse.one(
        f"SELECT (SELECT count() FROM ({people})), (SELECT uniqExact(person) FROM ({known}))",
        binder.parameters,
    )
    return Estimate(int(count), int(total))


def write_members(
    warehouse: ProjectWarehouse, people: Statement, *, segment_id: str, version: int, at: datetime
) -> None:
    """Store the people of a statement (`person_id`) as a version."""
    binder = Binder()
    inner = binder.include(people)
    warehouse.execute(
        "INSERT INTO segment_members (segment_id, version, at, people)\n"
        f"SELECT {binder.bind(segment_id, 'String')}, {binder.bind(version, 'UInt32')}, {binder.instant(at)},\n"
        f"    groupBitmapState(person_id) FROM (SELECT toUInt64(person_id) AS person_id FROM ({inner}))",
        binder.parameters,
    )


def count_change(
    warehouse: ProjectWarehouse, scope: Scope, *, segment_id: str, version: int
) -> tuple[int, int, int]:
    """Size of a version, who entered since the one before, and who left, all as persons of today."""
    binder = Binder()
    segment = binder.bind(segment_id, "String")
    new = members_sql(segment, binder.bind(version, "UInt32"), scope)
    old = members_sql(segment, binder.bind(version - 1, "UInt32"), scope)
    row = warehouse.one(
        f"WITH new AS ({new}), old AS ({old})\n"
        "SELECT (SELECT count() FROM new),\n"
        "    (SELECT count() FROM new WHERE person NOT IN (SELECT person FROM old)),\n"
        "    (SELECT count() FROM old WHERE person NOT IN (SELECT person FROM new))",
        binder.parameters,
    )
    return int(row[0]), int(row[1]), int(row[2])


def members_sql(segment: str, version: str, scope: Scope) -> str:
    """A SELECT of `person`, each once, of a stored version; the arguments are SQL."""
    stored = VERSION.format(segment=segment, version=version)
    raw = f"SELECT arrayJoin(bitmapToArray(people)) AS member FROM ({stored})"
    if not scope.has_merges:
        return f"SELECT member AS person FROM ({raw})"
    return f"SELECT DISTINCT {scope.survivor_of('member')} AS person FROM ({raw})"


def page_members(
    warehouse: ProjectWarehouse, *, segment_id: str, version: int, after: int, limit: int
) -> MemberPage:
    """Up to `limit` members of a version whose id is greater than `after`, in order."""
    stored = VERSION.format(segment="{segment:String}", version="{version:UInt32}")
    rows = warehouse.query(
        "SELECT arrayJoin(bitmapToArray(bitmapSubsetLimit(people, {after:UInt64}, {limit:UInt64}))) AS person_id"
        f" FROM ({stored}) ORDER BY person_id",
        {"segment": segment_id, "version": version, "after": after + 1, "limit": limit + 1},
    ).rows
    people = tuple(int(person) for (person,) in rows)
    more = len(people) > limit
    return MemberPage(people[:limit], people[limit - 1] if more else None)


def given_people(people: Sequence[int]) -> Statement:
    """A list of people as a statement."""
    return Statement(
        "SELECT DISTINCT arrayJoin({p0:Array(UInt64)}) AS person_id", {"p0": list(people)}
    )

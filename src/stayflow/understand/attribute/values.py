"""Who has which value, now and at the end of a past day: SQL that the room's questions share."""

from typing import Final

from stayflow.language.scope import Scope, ValueType
from stayflow.language.statement import Binder, Statement
from stayflow.understand.attribute.model import Attribute, Wanted

NEWEST: Final = "argMax((text, number, at, origin), (at, person_id))"
# Only whoever is behind a merge has values of several ids to choose from.
MERGED: Final = (
    "(dictHas('person_overrides', person_id) OR person_id IN (SELECT `to` FROM person_merges))"
)


def held_sql(scope: Scope, binder: Binder, *, name: str | None = None) -> str:
    """A SELECT of `person`, `name`, `text`, `number`, `at`, `origin`: the newest values that people have.

    Args:
        scope: Over everybody, or over the people asked about.
        binder: Takes the values.
        name: Only this attribute.
    """
    tests = [] if name is None else [f"name = {binder.bind(name, 'String')}"]
    asked = scope.people_sql(binder)
    where = " AND ".join([*tests, *([asked] if asked else [])]) or "1"
    columns = "name, text, number, at, origin"
    alone = (
        f"SELECT person_id AS person, {columns} FROM person_attributes FINAL"
        f" WHERE {where} AND text != ''"
    )
    if not scope.has_merges:
        return alone
    weighed = (
        "SELECT person, name, newest.1 AS text, newest.2 AS number, newest.3 AS at, newest.4 AS origin\n"
        f"FROM (SELECT {scope.person} AS person, name, {NEWEST} AS newest\n"
        f"    FROM person_attributes FINAL WHERE {where} AND {MERGED} GROUP BY person, name)\n"
        "WHERE text != ''"
    )
    return f"{alone} AND NOT {MERGED}\nUNION ALL {weighed}"


def held_on_sql(scope: Scope, binder: Binder, name: str, wanted: Wanted) -> str:
    """The same of one attribute (`person`, `text`, `number`, `origin`) as it was at the end of `wanted.on`."""
    return (
        "SELECT person, newest.1 AS text, newest.2 AS number, newest.3 AS origin FROM (\n"
        f"    SELECT {scope.person} AS person, argMax((text, number, origin), (at, person_id)) AS newest\n"
        f"    FROM attribute_days FINAL WHERE name = {binder.bind(name, 'String')}\n"
        f"        AND day <= {binder.bind(wanted.on, 'Date')} GROUP BY person\n"
        ") WHERE text != ''"
    )


def holders(attribute: Attribute, wanted: Wanted, scope: Scope) -> Statement:
    """Who has a value (`person_id`), or had it at the end of a day, as persons of today."""
    binder = Binder()
    held = (
        held_sql(scope, binder, name=attribute.name)
        if wanted.on is None
        else held_on_sql(scope, binder, attribute.name, wanted)
    )
    tests = []
    if wanted.value is not None:
        tests.append(_has_value(attribute.type, binder.bind(wanted.value, "String")))
    if wanted.start is not None:
        tests.append(f"number >= {binder.bind(wanted.start, 'Float64')}")
    if wanted.end is not None:
        tests.append(f"number < {binder.bind(wanted.end, 'Float64')}")
    if wanted.origin is not None:
        tests.append(f"origin = {binder.bind(wanted.origin, 'String')}")
    return binder.statement(
        f"SELECT DISTINCT person AS person_id FROM (\n{held}\n) WHERE {' AND '.join(tests) or '1'}"
    )


def _has_value(kind: ValueType, value: str) -> str:
    match kind:
        case ValueType.LIST:
            return f"has(JSONExtract(text, 'Array(String)'), {value})"
        case ValueType.TIME:
            return f"startsWith(text, {value})"
        case _:
            return f"text = {value}"

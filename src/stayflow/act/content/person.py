"""What is known of the people a message is written for."""

from collections.abc import Collection

import msgspec

from stayflow.language.scope import Scope, ValueType
from stayflow.language.statement import Binder
from stayflow.stores.warehouse import ProjectWarehouse


def read_attributes(
    people: Collection[int],
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
    names: Collection[str] | None = None,
) -> dict[int, dict[str, object]]:
    """The newest attributes of each of these canonical persons; all of them, or the named ones.

    Numbers come as numbers, lists as lists, everything else as text; `person_id` is always there.
    """
    found: dict[int, dict[str, object]] = {person: {"person_id": person} for person in people}
    if not found:
        return found
    binder = Binder()
    filters = [scope.with_people(list(found)).people_sql(binder) or "1"]
    if names is not None:
        filters.append(f"name IN {binder.bind(list(names), 'Array(String)')}")
    statement = binder.statement(
        f"""
        SELECT {scope.person} AS person, toString(name) AS attribute,
            argMax(tuple(text, number), at) AS newest
        FROM person_attributes
        WHERE {" AND ".join(filters)}
        GROUP BY person, attribute
        """
    )
    for person, attribute, (text, number) in warehouse.query(
        statement.sql, statement.parameters
    ).rows:
        if person in found:
            found[person][attribute] = _value(text, number, scope.catalogue.attribute(attribute))
    return found


def _value(text: str, number: float | None, kind: ValueType | None) -> object:
    if number is not None and kind in {None, ValueType.NUMBER}:
        return int(number) if float(number).is_integer() else number
    if kind is ValueType.LIST:
        try:
            return msgspec.json.decode(text)
        except msgspec.DecodeError:
            return text
    return text

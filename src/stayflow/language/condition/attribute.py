"""The set of people whose attribute meets a comparison."""

from typing import Final

from stayflow.language.condition.tree import AttributeTest
from stayflow.language.operands import Moment
from stayflow.language.operators import find_operator
from stayflow.language.raw import join
from stayflow.language.scope import NEWEST, Scope, ValueType, attribute_type
from stayflow.language.statement import Binder

VALUE: Final = {
    ValueType.TEXT: "text",
    ValueType.NUMBER: "number",
    ValueType.TIME: "time",
    ValueType.BOOLEAN: "multiIf(text = 'true', true, text = 'false', false, NULL)",
    ValueType.LIST: "JSONExtract(text, 'Array(String)')",
}
"""SQL of the value of a row of `person_attributes`, by type."""
ABSENCE: Final = "is_not_set"


def attribute_sql(test: AttributeTest, scope: Scope, binder: Binder, person: str) -> str:
    """SQL, 0 or 1, of a canonical `person` meeting the test.

    Raises:
        UnknownAttribute: Nobody in the project has it.
        UnknownOperator: Its type has no such comparison.
    """
    word = "NOT IN" if test.op == ABSENCE else "IN"
    return f"{person} {word} (\n{attribute_people_sql(test, scope, binder)}\n)"


def attribute_people_sql(test: AttributeTest, scope: Scope, binder: Binder) -> str:
    """A SELECT of every `person` who meets the test, once; of an absence, of those who do not."""
    type_ = attribute_type(scope, test.name, join(test.path, "name"))
    operator = find_operator(type_, test.op, join(test.path, "op"))
    value = operator.read(test.value, join(test.path, "value"))
    # Who has no row has no value: the one comparison such a person meets is the negation of `is_set`.
    if operator.name == ABSENCE:
        operator = find_operator(type_, "is_set", test.path)
    met = operator.compile(VALUE[type_], value, binder, Moment(scope.zone, scope.now))
    return newest_sql(test.name, scope, binder, met)


def newest_sql(name: str, scope: Scope, binder: Binder, met: str) -> str:
    """A SELECT of the canonical persons whose newest value of an attribute meets `met`."""
    asked = scope.people_sql(binder)
    rows = f"name = {binder.bind(name, 'String')}" + (f" AND {asked}" if asked else "")
    alone = f"SELECT person_id AS person FROM person_attributes FINAL WHERE {rows} AND {met}"
    if not scope.has_merges:
        return f"    {alone}"
    weighed = (
        "SELECT person FROM (\n"
        f"        SELECT {scope.person} AS person, argMax({met}, {NEWEST}) AS is_met\n"
        f"        FROM person_attributes FINAL WHERE {rows}{{merged}}\n"
        "        GROUP BY person\n"
        "    ) WHERE is_met"
    )
    if asked:
        return f"    {weighed.replace('{merged}', '')}"
    # Over everybody only persons are weighed of whom an id that was merged away was told a value; most such ids were
    # told none, and whoever else there is has one value.
    told = (
        f"SELECT arrayJoin([person_id, {scope.person}]) FROM person_attributes WHERE {rows}"
        " AND person_id IN (SELECT `from` FROM person_merges WHERE `from` != `to`)"
    )
    merged = f"person_id IN ({told})"
    return (
        f"    {alone} AND NOT {merged}\n"
        f"    UNION ALL {weighed.replace('{merged}', f' AND {merged}')}"
    )

"""The order of a list of people: by when they came, by an attribute, or by a column of numbers.

Who has no value comes last, whichever way the list runs; equal values are in the order of persons. A page begins
behind the last person of the page before, by value and number, so that nobody is shown twice or left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stayflow.kernel.paging import Listing
from stayflow.language.scope import Scope, ValueType, attribute_type
from stayflow.language.statement import Binder, Statement
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.profile.column import ColumnSource, UnknownColumn, find_source

FIRST_SEEN: Final = "first_seen"
ATTRIBUTE: Final = "attribute"
_AS_NUMBER: Final = {
    ValueType.NUMBER: "number",
    ValueType.TIME: "toFloat64(toUnixTimestamp64Milli(time))",
}
_PAGES: Final = Listing("people in order", (0, "", 0))


@dataclass(frozen=True, slots=True)
class Order:
    """By what a list is sorted.

    Attributes:
        by: `first_seen`, `attribute`, or the kind of a `ColumnSource` of numbers.
        name: Of the attribute, or of the column.
        is_falling: True: the greatest first.
    """

    by: str
    name: str = ""
    is_falling: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sorted list.

    Attributes:
        order: By what it is sorted.
        cursor: `cursor` of the person it begins behind; None is the beginning.
        limit: How many.
        among: Only these, when given.
    """

    order: Order
    cursor: str | None
    limit: int
    among: Sequence[int] | None


@dataclass(frozen=True, slots=True)
class Placed:
    """A person in a sorted list, with what the next page begins behind."""

    person_id: int
    is_without: bool
    key: str

    @property
    def cursor(self) -> str:
        """Of the page that begins behind this person."""
        return _PAGES.cursor(int(self.is_without), self.key, self.person_id)


def sort_page(
    people: Statement,
    part: Part,
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
    sources: Sequence[ColumnSource],
) -> tuple[Placed, ...]:
    """Some people of a statement (`person_id`) in an order.

    Args:
        people: The statement.
        part: Which of them.
        scope: The project.
        warehouse: One statement is sent.
        sources: Columns of other rooms.

    Raises:
        UnknownColumn: The column gives no order.
        UnknownAttribute: Nobody has one of this name.
    """
    binder, order, among = Binder(), part.order, part.among
    inner = binder.include(people)
    keys, is_text = _keys_sql(order, scope, binder, sources)
    where = "1" if among is None else f"person_id IN {binder.bind(list(among), 'Array(UInt64)')}"
    rows = warehouse.query(
        "SELECT person_id, is_without, key FROM (\n"
        "    SELECT whom.person_id AS person_id, keys.is_known = 0 AS is_without, keys.key AS key FROM (\n"
        f"        SELECT person_id FROM (\n{inner}\n) WHERE {where}\n"
        f"    ) AS whom LEFT JOIN (\n{keys}\n) AS keys ON keys.person = whom.person_id\n"
        f") WHERE {_behind_sql(part.cursor, order, is_text=is_text, binder=binder)}\n"
        f"ORDER BY is_without, key{' DESC' if order.is_falling else ''}, person_id\n"
        f"LIMIT {binder.bind(part.limit, 'UInt64')}",
        binder.parameters,
    ).rows
    return tuple(
        Placed(int(person), bool(is_without), str(key) if is_text else repr(float(key)))
        for person, is_without, key in rows
    )


def _keys_sql(
    order: Order, scope: Scope, binder: Binder, sources: Sequence[ColumnSource]
) -> tuple[str, bool]:
    """A SELECT of `person`, `key` and `is_known` (1) of whoever has a value, and whether the key is a text."""
    if order.by == FIRST_SEEN:
        return (
            f"SELECT {scope.person} AS person, 1 AS is_known,\n"
            "    min(toFloat64(toUnixTimestamp64Milli(first_seen_at))) AS key FROM people GROUP BY person"
        ), False
    if order.by == ATTRIBUTE:
        return _attribute_keys_sql(order.name, scope, binder)
    source = find_source(order.by, sources)
    if not source.is_number:
        raise UnknownColumn(f"a list cannot be sorted by {order.by}", path="sort.by")
    return (
        "SELECT toUInt64(person) AS person, max(toFloat64OrZero(value)) AS key, 1 AS is_known FROM (\n"
        f"{source.sql(scope, binder)}\n) WHERE toString(name) = {binder.bind(order.name, 'String')}\n"
        "GROUP BY person"
    ), False


def _attribute_keys_sql(name: str, scope: Scope, binder: Binder) -> tuple[str, bool]:
    number = _AS_NUMBER.get(attribute_type(scope, name, "sort.name"))
    value, nothing = (
        (f"ifNull({number}, nan)", "NOT isNaN(key)") if number else ("text", "key != ''")
    )
    return (
        "SELECT person, key, 1 AS is_known FROM (\n"
        f"    SELECT {scope.person} AS person, argMax({value}, (at, person_id)) AS key\n"
        f"    FROM person_attributes FINAL WHERE name = {binder.bind(name, 'String')} GROUP BY person\n"
        f") WHERE {nothing}"
    ), number is None


def _behind_sql(cursor: str | None, order: Order, *, is_text: bool, binder: Binder) -> str:
    if cursor is None:
        return "1"
    without, last, person = _PAGES.behind(cursor)
    rank = binder.bind(without, "UInt8")
    key = binder.bind(last, "String") if is_text else binder.bind(_as_number(str(last)), "Float64")
    follows = "<" if order.is_falling else ">"
    return (
        f"(is_without > {rank} OR (is_without = {rank} AND (key {follows} {key}"
        f" OR (key = {key} AND person_id > {binder.bind(person, 'UInt64')}))))"
    )


def _as_number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0

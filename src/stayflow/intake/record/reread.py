"""Values of attributes read again from their texts, as the type the catalogue has.

A value is kept as the text it was stated as, beside what was read from it. Where the catalogue has another type than
the batch had, or an operator gives the attribute another type, the text is read again. What does not fit is kept and
counts as missing, until the type is changed again: nothing is lost.
"""

from collections.abc import Collection, Mapping
from typing import Final

import numpy as np

from stayflow.intake.columns import Rows
from stayflow.language.scope import ValueType
from stayflow.language.statement import Binder
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse

_NUMBER: Final = "if(isFinite(ifNull(toFloat64OrNull(text), nan)), toFloat64OrNull(text), NULL)"
# A date or more of it: what else could be read as an instant is a number to most people.
_TIME: Final = (
    "if(match(text, '^[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}'),"
    " parseDateTime64BestEffortOrNull(replaceAll(text, '/', '-'), 3, 'UTC'), NULL)"
)
_FITS: Final[Mapping[ValueType, str]] = {
    ValueType.TEXT: "1",
    ValueType.NUMBER: f"isNotNull({_NUMBER})",
    ValueType.TIME: f"isNotNull({_TIME})",
    ValueType.BOOLEAN: "text IN ('true', 'false')",
    ValueType.LIST: "(startsWith(text, '[') AND isValidJSON(text))",
}
_NOTHING: Final = "NULL"
_READ: Final[Mapping[ValueType, tuple[str, str]]] = {
    ValueType.NUMBER: (_NUMBER, _NOTHING),
    ValueType.TIME: (_NOTHING, _TIME),
}
"""What the columns `number` and `time` hold, by type; nothing for the others, which are read from the text."""


def fits_sql(kind: ValueType) -> str:
    """SQL, 0 or 1, of a `text` that is not empty being a value of a type."""
    return _FITS[kind]


def read_again(
    warehouse: ProjectWarehouse,
    name: str,
    kind: ValueType,
    *,
    persons: Collection[int] | None = None,
    clears: bool = True,
) -> None:
    """Write the values of an attribute anew whose text reads otherwise as the type; again writes nothing.

    A row replaces the one of the same instant, so that whatever is stated meanwhile stays the newest.

    Args:
        warehouse: The project's.
        name: The attribute.
        kind: The type.
        persons: Only values of these; None is everybody.
        clears: Whether what was read as another type goes, which is of use as long as that type stands.
    """
    number, time = _READ.get(kind, (_NOTHING, _NOTHING))
    if not clears:
        number = "number" if number == _NOTHING else number
        time = "time" if time == _NOTHING else time
    other_number, other_time = _other_sql(number, "number"), _other_sql(time, "time")
    for table, columns, differs in (
        (
            "person_attributes",
            "name, person_id, text, {number}, {time}, at, origin",
            f"({other_number} OR {other_time})",
        ),
        ("attribute_days", "name, person_id, at, day, text, {number}, origin", other_number),
    ):
        binder = Binder()
        tests = [f"name = {binder.bind(name, 'String')}", differs]
        if persons is not None:
            tests.append(f"person_id IN {binder.bind(sorted(persons), 'Array(UInt64)')}")
        read = columns.format(
            number=f"CAST({number} AS Nullable(Float64))",
            time=f"CAST({time} AS Nullable(DateTime64(3, 'UTC')))",
        )
        into = columns.format(number="number", time="time")
        warehouse.execute(
            f"INSERT INTO {table} ({into}) SETTINGS insert_deduplicate = 0\n"
            f"SELECT {read} FROM {table} FINAL WHERE {' AND '.join(tests)}",
            binder.parameters,
        )


def _other_sql(read: str, column: str) -> str:
    """SQL, 0 or 1, of what was read being another value than the column's, or there being only one of them."""
    return f"(isNull({read}) != isNull({column}) OR ifNull({read} != {column}, 0))"


def set_attribute_type(tx: Transaction, name: str, kind: ValueType) -> None:
    """Let the catalogue have another type for an attribute; batches that state others are counted anew."""
    tx.execute(
        "update catalogue_attributes set type = %(type)s, mismatches = 0 where name = %(name)s",
        {"name": name, "type": kind.value},
    )


def read_as_catalogued(
    tx: Transaction, warehouse: ProjectWarehouse, stated: Mapping[str, ValueType], persons: Rows
) -> None:
    """Read what a batch stated as another type than the catalogue's again, of its persons; safe to repeat.

    Comes after the values are stored. The type stands until the transaction ends, so that whoever changes it finds
    what was read by the former one.

    Args:
        tx: The project's transaction.
        warehouse: The project's.
        stated: The types the batch had.
        persons: Whom the batch is about.
    """
    others = tx.rows(
        """
        select known.name, known.type from catalogue_attributes known
        join unnest(%(names)s::text[], %(types)s::text[]) as stated(name, type) on stated.name = known.name
        where known.type <> stated.type for share of known
        """,
        {"names": list(stated), "types": [each.value for each in stated.values()]},
    )
    for name, kind in others:
        if ValueType(kind) in _READ:
            read_again(warehouse, str(name), ValueType(kind), persons=np.unique(persons).tolist())

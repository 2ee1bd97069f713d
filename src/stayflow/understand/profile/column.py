"""Columns of a list of people: what other rooms know of them beside attributes.

A room declares a `ColumnSource` and `app.py` gathers them. All columns of a page are read in one statement, over the
people of the page alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stayflow.kernel.errors import InvalidInput, nearest
from stayflow.language.scope import Scope
from stayflow.language.sentence import Sentence
from stayflow.language.statement import Binder
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse

ColumnWords = Callable[[Transaction], Mapping[tuple[str, str], Sentence]]
COLUMNS_MAX: Final = 20
"""Columns that a list shows at once, attributes not counted."""


class UnknownColumn(InvalidInput):
    """A column of people that the project does not have, or that gives no order."""

    code = "unknown_column"


@dataclass(frozen=True, slots=True)
class ColumnSource:
    """A kind of column.

    Attributes:
        kind: `tag`, `stage`, `score`, ….
        sql: A SELECT of `person`, `name` and `value` (text) of the people of the scope, each triple once.
        words: What columns and their values are called, by (name, value); without a value the column.
        is_number: True when the values are numbers, by which a list can be sorted.
    """

    kind: str
    sql: Callable[[Scope, Binder], str]
    words: ColumnWords
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its kind, and which of the kind (the tag's id, the model); '' where there is only one."""

    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column that can be had."""

    column: Column
    label: Sentence
    is_sortable: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in a column, and as people read it."""

    value: str
    label: Sentence


Cells = Mapping[tuple[int, Column], tuple[Cell, ...]]
"""The values by person and column; who has none is not in it."""


def list_columns(tx: Transaction, sources: Sequence[ColumnSource]) -> tuple[ColumnChoice, ...]:
    """Every column there is, in the order of the sources."""
    return tuple(
        ColumnChoice(Column(source.kind, name), label, source.is_number)
        for source in sources
        for (name, value), label in source.words(tx).items()
        if not value
    )


def read_cells(
    columns: Sequence[Column],
    sources: Sequence[ColumnSource],
    *,
    tx: Transaction,
    scope: Scope,
    warehouse: ProjectWarehouse,
) -> Cells:
    """What stands in some columns of the people of the scope.

    Raises:
        UnknownColumn: There is no such column.
    """
    words = _known_words(columns, sources, tx)
    if not columns:
        return {}
    binder = Binder()
    rows = warehouse.query(
        "\nUNION ALL ".join(
            _rows_sql(each, columns, scope, binder) for each in _asked(columns, sources)
        ),
        binder.parameters,
    ).rows
    found: dict[tuple[int, Column], list[Cell]] = {}
    for kind, person, name, value in sorted(rows):
        label = words[kind].get((name, value), Sentence(value, value))
        found.setdefault((int(person), Column(kind, name)), []).append(Cell(value, label))
    return {place: tuple(cells) for place, cells in found.items()}


def find_source(kind: str, sources: Sequence[ColumnSource]) -> ColumnSource:
    """The source of a kind of column.

    Raises:
        UnknownColumn: There is none.
    """
    for each in sources:
        if each.kind == kind:
            return each
    kinds = [each.kind for each in sources]
    raise UnknownColumn(
        f'there are no columns of the kind "{kind}"{nearest(kind, kinds)}', path="show"
    )


def _asked(columns: Sequence[Column], sources: Sequence[ColumnSource]) -> list[ColumnSource]:
    return [find_source(kind, sources) for kind in dict.fromkeys(each.kind for each in columns)]


def _known_words(
    columns: Sequence[Column], sources: Sequence[ColumnSource], tx: Transaction
) -> dict[str, Mapping[tuple[str, str], Sentence]]:
    words = {each.kind: each.words(tx) for each in _asked(columns, sources)}
    for place, column in enumerate(columns):
        if (column.name, "") not in words[column.kind]:
            known = [name for name, value in words[column.kind] if not value]
            raise UnknownColumn(
                f'there is no {column.kind} "{column.name}"{nearest(column.name, known)}',
                path=f"show[{place}].name",
            )
    return words


def _rows_sql(source: ColumnSource, columns: Sequence[Column], scope: Scope, binder: Binder) -> str:
    names = binder.bind(
        [each.name for each in columns if each.kind == source.kind], "Array(String)"
    )
    return (
        f"SELECT {binder.bind(source.kind, 'String')} AS kind, toUInt64(person) AS whom, toString(name) AS what,\n"
        f"    toString(value) AS had FROM (\n{source.sql(scope, binder)}\n) WHERE what IN {names}"
    )

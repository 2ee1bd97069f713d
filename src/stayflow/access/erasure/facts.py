"""What ClickHouse holds of persons: counted, and taken out of its tables.

Every step is a mutation that may be repeated: one that a crash cuts off goes on by itself when the engine starts, and
asked for again it finds nothing to do. The commands of mutations stay on the disk for a while, so they name numbers,
never a value by which anybody is known.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from time import sleep
from typing import Final, TypeVar

from stayflow.access.erasure.model import (
    BitmapTable,
    Erased,
    FactTable,
    PassingTable,
    Table,
    TextTable,
)
from stayflow.stores.errors import StoreFailed
from stayflow.stores.warehouse import ProjectWarehouse

PREFIX: Final = "clickhouse."
_POLL_SECONDS: Final = 0.05
_IDS_MAX: Final = 5_000
_NEEDLES_MAX: Final = 200
_ROWS_MAX: Final = 5_000
_SHORT: Final = 4
"""A value of so many letters or fewer stands in texts by chance; it is looked for in quotes only."""
_PERSON_KIND: Final = "person_id"

Item = TypeVar("Item")
Alive = Callable[[], None]
"""Called while it goes on; what it raises ends the work, which can be taken up again."""


def count_facts(warehouse: ProjectWarehouse, table: Table, erased: Erased) -> int:
    """Rows of a table in which they are."""
    match table:
        case FactTable() | BitmapTable():
            return sum(
                int(
                    warehouse.value(f"SELECT count() FROM {table.table} WHERE {_where(table, ids)}")
                )
                for ids in _portions(erased.people, _IDS_MAX)
            )
        case TextTable():
            return len(_find_texts(warehouse, table, erased))
        case PassingTable():
            return int(warehouse.value(f"SELECT count() FROM {table.table}"))


def take_out(warehouse: ProjectWarehouse, table: Table, erased: Erased, alive: Alive) -> None:
    """Take them out of a table; safe to repeat, and beside whatever else is written.

    Raises:
        StoreFailed: The engine cannot do it.
    """
    match table:
        case FactTable():
            for ids in _portions(erased.people, _IDS_MAX):
                where = _where(table, ids)
                if warehouse.value(f"SELECT count() FROM {table.table} WHERE {where}"):
                    mutate(warehouse, table.table, f"DELETE WHERE {where}", alive)
        case BitmapTable():
            for ids in _portions(erased.people, _IDS_MAX):
                _take_out_of_bitmaps(warehouse, table, ids, alive)
        case TextTable():
            _take_out_texts(warehouse, table, _find_texts(warehouse, table, erased), alive)
        case PassingTable():
            warehouse.execute(f"TRUNCATE TABLE {table.table}")


def mutate(warehouse: ProjectWarehouse, table: str, commands: str, alive: Alive) -> None:
    """Change rows in place, and wait until every one is changed.

    Raises:
        StoreFailed: The engine cannot do it.
    """
    warehouse.execute(f"ALTER TABLE {table} {commands} SETTINGS mutations_sync = 0")
    here = {"database": warehouse.database, "table": table}
    while reasons := warehouse.query(
        "SELECT latest_fail_reason FROM system.mutations"
        " WHERE database = {database:String} AND table = {table:String} AND NOT is_done",
        here,
    ).rows:
        if found := next((reason for (reason,) in reasons if reason), None):
            raise StoreFailed(f"rows of {table} cannot be changed: {found[:500]}")
        alive()
        sleep(_POLL_SECONDS)


def _where(table: FactTable | BitmapTable, ids: Sequence[int]) -> str:
    numbers = ", ".join(str(int(each)) for each in ids)
    if isinstance(table, BitmapTable):
        return f"bitmapHasAny({table.column}, bitmapBuild(CAST([{numbers}] AS Array(UInt64))))"
    return " OR ".join(f"`{column}` IN ({numbers})" for column in table.columns)


def _take_out_of_bitmaps(
    warehouse: ProjectWarehouse, table: BitmapTable, ids: Sequence[int], alive: Alive
) -> None:
    where = _where(table, ids)
    if not warehouse.value(f"SELECT count() FROM {table.table} WHERE {where}"):
        return
    numbers = ", ".join(str(int(each)) for each in ids)
    without = f"bitmapAndnot({table.column}, bitmapBuild(CAST([{numbers}] AS Array(UInt64))))"
    update = f"UPDATE {table.column} = {without} WHERE {where}"
    if not table.keeps_empty:
        update = f"DELETE WHERE {where} AND bitmapCardinality({without}) = 0, {update}"
    mutate(warehouse, table.table, update, alive)


def _take_out_texts(
    warehouse: ProjectWarehouse, table: TextTable, rows: Sequence[tuple[int, int]], alive: Alive
) -> None:
    for some in _portions(rows, _ROWS_MAX):
        where = f"(batch, ordinal) IN ({', '.join(f'({row[0]}, {row[1]})' for row in some)})"
        command = (
            f"UPDATE {table.emptied} WHERE {where}" if table.emptied else f"DELETE WHERE {where}"
        )
        mutate(warehouse, table.table, command, alive)


def _find_texts(
    warehouse: ProjectWarehouse, table: TextTable, erased: Erased
) -> list[tuple[int, int]]:
    """The rows that name them: an event by its identities, any other text by what stands in it."""
    named = _named(erased)
    texts = table.text or "''"
    found: set[tuple[int, int]] = set()
    needles = sorted({needle for _, value in named for needle in _spellings(value)})
    for some in _portions(needles, _NEEDLES_MAX):
        rows = warehouse.query(
            f"SELECT batch, ordinal, {table.raw}, {texts} FROM {table.table}"
            f" WHERE multiSearchAny(concat({table.raw}, {texts}), {{needles:Array(String)}})",
            {"needles": list(some)},
        ).rows
        found |= {(int(row[0]), int(row[1])) for row in rows if _tells(row[2], row[3], named)}
    return sorted(found)


def _named(erased: Erased) -> set[tuple[str, str]]:
    """(kind, value) by which an event can name them; our own rooms name a person by number."""
    numbers = {(_PERSON_KIND, str(person)) for person in erased.people}
    return numbers | {(kind, value) for kind, values in erased.known_by.items() for value in values}


def _tells(raw: str, text: str, named: set[tuple[str, str]]) -> bool:
    if raw:
        identities = json.loads(raw).get("identities", {})
        return any((kind, str(value)) in named for kind, value in identities.items())
    return any(_stands_in(text, value) for kind, value in named if kind != _PERSON_KIND)


def _stands_in(text: str, value: str) -> bool:
    for spelling in _spellings(value):
        bounds = (r'"', r'"') if len(value) <= _SHORT else (r"(?<!\w)", r"(?!\w)")
        if re.search(bounds[0] + re.escape(spelling) + bounds[1], text):
            return True
    return False


def _spellings(value: str) -> set[str]:
    """A value as JSON writes it, with and without letters beyond ASCII."""
    return {json.dumps(value, ensure_ascii=each)[1:-1] for each in (True, False)}


def _portions(items: Sequence[Item], most: int) -> Iterator[Sequence[Item]]:
    return (items[first : first + most] for first in range(0, len(items), most))

"""What PostgreSQL holds of persons: counted, and let go of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from stayflow.access.erasure.model import Erased, StateTable, Way
from stayflow.stores.relational import Transaction

PREFIX: Final = "postgresql."


def count_state(tx: Transaction, table: StateTable, erased: Erased) -> int:
    """Rows of a table that are theirs, whether or not they still tell anything."""
    return int(
        tx.value(f"select count(*) from {table.table} where {table.where}", _parameters(erased))
    )


def count_telling(tx: Transaction, table: StateTable, erased: Erased) -> int:
    """Rows of a table that tell something of them."""
    where = f"({table.where}) and ({table.tells})"
    return int(tx.value(f"select count(*) from {table.table} where {where}", _parameters(erased)))


def let_go(tx: Transaction, tables: Sequence[StateTable], erased: Erased, *, now: datetime) -> None:
    """Delete or empty their rows; what is kept stays. Doing it twice changes nothing."""
    given = _parameters(erased) | {"now": now}
    for table in tables:
        match table.way:
            case Way.DELETED:
                tx.execute(f"delete from {table.table} where {table.where}", given)
            case Way.EMPTIED if table.statement:
                tx.rows(table.statement, given)
            case Way.EMPTIED:
                where = f"({table.where}) and ({table.tells})"
                tx.execute(f"update {table.table} set {table.emptied} where {where}", given)
            case Way.KEPT:
                continue


def _parameters(erased: Erased) -> dict[str, Any]:
    return {
        "people": list(erased.people),
        "identities": list(erased.identities),
        "values": erased.values,
    }

"""The statements on what is published; tables, columns and errors come from the board."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from stayflow.intake.published.board import NAME_MAX, Board, Some
from stayflow.language.raw import JsonObject
from stayflow.stores.relational import Transaction


def publish(
    tx: Transaction, board: Board[Some], key: str, raw: JsonObject, *, now: datetime, by: str
) -> Some:
    """Publish something under a new key; it is open at once.

    Raises:
        StayflowError: `board.invalid`: a field does not fit; `board.name_taken`.
    """
    fields = dict(raw)
    name = _free_name(tx, board, fields.pop("name", None), besides=key)
    tx.execute(
        f"insert into {board.table} ({board.columns})"
        " values (%(key)s, %(name)s, %(told)s::jsonb, %(state)s, %(now)s, %(by)s, %(now)s)",
        {
            "key": key,
            "name": name,
            "told": _as_json(board.parse(fields)),
            "state": next(iter(board.state)).value,
            "now": now,
            "by": by,
        },
    )
    return get_published(tx, board, key)


def change_published(
    tx: Transaction, board: Board[Some], key: str, changes: JsonObject, *, now: datetime
) -> Some:
    """Change what is named: `name`, `state`, and the parts of the definition; the key stays.

    Raises:
        StayflowError: `board.not_found`; `board.invalid`: a field does not fit; `board.name_taken`.
    """
    known = get_published(tx, board, key)
    fields = dict(changes)
    name = known.name
    if "name" in fields:
        name = _free_name(tx, board, fields.pop("name"), besides=key)
    state = str(fields.pop("state", known.state.value))
    if state not in set(board.state):
        raise board.invalid(f"expected one of {', '.join(board.state)}", path="state")
    told = board.parse({**msgspec.to_builtins(known.definition), **fields})
    tx.execute(
        f"update {board.table} set name = %(name)s, definition = %(told)s::jsonb, state = %(state)s,"
        f" changed_at = %(now)s where {board.key} = %(key)s",
        {"key": key, "name": name, "told": _as_json(told), "state": state, "now": now},
    )
    return get_published(tx, board, key)


def get_published(tx: Transaction, board: Board[Some], key: str) -> Some:
    """One of them.

    Raises:
        StayflowError: `board.not_found`.
    """
    found = read_rows(tx, board, f"where {board.key} = %(key)s", {"key": key})
    if not found:
        raise board.not_found(f"no {board.said} {key}", path=board.path)
    return found[0]


def read_rows(
    tx: Transaction, board: Board[Some], which: str, values: Mapping[str, object]
) -> list[Some]:
    """Those that the end of a SELECT chooses: a condition, an order, a limit."""
    rows = tx.rows(f"select {board.columns} from {board.table} {which}", values)
    return [
        board.make(key, name, msgspec.convert(told, board.definition), board.state(state), *rest)
        for key, name, told, state, *rest in rows
    ]


def remove_published(tx: Transaction, board: Board[Some], key: str) -> None:
    """Remove one; what came in by it stays.

    Raises:
        StayflowError: `board.not_found`.
    """
    if not tx.execute(f"delete from {board.table} where {board.key} = %s", (key,)):
        raise board.not_found(f"no {board.said} {key}", path=board.path)


def _free_name(tx: Transaction, board: Board[Some], raw: object, *, besides: str) -> str:
    name = raw.strip() if isinstance(raw, str) else ""
    if not 0 < len(name) <= NAME_MAX:
        raise board.invalid(f"expected a name of 1 to {NAME_MAX} characters", path="name")
    taken = f"select exists (select from {board.table} where name = %s and {board.key} <> %s)"
    if tx.value(taken, (name, besides)):
        raise board.name_taken(f'a {board.said} "{name}" exists already', path="name")
    return name


def _as_json(definition: object) -> str:
    return msgspec.json.encode(definition).decode()

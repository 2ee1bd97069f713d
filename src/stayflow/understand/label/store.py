"""The statements on PostgreSQL that tags and scores share; tables, columns and errors come from the shelf."""

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from enum import StrEnum

from stayflow.kernel.errors import nearest
from stayflow.stores.relational import Transaction
from stayflow.understand.label.model import DefinitionVersion, Shelf, Some

IS_FOUND = "position(lower(%(word)s) in lower(concat_ws(' ', name, label_zh, label_en))) > 0"
"""Whether a name or a label of a row holds the parameter `word`; an empty word is in all of them."""


def select_sql(shelf: Shelf[Some]) -> str:
    """The SELECT of everything of a kind, as `shelf.row` wants it; conditions and an order may follow."""
    return f"select {', '.join(shelf.columns)} from {shelf.kind}s"


def list_labelled(tx: Transaction, shelf: Shelf[Some]) -> list[Some]:
    """Everything of a kind, in the shelf's order."""
    return tx.all(shelf.row, f"{select_sql(shelf)} order by {shelf.order}")


def find_labelled(tx: Transaction, shelf: Shelf[Some], name_or_id: str) -> Some | None:
    """The one of this id or name, the id first; None when there is none."""
    found = tx.all(
        shelf.row,
        f"{select_sql(shelf)} where {shelf.key} = %(key)s or name = %(key)s",
        {"key": name_or_id},
    )
    found.sort(key=lambda each: shelf.id_of(each) != name_or_id)
    return found[0] if found else None


def get_labelled(
    tx: Transaction, shelf: Shelf[Some], name_or_id: str, *, path: str | None = None
) -> Some:
    """The one of this id or name.

    Raises:
        StayflowError: `shelf.not_found`; the message lists the nearest.
    """
    found = find_labelled(tx, shelf, name_or_id)
    if found is not None:
        return found
    names = [str(name) for (name,) in tx.rows(f"select name from {shelf.kind}s")]
    hint = nearest(name_or_id, names)
    raise shelf.not_found(f'unknown {shelf.kind} "{name_or_id}"{hint}', path=path)


def hold_labelled(tx: Transaction, shelf: Shelf[Some], name_or_id: str) -> Some:
    """The one of this id or name, as it is once nobody else changes it; its row is held until the transaction ends.

    Raises:
        StayflowError: `shelf.not_found`; the message lists the nearest.
    """
    found = get_labelled(tx, shelf, name_or_id)
    lock_rows(tx, shelf, [shelf.id_of(found)])
    return get_labelled(tx, shelf, shelf.id_of(found))


def add_labelled(tx: Transaction, shelf: Shelf[Some], thing: Some) -> None:
    """Store a new one with its first version.

    Raises:
        StayflowError: `shelf.name_taken`.
    """
    added = tx.execute(
        f"insert into {shelf.kind}s ({', '.join(shelf.columns)})"
        f" values ({', '.join(map(_place, shelf.columns))}) on conflict (project_id, name) do nothing",
        _row(thing),
    )
    if not added:
        raise shelf.name_taken(f'another {shelf.kind} is called "{thing.name}"', path="name")
    add_version(tx, shelf, thing)


def change_row(tx: Transaction, shelf: Shelf[Some], thing: Some) -> None:
    """Store a changed one; when it was computed stays with whoever computes."""
    told = [each for each in shelf.columns if each not in {shelf.key, "refreshed_at"}]
    tx.execute(
        f"update {shelf.kind}s set {', '.join(f'{each} = {_place(each)}' for each in told)}"
        f" where {shelf.key} = %({shelf.key})s",
        _row(thing),
    )


def is_taken(tx: Transaction, shelf: Shelf[Some], name: str) -> bool:
    """Whether one of the kind has this name."""
    return bool(
        tx.value(f"select exists (select from {shelf.kind}s where name = %(name)s)", {"name": name})
    )


def lock_rows(tx: Transaction, shelf: Shelf[Some], ids: Sequence[str]) -> None:
    """Let computations of the same things follow one another, until the transaction ends."""
    tx.execute(
        f"select 1 from {shelf.kind}s where {shelf.key} = any(%(ids)s)"
        f" order by {shelf.key} for update",
        {"ids": list(ids)},
    )


def has_scheduled(tx: Transaction, shelf: Shelf[Some], schedule: StrEnum) -> bool:
    """True when something of the kind has this schedule."""
    return bool(
        tx.value(
            f"select exists (select 1 from {shelf.kind}s where schedule = %(schedule)s)",
            {"schedule": schedule.value},
        )
    )


def add_version(tx: Transaction, shelf: Shelf[Some], thing: Some) -> None:
    """Keep the definition in force as a version."""
    columns = (shelf.key, *(each.name for each in fields(DefinitionVersion)))
    tx.execute(
        f"insert into {shelf.kind}_versions ({', '.join(columns)})"
        f" values ({', '.join(map(_place, columns))})",
        _row(thing),
    )


def list_versions(tx: Transaction, shelf: Shelf[Some], thing_id: str) -> list[DefinitionVersion]:
    """Every definition a thing had, the newest first."""
    return tx.all(
        DefinitionVersion,
        f"select version, definition, changed_at, changed_by from {shelf.kind}_versions"
        f" where {shelf.key} = %(id)s order by version desc",
        {"id": thing_id},
    )


def remove_row(tx: Transaction, shelf: Shelf[Some], thing_id: str) -> None:
    """Remove a thing with its versions."""
    tx.execute(f"delete from {shelf.kind}s where {shelf.key} = %(id)s", {"id": thing_id})


def mark_refreshed(tx: Transaction, shelf: Shelf[Some], ids: Sequence[str], at: datetime) -> None:
    """Remember when everybody was computed."""
    tx.execute(
        f"update {shelf.kind}s set refreshed_at = %(at)s where {shelf.key} = any(%(ids)s)",
        {"at": at, "ids": list(ids)},
    )


def _place(column: str) -> str:
    """Where a column's value stands in a statement."""
    return f"%({column})s::jsonb" if column == "definition" else f"%({column})s"


def _row(thing: Some) -> dict[str, object]:
    """The columns of a thing, as parameters of a statement."""
    row = {each.name: getattr(thing, each.name) for each in fields(thing)}
    return row | {"definition": json.dumps(row["definition"], ensure_ascii=False, default=str)}

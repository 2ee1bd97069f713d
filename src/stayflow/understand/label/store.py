"""The statements on PostgreSQL that tags and scores share; the names of tables come from the shelf."""

import json
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from stayflow.language.raw import JsonObject
from stayflow.stores.relational import Transaction
from stayflow.understand.label.model import DefinitionVersion, Labelled, Shelf

IS_FOUND = "position(lower(%(word)s) in lower(concat_ws(' ', name, label_zh, label_en))) > 0"
"""Whether a name or a label of a row holds the parameter `word`; an empty word is in all of them."""


def lock_rows(tx: Transaction, shelf: Shelf, ids: Sequence[str]) -> None:
    """Let computations of the same things follow one another, until the transaction ends."""
    key = f"{shelf.kind}_id"
    tx.execute(
        f"select 1 from {shelf.kind}s where {key} = any(%(ids)s) order by {key} for update",
        {"ids": list(ids)},
    )


def has_scheduled(tx: Transaction, shelf: Shelf, schedule: StrEnum) -> bool:
    """True when something of the kind has this schedule."""
    return bool(
        tx.value(
            f"select exists (select 1 from {shelf.kind}s where schedule = %(schedule)s)",
            {"schedule": schedule.value},
        )
    )


def add_version(tx: Transaction, shelf: Shelf, thing_id: str, thing: Labelled) -> None:
    """Keep the definition in force as a version."""
    tx.execute(
        f"""
        insert into {shelf.kind}_versions ({shelf.kind}_id, version, definition, changed_at, changed_by)
        values (%(id)s, %(version)s, %(definition)s::jsonb, %(at)s, %(by)s)
        """,
        {"id": thing_id, **row_of(thing)},
    )


def list_versions(tx: Transaction, shelf: Shelf, thing_id: str) -> list[DefinitionVersion]:
    """Every definition a thing had, the newest first."""
    return tx.all(
        DefinitionVersion,
        f"select version, definition, changed_at, changed_by from {shelf.kind}_versions"
        f" where {shelf.kind}_id = %(id)s order by version desc",
        {"id": thing_id},
    )


def remove_row(tx: Transaction, shelf: Shelf, thing_id: str) -> None:
    """Remove a thing with its versions."""
    tx.execute(f"delete from {shelf.kind}s where {shelf.kind}_id = %(id)s", {"id": thing_id})


def mark_refreshed(tx: Transaction, shelf: Shelf, ids: Sequence[str], at: datetime) -> None:
    """Remember when everybody was computed."""
    tx.execute(
        f"update {shelf.kind}s set refreshed_at = %(at)s where {shelf.kind}_id = any(%(ids)s)",
        {"at": at, "ids": list(ids)},
    )


def as_json(definition: JsonObject) -> str:
    """A definition as the text PostgreSQL stores."""
    return json.dumps(definition, ensure_ascii=False, default=str)


def row_of(thing: Labelled) -> dict[str, object]:
    """The columns both tables have, as parameters of a statement."""
    return {
        "name": thing.name,
        "label_zh": thing.label_zh,
        "label_en": thing.label_en,
        "note": thing.note,
        "owner": thing.owner,
        "definition": as_json(thing.definition),
        "schedule": thing.schedule,
        "version": thing.version,
        "at": thing.changed_at,
        "by": thing.changed_by,
    }

"""This room's statements on PostgreSQL."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from stayflow.access.masking import is_personal_attribute
from stayflow.kernel.errors import nearest
from stayflow.language.scope import UnknownAttribute, ValueType
from stayflow.stores.relational import Transaction
from stayflow.understand.attribute.model import Attribute

ATTRIBUTE = """
    select c.name, c.type, coalesce(n.label_zh, '') as label_zh, coalesce(n.label_en, '') as label_en,
        coalesce(n.note, '') as note, coalesce(n.owner, '') as owner, coalesce(n.family, 'explicit') as family,
        n.folder_id, coalesce(n.position, 0) as position, coalesce(n.is_sensitive, false) as is_sensitive,
        c.mismatches, c.first_seen_at, n.changed_at, coalesce(n.changed_by, '') as changed_by
    from catalogue_attributes c left join attribute_notes n on n.name = c.name
"""


def list_attributes(tx: Transaction) -> list[Attribute]:
    """Every attribute ever stated, in the order of the catalogue."""
    rows = tx.all(Attribute, f"{ATTRIBUTE} order by position, c.name")
    return [replace(each, type=ValueType(each.type)) for each in rows]


def get_attribute(tx: Transaction, name: str, *, path: str | None = None) -> Attribute:
    """The attribute of this name.

    Raises:
        UnknownAttribute: Nobody has one of this name; the message lists the nearest.
    """
    found = tx.one(Attribute, f"{ATTRIBUTE} where c.name = %(name)s", {"name": name})
    if found is None:
        names = [each.name for each in list_attributes(tx)]
        raise UnknownAttribute(f'unknown attribute "{name}"{nearest(name, names)}', path=path)
    return replace(found, type=ValueType(found.type))


def read_hidden(tx: Transaction) -> Callable[[str, str], bool]:
    """Whether a value, of a name, is masked: it is personal by itself, or an operator marked its attribute."""
    rows = tx.rows("select name from attribute_notes where is_sensitive")
    sensitive = frozenset(str(name) for (name,) in rows)
    return lambda name, value: name in sensitive or is_personal_attribute(name, value)


def is_folder_used(tx: Transaction, folder_id: str) -> bool:
    """Whether an attribute stands in a folder."""
    return bool(
        tx.value(
            "select exists (select 1 from attribute_notes where folder_id = %(id)s)",
            {"id": folder_id},
        )
    )


@dataclass(frozen=True, slots=True)
class Written:
    """When something was written, and by whom."""

    at: datetime
    by: str


def save_notes(tx: Transaction, attribute: Attribute, written: Written) -> None:
    """Keep what is said of an attribute."""
    tx.execute(
        """
        insert into attribute_notes (name, label_zh, label_en, note, owner, family, folder_id, position,
            is_sensitive, changed_at, changed_by)
        values (%(name)s, %(label_zh)s, %(label_en)s, %(note)s, %(owner)s, %(family)s, %(folder_id)s,
            %(position)s, %(is_sensitive)s, %(at)s, %(by)s)
        on conflict (project_id, name) do update set label_zh = excluded.label_zh,
            label_en = excluded.label_en, note = excluded.note, owner = excluded.owner,
            family = excluded.family, folder_id = excluded.folder_id, position = excluded.position,
            is_sensitive = excluded.is_sensitive, changed_at = excluded.changed_at,
            changed_by = excluded.changed_by
        """,
        {
            "name": attribute.name,
            "label_zh": attribute.label_zh,
            "label_en": attribute.label_en,
            "note": attribute.note,
            "owner": attribute.owner,
            "family": attribute.family,
            "folder_id": attribute.folder_id,
            "position": attribute.position,
            "is_sensitive": attribute.is_sensitive,
            "at": written.at,
            "by": written.by,
        },
    )

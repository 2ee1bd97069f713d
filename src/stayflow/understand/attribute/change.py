"""Saying what an attribute is, and where it stands in the catalogue."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from stayflow.kernel.errors import nearest
from stayflow.language.sentence import Sentence
from stayflow.stores.relational import Transaction
from stayflow.understand.attribute.errors import AttributeInvalid
from stayflow.understand.attribute.known import KNOWN
from stayflow.understand.attribute.model import Attribute, AttributeChange
from stayflow.understand.attribute.store import (
    Written,
    get_attribute,
    list_attributes,
    save_notes,
)
from stayflow.understand.tag import create_folder, list_folders
from stayflow.understand.usage import Thing

FAMILIES: Final = ("explicit", "implicit")


def label_of(attribute: Attribute) -> Sentence:
    """What an attribute is called: as an operator named it, by the well-known word, or as it came."""
    known = KNOWN.get(attribute.name)
    word = known.label if known else Sentence(attribute.name, attribute.name)
    return Sentence(attribute.label_zh or word.zh, attribute.label_en or word.en)


def thing_of(attribute: Attribute) -> Thing:
    """The attribute, as conditions name it."""
    return Thing("attribute", frozenset({attribute.name}), attribute.name)


def change_attribute(
    tx: Transaction, name: str, change: AttributeChange, *, by: str, now: datetime
) -> Attribute:
    """Write down what an attribute is.

    Raises:
        UnknownAttribute: Nobody has one of this name.
        AttributeInvalid: There is no such family or folder.
    """
    before = get_attribute(tx, name)
    if change.family is not None and change.family not in FAMILIES:
        hint = nearest(change.family, FAMILIES)
        raise AttributeInvalid(f"a family is explicit or implicit{hint}", path="family")
    folders = {each.folder_id for each in list_folders(tx)}
    if change.folder_id and change.folder_id not in folders:
        raise AttributeInvalid(f'there is no folder "{change.folder_id}"', path="folder_id")
    label = change.label or Sentence(before.label_zh, before.label_en)
    changed = replace(
        before,
        label_zh=label.zh.strip(),
        label_en=label.en.strip(),
        note=before.note if change.note is None else change.note.strip(),
        owner=before.owner if change.owner is None else change.owner.strip(),
        family=change.family or before.family,
        folder_id=before.folder_id if change.folder_id is None else change.folder_id or None,
        position=before.position if change.position is None else change.position,
        is_sensitive=before.is_sensitive if change.is_sensitive is None else change.is_sensitive,
        changed_at=now,
        changed_by=by,
    )
    save_notes(tx, changed, Written(now, by))
    return changed


def arrange_attributes(tx: Transaction, *, lang: str, by: str, now: datetime) -> int:
    """Put well-known attributes that stand at the top into folders, which are made where they lack.

    Args:
        tx: The project's transaction.
        lang: `zh` or `en`: what new folders are called in.
        by: Who does it.
        now: The present instant.

    Returns:
        How many attributes were put into a folder.
    """
    loose = [each for each in list_attributes(tx) if each.folder_id is None and each.name in KNOWN]
    top = {each.name: each.folder_id for each in list_folders(tx) if each.parent_id is None}
    for each in loose:
        folder = KNOWN[each.name].folder
        found = top.get(folder.zh) or top.get(folder.en)
        if found is None:
            name = folder.zh if lang == "zh" else folder.en
            found = top[name] = create_folder(tx, name, position=len(top)).folder_id
        change_attribute(tx, each.name, AttributeChange(folder_id=found), by=by, now=now)
    return len(loose)


def attribute_words(tx: Transaction) -> Mapping[tuple[str, str], Sentence]:
    """What attributes are called, by (name, ''), as the traits of a segment are named."""
    return {(each.name, ""): label_of(each) for each in list_attributes(tx)}

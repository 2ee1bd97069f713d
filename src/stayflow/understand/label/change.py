"""Changing what is labelled: names that are free and unused, and what a change leaves."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from stayflow.language.sentence import Sentence
from stayflow.stores.relational import Transaction
from stayflow.understand.label.model import LabelChange, Labelled, Shelf
from stayflow.understand.usage import Thing, UsePlug, check_unused

NAME_MAX = 200
Some = TypeVar("Some", bound=Labelled)


def check_name(name: str, shelf: Shelf) -> str:
    """The name without blanks around it.

    Raises:
        StayflowError: `shelf.invalid`: it is empty or too long.
    """
    name = name.strip()
    if not name or len(name) > NAME_MAX:
        raise shelf.invalid(f"a name has 1 to {NAME_MAX} characters", path="name")
    return name


def check_rename(
    tx: Transaction,
    name: str,
    changed: str,
    *,
    taken: Iterable[str],
    shelf: Shelf,
    uses: Sequence[UsePlug],
) -> None:
    """Refuse another name where definitions name the old one, or others have the new one.

    Raises:
        InUse: The message lists who uses the old name.
        StayflowError: `shelf.name_taken`.
    """
    if changed == name:
        return
    check_unused(tx, Thing(shelf.kind, frozenset({name}), name), uses)
    if changed in set(taken):
        raise shelf.name_taken(f'another {shelf.kind} is called "{changed}"', path="name")


def merge_change(thing: Some, change: LabelChange, shelf: Shelf) -> Some:
    """The thing with what a change says; what it leaves out stays. Versions are the caller's.

    Raises:
        StayflowError: `shelf.invalid`: the new name is none.
    """
    label = change.label or Sentence(thing.label_zh, thing.label_en)
    return replace(
        thing,
        name=thing.name if change.name is None else check_name(change.name, shelf),
        label_zh=label.zh,
        label_en=label.en,
        note=thing.note if change.note is None else change.note,
        owner=thing.owner if change.owner is None else change.owner,
        schedule=thing.schedule if change.schedule is None else change.schedule.value,
        definition=thing.definition if change.definition is None else dict(change.definition),
    )

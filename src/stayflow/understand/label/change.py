"""Changing what is labelled: names that are free and unused, and what a change leaves."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from stayflow.language.sentence import Sentence
from stayflow.stores.relational import Transaction
from stayflow.understand.label.model import LabelChange, Shelf, Some
from stayflow.understand.label.store import (
    add_version,
    change_row,
    is_taken,
    list_labelled,
    remove_row,
)
from stayflow.understand.usage import Thing, Use, UsePlug, check_unused, names_thing

NAME_MAX = 200


def check_name(name: str, shelf: Shelf[Some]) -> str:
    """The name without blanks around it.

    Raises:
        StayflowError: `shelf.invalid`: it is empty or too long.
    """
    name = name.strip()
    if not name or len(name) > NAME_MAX:
        raise shelf.invalid(f"a name has 1 to {NAME_MAX} characters", path="name")
    return name


def merge_change(
    thing: Some, change: LabelChange, shelf: Shelf[Some], *, by: str, at: datetime
) -> Some:
    """The thing with what a change says; what it leaves out stays. Another definition is the next version.

    Raises:
        StayflowError: `shelf.invalid`: the new name is none.
    """
    label = change.label or Sentence(thing.label_zh, thing.label_en)
    definition = thing.definition if change.definition is None else dict(change.definition)
    return replace(
        thing,
        name=thing.name if change.name is None else check_name(change.name, shelf),
        label_zh=label.zh,
        label_en=label.en,
        note=thing.note if change.note is None else change.note,
        owner=thing.owner if change.owner is None else change.owner,
        schedule=thing.schedule if change.schedule is None else change.schedule.value,
        definition=definition,
        version=thing.version + (dict(definition) != dict(thing.definition)),
        changed_at=at,
        changed_by=by,
    )


def store_change(
    tx: Transaction,
    shelf: Shelf[Some],
    before: Some,
    after: Some,
    *,
    check: Callable[[Some], object],
    uses: Sequence[UsePlug],
) -> Some:
    """Store what a change left, and another definition as a version of its own.

    Args:
        tx: A transaction of the project.
        shelf: Where it stands.
        before: As it was.
        after: As `merge_change` gives it.
        check: Raises where another definition does not do.
        uses: What may name it.

    Raises:
        InUse: It is renamed while something names it; the message lists what does.
        StayflowError: `shelf.name_taken`.
    """
    if after.name != before.name:
        check_unused(tx, Thing(shelf.kind, frozenset({before.name}), before.name), uses)
        if is_taken(tx, shelf, after.name):
            raise shelf.name_taken(f'another {shelf.kind} is called "{after.name}"', path="name")
    is_new = after.version != before.version
    if is_new:
        check(after)
    change_row(tx, shelf, after)
    if is_new:
        add_version(tx, shelf, after)
    return after


def remove_labelled(
    tx: Transaction, shelf: Shelf[Some], thing: Some, *, uses: Sequence[UsePlug]
) -> None:
    """Remove what nothing is built on, with its versions.

    Raises:
        InUse: Something is; the message lists it.
    """
    check_unused(tx, as_thing(shelf, thing), uses)
    remove_row(tx, shelf, shelf.id_of(thing))


def as_thing(shelf: Shelf[Some], thing: Some) -> Thing:
    """It as others may name it."""
    return Thing(shelf.kind, frozenset({shelf.id_of(thing), thing.name}), thing.name)


def labelled_naming(tx: Transaction, shelf: Shelf[Some], thing: Thing) -> list[Use]:
    """Those of a kind whose definitions name a thing."""
    return [
        Use(shelf.kind, shelf.id_of(each), each.name)
        for each in list_labelled(tx, shelf)
        if names_thing(each.definition, thing)
    ]

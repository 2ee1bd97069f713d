"""Giving and taking values: by hand, to people or to whom a statement finds, and by a file of identities."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from stayflow.intake.identify import find_people
from stayflow.language.scope import Scope
from stayflow.language.statement import Statement
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.tag.compile import read_tag
from stayflow.understand.tag.errors import TagInvalid
from stayflow.understand.tag.kinds import Listed
from stayflow.understand.tag.kinds.given import Given
from stayflow.understand.tag.model import Tag
from stayflow.understand.tag.refresh import refresh_tags
from stayflow.understand.tag.write import write_entries

ROWS_MAX = 1_000_000
VALUE_MAX = 200
SHOWN_MAX = 20
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Hand:
    """Who gives, and where it is written: a transaction of the project, its scope now, its warehouse."""

    tx: Transaction
    scope: Scope
    warehouse: ProjectWarehouse
    by: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file brought.

    Attributes:
        rows: Rows read.
        people: Persons who were given a value.
        unknown: Rows whose identity nobody has; `examples` are the first of them.
        refused: Rows whose value the tag does not know, or without one.
    """

    rows: int
    people: int
    unknown: int
    refused: int
    examples: tuple[str, ...]


def give_value(
    tag: Tag, people: Sequence[int] | Statement, value: str, *, hand: Hand, is_given: bool = True
) -> int:
    """Give people a value of a tag by hand, or take it from them; returns how many people that is.

    Raises:
        TagInvalid: The tag's values are computed, or it has no such value.
    """
    check_value(tag, value, hand.scope)
    if isinstance(people, Statement):
        rows = hand.warehouse.query(people.sql, people.parameters).rows
        people = [int(row[0]) for row in rows]
    _keep(tag, [(person, value) for person in people], hand, is_given=is_given, cause="by hand")
    return len(people)


def import_values(tag: Tag, text: str, *, identity: str, hand: Hand) -> Imported:
    """Give values by a file: CSV with a header, the identity in the first column, the value in the second.

    Identities nobody has are counted, and make nobody new: bring people in by an import of events first.

    Args:
        tag: A tag that is given.
        text: The file; values may be missing where the tag has only one.
        identity: Kind of the identities, such as `user_id`.
        hand: Who imports.

    Raises:
        TagInvalid: The tag's values are computed, or the file has too many rows or none.
    """
    given = read_given(tag, hand.scope)
    known = {value.value for value in given.values}
    rows = _read_file(text, default=next(iter(known)) if len(known) == 1 else "")
    fits = [row for row in rows if row[1] and len(row[1]) <= VALUE_MAX and _is_known(row[1], given)]
    owners = find_people(hand.tx, identity, [name for name, _ in fits])
    unknown = [name for name, _ in fits if name not in owners]
    found = [(owners[name], value) for name, value in fits if name in owners]
    if not _many(given):
        found = list(dict(found).items())
    _keep(tag, found, hand, is_given=True, cause="import")
    return Imported(
        rows=len(rows),
        people=len({person for person, _ in found}),
        unknown=len(unknown),
        refused=len(rows) - len(fits),
        examples=tuple(unknown[:SHOWN_MAX]),
    )


def read_given(tag: Tag, scope: Scope) -> Listed:
    """The definition of a tag whose values are given.

    Raises:
        TagInvalid: Its values are computed.
    """
    found = read_tag(tag.tag_id, tag.kind, tag.definition, scope.facets).found
    if isinstance(found, Listed) and isinstance(found.definition, Given):
        return found
    raise TagInvalid(f'the values of "{tag.name}" are computed; nobody gives them', path="kind")


def check_value(tag: Tag, value: str, scope: Scope) -> None:
    """Refuse a value the tag does not know.

    Raises:
        TagInvalid: It is empty, too long, or none of the listed ones; or the tag's values are computed.
    """
    given = read_given(tag, scope)
    if not value or len(value) > VALUE_MAX or not _is_known(value, given):
        known = ", ".join(each.value for each in given.values) or f"up to {VALUE_MAX} characters"
        raise TagInvalid(f'"{tag.name}" has no value "{value[:60]}"; known: {known}', path="value")


def _is_known(value: str, given: Listed) -> bool:
    assert isinstance(given.definition, Given)  # noqa: S101 - see read_given
    return given.definition.is_open or any(each.value == value for each in given.values)


def _many(given: Listed) -> bool:
    assert isinstance(given.definition, Given)  # noqa: S101 - see read_given
    return given.definition.many


def _keep(
    tag: Tag, rows: Sequence[tuple[int, str]], hand: Hand, *, is_given: bool, cause: str
) -> None:
    """Keep the entries, then compute the tag of them."""
    write_entries(
        tag.tag_id, rows, is_given=is_given, at=hand.scope.now, by=hand.by, warehouse=hand.warehouse
    )
    refresh_tags(
        hand.tx, scope=hand.scope, warehouse=hand.warehouse, cause=cause, tag_ids=[tag.tag_id]
    )


def _read_file(text: str, *, default: str) -> list[tuple[str, str]]:
    reader = csv.reader(io.StringIO(text.removeprefix(BOM)))
    next(reader, None)
    rows = [
        (row[0].strip(), row[1].strip() if len(row) > 1 and row[1].strip() else default)
        for row in reader
        if row and row[0].strip()
    ]
    if not 0 < len(rows) <= ROWS_MAX:
        raise TagInvalid(
            f"expected 1 to {ROWS_MAX:,} rows below a header, got {len(rows):,}", path="file"
        )
    return rows

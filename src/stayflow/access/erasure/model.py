"""The nouns of erasure: what a room holds of persons, and how it lets go of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from stayflow.kernel.errors import NotFound


class Way(StrEnum):
    """What becomes of the rows of a person."""

    DELETED = "deleted"
    EMPTIED = "emptied"
    KEPT = "kept"


class Why(StrEnum):
    """Why something is kept, by a name that the console and the manual explain."""

    BALANCES = "balances"
    NOT_WRITTEN_TO_AGAIN = "not_written_to_again"
    AUDIT = "audit"
    BEING_TOLD = "being_told"
    HANDED_OVER = "handed_over"
    RULES = "rules"


class ErasureState(StrEnum):
    """Where an erasure is."""

    WAITING = "waiting"
    ERASING = "erasing"
    DONE = "done"


class ErasureNotFound(NotFound):
    """There is no such erasure."""

    code = "erasure_not_found"


@dataclass(frozen=True, slots=True)
class FactTable:
    """A table of ClickHouse with rows of persons, which are deleted.

    Attributes:
        table: Its name.
        columns: Columns with a person's number: a row is everybody's who stands in one of them.
    """

    table: str
    columns: tuple[str, ...] = ("person_id",)


@dataclass(frozen=True, slots=True)
class BitmapTable:
    """A table of ClickHouse with bitmaps of persons, out of which they are taken.

    Attributes:
        table: Its name.
        column: The bitmap.
        keeps_empty: A row stays though nobody is left in it.
    """

    table: str
    column: str = "people"
    keeps_empty: bool = False


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of ClickHouse that holds what came as text; (batch, ordinal) names a row.

    Attributes:
        table: Its name.
        raw: Column with the event as JSON; empty where it was no event.
        text: Column with what came, where `raw` is empty; '' for none.
        emptied: Assignments that leave nothing of anybody in a row; '' lets the row go.
    """

    table: str
    raw: str
    text: str = ""
    emptied: str = ""


@dataclass(frozen=True, slots=True)
class PassingTable:
    """A table of ClickHouse of the last minutes, without anything that tells whose a row is: all of it goes."""

    table: str


Table = FactTable | BitmapTable | TextTable | PassingTable
"""A table of ClickHouse."""


def way_of(table: Table) -> Way:
    """What becomes of the rows of persons in a table of ClickHouse."""
    return Way.EMPTIED if isinstance(table, TextTable) and table.emptied else Way.DELETED


@dataclass(frozen=True, slots=True)
class StateTable:
    """A table of PostgreSQL with rows of persons.

    Conditions and statements may ask for `%(people)s` (bigint[]), `%(identities)s` (numbers of identities,
    bigint[]) and `%(values)s` (values of identities in lower case, text[]; none once it is done); assignments and
    statements also for `%(now)s`.

    Attributes:
        table: Its name.
        where: Which rows are theirs.
        way: What becomes of them.
        emptied: Assignments, where rows are emptied.
        tells: Which of their rows still tell something, where rows are emptied.
        statement: In place of the assignments, where the application itself may not change the table.
        reason: Why they are kept.
    """

    table: str
    where: str = "person_id = any(%(people)s)"
    way: Way = Way.DELETED
    emptied: str = ""
    tells: str = "true"
    statement: str = ""
    reason: Why | None = None


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a room holds of persons; of PostgreSQL in the order in which it is let go of."""

    facts: tuple[Table, ...] = ()
    state: tuple[StateTable, ...] = ()

    def __add__(self, other: "Holdings") -> "Holdings":
        return Holdings(self.facts + other.facts, self.state + other.state)


@dataclass(frozen=True, slots=True)
class Erased:
    """Whom to let go of.

    Attributes:
        people: Numbers of the person and of everybody merged into them.
        identities: Numbers of their identities.
        known_by: Kind to values, as long as they are known.
    """

    people: tuple[int, ...]
    identities: tuple[int, ...] = ()
    known_by: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def values(self) -> list[str]:
        """The values of their identities in lower case."""
        return sorted({value.lower() for values in self.known_by.values() for value in values})


@dataclass(frozen=True, slots=True)
class Erasure:
    """An erasure as it stands.

    Attributes:
        people: Empty while it waits.
        batches: Events of the person by batch, while it is carried out.
    """

    erasure_id: str
    person_id: int
    state: ErasureState
    people: tuple[int, ...]
    identities: tuple[int, ...]
    known_by: dict[str, list[str]]
    batches: dict[int, int]
    asked_at: datetime
    asked_by: str
    begun_at: datetime | None
    done_at: datetime | None
    looked_again_at: datetime | None

    @property
    def erased(self) -> Erased:
        """Whom it lets go of."""
        return Erased(self.people, self.identities, self.known_by)


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the report.

    Attributes:
        place: `clickhouse.events`, `postgresql.messages`, `log`, `files.exports`.
        before: Rows of the person when it began.
        remaining: Rows that still tell of the person; None until it was counted.
        reason: Of `Why`; empty where nothing is kept.
    """

    place: str
    way: Way
    before: int
    remaining: int | None
    reason: str
    counted_at: datetime

"""Nouns of the room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from stayflow.language.scope import ValueType
from stayflow.language.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Attribute:
    """A stated fact of people, as the catalogue has it.

    Attributes:
        name: As events and imports state it; conditions name it so.
        type: What it mostly was when it was first stated.
        label_zh: What people read in Chinese; '' is the well-known word or the name. `label_en` likewise.
        note: What it says and where it comes from.
        owner: Who answers for it.
        family: `explicit` or `implicit`.
        folder_id: Where it stands in the catalogue, whose folders tags share; None is the top.
        position: Its place among its neighbours.
        is_sensitive: Whether values are masked for roles below operator, as an operator marked it.
        mismatches: Batches in which it had another type.
        changed_at: When somebody last wrote about it; None for never.
    """

    name: str
    type: ValueType
    label_zh: str
    label_en: str
    note: str
    owner: str
    family: str
    folder_id: str | None
    position: int
    is_sensitive: bool
    mismatches: int
    first_seen_at: datetime
    changed_at: datetime | None
    changed_by: str


@dataclass(frozen=True, slots=True)
class AttributeChange:
    """What changes; None leaves it as it is, `folder_id` '' puts it at the top."""

    label: Sentence | None = None
    note: str | None = None
    owner: str | None = None
    family: str | None = None
    folder_id: str | None = None
    position: int | None = None
    is_sensitive: bool | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many people have a value of an attribute, and when one was last stated."""

    people: int
    newest_at: datetime | None


@dataclass(frozen=True, slots=True)
class ValueShare:
    """How many people have a value, or a number of a band.

    Attributes:
        value: The value as text; of a time its year; '' for a band.
        start: Of a band: numbers from here on; None for the lowest band.
        end: Of a band: numbers below; None for the highest.
    """

    value: str
    people: int
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class OriginShare:
    """How many of the newest values came by a way: a protocol, `import`, `computed`, …."""

    origin: str
    people: int


@dataclass(frozen=True, slots=True)
class AttributeSpread:
    """How the newest values of an attribute are spread.

    Attributes:
        shares: The most frequent values first; numbers and bands rising.
        other: People whose value is not among them.
        covered: People with any value.
        total: People of the project.
        origins: By which ways the values came.
    """

    shares: tuple[ValueShare, ...]
    other: int
    covered: int
    total: int
    origins: tuple[OriginShare, ...]


@dataclass(frozen=True, slots=True)
class AttributeDay:
    """The end of a day: how many people had a value, and which.

    Attributes:
        people: By value, or by the text of a band; values that few ever had are together under ''.
        changed: People whose value became another on that day.
    """

    day: date
    covered: int
    people: Mapping[str, int]
    changed: int


@dataclass(frozen=True, slots=True)
class PersonStatement:
    """The last value of a day that was stated of one person; '' says it was unset."""

    day: date
    value: str
    origin: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose values are asked for.

    Attributes:
        value: Exactly this one; of a time its year, of a list one of its items; None for any.
        start: A number of at least this; with `end`, one below.
        on: As it was at the end of a day of the project's zone; None is now.
        origin: Only values that came this way, as `OriginShare` names it; None for any.
    """

    value: str | None = None
    start: float | None = None
    end: float | None = None
    on: date | None = None
    origin: str | None = None

"""The nouns of an analysis: the question's shared part, the answer, and what a kind must be able to do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, Protocol, runtime_checkable

import msgspec

from stayflow.kernel.registry import Registry
from stayflow.language.condition import Condition
from stayflow.language.event_filter import EventFilter
from stayflow.language.raw import JsonObject
from stayflow.language.scope import Scope, Split, Splitter
from stayflow.language.sentence import Lang
from stayflow.language.statement import Statement
from stayflow.language.window import Range
from stayflow.stores.warehouse import ProjectWarehouse

OTHER = "other"
"""What the values beyond the leading ones are called together."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """What the numbers are split by: a property of the event, an attribute of the person, or a split of people.

    Attributes:
        of: Which of these.
        name: What it is called where it is known.
        key: What its values stand under in an answer: the name, or, where another breakdown has the same, that and
            what it is of, `attribute:country`.
        path: Its place in the question.
        split: What a room above knows of people; None for a property or an attribute.
    """

    of: Literal["property", "attribute", "split"]
    name: str
    key: str
    path: str = ""
    split: Split | None = None

    @property
    def is_of_event(self) -> bool:
        """True when the value is the event's; else the person has it, and it is joined."""
        return self.of == "property"

    @property
    def shares_its_name(self) -> bool:
        """True when another breakdown of the question is called the same."""
        return self.key != self.name


@dataclass(frozen=True, slots=True)
class Frame:
    """What every question shares.

    Attributes:
        range: Which days, in the project's zone.
        filter: Which events count at all.
        people: Whose events count at all.
        by: What the numbers are split by; values beyond the `top` leading ones are called "other".
        top: How many values (or combinations of values) are told apart.
        leading: Which are, in their order; None for those of most people.
        splitters: What rooms above know of people, by name: a kind that names such a value says it by its label.
    """

    range: Range
    filter: EventFilter | None = None
    people: Condition | None = None
    by: tuple[Breakdown, ...] = ()
    top: int = 10
    leading: tuple[tuple[str, ...], ...] | None = None
    splitters: Registry[Splitter] = field(
        default_factory=lambda: Registry("breakdown"), compare=False
    )

    @property
    def overlaps(self) -> bool:
        """True when a person may be in several groups: then the groups do not add up to the whole."""
        return any(each.split is not None and each.split.overlaps for each in self.by)


class Desk:
    """Where one question is worked on: the project's scope and warehouse, and the tally of rows read."""

    def __init__(self, scope: Scope, warehouse: ProjectWarehouse) -> None:
        self.scope = scope
        self.warehouse = warehouse.tallied()

    @property
    def rows_read(self) -> int:
        """By all statements so far."""
        return self.warehouse.rows_read

    def read(self, statement: Statement) -> list[tuple[Any, ...]]:
        """The rows of one statement."""
        return self.warehouse.query(statement.sql, statement.parameters).rows


class Analysis(Protocol):
    """A question of one kind, read and valid in itself."""

    def answer(self, desk: Desk) -> msgspec.Struct:
        """The numbers."""
        ...

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        ...

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people behind the number that `who` points at: one row, `person_id`, per canonical person."""
        ...


@runtime_checkable
class Labelled(Protocol):
    """A question whose answer names things that have words of their own, such as stages."""

    def field_labels(self, lang: Lang) -> dict[str, dict[str, str]]:
        """What the values of the fields of its result are called, by field and value."""
        ...


ReadAnalysis = Callable[[JsonObject, Frame], Analysis]
"""Reads the parameters of a kind from the question."""


class Precision(StrEnum):
    """How exact an answer is asked for, and given."""

    EXACT = "exact"
    AUTO = "auto"
    """What reads much is told from a share of the people first."""
    SAMPLED = "sampled"


class NumberInterval(msgspec.Struct, frozen=True):
    """Where a number lies with a probability of 95 %: `path` is its place in the result."""

    path: str
    low: float
    high: float


class Sample(msgspec.Struct, frozen=True):
    """From whom an answer was told.

    Attributes:
        share: Of the people, such as 0.0625.
        people: How many are in the sample.
        error: Half of the interval of the largest number, as a share of that number; None where none has an interval.
        intervals: Of every number whose error is known.
    """

    share: float
    people: int
    error: float | None
    intervals: list[NumberInterval]


class QueryAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a question gets: `definition` says in words what the numbers of `result` count.

    Attributes:
        labels: What the values of a split are called, by what they stand under, where they have names of their own.
        headings: What the breakdowns are called, by what their values stand under, where two share a name.
        field_labels: What the values of fields of `result` are called, by field, where they have names of their own.
        precision: `exact` or `sampled`, where the question says which it wants.
        sample: From whom it was told, where not from everybody.
        holds: Of which property the values of a field of `result` are, by field, where the question names one; `by.` is
            before what values of a breakdown stand under.
    """

    kind: str
    result: msgspec.Struct
    definition: str
    rows_read: int
    took_ms: float
    labels: dict[str, dict[str, str]] | None = None
    headings: dict[str, str] | None = None
    field_labels: dict[str, dict[str, str]] | None = None
    precision: Precision | None = None
    sample: Sample | None = None
    holds: dict[str, str] | None = None

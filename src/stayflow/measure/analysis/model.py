"""The nouns of an analysis: the question's shared part, the answer, and what a kind must be able to do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import msgspec

from stayflow.language.condition import Condition
from stayflow.language.event_filter import EventFilter
from stayflow.language.raw import JsonObject
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang
from stayflow.language.statement import Statement
from stayflow.language.window import Range
from stayflow.stores.warehouse import ProjectWarehouse

OTHER = "other"
"""What the values beyond the leading ones are called together."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """What the numbers are split by: a property of the event or an attribute of the person."""

    of: Literal["property", "attribute"]
    name: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every question shares.

    Attributes:
        range: Which days, in the project's zone.
        filter: Which events count at all.
        people: Whose events count at all.
        by: What the numbers are split by; values beyond the `top` leading ones are called "other".
        top: How many values (or combinations of values) are told apart.
    """

    range: Range
    filter: EventFilter | None = None
    people: Condition | None = None
    by: tuple[Breakdown, ...] = ()
    top: int = 10


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


ReadAnalysis = Callable[[JsonObject, Frame], Analysis]
"""Reads the parameters of a kind from the question."""


class QueryAnswer(msgspec.Struct, frozen=True):
    """What a question gets: `definition` says in words what the numbers of `result` count."""

    kind: str
    result: msgspec.Struct
    definition: str
    rows_read: int
    took_ms: float

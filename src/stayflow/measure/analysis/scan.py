"""Which rows of `events` a question reads: time bounds, filter, people; and the values it is split by."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from stayflow.language.condition import compile_people
from stayflow.language.event_filter import filter_sql
from stayflow.language.sample import Share
from stayflow.language.scope import Scope, ValueType, attribute_type, property_sql
from stayflow.language.statement import Binder
from stayflow.measure.analysis.model import Breakdown, Frame

RAW: Final = "person_id"
"""Where a row of `events` has the id that its event came with."""


@dataclass(frozen=True)
class Scan:
    """One statement in the making over `events`: the shared part of the question, compiled.

    Attributes:
        frame: The shared part.
        scope: The project.
        binder: The statement's values.
        among: A SELECT of the only people whose rows count, canonical; None for all whom the question is about.
    """

    frame: Frame
    scope: Scope
    binder: Binder = field(default_factory=Binder)
    among: str | None = None

    def bounds(self) -> tuple[datetime, datetime]:
        """Start (included) and end (excluded) of the question's range."""
        return self.frame.range.bounds(self.scope.zone, self.scope.now)

    def between(self, start: datetime, end: datetime) -> str:
        """Test of rows from `start` (included) to `end` (excluded)."""
        return f"time >= {self.binder.instant(start)} AND time < {self.binder.instant(end)}"

    def tests(self) -> list[str]:
        """The question's event filter and people, as tests of rows."""
        tests = []
        if self.frame.filter is not None:
            tests.append(filter_sql(self.frame.filter, self.scope, self.binder))
        return tests + self.people_tests()

    def people_tests(self, column: str = RAW) -> list[str]:
        """The question's people, as tests of rows that have a raw id in `column`."""
        tests, sample = [], self.scope.sample
        if column == RAW and isinstance(sample, Share):
            given: str | None = sample.test_sql(self.scope.event_person, self.binder)
        else:
            given = self.scope.people_sql(self.binder, column)
        if given is not None:
            tests.append(given)
        if self.frame.people is not None:
            tests.append(f"{self.scope.survivor_of(column)} IN (\n{self.people_sql()}\n)")
        if self.among is not None:
            tests.append(f"{self.scope.survivor_of(column)} IN (\n{self.among}\n)")
        return tests

    def people_sql(self) -> str:
        """The people of the question, one row `person_id` each; there must be a condition."""
        assert self.frame.people is not None  # noqa: S101  callers ask only then
        return self.binder.include(compile_people(self.frame.people, self.scope))

    def value_sql(self, breakdown: Breakdown) -> str:
        """SQL of a breakdown's value as text, '' where there is none; what a person has comes from `joins`."""
        if not breakdown.is_of_event:
            return _joined(self.frame.by.index(breakdown))
        return property_sql(
            self.scope, self.binder, breakdown.name, wanted=ValueType.TEXT, path=breakdown.path
        )

    def joins(self, person: str) -> str:
        """The joins that bring what people are split by to rows with the canonical `person`.

        Where groups overlap, a row becomes one for each group of the person.
        """
        return "".join(
            f"\n  LEFT {'' if self.frame.overlaps else 'ANY '}JOIN (\n{self._owners_sql(breakdown, index)}\n  )"
            f" AS owner_{index} ON {person} = owner_{index}.owner_of_{index}"
            for index, breakdown in enumerate(self.frame.by)
            if not breakdown.is_of_event
        )

    def _owners_sql(self, breakdown: Breakdown, index: int) -> str:
        """Who has which value."""
        if breakdown.split is None:
            return self._attribute_sql(breakdown, index)
        owners = breakdown.split.sql(self.scope, self.binder)
        return f"    SELECT person AS owner_of_{index}, value AS {_joined(index)} FROM (\n{owners}\n    )"

    def _attribute_sql(self, breakdown: Breakdown, index: int) -> str:
        """The newest value of an attribute among all ids merged into one person."""
        attribute_type(self.scope, breakdown.name, breakdown.path)
        return (
            f"    SELECT {self.scope.person} AS owner_of_{index}, argMax(text, at) AS {_joined(index)}\n"
            f"    FROM person_attributes\n"
            f"    WHERE name = {self.binder.bind(breakdown.name, 'String')}\n"
            f"    GROUP BY owner_of_{index}"
        )


def _joined(index: int) -> str:
    return f"attribute_{index}"


def all_of(tests: Sequence[str]) -> str:
    """Tests joined by AND, one a line."""
    return "\n    AND ".join(tests)

"""All behaviour of a condition in one pass over `events`: one row per person, one column per clause."""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from stayflow.language.aggregate import NO_VALUE, aggregate_sql, value_type
from stayflow.language.condition.tree import Behaviour, Unread
from stayflow.language.metric import events_sql, selection_tests
from stayflow.language.operands import Moment, bind_counts, is_counts
from stayflow.language.operators import find_operator
from stayflow.language.raw import join
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder

DIGITS: Final = 6
"""Decimals compared: sums of floats are off in the fifteenth digit, and 499.99999999999994 must be at least 500."""
FLOATS: Final = frozenset({"sum", "avg"})
COUNTS: Final = frozenset({"count", "days", "distinct"})
"""What is a whole number of its own: compared with another one as such, in half the time."""
COMPARED: Final[dict[str, Callable[[float, float], bool]]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}


def holds_at_nothing(behaviour: Behaviour) -> bool:
    """True when somebody without any event of the clause meets it."""
    if behaviour.aggregate.row.keeps_type:
        return behaviour.op == "is_not_set"
    nothing = behaviour.aggregate.row.at_nothing
    bounds = behaviour.value
    if nothing is None or not isinstance(bounds, tuple):
        return False
    numbers = [float(each) for each in bounds]
    if behaviour.op == "between":
        return numbers[0] <= nothing <= numbers[1]
    return COMPARED[behaviour.op](nothing, numbers[0])


def is_any(behaviour: Behaviour) -> bool:
    """True when one event of the clause is enough to meet it."""
    compared = (behaviour.op, behaviour.value)
    return behaviour.aggregate.kind == "count" and compared in {
        ("gte", (1,)),
        ("gt", (0,)),
        ("ne", (0,)),
    }


def is_none(behaviour: Behaviour) -> bool:
    """True when the clause is met by whoever has no event of it, and by nobody else."""
    compared = (behaviour.op, behaviour.value)
    return behaviour.aggregate.kind == "count" and compared in {
        ("eq", (0,)),
        ("lt", (1,)),
        ("lte", (0,)),
    }


def computed(behaviour: Behaviour) -> Behaviour:
    """What is computed of events for a behaviour, whatever it is compared with."""
    return replace(behaviour, op="gte", value=(1,))


def compared_sql(behaviour: Behaviour, column: str, scope: Scope, binder: Binder) -> str:
    """SQL, 0 or 1, of what was computed, in `column`, meeting the comparison.

    Raises:
        UnknownOperator: The type of the first or last value has no such comparison.
    """
    aggregate, value = behaviour.aggregate, behaviour.value
    left = f"round({column}, {DIGITS})" if aggregate.kind in FLOATS else column
    at = join(behaviour.path, "op")
    compare = find_operator(value_type(aggregate, scope), behaviour.op, at)
    if isinstance(value, Unread):
        value = compare.read(value.as_written, join(behaviour.path, "value"))
    if aggregate.kind in COUNTS and is_counts(value):
        compare = replace(compare, bind=bind_counts)
    return compare.compile(left, value, binder, Moment(scope.zone, scope.now))


@dataclass(frozen=True, slots=True)
class Pass:
    """The pass over `events` that some behaviours need.

    Attributes:
        behaviours: What is computed, each once; the column of the first is `did_0`.
        rows: SQL of the rows that any of them needs.
        tests: SQL of the rows each needs beyond `rows`; None when it needs all of them.
        columns: SQL of each clause's aggregate.
        nothing: SQL of each clause's aggregate over no event.
    """

    behaviours: tuple[Behaviour, ...]
    rows: str
    tests: tuple[str | None, ...]
    columns: tuple[str, ...]
    nothing: tuple[str, ...]

    def met_sql(self, behaviour: Behaviour, scope: Scope, binder: Binder) -> str:
        """SQL, 0 or 1, of a row of the pass meeting the clause."""
        column = f"did_{self.behaviours.index(computed(behaviour))}"
        return compared_sql(behaviour, column, scope, binder)

    def sql(self, person: str) -> str:
        """A SELECT of `person` and one column per clause over the people with any such event."""
        columns = [f"        {sql} AS did_{index}" for index, sql in enumerate(self.columns)]
        return (
            f"    SELECT {person} AS person,\n"
            + ",\n".join(columns)
            + f"\n    FROM events\n    WHERE {self.rows}\n    GROUP BY person"
        )

    def any_sql(self, person: str) -> str:
        """A SELECT of `person` for every event of any clause, not grouped: enough to look people up in."""
        either = either_sql(self.tests)
        rows = self.rows if either is None or either in self.rows else f"{self.rows} AND {either}"
        return f"SELECT {person} AS person FROM events WHERE {rows}"

    def beside_nothing_sql(self, people: str) -> str:
        """The rows of `behaviour`, and a row of nothing for every `person` that `people` selects."""
        count = range(len(self.columns))
        parts = ", ".join(f"did_{n} AS part_{n}" for n in count)
        nothing = ", ".join(self.nothing)
        # A value of its own type is the greater of itself and nothing: '' and [] come before every other.
        keeps = [each.aggregate.row.keeps_type for each in self.behaviours]
        sums = ", ".join(f"{'max' if keeps[n] else 'sum'}(part_{n}) AS did_{n}" for n in count)
        return (
            f"    SELECT person, {sums} FROM (\n"
            f"        SELECT person, {parts} FROM behaviour\n"
            f"        UNION ALL SELECT person, {nothing} FROM ({people})\n"
            "    ) GROUP BY person"
        )


def plan_pass(behaviours: Sequence[Behaviour], scope: Scope, binder: Binder) -> Pass:
    """What one pass over `events` must read and compute for these clauses.

    What all clauses ask of an event becomes the filter of the pass; beside it stand the hull of their events and
    times, which the order of the table can use.
    """
    behaviours = tuple(dict.fromkeys(computed(each) for each in behaviours))
    conjuncts = [_conjuncts(each, scope, binder) for each in behaviours]
    common = [test for test in conjuncts[0] if all(test in other for other in conjuncts)]
    read = [*common, *_hull(behaviours, common, scope, binder)]
    left = [[test for test in each if test not in read] for each in conjuncts]
    tests = [" AND ".join(each) or None for each in left]
    # Clauses with windows of their own leave most of the hull unread, when each says what it needs.
    widest = [each for each in left if not any(set(other) < set(each) for other in left)]
    own = [" AND ".join(each) for each in widest if any(test.startswith("time ") for test in each)]
    either = either_sql([" AND ".join(each) or None for each in widest])
    if own and either:
        read.append(either)
    rows = [*read, *scope.events_sql(binder)]
    columns = [
        aggregate_sql(each.aggregate, scope, binder, test=test)
        for each, test in zip(behaviours, tests, strict=True)
    ]
    nothing = [_nothing_sql(each, scope) for each in behaviours]
    return Pass(behaviours, " AND ".join(rows) or "1", tuple(tests), tuple(columns), tuple(nothing))


def _nothing_sql(behaviour: Behaviour, scope: Scope) -> str:
    aggregate = behaviour.aggregate
    if aggregate.row.keeps_type:
        return NO_VALUE.get(value_type(aggregate, scope), "NULL")
    return "NULL" if aggregate.row.at_nothing is None else str(aggregate.row.at_nothing)


def either_sql(tests: Sequence[str | None]) -> str | None:
    """SQL of the rows that any test needs; None when one of them needs all."""
    if not all(tests):
        return None
    return f"(({') OR ('.join(test for test in tests if test)}))"


def _conjuncts(behaviour: Behaviour, scope: Scope, binder: Binder) -> list[str]:
    tests = selection_tests(behaviour.selection, scope, binder)
    if behaviour.within is not None:
        start, end = behaviour.within.bounds(scope.zone, scope.now)
        tests += [f"time >= {binder.instant(start)}", f"time < {binder.instant(end)}"]
    return tests


def _hull(
    behaviours: Sequence[Behaviour], common: list[str], scope: Scope, binder: Binder
) -> list[str]:
    """The events and the stretch of time outside of which no clause looks, as far as `common` does not say it."""
    hull = []
    names = {name for each in behaviours for name in each.selection.events}
    if all(each.selection.events for each in behaviours):
        hull.append(events_sql(sorted(names), binder))
    bounds = [
        each.within.bounds(scope.zone, scope.now) for each in behaviours if each.within is not None
    ]
    if len(bounds) == len(behaviours):
        hull.append(f"time >= {binder.instant(min(start for start, _ in bounds))}")
        hull.append(f"time < {binder.instant(max(end for _, end in bounds))}")
    return [test for test in hull if test not in common]

"""How much a condition reads over everybody, told before it is read: whether to count or to estimate hangs on it."""

from collections.abc import Iterator
from dataclasses import dataclass

from stayflow.language.condition.behaviour import is_any
from stayflow.language.condition.daily import is_daily
from stayflow.language.condition.expand import expand
from stayflow.language.condition.tree import (
    Behaviour,
    Condition,
    Group,
    RelativeBehaviour,
    Sequence,
)
from stayflow.language.metric import EventSelection, selection_tests
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder, Statement
from stayflow.language.window import Range


@dataclass(frozen=True, slots=True)
class Reading:
    """What a condition reads.

    Attributes:
        events: Asks the index about how many rows of `events` that is (`rows` is its fourth column); None for none.
        sets: Sets of people it looks into beside them, each of as many rows as there are people.
    """

    events: Statement | None
    sets: int


def compile_reading(condition: Condition, scope: Scope) -> Reading:
    """What a condition reads over everybody.

    Raises:
        UnknownEvent: A name the project has never seen (every error of `compile_people`).
    """
    binder = Binder()
    parts: dict[str, None] = {}
    sets = 0
    for leaf, is_alone in _leaves(expand(condition, scope), is_alone=True):
        stretches = () if is_alone and _is_daily(leaf, scope) else tuple(_stretches(leaf))
        sets += not stretches
        for selection, within in stretches:
            whole = EventSelection(selection.events, path=selection.path)
            tests = selection_tests(whole, scope, binder)
            if within is not None:
                start, end = within.bounds(scope.zone, scope.now)
                tests += [f"time >= {binder.instant(start)}", f"time < {binder.instant(end)}"]
            parts[f"({' AND '.join(tests)})"] = None
    if not parts:
        return Reading(None, sets)
    either = " OR ".join(parts)
    sql = f"EXPLAIN ESTIMATE SELECT person_id FROM events WHERE {either}"
    return Reading(binder.statement(sql), sets)


def _leaves(node: Condition, *, is_alone: bool) -> Iterator[tuple[Condition, bool]]:
    """The clauses of a tree, and whether each is answered by itself: an alternative, or what is not to be done."""
    if not isinstance(node, Group):
        yield node, is_alone
        return
    for member in node.members:
        is_absence = node.how == "not" and isinstance(member, Behaviour) and is_any(member)
        yield from _leaves(member, is_alone=is_alone and (node.how == "any" or is_absence))


def _is_daily(leaf: Condition, scope: Scope) -> bool:
    return isinstance(leaf, Behaviour) and is_daily(leaf, scope)


def _stretches(leaf: Condition) -> Iterator[tuple[EventSelection, Range | None]]:
    """The events that a clause reads, and of what time."""
    match leaf:
        case Behaviour():
            yield leaf.selection, leaf.within
        case RelativeBehaviour():
            yield leaf.since.selection, None
            yield leaf.behaviour.selection, None
        case Sequence():
            for selection in (*leaf.steps, *filter(None, [leaf.without])):
                yield selection, leaf.during

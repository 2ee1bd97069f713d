"""Many lists of classes at once: everybody's class in each of them, in one pass over `events`."""

from collections.abc import Callable, Sequence

from stayflow.language.condition.behaviour import plan_pass
from stayflow.language.condition.expand import expand
from stayflow.language.condition.people import behaviours_of, met_sql, possible_at_nothing
from stayflow.language.condition.tree import Condition
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder, Statement

Lists = Sequence[Sequence[Condition]]
"""Lists of classes, each told by its condition: of each list the first that holds wins."""


def compile_many(lists: Lists, scope: Scope) -> Statement:
    """Which condition of each list a person meets first: rows of `person_id` and `met`, one per person.

    `met` is an array with a number for each list: 1 for its first condition, 2 for the second, 0 for none. Who meets
    none of any list may be missing. The behaviour of all conditions is read in one pass, and what two conditions
    compute of the same events is computed once.

    Args:
        lists: Of each the first condition that holds wins.
        scope: The project; with `scope.people` no more is read than these people need.

    Raises:
        UnknownEvent: A name the project has never seen (every error of `compile_people`).
    """
    binder = Binder()
    trees = expand_lists(lists, scope)
    return binder.statement(
        first_met_sql(trees, lambda met: f"[{', '.join(met)}] AS met", scope, binder)
    )


def expand_lists(lists: Lists, scope: Scope) -> list[list[Condition]]:
    """The lists with every defined clause replaced by its definition."""
    return [[expand(each, scope) for each in conditions] for conditions in lists]


def first_met_sql(
    trees: Lists, told: Callable[[Sequence[str]], str], scope: Scope, binder: Binder
) -> str:
    """A SELECT of everybody, once, as `person_id`, beside what `told` makes of the numbers of `compile_many`."""
    behaviours = tuple(
        dict.fromkeys(each for list_ in trees for tree in list_ for each in behaviours_of(tree))
    )
    known = scope.known_people_sql(binder)
    events = plan_pass(behaviours, scope, binder) if behaviours else None
    columns = told(
        [_first_met([met_sql(tree, events, scope, binder) for tree in list_]) for list_ in trees]
    )
    if events is None:
        return f"SELECT DISTINCT person AS person_id, {columns}\nFROM ({known})"
    behaviour = f"WITH behaviour AS (\n{events.sql(scope.event_person)}\n)"
    if not any(possible_at_nothing(tree).true for list_ in trees for tree in list_):
        return f"{behaviour}\nSELECT person AS person_id, {columns} FROM behaviour"
    return (
        f"{behaviour},\nanybody AS (\n{events.beside_nothing_sql(known)}\n)\n"
        f"SELECT person AS person_id, {columns} FROM anybody"
    )


def _first_met(tests: Sequence[str]) -> str:
    steps = ", ".join(f"{test}, {number}" for number, test in enumerate(tests, 1))
    return f"toUInt16(multiIf({steps}, 0))"

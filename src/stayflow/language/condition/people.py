"""From a condition to one ClickHouse statement over everybody, or over given people.

Attributes and facets are sets of people; behaviour is one pass over `events`. Where nobody without such events can
meet the condition, the pass is all there is to read. Where everybody without them meets it, the answer is `people`
less those whom the pass finds. Else the pass runs over `people` and events together.
"""

from collections.abc import Iterator
from collections.abc import Sequence as Items
from dataclasses import dataclass

from stayflow.language.condition.attribute import ABSENCE, attribute_people_sql, attribute_sql
from stayflow.language.condition.behaviour import Pass, holds_at_nothing, is_any, plan_pass
from stayflow.language.condition.expand import expand
from stayflow.language.condition.sequence import sequence_sql
from stayflow.language.condition.since import since_sql
from stayflow.language.condition.tree import (
    AttributeTest,
    Behaviour,
    Condition,
    FacetTest,
    Group,
    RelativeBehaviour,
    Sequence,
)
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder, Statement


def compile_people(condition: Condition, scope: Scope) -> Statement:
    """The people who meet the condition: one row, `person_id`, per canonical person.

    Args:
        condition: The tree.
        scope: The project; with `scope.people` the statement reads no more than these people need.

    Raises:
        UnknownEvent: A name the project has never seen (likewise UnknownProperty, UnknownAttribute).
        UnknownOperator: A comparison the type of the value has not.
        ConditionCycle: A segment is defined by itself.
    """
    binder = Binder()
    tree = expand(condition, scope)
    return binder.statement(_Compiler(scope, binder).compile(tree))


def compile_classes(
    classes: Items[tuple[str, Condition]], otherwise: str, scope: Scope
) -> Statement:
    """Everybody in the first class whose condition they meet: rows of `person_id` and `class`, one per person.

    Args:
        classes: Names and conditions, the first that holds wins.
        otherwise: The class of those who meet none.
        scope: The project, at `scope.until` if that is set.
    """
    binder = Binder()
    trees = [(name, expand(condition, scope)) for name, condition in classes]
    return binder.statement(_Compiler(scope, binder).compile_classes(trees, otherwise))


def behaviours_of(condition: Condition) -> Iterator[Behaviour]:
    """Every behaviour of the tree, in order."""
    if isinstance(condition, Behaviour):
        yield condition
    elif isinstance(condition, Group):
        for member in condition.members:
            yield from behaviours_of(member)


@dataclass(frozen=True, slots=True)
class Possible:
    """What a condition can be for somebody without any of its events."""

    true: bool
    false: bool


def possible_at_nothing(condition: Condition) -> Possible:
    """Whether the condition can hold, and can fail, for somebody without any of its events."""
    if isinstance(condition, Behaviour):
        holds = holds_at_nothing(condition)
        return Possible(true=holds, false=not holds)
    if not isinstance(condition, Group):
        return Possible(true=True, false=True)
    members = [possible_at_nothing(member) for member in condition.members]
    if condition.how == "not":
        return Possible(true=members[0].false, false=members[0].true)
    if condition.how == "all":
        return Possible(
            true=all(each.true for each in members), false=any(each.false for each in members)
        )
    return Possible(
        true=any(each.true for each in members), false=all(each.false for each in members)
    )


def met_sql(tree: Condition, events: Pass | None, scope: Scope, binder: Binder) -> str:
    """SQL, 0 or 1, of a row of the pass (or a `person`, where no behaviour is asked) meeting an expanded condition."""
    return _Compiler(scope, binder).met(tree, events)


@dataclass(frozen=True, slots=True)
class _Compiler:
    scope: Scope
    binder: Binder

    def compile(self, tree: Condition) -> str:
        behaviours = tuple(dict.fromkeys(behaviours_of(tree)))
        if not behaviours:
            return self._from_sets(tree)
        events = plan_pass(behaviours, self.scope, self.binder)
        if not possible_at_nothing(tree).true:
            return self._from_events(events, self.met(tree, events))
        sets, others = _split(tree)
        if all(not possible_at_nothing(member).false for member in others):
            return self._from_complement(events, sets, others)
        return self._from_both(events, self.met(tree, events))

    def compile_classes(self, classes: Items[tuple[str, Condition]], otherwise: str) -> str:
        behaviours = tuple(
            dict.fromkeys(each for _, tree in classes for each in behaviours_of(tree))
        )
        events = plan_pass(behaviours, self.scope, self.binder) if behaviours else None
        steps = "".join(
            f"    {self.met(tree, events)}, {self.binder.bind(name, 'String')},\n"
            for name, tree in classes
        )
        choice = f"multiIf(\n{steps}    {self.binder.bind(otherwise, 'String')})"
        known = self.scope.known_people_sql(self.binder)
        if events is None:
            return f"SELECT DISTINCT person AS person_id, {choice} AS class\nFROM ({known})"
        return (
            f"WITH behaviour AS (\n{events.sql(self.scope.event_person)}\n),\n"
            f"anybody AS (\n{events.beside_nothing_sql(known)}\n)\n"
            f"SELECT person AS person_id, {choice} AS class\nFROM anybody"
        )

    def _from_sets(self, tree: Condition) -> str:
        members = tree.members if isinstance(tree, Group) and tree.how == "all" else (tree,)
        first = next((each for each in members if _is_presence(each)), None)
        if not isinstance(first, AttributeTest) or not self.scope.is_everybody:
            return self._from_people([self.met(tree, None)])
        # Who has a value is somebody: those are all there is to look at.
        people = attribute_people_sql(first, self.scope, self.binder)
        tests = [self.met(each, None) for each in members if each is not first]
        where = " AND ".join(test for test in tests if test != "1") or "1"
        return f"SELECT person AS person_id\nFROM (\n{people}\n)\nWHERE {where}"

    def _from_people(self, tests: list[str]) -> str:
        where = " AND ".join(test for test in tests if test != "1") or "1"
        return (
            "SELECT DISTINCT person AS person_id\n"
            f"FROM ({self.scope.known_people_sql(self.binder)})\n"
            f"WHERE {where}"
        )

    def _from_events(self, events: Pass, met: str) -> str:
        return (
            f"WITH behaviour AS (\n{events.sql(self.scope.event_person)}\n)\n"
            f"SELECT person AS person_id FROM behaviour WHERE {met}"
        )

    def _from_complement(self, events: Pass, sets: list[Condition], others: list[Condition]) -> str:
        tests = [self.met(member, None) for member in sets]
        if all(_is_absence(member) for member in others):
            seen = events.any_sql(self.scope.event_person)
            return self._from_people([*tests, f"person NOT IN (\n    {seen}\n)"])
        met = " AND ".join(self.met(member, events) for member in others)
        found = f"SELECT person FROM behaviour WHERE NOT ({met})"
        people = self._from_people([*tests, f"person NOT IN ({found})"])
        return f"WITH behaviour AS (\n{events.sql(self.scope.event_person)}\n)\n{people}"

    def _from_both(self, events: Pass, met: str) -> str:
        known = self.scope.known_people_sql(self.binder)
        return (
            f"WITH behaviour AS (\n{events.sql(self.scope.event_person)}\n),\n"
            f"anybody AS (\n{events.beside_nothing_sql(known)}\n)\n"
            f"SELECT person AS person_id FROM anybody WHERE {met}"
        )

    def met(self, node: Condition, events: Pass | None) -> str:
        """See `met_sql`."""
        match node:
            case Behaviour():
                assert events is not None  # noqa: S101  a tree with behaviour has a pass
                return events.met_sql(node, self.scope, self.binder)
            case RelativeBehaviour():
                return since_sql(node, self.scope, self.binder, "person")
            case AttributeTest():
                return attribute_sql(node, self.scope, self.binder, "person")
            case Sequence():
                return f"person IN (\n    {sequence_sql(node, self.scope, self.binder)}\n)"
            case FacetTest():
                people = node.facet.people_sql(node.clause, self.scope, self.binder)
                return f"person IN (\n    {people}\n)"
            case Group():
                return self._group_met(node, events)

    def _group_met(self, group: Group, events: Pass | None) -> str:
        if not group.members:
            return "1" if group.how == "all" else "0"
        parts = list(dict.fromkeys(self.met(member, events) for member in group.members))
        if group.how == "not":
            return f"NOT ({parts[0]})"
        word = " AND " if group.how == "all" else " OR "
        return parts[0] if len(parts) == 1 else f"({word.join(parts)})"


def _is_presence(node: Condition) -> bool:
    """True for a test of an attribute that nobody without a value meets."""
    return isinstance(node, AttributeTest) and node.op != ABSENCE


def _is_absence(node: Condition) -> bool:
    """True for `not` of a behaviour that one event is enough for."""
    if not isinstance(node, Group) or node.how != "not":
        return False
    only = node.members[0]
    return isinstance(only, Behaviour) and is_any(only)


def _split(tree: Condition) -> tuple[list[Condition], list[Condition]]:
    """The members of a top `all` (or the tree alone): those without behaviour, and the others."""
    members = tree.members if isinstance(tree, Group) and tree.how == "all" else (tree,)
    sets = [member for member in members if not any(behaviours_of(member))]
    return sets, [member for member in members if any(behaviours_of(member))]

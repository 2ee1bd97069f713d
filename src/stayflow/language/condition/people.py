"""From a condition to one ClickHouse statement over everybody, or over given people.

Attributes and facets are sets of people; behaviour is one pass over `events`. Where nobody without such events can
meet the condition, the pass is all there is to read. Where everybody without them meets it, the answer is `people`
less those whom the pass finds. Else the pass runs over `people` and events together. Alternatives of different events
are answered one by one: a pass over all of them would compute everything of everybody. What the daily bitmaps know is
not read from events at all.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Sequence as Items
from dataclasses import dataclass

from stayflow.language.condition.attribute import ABSENCE, attribute_people_sql, attribute_sql
from stayflow.language.condition.behaviour import (
    Pass,
    computed,
    holds_at_nothing,
    is_any,
    is_none,
    plan_pass,
)
from stayflow.language.condition.daily import (
    daily_people_sql,
    is_daily,
    seen_people_sql,
    unseen_people_sql,
)
from stayflow.language.condition.expand import expand
from stayflow.language.condition.sequence import sequence_sql
from stayflow.language.condition.since import since_people_sql, since_sql
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


def sharing_events(named: Mapping[int, frozenset[str]]) -> list[list[int]]:
    """The keys in groups, of which no two have a name in common."""
    groups: list[tuple[frozenset[str], list[int]]] = []
    for key, names in named.items():
        met = [each for each in groups if each[0] & names]
        groups = [each for each in groups if not each[0] & names]
        keys = [*(one for _, keys in met for one in keys), key]
        groups.append((names.union(*(each for each, _ in met)), keys))
    return [keys for _, keys in groups]


def met_sql(tree: Condition, events: Pass | None, scope: Scope, binder: Binder) -> str:
    """SQL, 0 or 1, of a row of the pass (or a `person`, where no behaviour is asked) meeting an expanded condition."""
    return _Compiler(scope, binder).met(tree, events)


@dataclass(frozen=True, slots=True)
class _Compiler:
    scope: Scope
    binder: Binder

    def compile(self, tree: Condition) -> str:
        parts = _alternatives(tree) if self.scope.is_everybody else [tree]
        if len(parts) <= 1:
            return self._compile(tree)
        either = "\nUNION ALL ".join(
            f"SELECT person_id FROM (\n{self._compile(part)}\n)" for part in parts
        )
        return f"SELECT person_id FROM (\n{either}\n) GROUP BY person_id"

    def _compile(self, tree: Condition) -> str:
        behaviours = tuple(dict.fromkeys(behaviours_of(tree)))
        if not behaviours:
            return self._from_known(_members(tree), [])
        if not possible_at_nothing(tree).true:
            return self._from_events(tree, behaviours)
        sets, others = _split(tree)
        if all(not possible_at_nothing(member).false for member in others):
            return self._from_complement(behaviours, sets, others)
        events = plan_pass(behaviours, self.scope, self.binder)
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

    def _from_known(self, sets: Items[Condition], tests: Items[str]) -> str:
        """Everybody who is in all of the sets and meets the tests."""
        first = next((each for each in sets if _is_presence(each)), None)
        if first is None or self.scope.until is not None:
            return self._from_people([*(self.met(each, None) for each in sets), *tests])
        # Who has a value, or did something, is somebody: those are all there is to look at.
        left = [self.met(each, None) for each in sets if each is not first]
        where = _all_of([*left, *tests])
        return f"SELECT person AS person_id\nFROM (\n{self._present(first)}\n)\nWHERE {where}"

    def _present(self, node: Condition) -> str:
        """A SELECT of every `person`, once, who meets a condition that somebody has to be there for."""
        match node:
            case AttributeTest():
                return attribute_people_sql(node, self.scope, self.binder)
            case RelativeBehaviour():
                return since_people_sql(node, self.scope, self.binder)
            case _:
                assert isinstance(node, Sequence)  # noqa: S101 - see _is_presence
                return sequence_sql(node, self.scope, self.binder)

    def _from_people(self, tests: Items[str]) -> str:
        return (
            "SELECT DISTINCT person AS person_id\n"
            f"FROM ({self.scope.known_people_sql(self.binder)})\n"
            f"WHERE {_all_of(tests)}"
        )

    def _from_events(self, tree: Condition, behaviours: Items[Behaviour]) -> str:
        person = self.scope.event_person
        if isinstance(tree, Behaviour) and is_daily(tree, self.scope):
            days = daily_people_sql(tree, self.scope, self.binder)
            return f"SELECT person AS person_id FROM (\n    {days}\n)"
        events = plan_pass(behaviours, self.scope, self.binder)
        if isinstance(tree, Behaviour) and is_any(tree):
            return f"SELECT person AS person_id FROM (\n    {events.any_sql(person)}\n) GROUP BY person_id"
        return (
            f"WITH behaviour AS (\n{events.sql(person)}\n)\n"
            f"SELECT person AS person_id FROM behaviour WHERE {self.met(tree, events)}"
        )

    def _from_complement(
        self, behaviours: Items[Behaviour], sets: Items[Condition], others: Items[Condition]
    ) -> str:
        if all(_is_absence(member) for member in others):
            counted = [computed(each) for each in behaviours]
            if not sets and self._are_daily(counted):
                people = unseen_people_sql(counted, self.scope, self.binder)
                return f"SELECT person AS person_id FROM (\n    {people}\n)"
            return self._from_known(sets, [f"person NOT IN (\n    {self._seen(behaviours)}\n)"])
        events = plan_pass(behaviours, self.scope, self.binder)
        met = " AND ".join(self.met(member, events) for member in others)
        people = self._from_known(
            sets, [f"person NOT IN (SELECT person FROM behaviour WHERE NOT ({met}))"]
        )
        return f"WITH behaviour AS (\n{events.sql(self.scope.event_person)}\n)\n{people}"

    def _seen(self, behaviours: Items[Behaviour]) -> str:
        """A SELECT of everybody with an event of any behaviour."""
        counted = [computed(each) for each in behaviours]
        if self._are_daily(counted):
            days = (seen_people_sql(each, self.scope, self.binder) for each in counted)
            return "\n    UNION ALL ".join(days)
        return plan_pass(behaviours, self.scope, self.binder).any_sql(self.scope.event_person)

    def _are_daily(self, behaviours: Items[Behaviour]) -> bool:
        return all(is_daily(each, self.scope) for each in behaviours)

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


def _all_of(tests: Items[str]) -> str:
    return " AND ".join(test for test in tests if test != "1") or "1"


def _is_presence(node: Condition) -> bool:
    """True for a set of people that is found without looking at everybody there is."""
    match node:
        case AttributeTest():
            return node.op != ABSENCE
        case RelativeBehaviour():
            return not holds_at_nothing(node.behaviour)
        case _:
            return isinstance(node, Sequence)


def _is_absence(node: Condition) -> bool:
    """True for a clause that whoever has an event of it fails: `not` of one event, or a count of none."""
    if isinstance(node, Behaviour):
        return is_none(node)
    if not isinstance(node, Group) or node.how != "not":
        return False
    only = node.members[0]
    return isinstance(only, Behaviour) and is_any(only)


def _members(tree: Condition) -> tuple[Condition, ...]:
    """The members of a top `all`, or the tree alone."""
    return tree.members if isinstance(tree, Group) and tree.how == "all" else (tree,)


def _alternatives(tree: Condition) -> list[Condition]:
    """The members of a top `any`, those that read the same events together; the tree alone where that is no gain.

    Somebody without an event who may meet one of them only together with others has to be looked at with all.
    """
    if not isinstance(tree, Group) or tree.how != "any":
        return [tree]
    alone: list[Condition] = []
    sets: list[Condition] = []
    named: dict[int, frozenset[str]] = {}
    for place, member in enumerate(tree.members):
        events = _events_of(member)
        if events is None:
            return [tree]
        if not any(behaviours_of(member)):
            (alone if _is_presence(member) else sets).append(member)
            continue
        if possible_at_nothing(member).true:
            if not _is_complement(member):
                return [tree]
            alone.append(member)
            continue
        named[place] = events
    groups = ([tree.members[place] for place in group] for group in sharing_events(named))
    together = [_either(each) for each in groups]
    return [*together, *alone, *([_either(sets)] if sets else [])]


def _either(members: Items[Condition]) -> Condition:
    return members[0] if len(members) == 1 else Group("any", tuple(members))


def _events_of(node: Condition) -> frozenset[str] | None:
    """The events that the behaviours of a tree read; None when one reads all there are."""
    names = [each.selection.events for each in behaviours_of(node)]
    return frozenset(name for each in names for name in each) if all(names) else None


def _is_complement(node: Condition) -> bool:
    """True when everybody without the events of a tree is in it who is in its other sets."""
    return all(not possible_at_nothing(member).false for member in _split(node)[1])


def _split(tree: Condition) -> tuple[list[Condition], list[Condition]]:
    """The members of a top `all` (or the tree alone): those without behaviour, and the others."""
    members = _members(tree)
    sets = [member for member in members if not any(behaviours_of(member))]
    return sets, [member for member in members if any(behaviours_of(member))]

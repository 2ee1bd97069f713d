"""A condition as a sentence, in Chinese and English, from the same tree that becomes SQL."""

from stayflow.language.condition.since import say_since
from stayflow.language.condition.tree import (
    AttributeTest,
    Behaviour,
    Condition,
    FacetTest,
    Group,
    RelativeBehaviour,
    Sequence,
    Unread,
)
from stayflow.language.event_filter import say_group
from stayflow.language.metric import describe_selection
from stayflow.language.operators import find_operator, say_comparison
from stayflow.language.scope import ValueType
from stayflow.language.sentence import Lang, Sentence, say_length
from stayflow.language.window import say_range

EVERYBODY = Sentence("所有人", "everybody")
NOBODY = Sentence("没有人", "nobody")
DID_ONCE = Sentence("{within}做过 {events}", "did {events}{within}")
DID_NEVER = Sentence("{within}没有做过 {events}", "did not do {events}{within}")
DID_COUNT = Sentence(
    "{within}做过 {events} 的次数{compared}",
    "did {events} a number of times that {compared}{within}",
)
DID_AGGREGATE = Sentence(
    "{within} {events} 的 {aggregate} {compared}", "{aggregate} of {events} {compared}{within}"
)

DID_IN_ORDER = Sentence(
    "{during}依次做过 {steps}{within}{without}",
    "did {steps} in this order{within}{without}{during}",
)
IN_ALL = Sentence("，前后不超过 {length}", " within {length}")
AND_NOT_BETWEEN = Sentence("，其间没有 {events}", " without {events} in between")


def describe_condition(condition: Condition, lang: Lang) -> str:
    """The condition in words."""
    return _say(condition, lang, is_inside=False)


def _say(condition: Condition, lang: Lang, *, is_inside: bool) -> str:
    """A condition in words; a group inside of another stands in parentheses."""
    match condition:
        case Group():
            return _say_group(condition, lang, is_inside=is_inside)
        case AttributeTest():
            return say_comparison(condition.name, condition.op, condition.value, lang)
        case FacetTest():
            return condition.facet.describe(condition.clause, lang)
        case Behaviour():
            return _say_behaviour(condition, lang, say_range(condition.within, lang))
        case RelativeBehaviour():
            return _say_behaviour(condition.behaviour, lang, say_since(condition.since, lang))
        case Sequence():
            return _say_sequence(condition, lang)


def _say_group(group: Group, lang: Lang, *, is_inside: bool) -> str:
    if not group.members:
        return (EVERYBODY if group.how == "all" else NOBODY).say(lang)
    only = group.members[0]
    if group.how == "not" and isinstance(only, Behaviour) and _is_once(only):
        return _say_did(DID_NEVER, only, lang, say_range(only.within, lang))
    if group.how == "not" and isinstance(only, RelativeBehaviour) and _is_once(only.behaviour):
        return _say_did(DID_NEVER, only.behaviour, lang, say_since(only.since, lang))
    inside = len(group.members) > 1 or (is_inside and group.how != "not")
    parts = [_say(member, lang, is_inside=inside) for member in group.members]
    return say_group(group.how, parts, lang, is_inside=is_inside)


def _is_once(behaviour: Behaviour) -> bool:
    return (behaviour.aggregate.kind, behaviour.op, behaviour.value) == ("count", "gte", (1,))


def _say_behaviour(behaviour: Behaviour, lang: Lang, when: str) -> str:
    if _is_once(behaviour):
        return _say_did(DID_ONCE, behaviour, lang, when)
    pattern = DID_COUNT if behaviour.aggregate.kind == "count" else DID_AGGREGATE
    return _say_did(pattern, behaviour, lang, when)


def _say_did(pattern: Sentence, behaviour: Behaviour, lang: Lang, when: str) -> str:
    value = behaviour.value
    compared = (
        say_comparison("", behaviour.op, value.as_written, lang)
        if isinstance(value, Unread)
        else find_operator(ValueType.NUMBER, behaviour.op, "").describe("", value, lang)
    )
    said = pattern.say(
        lang,
        within=when,
        events=describe_selection(behaviour.selection, lang),
        aggregate=behaviour.aggregate.describe(lang),
        compared=compared,
    )
    return said.strip()


def _say_sequence(sequence: Sequence, lang: Lang) -> str:
    length, without = sequence.within_said, sequence.without
    said = DID_IN_ORDER.say(
        lang,
        during=say_range(sequence.during, lang),
        steps=" → ".join(describe_selection(step, lang) for step in sequence.steps),
        within=""
        if length is None
        else IN_ALL.say(lang, length=say_length(length.count, length.unit, lang)),
        without=""
        if without is None
        else AND_NOT_BETWEEN.say(lang, events=describe_selection(without, lang)),
    )
    return said.strip()

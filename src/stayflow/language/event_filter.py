"""Event filters: which events count. `{property, op, value}`, nested by `all`, `any` and `not`."""

from dataclasses import dataclass, field
from typing import Literal

from stayflow.language.operands import Moment
from stayflow.language.operators import check_operator_name, find_operator, say_comparison
from stayflow.language.raw import JsonObject, Malformed, join, read_list, read_object, read_text
from stayflow.language.scope import Scope, find_property, property_sql
from stayflow.language.sentence import Lang, close_gaps
from stayflow.language.statement import Binder

DEPTH_MAX = 20
"""Levels of nesting: more is a mistake, and would exhaust the parser."""
CHILDREN_MAX = 200


@dataclass(frozen=True, slots=True)
class PropertyTest:
    """One property compared with a value, which stays raw until the catalogue says its type."""

    property: str
    op: str
    value: object
    path: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """`all` or `any` of some filters, or `not` of one."""

    how: Literal["all", "any", "not"]
    members: "tuple[EventFilter, ...]"


EventFilter = PropertyTest | FilterGroup


def parse_event_filter(raw: object, path: str = "where") -> EventFilter:
    """Read an event filter.

    Raises:
        Malformed: A part has the wrong shape; the path names it.
    """
    return _parse(raw, path, depth=0)


def _parse(raw: object, path: str, *, depth: int) -> EventFilter:
    if depth > DEPTH_MAX:
        raise Malformed(f"nested deeper than {DEPTH_MAX} levels", path=path)
    node = read_object(raw, path)
    for how in ("all", "any"):
        if how in node:
            read_object(node, path, known=(how,))
            return FilterGroup(how, _parse_members(node[how], join(path, how), depth=depth))
    if "not" in node:
        read_object(node, path, known=("not",))
        return FilterGroup("not", (_parse(node["not"], join(path, "not"), depth=depth + 1),))
    return _parse_test(node, path)


def _parse_members(raw: object, path: str, *, depth: int) -> tuple[EventFilter, ...]:
    members = read_list(raw, path)
    if not members or len(members) > CHILDREN_MAX:
        raise Malformed(f"expected 1 to {CHILDREN_MAX} filters, got {len(members)}", path=path)
    return tuple(
        _parse(each, f"{path}[{index}]", depth=depth + 1) for index, each in enumerate(members)
    )


def _parse_test(node: JsonObject, path: str) -> PropertyTest:
    read_object(node, path, known=("property", "op", "value"))
    op = check_operator_name(read_text(node.get("op", "eq"), join(path, "op")), join(path, "op"))
    return PropertyTest(
        read_text(node.get("property"), join(path, "property")), op, node.get("value"), path
    )


def filter_sql(event_filter: EventFilter, scope: Scope, binder: Binder) -> str:
    """SQL over the columns of `events`: 1 for the events that count, 0 for the others."""
    if isinstance(event_filter, PropertyTest):
        return _test_sql(event_filter, scope, binder)
    parts = [filter_sql(member, scope, binder) for member in event_filter.members]
    if event_filter.how == "not":
        return f"NOT ({parts[0]})"
    return f"({(' AND ' if event_filter.how == 'all' else ' OR ').join(parts)})"


def describe_filter(event_filter: EventFilter, lang: Lang, *, is_inside: bool = False) -> str:
    """The filter in words. Without a catalogue values are said as written.

    Args:
        event_filter: What is said.
        lang: In which language.
        is_inside: It is a part of another, so that a group stands in parentheses.
    """
    if isinstance(event_filter, PropertyTest):
        return say_comparison(event_filter.property, event_filter.op, event_filter.value, lang)
    inside = len(event_filter.members) > 1 or (is_inside and event_filter.how != "not")
    parts = [describe_filter(member, lang, is_inside=inside) for member in event_filter.members]
    return say_group(event_filter.how, parts, lang, is_inside=is_inside)


def say_group(how: str, parts: list[str], lang: Lang, *, is_inside: bool) -> str:
    """Parts joined by and / or, or one part negated; in parentheses where it is a part itself."""
    if how == "not":
        return f"非（{parts[0]}）" if lang == "zh" else f"not ({parts[0]})"
    if len(parts) == 1:
        return parts[0]
    if lang == "en":
        joined = {"all": ", and ", "any": ", or "}[how].join(parts)
        return f"({joined})" if is_inside else joined
    joined = parts[0]
    for part in parts[1:]:
        joined = close_gaps(
            {"all": "{one}，且 {other}", "any": "{one}，或 {other}"}[how], one=joined, other=part
        )
    return f"（{joined}）" if is_inside else joined


def _test_sql(test: PropertyTest, scope: Scope, binder: Binder) -> str:
    found = find_property(scope, test.property, join(test.path, "property"))
    operator = find_operator(found.type, test.op, join(test.path, "op"))
    value = operator.read(test.value, join(test.path, "value"))
    left = property_sql(scope, binder, test.property, path=join(test.path, "property"))
    return operator.compile(left, value, binder, Moment(scope.zone, scope.now))

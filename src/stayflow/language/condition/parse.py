"""From JSON to the tree of a condition; every error names its place."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from stayflow.kernel.errors import InvalidInput, nearest
from stayflow.kernel.registry import Registry
from stayflow.language.aggregate import AggregateInvalid, parse_aggregate
from stayflow.language.condition.since import parse_since
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
from stayflow.language.metric import EventSelection, parse_selection
from stayflow.language.operands import Operand
from stayflow.language.operators import check_operator_name, find_operator
from stayflow.language.raw import (
    JsonObject,
    Malformed,
    join,
    read_list,
    read_number,
    read_object,
    read_text,
    shown,
)
from stayflow.language.scope import Facet, ValueType
from stayflow.language.window import parse_duration, parse_length, parse_range

DEPTH_MAX = 20
"""Levels of nesting: more is a mistake, and would exhaust the parser."""
CLAUSES_MAX = 200
"""Members of one group."""
STEPS_MIN, STEPS_MAX = 2, 10
SEQUENCE_MAX = timedelta(days=366)
"""The longest window of a sequence."""
COMING: Final = (
    "tag", "score", "stage", "status", "rfm", "value", "segment", "member", "reached", "predicted", "consent",
)  # fmt: skip
"""Kinds of condition the language has a word for; those a project can use are gathered in `app.py`."""
COMPARISONS = ("eq", "ne", "gt", "gte", "lt", "lte", "between")


class UnknownCondition(InvalidInput):
    """A kind of condition that no room offers."""

    code = "unknown_condition"


class UnsupportedFacet(InvalidInput):
    """A kind of condition the language knows, whose room is not part of this installation."""

    code = "unsupported_facet"


def parse_condition(
    raw: object, path: str = "", *, facets: Registry[Facet] | None = None
) -> Condition:
    """Read a condition; `{}` is everybody.

    Args:
        raw: The JSON value.
        path: Where it stands in the request.
        facets: Further kinds of condition, as `Scope.facets` has them.

    Raises:
        Malformed: A part has the wrong shape; the path names it.
    """
    return _Parser(facets or Registry("condition")).parse(raw, path, depth=0)


class _Parser:
    def __init__(self, facets: Registry[Facet]) -> None:
        self.facets = facets

    def parse(self, raw: object, path: str, *, depth: int) -> Condition:
        if depth > DEPTH_MAX:
            raise Malformed(f"nested deeper than {DEPTH_MAX} levels", path=path)
        node = read_object(raw, path)
        if not node and not path.endswith("]"):
            return Group("all", ())
        if len(node) != 1:
            raise Malformed(
                f"expected one kind of condition, got {_listed(node)}", path=path or None
            )
        ((kind, body),) = node.items()
        return self._parse_kind(kind, body, join(path, kind), depth=depth)

    def _parse_kind(self, kind: str, body: object, path: str, *, depth: int) -> Condition:
        if kind == "all":
            return Group("all", self._members(body, path, depth=depth))
        if kind == "any":
            return Group("any", self._members(body, path, depth=depth))
        if kind == "not":
            return Group("not", (self.parse(body, path, depth=depth + 1),))
        leaf = LEAVES.get(kind)
        if leaf is not None:
            return leaf(body, path)
        if kind in self.facets:
            facet = self.facets.get(kind)
            return FacetTest(facet, kind, facet.parse(body, path), path)
        known = ["all", "any", "not", *LEAVES, *self.facets.names()]
        if kind in COMING:
            raise UnsupportedFacet(
                f'"{kind}" is not offered by this installation; it offers {", ".join(known)}',
                path=path,
            )
        raise UnknownCondition(
            f'unknown condition "{kind}"{nearest(kind, known)}; known: {", ".join(known)}',
            path=path,
        )

    def _members(self, raw: object, path: str, *, depth: int) -> tuple[Condition, ...]:
        members = read_list(raw, path)
        if not members or len(members) > CLAUSES_MAX:
            raise Malformed(
                f"expected 1 to {CLAUSES_MAX} conditions, got {len(members)}", path=path
            )
        return tuple(
            self.parse(each, f"{path}[{index}]", depth=depth + 1)
            for index, each in enumerate(members)
        )


def _listed(node: JsonObject) -> str:
    return ", ".join(str(key) for key in node) or "none"


def _parse_attribute(raw: object, path: str) -> AttributeTest:
    node = read_object(raw, path, known=("name", "op", "value"))
    name = read_text(node.get("name"), join(path, "name"))
    op = check_operator_name(read_text(node.get("op", "eq"), join(path, "op")), join(path, "op"))
    return AttributeTest(name, op, node.get("value"), path)


def _parse_behaviour(raw: object, path: str) -> Behaviour | RelativeBehaviour:
    node = read_object(
        raw, path, known=("event", "where", "aggregate", "op", "value", "count", "within")
    )
    selection = parse_selection(node, path)
    aggregate = parse_aggregate(node.get("aggregate"), join(path, "aggregate"), may_keep_type=True)
    if not aggregate.row.of_one:
        raise AggregateInvalid(
            f"{aggregate.kind} is about many people, not one", path=join(path, "aggregate")
        )
    op, value = (
        _parse_value(node, path) if aggregate.row.keeps_type else _parse_comparison(node, path)
    )
    within = node.get("within")
    if isinstance(within, Mapping) and "since" in within:
        since = parse_since(within, join(path, "within"))
        return RelativeBehaviour(Behaviour(selection, aggregate, op, value, path=path), since)
    range_ = None if within is None else parse_range(within, join(path, "within"))
    return Behaviour(selection, aggregate, op, value, range_, path)


def _parse_sequence(raw: object, path: str) -> Sequence:
    node = read_object(raw, path, known=("steps", "without", "within", "during"))
    at = join(path, "steps")
    steps = read_list(node.get("steps"), at)
    if not STEPS_MIN <= len(steps) <= STEPS_MAX:
        raise Malformed(f"expected {STEPS_MIN} to {STEPS_MAX} steps, got {len(steps)}", path=at)
    within, within_said = None, None
    if node.get("within") is not None:
        at_within = join(path, "within")
        within_said = parse_length(node["within"], at_within)
        within = parse_duration(node["within"], at_within)
        if within > SEQUENCE_MAX:
            raise Malformed(f"at most {SEQUENCE_MAX.days} days", path=at_within)
    without, during = node.get("without"), node.get("during")
    return Sequence(
        steps=tuple(_step(each, f"{at}[{index}]") for index, each in enumerate(steps)),
        without=None if without is None else _step(without, join(path, "without")),
        within=within,
        within_said=within_said,
        during=None if during is None else parse_range(during, join(path, "during")),
        path=path,
    )


def _step(raw: object, path: str) -> EventSelection:
    return parse_selection(read_object(raw, path, known=("event", "where")), path)


def _parse_comparison(node: JsonObject, path: str) -> tuple[str, Operand]:
    """`count: 3` is at least three, `count: {lte: 2}` compares; else `op` and `value`, else at least one."""
    if "count" in node:
        return _parse_count(node, path)
    if "op" not in node and "value" not in node:
        if node.get("aggregate") in (None, "count"):  # no set: an aggregate may be a mapping
            return "gte", (1,)
        raise Malformed("an aggregate needs op and value", path=join(path, "op"))
    op = _comparison(node.get("op", "gte"), join(path, "op"))
    return op, find_operator(ValueType.NUMBER, op, path).read(
        node.get("value"), join(path, "value")
    )


def _parse_value(node: JsonObject, path: str) -> tuple[str, Unread]:
    """Of a value of a property: its type, and so what fits it, is known to the catalogue."""
    if "count" in node:
        raise Malformed("takes either count or aggregate", path=join(path, "count"))
    at = join(path, "op")
    op = check_operator_name(read_text(node.get("op", "eq"), at), at)
    value = node.get("value")
    scalars = value if isinstance(value, list | tuple) else [value]
    for each in scalars:
        if each is not None and not isinstance(each, str | int | float):
            raise Malformed(f"expected single values, got {shown(each)}", path=join(path, "value"))
    if isinstance(value, list):
        value = tuple(value)
    return op, Unread(value)


def _parse_count(node: JsonObject, path: str) -> tuple[str, Operand]:
    at = join(path, "count")
    for other in ("op", "value", "aggregate"):
        if other in node:
            raise Malformed(f"takes either count or {other}", path=at)
    count = node["count"]
    if not isinstance(count, Mapping):
        return "gte", (read_number(count, at),)
    if len(count) != 1:
        raise Malformed('expected a number, or one comparison such as {"lte": 2}', path=at)
    ((word, value),) = count.items()
    op = _comparison(word, join(at, str(word)))
    return op, find_operator(ValueType.NUMBER, op, at).read(value, join(at, op))


def _comparison(raw: object, path: str) -> str:
    op = read_text(raw, path)
    if op in COMPARISONS:
        return op
    raise Malformed(
        f'unknown comparison "{op}"{nearest(op, COMPARISONS)}; known: {", ".join(COMPARISONS)}',
        path=path,
    )


LEAVES: Final[
    dict[str, Callable[[object, str], AttributeTest | Behaviour | RelativeBehaviour | Sequence]]
] = {
    "attribute": _parse_attribute,
    "did": _parse_behaviour,
    "sequence": _parse_sequence,
}

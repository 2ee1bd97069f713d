"""The one table of comparisons: per type and word, how its value is read, the SQL it becomes, and how it is said.

Two-valued: every SQL here is 0 or 1, and a missing value meets `is_not_set` only (missing is NULL for numbers, booleans
and times, '' for text, [] for lists). So a negation holds exactly where the comparison does not: `not eq` is true of a
missing value, `ne` is not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from stayflow.kernel.errors import InvalidInput, nearest
from stayflow.language import operands
from stayflow.language.operands import Moment, Operand
from stayflow.language.raw import shown
from stayflow.language.scope import ValueType
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Binder


class UnknownOperator(InvalidInput):
    """A comparison that the type of the value does not have."""

    code = "unknown_operator"


@dataclass(frozen=True, slots=True)
class Operator:
    """One comparison of one type.

    Attributes:
        type: Type of the value on the left.
        name: The word callers write.
        read: Reads the value on the right at its path.
        sql: SQL of the comparison; `{x}` is the left side, `{v}` (`{v0}`, `{v1}`) the bound right side.
        bind: Placeholders of the right side.
        said: What stands after the name of the left side.
    """

    type: ValueType
    name: str
    read: Callable[[object, str], Operand]
    sql: str
    bind: Callable[[Operand, Binder, Moment], tuple[str, ...]]
    said: Sentence

    def compile(self, left: str, value: Operand, binder: Binder, moment: Moment) -> str:
        """SQL, 0 or 1, of `left` compared with `value`."""
        bound = self.bind(value, binder, moment)
        names = {f"v{index}": each for index, each in enumerate(bound)}
        return self.sql.format(x=left, v=bound[0] if bound else "", **names)

    def describe(self, left: str, value: Operand, lang: Lang) -> str:
        """The comparison in words."""
        return f"{left}{' ' if lang == 'en' else ''}{self.said.say(lang, value=operands.said(value, lang))}"


def _rows() -> tuple[Operator, ...]:
    text, number, boolean, time, items = (
        ValueType.TEXT, ValueType.NUMBER, ValueType.BOOLEAN, ValueType.TIME, ValueType.LIST,
    )  # fmt: skip
    one, many, none = operands.read_one_text, operands.read_many_texts, operands.read_nothing
    num, pair = operands.read_one_number, operands.read_two_numbers
    string, strings, floats = operands.bind_text, operands.bind_texts, operands.bind_numbers
    nothing, span, years = operands.bind_nothing, operands.bind_span, operands.bind_anniversary
    return (
        Operator(text, "eq", one, "{x} = {v}", string, Sentence("是 {value}", "is {value}")),
        Operator(
            text,
            "ne",
            one,
            "({x} != '' AND {x} != {v})",
            string,
            Sentence("有值且不是 {value}", "is set and is not {value}"),
        ),
        Operator(
            text,
            "in",
            many,
            "{x} IN {v}",
            strings,
            Sentence("是 {value} 之一", "is one of {value}"),
        ),
        Operator(
            text,
            "not_in",
            many,
            "({x} != '' AND {x} NOT IN {v})",
            strings,
            Sentence("有值且不是 {value} 之一", "is set and is none of {value}"),
        ),
        Operator(
            text,
            "contains",
            one,
            "position({x}, {v}) > 0",
            string,
            Sentence("包含 {value}", "contains {value}"),
        ),
        Operator(
            text,
            "starts_with",
            one,
            "startsWith({x}, {v})",
            string,
            Sentence("以 {value} 开头", "starts with {value}"),
        ),
        Operator(
            text,
            "ends_with",
            one,
            "endsWith({x}, {v})",
            string,
            Sentence("以 {value} 结尾", "ends with {value}"),
        ),
        Operator(
            text,
            "matches",
            operands.read_pattern,
            "({x} != '' AND match({x}, {v}))",
            string,
            Sentence("匹配 {value}", "matches {value}"),
        ),
        Operator(text, "is_set", none, "{x} != ''", nothing, Sentence("有值", "is set")),
        Operator(text, "is_not_set", none, "{x} = ''", nothing, Sentence("没有值", "is not set")),
        Operator(
            number,
            "eq",
            num,
            "ifNull({x} = {v}, 0)",
            floats,
            Sentence("等于 {value}", "is {value}"),
        ),
        Operator(
            number,
            "ne",
            num,
            "ifNull({x} != {v}, 0)",
            floats,
            Sentence("有值且不等于 {value}", "is set and is not {value}"),
        ),
        Operator(
            number,
            "gt",
            num,
            "ifNull({x} > {v}, 0)",
            floats,
            Sentence("大于 {value}", "is more than {value}"),
        ),
        Operator(
            number,
            "gte",
            num,
            "ifNull({x} >= {v}, 0)",
            floats,
            Sentence("至少 {value}", "is at least {value}"),
        ),
        Operator(
            number,
            "lt",
            num,
            "ifNull({x} < {v}, 0)",
            floats,
            Sentence("小于 {value}", "is less than {value}"),
        ),
        Operator(
            number,
            "lte",
            num,
            "ifNull({x} <= {v}, 0)",
            floats,
            Sentence("至多 {value}", "is at most {value}"),
        ),
        Operator(
            number,
            "between",
            pair,
            "ifNull({x} BETWEEN {v0} AND {v1}, 0)",
            floats,
            Sentence("介于 {value}", "is between {value}"),
        ),
        Operator(number, "is_set", none, "isNotNull({x})", nothing, Sentence("有值", "is set")),
        Operator(
            number, "is_not_set", none, "isNull({x})", nothing, Sentence("没有值", "is not set")
        ),
        Operator(
            boolean,
            "eq",
            operands.read_one_boolean,
            "ifNull({x} = {v}, 0)",
            operands.bind_boolean,
            Sentence("是 {value}", "is {value}"),
        ),
        Operator(
            boolean,
            "ne",
            operands.read_one_boolean,
            "ifNull({x} != {v}, 0)",
            operands.bind_boolean,
            Sentence("有值且不是 {value}", "is set and is not {value}"),
        ),
        Operator(boolean, "is_set", none, "isNotNull({x})", nothing, Sentence("有值", "is set")),
        Operator(
            boolean, "is_not_set", none, "isNull({x})", nothing, Sentence("没有值", "is not set")
        ),
        Operator(
            time,
            "before",
            operands.read_moment,
            "ifNull({x} < {v0}, 0)",
            span,
            Sentence("早于 {value}", "is before {value}"),
        ),
        Operator(
            time,
            "after",
            operands.read_moment,
            "ifNull({x} >= {v1}, 0)",
            span,
            Sentence("晚于 {value}", "is after {value}"),
        ),
        Operator(
            time,
            "between",
            operands.read_two_moments,
            "ifNull({x} >= {v0} AND {x} < {v1}, 0)",
            span,
            Sentence("介于 {value}", "is between {value}"),
        ),
        Operator(
            time,
            "last",
            operands.read_past,
            "ifNull({x} >= {v0} AND {x} < {v1}, 0)",
            span,
            Sentence("在最近 {value}内", "is in the last {value}"),
        ),
        Operator(
            time,
            "next",
            operands.read_coming,
            "ifNull({x} >= {v0} AND {x} < {v1}, 0)",
            span,
            Sentence("在未来 {value}内", "is in the next {value}"),
        ),
        Operator(
            time,
            "anniversary",
            operands.read_coming_days,
            "ifNull(toMonth({x}, {v0}) * 100 + toDayOfMonth({x}, {v0}) IN {v1}, 0)",
            years,
            Sentence("的周年日在未来 {value}内", "has its anniversary in the next {value}"),
        ),
        Operator(time, "is_set", none, "isNotNull({x})", nothing, Sentence("有值", "is set")),
        Operator(
            time, "is_not_set", none, "isNull({x})", nothing, Sentence("没有值", "is not set")
        ),
        Operator(
            items,
            "contains_any",
            many,
            "hasAny({x}, {v})",
            strings,
            Sentence("包含 {value} 之一", "contains one of {value}"),
        ),
        Operator(
            items,
            "contains_all",
            many,
            "hasAll({x}, {v})",
            strings,
            Sentence("包含全部 {value}", "contains all of {value}"),
        ),
        Operator(
            items,
            "size",
            num,
            "(notEmpty({x}) AND length({x}) = {v})",
            floats,
            Sentence("有 {value} 项", "has {value} items"),
        ),
        Operator(items, "is_set", none, "notEmpty({x})", nothing, Sentence("有值", "is set")),
        Operator(
            items, "is_not_set", none, "empty({x})", nothing, Sentence("没有值", "is not set")
        ),
    )


OPERATORS: Final[Mapping[tuple[ValueType, str], Operator]] = {
    (row.type, row.name): row for row in _rows()
}
OPERATOR_NAMES: Final = tuple(dict.fromkeys(name for _, name in OPERATORS))


def check_operator_name(name: str, path: str) -> str:
    """The word of an operator that some type has.

    Raises:
        UnknownOperator: No type has it; the message lists the nearest.
    """
    if name in OPERATOR_NAMES:
        return name
    known = ", ".join(OPERATOR_NAMES)
    raise UnknownOperator(
        f'unknown operator "{name}"{nearest(name, OPERATOR_NAMES)}; known: {known}', path=path
    )


def find_operator(type_: ValueType, name: str, path: str) -> Operator:
    """The comparison `name` of a type.

    Raises:
        UnknownOperator: The type has none of this name; the message lists those it has.
    """
    found = OPERATORS.get((type_, name))
    if found is not None:
        return found
    known = [word for kind, word in OPERATORS if kind is type_]
    raise UnknownOperator(
        f'a {type_.value} has no operator "{name}"; it has {", ".join(known)}', path=path
    )


def say_comparison(left: str, name: str, value: object, lang: Lang) -> str:
    """A comparison in words, its type told by the value; a value no type can read is said as written."""
    for type_ in ValueType:
        row = OPERATORS.get((type_, name))
        if row is None:
            continue
        try:
            return row.describe(left, row.read(value, ""), lang)
        except InvalidInput:
            continue
    return f"{left} {name} {shown(value)}"

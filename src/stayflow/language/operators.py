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
        gap = " " if lang == "en" or left[-1:].isascii() else ""
        said = self.said.say(lang, value=operands.said(value, lang))
        return f"{left}{gap}{said}".strip()


_Row = tuple[
    str,
    Callable[[object, str], Operand],
    str,
    Callable[[Operand, Binder, Moment], tuple[str, ...]],
    str,
    str,
]


def _of(kind: ValueType, *rows: _Row) -> tuple[Operator, ...]:
    """The comparisons of one type: word, what reads its value, SQL, what binds it, said in zh and in en."""
    return tuple(
        Operator(kind, name, read, sql, bind, Sentence(zh, en))
        for name, read, sql, bind, zh, en in rows
    )


_one, _many, _none = operands.read_one_text, operands.read_many_texts, operands.read_nothing
_num, _pair, _yes = (
    operands.read_one_number,
    operands.read_two_numbers,
    operands.read_one_boolean,
)
_string, _strings, _floats = operands.bind_text, operands.bind_texts, operands.bind_numbers
_nothing, _span, _boolean = operands.bind_nothing, operands.bind_span, operands.bind_boolean
_PERIOD = "ifNull({x} >= {v0} AND {x} < {v1}, 0)"
_DAYS = "ifNull(toMonth({x}, {v0}) * 100 + toDayOfMonth({x}, {v0}) IN {v1}, 0)"

# fmt: off
ROWS: Final = (
    *_of(
        ValueType.TEXT,
        ("eq", _one, "{x} = {v}", _string, "是 {value}", "is {value}"),
        ("ne", _one, "({x} != '' AND {x} != {v})", _string, "有值且不是 {value}", "is set and is not {value}"),
        ("in", _many, "{x} IN {v}", _strings, "是 {value} 之一", "is one of {value}"),
        (
            "not_in", _many, "({x} != '' AND {x} NOT IN {v})", _strings,
            "有值且不是 {value} 之一", "is set and is none of {value}",
        ),
        ("contains", _one, "position({x}, {v}) > 0", _string, "包含 {value}", "contains {value}"),
        ("starts_with", _one, "startsWith({x}, {v})", _string, "以 {value} 开头", "starts with {value}"),
        ("ends_with", _one, "endsWith({x}, {v})", _string, "以 {value} 结尾", "ends with {value}"),
        (
            "matches", operands.read_pattern, "({x} != '' AND match({x}, {v}))", _string,
            "匹配 {value}", "matches {value}",
        ),
        ("is_set", _none, "{x} != ''", _nothing, "有值", "is set"),
        ("is_not_set", _none, "{x} = ''", _nothing, "没有值", "is not set"),
    ),
    *_of(
        ValueType.NUMBER,
        ("eq", _num, "ifNull({x} = {v}, 0)", _floats, "等于 {value}", "is {value}"),
        ("ne", _num, "ifNull({x} != {v}, 0)", _floats, "有值且不等于 {value}", "is set and is not {value}"),
        ("gt", _num, "ifNull({x} > {v}, 0)", _floats, "大于 {value}", "is more than {value}"),
        ("gte", _num, "ifNull({x} >= {v}, 0)", _floats, "至少 {value}", "is at least {value}"),
        ("lt", _num, "ifNull({x} < {v}, 0)", _floats, "小于 {value}", "is less than {value}"),
        ("lte", _num, "ifNull({x} <= {v}, 0)", _floats, "至多 {value}", "is at most {value}"),
        ("between", _pair, "ifNull({x} BETWEEN {v0} AND {v1}, 0)", _floats, "介于 {value}", "is between {value}"),
        ("is_set", _none, "isNotNull({x})", _nothing, "有值", "is set"),
        ("is_not_set", _none, "isNull({x})", _nothing, "没有值", "is not set"),
    ),
    *_of(
        ValueType.BOOLEAN,
        ("eq", _yes, "ifNull({x} = {v}, 0)", _boolean, "是 {value}", "is {value}"),
        ("ne", _yes, "ifNull({x} != {v}, 0)", _boolean, "有值且不是 {value}", "is set and is not {value}"),
        ("is_set", _none, "isNotNull({x})", _nothing, "有值", "is set"),
        ("is_not_set", _none, "isNull({x})", _nothing, "没有值", "is not set"),
    ),
    *_of(
        ValueType.TIME,
        ("before", operands.read_moment, "ifNull({x} < {v0}, 0)", _span, "早于 {value}", "is before {value}"),
        ("after", operands.read_moment, "ifNull({x} >= {v1}, 0)", _span, "晚于 {value}", "is after {value}"),
        ("between", operands.read_two_moments, _PERIOD, _span, "介于 {value}", "is between {value}"),
        ("last", operands.read_past, _PERIOD, _span, "在最近 {value}内", "is in the last {value}"),
        ("next", operands.read_coming, _PERIOD, _span, "在未来 {value}内", "is in the next {value}"),
        (
            "anniversary", operands.read_coming_days, _DAYS, operands.bind_anniversary,
            "的周年日在未来 {value}内", "has its anniversary in the next {value}",
        ),
        ("is_set", _none, "isNotNull({x})", _nothing, "有值", "is set"),
        ("is_not_set", _none, "isNull({x})", _nothing, "没有值", "is not set"),
    ),
    *_of(
        ValueType.LIST,
        ("contains_any", _many, "hasAny({x}, {v})", _strings, "包含 {value} 之一", "contains one of {value}"),
        ("contains_all", _many, "hasAll({x}, {v})", _strings, "包含全部 {value}", "contains all of {value}"),
        ("size", _num, "(notEmpty({x}) AND length({x}) = {v})", _floats, "有 {value} 项", "has {value} items"),
        ("is_set", _none, "notEmpty({x})", _nothing, "有值", "is set"),
        ("is_not_set", _none, "empty({x})", _nothing, "没有值", "is not set"),
    ),
)
# fmt: on


OPERATORS: Final[Mapping[tuple[ValueType, str], Operator]] = {
    (row.type, row.name): row for row in ROWS
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

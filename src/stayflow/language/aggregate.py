"""Aggregates over events: count, people, sum, avg, min, max, median, percentiles, distinct, per_person, first, last."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from stayflow.kernel.errors import InvalidInput, nearest
from stayflow.language.place import PLACE_SQL
from stayflow.language.raw import join, read_text, shown
from stayflow.language.scope import Scope, ValueType, find_property, property_sql
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Binder

PERCENTILE = re.compile(r"^p([1-9][0-9]?)$")


class AggregateInvalid(InvalidInput):
    """An aggregate that cannot be read."""

    code = "aggregate_invalid"


@dataclass(frozen=True, slots=True)
class AggregateKind:
    """One row of the table of aggregates.

    Attributes:
        sql: SQL over all rows; `{x}` is the property, `{person}` the canonical person.
        sql_if: The same over the rows that meet `{test}`.
        takes: Type of the property it needs, None when it needs none. Text stands for any type.
        of_one: True when it makes sense for one person's events.
        at_nothing: Its value over no event: 0, or None for missing.
        said: What it is called; `{x}` is the property.
        keeps_type: True when it is a value of the property itself, of whatever type that is.
    """

    sql: str
    sql_if: str
    takes: ValueType | None
    said: Sentence
    of_one: bool = True
    at_nothing: int | None = None
    keeps_type: bool = False


NUMBER, ANY = ValueType.NUMBER, ValueType.TEXT
KINDS: Final[Mapping[str, AggregateKind]] = {
    "count": AggregateKind("count()", "countIf({test})", None, Sentence("次数", "count"), at_nothing=0),
    "people": AggregateKind(
        "uniqExact({person})", "uniqExactIf({person}, {test})", None, Sentence("人数", "people"),
        of_one=False, at_nothing=0,
    ),
    "per_person": AggregateKind(
        "count() / nullIf(uniqExact({person}), 0)",
        "countIf({test}) / nullIf(uniqExactIf({person}, {test}), 0)",
        None, Sentence("人均次数", "count per person"), of_one=False,
    ),
    "days": AggregateKind(
        "uniqExact(toDate(time, '{zone}'))", "uniqExactIf(toDate(time, '{zone}'), {test})",
        None, Sentence("活跃天数", "days"), at_nothing=0,
    ),
    "sum": AggregateKind(
        "ifNull(sum({x}), 0)", "ifNull(sumIf({x}, {test}), 0)", NUMBER, Sentence("{x} 总和", "total {x}"), at_nothing=0
    ),
    "avg": AggregateKind("avgOrNull({x})", "avgOrNullIf({x}, {test})", NUMBER, Sentence("{x} 平均值", "average {x}")),
    "min": AggregateKind("minOrNull({x})", "minOrNullIf({x}, {test})", NUMBER, Sentence("{x} 最小值", "smallest {x}")),
    "max": AggregateKind("maxOrNull({x})", "maxOrNullIf({x}, {test})", NUMBER, Sentence("{x} 最大值", "largest {x}")),
    "median": AggregateKind(
        "quantileExactInclusiveOrNull(0.5)({x})", "quantileExactInclusiveOrNullIf(0.5)({x}, {test})", NUMBER,
        Sentence("{x} 中位数", "median {x}"),
    ),
    "distinct": AggregateKind(
        "uniqExactIf({x}, {x} != '')", "uniqExactIf({x}, {x} != '' AND {test})", ANY,
        Sentence("不同 {x} 数", "different {x}"), at_nothing=0,
    ),
    "first": AggregateKind(
        f"argMinOrNullIf({{x}}, {PLACE_SQL}, {{set}})",
        f"argMinOrNullIf({{x}}, {PLACE_SQL}, {{set}} AND {{test}})",
        ANY,
        Sentence("首个 {x}", "first {x}"), keeps_type=True,
    ),
    "last": AggregateKind(
        f"argMaxOrNullIf({{x}}, {PLACE_SQL}, {{set}})",
        f"argMaxOrNullIf({{x}}, {PLACE_SQL}, {{set}} AND {{test}})",
        ANY,
        Sentence("最近一个 {x}", "last {x}"), keeps_type=True,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Aggregate:
    """What is computed over the events that count.

    Attributes:
        kind: `count`, `people`, `per_person`, `sum`, `avg`, `min`, `max`, `median`, `p1`…`p99`, `distinct`, `days`,
            `first`, `last`.
        over: The property it is computed over; None where it needs none.
        path: Where it was written.
    """

    kind: str = "count"
    over: str | None = None
    path: str = field(default="", compare=False)

    @property
    def row(self) -> AggregateKind:
        """Its row of the table."""
        match = PERCENTILE.match(self.kind)
        if match is None:
            return KINDS[self.kind]
        level, name = int(match.group(1)) / 100, f"p{match.group(1)}"
        return AggregateKind(
            f"quantileExactInclusiveOrNull({level})({{x}})",
            f"quantileExactInclusiveOrNullIf({level})({{x}}, {{test}})",
            NUMBER,
            Sentence(f"{{x}} 的 {name}", f"{name} of {{x}}"),
        )

    def describe(self, lang: Lang) -> str:
        """What it is called."""
        return self.row.said.say(lang, x=self.over or "")


def parse_aggregate(
    raw: object, path: str = "aggregate", *, may_keep_type: bool = False
) -> Aggregate:
    """Read `"count"`, `"people"`, `{"sum": "amount"}`, `{"p90": "amount"}`, …; nothing is `count`.

    Args:
        raw: What was written.
        path: Where.
        may_keep_type: True where a value of any type is as good as a number: `{"first": "channel"}`.

    Raises:
        AggregateInvalid: It is none, or a property is missing or too many.
    """
    if raw is None:
        return Aggregate(path=path)
    if isinstance(raw, Mapping):
        if len(raw) != 1:
            raise AggregateInvalid(
                f'expected one aggregate such as {{"sum": "amount"}}, got {len(raw)}', path=path
            )
        ((kind, property_),) = raw.items()
    else:
        kind, property_ = read_text(raw, path), None
    _check_kind(kind, path)
    if kind in KINDS and KINDS[kind].keeps_type and not may_keep_type:
        raise AggregateInvalid(f"{kind} is no number; expected one here", path=path)
    aggregate = Aggregate(
        kind, None if property_ is None else read_text(property_, join(path, kind)), path
    )
    needs = aggregate.row.takes is not None
    if needs and aggregate.over is None:
        raise AggregateInvalid(f'{kind} needs a property: {{"{kind}": "amount"}}', path=path)
    if not needs and aggregate.over is not None:
        raise AggregateInvalid(
            f"{kind} takes no property, got {shown(property_)}", path=join(path, kind)
        )
    return aggregate


def aggregate_sql(
    aggregate: Aggregate, scope: Scope, binder: Binder, *, test: str | None = None
) -> str:
    """SQL of the aggregate over rows of `events`; with `test`, over the rows that meet it.

    Sums of the built-in `revenue` are exact decimals; everything else is a float or a count. Over no row it is 0 or
    NULL, as the table says.
    """
    row = aggregate.row
    if row.keeps_type:
        return _value_sql(aggregate, scope, binder, test)
    left = ""
    if aggregate.over is not None:
        at = join(aggregate.path, aggregate.kind)
        left = property_sql(scope, binder, aggregate.over, wanted=row.takes, path=at)
        if (
            row.takes is NUMBER
            and aggregate.kind != "sum"
            and find_property(scope, aggregate.over, at).name == "revenue"
        ):
            left = f"toFloat64({left})"
    pattern = row.sql if test is None else row.sql_if
    return pattern.format(x=left, person=scope.person, test=test, zone=scope.zone.key)


def value_type(aggregate: Aggregate, scope: Scope) -> ValueType:
    """The type of what is computed: the property's own for `first` and `last`, else a number.

    Raises:
        UnknownProperty: The project has none of this name.
    """
    if not aggregate.row.keeps_type or aggregate.over is None:
        return NUMBER
    return find_property(scope, aggregate.over, join(aggregate.path, aggregate.kind)).type


IS_SET: Final = {ValueType.TEXT: "{x} != ''", ValueType.LIST: "notEmpty({x})"}
"""SQL of a property having a value, by type; of the others it is not NULL."""
NO_VALUE: Final = {ValueType.TEXT: "''", ValueType.LIST: "emptyArrayString()"}
"""SQL of no value, by type; of the others it is NULL."""


def _value_sql(aggregate: Aggregate, scope: Scope, binder: Binder, test: str | None) -> str:
    """The first or last value there is, of the property's own type; missing over no event that has one."""
    at = join(aggregate.path, aggregate.kind)
    assert aggregate.over is not None  # noqa: S101 - parse_aggregate asks for it
    type_ = value_type(aggregate, scope)
    left = property_sql(scope, binder, aggregate.over, path=at)
    is_set = IS_SET.get(type_, "isNotNull({x})").format(x=left)
    if type_ is NUMBER:
        left = f"toFloat64({left})"
    row = aggregate.row
    sql = (row.sql if test is None else row.sql_if).format(x=left, set=is_set, test=test)
    if type_ is ValueType.LIST:  # an array cannot be NULL, and is empty over nothing
        return sql.replace("OrNullIf(", "If(")
    return f"ifNull({sql}, '')" if type_ is ValueType.TEXT else sql


def _check_kind(kind: object, path: str) -> None:
    if isinstance(kind, str) and (kind in KINDS or PERCENTILE.match(kind)):
        return
    known = [*KINDS, "p90"]
    raise AggregateInvalid(
        f"unknown aggregate {shown(kind)}{nearest(str(kind), known)}; known: {', '.join(known)}",
        path=path,
    )

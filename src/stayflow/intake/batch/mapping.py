"""A mapping: how the columns of a file become events. Written as YAML, read into frozen values.

The fields are those of the contract (`docs/reference/import-mapping.md`), and three of ours:
`times` multiplies two numeric columns, `context` fills fields of an event such as `channel`, and
`where` may be a list of tests that must all hold.
"""

from collections.abc import Mapping as Object
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from stayflow.intake.batch.errors import ColumnUnknown, MappingInvalid
from stayflow.kernel.errors import nearest
from stayflow.language.event import CONTEXT_FIELDS, PERSON_KIND
from stayflow.language.raw import (
    join,
    read_choice,
    read_list,
    read_object,
    read_text,
    read_texts,
    shown,
)
from stayflow.language.scope import ValueType

FORMATS: Final = ("csv", "tsv", "jsonl", "parquet", "xlsx")
OPERATORS: Final = (
    "eq",
    "ne",
    "gt",
    "gte",
    "lt",
    "lte",
    "in",
    "not_in",
    "is_set",
    "is_not_set",
)
_TYPES: Final = tuple(kind.value for kind in ValueType)


class TimeFormat(StrEnum):
    """How a time is written; anything else is a strptime pattern."""

    ISO = "iso"
    UNIX_S = "unix_s"
    UNIX_MS = "unix_ms"


@dataclass(frozen=True, slots=True)
class EventName:
    """The event's name: one for all rows, or a column's value, renamed by `renamed`."""

    value: str | None
    column: str | None
    renamed: Object[str, str]


@dataclass(frozen=True, slots=True)
class TimeColumn:
    """When: `format` is a `TimeFormat` or a strptime pattern; `zone` None means the project's."""

    column: str
    format: str
    zone: ZoneInfo | None


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A property or attribute; `times` names a column that it is multiplied by."""

    column: str
    type: ValueType | None
    times: str | None = None


@dataclass(frozen=True, slots=True)
class RevenueColumn:
    """Money: units of `currency`, optionally a price times a quantity."""

    column: str
    currency: str
    times: str | None


@dataclass(frozen=True, slots=True)
class ContextField:
    """A field of the event itself: a column, or one value for all rows."""

    column: str | None
    value: str | None


@dataclass(frozen=True, slots=True)
class RowTest:
    """Rows to take."""

    column: str
    operator: str
    value: object


@dataclass(frozen=True, slots=True)
class FileMapping:
    """The whole mapping."""

    format: str
    delimiter: str
    event: EventName
    time: TimeColumn
    event_id: tuple[str, ...]
    identities: Object[str, str]
    properties: Object[str, ValueColumn]
    attributes: Object[str, ValueColumn]
    revenue: RevenueColumn | None
    context: Object[str, ContextField]
    where: tuple[RowTest, ...]
    sheet: str = ""

    def columns(self) -> dict[str, str]:
        """Every column the mapping reads, with the path at which it is first named."""
        named: list[tuple[str | None, str]] = [
            (self.event.column, "event.column"),
            (self.time.column, "time.column"),
        ]
        named += [(column, f"event_id.columns[{n}]") for n, column in enumerate(self.event_id)]
        named += [(column, f"identities.{kind}.column") for kind, column in self.identities.items()]
        for family, stated in (("properties", self.properties), ("attributes", self.attributes)):
            for name, value in stated.items():
                named += [
                    (value.column, f"{family}.{name}.column"),
                    (value.times, f"{family}.{name}.times"),
                ]
        if self.revenue:
            named += [
                (self.revenue.column, "revenue.column"),
                (self.revenue.times, "revenue.times"),
            ]
        named += [(field.column, f"context.{name}.column") for name, field in self.context.items()]
        named += [(test.column, f"where[{n}].column") for n, test in enumerate(self.where)]
        first: dict[str, str] = {}
        for column, path in named:
            if column is not None:
                first.setdefault(column, path)
        return first


def parse_mapping(text: str) -> FileMapping:
    """Read a mapping from YAML (JSON is YAML too).

    Raises:
        MappingInvalid: It is not YAML; `path` is the line and column.
        Malformed: A field is missing, unknown or of the wrong type; `path` names it.
    """
    try:
        raw = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else None
        raise MappingInvalid(f"the mapping is not YAML: {error.problem}", path=place) from None
    except yaml.YAMLError as error:
        raise MappingInvalid(f"the mapping is not YAML: {error}") from None
    return read_mapping(raw)


def read_mapping(raw: object) -> FileMapping:
    """Read a mapping that is already a tree.

    Raises:
        Malformed: A field is missing, unknown or of the wrong type; `path` names it.
        MappingInvalid: Fields do not fit together.
    """
    tree = read_object(
        raw,
        "",
        known=(
            "format",
            "delimiter",
            "sheet",
            "event",
            "time",
            "event_id",
            "identities",
            "properties",
            "attributes",
            "revenue",
            "context",
            "where",
        ),
    )
    kind = read_choice(tree.get("format", "csv"), "format", FORMATS)
    event_id = read_object(tree.get("event_id", {}), "event_id", known=("columns",))
    return FileMapping(
        format=kind,
        delimiter=_delimiter(tree.get("delimiter"), kind),
        event=_event(tree.get("event")),
        time=_time(tree.get("time")),
        event_id=read_texts(event_id["columns"], "event_id.columns") if event_id else (),
        identities=_identities(tree.get("identities")),
        properties=_values(tree.get("properties", {}), "properties"),
        attributes=_values(tree.get("attributes", {}), "attributes"),
        revenue=_revenue(tree.get("revenue")),
        context=_context(tree.get("context", {})),
        where=_where(tree.get("where")),
        sheet=_sheet(tree.get("sheet"), kind),
    )


def check_columns(mapping: FileMapping, columns: list[str]) -> None:
    """See that the file has every column the mapping reads.

    Args:
        mapping: The mapping.
        columns: Names in the file.

    Raises:
        ColumnUnknown: One is missing; `path` is where the mapping names it.
    """
    known = set(columns)
    for column, path in mapping.columns().items():
        if column not in known:
            listed = ", ".join(columns[:30])
            raise ColumnUnknown(
                f'the file has no column "{column}"{nearest(column, columns)}; it has: {listed}',
                path=path,
            )


def _sheet(raw: object, kind: str) -> str:
    """Name of the sheet of a workbook; empty: the first."""
    if raw is None:
        return ""
    if kind != "xlsx":
        raise MappingInvalid("only a workbook (format: xlsx) has sheets", path="sheet")
    return read_text(raw, "sheet")


def _delimiter(raw: object, kind: str) -> str:
    if raw is None:
        return "\t" if kind == "tsv" else ","
    if isinstance(raw, str) and len(raw) == 1:
        return raw
    raise MappingInvalid(f"expected one character, got {shown(raw)}", path="delimiter")


def _event(raw: object) -> EventName:
    tree = read_object(raw, "event", known=("column", "value", "map"))
    if ("column" in tree) == ("value" in tree):
        raise MappingInvalid("give either `column` or `value`", path="event")
    renamed = read_object(tree.get("map", {}), "event.map")
    return EventName(
        value=read_text(tree["value"], "event.value") if "value" in tree else None,
        column=read_text(tree["column"], "event.column") if "column" in tree else None,
        # YAML reads `1: view` as a number and `on: x` as a boolean; a file holds texts.
        renamed={str(word): read_text(name, f"event.map.{word}") for word, name in renamed.items()},
    )


def _time(raw: object) -> TimeColumn:
    tree = read_object(raw, "time", known=("column", "format", "zone"))
    written = read_text(tree.get("format", TimeFormat.ISO.value), "time.format")
    if written not in set(TimeFormat) and "%" not in written:
        known = ", ".join(TimeFormat)
        raise MappingInvalid(
            f"expected {known} or a pattern such as %Y-%m-%d %H:%M, got {shown(written)}",
            path="time.format",
        )
    return TimeColumn(
        read_text(tree.get("column"), "time.column"), written, _zone(tree.get("zone"))
    )


def _zone(raw: object) -> ZoneInfo | None:
    if raw is None:
        return None
    try:
        return ZoneInfo(read_text(raw, "time.zone"))
    except (ZoneInfoNotFoundError, ValueError):
        raise MappingInvalid(
            f"expected a time zone such as Asia/Shanghai, got {shown(raw)}", path="time.zone"
        ) from None


def _identities(raw: object) -> dict[str, str]:
    tree = read_object(raw, "identities")
    if not tree:
        raise MappingInvalid(
            "name at least one identity, such as user_id: {column: user_id}", path="identities"
        )
    identities = {}
    for kind, each in tree.items():
        path = join("identities", str(kind))
        if kind == PERSON_KIND:
            raise MappingInvalid(f'"{PERSON_KIND}" is our own number of a person', path=path)
        column = read_object(each, path, known=("column",)).get("column")
        identities[str(kind)] = read_text(column, join(path, "column"))
    return identities


def _values(raw: object, family: str) -> dict[str, ValueColumn]:
    values = {}
    for name, each in read_object(raw, family).items():
        path = join(family, str(name))
        tree = read_object(each, path, known=("column", "type", "times"))
        kind = tree.get("type")
        times = tree.get("times")
        if times is not None and kind != ValueType.NUMBER:
            raise MappingInvalid("only a number can be multiplied: add `type: number`", path=path)
        values[str(name)] = ValueColumn(
            column=read_text(tree.get("column"), join(path, "column")),
            type=None if kind is None else ValueType(read_choice(kind, join(path, "type"), _TYPES)),
            times=None if times is None else read_text(times, join(path, "times")),
        )
    return values


def _revenue(raw: object) -> RevenueColumn | None:
    if raw is None:
        return None
    tree = read_object(raw, "revenue", known=("column", "currency", "times"))
    times = tree.get("times")
    currency = tree.get("currency")
    return RevenueColumn(
        column=read_text(tree.get("column"), "revenue.column"),
        currency="" if currency is None else read_text(currency, "revenue.currency"),
        times=None if times is None else read_text(times, "revenue.times"),
    )


def _context(raw: object) -> dict[str, ContextField]:
    fields = {}
    for name, each in read_object(raw, "context", known=CONTEXT_FIELDS).items():
        path = join("context", name)
        tree = read_object(each, path, known=("column", "value"))
        if ("column" in tree) == ("value" in tree):
            raise MappingInvalid("give either `column` or `value`", path=path)
        fields[name] = ContextField(
            column=read_text(tree["column"], join(path, "column")) if "column" in tree else None,
            value=read_text(tree["value"], join(path, "value")) if "value" in tree else None,
        )
    return fields


def _where(raw: object) -> tuple[RowTest, ...]:
    if raw is None:
        return ()
    many = isinstance(raw, list)
    tests = []
    for index, each in enumerate(read_list(raw, "where") if many else [raw]):
        path = f"where[{index}]" if many else "where"
        tree = read_object(each, path, known=("column", "op", "value"))
        operator = read_choice(tree.get("op"), join(path, "op"), OPERATORS)
        needs_value = operator not in {"is_set", "is_not_set"}
        if needs_value and tree.get("value") is None:
            raise MappingInvalid(f'"{operator}" needs a value', path=join(path, "value"))
        if operator in {"in", "not_in"}:
            read_list(tree["value"], join(path, "value"))
        column = read_text(tree.get("column"), join(path, "column"))
        tests.append(RowTest(column, operator, tree.get("value")))
    return tuple(tests)

"""Any answer as tables: what is exported, mailed and shown where no console is.

One way for every kind, present and to come: a list of points becomes one row a period and one column a series; any
other list of objects becomes a table of its fields; single numbers stand together in a table of their own. What each
row has a list of, such as the steps of every group, becomes a table of its own, with what tells the rows apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final

import msgspec

from stayflow.measure.analysis import QueryAnswer
from stayflow.measure.sheet.hiding import Hides, Hiding

Cell = str | int | float | bool | None
Labels = Mapping[str, Mapping[str, str]]
REST: Final = "\x01other"
UNSET: Final = "\x01unset"
"""Stand for the values beyond the leading ones, and for none, where a name stands: no value has a control character."""
PLAIN: Final = {REST: "other", UNSET: "None"}
"""What they are where nobody says them: in files, and in JSON."""
SUMMARY = "summary"
TOTAL = "total"
NESTED_MAX = 400
"""Columns that a list inside of a row may become."""
NAMING: Final = ("t", "name", "metric", "model", "is_other")
"""Fields that tell rows apart, beside the values they are split by."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table; `columns` name the cells of each row."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def sheets_of(answer: QueryAnswer, *, hides: Hides | None = None) -> list[Sheet]:
    """The tables of an answer, its single numbers first.

    Args:
        answer: Of any kind.
        hides: Which values are masked; None shows all.
    """
    result = msgspec.to_builtins(answer.result)
    if hides is not None:
        result = Hiding(hides, answer.holds).hide(result)
    if answer.labels or answer.headings:
        result = _labelled(result, answer.labels or {}, answer.headings or {})
    result = _fields_labelled(result, answer.field_labels or {})
    made: list[Sheet] = []
    flat = _flat(result)
    single = {name: value for name, value in flat.items() if not isinstance(value, list)}
    if single:
        made.append(_sheet(SUMMARY, [single]))
    result |= {name: value for name, value in flat.items() if isinstance(value, list)}
    for name, value in result.items():
        if _has_points(value):
            made.append(_periods(name, value))
        elif _is_table(value):
            made.append(_sheet(name, [_row(each) for each in value]))
            made += _inner_sheets(name, value)
        elif isinstance(value, list) and value and not isinstance(value[0], Mapping):
            made.append(_sheet(name, [{"k": k, name: each} for k, each in enumerate(value)]))
    return made


def _labelled(raw: Any, labels: Labels, headings: Mapping[str, str]) -> Any:  # noqa: ANN401 - whatever an answer holds
    """What numbers are split by and its values, as they are called."""
    if isinstance(raw, list):
        return [_labelled(each, labels, headings) for each in raw]
    if not isinstance(raw, Mapping):
        return raw
    return {
        key: {
            headings.get(name, name): labels.get(name, {}).get(each, each)
            for name, each in value.items()
        }
        if key == "by" and isinstance(value, Mapping)
        else _labelled(value, labels, headings)
        for key, value in raw.items()
    }


def _fields_labelled(raw: Any, labels: Labels) -> Any:  # noqa: ANN401 - as above
    """The values of fields as they are called; what numbers are split by is none."""
    if isinstance(raw, list):
        return [_fields_labelled(each, labels) for each in raw]
    if not isinstance(raw, Mapping):
        return raw
    return {
        key: labels[key].get(value, value)
        if key in labels and isinstance(value, str)
        else value
        if key == "by"
        else _fields_labelled(value, labels)
        for key, value in raw.items()
    }


def _has_points(value: object) -> bool:
    return _is_table(value) and all("points" in each for each in value)  # type: ignore[attr-defined]


def _is_table(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _periods(name: str, series: Sequence[Mapping[str, object]]) -> Sheet:
    """One row a period, one column a series; two series of one name are told apart by their place."""
    names = [_series_name(each) for each in series]
    named = [
        each if names.count(each) == 1 else f"{each} ({n + 1})" for n, each in enumerate(names)
    ]
    rows: dict[object, dict[str, object]] = {}
    for title, each in zip(named, series, strict=True):
        points = each["points"]
        assert isinstance(points, list)  # noqa: S101  `_has_points` saw them
        for point in points:
            at = point.get("t") or TOTAL
            rows.setdefault(at, {"t": at})[title] = point.get("value")
    return _sheet(name, list(rows.values()))


def _series_name(series: Mapping[str, object]) -> str:
    by = series.get("by")
    values = [
        UNSET if each is None else str(each)
        for each in (by.values() if isinstance(by, Mapping) else ())
    ]
    if series.get("is_other"):
        values = [REST]
    return " · ".join([str(series.get("metric", series.get("name", ""))), *values])


def _inner_sheets(name: str, rows: Sequence[Mapping[str, object]]) -> list[Sheet]:
    """A table for each field of the rows that is itself a list of objects."""
    fields = dict.fromkeys(
        field for row in rows for field, value in row.items() if _is_table(value)
    )
    return [
        _sheet(
            f"{name}.{field}", list(chain.from_iterable(_inner_rows(row, field) for row in rows))
        )
        for field in fields
    ]


def _inner_rows(row: Mapping[str, object], field: str) -> list[dict[str, object]]:
    whose = {
        name: value
        for name, value in _named(row).items()
        if name in NAMING or name.startswith("by.")
    }
    inner = row.get(field)
    return [{**whose, **_row(each)} for each in inner] if isinstance(inner, list) else []


def _row(raw: Mapping[str, object]) -> dict[str, object]:
    row: dict[str, object] = {}
    for name, value in _named(raw).items():
        if _is_table(value):
            continue
        if isinstance(value, list):
            for k, each in enumerate(value[:NESTED_MAX]):
                row[f"{name} {k}"] = each if not isinstance(each, dict | list) else str(each)
        else:
            row[name] = value
    return row


def _named(raw: Mapping[str, object]) -> dict[str, object]:
    """The fields of a row; the values of the rest are its mark, whatever they are called."""
    flat = _flat(raw)
    if raw.get("is_other") is not True:
        return flat
    return {name: REST if name.startswith("by.") else value for name, value in flat.items()}


def plain(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The tables with words for the rest and for what is not set, where no reader's words are to be had."""
    return [
        replace(
            each,
            columns=tuple(_plain(column) for column in each.columns),
            rows=tuple(
                tuple(_plain(cell) if isinstance(cell, str) else cell for cell in row)
                for row in each.rows
            ),
        )
        for each in sheets
    ]


def _plain(text: str) -> str:
    for mark, word in PLAIN.items():
        text = text.replace(mark, word)
    return text


def _flat(raw: Mapping[str, object], before: str = "") -> dict[str, object]:
    """An object in an object becomes `outer.inner`."""
    flat: dict[str, object] = {}
    for name, value in raw.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{before}{name}.")
        else:
            flat[f"{before}{name}"] = value
    return flat


def _sheet(name: str, rows: Sequence[Mapping[str, object]]) -> Sheet:
    columns = tuple(dict.fromkeys(column for row in rows for column in row))
    return Sheet(
        name,
        columns,
        tuple(tuple(_cell(row.get(column)) for column in columns) for row in rows),
    )


def _cell(value: object) -> Cell:
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)

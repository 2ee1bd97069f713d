"""What is asked of the values: how many people have one, how they are spread, and how that went by day."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from stayflow.language.scope import Scope, ValueType
from stayflow.language.statement import Binder
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.attribute.model import (
    Attribute,
    AttributeDay,
    AttributeSpread,
    Coverage,
    OriginShare,
    PersonStatement,
    ValueShare,
)
from stayflow.understand.attribute.values import held_sql

HISTORY_DAYS: Final = 90
SHOWN_MAX: Final = 30
"""Values of a distribution; the rest is summed up."""
BANDED_FROM: Final = 20
"""With more different numbers than this, they are shown in bands."""
_FOLLOWED_MAX: Final = 8
_STATEMENTS_MAX: Final = 200


def read_coverage(scope: Scope, warehouse: ProjectWarehouse) -> Mapping[str, Coverage]:
    """How many people have a value of each attribute, by name."""
    binder = Binder()
    rows = warehouse.query(
        f"SELECT name, count(), max(at) FROM (\n{held_sql(scope, binder)}\n) GROUP BY name",
        binder.parameters,
    ).rows
    return {str(name): Coverage(int(people), at) for name, people, at in rows}


def count_people(scope: Scope, warehouse: ProjectWarehouse) -> int:
    """How many people the project has."""
    binder = Binder()
    known = scope.known_people_sql(binder)
    return int(warehouse.value(f"SELECT uniqExact(person) FROM ({known})", binder.parameters))


def read_spread(
    attribute: Attribute, *, scope: Scope, warehouse: ProjectWarehouse
) -> AttributeSpread:
    """How the newest values of an attribute are spread over people."""
    binder = Binder()
    origins = tuple(
        OriginShare(str(origin), int(people))
        for origin, people in warehouse.query(
            f"SELECT origin, count() AS people FROM (\n{held_sql(scope, binder, name=attribute.name)}\n)"
            " GROUP BY origin ORDER BY people DESC, origin",
            binder.parameters,
        ).rows
    )
    covered = sum(each.people for each in origins)
    cuts = _cuts(attribute, scope, warehouse)
    shares = _shares(attribute, cuts, scope, warehouse)
    shown = shares if cuts else shares[:SHOWN_MAX]
    if attribute.type is ValueType.NUMBER and not cuts:
        shown = tuple(sorted(shown, key=_as_number))
    # Whoever has several items of a list is behind several values.
    rest = 0 if attribute.type is ValueType.LIST else covered - sum(each.people for each in shown)
    return AttributeSpread(shown, rest, covered, count_people(scope, warehouse), origins)


def read_history(
    attribute: Attribute,
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
    days: int = HISTORY_DAYS,
) -> tuple[AttributeDay, ...]:
    """How many people had which value at the end of each of the last days.

    A person's day counts by the last value stated on it. Days before the first statement are left out.

    Args:
        attribute: The attribute.
        scope: The project.
        warehouse: The project's.
        days: How many, today the last.
    """
    binder = Binder()
    cuts = _cuts(attribute, scope, warehouse)
    followed = _band_texts(cuts) if cuts else _followed(attribute, warehouse)
    now = _bucket_sql(attribute.type, cuts, "", binder.bind(followed, "Array(String)"), binder)
    former = _bucket_sql(
        attribute.type, cuts, "former_", binder.bind(followed, "Array(String)"), binder
    )
    rows = warehouse.query(
        "WITH steps AS (\n"
        f"    SELECT {scope.person} AS person, day, argMax((text, number), (at, person_id)) AS newest\n"
        f"    FROM attribute_days FINAL WHERE name = {binder.bind(attribute.name, 'String')}\n"
        "    GROUP BY person, day\n"
        "), moves AS (\n"
        "    SELECT day, newest.1 AS text, newest.2 AS number,\n"
        "        lagInFrame((text, number), 1, ('', NULL)) OVER (PARTITION BY person ORDER BY day\n"
        "            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS former FROM steps\n"
        "), changes AS (\n"
        "    SELECT day, text, number, former.1 AS former_text, former.2 AS former_number\n"
        "    FROM moves WHERE text != former_text\n"
        ")\n"
        "SELECT day, each.1 AS value, sum(each.2), sum(each.3) FROM (\n"
        f"    SELECT day, arrayJoin([(if(text = '', NULL, {now}), 1, toInt64(former_text != '')),\n"
        f"        (if(former_text = '', NULL, {former}), -1, 0)]) AS each FROM changes\n"
        ") GROUP BY day, value ORDER BY day",
        binder.parameters,
    ).rows
    today = scope.now.astimezone(scope.zone).date()
    moves = [(row[0], row[1], int(row[2]), int(row[3])) for row in rows]
    return _days(moves, today, days)


def list_person_statements(
    attribute: Attribute, *, ids: Sequence[int], warehouse: ProjectWarehouse
) -> tuple[PersonStatement, ...]:
    """What was stated of one person by day, the newest first; days that changed nothing are left out.

    Args:
        attribute: The attribute.
        ids: Every id that leads to the person.
        warehouse: One statement is sent.
    """
    rows = warehouse.query(
        "SELECT day, newest.1 AS text, newest.2, newest.3 FROM (\n"
        "    SELECT day, argMax((text, origin, at), (at, person_id)) AS newest FROM attribute_days FINAL\n"
        "    WHERE name = {name:String} AND person_id IN {ids:Array(UInt64)} GROUP BY day\n"
        ") ORDER BY day DESC LIMIT {most:UInt64}",
        {"name": attribute.name, "ids": list(ids), "most": _STATEMENTS_MAX},
    ).rows
    found = [PersonStatement(row[0], str(row[1]), str(row[2]), row[3]) for row in rows]
    followed = [each for each, former in pairwise(found) if each.value != former.value]
    return (*followed, *found[-1:])


def band_text(share: ValueShare) -> str:
    """A value or a band as text, as the days of the history have it."""
    if share.start is None and share.end is None:
        return share.value
    if share.start is None:
        return f"< {share.end:g}"
    return f"≥ {share.start:g}" if share.end is None else f"{share.start:g} – {share.end:g}"


def _cuts(attribute: Attribute, scope: Scope, warehouse: ProjectWarehouse) -> tuple[float, ...]:
    """Where bands of numbers meet: quintiles, each once; none where there are few different numbers."""
    if attribute.type is not ValueType.NUMBER:
        return ()
    binder = Binder()
    cuts, different = warehouse.one(
        "SELECT quantilesExact(0.2, 0.4, 0.6, 0.8)(number), uniqExact(number) FROM (\n"
        f"{held_sql(scope, binder, name=attribute.name)}\n) WHERE number IS NOT NULL",
        binder.parameters,
    )
    return tuple(sorted(set(cuts))) if different > BANDED_FROM else ()


def _shares(
    attribute: Attribute, cuts: Sequence[float], scope: Scope, warehouse: ProjectWarehouse
) -> tuple[ValueShare, ...]:
    binder = Binder()
    held = held_sql(scope, binder, name=attribute.name)
    value = _value_sql(attribute.type, cuts, binder)
    rows = warehouse.query(
        f"SELECT {value} AS value, uniqExact(person) AS people FROM (\n{held}\n)"
        + (" WHERE number IS NOT NULL" if cuts else "")
        + " GROUP BY value"
        + (" ORDER BY value" if cuts else f" ORDER BY people DESC, value LIMIT {SHOWN_MAX + 1}"),
        binder.parameters,
    ).rows
    if not cuts:
        return tuple(ValueShare(str(text), int(people)) for text, people in rows)
    borders = (None, *cuts, None)
    return tuple(
        ValueShare("", int(people), borders[int(band)], borders[int(band) + 1])
        for band, people in rows
    )


def _value_sql(kind: ValueType, cuts: Sequence[float], binder: Binder) -> str:
    if cuts:
        bound = binder.bind(list(cuts), "Array(Float64)")
        return f"arrayCount(cut -> number >= cut, {bound})"
    match kind:
        case ValueType.LIST:
            return "arrayJoin(JSONExtract(text, 'Array(String)'))"
        case ValueType.TIME:
            return "substring(text, 1, 4)"
        case _:
            return "text"


def _followed(attribute: Attribute, warehouse: ProjectWarehouse) -> list[str]:
    """The values that most people ever had; what is gone by now is among them."""
    value = _value_sql(attribute.type, (), Binder())
    rows = warehouse.query(
        f"SELECT {value} AS value FROM attribute_days WHERE name = {{name:String}} AND text != ''\n"
        f"GROUP BY value ORDER BY uniq(person_id) DESC, value LIMIT {_FOLLOWED_MAX}",
        {"name": attribute.name},
    ).rows
    return [str(value) for (value,) in rows]


def _band_texts(cuts: Sequence[float]) -> list[str]:
    borders = (None, *cuts, None)
    return [band_text(ValueShare("", 0, start, end)) for start, end in pairwise(borders)]


def _bucket_sql(
    kind: ValueType, cuts: Sequence[float], before: str, followed: str, binder: Binder
) -> str:
    """SQL of the value or band that is followed, '' is none; of the columns `{before}text`, `{before}number`."""
    if kind is ValueType.LIST:
        return "''"
    if cuts:
        bound = binder.bind(list(cuts), "Array(Float64)")
        band = f"arrayElement({followed}, arrayCount(cut -> {before}number >= cut, {bound}) + 1)"
        return f"if({before}number IS NULL, '', {band})"
    text = f"substring({before}text, 1, 4)" if kind is ValueType.TIME else f"{before}text"
    return f"if(has({followed}, {text}), {text}, '')"


def _days(
    moves: Sequence[tuple[date, str | None, int, int]], today: date, days: int
) -> tuple[AttributeDay, ...]:
    """The sums of the moves up to the end of each day; what has no value (None) is nobody's."""
    if not moves:
        return ()
    by_day: dict[date, list[tuple[str | None, int, int]]] = {}
    for day, value, change, changed in moves:
        by_day.setdefault(day, []).append((value, change, changed))
    standing: dict[str, int] = {}
    points = []
    day, first = min(by_day), today - timedelta(days=days - 1)
    while day <= today:
        found = by_day.get(day, ())
        for value, change, _ in found:
            if value is not None:
                standing[value] = standing.get(value, 0) + change
        if day >= first:
            people = {value: count for value, count in standing.items() if count > 0}
            changed = sum(each for _, _, each in found)
            points.append(AttributeDay(day, sum(people.values()), people, changed))
        day += timedelta(days=1)
    return tuple(points)


def _as_number(share: ValueShare) -> tuple[float, str]:
    try:
        return float(share.value), share.value
    except ValueError:
        return float("inf"), share.value

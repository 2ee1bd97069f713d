"""What is asked of the recorded values: how they are spread, how they went, and what one person has."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from stayflow.language.scope import Scope
from stayflow.language.statement import Binder, Statement
from stayflow.language.window import midnight
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.tag.compile import ReadTag, compile_tags
from stayflow.understand.tag.model import (
    HistoryPoint,
    PersonValue,
    Spread,
    TagMove,
    ValueSize,
)

HISTORY_DAYS = 90


def holders_sql(tag_id: str, values: Sequence[str], scope: Scope, binder: Binder) -> str:
    """A SELECT of the persons who have one of the values, or any; ids that led elsewhere since match nobody."""
    tests = [f"tag_id = {binder.bind(tag_id, 'String')}"]
    if values:
        tests.append(f"value IN {binder.bind(sorted(values), 'Array(String)')}")
    asked = scope.people_sql(binder)
    if asked:
        tests.append(asked)
    return f"SELECT person_id AS person FROM person_tags FINAL WHERE {' AND '.join(tests)}"


def leading_values_sql(tag_id: str, scope: Scope, binder: Binder) -> str:
    """A SELECT of `person`, each once, and the `value` that comes first of those they have."""
    tag, asked = binder.bind(tag_id, "String"), scope.people_sql(binder)
    tests = f"tag_id = {tag}{f' AND {asked}' if asked else ''}"
    return (
        "SELECT person, argMin(held, (if(place = 0, length(values) + 1, place), held)) AS value FROM (\n"
        "    SELECT person_tags.person_id AS person, toString(person_tags.value) AS held,\n"
        "        CAST(tag_orders.values, 'Array(String)') AS values, indexOf(values, held) AS place\n"
        f"    FROM (SELECT person_id, value FROM person_tags FINAL WHERE {tests}) AS person_tags\n"
        f"    LEFT JOIN (SELECT person_id, values FROM tag_orders FINAL WHERE {tests}) AS tag_orders\n"
        "        ON tag_orders.person_id = person_tags.person_id\n"
        ") GROUP BY person HAVING value != ''"
    )


def count_people(scope: Scope, warehouse: ProjectWarehouse) -> int:
    """How many people the project has."""
    binder = Binder()
    known = scope.known_people_sql(binder)
    return int(warehouse.value(f"SELECT uniqExact(person) FROM ({known})", binder.parameters))


def read_spreads(
    tag_ids: Sequence[str], *, scope: Scope, warehouse: ProjectWarehouse
) -> Mapping[str, Spread]:
    """How the values of tags are spread now, by tag."""
    binder = Binder()
    ids = binder.bind(list(tag_ids), "Array(String)")
    rows = warehouse.query(
        "SELECT tag_id, value, people, covered FROM (\n"
        "    SELECT tag_id, value, count() AS people FROM person_tags FINAL\n"
        f"    WHERE tag_id IN {ids} GROUP BY tag_id, value\n"
        ") AS sizes INNER JOIN (\n"
        "    SELECT tag_id, uniqExact(person_id) AS covered FROM person_tags FINAL\n"
        f"    WHERE tag_id IN {ids} GROUP BY tag_id\n"
        ") AS covers USING (tag_id) ORDER BY tag_id, people DESC, value",
        binder.parameters,
    ).rows
    total = count_people(scope, warehouse)
    sizes: dict[str, list[ValueSize]] = {tag_id: [] for tag_id in tag_ids}
    covered: dict[str, int] = {}
    for tag_id, value, people, cover in rows:
        sizes[str(tag_id)].append(ValueSize(str(value), int(people)))
        covered[str(tag_id)] = int(cover)
    return {
        tag_id: Spread(tuple(found), covered.get(tag_id, 0), total)
        for tag_id, found in sizes.items()
    }


def preview_tag(tag: ReadTag, *, scope: Scope, warehouse: ProjectWarehouse) -> Spread:
    """How the values of a definition would be spread now; nothing is recorded."""
    binder = Binder()
    found = binder.include(compile_tags([tag], scope))
    rows = warehouse.query(
        f"WITH found AS (\n{found}\n)\n"
        "SELECT groupArray((value, size)), bitmapCardinality(groupBitmapMergeState(people))\n"
        "FROM (SELECT value, people, bitmapCardinality(people) AS size FROM found ORDER BY size DESC, value)",
        binder.parameters,
    ).rows
    sizes = tuple(ValueSize(str(value), int(people)) for value, people in rows[0][0])
    return Spread(sizes, int(rows[0][1]), count_people(scope, warehouse))


def read_history(
    tag_id: str, *, scope: Scope, warehouse: ProjectWarehouse, days: int = HISTORY_DAYS
) -> tuple[HistoryPoint, ...]:
    """How many people had each value at the end of each of the last days; days before the first record are left out."""
    binder = Binder()
    rows = warehouse.query(
        f"SELECT toDate(at, {binder.bind(scope.zone.key, 'String')}) AS day, value,\n"
        "    sum(if(is_gained, 1, -1)) FROM tag_changes\n"
        f"WHERE tag_id = {binder.bind(tag_id, 'String')} GROUP BY day, value ORDER BY day",
        binder.parameters,
    ).rows
    today = scope.now.astimezone(scope.zone).date()
    if not rows:
        return ()
    moves: dict[date, list[tuple[str, int]]] = {}
    for day, value, change in rows:
        moves.setdefault(day, []).append((str(value), int(change)))
    standing: dict[str, int] = {}
    points = []
    first = today - timedelta(days=days - 1)
    day = min(moves)
    while day <= today:
        for value, change in moves.get(day, ()):
            standing[value] = standing.get(value, 0) + change
        if day >= first:
            points.append(HistoryPoint(day, {k: v for k, v in standing.items() if v > 0}))
        day += timedelta(days=1)
    return tuple(points)


def list_moves(
    tag_id: str, *, scope: Scope, warehouse: ProjectWarehouse, days: int = 14
) -> tuple[TagMove, ...]:
    """How many people gained and lost each value by day, the newest day first."""
    binder = Binder()
    first = scope.now.astimezone(scope.zone).date() - timedelta(days=days - 1)
    rows = warehouse.query(
        f"SELECT toDate(at, {binder.bind(scope.zone.key, 'String')}) AS day, value,\n"
        f"    uniqExactIf({scope.person}, is_gained = 1), uniqExactIf({scope.person}, is_gained = 0)\n"
        "FROM tag_changes\n"
        f"WHERE tag_id = {binder.bind(tag_id, 'String')} AND at >= {binder.instant(midnight(first, scope.zone))}\n"
        "GROUP BY day, value ORDER BY day DESC, value",
        binder.parameters,
    ).rows
    return tuple(TagMove(row[0], str(row[1]), int(row[2]), int(row[3])) for row in rows)


def holders_at(tag_id: str, value: str, at: datetime, scope: Scope) -> Statement:
    """Who had a value at a moment (`person_id`), as persons of today."""
    binder = Binder()
    return binder.statement(
        f"SELECT DISTINCT {scope.survivor_of('holder')} AS person_id FROM (\n"
        "    SELECT person_id AS holder FROM tag_changes\n"
        f"    WHERE tag_id = {binder.bind(tag_id, 'String')} AND value = {binder.bind(value, 'String')}\n"
        f"        AND at <= {binder.instant(at)}\n"
        "    GROUP BY person_id HAVING argMax(is_gained, at) = 1\n)"
    )


def movers_on(tag_id: str, value: str, day: date, *, gained: bool, scope: Scope) -> Statement:
    """The people (`person_id`) of one number of `list_moves`: who gained a value on a day, or lost it."""
    binder = Binder()
    start, end = (midnight(day + timedelta(days=n), scope.zone) for n in (0, 1))
    return binder.statement(
        f"SELECT DISTINCT {scope.survivor_of('mover')} AS person_id FROM (\n"
        "    SELECT person_id AS mover FROM tag_changes\n"
        f"    WHERE tag_id = {binder.bind(tag_id, 'String')} AND value = {binder.bind(value, 'String')}\n"
        f"        AND is_gained = {gained:d} AND at >= {binder.instant(start)} AND at < {binder.instant(end)}\n)"
    )


def people_of_draft(tag: ReadTag, value: str, *, scope: Scope) -> Statement:
    """The people (`person_id`) of one number of `preview_tag`."""
    binder = Binder()
    found = binder.include(compile_tags([tag], scope))
    return binder.statement(
        "SELECT arrayJoin(bitmapToArray(groupBitmapMergeState(people))) AS person_id\n"
        f"FROM (\n{found}\n) WHERE value = {binder.bind(value, 'String')}"
    )


def list_person_values(warehouse: ProjectWarehouse, *, person_id: int) -> tuple[PersonValue, ...]:
    """The values one person has, tag by tag; those of a preference with the heaviest first."""
    rows = warehouse.query(
        "WITH standing AS (\n"
        "    SELECT toString(tag_id) AS tag_id, toString(value) AS value, argMax(is_gained, at) AS stands,\n"
        "        max(at) AS since, argMax(cause, at) AS why\n"
        "    FROM tag_changes WHERE person_id = {person:UInt64} GROUP BY tag_id, value HAVING stands = 1\n"
        ")\n"
        "SELECT standing.tag_id, value, since, why FROM standing\n"
        "LEFT JOIN (\n"
        "    SELECT toString(tag_id) AS tag_id, CAST(values, 'Array(String)') AS values\n"
        "    FROM tag_orders FINAL WHERE person_id = {person:UInt64}\n"
        ") AS orders ON orders.tag_id = standing.tag_id\n"
        "ORDER BY standing.tag_id, indexOf(values, value), value",
        {"person": person_id},
    ).rows
    return tuple(PersonValue(str(r[0]), str(r[1]), r[2], str(r[3])) for r in rows)

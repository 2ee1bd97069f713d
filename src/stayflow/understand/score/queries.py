"""What is asked of scores: how they are spread, how bands went, and why a person has theirs."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from stayflow.language.condition import compile_people
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder, Statement
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.score.compile import SHARES, compile_days, compile_score
from stayflow.understand.score.model import (
    THOUSANDTHS,
    BandPoint,
    BandSize,
    Bar,
    DayPart,
    Explanation,
    PersonScore,
    RulePart,
    ScoreDefinition,
    ScoreMove,
    ScoreSpread,
)

BARS = 20
HISTORY_DAYS = 90


def holders_sql(score_id: str, test: str, scope: Scope, binder: Binder) -> str:
    """A SELECT of the persons whose recorded score meets a test of `points` (thousandths) and `band`."""
    asked = scope.people_sql(binder)
    return (
        f"SELECT person_id AS person FROM person_scores FINAL WHERE score_id = {binder.bind(score_id, 'String')}"
        f"{f' AND {asked}' if asked else ''} AND {test}"
    )


def recorded_sql(score_id: str, binder: Binder) -> str:
    """A SELECT of the recorded `points` and `band` by `person_id`."""
    return (
        "SELECT person_id, points, band FROM person_scores FINAL"
        f" WHERE score_id = {binder.bind(score_id, 'String')}"
    )


def read_spread(
    score_id: str, definition: ScoreDefinition, *, scope: Scope, warehouse: ProjectWarehouse
) -> ScoreSpread:
    """How a score is spread, as recorded."""
    binder = Binder()
    return _spread(recorded_sql(score_id, binder), binder, definition, scope, warehouse)


def preview_score(
    definition: ScoreDefinition, *, scope: Scope, warehouse: ProjectWarehouse
) -> ScoreSpread:
    """How a definition would be spread now; nothing is recorded."""
    binder = Binder()
    people = binder.include(compile_score(definition, scope))
    return _spread(people, binder, definition, scope, warehouse)


def people_between(score_id: str, start: float, end: float, *, scope: Scope) -> Statement:
    """Who has at least `start` and less than `end` points (`person_id`)."""
    binder = Binder()
    low, high = (binder.bind(round(each * THOUSANDTHS), "Int64") for each in (start, end))
    people = holders_sql(score_id, f"points >= {low} AND points < {high}", scope, binder)
    return binder.statement(f"SELECT person AS person_id FROM ({people})")


def people_of_draft(
    definition: ScoreDefinition, start: float, end: float, *, scope: Scope
) -> Statement:
    """Who would have at least `start` and less than `end` points (`person_id`); nothing is recorded."""
    binder = Binder()
    people = binder.include(compile_score(definition, scope))
    low, high = (binder.bind(round(each * THOUSANDTHS), "Int64") for each in (start, end))
    return binder.statement(
        f"SELECT person_id FROM (\n{people}\n) WHERE points >= {low} AND points < {high}"
    )


def people_in_band_at(score_id: str, band: str, at: datetime, *, scope: Scope) -> Statement:
    """Who was in a band at a moment (`person_id`), as persons of today; counted as `read_history` does."""
    binder = Binder()
    name = binder.bind(band, "String")
    return binder.statement(
        f"SELECT DISTINCT {scope.survivor_of('holder')} AS person_id FROM (\n"
        "    SELECT person_id AS holder FROM score_changes\n"
        f"    WHERE score_id = {binder.bind(score_id, 'String')} AND at <= {binder.instant(at)}\n"
        f"    GROUP BY person_id HAVING countIf(band = {name} AND NOT is_gone)"
        f" > countIf(before = {name} AND was_scored)\n)"
    )


def read_history(
    score_id: str, *, scope: Scope, warehouse: ProjectWarehouse, days: int = HISTORY_DAYS
) -> tuple[BandPoint, ...]:
    """How many people were in each band at the end of each of the last days."""
    binder = Binder()
    zone = binder.bind(scope.zone.key, "String")
    rows = warehouse.query(
        "SELECT day, band, sum(change) FROM (\n"
        f"    SELECT toDate(at, {zone}) AS day, toString(part.1) AS band, part.2 AS change FROM (\n"
        "        SELECT at, arrayJoin([(band, if(is_gone, 0, 1)), (before, if(was_scored, -1, 0))]) AS part\n"
        f"        FROM score_changes WHERE score_id = {binder.bind(score_id, 'String')}\n"
        "    )\n"
        ") GROUP BY day, band HAVING sum(change) != 0 ORDER BY day",
        binder.parameters,
    ).rows
    if not rows:
        return ()
    moves: dict[date, list[tuple[str, int]]] = {}
    for day, band, change in rows:
        moves.setdefault(day, []).append((str(band), int(change)))
    today = scope.now.astimezone(scope.zone).date()
    standing: dict[str, int] = {}
    points = []
    day = min(moves)
    while day <= today:
        for band, change in moves.get(day, ()):
            standing[band] = standing.get(band, 0) + change
        if day > today - timedelta(days=days):
            points.append(BandPoint(day, {k: v for k, v in standing.items() if v > 0}))
        day += timedelta(days=1)
    return tuple(points)


def explain_score(
    definition: ScoreDefinition, *, scope: Scope, warehouse: ProjectWarehouse, limit: int
) -> Explanation:
    """Why the one person of the scope has their score: from their events, now."""
    binder = Binder()
    days = binder.include(compile_days(definition, scope))
    rows = warehouse.query(
        f"SELECT day, rule, events, given, cut, share FROM (\n{days}\n) ORDER BY day DESC, rule",
        binder.parameters,
    ).rows
    names = [rule.name for rule in definition.rules]
    shown = _meant(definition, scope, warehouse)
    parts = [
        (row[0], names[int(row[1]) - 1], int(row[2]), int(row[3]), int(row[4]), int(row[5]))
        for row in rows
        if names[int(row[1]) - 1] in shown
    ]
    whole = sum(given * share for _, _, _, given, _, share in parts)
    worth = (abs(whole) + SHARES // 2) // SHARES * (-1 if whole < 0 else 1)
    points = bounded(worth, definition)
    lines = [
        DayPart(
            day,
            rule,
            events,
            given / THOUSANDTHS,
            cut / THOUSANDTHS,
            share / SHARES,
            given * share / SHARES / THOUSANDTHS,
        )
        for day, rule, events, given, cut, share in parts
    ]
    return Explanation(
        points=points / THOUSANDTHS if rows else None,
        sum=worth / THOUSANDTHS,
        band=band_of(points, definition) if rows else "",
        rules=_by_rule(lines),
        days=tuple(lines[:limit]),
        day_count=len(lines),
    )


def list_person_scores(warehouse: ProjectWarehouse, *, person_id: int) -> tuple[PersonScore, ...]:
    """The recorded scores of one person."""
    rows = warehouse.query(
        "SELECT score_id, points, band, at FROM person_scores FINAL WHERE person_id = {person:UInt64}",
        {"person": person_id},
    ).rows
    return tuple(PersonScore(str(r[0]), int(r[1]) / THOUSANDTHS, str(r[2]), r[3]) for r in rows)


def list_person_moves(
    warehouse: ProjectWarehouse, score_id: str, *, ids: Sequence[int], limit: int
) -> tuple[ScoreMove, ...]:
    """How the person behind these ids changed band, the newest first."""
    rows = warehouse.query(
        "SELECT points, band, before, is_gone, at, cause FROM score_changes\n"
        "WHERE score_id = {score:String} AND person_id IN {ids:Array(UInt64)}\n"
        f"ORDER BY at DESC LIMIT {limit:d}",
        {"score": score_id, "ids": list(ids)},
    ).rows
    return tuple(
        ScoreMove(None if r[3] else int(r[0]) / THOUSANDTHS, str(r[1]), str(r[2]), r[4], str(r[5]))
        for r in rows
    )


def bounded(points: int, definition: ScoreDefinition) -> int:
    """Thousandths within the bounds."""
    least = points if definition.least is None else max(points, definition.least)
    return least if definition.most is None else min(least, definition.most)


def band_of(points: int, definition: ScoreDefinition) -> str:
    """The band of thousandths; '' below the lowest."""
    reached = [band.name for band in definition.bands if points >= band.start]
    return reached[-1] if reached else ""


def _meant(
    definition: ScoreDefinition, scope: Scope, warehouse: ProjectWarehouse
) -> frozenset[str]:
    """Names of the rules that are for the one person of the scope."""
    meant = set()
    for rule in definition.rules:
        if rule.people is None:
            meant.add(rule.name)
            continue
        people = compile_people(rule.people, scope)
        if warehouse.value(f"SELECT count() FROM ({people.sql})", people.parameters):
            meant.add(rule.name)
    return frozenset(meant)


def _by_rule(days: Sequence[DayPart]) -> tuple[RulePart, ...]:
    sums: dict[str, RulePart] = {}
    for each in days:
        before = sums.get(each.rule, RulePart(each.rule, 0, 0.0, 0.0, 0.0))
        sums[each.rule] = RulePart(
            each.rule,
            before.events + each.events,
            before.given + each.given,
            before.held_back + each.held_back,
            before.now + each.now,
        )
    return tuple(sorted(sums.values(), key=lambda part: (-abs(part.now), part.rule)))


def _spread(
    people: str,
    binder: Binder,
    definition: ScoreDefinition,
    scope: Scope,
    warehouse: ProjectWarehouse,
) -> ScoreSpread:
    known = scope.known_people_sql(binder)
    row = warehouse.one(
        "SELECT sumMap(map(band, toUInt64(1))), sumMap(map(toInt64(floor(points / 1000)), toUInt64(1))),\n"
        "    count(), avg(points), quantileExactInclusive(0.5)(points),\n"
        f"    (SELECT uniqExact(person) FROM ({known}))\n"
        f"FROM (SELECT toString(band) AS band, points FROM (\n{people}\n))",
        binder.parameters,
    )
    sizes = {str(band): int(count) for band, count in row[0].items()}
    order = [band.name for band in definition.bands] or [""]
    named = ([""] if definition.bands and sizes.get("") else []) + order
    scored = int(row[2])
    return ScoreSpread(
        bands=tuple(BandSize(name, sizes.get(name, 0)) for name in named),
        bars=_bars({int(points): int(count) for points, count in row[1].items()}),
        scored=scored,
        total=int(row[5]),
        average=float(row[3]) / THOUSANDTHS if scored else None,
        median=float(row[4]) / THOUSANDTHS if scored else None,
    )


def _bars(counts: Mapping[int, int]) -> tuple[Bar, ...]:
    """People by whole points, gathered into at most `BARS` bars of equal width."""
    if not counts:
        return ()
    low, high = min(counts), max(counts)
    width = max(1, -(-(high - low + 1) // BARS))
    sums: dict[int, int] = {}
    for points, people in counts.items():
        place = (points - low) // width
        sums[place] = sums.get(place, 0) + people
    return tuple(
        Bar(low + width * place, low + width * (place + 1), sums.get(place, 0))
        for place in range((high - low) // width + 1)
    )

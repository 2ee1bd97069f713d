"""This room's statements on ClickHouse: buyers, their cuts and classes, in one pass over the purchases."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from stayflow.language.aggregate import Aggregate, aggregate_sql
from stayflow.language.metric import selection_tests
from stayflow.language.raw import join
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder, Statement
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.rfm.model import (
    CLASS_OF,
    ClassSize,
    Cuts,
    PersonRfm,
    RfmClass,
    RfmDefinition,
    RfmMove,
    RfmResult,
    RfmRun,
    ScoreCell,
    Threshold,
)

DIGITS, CUT_DIGITS, LEVEL_DIGITS = 6, 9, 15
"""Of an amount, a cut and a quantile's level: behind them is what floating point leaves, which would put below a cut
whoever is exactly at it."""
OWN_FIRST = "(person_id = person, person_id)"
"""Orders the rows of a run that are one person today: their own is the greatest."""


def classified_sql(
    definition: RfmDefinition, scope: Scope, binder: Binder, *, by: Cuts | None = None
) -> str:
    """One row per buyer: person, recency_days, frequency, monetary, the cuts (r_cut, f_cut, m_cut) and class.

    `by` are cuts that stand; without them they are found among the buyers of the scope.

    Recency is in days of the calendar between the last purchase and the last day of the window (today at most).
    """
    start, end = definition.within.bounds(scope.zone, scope.now)
    tests = [
        *selection_tests(definition.purchase, scope, binder),
        f"time >= {binder.instant(start)}",
        f"time < {binder.instant(end)}",
        *scope.events_sql(binder),
    ]
    last_on = min(
        definition.within.days(scope.zone, scope.now)[1], scope.now.astimezone(scope.zone).date()
    )
    zone = binder.bind(scope.zone.key, "String")
    monetary = aggregate_sql(
        Aggregate("sum", definition.amount, join(definition.purchase.path, "amount")), scope, binder
    )
    r_cut, f_cut, m_cut = _cuts_sql(definition, by, binder)
    return (
        "WITH buyer AS (\n"
        f"    SELECT {scope.event_person} AS person,\n"
        f"        dateDiff('day', toDate(max(time), {zone}), {binder.bind(last_on, 'Date')}) AS recency_days,\n"
        f"        toFloat64({aggregate_sql(definition.frequency, scope, binder)}) AS frequency,\n"
        f"        round({monetary}, {DIGITS}) AS monetary\n"
        f"    FROM events WHERE {' AND '.join(tests)}\n"
        "    GROUP BY person\n"
        "),\ncut_buyer AS (\n"
        # Cuts are of all buyers at once; as windows they would cost several times the pass itself.
        "    SELECT person, recency_days, frequency, monetary, r_cut, f_cut, m_cut FROM (\n"
        "        SELECT groupArray(person) AS persons, groupArray(recency_days) AS recencies,\n"
        "        groupArray(frequency) AS frequencies, groupArray(monetary) AS amounts,\n"
        f"        {r_cut} AS r_cut, {f_cut} AS f_cut, {m_cut} AS m_cut\n"
        "        FROM buyer\n"
        "    ) ARRAY JOIN persons AS person, recencies AS recency_days, frequencies AS frequency, amounts AS monetary\n"
        ")\n"
        "SELECT person, recency_days, frequency, monetary, r_cut, f_cut, m_cut,\n"
        "    recency_days <= r_cut AS r_high, frequency >= f_cut AS f_high, toFloat64(monetary) >= m_cut AS m_high,\n"
        f"    {_class_sql()} AS class\n"
        "FROM cut_buyer"
    )


def count_classes(
    definition: RfmDefinition, *, scope: Scope, warehouse: ProjectWarehouse
) -> RfmResult:
    """Size and amount of each of the eight classes, and the cuts."""
    binder = Binder()
    people = classified_sql(definition, scope, binder)
    rows = warehouse.query(
        "SELECT class, count(), toFloat64(sum(monetary)), any(r_cut), any(f_cut), any(m_cut)\n"
        f"FROM (\n{people}\n) GROUP BY class",
        binder.parameters,
    ).rows
    found = {row[0]: (int(row[1]), float(row[2])) for row in rows}
    classes = tuple(ClassSize(each, *found.get(each.value, (0, 0.0))) for each in RfmClass)
    cuts = Cuts(float(rows[0][3]), float(rows[0][4]), float(rows[0][5])) if rows else None
    return RfmResult(classes, cuts)


def count_scores(
    definition: RfmDefinition, *, scope: Scope, warehouse: ProjectWarehouse
) -> tuple[ScoreCell, ...]:
    """Buyers by their scores of recency and frequency; empty when the definition does not score."""
    binder = Binder()
    scored = _scored_sql(definition, scope, binder)
    if scored is None:
        return ()
    rows = warehouse.query(
        "SELECT r_score, f_score, count(), toFloat64(sum(monetary)), avg(m_score) FROM (\n"
        f"{scored}\n) GROUP BY r_score, f_score ORDER BY r_score, f_score",
        binder.parameters,
    ).rows
    return tuple(
        ScoreCell(int(r), int(f), int(people), float(amount), float(m))
        for r, f, people, amount, m in rows
    )


def people_of_scores(
    definition: RfmDefinition, recency: int, frequency: int, *, scope: Scope
) -> Statement | None:
    """The people of one cell of `count_scores` (`person_id`); None when the definition does not score."""
    binder = Binder()
    scored = _scored_sql(definition, scope, binder)
    if scored is None:
        return None
    tests = (
        f"r_score = {binder.bind(recency, 'UInt64')}",
        f"f_score = {binder.bind(frequency, 'UInt64')}",
    )
    return binder.statement(
        f"SELECT person AS person_id FROM (\n{scored}\n) WHERE {' AND '.join(tests)}"
    )


def _scored_sql(definition: RfmDefinition, scope: Scope, binder: Binder) -> str | None:
    """A SELECT of buyers with their three scores; None when the definition does not score."""
    cuts = definition.thresholds
    if not all(each.levels for each in (cuts.recency, cuts.frequency, cuts.monetary)):
        return None
    people = classified_sql(definition, scope, binder)
    scores = ", ".join(
        [
            _score_sql("recency_days", cuts.recency, "r_score", is_low_good=True),
            _score_sql("frequency", cuts.frequency, "f_score"),
            _score_sql("toFloat64(monetary)", cuts.monetary, "m_score"),
        ]
    )
    return f"    SELECT person, monetary, {scores} FROM (\n{people}\n)"


def compare_classes(
    definition: RfmDefinition, before: datetime, *, scope: Scope, warehouse: ProjectWarehouse
) -> tuple[RfmMove, ...]:
    """How many people were in which class when `before` came, and are in now; no class at both is left out.

    At midnight the day that ended is still today: of its purchases people bought no days ago.
    Both are computed from the events, whatever was recorded.
    """
    binder = Binder()
    rows = warehouse.query(
        f"SELECT origin, target, count() FROM (\n{_moved_sql(definition, before, scope, binder)}\n)"
        " GROUP BY origin, target ORDER BY origin, target",
        binder.parameters,
    ).rows
    return tuple(RfmMove(_class(row[0]), _class(row[1]), int(row[2])) for row in rows)


def people_who_moved(
    definition: RfmDefinition,
    move: tuple[RfmClass | None, RfmClass | None],
    before: datetime,
    *,
    scope: Scope,
) -> Statement:
    """The people (`person_id`) of one move of `compare_classes`."""
    binder = Binder()
    moved = _moved_sql(definition, before, scope, binder)
    origin, target = (binder.bind(each.value if each else "", "String") for each in move)
    return binder.statement(
        f"SELECT person AS person_id FROM (\n{moved}\n) WHERE origin = {origin} AND target = {target}"
    )


def _moved_sql(definition: RfmDefinition, before: datetime, scope: Scope, binder: Binder) -> str:
    was = replace(scope.at(before - timedelta(milliseconds=1)), until=before)
    then = classified_sql(definition, was, binder)
    now = classified_sql(definition, scope, binder)
    return (
        f"SELECT person, was.class AS origin, is_now.class AS target FROM (\n{then}\n) AS was\n"
        f"FULL OUTER JOIN (\n{now}\n) AS is_now USING (person)"
    )


def people_of_class(definition: RfmDefinition, rfm_class: RfmClass, *, scope: Scope) -> Statement:
    """The people of a class (`person_id`)."""
    binder = Binder()
    people = classified_sql(definition, scope, binder)
    wanted = binder.bind(rfm_class.value, "String")
    return binder.statement(
        f"SELECT person AS person_id FROM (\n{people}\n) WHERE class = {wanted}"
    )


@dataclass(frozen=True, slots=True)
class Writing:
    """Under which name classes are written, and their changes under which number (`fact.take_number`)."""

    model: str
    number: int


def write_run(
    definition: RfmDefinition, writing: Writing, *, scope: Scope, warehouse: ProjectWarehouse
) -> None:
    """Store a run at `scope.now`, and what changed since the run before."""
    binder = Binder()
    people = classified_sql(definition, scope, binder)
    name, at = binder.bind(writing.model, "String"), binder.instant(scope.now)
    number = binder.bind(writing.number, "UInt64")
    warehouse.execute(
        "INSERT INTO rfm_people (model, person_id, class, recency_days, frequency, monetary, at)\n"
        f"SELECT {name}, person, class, recency_days, frequency, toFloat64(monetary), {at} FROM (\n{people}\n)",
        binder.parameters,
    )
    warehouse.execute(
        "INSERT INTO rfm_changes (model, person_id, class, previous, at, number)\n"
        "WITH standing AS (\n"
        f"    SELECT {scope.person} AS person, argMax(toString(class), {scope.newest}) AS class FROM rfm_changes\n"
        f"    WHERE model = {name} GROUP BY person\n"
        "),\nfound AS (\n"
        f"    SELECT {scope.person} AS person, any(class) AS class FROM rfm_people\n"
        f"    WHERE model = {name} AND at = {at} GROUP BY person\n"
        ")\n"
        f"SELECT {name}, person, found.class, standing.class, {at}, {number}\n"
        "FROM found FULL OUTER JOIN standing USING (person) WHERE found.class != standing.class",
        binder.parameters,
    )


def write_people(
    definition: RfmDefinition,
    writing: Writing,
    run: RfmRun,
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
) -> None:
    """Bring the people of the scope up to date in the newest run, by its cuts, and record who changed class.

    Two statements; each writes differences alone, so that after a crash between them the next one mends it. Who buys
    for the first time comes in. Whoever has no purchase any more (they parted from somebody, their last one is behind
    the window) is left with no class, as are ids that lead to another person. A run that was cut off before it was
    committed left its rows: they are the newest then, and brought up to date like those of any other.
    """
    binder = Binder()
    people = classified_sql(definition, scope, binder, by=run.cuts)
    name = binder.bind(writing.model, "String")
    at = _newest_sql(name)
    standing = f"rfm_people FINAL WHERE model = {name} AND at = {at} AND {scope.people_sql(binder)}"
    warehouse.execute(
        "INSERT INTO rfm_people (model, person_id, class, recency_days, frequency, monetary, at)\n"
        f"SELECT {name}, if(found.person = 0, standing.person_id, toUInt64(found.person)), found.class,\n"
        f"    toInt32(found.recency_days), found.frequency, toFloat64(found.monetary), {at}\n"
        f"FROM (\n{people}\n) AS found\n"
        "FULL OUTER JOIN (\n"
        "    SELECT person_id, toString(class) AS class, recency_days, frequency, monetary\n"
        f"    FROM {standing}\n"
        ") AS standing ON standing.person_id = toUInt64(found.person)\n"
        "WHERE found.class != standing.class OR found.recency_days != standing.recency_days\n"
        "    OR found.frequency != standing.frequency OR toFloat64(found.monetary) != standing.monetary",
        binder.parameters,
    )
    binder = Binder()
    name = binder.bind(writing.model, "String")
    at = _newest_sql(name)
    number, asked = binder.bind(writing.number, "UInt64"), scope.people_sql(binder)
    warehouse.execute(
        "INSERT INTO rfm_changes (model, person_id, class, previous, at, number)\n"
        "WITH standing AS (\n"
        f"    SELECT {scope.person} AS person, argMax(toString(class), {scope.newest}) AS class FROM rfm_changes\n"
        f"    WHERE model = {name} AND {asked} GROUP BY person\n"
        "),\nfound AS (\n"
        f"    SELECT {scope.person} AS person, argMax(toString(class), {OWN_FIRST}) AS class\n"
        f"    FROM rfm_people FINAL WHERE model = {name} AND at = {at} AND {asked} GROUP BY person\n"
        ")\n"
        f"SELECT {name}, person, found.class, standing.class, {binder.instant(scope.now)}, {number}\n"
        "FROM found LEFT JOIN standing USING (person) WHERE found.class != standing.class",
        binder.parameters,
    )


def _newest_sql(name: str) -> str:
    return f"(SELECT max(at) FROM rfm_people WHERE model = {name})"


def standing_sql(model: str, scope: Scope, binder: Binder) -> str:
    """A SELECT of `person`, each once, and their `class` at the newest run; ids that lead elsewhere come last."""
    name = binder.bind(model, "String")
    asked = scope.people_sql(binder)
    return (
        f"SELECT {scope.person} AS person, argMax(class, {OWN_FIRST}) AS class FROM rfm_people FINAL\n"
        f"WHERE model = {name} AND at = {_newest_sql(name)}"
        f"{f' AND {asked}' if asked else ''}\nGROUP BY person"
    )


def members_sql(model: str, classes: tuple[RfmClass, ...], scope: Scope, binder: Binder) -> str:
    """A SELECT of the canonical persons in one of the classes at the newest run."""
    chosen = binder.bind([each.value for each in classes], "Array(String)")
    return f"SELECT person FROM ({standing_sql(model, scope, binder)}) WHERE class IN {chosen}"


def find_person_rfm(
    model: str, person_id: int, at: datetime, *, scope: Scope, warehouse: ProjectWarehouse
) -> PersonRfm | None:
    """The class of the one person of the scope at the run of `at`; None for somebody without one."""
    binder = Binder()
    row = warehouse.one(
        "SELECT class, recency_days, frequency, monetary, at FROM rfm_people FINAL"
        f" WHERE model = {binder.bind(model, 'String')} AND at = {binder.instant(at)}"
        f" AND class != '' AND {scope.people_sql(binder)}"
        f" ORDER BY person_id = {binder.bind(person_id, 'UInt64')} DESC LIMIT 1",
        binder.parameters,
    )
    if not row:
        return None
    return PersonRfm(RfmClass(row[0]), int(row[1]), float(row[2]), float(row[3]), row[4])


def list_moves(
    model: str, start: datetime, end: datetime, *, scope: Scope, warehouse: ProjectWarehouse
) -> tuple[RfmMove, ...]:
    """How many people stood in which class at `start` and in which at `end`; no class at both is left out."""
    binder = Binder()
    rows = warehouse.query(
        "SELECT origin, target, count() FROM (\n"
        f"    SELECT {scope.person} AS person,\n"
        f"        argMaxIf(class, {scope.newest}, at <= {binder.instant(start)}) AS origin,\n"
        f"        argMax(class, {scope.newest}) AS target\n"
        f"    FROM rfm_changes WHERE model = {binder.bind(model, 'String')} AND at <= {binder.instant(end)}\n"
        "    GROUP BY person\n"
        ") WHERE origin != '' OR target != '' GROUP BY origin, target ORDER BY origin, target",
        binder.parameters,
    ).rows
    return tuple(RfmMove(_class(row[0]), _class(row[1]), int(row[2])) for row in rows)


def _class(name: str) -> RfmClass | None:
    return RfmClass(name) if name else None


def _cuts_sql(definition: RfmDefinition, by: Cuts | None, binder: Binder) -> tuple[str, str, str]:
    """The cuts of recency, frequency and amount: those that stand, or as the thresholds say."""
    if by is not None:
        standing = (by.recency_days, by.frequency, by.monetary)
        r_cut, f_cut, m_cut = (binder.bind(each, "Float64") for each in standing)
        return r_cut, f_cut, m_cut
    cuts = definition.thresholds
    return (
        _cut_sql("recency_days", cuts.recency, binder, is_low_good=True),
        _cut_sql("frequency", cuts.frequency, binder),
        _cut_sql("toFloat64(monetary)", cuts.monetary, binder),
    )


def _cut_sql(
    column: str, threshold: Threshold, binder: Binder, *, is_low_good: bool = False
) -> str:
    if threshold.by == "fixed":
        return binder.bind(float(threshold.value or 0), "Float64")
    if threshold.by == "mean":
        return f"round(avg({column}), {CUT_DIGITS})"
    level = 0.5 if threshold.by == "median" else float(threshold.value or 0)
    level = round(1 - level if is_low_good else level, LEVEL_DIGITS)
    return f"round(quantileExactInclusive({level})({column}), {CUT_DIGITS})"


def _score_sql(column: str, threshold: Threshold, name: str, *, is_low_good: bool = False) -> str:
    """SQL of a score from 1 to `levels`: one more for each cut that is reached."""
    parts = threshold.levels
    levels = ", ".join(str(round(n / parts, LEVEL_DIGITS)) for n in range(1, parts))
    reached = "<=" if is_low_good else ">="
    return (
        f"1 + arrayCount(cut -> {column} {reached} round(cut, {CUT_DIGITS}),"
        f" quantilesExactInclusive({levels})({column}) OVER ()) AS {name}"
    )


def _class_sql() -> str:
    steps = [
        f"r_high = {int(r)} AND f_high = {int(f)} AND m_high = {int(m)}, '{name.value}'"
        for (r, f, m), name in CLASS_OF.items()
    ]
    return f"multiIf({', '.join(steps)}, '')"

"""Visits and the pool once more, all of the answer compared: their other cases compare what a quick query counts.

A bench that lets the plain query count two numbers where ours answers a hundred says how dear the other ninety-eight
are; this one says what they cost by hand.
"""

from collections.abc import Iterator
from typing import Any

from benchmarks.kinds.case import RANGE, Case, Rows
from benchmarks.kinds.in_duckdb.neighbours import DAY_MS, SILENCE_MS
from benchmarks.kinds.in_duckdb.recorded import STANDING as STANDING_IN_DUCKDB
from benchmarks.kinds.in_duckdb.visits import CUT
from benchmarks.kinds.recorded import STANDING
from benchmarks.kinds.stages import LOST, MODEL, record_stages
from benchmarks.kinds.words import DUCK_WITHIN, PERSON, WITHIN, ZONE

ALL = "all"
ZONE_MS = 8 * 3_600_000
LENGTHS = (0, 10, 30, 60, 180, 600, 1800, 3600)
SIZES = (1, 2, 3, 4, 6, 11, 21, 51)
"""Where the bins of seconds and of events begin; what is counted is who reaches them."""
REACHED = [
    *(f"seconds >= {edge}" for edge in LENGTHS),
    *(f"size >= {edge}" for edge in SIZES),
]
NUMBERS = 7


def _session() -> Case:
    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        days = ((point.t, point.numbers) for point in result.series)
        for t, each in ((ALL, result.numbers), *days):
            if each.sessions:
                yield (
                    *(t, each.sessions, each.people, each.open, each.bounces, each.events),
                    *(each.median_seconds, each.mean_seconds),
                )
        for name, bins in (("seconds", result.durations), ("events", result.depths)):
            reached = 0
            for each in reversed(bins):
                reached += each.sessions
                yield name, each.at_least, reached

    return Case(
        name="session, all of it",
        question={"kind": "session", "range": RANGE},
        ours=ours,
        plain=(
            f"""
            SELECT if(grouping(day) = 1, NULL, toString(day)), count(), uniqExact(person), countIf(open),
              countIf(size = 1 AND NOT open), sum(size), quantileExactInclusive(0.5)(seconds), avg(seconds),
              {", ".join(f"countIf({test})" for test in REACHED)}
            FROM (
              SELECT {PERSON} AS person, arraySort(groupArray(toUnixTimestamp64Milli(time))) AS done,
                arrayJoin(arraySplit((at, gap) -> gap > {SILENCE_MS}, done, arrayDifference(done))) AS visit,
                visit[1] AS began, visit[-1] AS ended, (ended - began) / 1000 AS seconds, length(visit) AS size,
                ended + {SILENCE_MS} >= {{now:Int64}} AS open,
                toDate(fromUnixTimestamp64Milli(began, 'UTC'), '{ZONE}') AS day
              FROM events
              WHERE time >= fromUnixTimestamp64Milli({{start:Int64}} - {DAY_MS}, 'UTC')
                AND time < fromUnixTimestamp64Milli({{end:Int64}} + {DAY_MS}, 'UTC')
              GROUP BY person)
            WHERE began >= {{start:Int64}} AND began < {{end:Int64}}
            GROUP BY GROUPING SETS ((), (day))
            """,
        ),
        duckdb=(
            f"""
            WITH {CUT},
            told AS (
              SELECT person, epoch_ms(began + {ZONE_MS})::DATE::VARCHAR AS day, (ended - began) / 1000 AS seconds, size,
                ended + {SILENCE_MS} >= $now AS open
              FROM visits WHERE begins AND began >= $start AND began < $end)
            SELECT day, count(*), count(DISTINCT person), count_if(open), count_if(size = 1 AND NOT open),
              sum(size)::BIGINT, median(seconds), avg(seconds), {", ".join(f"count_if({test})" for test in REACHED)}
            FROM told GROUP BY GROUPING SETS ((), (day))
            """,
        ),
        shape_plain=_visits,
        shape_duckdb=_visits,
        more="campaigns",
    )


def _visits(rows: Rows) -> Iterator[tuple[object, ...]]:
    """Numbers of each day and of the whole, and how many visits of the whole reach each edge."""
    edges = [*(("seconds", edge) for edge in LENGTHS), *(("events", edge) for edge in SIZES)]
    for t, *row in rows:
        yield t or ALL, *row[:NUMBERS]
        if t is None:
            yield from ((*edge, visits) for edge, visits in zip(edges, row[NUMBERS:], strict=True))


def _pool() -> Case:
    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        for name, line in ((ALL, result), *((each.stage, each) for each in result.stages)):
            yield name, line.people, line.entered, line.left, line.payers, line.revenue

    def shape(rows: Rows) -> Iterator[tuple[object, ...]]:
        cells = [tuple(row) for row in rows]
        names = {name for origin, target, *_ in cells for name in (origin, target)} - {""}
        yield _line(ALL, names - {LOST}, cells, cells)
        for name in names:
            yield _line(name, {name}, cells, [cell for cell in cells if cell[1] == name])

    paid = """
      paid AS (SELECT {person} AS payer, 1 AS has_paid, sum({amount}) AS brought FROM events
        WHERE {amount} IS NOT NULL AND {within} GROUP BY payer)
      SELECT coalesce(origin, ''), coalesce(target, ''), count(*), coalesce(sum(has_paid), 0), coalesce(sum(brought), 0)
      FROM standing LEFT JOIN paid ON standing.person = paid.payer
      GROUP BY 1, 2
    """
    return Case(
        name="pool, all of it",
        question={
            "kind": "pool",
            "range": RANGE,
            "model": MODEL,
            "lost": [LOST],
            "amount": "amount",
        },
        ours=ours,
        plain=(
            f"""
            WITH standing AS ({STANDING}),
            {paid.format(person=PERSON, amount="property_amount", within=WITHIN)}
            """,
        ),
        duckdb=(
            f"""
            WITH {STANDING_IN_DUCKDB},
            {paid.format(person="person", amount="amount", within=DUCK_WITHIN)}
            """,
        ),
        shape_plain=shape,
        shape_duckdb=shape,
        prepare=record_stages,
        more="who is in no stage",
    )


def _line(
    name: str, inside: set[str], cells: list[tuple[Any, ...]], paying: list[tuple[Any, ...]]
) -> tuple[object, ...]:
    """What `ours` says of a set of stages, from the cells of who went from where to where."""
    return (
        name,
        sum(people for _, target, people, *_ in cells if target in inside),
        sum(people for origin, target, people, *_ in cells if origin not in inside and target in inside),
        sum(people for origin, target, people, *_ in cells if origin in inside and target not in inside),
        int(sum(payers for *_, payers, _ in paying)),
        sum(brought for *_, brought in paying),
    )  # fmt: skip


WHOLE: tuple[Case, ...] = (_session(), _pool())

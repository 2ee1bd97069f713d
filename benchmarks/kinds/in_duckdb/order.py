"""Funnels, paths, and the chain of touches."""

from collections.abc import Sequence

from benchmarks.kinds.in_duckdb.neighbours import (
    DAY_MS,
    INSTANT,
    IS_NEW,
    PERSON,
    PLACE,
    RUNNING,
)

RUNS = 1000
"""More than anybody has, cut where a look-back lies between two touches."""


def funnel(steps: Sequence[str]) -> str:
    """The latest beginning of each row's step is the greatest so far of the step before; `$window` is its time."""
    names = ", ".join(f"'{name}'" for name in steps)
    reached = [
        f"""
        WITH done AS (
          SELECT person, event, ms, {INSTANT} AS key FROM events
          WHERE event IN ({names}) AND ms >= $start AND ms < $end + $window),
        step1 AS (
          SELECT person, event, key, CASE WHEN event = '{steps[0]}' AND ms < $end THEN key ELSE 0 END AS begun1
          FROM done)
        """
    ]
    reached += [
        f"""
        step{step} AS (
          SELECT * EXCLUDE (latest),
            CASE WHEN event = '{name}' AND key - latest <= $window THEN latest ELSE 0 END AS begun{step}
          FROM (SELECT *, max(begun{step - 1}) {RUNNING} AS latest FROM step{step - 1}))
        """
        for step, name in enumerate(steps[1:], start=2)
    ]
    numbers = range(1, len(steps) + 1)
    far = ", ".join(f"max(begun{step}) AS begun{step}" for step in numbers)
    counts = ", ".join(f"count_if(begun{step} > 0)" for step in numbers)
    return (
        ",".join(reached)
        + f"SELECT unnest(range(1, {len(steps) + 1})), unnest([{counts}])"
        + f" FROM (SELECT {far} FROM step{len(steps)} GROUP BY person)"
    )


def path(anchor: str, depth: int) -> str:
    """Each row of the day after the first anchor beside its neighbours; the first of each person begins the count.

    The first anchor is the one before which the latest was somebody else's.
    """
    return f"""
    WITH done AS (
      SELECT person, event, {INSTANT} AS key, event = '{anchor}' AND ms < $end AS is_anchor
      FROM events WHERE ms >= $start AND ms < $end + {DAY_MS}),
    anchored AS (SELECT *, max(CASE WHEN is_anchor THEN key END) {RUNNING} AS latest FROM done),
    firsts AS (
      SELECT *, is_anchor AND coalesce(lag(latest) OVER () < person * {PERSON}, true) AS is_first FROM anchored),
    begun AS (SELECT *, max(CASE WHEN is_first THEN key END) {RUNNING} AS began FROM firsts),
    hops AS (
      SELECT person, event, is_new FROM (
        SELECT person, event, {IS_NEW} AS is_new, lag(event) OVER () AS before FROM begun
        WHERE began >= person * {PERSON} AND key - began <= {DAY_MS})
      WHERE is_new OR event != before),
    numbered AS (
      SELECT event, row_number() OVER () AS n, is_new,
        CASE WHEN lead(person) OVER () = person THEN lead(event) OVER () END AS after
      FROM hops),
    steps AS (SELECT event, after, n - max(CASE WHEN is_new THEN n END) {RUNNING} AS step FROM numbered)
    SELECT step, event::VARCHAR, after::VARCHAR, count(*) FROM steps
    WHERE after IS NOT NULL AND step < {depth - 1} GROUP BY ALL
    """


def chain(names: tuple[str, str], lookback: int, states: tuple[str, str, str]) -> str:
    """How often each source follows another on the paths to a conversion, and on those that led to none.

    A touch and a conversion that it leads to are a pair; the touch before it begins the step, if the look-back of the
    conversion has it. What no conversion follows is cut where nothing happened for as long as the look-back. The
    removal effect of the few states that come out is no matter of a query; it is reckoned in Python, for all alike.

    Args:
        names: A touch and a conversion.
        lookback: How far before a conversion a touch may lie, ms.
        states: What begun, won and lost are called.
    """
    touch, conversion = names
    begun, won, lost = states
    return f"""
    WITH done AS (
      SELECT person, ms, {PLACE} AS place, source, event = '{conversion}' AS is_won FROM events
      WHERE (event = '{touch}' AND ms >= $start - {lookback} AND ms < $end)
        OR (event = '{conversion}' AND ms >= $start AND ms < $end + {lookback})),
    wins AS MATERIALIZED (SELECT person, ms, place FROM done WHERE is_won),
    touches AS MATERIALIZED (
      SELECT person, ms, place, source,
        CASE WHEN lag(person) OVER () = person THEN lag(ms) OVER () END AS before_ms, lag(source) OVER () AS before,
        CASE WHEN lead(person) OVER () = person THEN lead(place) OVER () END AS after
      FROM done WHERE NOT is_won),
    pairs AS MATERIALIZED (
      SELECT touches.place AS place, source, CASE WHEN before_ms >= wins.ms - {lookback} THEN before END AS here,
        after IS NULL OR after > wins.place AS is_last, wins.ms < $end AS counts
      FROM touches JOIN wins ON touches.person = wins.person AND touches.place < wins.place
        AND touches.ms >= wins.ms - {lookback}),
    free AS (
      SELECT person, ms, place, source FROM touches
      WHERE ms >= $start AND place NOT IN (SELECT place FROM pairs)),
    cut AS (
      SELECT person, ms, place, source, lag(ms) OVER earlier AS before_ms, lag(source) OVER earlier AS before,
        coalesce(ms - before_ms > {lookback}, true) AS begins
      FROM free WINDOW earlier AS (PARTITION BY person ORDER BY place)),
    numbered AS MATERIALIZED (
      SELECT ms, place, source, CASE WHEN NOT begins THEN before END AS here,
        person * {RUNS} + sum(begins::INT) OVER (PARTITION BY person ORDER BY place ROWS UNBOUNDED PRECEDING) AS run
      FROM cut),
    runs AS MATERIALIZED (
      SELECT run, arg_max(source, place) AS ended FROM numbered GROUP BY run HAVING max(ms) + {lookback} < $now),
    steps AS (
      SELECT here, source AS there, count(*) AS times FROM pairs
      WHERE counts AND here IS DISTINCT FROM source GROUP BY ALL
      UNION ALL
      SELECT here, source, count(*) FROM numbered SEMI JOIN runs USING (run)
      WHERE here IS DISTINCT FROM source GROUP BY ALL)
    SELECT coalesce('=' || here, '{begun}'), '=' || there, sum(times)::BIGINT FROM steps GROUP BY ALL
    UNION ALL SELECT '=' || source, '{won}', count(*) FROM pairs WHERE counts AND is_last GROUP BY ALL
    UNION ALL SELECT '=' || ended, '{lost}', count(*) FROM runs GROUP BY ALL
    """

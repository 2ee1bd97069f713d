"""Questions in which order decides, in DuckDB as they are usually written: window functions by person.

Like `benchmarks.kinds.usual` they begin with the events as exported (`peers.Exported`): in the order of arrival, the
merges beside them. Only the rows that are asked for are joined and sorted.
"""

from collections.abc import Sequence

from benchmarks.kinds.in_duckdb.neighbours import DAY_MS, SILENCE_MS

SORTED = "PARTITION BY person ORDER BY ms, arrival"
AROUND = f"ms >= $start - {DAY_MS} AND ms < $end + {DAY_MS}"


def done(where: str) -> str:
    """CTE `done`: events as exported, of today's persons."""
    return f"""
    done AS (
      SELECT coalesce(survivor, person_id) AS person, event, ms, arrival
      FROM events LEFT JOIN merges ON merged = person_id WHERE {where})
    """


def funnel(steps: Sequence[str]) -> str:
    """The latest beginning of each row's step is the greatest of the step before, over the person's earlier rows."""
    names = ", ".join(f"'{name}'" for name in steps)
    reached = [
        f"""
        WITH {done(f"event IN ({names}) AND ms >= $start AND ms < $end + $window")},
        step1 AS (SELECT *, CASE WHEN event = '{steps[0]}' AND ms < $end THEN ms END AS begun1 FROM done)
        """
    ]
    reached += [
        f"""
        step{step} AS (
          SELECT *, CASE WHEN event = '{name}' AND ms - before{step} <= $window THEN before{step} END AS begun{step}
          FROM (SELECT *, max(begun{step - 1}) OVER earlier AS before{step} FROM step{step - 1}
            WINDOW earlier AS ({SORTED} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)))
        """
        for step, name in enumerate(steps[1:], start=2)
    ]
    counts = ", ".join(
        f"count(DISTINCT person) FILTER (begun{step} IS NOT NULL)"
        for step in range(1, len(steps) + 1)
    )
    return (
        ",".join(reached)
        + f"SELECT unnest(range(1, {len(steps) + 1})), unnest([{counts}]) FROM step{len(steps)}"
    )


def path(anchor: str, depth: int) -> str:
    """Rows of the day after the anchor, repeats left out, numbered by person."""
    return f"""
    WITH {done(f"ms >= $start AND ms < $end + {DAY_MS}")},
    begun AS (
      SELECT person, ms AS began, arrival AS nth FROM done WHERE event = '{anchor}' AND ms < $end
      QUALIFY row_number() OVER ({SORTED}) = 1),
    inside AS (
      SELECT done.* FROM done JOIN begun USING (person)
      WHERE (ms > began OR (ms = began AND arrival >= nth)) AND ms <= began + {DAY_MS}),
    hops AS (SELECT * FROM inside QUALIFY event IS DISTINCT FROM lag(event) OVER ({SORTED})),
    steps AS (
      SELECT event, lead(event) OVER ({SORTED}) AS after, row_number() OVER ({SORTED}) - 1 AS step FROM hops)
    SELECT step, event, after, count(*) FROM steps WHERE after IS NOT NULL AND step < {depth - 1} GROUP BY ALL
    """


SESSION = f"""
WITH {done(AROUND)}
SELECT count(*), count(DISTINCT person) FROM (
  SELECT person, ms, ms - lag(ms) OVER (PARTITION BY person ORDER BY ms) AS gap FROM done)
WHERE (gap IS NULL OR gap > {SILENCE_MS}) AND ms >= $start AND ms < $end
"""
WEB = f"""
WITH {done("ms < $end + " + str(DAY_MS))},
cut AS (
  SELECT person, ms, arrival, event, coalesce(ms - lag(ms) OVER ({SORTED}) > {SILENCE_MS}, true) AS is_start
  FROM done WHERE ms >= $start - {DAY_MS}),
numbered AS (
  SELECT person, ms, event, sum(is_start::INT) OVER ({SORTED} ROWS UNBOUNDED PRECEDING) AS visit FROM cut),
visits AS (
  SELECT person, min(ms) AS began, max(ms) AS ended, count(*) AS size, count_if(event = 'page_view') AS views
  FROM numbered GROUP BY person, visit),
known AS (SELECT DISTINCT person, true AS was_here FROM done WHERE ms < $start)
SELECT sum(views), count(DISTINCT person), count(*), count(DISTINCT person) FILTER (was_here IS NULL),
  count_if(views = 1 AND size = 1 AND ended + {SILENCE_MS} < $now),
  count_if(ended + {SILENCE_MS} >= $now), median((ended - began) / 1000)
FROM visits LEFT JOIN known USING (person)
WHERE views > 0 AND began >= $start AND began < $end
"""


def interval(source: str, target: str, window: int) -> str:
    """Each row beside the one before it of the same person."""
    return f"""
    WITH {done(f"event IN ('{source}', '{target}') AND ms >= $start AND ms < $end + {window}")}
    SELECT count(*), count(DISTINCT person), min(seconds), quantile_cont(seconds, 0.25),
      quantile_cont(seconds, 0.5), quantile_cont(seconds, 0.75), quantile_cont(seconds, 0.9), max(seconds)
    FROM (
      SELECT person, event, lag(event) OVER w AS before, lag(ms) OVER w AS began, (ms - began) / 1000 AS seconds
      FROM done WINDOW w AS ({SORTED}))
    WHERE event = '{target}' AND before = '{source}' AND began < $end AND seconds <= {window // 1000}
    """

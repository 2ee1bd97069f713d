"""Visits, pairs of neighbours, and where a page leads."""

from benchmarks.kinds.in_duckdb.neighbours import (
    BEGINS,
    DAY_MS,
    ENDS,
    IS_NEW,
    RUNNING,
    SILENCE_MS,
)
from benchmarks.kinds.words import DUCK_WITHIN

AROUND = f"ms >= $start - {DAY_MS} AND ms < $end + {DAY_MS}"
SESSION = f"""
SELECT count(*), count_if(is_new) FROM (
  SELECT {IS_NEW} AS is_new FROM (SELECT person, ms, {BEGINS} AS begins FROM events WHERE {AROUND})
  WHERE begins AND {DUCK_WITHIN})
"""
CUT = f"""
cut AS (
  SELECT person, ms, event = 'page_view' AS is_view, row_number() OVER () AS n,
    sum(is_view::INT) {RUNNING} AS seen, {BEGINS} AS begins, {ENDS} AS ends
  FROM events WHERE {AROUND}),
visits AS (
  SELECT person, begins, ms AS began, CASE WHEN ends THEN ms ELSE lead(ms) OVER () END AS ended,
    CASE WHEN ends THEN 1 ELSE lead(n) OVER () - n + 1 END AS size,
    CASE WHEN ends THEN 0 ELSE lead(seen) OVER () - seen END + is_view::INT AS views
  FROM cut WHERE begins OR ends)
"""
"""A visit is its first row and its last: those are next to each other when what lies between is left out."""
WEB = f"""
WITH {CUT},
known AS (SELECT DISTINCT person, true AS was_here FROM events WHERE ms < $start)
SELECT sum(views), count(DISTINCT person), count(*), count(DISTINCT person) FILTER (was_here IS NULL),
  count_if(views = 1 AND size = 1 AND ended + {SILENCE_MS} < $now),
  count_if(ended + {SILENCE_MS} >= $now), median((ended - began) / 1000)
FROM visits LEFT JOIN known USING (person)
WHERE begins AND views > 0 AND began >= $start AND began < $end
"""


def interval(source: str, target: str, window: int) -> str:
    """Pairs of neighbours."""
    return f"""
    SELECT count(*), count(DISTINCT person), min(seconds), quantile_cont(seconds, 0.25),
      quantile_cont(seconds, 0.5), quantile_cont(seconds, 0.75), quantile_cont(seconds, 0.9), max(seconds)
    FROM (
      SELECT person, event, CASE WHEN lag(person) OVER () = person THEN lag(event) OVER () END AS before,
        lag(ms) OVER () AS began, (ms - began) / 1000 AS seconds
      FROM events WHERE event IN ('{source}', '{target}') AND ms >= $start AND ms < $end + {window})
    WHERE event = '{target}' AND before = '{source}' AND began < $end AND seconds <= {window // 1000}
    """


def heatmap(page: str, view: str, click: str) -> tuple[str, ...]:
    """Views, viewers, clicks and clickers of a page; and who of its viewers looked at a page after it, in one visit."""
    here = f"category = '{page}' AND {DUCK_WITHIN}"
    return (
        f"""
        SELECT count_if(is_view), count(DISTINCT person) FILTER (is_view), count_if(NOT is_view),
          count(DISTINCT person) FILTER (NOT is_view)
        FROM (SELECT person, event = '{view}' AS is_view FROM events WHERE event IN ('{view}', '{click}') AND {here})
        """,
        f"""
        SELECT count(DISTINCT person) FROM (
          SELECT person, is_here, visit, lead(visit) OVER () AS following FROM (
            SELECT person, is_view, is_here, sum(begins::INT) {RUNNING} AS visit FROM (
              SELECT person, event = '{view}' AS is_view, {here} AS is_here, {BEGINS} AS begins
              FROM events WHERE ms >= $start AND ms < $end + {DAY_MS}))
          WHERE is_view)
        WHERE is_here AND following = visit
        """,
    )

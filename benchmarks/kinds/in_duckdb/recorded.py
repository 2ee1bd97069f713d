"""Stages and the pool, over the table of stages by person and instant."""

STANDING = """
standing AS (
  SELECT person, arg_max(stage, ms) FILTER (ms < $start) AS origin, arg_max(stage, ms) AS target
  FROM stages WHERE ms < $end GROUP BY person)
"""
STAGE = (
    f"WITH {STANDING} SELECT target, count(*) FROM standing GROUP BY ALL",
    f"WITH {STANDING} SELECT coalesce(origin, ''), target, count(*) FROM standing GROUP BY ALL",
)


def pool(lost: str) -> str:
    """Who is in the pool, who came into it, who left it."""
    return f"""
    WITH {STANDING}
    SELECT count_if(here), count_if(here AND NOT was), count_if(was AND NOT here)
    FROM (SELECT target != '{lost}' AS here, coalesce(origin, '{lost}') != '{lost}' AS was FROM standing)
    """

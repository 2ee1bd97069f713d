"""Stages of a lifecycle, as nobody computed them: when each person came, first bought, and was gone."""

from benchmarks.kinds.words import PERSON
from benchmarks.loaded import Loaded

MODEL, LOST = "bench", "gone"
GONE_AFTER_DAYS = 21


def record_stages(loaded: Loaded) -> None:
    """Write the changes of stage, once for a project."""
    known = f"SELECT count() FROM stage_changes WHERE model = '{MODEL}'"
    if loaded.warehouse.value(known):
        return
    loaded.warehouse.execute(
        f"""
        INSERT INTO stage_changes (model, person_id, stage, previous, at, cause)
        SELECT '{MODEL}', person, change.1, '', change.2, 'bench' FROM (
          SELECT {PERSON} AS person, min(time) AS came,
            arrayJoin([('new', came), ('buyer', minIf(time, event = 'purchase') + INTERVAL 1 MILLISECOND),
              ('{LOST}', max(time) + INTERVAL {GONE_AFTER_DAYS} DAY)]) AS change
          FROM events GROUP BY person)
        WHERE change.2 >= came AND change.2 < {{now:DateTime64(3, 'UTC')}}
        """,
        {"now": loaded.now},
    )

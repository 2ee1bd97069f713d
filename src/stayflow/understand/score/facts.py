"""Changes of bands as events."""

from stayflow.language.event import PERSON_KIND, SCORE_CHANGED, RawEvent
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.fact import FactGroup, FactSource
from stayflow.understand.score.model import THOUSANDTHS


def score_facts() -> FactSource:
    """`score.changed`, with the band of `now` and the one `before`, each '' for none, and the points."""
    return FactSource("score", "score_changes", "score_id", _names, _read)


def _names(tx: Transaction) -> dict[str, str]:
    return {str(key): str(name) for key, name in tx.rows("select score_id, name from scores")}


def _read(group: FactGroup, warehouse: ProjectWarehouse) -> list[RawEvent]:
    """A first score in no band, and its loss, are no change of band."""
    rows = warehouse.query(
        "SELECT person_id, argMax(if(is_gone, '', band), at) AS now, argMin(before, at) AS old,\n"
        "    argMax(if(is_gone, 0, points), at), toUnixTimestamp64Milli(min(at))\n"
        f"FROM score_changes WHERE score_id = {{score:String}} AND {group.rows_sql}\n"
        "GROUP BY person_id HAVING now != old ORDER BY person_id",
        {"score": group.thing_id, **group.bound},
    ).rows
    return [
        RawEvent(
            name=SCORE_CHANGED,
            event_id=f"score:{group.thing_id}:{group.number}:{person}",
            time_ms=int(at),
            identities={PERSON_KIND: str(person)},
            properties={
                "score": group.name,
                "score_id": group.thing_id,
                "now": now,
                "before": before,
                "points": int(points) / THOUSANDTHS,
            },
        )
        for person, now, before, points, at in rows
    ]

"""Changes of class as events."""

from stayflow.language.event import PERSON_KIND, RFM_CHANGED, RawEvent
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.fact import FactGroup, FactSource
from stayflow.understand.rfm.store import list_rfm_models


def rfm_facts() -> FactSource:
    """`rfm.changed`, with the class of `now` and the one `before`, each '' for none."""
    return FactSource("rfm", "rfm_changes", "model", _names, _read)


def _names(tx: Transaction) -> dict[str, str]:
    return {each.model: each.model for each in list_rfm_models(tx)}


def _read(group: FactGroup, warehouse: ProjectWarehouse) -> list[RawEvent]:
    rows = warehouse.query(
        "SELECT person_id, argMax(class, at) AS now, argMin(previous, at) AS before,\n"
        "    toUnixTimestamp64Milli(min(at))\n"
        f"FROM rfm_changes WHERE model = {{model:String}} AND {group.rows_sql}\n"
        "GROUP BY person_id HAVING now != before ORDER BY person_id",
        {"model": group.thing_id, **group.bound},
    ).rows
    return [
        RawEvent(
            name=RFM_CHANGED,
            event_id=f"rfm:{group.thing_id}:{group.number}:{person}",
            time_ms=int(at),
            identities={PERSON_KIND: str(person)},
            properties={"model": group.thing_id, "now": str(now), "before": str(before)},
        )
        for person, now, before, at in rows
    ]

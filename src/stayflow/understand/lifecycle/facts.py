"""Changes of stage as events."""

from stayflow.language.event import PERSON_KIND, STAGE_CHANGED, RawEvent
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.fact import FactGroup, FactSource
from stayflow.understand.lifecycle.store import list_model_names


def stage_facts() -> FactSource:
    """`stage.changed`, with the stage of `now` and the one `before`, '' for a person who is new."""
    return FactSource("stage", "stage_changes", "model", _names, _read)


def _names(tx: Transaction) -> dict[str, str]:
    return {name: name for name in list_model_names(tx)}


def _read(group: FactGroup, warehouse: ProjectWarehouse) -> list[RawEvent]:
    rows = warehouse.query(
        "SELECT person_id, argMax(stage, at) AS now, argMin(previous, at) AS before,\n"
        "    toUnixTimestamp64Milli(min(at))\n"
        f"FROM stage_changes WHERE model = {{model:String}} AND {group.rows_sql}\n"
        "GROUP BY person_id ORDER BY person_id",
        {"model": group.thing_id, **group.bound},
    ).rows
    return [
        RawEvent(
            name=STAGE_CHANGED,
            event_id=f"stage:{group.thing_id}:{group.number}:{person}",
            time_ms=int(at),
            identities={PERSON_KIND: str(person)},
            properties={"model": group.thing_id, "now": now, "before": before},
        )
        for person, now, before, at in rows
    ]

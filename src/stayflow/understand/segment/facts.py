"""Who entered and who left, as events."""

from stayflow.language.event import ENTERED, LEFT, PERSON_KIND, RawEvent
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.fact import FactGroup, FactSource


def segment_facts() -> FactSource:
    """`segment.entered` and `segment.left`."""
    return FactSource("segment", "segment_changes", "segment_id", _names, _read)


def _names(tx: Transaction) -> dict[str, str]:
    return {str(key): str(name) for key, name in tx.rows("select segment_id, name from segments")}


def _read(group: FactGroup, warehouse: ProjectWarehouse) -> list[RawEvent]:
    rows = warehouse.query(
        "SELECT change, person_id, max(entered), toUnixTimestamp64Milli(min(at))\n"
        f"FROM segment_changes WHERE segment_id = {{segment:String}} AND {group.rows_sql}\n"
        "GROUP BY change, person_id ORDER BY change, person_id",
        {"segment": group.thing_id, **group.bound},
    ).rows
    return [
        RawEvent(
            name=ENTERED if has_entered else LEFT,
            event_id=f"segment:{group.thing_id}:{change}:{person}",
            time_ms=int(at),
            identities={PERSON_KIND: str(person)},
            properties={"segment": group.name, "segment_id": group.thing_id},
        )
        for change, person, has_entered, at in rows
    ]

"""Changes of tags as events."""

from itertools import zip_longest

from stayflow.language.event import PERSON_KIND, TAG_CHANGED, RawEvent
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.fact import FactGroup, FactSource


def tag_facts() -> FactSource:
    """`tag.changed`, with the value of `now` and the one `before`, each '' for none."""
    return FactSource("tag", "tag_changes", "tag_id", _names, _read)


def _names(tx: Transaction) -> dict[str, str]:
    return {str(key): str(name) for key, name in tx.rows("select tag_id, name from tags")}


def _read(group: FactGroup, warehouse: ProjectWarehouse) -> list[RawEvent]:
    """Who gained one value and lost another has one event; with several of each, the first with the first."""
    rows = warehouse.query(
        "SELECT person_id, arraySort(groupUniqArrayIf(value, is_gained)),\n"
        "    arraySort(groupUniqArrayIf(value, NOT is_gained)), toUnixTimestamp64Milli(min(at))\n"
        f"FROM tag_changes WHERE tag_id = {{tag:String}} AND {group.rows_sql}\n"
        "GROUP BY person_id ORDER BY person_id",
        {"tag": group.thing_id, **group.bound},
    ).rows
    return [
        RawEvent(
            name=TAG_CHANGED,
            event_id=f"tag:{group.thing_id}:{group.number}:{person}:{place}",
            time_ms=int(at),
            identities={PERSON_KIND: str(person)},
            properties={
                "tag": group.name,
                "tag_id": group.thing_id,
                "now": now,
                "before": before,
            },
        )
        for person, gained, lost, at in rows
        for place, (now, before) in enumerate(zip_longest(gained, lost, fillvalue=""))
    ]

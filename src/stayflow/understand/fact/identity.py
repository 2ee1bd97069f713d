"""Who became one with whom, and who parted, as events."""

from typing import Final

from stayflow.intake.identify import last_move
from stayflow.language.event import PERSON_KIND, RawEvent
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.fact.model import FactGroup, FactSource

PEOPLE_MAX: Final = 20
"""Others who are named, the oldest; `count` tells how many they are."""


def identity_facts() -> FactSource:
    """`identity.merged`, once for the one person they are since, and `identity.parted`, for each of the two."""
    return FactSource(
        "identity", "identity_changes", "change", lambda _tx: {}, _read, written_by=last_move
    )


def _read(group: FactGroup, warehouse: ProjectWarehouse) -> list[RawEvent]:
    rows = warehouse.query(
        f"SELECT person_id, groupArraySorted({PEOPLE_MAX})(other), count(), toUnixTimestamp64Milli(max(at)),\n"
        "    min(cause), max(actor), max(note)\n"
        f"FROM identity_changes WHERE change = {{change:String}} AND {group.rows_sql}\n"
        "GROUP BY person_id ORDER BY person_id",
        {"change": group.thing_id, **group.bound},
    ).rows
    return [
        RawEvent(
            name=group.thing_id,
            event_id=f"identity:{group.number}:{group.thing_id}:{person}",
            time_ms=int(at),
            identities={PERSON_KIND: str(person)},
            properties={
                "people": [int(other) for other in others],
                "count": int(count),
                "cause": str(cause),
                **{name: str(said) for name, said in (("actor", actor), ("note", note)) if said},
            },
        )
        for person, others, count, at, cause, actor, note in rows
    ]

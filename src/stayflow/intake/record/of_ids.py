"""What is stored under ids of persons, as they were when it came."""

from collections.abc import Sequence

from stayflow.stores.warehouse import ProjectWarehouse


def count_events_of(warehouse: ProjectWarehouse, ids: Sequence[int]) -> dict[int, int]:
    """How many events are stored under each of the ids."""
    rows = warehouse.query(
        "SELECT person_id, count() FROM events WHERE person_id IN {ids:Array(UInt64)}"
        " GROUP BY person_id",
        {"ids": list(ids)},
    ).rows
    return {int(person): int(count) for person, count in rows}


def count_by_batch(warehouse: ProjectWarehouse, ids: Sequence[int]) -> dict[int, int]:
    """How many events of each batch are stored under the ids."""
    rows = warehouse.query(
        "SELECT batch, count() FROM events WHERE person_id IN {ids:Array(UInt64)} GROUP BY batch",
        {"ids": list(ids)},
    ).rows
    return {int(batch): int(count) for batch, count in rows}


def newest_attributes_of(warehouse: ProjectWarehouse, ids: Sequence[int]) -> dict[str, str]:
    """The newest value of each attribute stated under any of the ids, as text."""
    rows = warehouse.query(
        "SELECT name, argMax(text, at) FROM person_attributes"
        " WHERE person_id IN {ids:Array(UInt64)} GROUP BY name ORDER BY name",
        {"ids": list(ids)},
    ).rows
    return {str(name): str(text) for name, text in rows}


def name_events(
    warehouse: ProjectWarehouse, event_ids: Sequence[str], ids: Sequence[int]
) -> dict[str, str]:
    """The names of events, by id in hexadecimal digits.

    Args:
        warehouse: The project's.
        event_ids: Which.
        ids: The persons under whose ids they are stored, all of them.
    """
    if not event_ids:
        return {}
    rows = warehouse.query(
        "SELECT lower(hex(event_id)), event FROM events WHERE person_id IN {ids:Array(UInt64)}"
        " AND event_id IN (SELECT toFixedString(unhex(arrayJoin({events:Array(String)})), 16))",
        {"ids": list(ids), "events": list(event_ids)},
    ).rows
    return {str(event_id): str(name) for event_id, name in rows}

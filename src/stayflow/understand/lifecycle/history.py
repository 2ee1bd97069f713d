"""Which history of a model is in force: a replay writes another beside it, and one insert changes over.

A kill before that insert leaves the old history whole, with rows that nobody reads; after it the new one is whole,
and what is left of the old one goes with the next replay. Whoever writes holds the model (`store.lock_model`).
"""

from datetime import datetime

import pyarrow as pa

from stayflow.stores.warehouse import ProjectWarehouse

EACH_IN_FORCE = (
    "replay = (SELECT mapFromArrays(groupArray(model), groupArray(newest)) FROM"
    " (SELECT toString(model) AS model, max(replay) AS newest FROM stage_replays GROUP BY model))[toString(model)]"
)
"""The same test for all models at once."""


def in_force_sql(name: str) -> str:
    """The test of `stage_changes` for the history that is read.

    Args:
        name: The model as bound: a placeholder.
    """
    return f"model = {name} AND replay = {newest_sql(name)}"


def newest_sql(name: str) -> str:
    """The number of the history in force, 0 before any replay; `name` as bound."""
    return f"(SELECT max(replay) FROM stage_replays WHERE model = {name})"


def begin_history(model: str, warehouse: ProjectWarehouse) -> int:
    """The number of a new history, with nothing in it: what a replay that was cut off has left goes."""
    number = 1 + int(
        warehouse.value(
            "SELECT max(replay) FROM stage_replays WHERE model = {model:String}", {"model": model}
        )
        or 0
    )
    warehouse.execute(
        "DELETE FROM stage_changes WHERE model = {model:String} AND replay >= {replay:UInt32}",
        {"model": model, "replay": number},
    )
    return number


def put_in_force(model: str, replay: int, at: datetime, warehouse: ProjectWarehouse) -> None:
    """Let everybody read a history that is whole, then remove the ones before it."""
    warehouse.insert(
        "stage_replays",
        pa.table(
            {
                "model": [model],
                "replay": pa.array([replay], pa.uint32()),
                "at": pa.array([at], pa.timestamp("ms", tz="UTC")),
            }
        ),
    )
    warehouse.execute(
        "DELETE FROM stage_changes WHERE model = {model:String} AND replay < {replay:UInt32}",
        {"model": model, "replay": replay},
    )


def forget_history(model: str, warehouse: ProjectWarehouse) -> None:
    """Remove everything that was recorded of a model."""
    for table in ("stage_changes", "stage_replays"):
        warehouse.execute(f"DELETE FROM {table} WHERE model = {{model:String}}", {"model": model})

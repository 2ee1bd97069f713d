"""Stages at once: the people of recorded batches stand where their events put them, without touching the others."""

from stayflow.stores.relational import Transaction
from stayflow.understand.fact import take_number
from stayflow.understand.lifecycle.model import Cause
from stayflow.understand.lifecycle.refresh import Writing, write_changes
from stayflow.understand.lifecycle.store import find_run, get_model, list_runs, lock_model
from stayflow.understand.live import LiveBatch, LiveRefresh


def live_stages() -> LiveRefresh:
    """What `understand/live` calls for every batch: all models that were computed once."""
    return LiveRefresh("lifecycle", has_runs, refresh_people)


def has_runs(tx: Transaction) -> bool:
    """Whether any model's stages are recorded; before that there is nobody to move."""
    return bool(list_runs(tx))


def refresh_people(batch: LiveBatch) -> None:
    """Record the changes of stage of the people of a batch; again finds nothing to record.

    A full computation that is newer than the batch has seen its events, so there is nothing left to do.
    """
    with batch.relational.project(batch.project) as tx:
        for run in list_runs(tx):
            lock_model(tx, run.model)
            newest = find_run(tx, run.model)
            if newest is not None and newest.refreshed_at > batch.now:
                continue
            number = take_number(tx, "stage", Cause.EVENT.value, lane=run.model)
            model = get_model(tx, run.model)
            write_changes(model, batch.scope, batch.warehouse, Writing(Cause.EVENT, number))

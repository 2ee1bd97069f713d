"""Classes at once: the people of recorded batches, by the cuts of the newest run.

The cuts are of all buyers together; they move each night, with everybody.
"""

from stayflow.understand.fact import take_number
from stayflow.understand.live import LiveBatch, LiveRefresh
from stayflow.understand.rfm.parse import parse_rfm
from stayflow.understand.rfm.queries import Writing, write_people
from stayflow.understand.rfm.refresh import BY_EVENT, refresh_rfm
from stayflow.understand.rfm.store import (
    find_run,
    get_rfm_model,
    has_runs,
    list_rfm_models,
    lock_rfm_model,
)


def live_rfm() -> LiveRefresh:
    """What `understand/live` calls for every batch: all models that were computed once."""
    return LiveRefresh("rfm", has_runs, refresh_people)


def refresh_people(batch: LiveBatch) -> None:
    """Classify the people of a batch; again finds nothing to record.

    A run that is newer than the batch has seen its events, so there is nothing left to do.
    """
    with batch.relational.project(batch.project) as tx:
        models = [each.model for each in list_rfm_models(tx)]
    for model in models:
        with batch.relational.project(batch.project) as tx:
            lock_rfm_model(tx, model)
            run = find_run(tx, model)
            if run is None or run.at > batch.now:
                continue
            if batch.people is None:
                refresh_rfm(
                    tx,
                    scope=batch.everybody,
                    warehouse=batch.warehouse,
                    model=model,
                    cause=BY_EVENT,
                )
                continue
            definition = parse_rfm(get_rfm_model(tx, model).definition)
            writing = Writing(model, take_number(tx, "rfm", BY_EVENT, lane=model))
            write_people(definition, writing, run, scope=batch.scope, warehouse=batch.warehouse)

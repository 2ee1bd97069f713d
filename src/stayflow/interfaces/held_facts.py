"""Changes that were held back, told after all as a job."""

from collections.abc import Callable
from typing import Final

from stayflow.app import App
from stayflow.kernel.ids import ProjectId
from stayflow.stores.jobs import Job, NewJob
from stayflow.understand.fact import HeldFacts, HeldState, decide_held

TELL: Final = "tell_held_facts"


def begin(app: App, project: ProjectId, held_id: str, *, by: str) -> HeldFacts:
    """Have changes told that were held back; the job is the same one while it waits or runs.

    Raises:
        HeldNotFound: Nothing is held back under this id.
        HeldDecided: They are told already, or dropped.
    """
    with app.relational.project(project) as tx:
        held = decide_held(tx, held_id, HeldState.TELLING, by=by, now=app.clock.now())
        app.jobs.enqueue(project, NewJob(TELL, {"held_id": held_id}, unique_key=held_id), tx=tx)
    app.jobs.wake()
    return held


def carry_out(app: App, job: Job, report: Callable[[int, int, str], None]) -> None:
    """Tell the changes of a job; done twice it has the effect of once."""
    app.facts_told.tell_held(
        job.project, str(job.payload["held_id"]), lambda told, total: report(told, total, "")
    )

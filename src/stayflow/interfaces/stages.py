"""A lifecycle replayed as a job: where everybody stood at the end of every day."""

from collections.abc import Callable
from datetime import date
from typing import Final

from stayflow.app import App
from stayflow.stores.jobs import Job
from stayflow.understand.lifecycle import replay_stages

STAGES: Final = "lifecycle_replay"
NOTE: Final = "reading every day of everybody"


def carry_out(app: App, job: Job, report: Callable[[int, int, str], None]) -> None:
    """Replay the model of a job; done twice it has the effect of once."""
    first_on = date.fromisoformat(str(job.payload["first_on"]))
    scope = app.scope(job.project)
    with app.relational.project(job.project) as tx:
        replay_stages(
            tx,
            first_on,
            scope=scope,
            warehouse=app.facts(job.project),
            model=str(job.payload["model"]),
            say=lambda done, total: report(done, total, NOTE),
        )

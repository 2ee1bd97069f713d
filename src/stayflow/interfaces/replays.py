"""Rejected events taken again as a job: they go through the log like any other event."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from itertools import groupby
from typing import Any, Final

import msgspec

from stayflow.app import App
from stayflow.intake.pipeline import replay_events
from stayflow.intake.record import Rejected, RejectedFilter, count_rejected, next_replayable
from stayflow.kernel.ids import ProjectId
from stayflow.stores.jobs import Job, NewJob

REPLAY = "replay"
PAGE: Final = 1_000
Report = Callable[[int, int, str], None]
"""Tells events done, events in all, and a note."""


def begin(app: App, project: ProjectId, wanted: RejectedFilter, *, up_to: int) -> tuple[Job, int]:
    """Begin to take rejected events again; what is rejected later is left alone.

    Args:
        app: The application.
        project: Whose events.
        wanted: Which of them.
        up_to: Number of the newest batch.

    Returns:
        The job, and how many events it finds now.
    """
    bounded = replace(wanted, up_to_batch=up_to)
    total = count_rejected(app.facts(project), bounded, replayable=True)
    job = app.jobs.enqueue(project, NewJob(REPLAY, _as_payload(bounded)))
    return job, total


def carry_out(app: App, job: Job, report: Report) -> None:
    """Put the rejected events of a job into the log; done twice it has the effect of once."""
    wanted = _from_payload(job.payload)
    warehouse = app.facts(job.project)
    total = count_rejected(warehouse, wanted, replayable=True)
    done = 0
    for page in _pages(app, job.project, wanted):
        for (source, key), same in groupby(sorted(page, key=_way), key=_way):
            replay_events(job.project, list(same), source=source, key=key, log=app.log)
        done += len(page)
        report(done, max(total, done), "")


def _pages(app: App, project: ProjectId, wanted: RejectedFilter) -> Iterator[Sequence[Rejected]]:
    after = (0, 0)
    warehouse = app.facts(project)
    while page := next_replayable(warehouse, wanted, after=after, limit=PAGE):
        after = page[-1].batch, page[-1].ordinal
        yield page


def _way(event: Rejected) -> tuple[str, str]:
    return event.source, event.key_id


def _as_payload(wanted: RejectedFilter) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(wanted).items()
    }


def _from_payload(payload: dict[str, Any]) -> RejectedFilter:
    return msgspec.convert(payload, RejectedFilter)

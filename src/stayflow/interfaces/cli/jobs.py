"""Jobs that a command waits for, done in this process when no server does them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep
from typing import TYPE_CHECKING, Any, Final

from stayflow.interfaces.cli.output import talk
from stayflow.interfaces.cli.target import CallFailed, Target

if TYPE_CHECKING:
    from stayflow.app import App

POLL_SECONDS = 0.2
_MISTAKE: Final = 400
_OVER: Final = ("done", "failed", "cancelled")


def follow_job(target: Target, project: str, job_id: str) -> dict[str, Any]:
    """Say how far a job is until it has ended.

    Raises:
        CallFailed: It failed.
    """
    said = ""
    while True:
        job: dict[str, Any] = target.call("GET", f"/projects/{project}/jobs/{job_id}")
        if job["note"] and job["note"] != said:
            said = job["note"]
            talk(said)
        if job["state"] == "done":
            return job
        if job["state"] in _OVER:
            message = job["error"] or f"the job is {job['state']}"
            raise CallFailed(_MISTAKE, {"code": job["state"], "message": message, "path": None})
        sleep(POLL_SECONDS)


@contextmanager
def working(target: Target) -> Iterator[None]:
    """Do jobs in this process while inside, when no server does them."""
    if target.app is None:
        yield
        return
    with _jobs_of(target.app):
        yield


@contextmanager
def _jobs_of(app: "App") -> Iterator[None]:
    from stayflow.interfaces.telemetry import Telemetry  # noqa: PLC0415 - where no server does them
    from stayflow.interfaces.worker import JobRunner, handlers_of  # noqa: PLC0415 - likewise

    app.jobs.give_back_all()
    runner = JobRunner(app.jobs, Telemetry(), handlers_of(app))
    over = threading.Event()

    def work() -> None:
        while not over.is_set():
            if not runner.step():
                runner.wait(POLL_SECONDS)

    thread = threading.Thread(target=work, name="jobs", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        runner.ask_to_stop()
        thread.join()

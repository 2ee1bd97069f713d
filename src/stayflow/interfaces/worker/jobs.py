"""Running durable jobs: take one, do it, say how it ended."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import structlog

from stayflow.interfaces.telemetry import Telemetry
from stayflow.kernel.errors import StayflowError
from stayflow.stores.jobs import Job, JobCancelled, Jobs, JobState

HEARTBEAT_SECONDS = 20.0
_log = structlog.get_logger("stayflow.worker")


class WorkerStops(Exception):
    """The process is ending; the job is given back and goes on elsewhere or later."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How a job tells how far it is, and learns that it was cancelled or that we are stopping."""

    jobs: Jobs
    job: Job
    stopping: threading.Event

    def report(self, *, done: int | None = None, total: int | None = None, note: str = "") -> None:
        """Say how far the job is.

        Raises:
            JobCancelled: Somebody asked for it to stop.
            WorkerStops: The process is ending.
        """
        if self.stopping.is_set():
            raise WorkerStops
        self.jobs.report(self.job.job_id, done=done, total=total, note=note)


Handler = Callable[[Job, Progress], None]


class JobRunner:
    """Knows how to do every kind of job."""

    def __init__(self, jobs: Jobs, telemetry: Telemetry, handlers: dict[str, Handler]) -> None:
        self._jobs = jobs
        self._telemetry = telemetry
        self._handlers = handlers
        self._stopping = threading.Event()

    def ask_to_stop(self) -> None:
        """Running jobs end at their next report and are given back."""
        self._stopping.set()
        with self._jobs.news:
            self._jobs.news.notify_all()

    def step(self) -> bool:
        """Take the next job and do it; return whether there was one."""
        job = self._jobs.take()
        if job is None:
            return False
        started = perf_counter()
        outcome = self._do(job)
        seconds = perf_counter() - started
        self._telemetry.job_seconds.labels(job.kind, outcome).observe(seconds)
        _log.info(
            "job_ended",
            kind=job.kind,
            job_id=job.job_id,
            project=job.project,
            outcome=outcome,
            seconds=round(seconds, 3),
        )
        return True

    def wait(self, seconds: float) -> None:
        """Sleep until this process enqueues a job, at most `seconds`."""
        with self._jobs.news:
            self._jobs.news.wait(seconds)

    def _do(self, job: Job) -> str:
        handler = self._handlers.get(job.kind)
        if handler is None:
            self._jobs.fail(job, f"nobody here knows jobs of kind {job.kind}", for_good=True)
            return "unknown"
        try:
            with _Heartbeat(self._jobs, job):
                handler(job, Progress(self._jobs, job, self._stopping))
        except WorkerStops:
            self._jobs.give_back(job.job_id)
            return "given_back"
        except JobCancelled:
            self._jobs.finish(job.job_id, JobState.CANCELLED)
            return "cancelled"
        except StayflowError as error:
            # The caller's mistake stays one however often it is tried.
            self._jobs.fail(job, str(error), for_good=not error.kind.may_pass)
            return "failed"
        except Exception as error:  # noqa: BLE001 - a broken job must not end the worker
            _log.error("job_broke", kind=job.kind, job_id=job.job_id, exc_info=error)
            self._jobs.fail(job, f"{type(error).__name__}: {error}", for_good=False)
            return "broke"
        self._jobs.finish(job.job_id)
        return "done"


class _Heartbeat:
    """Says that the worker lives while a long step reports nothing."""

    def __init__(self, jobs: Jobs, job: Job) -> None:
        self._jobs = jobs
        self._job = job
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True, name="job-heartbeat")

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(HEARTBEAT_SECONDS):
            try:
                self._jobs.report(self._job.job_id)
            except StayflowError:
                continue  # cancelled or no store: the job itself will find out

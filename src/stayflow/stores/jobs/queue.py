"""The statements on `jobs`."""

import json
import threading
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from stayflow.kernel.clock import Clock
from stayflow.kernel.ids import ProjectId, new_id
from stayflow.stores.jobs.model import Job, JobCancelled, JobNotFound, JobState, NewJob
from stayflow.stores.relational import Relational, Transaction

# A worker reports at least this often, or its job is given to another one.
LOST_AFTER = timedelta(minutes=2)
RETRY_FIRST = timedelta(seconds=5)
RETRY_LONGEST = timedelta(minutes=10)
ATTEMPTS_MAX = 20
"""Of any job, whatever its own `attempts_max`, which is asked only when an attempt is called failed: one that was begun
more often takes its worker with it, and is not begun again."""
KEPT = timedelta(days=90)
"""How long a job that has ended is listed, an import among them."""


@dataclass(frozen=True, slots=True)
class _Row:
    job_id: str
    project: str
    kind: str
    payload: dict[str, Any]
    unique_key: str | None
    state: str
    attempts: int
    attempts_max: int
    done: int
    total: int | None
    note: str
    error: str | None
    cancel_asked: bool
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    def as_job(self) -> Job:
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return Job(**(values | {"project": ProjectId(self.project), "state": JobState(self.state)}))


_COLUMNS = ", ".join(each.name for each in fields(_Row))


class Jobs:
    """The queue."""

    def __init__(self, relational: Relational, clock: Clock) -> None:
        self._relational = relational
        self._clock = clock
        self.news = threading.Condition()

    def enqueue(self, project: ProjectId, new: NewJob, *, tx: Transaction | None = None) -> Job:
        """Add a job; the same `unique_key` at work gives that job.

        Args:
            project: Whose job it is.
            new: The job.
            tx: Add it in this transaction, so that it exists only if the rest does.
        """
        if tx is not None:
            return self._insert(tx, project, new)
        with self._relational.system() as own:
            job = self._insert(own, project, new)
        self.wake()
        return job

    def wake(self) -> None:
        """Say to who sleeps until a job comes that one is there: after a transaction that added it."""
        with self.news:
            self.news.notify_all()

    def take(self) -> Job | None:
        """The next due job, now running and ours; also one whose worker fell silent."""
        while (job := self._take()) is not None and job.attempts > ATTEMPTS_MAX:
            self.fail(job, f"it was begun {ATTEMPTS_MAX} times and never ended", for_good=True)
        return job

    def _take(self) -> Job | None:
        now = self._clock.now()
        with self._relational.system() as tx:
            row = tx.one(
                _Row,
                f"""
                update jobs set state = 'running', attempts = attempts + 1, seen_at = %(now)s,
                  started_at = coalesce(started_at, %(now)s), error = null
                where job_id = (
                  select job_id from jobs
                  where (state = 'waiting' and run_at <= %(now)s)
                    or (state = 'running' and seen_at < %(lost)s)
                  order by run_at, job_id limit 1 for update skip locked)
                returning {_COLUMNS}
                """,
                {"now": now, "lost": now - LOST_AFTER},
            )
        return row.as_job() if row else None

    def report(
        self, job_id: str, *, done: int | None = None, total: int | None = None, note: str = ""
    ) -> None:
        """Say how far the job is, and that its worker lives.

        Raises:
            JobCancelled: Somebody asked for it to stop.
        """
        with self._relational.system() as tx:
            asked = tx.value(
                "update jobs set seen_at = %(now)s, done = coalesce(%(done)s, done), "
                "total = coalesce(%(total)s, total), "
                "note = case when %(note)s = '' then note else %(note)s end "
                "where job_id = %(job_id)s returning cancel_asked",
                {
                    "now": self._clock.now(),
                    "done": done,
                    "total": total,
                    "note": note,
                    "job_id": job_id,
                },
            )
        if asked:
            raise JobCancelled("the job was cancelled")

    def finish(self, job_id: str, state: JobState = JobState.DONE) -> None:
        """The job has ended well, or was cancelled."""
        with self._relational.system() as tx:
            tx.execute(
                "update jobs set state = %(state)s, finished_at = %(now)s "
                "where job_id = %(job_id)s",
                {"state": state.value, "now": self._clock.now(), "job_id": job_id},
            )

    def fail(self, job: Job, error: str, *, for_good: bool) -> None:
        """The attempt failed: wait and try again, or give up after the last one."""
        now = self._clock.now()
        again = not for_good and job.attempts < job.attempts_max
        wait = min(RETRY_FIRST * 2**job.attempts, RETRY_LONGEST)
        with self._relational.system() as tx:
            tx.execute(
                "update jobs set state = %(state)s, error = %(error)s, run_at = %(run_at)s, "
                "finished_at = %(finished_at)s where job_id = %(job_id)s",
                {
                    "state": JobState.WAITING.value if again else JobState.FAILED.value,
                    "error": error,
                    "run_at": now + wait,
                    "finished_at": None if again else now,
                    "job_id": job.job_id,
                },
            )

    def give_back(self, job_id: str) -> None:
        """Let another worker take it, without counting the attempt: ours is stopping."""
        with self._relational.system() as tx:
            tx.execute(
                "update jobs set state = 'waiting', attempts = attempts - 1, run_at = %(now)s "
                "where job_id = %(job_id)s and state = 'running'",
                {"now": self._clock.now(), "job_id": job_id},
            )

    def give_back_all(self) -> int:
        """Make every running job wait again: for the start of the only process there is."""
        with self._relational.system() as tx:
            return tx.execute(
                "update jobs set state = 'waiting', run_at = %(now)s where state = 'running'",
                {"now": self._clock.now()},
            )

    def get(self, project: ProjectId, job_id: str) -> Job:
        """One job of a project.

        Raises:
            JobNotFound: The project has no such job.
        """
        with self._relational.system() as tx:
            row = tx.one(
                _Row,
                f"select {_COLUMNS} from jobs where project = %s and job_id = %s",
                (project, job_id),
            )
        if row is None:
            raise JobNotFound(f"this project has no job {job_id!r}", path="job_id")
        return row.as_job()

    def of_project(
        self, project: ProjectId, *, kind: str | None = None, limit: int = 100
    ) -> list[Job]:
        """The project's jobs, newest first."""
        with self._relational.system() as tx:
            rows = tx.all(
                _Row,
                f"select {_COLUMNS} from jobs where project = %(project)s "
                "and (%(kind)s::text is null or kind = %(kind)s) "
                "order by created_at desc, job_id desc limit %(limit)s",
                {"project": project, "kind": kind, "limit": limit},
            )
        return [row.as_job() for row in rows]

    def cancel(self, project: ProjectId, job_id: str) -> Job:
        """Stop a job: at once when it waits, at its next report when it runs."""
        self.get(project, job_id)
        with self._relational.system() as tx:
            tx.execute(
                "update jobs set cancel_asked = true, "
                "finished_at = case when state = 'waiting' then %(now)s else finished_at end, "
                "state = case when state = 'waiting' then 'cancelled' else state end "
                "where job_id = %(job_id)s and state in ('waiting', 'running')",
                {"now": self._clock.now(), "job_id": job_id},
            )
        return self.get(project, job_id)

    def retry(self, project: ProjectId, job_id: str) -> Job:
        """Try a failed or cancelled job again from its beginning or its own checkpoint."""
        self.get(project, job_id)
        with self._relational.system() as tx:
            tx.execute(
                "update jobs set state = 'waiting', attempts = 0, cancel_asked = false, "
                "finished_at = null, error = null, run_at = %(now)s "
                "where job_id = %(job_id)s and state in ('failed', 'cancelled')",
                {"now": self._clock.now(), "job_id": job_id},
            )
        with self.news:
            self.news.notify_all()
        return self.get(project, job_id)

    def trim(self) -> int:
        """Forget jobs that ended long ago; return how many."""
        before = self._clock.now() - KEPT
        with self._relational.system() as tx:
            return tx.execute("delete from jobs where finished_at < %(before)s", {"before": before})

    def counts(self) -> list[tuple[str, str, int]]:
        """(kind, state, how many) over all projects, for the metrics."""
        with self._relational.system() as tx:
            rows = tx.rows("select kind, state, count(*) from jobs group by kind, state")
        return [(str(kind), str(state), int(number)) for kind, state, number in rows]

    def _insert(self, tx: Transaction, project: ProjectId, new: NewJob) -> Job:
        now = self._clock.now()
        row = tx.one(
            _Row,
            f"""
            insert into jobs (job_id, project, kind, payload, unique_key, attempts_max,
              run_at, created_at)
            values (%(job_id)s, %(project)s, %(kind)s, %(payload)s, %(unique_key)s,
              %(attempts_max)s, %(run_at)s, %(now)s)
            on conflict (project, kind, unique_key) where state in ('waiting', 'running')
              do update set kind = jobs.kind
            returning {_COLUMNS}
            """,
            {
                "job_id": new_id(),
                "project": project,
                "kind": new.kind,
                "payload": json.dumps(dict(new.payload), ensure_ascii=False),
                "unique_key": new.unique_key,
                "attempts_max": new.attempts_max,
                "run_at": new.run_at or now,
                "now": now,
            },
        )
        assert row is not None  # noqa: S101 - an upsert returns its row
        return row.as_job()

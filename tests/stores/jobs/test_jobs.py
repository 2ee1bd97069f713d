"""The job table: taken once, found again after a crash, cancelled, retried."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from stayflow.kernel.clock import FixedClock
from stayflow.kernel.ids import ProjectId
from stayflow.stores.jobs import Job, JobCancelled, JobNotFound, Jobs, JobState, NewJob
from stayflow.stores.jobs.queue import ATTEMPTS_MAX, KEPT, LOST_AFTER
from tests.conftest import Engines


@pytest.fixture
def jobs(engines: Engines) -> Jobs:
    with engines.relational.system() as tx:
        tx.execute("delete from jobs")
    return Jobs(engines.relational, engines.clock)


def take(jobs: Jobs) -> Job:
    job = jobs.take()
    assert job is not None
    return job


def test_a_job_is_taken_once_by_many_takers(jobs: Jobs, project: ProjectId) -> None:
    made = {jobs.enqueue(project, NewJob("import", {"n": n})).job_id for n in range(20)}
    with ThreadPoolExecutor(8) as pool:
        taken = [job.job_id for job in pool.map(lambda _: jobs.take(), range(40)) if job]
    assert sorted(taken) == sorted(made)


def test_the_same_work_waits_once(jobs: Jobs, project: ProjectId) -> None:
    first = jobs.enqueue(project, NewJob("refresh", unique_key="today"))
    assert jobs.enqueue(project, NewJob("refresh", unique_key="today")).job_id == first.job_id
    jobs.finish(take(jobs).job_id)
    assert jobs.enqueue(project, NewJob("refresh", unique_key="today")).job_id != first.job_id


def test_a_job_written_in_a_transaction_that_fails_is_not_there(
    jobs: Jobs, project: ProjectId, engines: Engines
) -> None:
    with pytest.raises(RuntimeError), engines.relational.system() as tx:
        jobs.enqueue(project, NewJob("import"), tx=tx)
        raise RuntimeError
    assert jobs.take() is None


def test_a_job_that_takes_its_worker_with_it_is_given_up(jobs: Jobs, project: ProjectId) -> None:
    """One that exhausts the memory would end every process that begins it, for ever."""
    deadly = jobs.enqueue(project, NewJob("import"))
    for _ in range(ATTEMPTS_MAX):
        assert take(jobs).job_id == deadly.job_id
        jobs.give_back_all()  # as the next process does at its start
    harmless = jobs.enqueue(project, NewJob("refresh"))
    assert take(jobs).job_id == harmless.job_id
    assert jobs.get(project, deadly.job_id).state is JobState.FAILED


def test_a_silent_worker_loses_its_job(jobs: Jobs, project: ProjectId, engines: Engines) -> None:
    jobs.enqueue(project, NewJob("import"))
    lost = take(jobs)
    assert jobs.take() is None
    before = engines.clock.now()
    engines.clock.advance(LOST_AFTER + timedelta(seconds=1))
    try:
        again = take(jobs)
        assert (again.job_id, again.attempts) == (lost.job_id, 2)
    finally:
        engines.clock.set(before)


def test_a_failed_job_is_tried_again_later_and_then_given_up(
    jobs: Jobs, project: ProjectId, engines: Engines
) -> None:
    job_id = jobs.enqueue(project, NewJob("import", attempts_max=2)).job_id
    jobs.fail(take(jobs), "the store is down", for_good=False)
    assert jobs.take() is None, "it waits before it is tried again"
    before = engines.clock.now()
    engines.clock.advance(timedelta(minutes=1))
    try:
        jobs.fail(take(jobs), "still down", for_good=False)
    finally:
        engines.clock.set(before)
    assert jobs.get(project, job_id).state is JobState.FAILED
    assert jobs.get(project, job_id).error == "still down"
    assert jobs.retry(project, job_id).state is JobState.WAITING
    assert take(jobs).job_id == job_id


def test_a_waiting_job_is_cancelled_at_once_a_running_one_at_its_next_report(
    jobs: Jobs, project: ProjectId
) -> None:
    waiting = jobs.enqueue(project, NewJob("a")).job_id
    assert jobs.cancel(project, waiting).state is JobState.CANCELLED
    running = jobs.enqueue(project, NewJob("b")).job_id
    take(jobs)
    jobs.report(running, done=5, total=10, note="half")
    assert jobs.cancel(project, running).state is JobState.RUNNING
    with pytest.raises(JobCancelled):
        jobs.report(running, done=6)
    seen = jobs.get(project, running)
    assert (seen.done, seen.total, seen.note) == (6, 10, "half")


def test_another_project_does_not_find_it(jobs: Jobs, project: ProjectId) -> None:
    job_id = jobs.enqueue(project, NewJob("a")).job_id
    for call in (jobs.get, jobs.cancel, jobs.retry):
        with pytest.raises(JobNotFound):
            call(ProjectId("somebody_else"), job_id)
    assert jobs.of_project(ProjectId("somebody_else")) == []


def test_what_ended_long_ago_is_forgotten_and_what_waits_is_not(
    engines: Engines, project: ProjectId
) -> None:
    clock = FixedClock(engines.clock.now())
    jobs = Jobs(engines.relational, clock)
    ended, waiting = (jobs.enqueue(project, NewJob(kind)) for kind in ("import", "refresh"))
    jobs.cancel(project, ended.job_id)
    clock.advance(KEPT)
    assert jobs.trim() == 0
    clock.advance(timedelta(seconds=1))
    assert jobs.trim() == 1
    assert [job.job_id for job in jobs.of_project(project)] == [waiting.job_id]

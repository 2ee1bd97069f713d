"""The worker: from an acknowledged event to the reaction, jobs to their end, a stop that waits."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from stayflow.access import Role
from stayflow.app import App
from stayflow.interfaces.telemetry import Telemetry
from stayflow.interfaces.worker import (
    REFRESH,
    JobRunner,
    Progress,
    Worker,
    handlers,
    handlers_of,
    schedule,
)
from stayflow.interfaces.worker.loop import Loop
from stayflow.interfaces.worker.schedule import Schedule
from stayflow.kernel.errors import InvalidInput
from stayflow.kernel.ids import ProjectId
from stayflow.stores.errors import StoreUnavailable
from stayflow.stores.jobs import Job, JobState, NewJob
from tests.conftest import Engines
from tests.interfaces.conftest import Browser, Shop, as_role, take_in, visitor
from tests.journeys.server import SECONDS, wait_until

RULE = {"name": "a point a yuan", "definition": {"event": "purchase", "per_amount": 1}}


@pytest.fixture
def no_jobs(app: App) -> None:
    with app.relational.system() as tx:
        tx.execute("delete from jobs")


def test_an_event_is_taken_in_and_earns_points_without_anybody_asking(
    app: App, server: Any, shop: Shop, engines: Engines
) -> None:
    operator = as_role(server, shop, Role.OPERATOR)
    take_in(app, shop, visitor("ana", name="purchase", revenue=1.0))
    app.log.append("a_deleted_project", b"{}")  # in the way of nobody
    engines.clock.advance(timedelta(seconds=1))  # a rule is for what is received after it
    assert operator.post(f"{shop.url}/earning-rules", json=RULE).status_code == 201
    worker = Worker(app, Telemetry())
    worker.start()
    try:
        collector = Browser(server, {"Content-Type": "application/json"})
        body = {
            "writeKey": shop.write_key,
            "event": "purchase",
            "userId": "ana",
            "messageId": "order-1",
            "properties": {"revenue": 42},
        }
        assert collector.post("/v1/track", json=body).status_code == 200
        wait_until(lambda: operator.get(f"{shop.url}/points/1").json()["balance"] == 42)
        wait_until(
            lambda: (
                "points.granted"
                in [
                    event["event"]
                    for event in operator.get(f"{shop.url}/people/1").json()["timeline"]
                ]
            )
        )
    finally:
        worker.stop()
    assert not [each for each in threading.enumerate() if each.name in {"intake", "react", "send"}]


def run_one(app: App, shop: Shop, handler: Callable[[Job, Progress], None]) -> Job:
    job = app.jobs.enqueue(shop.project.id, NewJob("trial", attempts_max=1))
    assert JobRunner(app.jobs, Telemetry(), {"trial": handler}).step()
    return app.jobs.get(shop.project.id, job.job_id)


@pytest.mark.usefixtures("no_jobs")
def test_a_job_ends_as_it_went(app: App, shop: Shop) -> None:
    def fine(_: Job, progress: Progress) -> None:
        progress.report(done=3, total=3)

    def mistaken(*_: object) -> None:
        raise InvalidInput("no such thing", path="name")

    def broken(*_: object) -> None:
        raise ZeroDivisionError("inside")

    assert run_one(app, shop, fine).state is JobState.DONE
    failed = run_one(app, shop, mistaken)
    assert (failed.state, failed.error) == (JobState.FAILED, "name: no such thing")
    assert run_one(app, shop, broken).state is JobState.FAILED


@pytest.mark.usefixtures("no_jobs")
def test_a_stopping_worker_gives_its_job_back_uncounted(app: App, shop: Shop) -> None:
    runner = JobRunner(app.jobs, Telemetry(), {})

    def long(_: Job, progress: Progress) -> None:
        runner.ask_to_stop()
        progress.report(done=1)

    runner = JobRunner(app.jobs, Telemetry(), {"trial": long})
    job = app.jobs.enqueue(shop.project.id, NewJob("trial"))
    runner.step()
    back = app.jobs.get(shop.project.id, job.job_id)
    assert (back.state, back.attempts) == (JobState.WAITING, 0)


@pytest.mark.usefixtures("no_jobs")
def test_a_job_nobody_knows_fails_for_good(app: App, shop: Shop) -> None:
    job = app.jobs.enqueue(shop.project.id, NewJob("unheard_of"))
    JobRunner(app.jobs, Telemetry(), handlers_of(app)).step()
    assert app.jobs.get(shop.project.id, job.job_id).state is JobState.FAILED


@pytest.mark.usefixtures("no_jobs")
def test_a_refresh_is_enqueued_once_a_local_day(app: App, shop: Shop, engines: Engines) -> None:
    before = engines.clock.now()
    by_clock = Schedule(app)

    def days() -> list[str]:
        jobs = app.jobs.of_project(shop.project.id, kind=REFRESH)
        return [str(job.payload["day"]) for job in reversed(jobs)]

    try:
        engines.clock.set(datetime(2026, 6, 15, 17, 59, tzinfo=UTC))  # 01:59 on the 16th there
        by_clock.step()
        assert days() == []
        engines.clock.advance(timedelta(minutes=1))
        by_clock.step()
        by_clock.step()
        assert days() == ["2026-06-16"]
        engines.clock.advance(timedelta(days=1))
        by_clock.step()
        assert days() == ["2026-06-16", "2026-06-17"]
    finally:
        engines.clock.set(before)


@pytest.mark.usefixtures("no_jobs")
def test_a_project_that_fails_keeps_no_other_from_its_night(
    app: App, shop: Shop, engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = engines.clock.now()
    gone = replace(shop.project, id=ProjectId("gone"))
    monkeypatch.setattr(schedule, "list_projects", lambda **_: [gone, shop.project])
    monkeypatch.setattr(schedule, "find_alerts", lambda *_: [])
    monkeypatch.setattr(schedule, "watch_project", lambda *_: None)
    enqueue = app.jobs.enqueue

    def enqueue_or_refuse(project: ProjectId, new: NewJob) -> Job:
        if project == gone.id:
            raise StoreUnavailable("no room for a job")
        return enqueue(project, new)

    monkeypatch.setattr(app.jobs, "enqueue", enqueue_or_refuse)
    try:
        engines.clock.set(datetime(2026, 6, 15, 18, 0, tzinfo=UTC))
        Schedule(app).step()
    finally:
        engines.clock.set(before)
    assert app.jobs.of_project(shop.project.id, kind=REFRESH)


@pytest.mark.usefixtures("no_jobs")
def test_a_refresh_counts_the_segments_anew_though_a_model_cannot_be_computed(
    app: App, server: Any, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise InvalidInput("narrow it")

    monkeypatch.setattr(handlers, "list_model_names", lambda _: ["default"])
    monkeypatch.setattr(handlers, "refresh_stages", refuse)
    analyst = as_role(server, shop, Role.ANALYST)
    take_in(app, shop, visitor("ana", name="purchase"))
    condition = {"did": {"event": "purchase"}}
    made = analyst.post(f"{shop.url}/segments", json={"name": "b", "condition": condition}).json()
    take_in(app, shop, visitor("bo", name="purchase"))
    job = app.jobs.enqueue(shop.project.id, NewJob(REFRESH))
    JobRunner(app.jobs, Telemetry(), handlers_of(app)).step()
    ended = app.jobs.get(shop.project.id, job.job_id)
    assert (ended.state, ended.error) == (JobState.FAILED, "stage default: narrow it")
    path = f"{shop.url}/segments/{made['segment_id']}"
    assert analyst.get(path).json()["people"] == 2
    versions = analyst.get(f"{path}/history").json()["versions"]
    assert [(each["people"], each["entered"]) for each in versions] == [(1, 1), (2, 1)]


def test_a_loop_survives_what_goes_wrong_and_stops_when_told() -> None:
    done: list[str] = []

    def step() -> bool:
        done.append("x")
        if len(done) == 1:
            raise StoreUnavailable("the store is down")
        if len(done) == 2:
            raise ZeroDivisionError
        return False

    loop = Loop("trial", step, idle_seconds=0.01)
    loop.start()
    wait_until(lambda: len(done) > 3)
    loop.ask_to_stop()
    assert loop.join(SECONDS)

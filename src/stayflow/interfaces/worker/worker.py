"""The threads of a worker process, started and stopped together."""

import threading
from time import monotonic

import structlog

from stayflow.access.project import Project, list_projects
from stayflow.act.campaign import launch_due
from stayflow.act.destination import deliver_due, release_destinations
from stayflow.act.outbox import recover_messages, send_due
from stayflow.app import App
from stayflow.intake.pipeline import CONSUMER, consume_log, run_reactors
from stayflow.interfaces.telemetry import Telemetry
from stayflow.interfaces.worker.handlers import handlers_of
from stayflow.interfaces.worker.jobs import JobRunner
from stayflow.interfaces.worker.loop import Loop
from stayflow.interfaces.worker.rounds import Rounds
from stayflow.interfaces.worker.schedule import Schedule

JOB_THREADS = 2
# News of this process wakes the threads at once; these are for news of other processes.
INTAKE_SECONDS = 0.5
REACT_SECONDS = 1.0
# A batch costs the same dozen inserts, and parts to merge, however little is in it: at 2,000 events/s one every 0.2 s
# takes half the processor of one every 0.08 s. What comes alone is taken at once, and a backlog's batch takes longer.
INTAKE_APART_SECONDS = 0.2
SEND_SECONDS = 0.5
DELIVER_SECONDS = 0.5
JOB_SECONDS = 1.0
SCHEDULE_SECONDS = 30.0
STOP_SECONDS = 30.0
_log = structlog.get_logger("stayflow.worker")


class Worker:
    """Everything that goes on without a request."""

    def __init__(self, app: App, telemetry: Telemetry) -> None:
        self._app = app
        self._recorded = threading.Condition()
        self._jobs = JobRunner(app.jobs, telemetry, handlers_of(app))
        schedule = Schedule(app)
        self._taking = Rounds("intake", self._take_in_of)
        self._showing = Rounds("merges", self._show_merges_of)
        self._reacting = Rounds("react", self._react_of)
        self._sending = Rounds("send", self._send_of)
        self._delivering = Rounds("deliver", self._deliver_of)
        self._loops = [
            Loop(
                "intake",
                self._take_in,
                idle_seconds=INTAKE_SECONDS,
                wait=app.log.wait,
                apart_seconds=INTAKE_APART_SECONDS,
            ),
            Loop("react", self._react, idle_seconds=REACT_SECONDS, wait=self._wait_recorded),
            Loop("send", self._send, idle_seconds=SEND_SECONDS),
            Loop("deliver", self._deliver, idle_seconds=DELIVER_SECONDS),
            Loop("schedule", schedule.step, idle_seconds=SCHEDULE_SECONDS),
            *(
                Loop(f"jobs-{n}", self._jobs.step, idle_seconds=JOB_SECONDS, wait=self._jobs.wait)
                for n in range(JOB_THREADS)
            ),
        ]

    def start(self) -> None:
        """Take up what a crash left, then begin."""
        is_only_process = self._app.warehouse.is_embedded
        for project in self._projects():
            with self._app.relational.project(project.id) as tx:
                recover_messages(tx, now=self._app.clock.now(), is_only_process=is_only_process)
                if is_only_process:
                    release_destinations(tx)
        if is_only_process:
            self._app.jobs.give_back_all()
        for loop in self._loops:
            loop.start()

    def stop(self) -> None:
        """Let every thread finish its present step."""
        self._jobs.ask_to_stop()
        for loop in self._loops:
            loop.ask_to_stop()
        with self._recorded:
            self._recorded.notify_all()
        until = monotonic() + STOP_SECONDS
        for loop in self._loops:
            if not loop.join(max(0.1, until - monotonic())):
                _log.warning("loop_did_not_stop", loop=loop.name)

    def _projects(self) -> list[Project]:
        return list_projects(relational=self._app.relational)

    def _take_in(self) -> bool:
        """One batch of every project that has news."""
        topics = set(self._app.log.topics_with_news(CONSUMER))
        projects = self._projects()
        more = self._taking.go(each for each in projects if each.id in topics)
        if more:
            with self._recorded:
                self._recorded.notify_all()
        else:
            self._showing.go(projects)
        return more

    def _take_in_of(self, project: Project) -> bool:
        return consume_log(self._app.pipeline(project.id), self._app.log) is not None

    def _show_merges_of(self, project: Project) -> bool:
        self._app.pipeline(project.id).show_merges()
        return False

    def _react(self) -> bool:
        """Every reactor of every project, up to what is recorded."""
        return self._reacting.go(self._projects())

    def _react_of(self, project: Project) -> bool:
        return run_reactors(project.id, self._app.reactors, self._app.relational)

    def _wait_recorded(self, seconds: float) -> None:
        with self._recorded:
            self._recorded.wait(seconds)

    def _send(self) -> bool:
        """Campaigns one step on, then what is due in the outbox."""
        return self._sending.go(self._projects())

    def _send_of(self, project: Project) -> bool:
        moved = launch_due(self._app.post, project.id)
        moved += send_due(self._app.post, project.id)
        return moved > 0

    def _deliver(self) -> bool:
        """What is due to every destination."""
        return self._delivering.go(self._projects())

    def _deliver_of(self, project: Project) -> bool:
        return deliver_due(self._app.forwarding, project.id) > 0

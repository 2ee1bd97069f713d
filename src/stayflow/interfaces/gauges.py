"""Numbers that the stores know, read when Prometheus asks: backlog, outcomes, outbox, jobs."""

from collections.abc import Iterable

from stayflow.access.project import list_projects
from stayflow.act.outbox import count_states
from stayflow.app import App
from stayflow.intake.pipeline import CONSUMER
from stayflow.intake.record import sum_outcomes
from stayflow.interfaces.telemetry import Telemetry
from stayflow.kernel.ids import ProjectId

Sample = tuple[tuple[str, ...], float]


def add_gauges(app: App, telemetry: Telemetry) -> None:
    """Let `telemetry` read what the stores know."""

    def projects() -> list[ProjectId]:
        return [project.id for project in list_projects(relational=app.relational)]

    def backlog() -> Iterable[Sample]:
        return [((each,), app.log.backlog_bytes(CONSUMER, each)) for each in projects()]

    def outcomes() -> Iterable[Sample]:
        for project in projects():
            with app.relational.project(project) as tx:
                yield from (
                    ((project, outcome), float(count)) for outcome, count in sum_outcomes(tx)
                )

    def outbox() -> Iterable[Sample]:
        for project in projects():
            with app.relational.project(project) as tx:
                yield from (((project, state), float(count)) for state, count in count_states(tx))

    def jobs() -> Iterable[Sample]:
        return [((kind, state), float(count)) for kind, state, count in app.jobs.counts()]

    telemetry.gauge(
        "stayflow_log_backlog_bytes", "Bytes of the log not taken in yet.", ("project",), backlog
    )
    telemetry.gauge(
        "stayflow_intake_events",
        "Events received so far, by what became of them.",
        ("project", "outcome"),
        outcomes,
    )
    telemetry.gauge("stayflow_outbox_messages", "Messages by state.", ("project", "state"), outbox)
    telemetry.gauge("stayflow_jobs", "Jobs by state.", ("kind", "state"), jobs)

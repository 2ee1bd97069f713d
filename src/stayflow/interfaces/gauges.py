"""Numbers that the stores know, read when Prometheus asks: backlog, outcomes, outbox, jobs."""

from collections.abc import Callable, Iterable
from functools import partial

from stayflow.access.project import list_projects
from stayflow.act.destination import list_destinations, read_standing
from stayflow.act.outbox import count_states
from stayflow.app import App
from stayflow.intake.pipeline import CONSUMER
from stayflow.intake.record import sum_outcomes
from stayflow.interfaces.telemetry import Telemetry
from stayflow.kernel.ids import ProjectId

Sample = tuple[tuple[str, ...], float]


def add_gauges(app: App, telemetry: Telemetry) -> None:
    """Let `telemetry` read what the stores know."""

    def of_projects(read: Callable[[App, ProjectId], Iterable[Sample]]) -> Iterable[Sample]:
        projects = [project.id for project in list_projects(relational=app.relational)]
        return [sample for project in projects for sample in read(app, project)]

    def jobs() -> Iterable[Sample]:
        return [((kind, state), float(count)) for kind, state, count in app.jobs.counts()]

    telemetry.gauge(
        "stayflow_log_backlog_bytes",
        "Bytes of the log not taken in yet.",
        ("project",),
        partial(of_projects, _backlog),
    )
    telemetry.gauge(
        "stayflow_intake_events",
        "Events received so far, by what became of them.",
        ("project", "outcome"),
        partial(of_projects, _outcomes),
    )
    telemetry.gauge(
        "stayflow_outbox_messages",
        "Messages by state.",
        ("project", "state"),
        partial(of_projects, _outbox),
    )
    telemetry.gauge(
        "stayflow_destination_rows",
        "Rows of destinations: sent, dead, and events that wait before the filter.",
        ("project", "destination", "state"),
        partial(of_projects, _destinations),
    )
    telemetry.gauge("stayflow_jobs", "Jobs by state.", ("kind", "state"), jobs)


def _backlog(app: App, project: ProjectId) -> Iterable[Sample]:
    return [((project,), app.log.backlog_bytes(CONSUMER, project))]


def _outcomes(app: App, project: ProjectId) -> Iterable[Sample]:
    with app.relational.project(project) as tx:
        yield from (((project, outcome), float(count)) for outcome, count in sum_outcomes(tx))


def _outbox(app: App, project: ProjectId) -> Iterable[Sample]:
    with app.relational.project(project) as tx:
        yield from (((project, state), float(count)) for state, count in count_states(tx))


def _destinations(app: App, project: ProjectId) -> Iterable[Sample]:
    with app.relational.project(project) as tx:
        for each in list_destinations(tx, box=app.box, limit=1000).items:
            standing = read_standing(tx, each, now=app.clock.now())
            yield (project, each.name, "waiting"), float(standing.lag.events)
            yield (project, each.name, "dead"), float(standing.tally.dead_rows)
            yield (project, each.name, "sent"), float(each.rows_sent)

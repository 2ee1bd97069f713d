"""Erasures as jobs: the HTTP route and the command line ask for them, the worker carries them out and looks again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from stayflow.access.audit import Deed, record_audit
from stayflow.access.erasure import (
    Erased,
    Erasure,
    ErasureState,
    Place,
    ask_for_erasure,
    everybody_erased,
    get_erasure,
    list_open_erasures,
)
from stayflow.act.destination import list_destinations, withdraw_person
from stayflow.app import HOLDINGS, App
from stayflow.intake.erase import (
    ErasurePlan,
    count_places,
    erase_people,
    find_left,
    look_again,
)
from stayflow.kernel.ids import ProjectId
from stayflow.stores.jobs import Job, NewJob
from stayflow.stores.relational import Transaction
from stayflow.understand.segment import recount_people

ERASE: Final = "erase_person"
LOOK: Final = "erase_again"
LOOK_AFTER: Final = timedelta(hours=1)
"""What began before an erasure and writes after it is over by then: a night's computation, a refresh."""
_ATTEMPTS_MAX: Final = 20

Report = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class BegunErasure:
    """An erasure and the job that carries it out."""

    erasure: Erasure
    job: Job


def begin(app: App, project: ProjectId, person_id: int, *, by: str) -> BegunErasure:
    """Note that a person is to be erased, in the audit log as well, and enqueue the job.

    Raises:
        PersonNotFound: The id was never given, or was erased.
    """
    living = app.ids_of(project, person_id)[0]
    with app.relational.project(project) as tx:
        erasure = ask_for_erasure(tx, living, by=by, now=app.clock.now())
        record_audit(
            tx,
            Deed(by, "people.erase", str(living)),
            {"erasure": erasure.erasure_id},
            clock=app.clock,
        )
        job = app.jobs.enqueue(project, _job_of(erasure.erasure_id), tx=tx)
    app.jobs.wake()
    return BegunErasure(erasure, job)


def preview(app: App, project: ProjectId, person_id: int) -> list[Place]:
    """What there is of a person now, by place.

    Raises:
        PersonNotFound: The id was never given, or was erased.
    """
    people = app.ids_of(project, person_id)
    return count_places(app.pipeline(project), plan_of(app, project), people)


def carry_out(app: App, job: Job, report: Report) -> None:
    """Carry out what was asked for, with whatever else waits; doing it twice changes nothing."""
    erasure_id = str(job.payload["erasure_id"])
    erase_people(app.pipeline(job.project), app.log, plan_of(app, job.project), report)
    app.forget_answers()
    again = NewJob(
        LOOK,
        {"erasure_id": erasure_id},
        unique_key=erasure_id,
        run_at=app.clock.now() + LOOK_AFTER,
        attempts_max=_ATTEMPTS_MAX,
    )
    app.jobs.enqueue(job.project, again)


def carry_out_look(app: App, job: Job, report: Report) -> None:
    """Take out what was written after an erasure by what began before it."""
    with app.relational.project(job.project) as tx:
        erasure = get_erasure(tx, str(job.payload["erasure_id"]))
    if erasure.state is ErasureState.DONE:
        look_again(
            app.pipeline(job.project),
            app.log,
            plan_of(app, job.project),
            erasure.erasure_id,
            report,
        )


def take_up(app: App, project: ProjectId) -> None:
    """Enqueue again what was asked for and is neither done nor at work, because its job gave up."""
    with app.relational.project(project) as tx:
        waiting = [each.erasure_id for each in list_open_erasures(tx)]
    for each in waiting:
        app.jobs.enqueue(project, _job_of(each))


def find_traces(app: App, project: ProjectId) -> Mapping[str, int]:
    """Rows that still tell of erased people, by place: none, unless something is wrong."""
    with app.relational.project(project) as tx:
        erased = everybody_erased(tx)
    return find_left(app.pipeline(project), HOLDINGS, erased) if erased.people else {}


def plan_of(app: App, project: ProjectId) -> ErasurePlan:
    """What an erasure of a project is about."""

    def tell(tx: Transaction, erasure: Erasure, erased: Erased) -> None:
        if list_destinations(tx, box=app.box, limit=1).items:
            known_by = {kind: list(values) for kind, values in erased.known_by.items()}
            withdraw_person(tx, erased.people, known_by, now=app.clock.now(), by=erasure.asked_by)

    def count_files() -> int:
        return sum(each.is_file() for each in app.folder.exports(project).rglob("*"))

    def recount() -> None:
        with app.relational.project(project) as tx:
            recount_people(tx, scope=app.scope(project), warehouse=app.facts(project))

    return ErasurePlan(HOLDINGS, tell, count_files, recount)


def _job_of(erasure_id: str) -> NewJob:
    return NewJob(
        ERASE, {"erasure_id": erasure_id}, unique_key=erasure_id, attempts_max=_ATTEMPTS_MAX
    )

"""Match runs as jobs: the HTTP route begins them, the worker carries them out."""

from dataclasses import replace

from stayflow.app import App
from stayflow.intake.match import (
    MatchPlace,
    MatchRules,
    NewRun,
    Run,
    RunState,
    accept_automatic,
    add_run,
    check_installed,
    check_rules,
    draft_rules,
    get_run,
    get_saved_rules,
    list_held_kinds,
    run_match,
    save_run,
)
from stayflow.intake.record import read_catalogue
from stayflow.interfaces.imports import Report
from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId, new_id
from stayflow.stores.jobs import Job, JobCancelled, NewJob
from stayflow.stores.relational import Transaction

MATCH = "match"
AT_ONCE = "run"
"""The unique key of a project's runs: one works at a time."""


def rules_of(tx: Transaction) -> MatchRules:
    """The project's rules: those saved, else what its catalogue suggests."""
    saved = get_saved_rules(tx)
    if saved is not None:
        return saved
    return draft_rules(read_catalogue(tx).attribute_names(), list_held_kinds(tx))


def begin(app: App, project: ProjectId, *, only_kind: str | None, actor: str) -> Run:
    """Note a run and enqueue its job; while one waits or works, that one is meant.

    Raises:
        MatchingNotInstalled: The extra is missing.
        MatchRulesInvalid: The project has too few fields to compare people in.
    """
    check_installed()
    with app.relational.project(project) as tx:
        rules = check_rules(rules_of(tx))
        payload = {"run_id": new_id()}
        job = app.jobs.enqueue(project, NewJob(MATCH, payload, unique_key=AT_ONCE), tx=tx)
        if job.payload != payload:
            return get_run(tx, str(job.payload["run_id"]))
        asked = NewRun(payload["run_id"], rules, only_kind, actor)
        run = add_run(tx, asked, now=app.clock.now())
    app.jobs.wake()
    return run


def stop(app: App, project: ProjectId, run_id: str) -> Run:
    """Stop a run at its next step; what it proposed stays."""
    with app.relational.project(project) as tx:
        run = get_run(tx, run_id)
    job = job_of(app, project, run_id)
    if job is not None:
        app.jobs.cancel(project, job.job_id)
    if run.state is RunState.WAITING:
        run = replace(run, state=RunState.STOPPED, ended_at=app.clock.now())
        with app.relational.project(project) as tx:
            save_run(tx, run)
    return run


def job_of(app: App, project: ProjectId, run_id: str) -> Job | None:
    """The job of a run; None when it is long gone."""
    for job in app.jobs.of_project(project, kind=MATCH, limit=1000):
        if job.payload["run_id"] == run_id:
            return job
    return None


def carry_out(app: App, job: Job, report: Report) -> None:
    """Do a run's job, and say in the run how it ended."""
    project = job.project
    with app.relational.project(project) as tx:
        run = get_run(tx, str(job.payload["run_id"]))
    place = MatchPlace(
        project=project,
        relational=app.relational,
        warehouse=app.facts(project),
        scope=app.scope(project),
        clock=app.clock,
        folder=app.folder.path / "scratch",
    )
    try:
        done = run_match(run, place, report)
        accepted = accept_automatic(app.pipeline(project), done)
        _end(app, project, replace(done, counts=replace(done.counts, accepted=accepted)))
    except JobCancelled:
        _end(app, project, _ended(app, project, run, RunState.STOPPED, None))
        raise
    except StayflowError as error:
        _end(app, project, _ended(app, project, run, RunState.FAILED, str(error)))
        raise


def _ended(app: App, project: ProjectId, run: Run, state: RunState, error: str | None) -> Run:
    with app.relational.project(project) as tx:
        newest = get_run(tx, run.run_id)
    return replace(newest, state=state, error=error, ended_at=app.clock.now())


def _end(app: App, project: ProjectId, run: Run) -> None:
    with app.relational.project(project) as tx:
        save_run(tx, run)

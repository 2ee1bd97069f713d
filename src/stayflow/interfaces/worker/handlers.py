"""What each kind of job does: one call of a room's door, with progress."""

from collections.abc import Callable
from functools import partial

from stayflow.app import App
from stayflow.interfaces import (
    exports,
    held_facts,
    identities,
    imports,
    matching,
    replays,
    retyping,
    stages,
)
from stayflow.interfaces.worker.jobs import Handler, Progress
from stayflow.kernel.ids import ProjectId
from stayflow.stores.jobs import Job
from stayflow.understand.lifecycle import list_model_names, refresh_stages
from stayflow.understand.rfm import list_rfm_models, refresh_rfm
from stayflow.understand.score import refresh_scores
from stayflow.understand.segment import (
    get_segment,
    in_order,
    is_nightly,
    list_segments,
    refresh_everybody,
)
from stayflow.understand.tag import Schedule, refresh_scheduled
from stayflow.understand.value import refresh_value

REFRESH = "refresh"
HOURLY = "refresh_hourly"
SEGMENT = "refresh_segment"


Steps = Callable[[int, int, str], None]
Notes = Callable[[str], None]


def handlers_of(app: App) -> dict[str, Handler]:
    """Every kind of job that this process can do."""
    return {
        identities.SQUASH: _stepping(app, identities.carry_out_squash),
        identities.RULES: _noting(app, identities.carry_out_rules),
        identities.IMPORT: _noting(app, identities.carry_out_import),
        REFRESH: partial(_refresh, app),
        SEGMENT: partial(_refresh_segment, app),
        exports.EXPORT: partial(_export, app),
        HOURLY: partial(_refresh_hourly, app),
        matching.MATCH: _stepping(app, matching.carry_out),
        held_facts.TELL: _stepping(app, held_facts.carry_out),
        imports.IMPORT: _stepping(app, imports.carry_out),
        replays.REPLAY: _stepping(app, replays.carry_out),
        retyping.RETYPE: _noting(app, retyping.carry_out),
        stages.STAGES: _noting(app, stages.carry_out),
    }


def _stepping(app: App, carry_out: Callable[[App, Job, Steps], None]) -> Handler:
    """A job that tells how far it is, of how much, and a note."""

    def handle(job: Job, progress: Progress) -> None:
        carry_out(
            app,
            job,
            lambda done, total, note: progress.report(done=done, total=total, note=note),
        )

    return handle


def _noting(app: App, carry_out: Callable[[App, Job, Notes], None]) -> Handler:
    """A job that tells what it is at."""
    return lambda job, progress: carry_out(app, job, lambda note: progress.report(note=note))


def _refresh(app: App, job: Job, progress: Progress) -> None:
    refresh_project(app, job.project, progress)


def _refresh_hourly(app: App, job: Job, progress: Progress) -> None:
    progress.report(note="tags")
    refresh_tags_by(app, job.project, Schedule.HOURLY)
    app.facts_told.tell(job.project)


def _refresh_segment(app: App, job: Job, progress: Progress) -> None:
    progress.report(note="segment")
    with app.relational.project(job.project) as tx:
        segment = get_segment(tx, str(job.payload["segment_id"]))
    refresh_everybody(
        app.relational,
        job.project,
        segment,
        scope=app.scope(job.project),
        warehouse=app.facts(job.project),
    )
    app.facts_told.tell(job.project)


def _export(app: App, job: Job, progress: Progress) -> None:
    exports.carry_out(app, job, lambda done, total: progress.report(done=done, total=total))


def refresh_project(app: App, project: ProjectId, progress: Progress) -> None:
    """Compute what changes by itself as days go by: tags, scores, stages, RFM classes, segments."""
    progress.report(note="tags")
    refresh_tags_by(app, project, Schedule.DAILY)
    progress.report(note="scores")
    with app.relational.project(project) as tx:
        refresh_scores(tx, scope=app.scope(project), warehouse=app.facts(project), cause="daily")
    with app.relational.project(project) as tx:
        stages = list_model_names(tx)
        models = [each.model for each in list_rfm_models(tx)]
        segments = {
            each.segment_id: each for each in in_order(list_segments(tx)) if is_nightly(each)
        }
    total = len(stages) + len(models) + len(segments)
    warehouse = app.facts(project)
    for done, (kind, name) in enumerate(
        [
            *(("stage", name) for name in stages),
            *(("rfm", name) for name in models),
            *(("segment", name) for name in segments),
        ]
    ):
        progress.report(done=done, total=total, note=f"{kind} {name}")
        scope = app.scope(project)
        if kind == "segment":
            refresh_everybody(
                app.relational, project, segments[name], scope=scope, warehouse=warehouse
            )
            continue
        with app.relational.project(project) as tx:
            if kind == "stage":
                refresh_stages(tx, scope=scope, warehouse=warehouse, model=name)
            else:
                refresh_rfm(tx, scope=scope, warehouse=warehouse, model=name)
    progress.report(done=total, total=total, note="value")
    with app.relational.project(project) as tx:
        refresh_value(tx, scope=app.scope(project), warehouse=warehouse)
    app.facts_told.tell(project)
    progress.report(done=total, total=total)


def refresh_tags_by(app: App, project: ProjectId, schedule: Schedule) -> None:
    """Compute the tags of a schedule for everybody; every night that is all of them."""
    scope = app.scope(project)
    with app.relational.project(project) as tx:
        refresh_scheduled(tx, [schedule], scope=scope, warehouse=app.facts(project))

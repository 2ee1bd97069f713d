"""What each kind of job does: one call of a room's door, with progress."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from stayflow.app import App
from stayflow.interfaces import (
    erasing,
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
from stayflow.kernel.errors import Conflict, StayflowError
from stayflow.kernel.ids import ProjectId
from stayflow.stores.jobs import Job
from stayflow.understand.lifecycle import list_model_names, refresh_stages
from stayflow.understand.rfm import list_rfm_models, refresh_rfm
from stayflow.understand.score import refresh_scores
from stayflow.understand.segment import (
    Segment,
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


class RefreshIncomplete(Conflict):
    """Some of what is computed every night could not be; everything else was."""

    code = "refresh_incomplete"


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of what is computed every night, as people read it, and how."""

    name: str
    compute: Callable[[], object]


def handlers_of(app: App) -> dict[str, Handler]:
    """Every kind of job that this process can do."""
    return {
        identities.SQUASH: _stepping(app, identities.carry_out_squash),
        identities.RULES: _noting(app, identities.carry_out_rules),
        identities.IMPORT: _noting(app, identities.carry_out_import),
        REFRESH: partial(_refresh, app),
        SEGMENT: partial(_refresh_segment, app),
        erasing.ERASE: _stepping(app, erasing.carry_out),
        erasing.LOOK: _stepping(app, erasing.carry_out_look),
        exports.EXPORT: partial(_export, app),
        HOURLY: partial(_refresh_hourly, app),
        matching.MATCH: _stepping(app, matching.carry_out),
        held_facts.TELL: _stepping(app, held_facts.carry_out),
        imports.IMPORT: _stepping(app, imports.carry_out),
        replays.REPLAY: _stepping(app, replays.carry_out),
        retyping.RETYPE: _noting(app, retyping.carry_out),
        stages.STAGES: _stepping(app, stages.carry_out),
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
    _refresh_segment_of(app, job.project, segment)
    app.facts_told.tell(job.project)


def _export(app: App, job: Job, progress: Progress) -> None:
    exports.carry_out(app, job, lambda done, total: progress.report(done=done, total=total))


def refresh_project(app: App, project: ProjectId, progress: Progress) -> None:
    """Compute what changes by itself as days go by; what cannot be computed keeps nothing else from it.

    Raises:
        RefreshIncomplete: Some of it could not; the message says what and why.
        StayflowError: A store does not answer.
    """
    parts = _nightly(app, project)
    troubles = []
    for done, part in enumerate(parts):
        progress.report(done=done, total=len(parts), note=part.name)
        try:
            part.compute()
        except StayflowError as error:
            if error.kind.may_pass:
                raise
            troubles.append(f"{part.name}: {error}")
    app.facts_told.tell(project)
    progress.report(done=len(parts), total=len(parts))
    if troubles:
        raise RefreshIncomplete("; ".join(troubles))


def _nightly(app: App, project: ProjectId) -> list[_Part]:
    """Tags, scores, stages, RFM classes, segments and value: each after what it may be built on."""
    with app.relational.project(project) as tx:
        stages = list_model_names(tx)
        models = [each.model for each in list_rfm_models(tx)]
        segments = [each for each in in_order(list_segments(tx)) if is_nightly(each)]
    whole = partial(_refresh_whole, app, project)
    return [
        _Part("tags", partial(refresh_tags_by, app, project, Schedule.DAILY)),
        _Part("scores", partial(whole, partial(refresh_scores, cause="daily"))),
        *(
            _Part(f"stage {each}", partial(whole, partial(refresh_stages, model=each)))
            for each in stages
        ),
        *(
            _Part(f"rfm {each}", partial(whole, partial(refresh_rfm, model=each)))
            for each in models
        ),
        *(
            _Part(f"segment {each.name}", partial(_refresh_segment_of, app, project, each))
            for each in segments
        ),
        _Part("value", partial(whole, refresh_value)),
    ]


def _refresh_whole(app: App, project: ProjectId, refresh: Callable[..., object]) -> None:
    """Let a room compute everybody, in one transaction."""
    with app.relational.project(project) as tx:
        refresh(tx, scope=app.scope(project), warehouse=app.facts(project))


def _refresh_segment_of(app: App, project: ProjectId, segment: Segment) -> None:
    refresh_everybody(
        app.relational,
        project,
        segment,
        scope=app.scope(project),
        warehouse=app.facts(project),
    )


def refresh_tags_by(app: App, project: ProjectId, schedule: Schedule) -> None:
    """Compute the tags of a schedule for everybody; every night that is all of them."""
    scope = app.scope(project)
    with app.relational.project(project) as tx:
        refresh_scheduled(tx, [schedule], scope=scope, warehouse=app.facts(project))

"""What each kind of job does: one call of a room's door, with progress."""

from stayflow.app import App
from stayflow.interfaces import identities, imports, matching, replays
from stayflow.interfaces.worker.jobs import Handler, Progress
from stayflow.kernel.ids import ProjectId
from stayflow.stores.jobs import Job
from stayflow.understand.lifecycle import list_model_names, refresh_stages
from stayflow.understand.rfm import list_rfm_models, refresh_rfm
from stayflow.understand.segment import list_segments, refresh_segment

REFRESH = "refresh"


def handlers_of(app: App) -> dict[str, Handler]:
    """Every kind of job that this process can do."""

    def refresh(job: Job, progress: Progress) -> None:
        refresh_project(app, job.project, progress)

    def import_file(job: Job, progress: Progress) -> None:
        imports.carry_out(
            app,
            job,
            lambda done, total, note: progress.report(done=done, total=total, note=note),
        )

    def match_people(job: Job, progress: Progress) -> None:
        matching.carry_out(
            app,
            job,
            lambda done, total, note: progress.report(done=done, total=total, note=note),
        )

    def replay(job: Job, progress: Progress) -> None:
        replays.carry_out(
            app,
            job,
            lambda done, total, note: progress.report(done=done, total=total, note=note),
        )

    def apply_rules(job: Job, progress: Progress) -> None:
        identities.carry_out_rules(app, job, lambda note: progress.report(note=note))

    def import_identities(job: Job, progress: Progress) -> None:
        identities.carry_out_import(app, job, lambda note: progress.report(note=note))

    def squash(job: Job, progress: Progress) -> None:
        identities.carry_out_squash(
            app,
            job,
            lambda done, total, note: progress.report(done=done, total=total, note=note),
        )

    return {
        identities.SQUASH: squash,
        identities.RULES: apply_rules,
        identities.IMPORT: import_identities,
        REFRESH: refresh,
        matching.MATCH: match_people,
        imports.IMPORT: import_file,
        replays.REPLAY: replay,
    }


def refresh_project(app: App, project: ProjectId, progress: Progress) -> None:
    """Compute what changes by itself as days go by: stages, RFM classes, segments."""
    with app.relational.project(project) as tx:
        stages = list_model_names(tx)
        models = [each.model for each in list_rfm_models(tx)]
        segments = [each.segment_id for each in list_segments(tx) if not each.is_static]
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
        with app.relational.project(project) as tx:
            if kind == "stage":
                refresh_stages(tx, scope=scope, warehouse=warehouse, model=name)
            elif kind == "rfm":
                refresh_rfm(tx, scope=scope, warehouse=warehouse, model=name)
            else:
                refresh_segment(tx, name, scope=scope, warehouse=warehouse)
    progress.report(done=total, total=total)

"""Lifecycle models: stages, drafts, previews, versions, replay, history."""

from datetime import timedelta
from typing import cast

from stayflow.app import USES
from stayflow.interfaces.http.context import InProject, ProjectContext
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.common import Json, Sentence
from stayflow.interfaces.http.model.imports import JobAnswer
from stayflow.interfaces.http.model.lifecycle import (
    LifecycleChangeBody,
    LifecycleCreateBody,
    LifecycleDraftBody,
    LifecycleHistory,
    LifecycleModelAnswer,
    LifecycleModelLine,
    LifecycleModelList,
    LifecyclePreview,
    LifecyclePreviewBody,
    LifecyclePublishBody,
    LifecycleReplayBody,
    LifecycleRun,
    LifecycleStage,
    LifecycleVersion,
    LifecycleVersions,
    MarkAnswer,
    ShippedModel,
    ShippedModels,
    StageDay,
    StageStayAnswer,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag, Trace
from stayflow.interfaces.stages import STAGES
from stayflow.kernel.errors import StayflowError
from stayflow.language.condition import describe_condition, parse_condition
from stayflow.language.window import parse_range
from stayflow.stores.jobs import NewJob
from stayflow.stores.relational import Transaction
from stayflow.understand import lifecycle as rooms
from stayflow.understand.lifecycle import Cause, LifecycleModel, Stage

_GONE = Sentence(zh="条件中的名称已不存在", en="its condition names something that is gone")
_OTHERS = Sentence(zh="不满足其他阶段的条件", en="meets no condition of another stage")


def list_lifecycle_models(context: InProject) -> LifecycleModelList:
    """Every model."""
    with context.transaction() as tx:
        return LifecycleModelList(
            models=[_line(tx, about, about.draft is not None) for about in rooms.list_about(tx)]
        )


def _line(tx: Transaction, about: rooms.About, has_draft: bool) -> LifecycleModelLine:
    found = rooms.find_model(tx, about.model)
    run = rooms.find_run(tx, about.model)
    return LifecycleModelLine(
        model=about.model,
        title=about.title,
        version=found.version if found else 0,
        stages=len(found.stages) if found else 0,
        has_draft=has_draft,
        refreshed_at=run.refreshed_at if run else None,
    )


def list_shipped_models(context: InProject) -> ShippedModels:
    """The models to begin with, asking for the events this project has."""
    signs = rooms.find_signs(context.scope().catalogue.event_names())
    return ShippedModels(
        models=[
            ShippedModel(
                name="default",
                label=Sentence(zh="产品生命周期", en="Life with the product"),
                definition=cast("dict[str, Json]", rooms.default_definition(signs)),
            ),
            ShippedModel(
                name="marketing",
                label=Sentence(zh="营销生命周期", en="Life with the brand"),
                definition=cast("dict[str, Json]", rooms.marketing_definition(signs)),
            ),
        ]
    )


def create_lifecycle_model(body: LifecycleCreateBody, context: InProject) -> LifecycleModelAnswer:
    """Begin a model: it is a draft until it is published."""
    with context.transaction() as tx:
        rooms.create_model(
            tx,
            body.model,
            body.definition,
            title=body.title,
            by=context.caller.actor,
            at=context.now(),
        )
        return _answer(context, tx, body.model)


def get_lifecycle_model(model: str, context: InProject) -> LifecycleModelAnswer:
    """A model: its stages with their people, and its draft."""
    with context.transaction() as tx:
        return _answer(context, tx, model)


def change_lifecycle_model(
    model: str, body: LifecycleChangeBody, context: InProject
) -> LifecycleModelAnswer:
    """Change what a model is called."""
    with context.transaction() as tx:
        rooms.change_about(
            tx,
            model,
            title=body.title,
            description=body.description,
            owner=body.owner,
            at=context.now(),
        )
        return _answer(context, tx, model)


def remove_lifecycle_model(model: str, context: InProject) -> None:
    """Remove a model that nothing asks for, and what was recorded of it."""
    with context.transaction() as tx:
        rooms.remove_model(tx, model, warehouse=context.warehouse(), uses=USES)


def keep_lifecycle_draft(
    model: str, body: LifecycleDraftBody, context: InProject
) -> LifecycleModelAnswer:
    """Keep a draft, whole or not; it has no say until it is published."""
    with context.transaction() as tx:
        rooms.keep_draft(tx, model, body.definition, by=context.caller.actor, at=context.now())
        return _answer(context, tx, model)


def drop_lifecycle_draft(model: str, context: InProject) -> None:
    """Throw the draft away."""
    with context.transaction() as tx:
        rooms.keep_draft(tx, model, None, by=context.caller.actor, at=context.now())


def publish_lifecycle_model(
    model: str, body: LifecyclePublishBody, context: InProject
) -> LifecycleModelAnswer:
    """Make the draft the newest version and put everybody in their stage."""
    scope, warehouse = context.scope(), context.warehouse()
    with context.transaction() as tx:
        rooms.publish_draft(tx, model, scope=scope, by=context.caller.actor, note=body.note)
        rooms.refresh_stages(tx, scope=scope, warehouse=warehouse, model=model, cause=Cause.MODEL)
        return _answer(context, tx, model)


def preview_lifecycle(body: LifecyclePreviewBody, context: InProject) -> LifecyclePreview:
    """How many would stand where under a definition, and who would move; nothing is saved."""
    parsed = rooms.parse_model(body.definition, body.model, path="definition")
    found = rooms.preview_model(parsed, scope=context.scope(), warehouse=context.warehouse())
    return LifecyclePreview.model_validate(found)


def list_lifecycle_versions(model: str, context: InProject) -> LifecycleVersions:
    """Every version of a model, the newest first."""
    with context.transaction() as tx:
        rooms.get_about(tx, model)
        found = rooms.list_versions(tx, model)
    return LifecycleVersions(versions=[LifecycleVersion.model_validate(each) for each in found])


def refresh_lifecycle(model: str, context: InProject) -> LifecycleRun:
    """Put everybody in their stage now."""
    with context.transaction() as tx:
        run = rooms.refresh_stages(
            tx, scope=context.scope(), warehouse=context.warehouse(), model=model
        )
    return LifecycleRun.model_validate(run)


def replay_lifecycle(model: str, body: LifecycleReplayBody, context: InProject) -> JobAnswer:
    """Compute where everybody stood at the end of every day, as a job; what was recorded is replaced."""
    with context.transaction() as tx:
        rooms.get_model(tx, model)
    rooms.check_replay(body.first_on, scope=context.scope())
    payload = {"model": model, "first_on": body.first_on.isoformat()}
    new = NewJob(STAGES, payload, unique_key=model)
    return JobAnswer.model_validate(context.app.jobs.enqueue(context.project, new))


def get_lifecycle_history(model: str, context: InProject, last: str = "180d") -> LifecycleHistory:
    """Sizes of the stages day by day, the median time people stay, and marked days."""
    scope, warehouse = context.scope(), context.warehouse()
    start, _ = parse_range({"last": last}, "last").bounds(scope.zone, scope.now)
    with context.transaction() as tx:
        rooms.get_about(tx, model)
        marks = rooms.list_marks(tx)
    days = rooms.list_sizes(
        model, start - timedelta(milliseconds=1), scope.now, scope=scope, warehouse=warehouse
    )
    stays = rooms.list_stays(model, scope=scope, warehouse=warehouse)
    return LifecycleHistory(
        days=[StageDay.model_validate(each) for each in days],
        stays=[StageStayAnswer.model_validate(each) for each in stays],
        marks=[MarkAnswer.model_validate(each) for each in marks],
    )


def _answer(context: ProjectContext, tx: Transaction, model: str) -> LifecycleModelAnswer:
    about = rooms.get_about(tx, model)
    found = rooms.find_model(tx, model)
    run = rooms.find_run(tx, model)
    return LifecycleModelAnswer(
        model=model,
        title=about.title,
        description=about.description,
        owner=about.owner,
        version=found.version if found else 0,
        definition=cast("dict[str, Json] | None", rooms.find_definition(tx, model)),
        stages=_stages(context, found) if found else [],
        refreshed_at=run.refreshed_at if run else None,
        draft=cast("dict[str, Json] | None", about.draft),
        draft_by=about.draft_by,
        draft_at=about.draft_at,
    )


def _stages(context: ProjectContext, model: LifecycleModel) -> list[LifecycleStage]:
    scope = context.scope()
    sizes = rooms.count_stages(model.model, scope.now, scope=scope, warehouse=context.warehouse())
    people = {each.stage: each.people for each in sizes}
    return [
        LifecycleStage(
            name=stage.name,
            label=Sentence(zh=stage.label.zh, en=stage.label.en),
            condition=cast("dict[str, Json] | None", stage.when),
            sentence=_sentence(context, stage),
            people=people.get(stage.name, 0),
        )
        for stage in model.stages
    ]


def _sentence(context: ProjectContext, stage: Stage) -> Sentence:
    if stage.when is None:
        return _OTHERS
    try:
        condition = parse_condition(stage.when, facets=context.scope().facets)
    except StayflowError:
        return _GONE
    return Sentence(zh=describe_condition(condition, "zh"), en=describe_condition(condition, "en"))


ALL = PROJECT + "/lifecycle-models"
ONE = ALL + "/{model}"
_TAG = Tag.SEGMENTS
_MODEL = LifecycleModelAnswer
ROUTES = (
    Route("GET", ALL, list_lifecycle_models, Least.VIEWER, _TAG, LifecycleModelList),
    Route("POST", ALL, create_lifecycle_model, Least.ANALYST, _TAG, _MODEL, status=201),
    Route("GET", ALL + "/shipped", list_shipped_models, Least.VIEWER, _TAG, ShippedModels),
    Route(
        "POST",
        ALL + "/preview",
        preview_lifecycle,
        Least.VIEWER,
        _TAG,
        LifecyclePreview,
        trace=Trace.NEVER,
    ),
    Route("GET", ONE, get_lifecycle_model, Least.VIEWER, _TAG, _MODEL),
    Route("PATCH", ONE, change_lifecycle_model, Least.ANALYST, _TAG, _MODEL),
    Route("DELETE", ONE, remove_lifecycle_model, Least.ANALYST, _TAG),
    Route("PUT", ONE + "/draft", keep_lifecycle_draft, Least.ANALYST, _TAG, _MODEL),
    Route("DELETE", ONE + "/draft", drop_lifecycle_draft, Least.ANALYST, _TAG),
    Route("POST", ONE + "/publish", publish_lifecycle_model, Least.ANALYST, _TAG, _MODEL),
    Route("GET", ONE + "/versions", list_lifecycle_versions, Least.VIEWER, _TAG, LifecycleVersions),
    Route("POST", ONE + "/refresh", refresh_lifecycle, Least.ANALYST, _TAG, LifecycleRun),
    Route("POST", ONE + "/replay", replay_lifecycle, Least.ANALYST, _TAG, JobAnswer, status=202),
    Route("GET", ONE + "/history", get_lifecycle_history, Least.VIEWER, _TAG, LifecycleHistory),
)

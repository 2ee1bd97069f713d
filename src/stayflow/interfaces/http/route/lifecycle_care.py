"""Looking after a lifecycle: calibration, marked days, early warning, and the strategy of each stage."""

from dataclasses import asdict
from typing import cast

from stayflow.act.campaign import list_campaigns
from stayflow.interfaces.http.context import InProject, ProjectContext
from stayflow.interfaces.http.effect_page import draw_play
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.common import Json, Sentence
from stayflow.interfaces.http.model.lifecycle import (
    CalibrationAnswer,
    CalibrationBody,
    GradeAnswer,
    LifecycleModelAnswer,
    MarkAnswer,
    MarkBody,
    StrategyAnswer,
    StrategyBody,
    StrategyList,
    WarningAnswer,
    WarningBody,
)
from stayflow.interfaces.http.route.lifecycle import ONE, get_lifecycle_model
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag
from stayflow.language.condition import describe_condition, parse_condition
from stayflow.stores.relational import Transaction
from stayflow.understand import lifecycle as rooms
from stayflow.understand.lifecycle import Calibration, GradeSize, ModelInvalid


def get_calibration(model: str, context: InProject) -> CalibrationAnswer:
    """What the data say of a model's thresholds, and what has drifted; nothing is changed."""
    with context.transaction() as tx:
        return _draw(context, tx, model)


def draft_calibration(
    model: str, body: CalibrationBody, context: InProject
) -> LifecycleModelAnswer:
    """Put proposals into the draft, where they can be previewed and published."""
    with context.transaction() as tx:
        found = _calibrate(context, tx, model)
        changed = rooms.apply_proposals(
            rooms.draft_or_newest(tx, model), found.proposals, frozenset(body.proposals)
        )
        rooms.keep_draft(tx, model, changed, by=context.caller.actor, at=context.now())
    return get_lifecycle_model(model, context)


def keep_baseline(model: str, context: InProject) -> CalibrationAnswer:
    """Find the stages right as they are: drift is measured from now on."""
    with context.transaction() as tx:
        found = _calibrate(context, tx, model)
        version = rooms.get_model(tx, model).version
        rooms.keep_baseline(tx, model, version, found.now)
        return _draw(context, tx, model)


def reject_calibration(model: str, body: CalibrationBody, context: InProject) -> CalibrationAnswer:
    """Turn proposals down: they are not proposed again while they say the same."""
    with context.transaction() as tx:
        found = _calibrate(context, tx, model)
        rooms.reject_proposals(
            tx,
            model,
            found.proposals,
            body.proposals,
            by=context.caller.actor,
            at=context.now(),
        )
        return _draw(context, tx, model)


def resume_calibration(model: str, body: CalibrationBody, context: InProject) -> CalibrationAnswer:
    """Let proposals that were turned down be proposed again."""
    with context.transaction() as tx:
        rooms.resume_proposals(tx, model, body.proposals)
        return _draw(context, tx, model)


def _draw(context: ProjectContext, tx: Transaction, model: str) -> CalibrationAnswer:
    found = _calibrate(context, tx, model)
    proposals = [
        asdict(each) | {"clause": _clause(each.clause, context)} for each in found.proposals
    ]
    return CalibrationAnswer.model_validate(asdict(found) | {"proposals": proposals})


def _clause(did: object, context: ProjectContext) -> Sentence:
    """What a window is the window of, in words."""
    clause = parse_condition({"did": did}, facets=context.scope().facets)
    return Sentence(zh=describe_condition(clause, "zh"), en=describe_condition(clause, "en"))


def _calibrate(context: ProjectContext, tx: Transaction, model: str) -> Calibration:
    definition = rooms.find_definition(tx, rooms.get_model(tx, model).model)
    scope = context.scope()
    signs = rooms.find_signs(scope.catalogue.event_names())
    if definition is None:  # get_model has found it
        raise ModelInvalid("the model has no definition", path="model")
    return rooms.calibrate(
        tx, model, definition, signs.purchase, scope=scope, warehouse=context.warehouse()
    )


def add_mark(body: MarkBody, context: InProject) -> MarkAnswer:
    """Mark a day on which something changed around the product."""
    with context.transaction() as tx:
        mark = rooms.add_mark(tx, body.day, body.kind, body.note, by=context.caller.actor)
    return MarkAnswer.model_validate(mark)


def remove_mark(mark_id: str, context: InProject) -> None:
    """Take a mark away."""
    with context.transaction() as tx:
        rooms.remove_mark(tx, mark_id)


def get_early_warning(context: InProject) -> WarningAnswer:
    """Who fades away against their own habit, in three grades."""
    with context.transaction() as tx:
        settings = rooms.find_settings(tx)
    scope = context.scope()
    found = rooms.read_warning(settings, scope=scope, warehouse=context.warehouse())
    return WarningAnswer(
        settings=cast("dict[str, Json]", dict(found.settings)),
        recent_days=found.recent_days,
        grades=[_grade(each, context) for each in found.grades],
    )


def keep_early_warning(body: WarningBody, context: InProject) -> WarningAnswer:
    """Change when the early warning speaks, and what is done then."""
    with context.transaction() as tx:
        rooms.keep_settings(tx, body.settings, scope=context.scope(), by=context.caller.actor)
    return get_early_warning(context)


def _grade(size: GradeSize, context: ProjectContext) -> GradeAnswer:
    grade = size.grade
    condition = parse_condition(grade.condition, facets=context.scope().facets)
    said = {lang: describe_condition(condition, lang) for lang in ("zh", "en")}
    return GradeAnswer.model_validate(
        asdict(grade)
        | {
            "sentence": Sentence(**said),
            "people": size.people,
            "people_before": size.people_before,
        }
    )


def list_strategies(model: str, context: InProject) -> StrategyList:
    """What is done for the people of each stage, and what came of it."""
    scope, warehouse = context.scope(), context.warehouse()
    with context.transaction() as tx:
        about = rooms.get_model(tx, model)
        plans = rooms.list_strategies(tx, about)
        named = {play.ref for plan in plans for play in plan.plays if play.kind == "campaign"}
        campaigns = [each for each in list_campaigns(tx) if each.campaign_id in named]
    played = {each.campaign_id: draw_play(context, each) for each in campaigns}
    results = {
        each.stage: each
        for each in rooms.read_results(model, plans, scope=scope, warehouse=warehouse)
    }
    sizes = rooms.count_stages(model, scope.now, scope=scope, warehouse=warehouse)
    people = {each.stage: each.people for each in sizes}
    labels = {stage.name: stage.label for stage in about.stages}
    empty = {"people": None, "reached": None, "value": None, "value_before": None}
    return StrategyList(
        stages=[
            StrategyAnswer.model_validate(
                empty
                | asdict(plan)
                | (asdict(results[plan.stage]) if plan.stage in results else {})
                | {
                    "plays": [
                        asdict(play) | {"result": played.get(play.ref)} for play in plan.plays
                    ],
                    "label": asdict(labels[plan.stage]),
                    "people_now": people.get(plan.stage, 0),
                }
            )
            for plan in plans
        ]
    )


def keep_strategy(model: str, stage: str, body: StrategyBody, context: InProject) -> StrategyList:
    """Plan what is done for the people of a stage, and its goal."""
    raw = body.model_dump(exclude_none=True)
    with context.transaction() as tx:
        names = [each.name for each in rooms.get_model(tx, model).stages]
        if stage not in names:
            raise ModelInvalid(
                f'"{stage}" is no stage of {model}; known: {", ".join(names)}', path="stage"
            )
        rooms.check_strategy(raw, stage, names, scope=context.scope())
        rooms.keep_strategy(tx, model, stage, raw, at=context.now(), by=context.caller.actor)
    return list_strategies(model, context)


_MARKS = PROJECT + "/lifecycle-marks"
_WARNING = PROJECT + "/lifecycle-warning"
_TAG = Tag.SEGMENTS
ROUTES = (
    Route("GET", ONE + "/calibration", get_calibration, Least.VIEWER, _TAG, CalibrationAnswer),
    Route(
        "POST",
        ONE + "/calibration/draft",
        draft_calibration,
        Least.ANALYST,
        _TAG,
        LifecycleModelAnswer,
    ),
    Route(
        "POST",
        ONE + "/calibration/reject",
        reject_calibration,
        Least.ANALYST,
        _TAG,
        CalibrationAnswer,
    ),
    Route(
        "POST",
        ONE + "/calibration/resume",
        resume_calibration,
        Least.ANALYST,
        _TAG,
        CalibrationAnswer,
    ),
    Route(
        "POST",
        ONE + "/calibration/baseline",
        keep_baseline,
        Least.ANALYST,
        _TAG,
        CalibrationAnswer,
    ),
    Route("POST", _MARKS, add_mark, Least.ANALYST, _TAG, MarkAnswer, status=201),
    Route("DELETE", _MARKS + "/{mark_id}", remove_mark, Least.ANALYST, _TAG),
    Route("GET", _WARNING, get_early_warning, Least.VIEWER, _TAG, WarningAnswer),
    Route("PUT", _WARNING, keep_early_warning, Least.ANALYST, _TAG, WarningAnswer),
    Route("GET", ONE + "/strategy", list_strategies, Least.VIEWER, _TAG, StrategyList),
    Route("PUT", ONE + "/strategy/{stage}", keep_strategy, Least.ANALYST, _TAG, StrategyList),
)

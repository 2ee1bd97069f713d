"""Scores 用户评分: the list, one score with its bands, and why a person has theirs."""

from dataclasses import replace
from typing import Annotated

from fastapi import Query

from stayflow.app import USES
from stayflow.interfaces.http.context import InProject, ProjectContext
from stayflow.interfaces.http.labelled import draw_names, read_change, read_label
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.score import (
    BandDayShape,
    DayPartShape,
    RulePartShape,
    ScoreAnswer,
    ScoreChangeBody,
    ScoreCreateBody,
    ScoreHistory,
    ScoreList,
    ScoreMoveShape,
    ScorePreviewBody,
    ScoreSetBody,
    ScoreSetList,
    ScoreSetShape,
    ScoreSetState,
    ScoreSpreadShape,
    ScoreWhy,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag, Trace
from stayflow.interfaces.http.score_page import (
    draw_line,
    draw_score,
    draw_spread,
    draw_states,
    labels_in,
)
from stayflow.stores.relational import Transaction
from stayflow.understand import score as room
from stayflow.understand.label import LabelChange
from stayflow.understand.score import Schedule, ScoreDraft, ScoreInvalid

_DAYS, _MOVES = 200, 50


def list_scores(
    context: InProject,
    search: str = "",
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> ScoreList:
    """Scores with their bands."""
    with context.transaction() as tx:
        page = room.page_scores(tx, search, cursor=cursor, limit=limit)
    return ScoreList(scores=[draw_line(context, each) for each in page.items], next=page.next)


def create_score(body: ScoreCreateBody, context: InProject) -> ScoreAnswer:
    """Save a score and compute it."""
    draft = ScoreDraft(
        name=body.name,
        definition=body.definition,
        label=read_label(body.label),
        note=body.description,
        owner=body.owner,
        schedule=Schedule(body.schedule),
    )
    with context.transaction() as tx:
        made = room.create_score(tx, draft, scope=context.scope(), by=context.caller.actor)
        return _computed(context, tx, made.score_id, "version 1")


def preview_score(body: ScorePreviewBody, context: InProject) -> ScoreSpreadShape:
    """How a definition would be spread over people, without saving anything."""
    definition = room.check_definition(body.definition, context.scope())
    spread = room.preview_score(definition, scope=context.scope(), warehouse=context.warehouse())
    return draw_spread(spread, labels_in(definition))


def get_score(score_id: str, context: InProject) -> ScoreAnswer:
    """One score, by id or name."""
    with context.transaction() as tx:
        return draw_score(context, tx, room.get_score(tx, score_id))


def change_score(score_id: str, body: ScoreChangeBody, context: InProject) -> ScoreAnswer:
    """Change a score; another definition is computed at once."""
    schedule = None if body.schedule is None else Schedule(body.schedule)
    change = replace(read_change(body, LabelChange), schedule=schedule)
    with context.transaction() as tx:
        before = room.get_score(tx, score_id)
        changed = room.change_score(
            tx, score_id, change, scope=context.scope(), by=context.caller.actor, uses=USES
        )
        if changed.version == before.version:
            return draw_score(context, tx, changed)
        return _computed(context, tx, changed.score_id, f"version {changed.version}")


def remove_score(score_id: str, context: InProject) -> None:
    """Remove a score that nothing uses, with its history."""
    with context.transaction() as tx:
        room.remove_score(tx, score_id, warehouse=context.warehouse(), uses=USES)


def refresh_score(score_id: str, context: InProject) -> ScoreAnswer:
    """Compute a score for everybody now."""
    with context.transaction() as tx:
        return _computed(context, tx, room.get_score(tx, score_id).score_id, "by request")


def get_score_history(score_id: str, context: InProject) -> ScoreHistory:
    """How many people were in each band by day."""
    with context.transaction() as tx:
        found = room.get_score(tx, score_id)
    days = room.read_history(found.score_id, scope=context.scope(), warehouse=context.warehouse())
    return ScoreHistory(days=[BandDayShape.model_validate(each) for each in days])


def explain_score(score_id: str, person_id: int, context: InProject) -> ScoreWhy:
    """Why a person has their score: which events gave what."""
    ids = context.app.ids_of(context.project, person_id)
    scope = context.scope().with_people([ids[0]], raw=ids)
    with context.transaction() as tx:
        score = room.get_score(tx, score_id)
    definition = room.check_definition(score.definition, scope)
    why = room.explain_score(definition, scope=scope, warehouse=context.warehouse(), limit=_DAYS)
    moves = room.list_person_moves(context.warehouse(), score.score_id, ids=ids, limit=_MOVES)
    return ScoreWhy(
        person_id=ids[0],
        points=why.points,
        sum=why.sum,
        band=why.band,
        rules=[RulePartShape.model_validate(each) for each in why.rules],
        days=[DayPartShape.model_validate(each) for each in why.days],
        day_count=why.day_count,
        moves=[ScoreMoveShape.model_validate(each) for each in moves],
    )


def list_score_sets(context: InProject) -> ScoreSetList:
    """Ready scores by industry."""
    del context
    return ScoreSetList(
        sets=[
            ScoreSetShape.model_validate(
                {
                    "industry": each.industry,
                    "label": each.label,
                    "events": draw_names(each.events),
                    "scores": len(each.scores),
                }
            )
            for each in room.list_score_sets()
        ]
    )


def check_score_set(industry: str, body: ScoreSetBody, context: InProject) -> ScoreSetState:
    """What would become of each score of a set, without making any."""
    ready = room.get_score_set(industry)
    with context.transaction() as tx:
        return draw_states(
            room.look_at_score_set(tx, ready, scope=context.scope(), events=body.events)
        )


def install_score_set(industry: str, body: ScoreSetBody, context: InProject) -> ScoreSetState:
    """Make the scores of a set as far as the project has their events, and compute them."""
    ready, scope = room.get_score_set(industry), context.scope()
    with context.transaction() as tx:
        states = room.install_score_set(
            tx, ready, scope=scope, by=context.caller.actor, events=body.events, lang=body.language
        )
        made = {each.score.name for each in states if not each.why and not each.is_installed}
        ids = [each.score_id for each in room.list_scores(tx) if each.name in made]
        room.refresh_scores(
            tx, scope=scope, warehouse=context.warehouse(), cause="version 1", score_ids=ids
        )
    return draw_states(states)


def _computed(context: ProjectContext, tx: Transaction, score_id: str, cause: str) -> ScoreAnswer:
    skipped = room.refresh_scores(
        tx, scope=context.scope(), warehouse=context.warehouse(), cause=cause, score_ids=[score_id]
    )
    for each in skipped:
        raise ScoreInvalid(each.why, path="definition")
    return draw_score(context, tx, room.get_score(tx, score_id))


_ALL = PROJECT + "/scores"
_ONE = _ALL + "/{score_id}"
_SET = _ALL + "/sets/{industry}"
_V, _A, _T = Least.VIEWER, Least.ANALYST, Tag.SEGMENTS
ROUTES = (
    Route("GET", _ALL, list_scores, _V, _T, ScoreList),
    Route("POST", _ALL, create_score, _A, _T, ScoreAnswer, status=201),
    Route("POST", _ALL + "/preview", preview_score, _V, _T, ScoreSpreadShape, trace=Trace.NEVER),
    Route("GET", _ALL + "/sets", list_score_sets, _V, _T, ScoreSetList),
    Route("POST", _SET + "/check", check_score_set, _V, _T, ScoreSetState, trace=Trace.NEVER),
    Route("POST", _SET + "/install", install_score_set, _A, _T, ScoreSetState),
    Route("GET", _ONE, get_score, _V, _T, ScoreAnswer),
    Route("PATCH", _ONE, change_score, _A, _T, ScoreAnswer),
    Route("DELETE", _ONE, remove_score, _A, _T),
    Route("POST", _ONE + "/refresh", refresh_score, _A, _T, ScoreAnswer),
    Route("GET", _ONE + "/history", get_score_history, _V, _T, ScoreHistory),
    Route("GET", _ONE + "/people/{person_id}", explain_score, _A, _T, ScoreWhy, trace=Trace.ALWAYS),
)

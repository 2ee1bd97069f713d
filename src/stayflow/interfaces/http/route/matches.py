"""Who may be one person: rules, runs, and proposals to decide on."""

from typing import Annotated

from fastapi import Query

from stayflow.intake import match
from stayflow.intake.match import MatchField, MatchRules, ProposalState, Run
from stayflow.interfaces import matching
from stayflow.interfaces.http.context import InProject, ProjectContext
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.match_page import draw_match, draw_matches
from stayflow.interfaces.http.model.match import (
    LevelWeightShape,
    MatchAnswer,
    MatchCountsShape,
    MatchFieldShape,
    MatchPage,
    MatchRulesAnswer,
    MatchRulesBody,
    MatchRunAnswer,
    MatchRunBody,
    MatchRunList,
    MatchStateCounts,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag, Trace


def get_match_rules(context: InProject) -> MatchRulesAnswer:
    """What people are compared in."""
    with context.transaction() as tx:
        return _rules(matching.rules_of(tx), saved=match.get_saved_rules(tx) is not None)


def save_match_rules(body: MatchRulesBody, context: InProject) -> MatchRulesAnswer:
    """Say what people are compared in; the next run follows it."""
    fields = [
        MatchField(each.name, each.kind, tuple(each.attributes), tuple(each.identities))
        for each in body.fields
    ]
    rules = match.check_rules(MatchRules(tuple(fields), body.propose_at, body.accept_at))
    with context.transaction() as tx:
        match.save_rules(tx, rules, actor=context.caller.actor, now=context.now())
    return _rules(rules, saved=True)


def list_match_runs(context: InProject) -> MatchRunList:
    """The newest runs."""
    with context.transaction() as tx:
        return MatchRunList(runs=[_run(context, each) for each in match.list_runs(tx)])


def start_match_run(body: MatchRunBody, context: InProject) -> MatchRunAnswer:
    """Look for people who may be one; the answer is the running search."""
    run = matching.begin(
        context.app, context.project, only_kind=body.only_kind, actor=context.caller.actor
    )
    return _run(context, run)


def get_match_run(run_id: str, context: InProject) -> MatchRunAnswer:
    """One run and how far it is."""
    with context.transaction() as tx:
        return _run(context, match.get_run(tx, run_id))


def stop_match_run(run_id: str, context: InProject) -> MatchRunAnswer:
    """Stop it at its next step; what it proposed stays."""
    matching.stop(context.app, context.project, run_id)
    return get_match_run(run_id, context)


def list_matches(
    context: InProject,
    state: ProposalState = ProposalState.OPEN,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> MatchPage:
    """Proposals of a state, the likeliest first."""
    with context.transaction() as tx:
        page = match.list_proposals(tx, state, cursor=cursor, limit=limit)
        counts = match.count_proposals(tx)
    return MatchPage(
        counts=MatchStateCounts(**{each.value: n for each, n in counts.items()}),
        matches=draw_matches(context, page.items),
        next=page.next,
    )


def get_match(proposal_id: str, context: InProject) -> MatchAnswer:
    """One proposal with what each field says."""
    with context.transaction() as tx:
        found = match.get_proposal(tx, proposal_id)
    return draw_match(context, found)


def accept_match(proposal_id: str, context: InProject) -> MatchAnswer:
    """They are one person: merge them."""
    pipeline = context.app.pipeline(context.project)
    return draw_match(
        context, match.accept_match(pipeline, proposal_id, actor=context.caller.actor)
    )


def reject_match(proposal_id: str, context: InProject) -> MatchAnswer:
    """They are not one person: never propose them again."""
    with context.transaction() as tx:
        decided = match.reject_match(tx, proposal_id, actor=context.caller.actor, now=context.now())
    return draw_match(context, decided)


def undo_match(proposal_id: str, context: InProject) -> MatchAnswer:
    """Take a decision back: part them again, or open the question again."""
    pipeline = context.app.pipeline(context.project)
    return draw_match(context, match.undo_match(pipeline, proposal_id, actor=context.caller.actor))


def _rules(rules: MatchRules, *, saved: bool) -> MatchRulesAnswer:
    return MatchRulesAnswer(
        fields=[
            MatchFieldShape(
                name=each.name,
                kind=each.kind,
                attributes=list(each.attributes),
                identities=list(each.identities),
            )
            for each in rules.fields
        ],
        propose_at=rules.propose_at,
        accept_at=rules.accept_at,
        saved=saved,
    )


def _run(context: ProjectContext, run: Run) -> MatchRunAnswer:
    job = matching.job_of(context.app, context.project, run.run_id)
    return MatchRunAnswer(
        run_id=run.run_id,
        job_id=job.job_id if job else None,
        state=run.state,
        progress=job.done / job.total if job and job.total else None,
        note=job.note if job else "",
        only_kind=run.only_kind,
        counts=MatchCountsShape.model_validate(run.counts),
        trained=run.trained,
        weights=[LevelWeightShape.model_validate(each) for each in run.weights],
        error=run.error or (job.error if job else None),
        started_by=run.started_by,
        started_at=run.started_at,
        ended_at=run.ended_at,
    )


_ALL = PROJECT + "/matches"
_RUNS, _RULES, _ONE = _ALL + "/runs", _ALL + "/rules", _ALL + "/{proposal_id}"
_RUN = _RUNS + "/{run_id}"
ROUTES = (
    Route("GET", _RULES, get_match_rules, Least.ANALYST, Tag.PEOPLE, MatchRulesAnswer),
    Route("PUT", _RULES, save_match_rules, Least.OPERATOR, Tag.PEOPLE, MatchRulesAnswer),
    Route("GET", _RUNS, list_match_runs, Least.ANALYST, Tag.PEOPLE, MatchRunList),
    Route("POST", _RUNS, start_match_run, Least.OPERATOR, Tag.PEOPLE, MatchRunAnswer, status=201),
    Route("GET", _RUN, get_match_run, Least.ANALYST, Tag.PEOPLE, MatchRunAnswer),
    Route("POST", _RUN + "/stop", stop_match_run, Least.OPERATOR, Tag.PEOPLE, MatchRunAnswer),
    Route("GET", _ALL, list_matches, Least.ANALYST, Tag.PEOPLE, MatchPage, trace=Trace.ALWAYS),
    Route("GET", _ONE, get_match, Least.ANALYST, Tag.PEOPLE, MatchAnswer, trace=Trace.ALWAYS),
    Route("POST", _ONE + "/accept", accept_match, Least.OPERATOR, Tag.PEOPLE, MatchAnswer),
    Route("POST", _ONE + "/reject", reject_match, Least.OPERATOR, Tag.PEOPLE, MatchAnswer),
    Route("POST", _ONE + "/undo", undo_match, Least.OPERATOR, Tag.PEOPLE, MatchAnswer),
)

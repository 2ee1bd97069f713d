"""ONE-ID: the kinds of identity, why identities are one person, merging and parting."""

from pathlib import Path
from typing import Annotated

from fastapi import Query

from stayflow.access.audit import Deed, record_audit
from stayflow.intake.identify import (
    EVERY_KIND,
    ByHand,
    IdentityKind,
    IdentityRules,
    MergeInvalid,
    Regrouped,
    count_identities,
    count_refusals,
    explain,
    ids_behind,
    merge_people,
    part_people,
    read_graph,
    read_rules,
    withdraw_claim,
)
from stayflow.intake.identify import list_merges as merges_of
from stayflow.intake.identify import list_refusals as refusals_of
from stayflow.intake.people import Change, change_people, preview_people
from stayflow.intake.squash import read_squash
from stayflow.interfaces import identities as work
from stayflow.interfaces.http.context import Denied, InProject, ProjectContext
from stayflow.interfaces.http.identity_page import (
    draw_edges,
    draw_graph,
    draw_nodes,
    draw_refusal,
    draw_regrouped,
)
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.identity import (
    ChainAnswer,
    IdentityImportBody,
    IdentityKindsAnswer,
    IdentityKindsBody,
    IdentityKindShape,
    MergeBody,
    MergeEntryShape,
    MergePage,
    PersonGraphAnswer,
    RefusalPage,
    RegroupAnswer,
    SquashAnswer,
    UnmergeBody,
)
from stayflow.interfaces.http.model.imports import JobAnswer
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag, Trace
from stayflow.stores.relational import Transaction

_GRAPH_MERGES = 100
Limit = Annotated[int, Query(ge=1, le=500)]


def get_identity_kinds(context: InProject) -> IdentityKindsAnswer:
    """The kinds of identity, and what holds of each."""
    with context.transaction() as tx:
        rules, counts, refusals = read_rules(tx), count_identities(tx), count_refusals(tx)
    under_way = work.job_under_way(context.app, context.project)
    return IdentityKindsAnswer(
        kinds=[
            IdentityKindShape(
                kind=each.kind,
                unique=each.unique_per_person,
                priority=each.priority,
                limit=each.limit_per_person,
                sharable=each.sharable,
                shared_from=each.shared_from,
                blocked=sorted(rules.blocked.get(each.kind, ())),
                identities=counts.get(each.kind, 0),
            )
            for each in rules.kinds
        ],
        blocked=sorted(rules.blocked.get(EVERY_KIND, ())),
        refusals=refusals,
        job_id=under_way.job_id if under_way else None,
    )


def put_identity_kinds(body: IdentityKindsBody, context: InProject) -> IdentityKindsAnswer:
    """Put other rules in force; everybody is weighed again by a job, named in the answer."""
    blocked = {each.kind: frozenset(each.blocked) for each in body.kinds}
    rules = IdentityRules(
        tuple(
            IdentityKind(
                each.kind,
                unique_per_person=each.unique,
                priority=each.priority,
                limit_per_person=each.limit,
                sharable=each.sharable,
                shared_from=each.shared_from,
            )
            for each in body.kinds
        ),
        blocked | {EVERY_KIND: frozenset(body.blocked)},
    )
    work.begin_rules(context.app, context.project, rules)
    return get_identity_kinds(context)


def import_local_identities(body: IdentityImportBody, context: InProject) -> JobAnswer:
    """Resolve a file of the server's machine; only its own command line may."""
    if not context.caller.is_local:
        raise Denied("only the command line of the server's machine may name a file of it")
    return JobAnswer.model_validate(
        work.begin_import(context.app, context.project, Path(body.file))
    )


def get_squash(context: InProject) -> SquashAnswer:
    """How many merges there are, how many questions look up, and the squash at work."""
    found = read_squash(context.app.pipeline(context.project))
    under_way = work.job_under_way(context.app, context.project, work.SQUASH)
    return SquashAnswer(
        in_force=found.in_force,
        merges=found.merges,
        looked_up=found.looked_up,
        job_id=under_way.job_id if under_way else None,
    )


def squash_identities(context: InProject) -> JobAnswer:
    """Write the merges so far into the events, so that questions look up only newer ones."""
    return JobAnswer.model_validate(work.begin_squash(context.app, context.project))


def get_person_graph(person_id: int, context: InProject) -> PersonGraphAnswer:
    """Why a person's identities are one person: everything between them."""
    with context.transaction() as tx:
        graph = read_graph(tx, person_id)
        merges = merges_of(tx, limit=_GRAPH_MERGES, person_id=person_id).items
        ids = ids_behind(tx, {each.person_id for each in graph.nodes})
    return draw_graph(context, graph, merges, ids)


def explain_person(
    person_id: int,
    context: InProject,
    start: Annotated[int, Query(alias="from", description="`id` of a node of the graph")],
    end: Annotated[int, Query(alias="to", description="`id` of another node")],
) -> ChainAnswer:
    """The shortest chain of edges between two identities of a person."""
    with context.transaction() as tx:
        chain = explain(tx, person_id, start, end)
        ids = ids_behind(tx, {each.person_id for each in chain.nodes})
    return ChainAnswer(
        nodes=draw_nodes(context, chain.nodes), edges=draw_edges(context, chain.edges, ids)
    )


def preview_merge(body: MergeBody, context: InProject) -> RegroupAnswer:
    """What a merge would do; nothing is changed."""
    found = preview_people(context.app.pipeline(context.project), _merge(body, context))
    return draw_regrouped(context, found, is_preview=True)


def merge_persons(body: MergeBody, context: InProject) -> RegroupAnswer:
    """Make two persons one; what kept them apart by hand is taken back."""
    found = change_people(context.app.pipeline(context.project), _merge(body, context))
    return draw_regrouped(context, found, is_preview=False)


def preview_unmerge(body: UnmergeBody, context: InProject) -> RegroupAnswer:
    """What an unmerge would do; nothing is changed."""
    found = preview_people(context.app.pipeline(context.project), _unmerge(body, context))
    return draw_regrouped(context, found, is_preview=True)


def unmerge_persons(body: UnmergeBody, context: InProject) -> RegroupAnswer:
    """Detach identities with their events, or take back what was said by hand."""
    found = change_people(context.app.pipeline(context.project), _unmerge(body, context))
    return draw_regrouped(context, found, is_preview=False)


def list_merges(
    context: InProject,
    cursor: str | None = None,
    limit: Limit = 50,
    person_id: Annotated[int | None, Query(ge=1)] = None,
) -> MergePage:
    """Which person ids led elsewhere since when, and why; newest first."""
    with context.transaction() as tx:
        page = merges_of(tx, limit=limit, cursor=cursor, person_id=person_id)
    return MergePage(
        merges=[MergeEntryShape.model_validate(each) for each in page.items], next=page.next
    )


def list_refusals(
    context: InProject,
    cursor: str | None = None,
    limit: Limit = 50,
    reason: str | None = None,
) -> RefusalPage:
    """Identities that were named together and are not one person's for it."""
    with context.transaction() as tx:
        page = refusals_of(tx, limit=limit, cursor=cursor, reason=reason)
        counts = count_refusals(tx)
    return RefusalPage(
        refusals=[draw_refusal(context, each) for each in page.items],
        counts=counts,
        next=page.next,
    )


def _merge(body: MergeBody, context: ProjectContext) -> Change[Regrouped]:
    def change(tx: Transaction, batch: int) -> Regrouped:
        found = merge_people(tx, batch, body.one, body.other, _by(context, body.note))
        _audit(context, tx, "people.merge", found)
        return found

    return change


def _unmerge(body: UnmergeBody, context: ProjectContext) -> Change[Regrouped]:
    by = _by(context, body.note)

    def change(tx: Transaction, batch: int) -> Regrouped:
        if body.claim_id is not None:
            found = withdraw_claim(tx, batch, body.claim_id, by)
        elif body.person_id is not None:
            found = part_people(tx, batch, body.person_id, body.identities, by)
        else:
            raise MergeInvalid("give person_id with identities, or claim_id", path="person_id")
        _audit(context, tx, "people.unmerge", found)
        return found

    return change


def _by(context: ProjectContext, note: str) -> ByHand:
    return ByHand(context.caller.actor, context.now(), note)


def _audit(context: ProjectContext, tx: Transaction, action: str, found: Regrouped) -> None:
    """In the same transaction as the change; a preview takes it back with the rest."""
    people = {
        name: " ".join(str(part.person_id) for part in parts)
        for name, parts in (("before", found.before), ("after", found.after))
    }
    deed = Deed(context.caller.actor, action, people["before"])
    said = " ".join((*found.claims, *found.withdrawn))
    record_audit(tx, deed, people | {"claims": said}, clock=context.app.clock)


_KINDS, _MERGES, _UNMERGES = (
    PROJECT + path for path in ("/identity-kinds", "/merges", "/unmerges")
)
_PERSON = PROJECT + "/people/{person_id}"
_SQUASH = PROJECT + "/identities/squash"
_READ, _ACT = Least.ANALYST, Least.OPERATOR
ROUTES = (
    Route("GET", _KINDS, get_identity_kinds, Least.VIEWER, Tag.DATA, IdentityKindsAnswer),
    Route("PUT", _KINDS, put_identity_kinds, Least.OWNER, Tag.DATA, IdentityKindsAnswer),
    Route(
        "POST",
        PROJECT + "/identity-imports/local",
        import_local_identities,
        Least.OWNER,
        Tag.DATA,
        JobAnswer,
        status=201,
    ),
    Route("GET", _SQUASH, get_squash, Least.VIEWER, Tag.DATA, SquashAnswer),
    Route(
        "POST",
        _SQUASH,
        squash_identities,
        Least.OPERATOR,
        Tag.DATA,
        JobAnswer,
        status=201,
    ),
    Route(
        "GET",
        _PERSON + "/graph",
        get_person_graph,
        _READ,
        Tag.PEOPLE,
        PersonGraphAnswer,
        trace=Trace.ALWAYS,
    ),
    Route(
        "GET",
        _PERSON + "/explain",
        explain_person,
        _READ,
        Tag.PEOPLE,
        ChainAnswer,
        trace=Trace.ALWAYS,
    ),
    Route("GET", _MERGES, list_merges, _READ, Tag.PEOPLE, MergePage),
    Route(
        "POST",
        _MERGES + "/preview",
        preview_merge,
        _READ,
        Tag.PEOPLE,
        RegroupAnswer,
        trace=Trace.ALWAYS,
    ),
    Route("POST", _MERGES, merge_persons, _ACT, Tag.PEOPLE, RegroupAnswer, trace=Trace.BY_ITSELF),
    Route(
        "POST",
        _UNMERGES + "/preview",
        preview_unmerge,
        _READ,
        Tag.PEOPLE,
        RegroupAnswer,
        trace=Trace.ALWAYS,
    ),
    Route(
        "POST", _UNMERGES, unmerge_persons, _ACT, Tag.PEOPLE, RegroupAnswer, trace=Trace.BY_ITSELF
    ),
    Route(
        "GET",
        PROJECT + "/refusals",
        list_refusals,
        _READ,
        Tag.PEOPLE,
        RefusalPage,
        trace=Trace.ALWAYS,
    ),
)

"""Erasing a person, and the report that nothing is left."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Query

from stayflow.access.erasure import (
    Erasure,
    ErasureNotFound,
    Place,
    list_erasures_of,
    list_places,
)
from stayflow.access.erasure import list_erasures as list_stored
from stayflow.interfaces import erasing
from stayflow.interfaces.http.context import InProject, ProjectContext
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.erasure import (
    ErasureAnswer,
    ErasureList,
    ErasurePlaceShape,
    ErasurePreview,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag, Trace
from stayflow.interfaces.identities import job_under_way


def preview_erasure(person_id: int, context: InProject) -> ErasurePreview:
    """What there is of a person, and everybody merged into them, by place."""
    people = context.app.ids_of(context.project, person_id)
    places = erasing.preview(context.app, context.project, person_id)
    return ErasurePreview(person_id=people[0], people=list(people), places=_places(places))


def erase_person(person_id: int, context: InProject) -> ErasureAnswer:
    """Erase a person from every table; it cannot be taken back. The answer is the erasure under way."""
    begun = erasing.begin(context.app, context.project, person_id, by=context.caller.actor)
    return _answer(begun.erasure, (), begun.job.job_id)


def get_person_erasure(person_id: int, context: InProject) -> ErasureAnswer:
    """The newest erasure of a number, with its report; of an erased person it is all there is."""
    with context.transaction() as tx:
        found = list_erasures_of(tx, person_id)
        if not found:
            raise ErasureNotFound(f"nobody asked to erase person {person_id}", path="person_id")
        places = list_places(tx, found[0].erasure_id)
    return _answer(found[0], places, _job_of(context, found[0]))


def list_erasures(
    context: InProject,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> ErasureList:
    """The erasures, the newest first, without their reports."""
    with context.transaction() as tx:
        page = list_stored(tx, limit=limit, cursor=cursor)
    return ErasureList(erasures=[_answer(each, (), None) for each in page.items], next=page.next)


def _job_of(context: ProjectContext, erasure: Erasure) -> str | None:
    job = job_under_way(context.app, context.project, erasing.ERASE)
    is_ours = job is not None and job.payload.get("erasure_id") == erasure.erasure_id
    return job.job_id if job is not None and is_ours else None


def _answer(erasure: Erasure, places: Sequence[Place], job_id: str | None) -> ErasureAnswer:
    return ErasureAnswer(
        erasure_id=erasure.erasure_id,
        person_id=erasure.person_id,
        people=list(erasure.people),
        state=erasure.state.value,
        asked_at=erasure.asked_at,
        asked_by=erasure.asked_by,
        begun_at=erasure.begun_at,
        done_at=erasure.done_at,
        looked_again_at=erasure.looked_again_at,
        job_id=job_id,
        places=_places(places),
    )


def _places(places: Sequence[Place]) -> list[ErasurePlaceShape]:
    return [
        ErasurePlaceShape(
            place=each.place,
            way=each.way.value,
            before=each.before,
            remaining=each.remaining,
            reason=each.reason,
            counted_at=each.counted_at,
        )
        for each in places
    ]


_ONE = PROJECT + "/people/{person_id}/erasure"
ROUTES = (
    Route(
        "GET",
        _ONE + "/preview",
        preview_erasure,
        Least.OWNER,
        Tag.PEOPLE,
        ErasurePreview,
        trace=Trace.ALWAYS,
    ),
    Route(
        "POST",
        _ONE,
        erase_person,
        Least.OWNER,
        Tag.PEOPLE,
        ErasureAnswer,
        status=202,
        trace=Trace.BY_ITSELF,
    ),
    Route(
        "GET",
        _ONE,
        get_person_erasure,
        Least.OWNER,
        Tag.PEOPLE,
        ErasureAnswer,
        trace=Trace.ALWAYS,
    ),
    Route("GET", PROJECT + "/erasures", list_erasures, Least.OWNER, Tag.PEOPLE, ErasureList),
)

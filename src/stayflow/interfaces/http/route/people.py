"""People: lists, the estimate, the 360° page."""

from time import perf_counter
from typing import Annotated, cast

from fastapi import Query

from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.common import ConditionTree, Sentence
from stayflow.interfaces.http.model.people import (
    ColumnChoiceShape,
    ColumnKind,
    EstimateAnswer,
    EstimateBody,
    EventPage,
    PeopleAnswer,
    PeopleBody,
    PeopleColumns,
    PersonAnswer,
)
from stayflow.interfaces.http.people_source import SourceInvalid, source_people
from stayflow.interfaces.http.person_page import draw_event, draw_person
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag, Trace
from stayflow.interfaces.http.shown import read_people
from stayflow.language.condition import (
    Condition,
    compile_people,
    describe_condition,
    parse_condition,
)
from stayflow.language.scope import Scope
from stayflow.understand.profile import (
    Column,
    Order,
    PageAsked,
    list_columns,
    list_events,
    list_timeline,
)
from stayflow.understand.segment import estimate_people as estimate


def list_people(body: PeopleBody, context: InProject) -> PeopleAnswer:
    """The people who meet a condition."""
    scope = context.scope()
    if body.source is not None and body.condition:
        raise SourceInvalid("give either condition or source", path="source")
    people = (
        compile_people(_condition(body.condition, scope), scope)
        if body.source is None
        else source_people(context, body.source).people
    )
    sort = body.sort
    asked = PageAsked(
        body.limit,
        body.cursor,
        body.search,
        columns=tuple(Column(each.kind, each.name) for each in body.show),
        order=None if sort is None else Order(sort.by, sort.name, sort.falling),
    )
    return read_people(context, people, asked, attributes=body.columns)


def list_people_columns(context: InProject) -> PeopleColumns:
    """What a list of people can show beside attributes."""
    with context.transaction() as tx:
        found = list_columns(tx, context.app.columns(context.project))
    names = sorted(context.scope().catalogue.attribute_names())
    return PeopleColumns(
        masked=[name for name in names if context.hides_attribute(name, "")],
        columns=[
            ColumnChoiceShape(
                kind=cast("ColumnKind", each.column.kind),
                name=each.column.name,
                label=Sentence(zh=each.label.zh, en=each.label.en),
                is_sortable=each.is_sortable,
            )
            for each in found
        ],
    )


def estimate_people(body: EstimateBody, context: InProject) -> EstimateAnswer:
    """How many people meet a condition being edited."""
    began = perf_counter()
    scope = context.scope()
    condition = _condition(body.condition, scope)
    found = estimate(condition, scope=scope, warehouse=context.warehouse())
    return EstimateAnswer(
        count=found.count,
        total=found.total,
        error=found.error,
        sentence=Sentence(
            zh=describe_condition(condition, "zh"), en=describe_condition(condition, "en")
        ),
        took_ms=round((perf_counter() - began) * 1000, 1),
    )


def get_person(person_id: int, context: InProject) -> PersonAnswer:
    """Everything known of one person."""
    return draw_person(context, person_id)


def list_person_events(
    person_id: int,
    context: InProject,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    event: Annotated[list[str] | None, Query(max_length=50)] = None,
    search: Annotated[str, Query(max_length=200)] = "",
) -> EventPage:
    """The person's history, newest first; of some events, or of those that contain a text."""
    living = context.app.ids_of(context.project, person_id)[0]
    scope = context.scope().with_people([living])
    if event or search:
        found = list_events(
            scope,
            context.warehouse(),
            cursor=cursor,
            limit=limit,
            events=event or (),
            search=search.strip(),
        )
        return EventPage(
            events=[draw_event(context, each) for each in found.items], next=found.next
        )
    with context.transaction() as tx:
        page = list_timeline(
            living,
            tx=tx,
            scope=scope,
            warehouse=context.warehouse(),
            cursor=cursor,
            limit=limit,
        )
    return EventPage(events=[draw_event(context, each) for each in page.items], next=page.next)


def _condition(raw: ConditionTree, scope: Scope) -> Condition:
    everybody = raw == {"all": []}  # as a builder writes it before the first clause
    return parse_condition({} if everybody else raw, "condition", facets=scope.facets)


_PEOPLE = PROJECT + "/people"
_PERSON = _PEOPLE + "/{person_id}"
ROUTES = (
    Route(
        "POST", _PEOPLE, list_people, Least.ANALYST, Tag.PEOPLE, PeopleAnswer, trace=Trace.ALWAYS
    ),
    Route(
        "POST",
        _PEOPLE + "/estimate",
        estimate_people,
        Least.VIEWER,
        Tag.PEOPLE,
        EstimateAnswer,
        trace=Trace.NEVER,
    ),
    Route(
        "GET", _PEOPLE + "/columns", list_people_columns, Least.ANALYST, Tag.PEOPLE, PeopleColumns
    ),
    Route("GET", _PERSON, get_person, Least.ANALYST, Tag.PEOPLE, PersonAnswer, trace=Trace.ALWAYS),
    Route(
        "GET",
        _PERSON + "/events",
        list_person_events,
        Least.ANALYST,
        Tag.PEOPLE,
        EventPage,
        trace=Trace.ALWAYS,
    ),
)

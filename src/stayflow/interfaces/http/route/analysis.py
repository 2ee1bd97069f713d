"""Queries, the overview, saved questions, sentences."""

from typing import Annotated, Any

import msgspec
from fastapi import Body, Response

from stayflow.access.audit import Deed, record_audit
from stayflow.access.role import Role
from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.common import QueryTree, Sentence
from stayflow.interfaces.http.model.overview import OverviewAnswer
from stayflow.interfaces.http.model.people import DescribeBody, PeopleAnswer
from stayflow.interfaces.http.model.query import (
    AnyAnswer,
    QuestionBody,
    QuestionList,
    QuestionShape,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag, Trace
from stayflow.interfaces.http.shown import meant_by, read_people, show_answer
from stayflow.language.condition import describe_condition, parse_condition
from stayflow.language.raw import read_number, read_text
from stayflow.measure import dashboard
from stayflow.measure.analysis import QueryInvalid, answer_query, describe_query, who_people
from stayflow.understand.profile import PageAsked

_PAGING = ("limit", "cursor")
_PAGE = 50


def ask(body: Annotated[QueryTree, Body()], context: InProject) -> Response:
    """Answer one analysis; with `who`, list the people of one of its cells."""
    if body.get("who") is not None:
        return _json(_who(body, context).model_dump_json().encode())
    kept = context.app.kept_facts(context.project)
    answer = answer_query(
        body,
        scope=context.scope(),
        warehouse=kept,
        sampled_from=context.app.settings.number("query_sampled_rows_min"),
    )
    return _json(msgspec.json.encode(show_answer(context, answer)))


def get_overview(context: InProject, last: str = "30d", lang: str = "en") -> Response:
    """How the project stands in the last days."""
    overview = dashboard.read_overview(
        {"last": last}, scope=context.scope(), warehouse=context.warehouse(), lang=lang
    )
    answer: dict[str, Any] = msgspec.to_builtins(overview)
    return _json(msgspec.json.encode(answer | {"note": context.about.note}))


def describe(body: DescribeBody, context: InProject) -> Sentence:
    """Say a condition or a query in words."""
    scope = context.scope()
    if body.query is not None:
        return Sentence(
            zh=describe_query(body.query, "zh", scope=scope),
            en=describe_query(body.query, "en", scope=scope),
        )
    if body.condition is None:
        raise QueryInvalid("give a condition or a query", path="condition")
    condition = parse_condition(body.condition, "condition", facets=scope.facets)
    return Sentence(zh=describe_condition(condition, "zh"), en=describe_condition(condition, "en"))


def list_questions(context: InProject) -> QuestionList:
    """The saved queries."""
    with context.transaction() as tx:
        found = dashboard.list_questions(tx)
    return QuestionList(questions=[QuestionShape.model_validate(each) for each in found])


def save_question(body: QuestionBody, context: InProject) -> QuestionShape:
    """Save a query under a name."""
    scope = context.scope()
    with context.transaction() as tx:
        saved = dashboard.save_question(
            tx, body.name, body.query, scope=scope, by=context.caller.actor
        )
    return QuestionShape.model_validate(saved)


def remove_question(question_id: str, context: InProject) -> None:
    """Remove a saved query."""
    with context.transaction() as tx:
        dashboard.remove_question(tx, question_id)


def _who(body: QueryTree, context: InProject) -> PeopleAnswer:
    """The people of a cell: persons are shown, so it needs more than a viewer and is recorded."""
    context.require(Role.ANALYST)
    question = {name: value for name, value in body.items() if name not in _PAGING}
    limit, cursor = body.get("limit", _PAGE), body.get("cursor")
    question = meant_by(context, question)
    people = who_people(question, scope=context.scope(), warehouse=context.warehouse())
    answer = read_people(
        context,
        people,
        PageAsked(
            int(read_number(limit, "limit")),
            None if cursor is None else read_text(cursor, "cursor"),
        ),
    )
    with context.transaction() as tx:
        record_audit(
            tx,
            Deed(context.caller.actor, "ask_who", str(body.get("kind"))),
            {"count": answer.count},
            clock=context.app.clock,
        )
    return answer


def _json(content: bytes) -> Response:
    return Response(content, media_type="application/json")


_QUESTIONS = PROJECT + "/questions"
ROUTES = (
    Route(
        "POST",
        PROJECT + "/query",
        ask,
        Least.VIEWER,
        Tag.ANALYSIS,
        AnyAnswer | PeopleAnswer,
        described=True,
        trace=Trace.NEVER,
    ),
    Route(
        "GET",
        PROJECT + "/overview",
        get_overview,
        Least.VIEWER,
        Tag.ANALYSIS,
        OverviewAnswer,
        described=True,
    ),
    Route(
        "POST",
        PROJECT + "/describe",
        describe,
        Least.VIEWER,
        Tag.ANALYSIS,
        Sentence,
        trace=Trace.NEVER,
    ),
    Route("GET", _QUESTIONS, list_questions, Least.VIEWER, Tag.ANALYSIS, QuestionList),
    Route(
        "POST",
        _QUESTIONS,
        save_question,
        Least.ANALYST,
        Tag.ANALYSIS,
        QuestionShape,
        status=201,
    ),
    Route("DELETE", _QUESTIONS + "/{question_id}", remove_question, Least.ANALYST, Tag.ANALYSIS),
)

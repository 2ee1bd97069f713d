"""Queries, the overview, saved questions, sentences."""

from typing import Annotated

from fastapi import Body, Response

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
from stayflow.interfaces.http.pending import pending
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag


def ask(body: Annotated[QueryTree, Body()], context: InProject) -> Response:
    """Answer one analysis; with `who`, list the people of one of its cells."""
    raise pending()


def get_overview(context: InProject, last: str = "30d") -> OverviewAnswer:
    """How the project stands in the last days."""
    raise pending()


def describe(body: DescribeBody, context: InProject) -> Sentence:
    """Say a condition or a query in words."""
    raise pending()


def list_questions(context: InProject) -> QuestionList:
    """The saved queries."""
    raise pending()


def save_question(body: QuestionBody, context: InProject) -> QuestionShape:
    """Save a query under a name."""
    raise pending()


def remove_question(question_id: str, context: InProject) -> None:
    """Remove a saved query."""
    raise pending()


ROUTES = (
    Route(
        "POST",
        PROJECT + "/query",
        ask,
        Least.VIEWER,
        Tag.ANALYSIS,
        AnyAnswer | PeopleAnswer,
        described=True,
    ),
    Route("GET", PROJECT + "/overview", get_overview, Least.VIEWER, Tag.ANALYSIS, OverviewAnswer),
    Route("POST", PROJECT + "/describe", describe, Least.VIEWER, Tag.ANALYSIS, Sentence),
    Route("GET", PROJECT + "/questions", list_questions, Least.VIEWER, Tag.ANALYSIS, QuestionList),
    Route(
        "POST",
        PROJECT + "/questions",
        save_question,
        Least.ANALYST,
        Tag.ANALYSIS,
        QuestionShape,
        status=201,
    ),
    Route(
        "DELETE", PROJECT + "/questions/{question_id}", remove_question, Least.ANALYST, Tag.ANALYSIS
    ),
)

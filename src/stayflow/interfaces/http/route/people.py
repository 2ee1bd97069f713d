"""People: lists, the estimate, the 360° page."""

from typing import Annotated

from fastapi import Query

from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.people import (
    EstimateAnswer,
    EstimateBody,
    EventPage,
    PeopleAnswer,
    PeopleBody,
    PersonAnswer,
)
from stayflow.interfaces.http.pending import pending
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag


def list_people(body: PeopleBody, context: InProject) -> PeopleAnswer:
    """The people who meet a condition."""
    raise pending()


def estimate_people(body: EstimateBody, context: InProject) -> EstimateAnswer:
    """How many people meet a condition being edited."""
    raise pending()


def get_person(person_id: int, context: InProject) -> PersonAnswer:
    """Everything known of one person."""
    raise pending()


def list_person_events(
    person_id: int,
    context: InProject,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> EventPage:
    """The person's history, newest first."""
    raise pending()


ROUTES = (
    Route("POST", PROJECT + "/people", list_people, Least.ANALYST, Tag.PEOPLE, PeopleAnswer),
    Route(
        "POST",
        PROJECT + "/people/estimate",
        estimate_people,
        Least.VIEWER,
        Tag.PEOPLE,
        EstimateAnswer,
    ),
    Route(
        "GET", PROJECT + "/people/{person_id}", get_person, Least.ANALYST, Tag.PEOPLE, PersonAnswer
    ),
    Route(
        "GET",
        PROJECT + "/people/{person_id}/events",
        list_person_events,
        Least.ANALYST,
        Tag.PEOPLE,
        EventPage,
    ),
)

"""A route is one row: method, path, handler, and the least role that may call it.

There is no way to add a route without saying who may call it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from fastapi import Depends, FastAPI
from fastapi.responses import JSONResponse, Response

from stayflow.interfaces.http.guard import guard_of
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.common import ErrorShape

PREFIX = "/api/v1"
PROJECT = PREFIX + "/projects/{project}"


class Tag(StrEnum):
    """Chapters of the API's documentation."""

    SESSION = "session"
    PROJECTS = "projects"
    ANALYSIS = "analysis"
    PEOPLE = "people"
    SEGMENTS = "segments"
    ENGAGE = "engage"
    MEMBERS = "members"
    DATA = "data"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Route:
    """One row of the table.

    Attributes:
        answer: Model of the answer; None for a 204 without body.
        described: True when the handler gives a finished response and `answer` only describes it.
    """

    method: str
    path: str
    handler: Callable[..., object]
    least: Least
    tag: Tag
    answer: object = None
    status: int = 200
    described: bool = False


def mount(api: FastAPI, routes: tuple[Route, ...]) -> None:
    """Put the rows into `api`, each behind its guard."""
    for route in routes:
        responses: dict[int | str, dict[str, object]] = {"default": {"model": ErrorShape}}
        if route.described:
            responses[route.status] = {"model": route.answer}
        empty = route.answer is None
        api.add_api_route(
            route.path,
            route.handler,
            methods=[route.method],
            status_code=204 if empty else route.status,
            response_model=None if empty or route.described else route.answer,
            response_class=Response if empty else JSONResponse,
            responses=responses,
            dependencies=[Depends(guard_of(route.least))],
            tags=[route.tag],
            summary=(route.handler.__doc__ or "").partition("\n")[0],
            operation_id=getattr(route.handler, "__name__", None),
        )

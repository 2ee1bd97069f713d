"""A route is one row: method, path, handler, and the least role that may call it.

There is no way to add a route without saying who may call it, and every change is in the audit log
unless its row says why not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from inspect import signature
from typing import TYPE_CHECKING, Any, cast

from fastapi import Depends, FastAPI, UploadFile
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from stayflow.access.audit import Deed, record_audit
from stayflow.interfaces.http.guard import guard_of
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.leaving import bounded, stopped_when_left
from stayflow.interfaces.http.model.common import ErrorShape

if TYPE_CHECKING:
    from stayflow.interfaces.http.context import ProjectContext

PREFIX = "/api/v1"
PROJECT = PREFIX + "/projects/{project}"
NO_CONTENT = 204

Handler = Callable[..., Any]


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


class Trace(StrEnum):
    """Whether a call leaves a line in the project's audit log."""

    BY_METHOD = "by_method"  # everything but GET does
    ALWAYS = "always"  # reads of a person
    BY_ITSELF = "by_itself"  # it writes its line itself, with the change
    NEVER = "never"  # questions that are POSTed because they are long


@dataclass(frozen=True, slots=True)
class Route:
    """One row of the table.

    Attributes:
        answer: Model of the answer; None for a 204 without body.
        described: True when the handler gives a finished response and `answer` only describes it.
        trace: When a call is recorded; the line's action is the handler's name.
    """

    method: str
    path: str
    handler: Handler
    least: Least
    tag: Tag
    answer: object = None
    status: int = 200
    described: bool = False
    trace: Trace = Trace.BY_METHOD

    @property
    def name(self) -> str:
        """The operation's name, also in the audit log."""
        return self.handler.__name__

    @property
    def only_reads(self) -> bool:
        """Whether nothing is lost when a call is given up half-way."""
        return self.path.startswith(PROJECT) and (self.method == "GET" or self.trace is Trace.NEVER)

    @property
    def takes_file(self) -> bool:
        """Whether a file is sent to it."""
        return any(
            each.annotation is UploadFile for each in signature(self.handler).parameters.values()
        )

    @property
    def is_recorded(self) -> bool:
        """Whether a call is written to the project's audit log."""
        if not self.path.startswith(PROJECT):
            return False  # outside of projects the handlers write to the system's log themselves
        return self.trace is Trace.ALWAYS or (
            self.trace is Trace.BY_METHOD and self.method != "GET"
        )


def mount(api: FastAPI, routes: tuple[Route, ...]) -> None:
    """Put the rows into `api`, each behind its guard."""
    for route in routes:
        empty = route.answer is None
        responses: dict[int | str, dict[str, Any]] = {"default": {"model": ErrorShape}}
        if route.described:
            responses[route.status] = {"model": route.answer}
        api.add_api_route(
            route.path,
            _recorded(route) if route.is_recorded else route.handler,
            methods=[route.method],
            status_code=NO_CONTENT if empty else route.status,
            response_model=None if empty or route.described else route.answer,
            response_class=Response if empty else JSONResponse,
            responses=responses,
            dependencies=[Depends(each) for each in _before(route)],
            tags=[route.tag],
            summary=(route.handler.__doc__ or "").partition("\n")[0],
            operation_id=route.name,
        )


def _before(route: Route) -> list[Callable[..., Any]]:
    """What is asked before the handler runs."""
    guard = guard_of(route.least)
    if not route.path.startswith(PROJECT):
        return [guard]
    return [guard, stopped_when_left if route.only_reads else bounded]


def _recorded(route: Route) -> Handler:
    """The handler, followed by its line in the audit log: who, what, on which ids."""

    @wraps(route.handler)
    def run(**arguments: object) -> object:
        answer = route.handler(**arguments)
        context = cast("ProjectContext", arguments["context"])
        ids = {name: value for name, value in arguments.items() if name.endswith("_id")}
        fields = type(answer).model_fields if isinstance(answer, BaseModel) else ()
        made = {name: getattr(answer, name) for name in fields if name.endswith("_id")}
        subject = " ".join(str(value) for value in (ids or made).values())
        with context.app.relational.project(context.project) as tx:
            record_audit(
                tx,
                Deed(context.caller.actor, route.name, subject),
                {"role": context.role.value},
                clock=context.app.clock,
            )
        return answer

    return run

"""The live debugger: events within a second of arrival, with what was done to them."""

from time import monotonic
from typing import Annotated

from anyio import sleep, to_thread
from fastapi import Query

from stayflow.intake.record import StreamFilter, StreamPart, last_recorded, newest_events
from stayflow.interfaces.http.context import InProject, ProjectContext
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.intake import DebuggerAnswer, StreamedShape
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag
from stayflow.kernel.paging import Listing

LOOK_EVERY_SECONDS = 0.1
WAITING_MAX = 32
"""Calls that wait at the same time; a further one is answered at once."""

_PAGES = Listing("live", (0,))
_waiting: set[object] = set()


async def get_debugger(  # noqa: PLR0917 - a query parameter each
    context: InProject,
    after: str | None = None,
    wait: Annotated[float, Query(ge=0, le=25, description="Seconds to wait for news")] = 0,
    source: str = "",
    key: str = "",
    event: str = "",
    person: int | None = None,
    outcome: str = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> DebuggerAnswer:
    """What came in behind `after`, the newest first; with `wait` it waits until there is news."""
    seen = _PAGES.behind(after, path="after")[0] if after else None
    people = await to_thread.run_sync(_people, context, person)
    wanted = StreamFilter(source, key, event, outcome, people)
    part = await _next(context, wanted, seen, monotonic() + wait, limit)
    return DebuggerAnswer(
        events=[StreamedShape.model_validate(each) for each in part.events],
        next=_PAGES.cursor(part.last_batch),
        is_cut=part.is_cut,
    )


async def _next(
    context: ProjectContext, wanted: StreamFilter, seen: int | None, until: float, limit: int
) -> StreamPart:
    """What came in behind `seen`; looks again until there is something or time is over."""
    turn = object()
    is_patient = len(_waiting) < WAITING_MAX
    if is_patient:
        _waiting.add(turn)
    try:
        while True:
            part = await to_thread.run_sync(_look, context, wanted, seen, limit)
            if part.events or seen is None or not is_patient or monotonic() >= until:
                return part
            seen = part.last_batch
            await sleep(LOOK_EVERY_SECONDS)
    finally:
        _waiting.discard(turn)


def _look(
    context: ProjectContext, wanted: StreamFilter, seen: int | None, limit: int
) -> StreamPart:
    with context.transaction() as tx:
        last = last_recorded(tx)
    if seen is not None and last <= seen:
        return StreamPart((), seen, is_cut=False)
    return newest_events(context.warehouse(), wanted, after=seen, last=last, limit=limit)


def _people(context: ProjectContext, person: int | None) -> tuple[int, ...]:
    return () if person is None else tuple(context.app.ids_of(context.project, person))


ROUTES = (
    Route("GET", PROJECT + "/debugger", get_debugger, Least.OPERATOR, Tag.DATA, DebuggerAnswer),
)

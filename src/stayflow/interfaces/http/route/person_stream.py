"""One person, live: their page is told when there is something new, by server-sent events.

What is sent says that something changed, and nothing of the person: the page asks for it. Both are
in the audit log.
"""

from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated

from fastapi import Header, Query
from fastapi.responses import StreamingResponse

from stayflow.intake.reactor import place_of
from stayflow.intake.record import StreamFilter, last_recorded, newest_events
from stayflow.interfaces.http.context import InProject, ProjectContext
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.news import HEADERS, MEDIA, seconds_for, tell
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag, Trace
from stayflow.understand.live import LIVE_REACTOR


@dataclass(frozen=True, slots=True)
class Pulse:
    """How far a stream has looked.

    Attributes:
        ids: Every id that leads to the person.
        batch: The newest batch that was looked at.
        waits_for: A batch with news of them that tags, scores, stages and segments do not tell yet; 0 for none.
        has_news: Whether this look found something new.
    """

    ids: tuple[int, ...]
    batch: int
    waits_for: int = 0
    has_news: bool = False

    @property
    def mark(self) -> str:
        """The newest batch, by which the browser comes again."""
        return str(self.batch)


def stream_person(
    person_id: int,
    context: InProject,
    after: Annotated[int | None, Query(ge=0, description="The batch that is known already")] = None,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
    last_event_id: Annotated[str, Header(max_length=20)] = "",
) -> StreamingResponse:
    """Tell when there is news of a person: `changed`, with the number of the batch as its id.

    Who does not accept `text/event-stream` is told how it stands now, and no more.
    """
    known = int(last_event_id) if last_event_id.isdecimal() else after
    first = _begin(context, person_id, known)
    told = tell(first, partial(_look, context, person_id), seconds=seconds_for(accept))
    return StreamingResponse(told, media_type=MEDIA, headers=HEADERS)


def _begin(context: ProjectContext, person_id: int, known: int | None) -> Pulse:
    ids = tuple(context.app.ids_of(context.project, person_id))
    with context.transaction() as tx:
        last = last_recorded(tx)
    if known is None or known >= last:
        return Pulse(ids, last)
    return _look(context, person_id, Pulse(ids, known))


def _look(context: ProjectContext, person_id: int, pulse: Pulse) -> Pulse:
    """What the stores say now: batches with events of the person, other ids, what was computed of them."""
    with context.transaction() as tx:
        last, done = last_recorded(tx), place_of(tx, LIVE_REACTOR)
    is_computed = 0 < pulse.waits_for <= done
    still = replace(pulse, waits_for=0 if is_computed else pulse.waits_for, has_news=is_computed)
    if last <= pulse.batch:
        return still
    ids = tuple(context.app.ids_of(context.project, person_id))
    wanted = StreamFilter(person_ids=ids)
    news = newest_events(context.warehouse(), wanted, after=pulse.batch, last=last, limit=1)
    if ids == pulse.ids and not news.events:
        return replace(still, batch=last)
    return Pulse(ids, last, waits_for=last if last > done else 0, has_news=True)


ROUTES = (
    Route(
        "GET",
        PROJECT + "/people/{person_id}/stream",
        stream_person,
        Least.ANALYST,
        Tag.PEOPLE,
        str,
        described=True,
        trace=Trace.ALWAYS,
    ),
)

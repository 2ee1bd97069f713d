"""A project, live: pages that keep themselves up are told when what numbers count is not what it was.

What is sent says that something changed, and nothing of what. A state is what kept answers go by: the same one means
the same numbers, so a page that is told nothing shows what it would be answered.
"""

from dataclasses import dataclass
from functools import partial
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Header
from fastapi.responses import StreamingResponse

from stayflow.interfaces.http.context import InProject, ProjectContext
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.news import HEADERS, MEDIA, seconds_for, tell
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag

LOOK_EVERY_SECONDS = 1.0
MARK_MAX = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """How the project stood at a look: its day, and the state of its database."""

    mark: str
    has_news: bool = False


def stream_project(
    context: InProject,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
    last_event_id: Annotated[str, Header(max_length=MARK_MAX)] = "",
) -> StreamingResponse:
    """Tell when what numbers count has changed: `changed`, when something was written or a day began.

    Who does not accept `text/event-stream` is told how it stands now, and no more.
    """
    first = _look(context, Standing(last_event_id))
    told = tell(
        first, partial(_look, context), seconds=seconds_for(accept), every=LOOK_EVERY_SECONDS
    )
    return StreamingResponse(told, media_type=MEDIA, headers=HEADERS)


def _look(context: ProjectContext, before: Standing) -> Standing:
    day = context.now().astimezone(ZoneInfo(context.about.zone)).date()
    mark = f"{day}:{context.app.kept_facts(context.project).state}"
    return Standing(mark, has_news=bool(before.mark) and mark != before.mark)


ROUTES = (
    Route(
        "GET",
        PROJECT + "/stream",
        stream_project,
        Least.VIEWER,
        Tag.ANALYSIS,
        str,
        described=True,
    ),
)

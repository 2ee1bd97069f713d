"""Rejected events: found, read, and taken again after a fix."""

import json
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query

from stayflow.intake.record import RejectedFilter, count_rejected, find_rejected, last_recorded
from stayflow.intake.record import get_rejected as read_rejected
from stayflow.interfaces import replays
from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.intake import (
    RejectedAnswer,
    RejectedLine,
    RejectedList,
    RejectedReplayAnswer,
    RejectedReplayBody,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag, Trace

_SHOWN_MAX = 2_000


async def _wanted(  # noqa: PLR0917 - a query parameter each
    reason: str = "",
    source: str = "",
    key: str = "",
    event: str = "",
    text: Annotated[str, Query(max_length=200)] = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> RejectedFilter:
    return RejectedFilter(reason, source, key, event, text, since, until)


def list_rejected_events(
    context: InProject,
    wanted: Annotated[RejectedFilter, Depends(_wanted)],
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> RejectedList:
    """Rejected events, the newest first, by reason, source, key, name, text and time."""
    warehouse = context.warehouse()
    page = find_rejected(warehouse, wanted, cursor=cursor, limit=limit)
    return RejectedList(
        rows=[
            RejectedLine.model_validate(each).model_copy(
                update={"payload": each.payload[:_SHOWN_MAX]}
            )
            for each in page.items
        ],
        next=page.next,
        total=count_rejected(warehouse, wanted),
    )


def get_rejected(rejected_id: str, context: InProject) -> RejectedAnswer:
    """One rejected event, whole."""
    found = read_rejected(context.warehouse(), rejected_id)
    return RejectedAnswer.model_validate(found).model_copy(update={"raw": _shown(found.raw)})


def _shown(raw: str) -> str:
    """The event without the client's address, which is kept for the rules alone."""
    if not raw:
        return raw
    event = json.loads(raw)
    event.pop("ip", None)
    return json.dumps(event, ensure_ascii=False)


def replay_rejected(body: RejectedReplayBody, context: InProject) -> RejectedReplayAnswer:
    """Take rejected events again, through the same pipeline; the answer is the job."""
    wanted = RejectedFilter(
        body.reason, body.source, body.key, body.event, body.text, body.since, body.until,
        tuple(body.ids),
    )  # fmt: skip
    with context.transaction() as tx:
        up_to = last_recorded(tx)
    job, total = replays.begin(context.app, context.project, wanted, up_to=up_to)
    return RejectedReplayAnswer(job_id=job.job_id, total=total)


_ALL = PROJECT + "/rejected"
ROUTES = (
    Route(
        "GET",
        _ALL,
        list_rejected_events,
        Least.OPERATOR,
        Tag.DATA,
        RejectedList,
        trace=Trace.ALWAYS,
    ),
    Route(
        "POST",
        _ALL + "/replay",
        replay_rejected,
        Least.OPERATOR,
        Tag.DATA,
        RejectedReplayAnswer,
        status=202,
    ),
    Route(
        "GET",
        _ALL + "/{rejected_id}",
        get_rejected,
        Least.OPERATOR,
        Tag.DATA,
        RejectedAnswer,
        trace=Trace.ALWAYS,
    ),
)

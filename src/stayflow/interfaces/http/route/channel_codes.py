"""Channel codes: short links and their QR codes."""

from typing import Annotated, Any

import msgspec
from fastapi import Query
from fastapi.responses import Response

from stayflow.intake import channel_code as rooms
from stayflow.intake.channel_code import ChannelCode, CodeCounts, destination_url
from stayflow.interfaces.http.codes import code_address
from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.form import (
    ChannelCodeAnswer,
    ChannelCodeChangeBody,
    ChannelCodeCreateBody,
    ChannelCodeList,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag

_Limit = Annotated[int, Query(ge=1, le=500)]
_Scale = Annotated[int, Query(ge=1, le=40, description="Pixels a module")]


def list_channel_codes(
    context: InProject, cursor: str | None = None, limit: _Limit = 50
) -> ChannelCodeList:
    """Channel codes with their visits, the newest first."""
    with context.transaction() as tx:
        page = rooms.list_codes(tx, cursor=cursor, limit=limit)
        counts = rooms.count_visits(
            tx,
            [each.code for each in page.items],
            scope=context.scope(),
            warehouse=context.warehouse(),
        )
    codes = [_answer(context, each, counts[each.code]) for each in page.items]
    return ChannelCodeList(codes=codes, next=page.next)


def create_channel_code(body: ChannelCodeCreateBody, context: InProject) -> ChannelCodeAnswer:
    """Make a channel code."""
    with context.transaction() as tx:
        made = rooms.create_code(
            tx, body.model_dump(mode="json"), now=context.now(), by=context.caller.actor
        )
    return _one(context, made)


def get_channel_code(code_id: str, context: InProject) -> ChannelCodeAnswer:
    """One channel code with its visits."""
    return _one(context, _get(context, code_id))


def change_channel_code(
    code_id: str, body: ChannelCodeChangeBody, context: InProject
) -> ChannelCodeAnswer:
    """Change where a code leads; what is printed goes on leading."""
    changes: dict[str, Any] = body.model_dump(mode="json", exclude_unset=True)
    with context.transaction() as tx:
        changed = rooms.change_code(tx, code_id, changes, now=context.now())
    return _one(context, changed)


def remove_channel_code(code_id: str, context: InProject) -> None:
    """Remove a code; what is printed leads nowhere, its visits stay."""
    with context.transaction() as tx:
        rooms.remove_code(tx, code_id)


def draw_channel_code_svg(code_id: str, context: InProject) -> Response:
    """Its QR code, for print."""
    drawn = rooms.draw_svg(code_address(context.app, context.project, _get(context, code_id).code))
    return Response(drawn, media_type="image/svg+xml")


def draw_channel_code_png(code_id: str, context: InProject, scale: _Scale = 10) -> Response:
    """Its QR code, for screens."""
    address = code_address(context.app, context.project, _get(context, code_id).code)
    return Response(rooms.draw_png(address, scale=scale), media_type="image/png")


def _get(context: InProject, code_id: str) -> ChannelCode:
    with context.transaction() as tx:
        return rooms.get_code(tx, code_id)


def _one(context: InProject, code: ChannelCode) -> ChannelCodeAnswer:
    with context.transaction() as tx:
        counts = rooms.count_visits(
            tx, [code.code], scope=context.scope(), warehouse=context.warehouse()
        )
    return _answer(context, code, counts[code.code])


def _answer(context: InProject, code: ChannelCode, counts: CodeCounts) -> ChannelCodeAnswer:
    return ChannelCodeAnswer.model_validate(
        {
            **msgspec.structs.asdict(code.definition),
            "code_id": code.code,
            "name": code.name,
            "state": code.state,
            "url": code_address(context.app, context.project, code.code),
            "leads_to": destination_url(code.definition),
            "counts": counts,
            "created_at": code.created_at,
            "created_by": code.created_by,
            "changed_at": code.changed_at,
        }
    )


_ALL = PROJECT + "/channel-codes"
_ONE = _ALL + "/{code_id}"
_SVG, _PNG = _ONE + "/qr.svg", _ONE + "/qr.png"
_TAG, _VIEWER = Tag.DATA, Least.VIEWER
ROUTES = (
    Route("GET", _ALL, list_channel_codes, _VIEWER, _TAG, ChannelCodeList),
    Route("POST", _ALL, create_channel_code, Least.OPERATOR, _TAG, ChannelCodeAnswer, status=201),
    Route("GET", _ONE, get_channel_code, _VIEWER, _TAG, ChannelCodeAnswer),
    Route("PATCH", _ONE, change_channel_code, Least.OPERATOR, _TAG, ChannelCodeAnswer),
    Route("DELETE", _ONE, remove_channel_code, Least.OPERATOR, _TAG),
    Route("GET", _SVG, draw_channel_code_svg, _VIEWER, _TAG, str, described=True),
    Route("GET", _PNG, draw_channel_code_png, _VIEWER, _TAG, str, described=True),
)

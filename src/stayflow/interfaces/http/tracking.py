"""The links in messages: /t/o the picture, /t/c a link, /t/u leaving. Signed tokens; no sign-in."""

import asyncio
import base64
from collections.abc import Callable
from html import escape
from typing import TypeVar

import structlog

from stayflow.access.masking import mask
from stayflow.act.outbox import (
    PostOffice,
    Visit,
    read_unsubscribe,
    record_click,
    record_open,
    record_unsubscribe,
)
from stayflow.interfaces.http.asgi import Receive, Scope, Send, answer, header, leads_to
from stayflow.kernel.errors import StayflowError

PREFIX = "/t/"
_GIF = base64.b64decode(b"R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
_NEVER_KEPT = (b"cache-control", b"no-store, max-age=0")
_HTML = b"text/html; charset=utf-8"
_PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
<title>{title}</title><body style="font:16px/1.7 system-ui,'PingFang SC','Microsoft YaHei',sans-serif;
color:#1c1917;max-width:30rem;margin:15vh auto;padding:0 1.5rem;text-align:center">{content}</body></html>"""
_ASK = """<h1 style="font-size:1.3rem">退订邮件 · Unsubscribe</h1>
<p>{address}</p><form method="post"><button style="font:inherit;padding:.5rem 1.5rem;border-radius:6px;
border:0;background:#0f766e;color:#fff">确认退订 · Unsubscribe</button></form>"""
_LEFT = """<h1 style="font-size:1.3rem">已退订 · You are unsubscribed</h1>
<p>{address}</p><p>我们不会再给这个地址发送此类消息。<br>We will not write to this address again.</p>"""
_GONE = """<h1 style="font-size:1.3rem">链接无效 · This link does not work</h1>
<p>它可能不完整或已失效。<br>It may be cut off, or no longer valid.</p>"""
_LATER = """<h1 style="font-size:1.3rem">请稍后再试 · Please try again in a moment</h1>"""
_log = structlog.get_logger("stayflow.tracking")

Result = TypeVar("Result")


class Tracking:
    """Plain ASGI; the stores are asked in threads."""

    def __init__(self, post: PostOffice) -> None:
        self._post = post

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's words
        """Answer one link."""
        kind, _, token = scope["path"].removeprefix(PREFIX).partition("/")
        if kind == "o":
            await self._open(scope, token, send)
            return
        try:
            if kind == "c":
                await self._click(scope, token, send)
            elif kind == "u":
                await self._leave(scope, token, send)
            else:
                await _page(send, 404, _GONE)
        except StayflowError as error:
            if error.retry:
                _log.warning("link_waits", kind=kind, reason=error.message)
                await _page(send, 503, _LATER)
            else:
                await _page(send, 404, _GONE)

    async def _open(self, scope: Scope, token: str, send: Send) -> None:
        """Always a picture: a mail program shows a broken one otherwise."""
        try:
            await _in_thread(lambda: record_open(self._post, token, _visit(scope)))
        except StayflowError as error:
            _log.info("open_not_recorded", reason=error.code)
        await answer(send, 200, _GIF, media=b"image/gif", headers=[_NEVER_KEPT])

    async def _click(self, scope: Scope, token: str, send: Send) -> None:
        url = await _in_thread(lambda: record_click(self._post, token, _visit(scope)))
        await answer(send, 302, headers=[leads_to(url), _NEVER_KEPT])

    async def _leave(self, scope: Scope, token: str, send: Send) -> None:
        """GET asks, POST does: a scanner that follows links unsubscribes nobody."""
        if scope["method"] == "POST":
            message = await _in_thread(lambda: record_unsubscribe(self._post, token))
            await _page(send, 200, _LEFT.format(address=escape(mask(message.address))))
            return
        message = await _in_thread(lambda: read_unsubscribe(self._post, token))
        await _page(send, 200, _ASK.format(address=escape(mask(message.address))))


def _visit(scope: Scope) -> Visit:
    agent = header(scope, b"user-agent").decode("latin-1")
    return Visit(method=scope["method"], user_agent=agent)


async def _in_thread(call: Callable[[], Result]) -> Result:
    return await asyncio.to_thread(call)


async def _page(send: Send, status: int, content: str) -> None:
    html = _PAGE.format(title="Stayflow", content=content)
    await answer(send, status, html.encode(), media=_HTML, headers=[_NEVER_KEPT])

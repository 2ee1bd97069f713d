"""Bounds on what the API reads: a body's size, counted while it comes in."""

from stayflow.interfaces.http.asgi import (
    Asgi,
    BodyTooLarge,
    Message,
    Receive,
    Scope,
    Send,
    header,
)
from stayflow.interfaces.http.wall import render_error


class BoundedBody:
    """ASGI around the API: a body over its bound gets a 413, wherever in the stack it is read."""

    def __init__(self, inner: Asgi, *, limit: int, upload_limit: int) -> None:
        self._inner = inner
        self._limit = limit
        self._upload_limit = upload_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request with a bounded `receive`."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        is_upload = header(scope, b"content-type").startswith(b"multipart/form-data")
        limit = self._upload_limit if is_upload else self._limit
        told = header(scope, b"content-length")
        if told.isdigit() and int(told) > limit:
            await render_error(_too_large(limit), place=scope["path"])(scope, receive, send)
            return
        size = 0

        async def bounded() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > limit:
                raise _too_large(limit)
            return message

        await self._inner(scope, bounded, send)


def _too_large(limit: int) -> BodyTooLarge:
    return BodyTooLarge(f"the body may have at most {limit} bytes")

"""Bounds on what the API reads: a body's size, counted while it comes in."""

from starlette.concurrency import run_in_threadpool

from stayflow.interfaces.http.asgi import (
    Asgi,
    BodyTooLarge,
    Message,
    Receive,
    Scope,
    Send,
    exceeds,
)
from stayflow.interfaces.http.uploads import Uploads
from stayflow.interfaces.http.wall import render_error
from stayflow.kernel.errors import StayflowError


class BoundedBody:
    """ASGI around the API: a body over its bound gets a 413, whoever was reading it.

    Args:
        inner: The API.
        limit: Most bytes of a body.
        upload_limit: Most bytes of one that brings a file.
        uploads: Which requests do, and who may send them.
    """

    def __init__(self, inner: Asgi, *, limit: int, upload_limit: int, uploads: Uploads) -> None:
        self._inner = inner
        self._limit = limit
        self._upload_limit = upload_limit
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request with a bounded `receive`."""
        upload = self._uploads.find(scope)
        if upload is not None:
            try:
                await run_in_threadpool(upload)
            except StayflowError as error:
                await render_error(error, place=scope["path"])(scope, receive, send)
                return
            await self._serve(scope, receive, send, limit=self._upload_limit)
        else:
            await self._serve(scope, receive, send, limit=self._limit)

    async def _serve(self, scope: Scope, receive: Receive, send: Send, *, limit: int) -> None:
        problem = BodyTooLarge(f"the body may have at most {limit} bytes")
        refusal = render_error(problem, place=scope["path"])
        if exceeds(scope, limit):
            await refusal(scope, receive, send)
            return
        size = 0

        async def bounded() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > limit:
                raise problem
            return message

        async def unless_refused(message: Message) -> None:
            # The framework turns any trouble with a body into a 400 of its own.
            if size <= limit:
                await send(message)
            elif message["type"] == "http.response.start":
                await refusal(scope, receive, send)

        await self._inner(scope, bounded, unless_refused)

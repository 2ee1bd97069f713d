"""Who leaves before the answer is there: what is read for them is stopped.

The console leaves whenever a question is changed under way, a command line when it is interrupted.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, cast

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from stayflow.stores.warehouse import Reading, read_as

if TYPE_CHECKING:
    from stayflow.app import App
    from stayflow.interfaces.http.context import ProjectContext

LOOK_SECONDS = 0.2


async def stopped_when_left(request: Request) -> AsyncIterator[None]:
    """A dependency of routes that only read: the engine stops when the connection is closed.

    It follows the guard, which knows the project: its queries are bounded as the project's owner chose.
    """
    context = cast("ProjectContext", request.state.context)
    reading = context.app.reading(context.about)
    read_as(reading)
    watch = asyncio.create_task(_watch(request, reading))
    try:
        yield
    finally:
        watch.cancel()


async def bounded(request: Request) -> None:
    """A dependency of routes that change something: their queries are bounded likewise, and end when they end."""
    context = cast("ProjectContext", request.state.context)
    read_as(context.app.reading(context.about))


async def _watch(request: Request, reading: Reading) -> None:
    app = cast("App", request.app.state.stayflow)
    while not await request.is_disconnected():  # noqa: ASYNC110 - that is all a connection tells
        await asyncio.sleep(LOOK_SECONDS)
    reading.is_over = True
    await run_in_threadpool(app.warehouse.stop, reading)

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

LOOK_SECONDS = 0.2


async def stopped_when_left(request: Request) -> AsyncIterator[None]:
    """A dependency of routes that only read: the engine stops when the connection is closed."""
    reading = Reading()
    read_as(reading)
    watch = asyncio.create_task(_watch(request, reading))
    try:
        yield
    finally:
        watch.cancel()


async def _watch(request: Request, reading: Reading) -> None:
    app = cast("App", request.app.state.stayflow)
    while not await request.is_disconnected():  # noqa: ASYNC110 - that is all a connection tells
        await asyncio.sleep(LOOK_SECONDS)
    reading.is_over = True
    await run_in_threadpool(app.warehouse.stop, reading)

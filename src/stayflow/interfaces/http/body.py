"""The JSON of a request, before anything is made of it."""

import json
from collections.abc import Awaitable, Callable
from typing import Any, Final

from fastapi import HTTPException, Request, Response
from fastapi.routing import APIRoute

_MAY_BE_HALF: Final = (b"\\u", b"\xed")


class BodyRoute(APIRoute):
    """A route that takes whole texts only: no store keeps half of a surrogate pair, and no answer can tell it."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        """What answers a request."""
        handle = super().get_route_handler()

        async def run(request: Request) -> Response:
            return await handle(_WholeTexts(request.scope, request.receive))

        return run


class _WholeTexts(Request):
    async def json(self) -> Any:  # noqa: ANN401 - any JSON
        told = await super().json()
        body = await self.body()
        if any(mark in body for mark in _MAY_BE_HALF):
            try:
                json.dumps(told, ensure_ascii=False).encode()
            except UnicodeEncodeError:
                raise HTTPException(
                    400, "a text holds half of a surrogate pair; send whole characters"
                ) from None
        return told

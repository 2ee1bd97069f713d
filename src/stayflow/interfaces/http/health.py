"""/healthz: the process lives. /readyz: its stores answer. /metrics: Prometheus."""

import asyncio
from typing import Any

import msgspec

from stayflow.app import App
from stayflow.interfaces.http.asgi import Receive, Scope, Send, answer
from stayflow.interfaces.telemetry import Telemetry
from stayflow.kernel.errors import StayflowError

PATHS = frozenset({"/healthz", "/readyz", "/metrics"})
READY_SECONDS_MAX = 5.0
_JSON = b"application/json"


class Health:
    """The three endpoints."""

    def __init__(self, app: App, telemetry: Telemetry) -> None:
        self._app = app
        self._telemetry = telemetry

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's words
        """Answer one of `PATHS`."""
        match scope["path"]:
            case "/healthz":
                await answer(send, 200, b'{"status":"ok"}', media=_JSON)
            case "/readyz":
                ready, states = await self._states()
                body = msgspec.json.encode({"ready": ready, "stores": states})
                await answer(send, 200 if ready else 503, body, media=_JSON)
            case _:
                text = await asyncio.to_thread(self._telemetry.render)
                await answer(send, 200, text, media=b"text/plain; version=0.0.4; charset=utf-8")

    async def _states(self) -> tuple[bool, dict[str, str]]:
        states = dict(
            zip(
                ("relational", "warehouse"),
                await asyncio.gather(
                    _state(self._app.relational.ping), _state(self._app.warehouse.ping)
                ),
                strict=True,
            )
        )
        return all(state == "ok" for state in states.values()), states


async def _state(ping: Any) -> str:  # noqa: ANN401 - a bound method of a store
    try:
        await asyncio.wait_for(asyncio.to_thread(ping), READY_SECONDS_MAX)
    except StayflowError as error:
        return error.message
    except TimeoutError:
        return f"no answer within {READY_SECONDS_MAX:g} s"
    return "ok"

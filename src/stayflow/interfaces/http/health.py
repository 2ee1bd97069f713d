"""/healthz: the process lives. /readyz: its stores answer and have room. /metrics: Prometheus."""

import asyncio
from shutil import disk_usage
from typing import Any

import msgspec

from stayflow.app import App
from stayflow.intake.pipeline import BATCH_BYTES_MAX
from stayflow.interfaces.http.asgi import Receive, Scope, Send, answer
from stayflow.interfaces.telemetry import Telemetry
from stayflow.kernel.errors import StayflowError
from stayflow.stores.errors import StoreUnavailable

PATHS = frozenset({"/healthz", "/readyz", "/metrics"})
READY_SECONDS_MAX = 5.0
ROOM_BYTES_MIN = 2 * BATCH_BYTES_MAX
"""A batch stands in the log, and once more in what is made of it."""
_BY_URL = ("clickhouse_url", "postgres_url")  # both: no engine lies in the folder
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
        asked = {"relational": self._app.relational.ping, "warehouse": self._app.warehouse.ping}
        if not all(self._app.settings.text(each) for each in _BY_URL):
            asked["folder"] = self._has_room
        states = dict(zip(asked, await asyncio.gather(*map(_state, asked.values())), strict=True))
        return all(state == "ok" for state in states.values()), states

    def _has_room(self) -> None:
        left = disk_usage(self._app.folder.path).free
        if left < ROOM_BYTES_MIN:
            raise StoreUnavailable(
                f"the data folder has {left // 1_000_000} MB left, and a batch needs"
                f" {ROOM_BYTES_MIN // 1_000_000} MB; free some space"
            )


async def _state(ping: Any) -> str:  # noqa: ANN401 - a bound method of a store
    try:
        await asyncio.wait_for(asyncio.to_thread(ping), READY_SECONDS_MAX)
    except StayflowError as error:
        return error.message
    except TimeoutError:
        return f"no answer within {READY_SECONDS_MAX:g} s"
    return "ok"

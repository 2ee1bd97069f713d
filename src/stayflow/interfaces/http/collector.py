"""The collectors: bytes of an SDK in, durable in the log, then 2xx. Plain ASGI, nothing between."""

import msgspec
import structlog

from stayflow.app import App
from stayflow.intake.protocol import PROTOCOLS, Protocol, Request
from stayflow.interfaces.http.asgi import Headers, Receive, Scope, Send, answer, header, read_body
from stayflow.interfaces.http.wall import RETRY_AFTER_SECONDS
from stayflow.interfaces.http.write_keys import WriteKeys
from stayflow.interfaces.telemetry import Telemetry
from stayflow.kernel.errors import Kind, StayflowError
from stayflow.language.event import pack_events

_JSON = b"application/json"
_RETRY = (b"retry-after", str(RETRY_AFTER_SECONDS).encode())
_ASK_AGAIN_SECONDS = b"86400"
_log = structlog.get_logger("stayflow.collector")


def collector_paths() -> dict[str, Protocol]:
    """Every path a wire format is spoken at, with and without a closing slash."""
    return {
        form: protocol
        for protocol in PROTOCOLS
        for path in protocol.paths
        for form in (path, path + "/")
    }


class Collector:
    """Answers the paths of one wire format."""

    def __init__(self, app: App, protocol: Protocol, keys: WriteKeys, telemetry: Telemetry) -> None:
        self._log = app.log
        self._clock = app.clock
        self._limit = app.settings.number("request_bytes_max")
        self._protocol = protocol
        self._keys = keys
        self._refused = telemetry.refused
        self._collected = telemetry.collected.labels(protocol.name)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one request."""
        cors = _cors(scope)
        if scope["method"] == "OPTIONS":
            await answer(send, 204, headers=cors)
            return
        if scope["method"] != "POST":
            await answer(send, 405, headers=[*cors, (b"allow", b"POST, OPTIONS")])
            return
        try:
            await self._take(scope, receive)
        except StayflowError as error:
            await self._refuse(error, cors, send)
            return
        await answer(send, 200, self._protocol.answer, media=_JSON, headers=cors)

    async def _take(self, scope: Scope, receive: Receive) -> None:
        """Read, decode, and wait until it would survive a power cut."""
        body = await read_body(scope, receive, limit=self._limit)
        request = Request(
            path=scope["path"],
            headers=_texts(scope),
            query=scope["query_string"].decode("latin-1"),
            body=body,
            received_at_ms=int(self._clock.now().timestamp() * 1000),
            body_bytes_max=self._limit,
        )
        decoded = self._protocol.decode(request)
        project = await self._keys.project_of(decoded.write_key)
        await self._log.append_async(project, pack_events(decoded.pack))
        self._collected.inc(len(decoded.pack.events))

    async def _refuse(self, error: StayflowError, cors: Headers, send: Send) -> None:
        self._refused.labels(self._protocol.name, error.code).inc()
        # What we could not keep is to be sent again: an SDK drops a batch on 4xx, keeps it on 503.
        ours = error.kind in {Kind.FAILED, Kind.BUSY}
        status = Kind.BUSY.value if ours else error.kind.value
        if ours:
            _log.error("events_not_taken", protocol=self._protocol.name, reason=error.message)
        headers = [*cors, _RETRY] if ours else cors
        await answer(send, status, _error_body(error), media=_JSON, headers=headers)


def _texts(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def _error_body(error: StayflowError) -> bytes:
    return msgspec.json.encode(error.as_answer())


def _cors(scope: Scope) -> Headers:
    """What lets a page of any origin send: mirrored, because SDKs send with credentials."""
    origin = header(scope, b"origin")
    if not origin:
        return ()
    headers = [
        (b"access-control-allow-origin", origin),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"origin"),
    ]
    if scope["method"] == "OPTIONS":
        asked = header(scope, b"access-control-request-headers") or b"content-type"
        headers += [
            (b"access-control-allow-methods", b"POST, GET, OPTIONS"),
            (b"access-control-allow-headers", asked),
            (b"access-control-max-age", _ASK_AGAIN_SECONDS),
        ]
    return headers
